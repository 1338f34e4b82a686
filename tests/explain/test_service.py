"""A number on a page is followed down to the row of a file, then as it is known now or was then."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from services.errors import Forbidden, NotFound, Unauthenticated
from services.scope import SYSTEM, Principal, Scope
from tests.explain.conftest import IMPORTED, Explained
from tests.factories import Facts, partner

CORRECTED = datetime(2022, 3, 1, tzinfo=UTC)
BEFORE = datetime(2022, 2, 1, tzinfo=UTC)


def test_a_value_leads_to_the_row_of_the_file_that_says_it(
    simple: str, explained: Explained
) -> None:
    told = explained.of("nav")
    assert (told.value, told.unit, told.recomputed, told.difference) == (1000, "money", 1000, 0.0)
    (row,) = told.rows
    assert (row.file, row.sheet, row.row) == ("ledger.xlsx", "Values", 2)
    assert (row.imported_by, row.imported_at, row.import_id) == ("Ada Marlow", IMPORTED, "import-1")
    assert (row.amount, row.adds, row.counts_as, row.currency) == (1000, 1000, "value", "USD")
    assert told.definition is not None and told.definition.id == "nav"
    assert told.checked == "same"


def test_a_multiple_goes_down_to_its_parts_and_these_to_rows(
    simple: str, explained: Explained
) -> None:
    told = explained.of("tvpi")
    assert told.numbers == "(210.00 + 1,000.00) / 1,000.00 = 1.2100"
    assert (told.value, told.recomputed, told.difference) == (1.21, 1.21, 0.0)
    names = [one.key for one in told.inputs]
    assert names == ["dpi", "rvpi", "distributions", "nav", "paid_in"]
    dpi = explained.explain.explain(partner(), told.inputs[0].figure_id or "")
    assert dpi.numbers == "210.00 / 1,000.00 = 0.2100"
    paid_in = next(one for one in dpi.inputs if one.key == "paid_in")
    rows = explained.explain.explain(partner(), paid_in.figure_id or "").rows
    assert [(row.row, row.adds) for row in rows] == [(2, 1000)]
    assert rows[0].counts == {
        "net_with": "paid-in",
        "net_without": "paid-in",
        "gross_with": "paid-in",
        "gross_without": "paid-in",
    }


def test_a_rate_is_found_again_by_halving_and_makes_the_flows_worth_nothing(
    simple: str, explained: Explained
) -> None:
    told = explained.of("irr")
    assert told.value == pytest.approx(10.0)
    assert told.difference == pytest.approx(0.0, abs=1e-9)
    worth = next(one for one in told.inputs if one.key == "npv")
    assert isinstance(worth.value, Decimal) and abs(worth.value) < Decimal("0.000001")
    assert told.day_count == "act/365F"
    assert told.numbers == (
        "−1,000.00 / 1.1000^(0/365) + 1,210.00 / 1.1000^(730/365) = 0, so r = 10.0000 %"
    )


def test_what_a_row_adds_adds_up_to_the_figure(house: str, explained: Explained) -> None:
    scope = Scope(as_of=date(2022, 9, 30))
    for metric in ("paid_in", "distributions", "nav", "recallable", "fees_to_date",
                   "credit_line_balance", "total_committed", "capital_deployed"):  # fmt: skip
        told = explained.of(metric, scope, limit=1000)
        assert sum(row.adds or 0 for row in told.rows) == told.value, metric
        assert told.total_rows == len(told.rows) > 0, metric


def test_the_general_partners_rows_are_taken_out_of_what_investors_paid(
    house: str, explained: Explained
) -> None:
    net = explained.of("paid_in", Scope(as_of=date(2022, 9, 30)))
    assert net.value == Decimal("263.80")  # 200.25 + 8 + 55.55
    assert {row.investor for row in net.rows} == {"LP"}
    whole = explained.of("paid_in", Scope(as_of=date(2022, 9, 30), basis="net_fund"))
    assert whole.value == Decimal("284.05")
    assert {row.investor for row in whole.rows} == {"LP", "GP"}


def test_rows_come_newest_first_in_pages(house: str, explained: Explained) -> None:
    scope = Scope(as_of=date(2022, 9, 30))
    whole = explained.of("paid_in", scope)
    assert [row.date for row in whole.rows] == [
        date(2022, 8, 8), date(2020, 7, 1), date(2020, 4, 15),
    ]  # fmt: skip
    second = explained.of("paid_in", scope, limit=1, offset=1)
    assert (second.rows, second.total_rows) == (whole.rows[1:2], 3)


def test_amounts_in_another_currency_show_the_rate_its_day_and_its_source(
    facts: Facts, explained: Explained
) -> None:
    fund = facts.fund("EU1", currency="EUR")
    facts.flow(fund, "2020-01-10", "capital_call", "1000.00", currency="EUR")
    facts.flow(fund, "2021-06-10", "distribution", "250.00", currency="EUR")
    facts.nav(fund, "2021-12-31", "1100.00", currency="EUR")
    for day, rate in (("2020-01-09", "0.90"), ("2021-06-10", "0.80"), ("2021-12-30", "0.88")):
        facts.rate("EUR", day, rate)
    scope = Scope(currency="USD")
    paid = explained.of("paid_in", scope)
    assert (paid.value, paid.recomputed) == (Decimal("1111.11"), Decimal("1111.11"))
    (row,) = paid.rows
    assert (row.amount, row.currency, row.converted) == (1000, "EUR", Decimal("1111.11"))
    assert (row.rate_date, row.rate_source) == (date(2020, 1, 9), "test")
    assert row.rate == pytest.approx(Decimal("1.1111111111"))
    nav = explained.of("nav", scope)  # the value at the rate of as_of, never at that of a flow
    assert (nav.value, nav.rows[0].rate_date) == (Decimal("1250.00"), date(2021, 12, 30))
    assert explained.of("irr", scope).difference == pytest.approx(0.0, abs=1e-9)
    assert "currency" not in {note.field for note in explained.of("nav").notes}


def test_a_restated_value_is_explained_as_it_was_believed_then(
    facts: Facts, explained: Explained
) -> None:
    fund = facts.fund("AQ1")
    facts.flow(fund, "2020-01-01", "capital_call", 1000)
    facts.nav(fund, "2021-12-31", 1000, natural_key="v", known_to=CORRECTED, source_row=7)
    facts.nav(fund, "2021-12-31", 900, natural_key="v", known_from=CORRECTED, source_row=9)
    facts.flow(fund, "2021-06-01", "capital_call", 50, known_from=CORRECTED)
    as_of = date(2021, 12, 31)

    then = explained.of("nav", Scope(as_of=as_of, known_on=BEFORE))
    (row,) = then.rows
    assert (then.value, row.row, row.known_to) == (1000, 7, CORRECTED)
    assert row.replaced_by is not None
    assert (row.replaced_by.amount, row.replaced_by.row) == (900, 9)
    assert then.changed is not None
    assert (then.changed.superseded, then.changed.added) == (1, 2)

    now = explained.of("nav", Scope(as_of=as_of))
    assert (now.value, now.rows[0].row, now.rows[0].known_to, now.changed) == (900, 9, None, None)
    paid_then = explained.of("paid_in", Scope(as_of=as_of, known_on=BEFORE))
    assert (paid_then.value, explained.of("paid_in", Scope(as_of=as_of)).value) == (1000, 1050)


def test_a_figure_of_the_past_keeps_its_hash_when_the_present_changes(
    simple: str, facts: Facts, explained: Explained
) -> None:
    scope = Scope(as_of=date(2021, 12, 31), known_on=BEFORE)
    then, now = explained.figure("nav", scope), explained.figure("nav")
    facts.flow(simple, "2021-12-31", "distribution", 1)
    facts.nav(simple, "2021-12-31", 5, known_from=CORRECTED)
    again = explained.figure("nav", scope)
    assert (again.hash, again.figure_id) == (then.hash, then.figure_id)
    assert explained.figure("nav").hash != now.hash


def test_the_same_figure_has_the_same_id_wherever_it_stands(
    simple: str, explained: Explained
) -> None:
    service, who = explained.service, partner()
    scope = Scope(period="24m")
    own = explained.ids_of(service.calculate_fund_metrics(who, scope))
    points = explained.ids_of(service.trend(who, scope))
    curve = explained.ids_of(service.j_curve(who, scope))
    head = explained.ids_of(service.headline(who, scope))
    assert points["data_points[2021-12-31].nav"] == own["nav"] == head["nav"]
    assert curve["total.called"] == own["paid_in"]
    assert own == explained.ids_of(service.calculate_fund_metrics(SYSTEM, scope))
    assert len(set(own.values())) == len(own)


def test_a_point_of_the_trend_is_a_figure_of_its_own_day(simple: str, explained: Explained) -> None:
    found = explained.ids_of(explained.service.trend(partner(), Scope(period="24m")))
    told = explained.explain.explain(partner(), found["data_points[2020-12-31].paid_in"])
    assert (told.value, told.as_of) == (1000, date(2020, 12, 31))
    row = explained.ids_of(explained.service.trend(partner(), Scope(period="24m")), every=False)
    whole = explained.explain.explain(partner(), row["data_points[2021-12-31]"])
    assert whole.value is None
    inputs = {one.key: one.value for one in whole.inputs}
    assert (inputs["nav"], inputs["tvpi"]) == (1000, 1.21)
    assert all(one.figure_id for one in whole.inputs)


def test_a_flow_of_the_list_is_its_own_row(simple: str, explained: Explained) -> None:
    result = explained.service.cash_flows(partner())
    from services.explain.naming import identified

    named = identified(result, explained.ids)
    told = explained.explain.explain(partner(), named.rows[0].figure_id)
    assert (told.value, told.recomputed, told.rows[0].row) == (210, 210, 3)
    assert told.numbers == "210.00 = 210.00, counts as distribution"


def test_a_rank_lists_the_peers_it_was_counted_among(
    simple: str, market: None, explained: Explained
) -> None:
    found = explained.ids_of(explained.service.get_benchmark_comparison(partner()))
    published = explained.explain.explain(partner(), found["percentile_rank"])
    assert published.value == pytest.approx(50 + 25 * 2 / 7)  # 10 % between 8 % and 15 %
    assert published.difference == pytest.approx(0.0, abs=1e-9)
    assert published.rows[0].kind == "benchmark_points"
    ranked = explained.explain.explain(partner(), found["peer_sets[1].irr.percentile"])
    assert (ranked.value, ranked.total_rows, ranked.rows[0].kind) == (100.0, 9, "benchmark_funds")
    median = explained.explain.explain(partner(), found["peer_sets[1].irr.p50"])
    assert (median.value, median.recomputed, median.unit) == (4.0, 4.0, "percent")


def test_an_equivalent_in_the_market_lists_the_levels_it_used(
    simple: str, market: None, explained: Explained
) -> None:
    found = explained.ids_of(explained.service.pme_table(partner()))
    told = explained.explain.explain(partner(), found["rows[IDX].ks_pme"])
    assert told.value == pytest.approx((210 + 1000) / (1000 * 130 / 100))
    assert told.difference == pytest.approx(0.0, abs=1e-9)
    levels = {(row.date, row.amount) for row in told.rows if row.kind == "index_levels"}
    assert levels == {(date(2019, 12, 31), 100), (date(2021, 12, 31), 130)}


def test_what_a_company_gained_is_found_in_its_flows_and_marks(
    house: str, explained: Explained
) -> None:
    result = explained.service.top_performers(partner(), Scope(as_of=date(2022, 9, 30)))
    found = explained.ids_of(result)
    assert result.rows[0].company == "ACME"
    told = explained.explain.explain(partner(), found["rows[0].gain"])
    # 140 put in, 70 back; 180 marked before 70 of it was sold, and 60
    assert (told.value, told.recomputed, told.numbers) == (
        Decimal(100), Decimal(100), "70.00 + 170.00 − 140.00 = 100.00",
    )  # fmt: skip
    assert {row.kind for row in told.rows} == {"investment_cash_flows", "valuations"}


def test_several_funds_are_explained_together(
    simple: str, house: str, explained: Explained
) -> None:
    told = explained.of("paid_in", Scope(as_of=date(2022, 9, 30)))
    assert (told.value, told.difference) == (Decimal("1263.80"), 0.0)
    assert [fund.code for fund in told.funds] == ["AQ1", "AQ2"]
    assert {row.fund for row in told.rows} == {"AQ1", "AQ2"}


def test_an_id_grants_nothing(simple: str, house: str, explained: Explained) -> None:
    scope = Scope(as_of=date(2022, 9, 30))
    of_one = explained.ids_of(
        explained.service.calculate_fund_metrics(partner(), scope.on(funds=("AQ1",)))
    )["nav"]
    of_both = explained.ids_of(explained.service.calculate_fund_metrics(partner(), scope))["nav"]
    assert explained.explain.figure(partner("id-AQ1"), of_one).value == 1000
    for stranger in (partner("id-AQ2"), partner("id-NONE")):
        with pytest.raises(NotFound) as refused:
            explained.explain.figure(stranger, of_one)
        assert "AQ1" not in refused.value.message
    with pytest.raises(NotFound):
        explained.explain.explain(partner("id-AQ1"), of_both)
    admin = Principal(user_id="a", name="A", roles=frozenset({"admin"}), funds=None)
    with pytest.raises(Forbidden):
        explained.explain.figure(admin, of_one)
    lp = Principal(user_id="l", name="L", roles=frozenset({"lp"}), funds=frozenset({"id-AQ1"}))
    with pytest.raises(NotFound):
        explained.explain.figure(lp, of_one)
    with pytest.raises(Unauthenticated):
        explained.explain.figure(None, of_one)  # type: ignore[arg-type]


def test_a_framed_view_is_not_told_who_filed_the_rows(simple: str, explained: Explained) -> None:
    framed = Principal(
        user_id="e", name="E", roles=frozenset({"partner"}), funds=None, kind="embed"
    )
    (row,) = explained.of("nav", who=framed).rows
    assert (row.file, row.row, row.imported_by, row.import_id) == ("ledger.xlsx", 2, None, None)


def test_an_unknown_figure_says_why_and_has_nothing_to_count_again(
    facts: Facts, explained: Explained
) -> None:
    fund = facts.fund("AQ1")
    facts.flow(fund, "2024-01-01", "capital_call", 100)
    facts.nav(fund, "2024-06-30", 105)
    told = explained.of("irr")
    assert (told.value, told.recomputed, told.difference) == (None, None, None)
    assert told.checked == "not_checked"
    assert "short_period" in {note.code for note in told.notes}
    period = explained.of("period_return")
    assert period.value == pytest.approx(0.05)
    assert period.difference == pytest.approx(0.0, abs=1e-12)
