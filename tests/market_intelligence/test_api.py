"""Market Intelligence over HTTP: the specification's keys, files, and figures that are never made
in a request."""

from __future__ import annotations

from typing import Any

import pytest

from services.live import MARKET, MARKET_UPDATED, message
from services.market_intelligence.snapshots import compute_everything
from tests.api.conftest import Site
from tests.api.conftest import site as site
from tests.factories import statements

ROOT = "/api/v1/dashboards/market-intelligence"
PATHS = (
    "sector-trends", "valuations", "exit-activity", "step-ups", "portfolio-vs-market", "sources",
)  # fmt: skip
M = 1_000_000


@pytest.fixture
def filled(site: Site) -> Site:
    """Two quarters of one provider, a fund of ours and one of others."""
    for n in range(6):
        site.facts.market_round(
            f"C{n}", day=f"2025-08-1{n}", sector="Software", stage="Seed", amount=2 * M,
            pre_money=8 * M, post_money=10 * M, currency="USD", geography="US", source="Alpha",
        )  # fmt: skip
    site.facts.market_round("D1", day="2025-05-11", sector="Software", amount=10 * M,
                            currency="USD", source="Alpha")  # fmt: skip
    site.facts.market_exit("C1", day="2025-09-01", type="ipo", value=50 * M, invested=10 * M,
                           currency="USD", source="Alpha")  # fmt: skip
    mine, other = site.facts.fund("AQ1"), site.facts.fund("AQ2")
    for code, fund in (("I1", mine), ("I2", other)):
        company = site.facts.company(f"{code}-C", sector="Software")
        deal = site.facts.deal(code, fund=fund, company=company, day="2025-08-20", round="Seed",
                               ownership="0.1")  # fmt: skip
        site.facts.investment_flow(deal, day="2025-08-20", amount=1 * M)
    with site.parts.db.session() as session:
        compute_everything(session)
    return site


def test_the_answers_have_the_keys_of_the_specification(filled: Site) -> None:
    who = filled.caller("ada", "partner")
    trends = who.get(f"{ROOT}/sector-trends").get_json()
    assert trends["current_quarter"] == "2025Q3"
    row = trends["sectors"][0]
    assert (row["name"], row["total_deals"], row["total_funding"]) == ("Software", 6, 12 * M)
    assert row["growth_vs_previous"] == pytest.approx(0.2)
    assert trends["meta"]["units"]["growth_vs_previous"] == "fraction"
    values = who.get(f"{ROOT}/valuations").get_json()
    assert values["by_stage"]["seed"]["median_pre"] == 8 * M
    assert values["by_stage"]["seed"]["median_post"] == 10 * M
    assert values["trend_data"] and values["geographic_comparison"]["US"]["deals"] == 6
    exits = who.get(f"{ROOT}/exit-activity").get_json()
    now = exits["current_quarter"]
    assert (now["ipo_count"], now["ma_count"], now["median_exit_multiple"]) == (1, 0, None)
    assert exits["by_sector"] and set(exits["exit_timeline_analysis"]) == {"ipo", "ma", "all"}
    for path in PATHS:
        answer = who.get(f"{ROOT}/{path}").get_json()
        assert answer["source"] == "Alpha" and answer["fetched"] and answer["providers"]
        assert [note["code"] for note in answer["notes"]].count("source") >= 1


def test_answers_come_as_files_with_their_source(filled: Site) -> None:
    who = filled.caller("ada", "partner")
    for path in PATHS:
        text = who.get(f"{ROOT}/{path}?format=csv").get_data(as_text=True)
        assert "Alpha" in text and "fetched" in text
        book = who.get(f"{ROOT}/{path}?format=xlsx")
        assert (book.status_code, book.data[:2]) == (200, b"PK")
    assert who.get(f"{ROOT}/sector-trends?amounts=string").get_json()["total_funding"] == (
        "12000000.00"
    )


def test_a_hit_asks_the_database_nothing_and_has_a_tag(filled: Site) -> None:
    who = filled.caller("ada", "partner")
    first = who.get(f"{ROOT}/valuations")
    with statements(filled.parts.db) as sent:
        again = who.get(f"{ROOT}/valuations", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert [text for text in sent if "market" in text or "sector_trends" in text] == []


def test_rounds_are_never_read_in_a_request(filled: Site) -> None:
    who = filled.caller("ada", "partner")
    for path in PATHS:
        with statements(filled.parts.db) as sent:
            assert who.get(f"{ROOT}/{path}?as_of=2025-09-30").status_code == 200
        assert not [text for text in sent if "market_rounds" in text or "market_exits" in text]


def test_provider_and_sector_can_be_named(filled: Site) -> None:
    who = filled.caller("ada", "partner")
    named = who.get(f"{ROOT}/sector-trends?source=Alpha&sector=software").get_json()
    assert [row["name"] for row in named["sectors"]] == ["Software"]
    assert who.get(f"{ROOT}/sector-trends?source=Nobody").status_code == 404
    assert who.get(f"{ROOT}/valuations?sector=Software").status_code == 422
    assert who.get(f"{ROOT}/valuations?source=").status_code == 422
    other = who.get(f"{ROOT}/sector-trends?sector=Space").get_json()
    assert other["sectors"] == []


def test_our_deals_are_those_of_granted_funds(filled: Site) -> None:
    def companies(answer: Any) -> set[str]:
        return {deal["company"] for deal in answer.get_json()["deals"]}

    one = filled.caller("bea", "associate", "AQ1")
    path = f"{ROOT}/portfolio-vs-market"
    assert companies(one.get(path)) == {"I1-C"}
    assert companies(filled.caller("ada", "partner").get(path)) == {"I1-C", "I2-C"}
    assert one.get(f"{path}?fund=AQ2").status_code == 404
    assert one.get(f"{path}?fund=NONE").status_code == 404
    # the market itself is everybody's, and a fund changes nothing of it
    assert one.get(f"{ROOT}/sector-trends?fund=AQ2").get_json()["total_deals"] == 6


def test_without_any_figure_the_answers_say_so(site: Site) -> None:
    site.facts.fund("AQ1")
    who = site.caller("ada", "partner")
    for path in PATHS:
        answer = who.get(f"{ROOT}/{path}").get_json()
        assert answer["source"] is None
        assert "no_data" in [note["code"] for note in answer["notes"]]


def test_the_nudge_names_the_market_and_the_counter_of_shared_facts() -> None:
    told = message(MARKET, MARKET_UPDATED, 12)
    assert b'"type":"market_updated"' in told
    assert b'"fund_id":"market","version":12' in told
