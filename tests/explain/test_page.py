"""What the drawer says about a number, and which numbers open it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from callbacks import explain as callback
from callbacks.panels import Ports
from layouts import explain
from layouts.figures import samples
from layouts.fund_performance import cards, charts, head, peers, tables
from layouts.panels import Panel, View
from services.envelope import FundRef, Note
from services.errors import NotFound
from services.explain.results import Changes, Explanation, Input, Later, SourceRow
from services.scope import Principal, Scope

PARTNER = Principal(user_id="u", name="Ines", roles=frozenset({"partner"}), funds=None)
IMPORTED = datetime(2026, 10, 2, 9, 5, tzinfo=UTC)


def row(**changes: Any) -> SourceRow:
    given: dict[str, Any] = {
        "kind": "fund_navs", "date": date(2026, 9, 30), "fund": "AQ1", "investor": None,
        "type": None, "label": "Net asset value", "amount": Decimal("118400000.00"),
        "unit": "money", "currency": "USD", "rate": None, "rate_date": None, "rate_source": None,
        "converted": None, "counts_as": "value", "adds": Decimal("118400000.00"), "counts": {},
        "file": "navs.csv", "sheet": None, "row": 12, "import_id": "i1",
        "imported_by": "Ines Marlow", "imported_at": IMPORTED, "known_from": IMPORTED,
        "known_to": None, "replaced_by": None,
    }  # fmt: skip
    return SourceRow(**(given | changes))


def told(**changes: Any) -> Explanation:
    given: dict[str, Any] = {
        "figure_id": "fig_abc", "metric": "nav", "name": "Net asset value",
        "value": Decimal("118400000.00"), "unit": "money", "basis": "net_lp",
        "credit_line": "with", "currency": "USD", "as_of": date(2026, 9, 30),
        "nav_as_of": date(2026, 6, 30), "known_on": None,
        "funds": (FundRef("f1", "AQ1", "Alder & Quay I", "USD"),), "definition": None,
        "citation": "GIPS", "definitions_version": "2026.11", "data_quality": {}, "notes": (),
        "hash": "0", "formula": "last value", "numbers": "118,400,000.00 = 118,400,000.00",
        "day_count": None,
        "inputs": (Input(key="paid_in", name="Paid-in capital", value=Decimal(96), unit="money",
                         figure_id="fig_below"),),
        "recomputed": Decimal("118400000.00"), "difference": 0.0, "checked": "same",
        "rows": (row(),), "total_rows": 1, "limit": 50, "offset": 0, "changed": None,
    }  # fmt: skip
    return Explanation(**(given | changes))


def drawn(explanation: Explanation, **more: Any) -> str:
    given: dict[str, Any] = {"embedded": False, "may_export": True}
    parts = explain.content(explanation, more.pop("trail", []), **(given | more))
    return json.dumps(parts, default=lambda part: part.to_plotly_json(), ensure_ascii=False)


def marks(part: Any) -> list[str]:
    """Ids of the figures that a part opens."""
    text = json.dumps(part, default=lambda item: item.to_plotly_json(), ensure_ascii=False)
    found: list[str] = []

    def walk(item: Any) -> None:
        if isinstance(item, dict):
            found.extend([item["data-explain"]] if "data-explain" in item else [])
            found.extend([item["explain"]] if isinstance(item.get("explain"), str) else [])
            for key, value in item.items():
                walk(json.loads(value) if key == "data-rows" else value)
        elif isinstance(item, list):
            for value in item:
                walk(value)

    walk(json.loads(text))
    return found


def test_the_drawer_says_value_formula_clocks_inputs_check_and_rows() -> None:
    text = drawn(told())
    for words in ("$118.4m", "118,400,000.00", " exactly", "last value", "Alder & Quay I",
                  "30 Sep 2026", "30 Jun 2026", "net to LPs, with credit line", "now",
                  "Paid-in capital", "Counted again from the rows: the same. Difference 0.00.",
                  "navs.csv · row 12", "imported 2 Oct 2026, 09:05 UTC by Ines Marlow",
                  "After GIPS"):  # fmt: skip
        assert words in text, words
    assert marks(explain.content(told(), [], embedded=False, may_export=True)) == ["fig_below"]
    assert "/api/v1/figures/fig_abc/explain?format=csv" in text


def test_a_figure_that_differs_is_red_and_says_by_how_much() -> None:
    text = drawn(told(checked="differs", difference=1.25))
    assert "it differs by 1.25." in text
    assert "check bad" in text


def test_converted_rows_name_rate_day_and_source() -> None:
    converted = row(
        currency="EUR", amount=Decimal(100), converted=Decimal(125), adds=Decimal(125),
        rate=Decimal("1.25"), rate_date=date(2026, 9, 29), rate_source="ECB",
    )  # fmt: skip
    text = drawn(told(rows=(converted,)))
    assert "EUR 100.00 at 1.25 (ECB, 29 Sep 2026)" in text
    assert "Exchange rates" in text


def test_what_was_replaced_since_is_told_beside_the_row() -> None:
    later = Later(amount=Decimal(90), file="new.csv", sheet="NAV", row=3, known_from=IMPORTED)
    old = row(known_to=datetime(2026, 11, 1, 12, 0, tzinfo=UTC), replaced_by=later)
    text = drawn(
        told(
            rows=(old,),
            known_on=datetime(2026, 10, 5, 23, 59, 59, tzinfo=UTC),
            changed=Changes(superseded=1, added=2),
        )
    )
    assert "replaced 1 Nov 2026, 12:00 UTC by 90.00 (new.csv · NAV · row 3)" in text
    assert "Since 5 Oct 2026: 1 of these rows was replaced and 2 rows of this fund" in text


def test_an_unknown_figure_is_a_dash_with_its_reason() -> None:
    note = Note("irr", "short_period", "The flows span 180 days.")
    text = drawn(told(value=None, unit="percent", recomputed=None, difference=None,
                      checked="not_checked", notes=(note,)))  # fmt: skip
    assert "The flows span 180 days." in text
    assert "–" in text
    assert "Counted again" not in text


def test_one_can_go_back_up_and_see_more_rows() -> None:
    trail = [{"figure": "fig_top", "name": "TVPI"}]
    text = drawn(told(total_rows=900), trail=trail)
    assert '"data-explain": "fig_top"' in text and '"data-explain-up": "0"' in text
    assert "Show more of the 900" in text and '"data-explain-limit": "200"' in text


def test_a_framed_drawer_gives_no_address_away() -> None:
    text = drawn(told(), embedded=True)
    assert "/api/v1/" not in text
    assert "Copy link" not in text
    assert "CSV" not in drawn(told(), may_export=False)


@pytest.mark.parametrize(
    ("value", "unit", "shown", "exact"),
    [
        (15.46762, "percent", "15.5\u2009%", "15.46762 %"),
        (1.5512, "x", "1.55x", "1.5512x"),
        (0.8, "fraction", "80.0\u2009%", "0.8"),
        (57, "count", "57", "57"),
        (date(2021, 12, 31), "date", "31 Dec 2021", "2021-12-31"),
        (None, "money", "–", "–"),
    ],
)
def test_a_value_is_shown_as_on_the_page_and_with_every_digit(
    value: Any, unit: str, shown: str, exact: str
) -> None:
    assert explain.shown(value, unit, "USD") == shown
    assert explain.exact(value, unit) == exact


def ports(**changes: Any) -> Ports:
    given: dict[str, Any] = {
        "principal": lambda: PARTNER, "db": None, "funds": lambda _who: (), "firm": "A",
        "definition": lambda key: None, "definitions": tuple,
        "reference": lambda _error: "7q3k-20", "explained": lambda who, figure, limit: told(),
    }  # fmt: skip
    return Ports(**(given | changes))


def test_the_drawer_asks_for_the_figure_that_was_clicked() -> None:
    asked: list[Any] = []

    def explained(*given: Any) -> Explanation:
        asked.append(given)
        return told()

    wired = ports(explained=explained)
    callback.render(wired, {"figure": "fig_abc", "limit": 200, "trail": []})
    callback.render(wired, {"figure": "fig_abc", "limit": "all", "trail": [1, {"figure": 2}]})
    callback.render(wired, {"figure": "fig_abc", "limit": 10**9})
    assert asked == [(PARTNER, "fig_abc", limit) for limit in (200, 50, 1000)]


def test_a_problem_is_told_in_a_sentence_and_a_defect_by_its_number() -> None:
    def missing(*_: Any) -> Explanation:
        raise NotFound("It is not there.")

    def defect(*_: Any) -> Explanation:
        raise ZeroDivisionError("secret inside")

    asked = {"figure": "fig_abc"}
    said = json.dumps(callback.render(ports(explained=missing), asked).to_plotly_json(),
                      default=lambda part: part.to_plotly_json())  # fmt: skip
    assert "It is not there." in said
    broken = json.dumps(callback.render(ports(explained=defect), asked).to_plotly_json(),
                        default=lambda part: part.to_plotly_json())  # fmt: skip
    assert "7q3k-20" in broken and "secret inside" not in broken


def view(name: str) -> View:
    return View(
        slug="fund-performance", panel=Panel(id=name, title=name), scope=Scope(),
        definition=lambda _key: None,
    )  # fmt: skip


def with_figures(result: Any, *names: str) -> Any:
    result.meta.figures = {name: f"fig_{name}" for name in names}
    return result


def test_cards_facts_ranks_and_the_sentence_open_where_they_come_from() -> None:
    names = ("nav", "tvpi", "irr", "paid_in", "peers.irr.percentile")
    headline = with_figures(samples.headline(), *names)
    found = marks(cards.figures(headline, view("cards")).children)
    assert {f"fig_{name}" for name in names} == set(found)
    assert set(marks(head.state(headline, view("state")).children)) == {
        "fig_tvpi", "fig_nav", "fig_irr",
    }  # fmt: skip


def test_every_cell_of_a_table_twin_opens_its_own_day() -> None:
    trend = samples.trend()
    day = trend.data_points[-1].date
    with_figures(trend, f"data_points[{day}].tvpi", f"data_points[{day}].nav")
    content = charts.tvpi(trend, view("tvpi"))
    assert marks(content.twin) == [f"fig_data_points[{day}].tvpi", f"fig_data_points[{day}].nav"]
    curve = samples.j_curve()
    end = curve.points[0].date
    with_figures(curve, f"points[{end}].called", "total.called")
    assert marks(charts.j_curve(curve, view("j")).twin) == [
        f"fig_points[{end}].called", "fig_total.called",
    ]  # fmt: skip


def test_ranks_equivalents_and_flows_open_as_well() -> None:
    benchmarks = with_figures(samples.benchmarks(), "peer_sets[0].irr.percentile")
    content = peers.peers(benchmarks, view("peers"))
    assert marks([content.body, content.twin]) == ["fig_peer_sets[0].irr.percentile"] * 2
    pmes = samples.pme_table()
    with_figures(pmes, f"rows[{pmes.rows[0].index}].ks_pme")
    assert len(marks(tables.pme(pmes, view("pme")).body)) == 1
    flows = with_figures(samples.cash_flows(), "paid_in")
    for number, item in enumerate(flows.rows):
        item.figure_id = f"fig_{number}"
    grid = json.dumps(tables.cash_flows(flows, view("flows")).body.to_plotly_json(),
                      default=lambda part: part.to_plotly_json())  # fmt: skip
    assert '"getRowId": "params.data.figure"' in grid
    assert '"figure": "fig_0"' in grid
    assert "fig_paid_in" in grid


def test_without_ids_a_page_is_what_it_was() -> None:
    assert marks(cards.figures(samples.headline(), view("cards")).children) == []
    assert marks(charts.tvpi(samples.trend(), view("tvpi")).twin) == []
