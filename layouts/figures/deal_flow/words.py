"""What stages, steps, windows and rates of the pipeline are called, on the page and in charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from layouts import formats, spans

STAGES = {
    "sourced": "Sourced",
    "screened": "Screened",
    "term_sheet": "Term sheet",
    "closed": "Closed",
}
STEPS = {
    "source_to_screen": "Sourced to screened",
    "screen_to_term": "Screened to term sheet",
    "term_to_close": "Term sheet to closed",
    "total": "Sourced to closed",
    "overall": "Sourced to closed",
}
OF_STEP = {
    "screened": "source_to_screen",
    "term_sheet": "screen_to_term",
    "closed": "term_to_close",
}
OUTCOMES = {"open": "Open", "closed": "Closed", "passed": "Passed", "lost": "Lost"}
COUNTINGS = {"period": "By period", "cohort": "By cohort"}
NOTHING = "nothing to draw yet"
window, within, is_quarter = spans.window, spans.within, spans.is_quarter


def named(name: str | None, names: Mapping[str, str] | None = None) -> str:
    """The word for a key, or the key as words: `founder_network` is `Founder network`."""
    if not name:
        return formats.MISSING
    if names and name in names:
        return names[name]
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def quarter(name: str) -> str:
    """`Q3 2026` of the key `2026Q3`; anything else as it is."""
    year, mark, number = name.partition("Q")
    return f"Q{number} {year}" if mark and year.isdigit() else name


def interval(low: float | None, high: float | None) -> str:
    """`28.1–44.7 %` with a thin space; an en dash where there is none."""
    if low is None or high is None:
        return formats.MISSING
    return f"{formats.percent_figure(low)}–{formats.percent_figure(high)}{formats.THIN}%"


def days(value: float | None) -> str:
    """`67 d`, `12.5 d`."""
    if value is None or not formats.known(value):
        return formats.MISSING
    text = f"{value:,.1f}"
    return f"{text.removesuffix('.0')} d"


def sum_of(parts: Sequence[float], whole: float) -> str:
    """`14 + 28 + 25 = 67 d`, with as many decimals as it takes for the sum to be seen to hold."""
    places = next(
        (
            places
            for places in range(3)
            if round(sum(round(part, places) for part in parts), places) == round(whole, places)
        ),
        2,
    )
    said = " + ".join(f"{part:,.{places}f}" for part in parts)
    return f"{said} = {whole:,.{places}f} d"


def deals(count: int | None) -> str:
    """`1 deal`, `1,204 deals`."""
    return "1 deal" if count == 1 else f"{formats.count(count)} deals"
