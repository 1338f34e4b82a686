"""The figures that the READMEs of the real files compute, asked of the books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from services.db.reads import market, market_activity, pipeline
from tests.imports.real import Imported

pytestmark = pytest.mark.shared

CRUNCHBASE = "Crunchbase 2013"
Q3_2012 = {"since": date(2012, 7, 1), "until": date(2012, 9, 30), "known_on": None}
Q2_2013 = {"since": date(2013, 4, 1), "until": date(2013, 6, 30), "known_on": None}
YEAR_2017 = {"since": date(2017, 1, 1), "until": date(2017, 12, 31), "known_on": None}


@pytest.fixture
def session(imported: Imported) -> Iterator[Session]:
    with imported.db.read() as open_session:
        yield open_session


@pytest.mark.parametrize(
    ("sector", "quarter", "deals", "disclosed", "total", "median"),
    [
        ("biotech", Q3_2012, 261, 260, "2209965918.00", "2299737.5"),
        ("software", Q3_2012, 251, 237, "1141163932.00", "1000000"),
        ("mobile", Q2_2013, 141, 124, "620742481.00", "1237500"),
    ],
)
def test_a_sectors_quarter_counts_every_deal_and_sums_the_disclosed_ones(
    session: Session, sector: str, quarter: dict, deals: int, disclosed: int, total: str,
    median: str,
) -> None:  # fmt: skip  # type: ignore[type-arg]
    rows = market_activity.activity(session, source=CRUNCHBASE, **quarter)
    (row,) = [row for row in rows if row.sector == sector]
    assert (row.quarter, row.currency) == (quarter["since"], "USD")
    assert (row.deals, row.disclosed) == (deals, disclosed)
    assert (row.total, row.median) == (Decimal(total), Decimal(median))


@pytest.mark.parametrize(
    ("sector", "quarter", "stages"),
    [
        (
            "biotech", Q3_2012,
            {"venture": 105, "other": 61, "seed": 27, "series-a": 26, "private-equity": 19,
             "series-c+": 13, "series-b": 10},
        ),
        (
            "software", Q3_2012,
            {"venture": 81, "seed": 68, "other": 33, "series-a": 33, "series-b": 16,
             "private-equity": 10, "series-c+": 9, "crowdfunding": 1},
        ),
        (
            "mobile", Q2_2013,
            {"seed": 45, "venture": 31, "series-a": 27, "other": 15, "series-c+": 8,
             "private-equity": 8, "series-b": 7},
        ),
    ],
)  # fmt: skip
def test_a_sectors_deals_by_stage(
    session: Session, sector: str, quarter: dict, stages: dict[str, int]
) -> None:  # type: ignore[type-arg]
    rows = market_activity.by_stage(session, source=CRUNCHBASE, **quarter)
    assert {row.part: row.deals for row in rows if row.sector == sector} == stages


@pytest.mark.parametrize(
    ("sector", "quarter", "first"),
    [
        ("biotech", Q3_2012, [("CA", 55), ("MA", 39), ("TX", 15)]),
        ("software", Q3_2012, [("CA", 72), ("MA", 27), ("WA", 16)]),
        ("mobile", Q2_2013, [("CA", 47), ("NY", 25), ("WA", 13)]),
    ],
)
def test_a_sectors_deals_by_place_most_first(
    session: Session, sector: str, quarter: dict, first: list[tuple[str, int]]
) -> None:  # type: ignore[type-arg]
    rows = market_activity.by_place(session, source=CRUNCHBASE, **quarter)
    assert [(row.part, row.deals) for row in rows if row.sector == sector][:3] == first


def test_a_source_that_knows_the_year_alone_has_no_quarters(session: Session) -> None:
    whole = {"since": date(1900, 1, 1), "until": date(2100, 1, 1), "known_on": None}
    assert market_activity.activity(session, source="TechCrunch 2013", **whole) == []
    found = {row.source: row.deals for row in market_activity.sources(session, known_on=None)}
    assert found["TechCrunch 2013"] == 8_759
    assert found[CRUNCHBASE] == 31_679


def test_amounts_in_two_currencies_are_not_added(session: Session) -> None:
    whole = {"since": date(2000, 1, 1), "until": date(2025, 12, 31), "known_on": None}
    rows = market_activity.activity(session, source="Crunchbase portfolio page", **whole)
    sums = {
        currency: sum(row.total or 0 for row in rows if row.currency == currency)
        for currency in ("USD", "EUR")
    }
    assert sums == {"USD": Decimal("7811600000.00"), "EUR": Decimal("8800000.00")}
    assert sum(row.deals for row in rows) == 37
    assert sum(row.deals - row.disclosed for row in rows) == 6


def test_exits_without_a_price_count_and_stay_out_of_the_median(session: Session) -> None:
    rows = market_activity.exits(
        session, source=CRUNCHBASE, since=date(1960, 1, 1), until=date(2013, 12, 31), known_on=None
    )
    assert sum(row.exits for row in rows) == 4_651
    assert sum(row.disclosed for row in rows) == 1_409
    assert {row.type for row in rows} == {"ma"}
    assert all(row.total is None for row in rows if row.currency is None)


def olist(imported: Imported) -> dict:  # type: ignore[type-arg]
    """The fund of the Olist leads, and the year they came in."""
    return {"fund_ids": [imported.one("SELECT id FROM funds WHERE code = 'OLIST'")], **YEAR_2017}


def test_leads_and_wins_by_origin(imported: Imported, session: Session) -> None:
    rows = pipeline.by_channel(session, **olist(imported))
    assert [tuple(row) for row in rows] == [
        ("organic_search", 560, 16), ("paid_search", 404, 20), ("social", 299, 9),
        ("unknown", 286, 11), ("email", 146, 1), ("direct_traffic", 119, 2), ("referral", 73, 0),
        ("display", 43, 1), ("other", 36, 0), ("other_publicities", 24, 0), (None, 12, 1),
    ]  # fmt: skip
    assert sum(row.won for row in rows) / sum(row.deals for row in rows) == pytest.approx(
        0.030470, abs=5e-7
    )


def test_days_from_first_contact_to_win(imported: Imported, session: Session) -> None:
    found = pipeline.days_to_win(session, **olist(imported))
    assert (found.deals, round(found.mean or 0, 4)) == (61, Decimal("212.2459"))
    assert (found.median, found.p90, found.least, found.most) == (216, 341, 4, 427)


def test_who_won_and_who_handed_over(imported: Imported, session: Session) -> None:
    assert pipeline.hands(session, **olist(imported)) == (20, 24)


def test_rates_are_units_of_the_currency_for_one_dollar(session: Session) -> None:
    rows = market.rates(
        session, currencies=["EUR", "GBP", "AUD"], until=date(2026, 6, 30), known_on=None
    )
    latest = {row.currency: row.per_base for row in rows if row.day == date(2026, 6, 1)}
    assert latest == {
        "EUR": Decimal("0.8684"), "GBP": Decimal("0.7497"), "AUD": Decimal("1.4235"),
    }  # fmt: skip
    assert {row.base for row in rows} == {"USD"}


@pytest.mark.parametrize(
    ("provider", "as_of", "what", "vintage", "n", "quartiles"),
    [
        ("CalPERS", "2025-03-31", "irr", 2006, 16, (0.0618, 0.0820, 0.1070)),
        ("CalPERS", "2025-03-31", "irr", 2021, 43, (0.0611, 0.0841, 0.1416)),
        ("Oregon", "2025-09-30", "irr", 2006, 23, (0.0250, 0.0700, 0.1010)),
        ("Oregon", "2025-09-30", "irr", 2021, 21, (0.0380, 0.0750, 0.1140)),
        ("CalPERS", "2025-03-31", "tvpi", 2007, 23, (1.262, 1.498, 1.714)),
        ("CalPERS", "2025-03-31", "tvpi", 2024, 74, (0.928, 1.035, 1.163)),
        ("NY Common", "2024-03-31", "tvpi", 2015, 26, (1.593, 1.783, 2.313)),
    ],
)
def test_quartiles_of_disclosed_funds(
    imported: Imported, provider: str, as_of: str, what: str, vintage: int, n: int,
    quartiles: tuple[float, ...],
) -> None:  # fmt: skip
    tvpi = "(coalesce(distributed, 0) + coalesce(nav, 0)) / nullif(paid_in, 0)"
    value = "irr" if what == "irr" else tvpi
    ((count, found),) = imported.ask(
        f"SELECT count({value})::int, "
        f"percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY {value}) "
        f"FROM benchmark_funds WHERE provider = '{provider}' AND as_of = '{as_of}' "
        f"AND vintage_year = {vintage}"
    )
    assert count == n
    assert tuple(found) == pytest.approx(quartiles, abs=6e-4 if what == "tvpi" else 6e-5)
