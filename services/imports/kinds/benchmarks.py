"""Kind `benchmarks`: percentile points of a cohort of funds, as a provider publishes them."""

from collections.abc import Iterable

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import years

POINTS = ("p05", "p25", "p50", "p75", "p95")


def points_rise(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Points that fall where they should rise."""
    points = zip(*(facts.columns[name] for name in POINTS), strict=True)
    for row, values in zip(facts.rows, points, strict=True):
        known = [value for value in values if value is not None]
        if known != sorted(known):
            yield Oddity(row, None, None, "The percentile points do not rise from p05 to p95.")


KIND = Kind(
    name="benchmarks",
    meaning="percentile points of peers: one row per provider, release, cohort and measure",
    table="benchmark_points",
    columns=(
        Column("provider", Type.TEXT, "who publishes them", "Cambridge Associates", True),
        Column("release", Type.TEXT, "which edition", "2025Q1", True),
        Column("vintage_year", Type.INTEGER, "vintage of the cohort", "2019", True),
        Column("strategy", Type.TEXT, "strategy of the cohort", "Venture", True),
        Column("geography", Type.TEXT, "region of the cohort", "Europe", True),
        Column(
            "metric",
            Type.CHOICE,
            "measure",
            "irr",
            True,
            choices=("irr", "tvpi", "dpi", "rvpi"),
        ),
        *(Column(name, Type.RATE, "point; irr a fraction", "0.121") for name in POINTS),
        Column("n", Type.INTEGER, "number of funds; blank: not said", "84"),
        Column("as_of", Type.DATE, "day the funds were valued", "2025-03-31", True),
    ),
    identity=(
        "provider",
        "release",
        "vintage_year",
        "strategy",
        "geography",
        "metric",
        "as_of",
    ),
    series="provider",
    day="as_of",
    oddities=(years, points_rise),
)
