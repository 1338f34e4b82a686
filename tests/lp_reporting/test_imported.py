"""Firms that came in as files alone: every figure against a plain reckoning of the same rows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from services.db.session import Database
from services.exports.ilpa import performance_xlsx, reporting_xlsx
from services.imports import run_import
from services.lp_reporting import LpReportingService
from services.lp_reporting.ilpa import Ilpa
from services.scope import SYSTEM, Scope
from tests.databases import furnish
from tests.explain.grounds import counted_again
from tests.factories import Facts
from tests.lp_reporting.reckoning import (
    BARE,
    ENDS,
    EXPENSES,
    FEES,
    FULL,
    GP,
    HALF,
    MEMBERS,
    RATE,
    Books,
    Own,
)

NEVER = date.min
DAYS = (ENDS[0], date(2023, 12, 31), date(2024, 3, 31), ENDS[-1])
LINES = {
    "management_fees_gross": FEES[:1],
    "offsets_rebates_waivers": FEES[1:],
    "partnership_expenses": ("audit", "legal"),
    "related_persons_expenses": ("internal_it",),
    "credit_facility_costs": ("subscription_facility_interest",),
    "dividend_income": ("dividend_income",),
    "realized_gain": ("realized_gain",),
    "unrealized_change": ("unrealized_gain",),
    "partner_transfers": ("partner_transfers",),
    "carried_interest_accrual_change": ("carry_accrued",),
}
# Rows of the Reporting Template, and what stands in them.
ROWS = {21: FEES[:1], 22: FEES[3:], 23: FEES[2:3], 24: FEES[1:2], 28: ("internal_it",),
        39: ("legal",), 41: ("audit",), 47: ("subscription_facility_interest",),
        88: ("dividend_income",), 92: ("realized_gain",), 93: ("unrealized_gain",),
        17: ("partner_transfers",), 97: ("carry_accrued",),
        112: ("expired_commitments",)}  # fmt: skip


@dataclass(frozen=True)
class House:
    db: Database
    books: Books
    service: LpReportingService

    def members(self, fund: str, day: date) -> list[str]:
        """Who ever promised or paid anything by a day."""
        return [
            name for (code, name), own in self.books.own.items()
            if code == fund and any(when <= day for when, _ in own.promised)
        ]  # fmt: skip


@pytest.fixture(scope="module")
def house(module_db: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    books = Books()

    def build() -> None:
        for kind, path in books.files(tmp_path_factory.mktemp("files")):
            result = run_import(module_db, kind=kind, path=path, imported_by="test")
            assert result.status == "imported", (kind, result.errors[:3])

    furnish(module_db, "lp reporting: three funds from files", build)
    yield House(module_db, books, LpReportingService(module_db))


def spans(day: date) -> dict[str, date]:
    """The eve of each column."""
    quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    one = timedelta(days=1)
    return {"qtd": quarter - one, "ytd": date(day.year, 1, 1) - one, "itd": NEVER}


def test_the_register_is_what_the_rows_add_up_to(house: House) -> None:
    for fund in MEMBERS:
        for day in DAYS:
            found = house.service.lps(SYSTEM, Scope(funds=(fund,), as_of=day))
            names = house.members(fund, day)
            assert [row.lp for row in found.rows if row.is_gp] == [GP] * (GP in names)
            assert {row.lp for row in found.rows} == set(names)
            for row in found.rows:
                own = house.books.own[fund, row.lp]
                told = (row.commitment, row.called, row.distributions, row.unfunded, row.nav)
                assert told == figures(own, day), (fund, day, row.lp)
            partners = [house.books.own[fund, name] for name in names if name != GP]
            totals = found.totals
            told = (totals.commitment, totals.called, totals.distributions, totals.unfunded,
                    totals.nav)  # fmt: skip
            assert told == summed(figures(own, day) for own in partners)


def figures(own: Own, day: date) -> tuple[Decimal, ...]:
    return (own.committed(day), own.called(NEVER, day), own.paid_out(NEVER, day),
            own.unfunded(day), own.nav(day))  # fmt: skip


def summed(rows: Iterable[tuple[Decimal, ...]]) -> tuple[Decimal, ...]:
    return tuple(sum(column, Decimal(0)) for column in zip(*rows, strict=True))


def test_every_line_of_every_account_is_the_sum_of_its_postings(house: House) -> None:
    for fund in MEMBERS:
        for day in DAYS:
            for name in house.members(fund, day):
                own = house.books.own[fund, name]
                period = f"{day.year}Q{(day.month + 2) // 3}"
                found = house.service.capital_account(
                    SYSTEM, Scope(funds=(fund,)), lp=name, period=period
                )
                assert found.period == period
                failed = [tie.text for tie in found.ties if tie.state == "fail"]
                assert failed == [], (fund, day, name)
                rolls = {roll.column: roll for roll in found.commitment}
                for column, eve in spans(day).items():
                    told = {line.code: getattr(line, column) for line in found.lines}
                    where = (fund, day, name, column)
                    assert told == reckoned(fund, own, eve, day, told), where
                    roll = rolls[column]
                    assert roll.closing_unfunded == own.unfunded(day), where
                    assert roll.contributions == -own.inside(eve, day), where


def reckoned(
    fund: str, own: Own, eve: date, day: date, told: dict[str, Any]
) -> dict[str, Decimal | None]:
    """The lines that are told, made from the rows."""
    opening = Decimal(0) if eve == NEVER or eve < min(own.values) else own.nav(eve)
    found: dict[str, Decimal | None] = {
        "opening_nav": opening,
        "contributions": own.called(eve, day),
        "distributions": -own.paid_out(eve, day),
        "closing_nav": own.nav(day),
    }
    if fund != BARE:
        found |= {code: own.line(*names, after=eve, until=day) for code, names in LINES.items()}
    else:
        fees = own.flowed("capital_call_management_fees_inside_commitment",
                          "capital_call_management_fees_outside_commitment",
                          after=eve, until=day)  # fmt: skip
        spent = own.flowed("capital_call_partnership_expenses", after=eve, until=day)
        cash = own.called(eve, day) - own.paid_out(eve, day)
        found |= {"management_fees_gross": -fees, "partnership_expenses": -spent}
        found["net_gain"] = own.nav(day) - opening - cash + fees + spent
    return {code: found.get(code) for code in told}


def test_fees_and_carry_are_those_of_the_limited_partners(house: House) -> None:
    for fund in (FULL, HALF):
        for day in DAYS:
            found = house.service.fees_and_carry(SYSTEM, Scope(funds=(fund,), as_of=day))
            own = [house.books.own[fund, name] for name in house.members(fund, day) if name != GP]

            def spent(*accounts: str, after: date, own=own, day=day) -> Decimal:
                return -sum((o.line(*accounts, after=after, until=day) for o in own), Decimal(0))

            eve, fees = spans(day)["qtd"], found.management_fees
            assert [fees.gross, fees.offsets, fees.waivers, fees.rebates] == [
                spent(name, after=eve) for name in FEES
            ]
            assert fees.net == spent(*FEES, after=eve)
            assert fees.net_to_date == spent(*FEES, after=NEVER)
            assert found.expenses_total == spent(*EXPENSES, after=eve)
            assert found.carried_interest.accrued == spent("carry_accrued", after=NEVER)
    bare = house.service.fees_and_carry(SYSTEM, Scope(funds=(BARE,), period="2023Q2"))
    assert bare.management_fees.gross == 0  # itemised in the flows, and none in that quarter
    assert bare.expenses_total == 0


def test_every_fee_and_every_event_is_found_again_from_its_rows(house: House) -> None:
    for fund in MEMBERS:
        for day in DAYS:
            scope = Scope(funds=(fund,), as_of=day)
            for answer, least in (
                (house.service.fees_and_carry(SYSTEM, scope), 7),
                (house.service.capital_activity(SYSTEM, scope), 3),
            ):
                count, wrong = counted_again(house.db, answer, scope)
                assert (wrong, count >= least) == ({}, True), (fund, day, count)


def test_a_reconciliation_of_right_books_fails_nowhere(house: House) -> None:
    for fund in MEMBERS:
        for day in DAYS:
            found = house.service.reconciliation(SYSTEM, Scope(funds=(fund,), as_of=day))
            failed = {tie.id for tie in found.ties if tie.state == "fail"}
            # carry is posted at random here, and a call of the last day is paid days later
            assert failed <= {"carry_equals_waterfall", "calls_received"}, (fund, day)


def test_an_investor_of_three_funds_is_added_up_in_euros(house: House) -> None:
    day = ENDS[-1]
    found = house.service.lp(SYSTEM, "I1", Scope(as_of=day, currency="EUR"))
    own = {fund: figures(house.books.own[fund, "I1"], day) for fund in MEMBERS}
    told = (found.commitment, found.called, found.distributions, found.unfunded, found.nav)
    for place, figure in enumerate(told):
        exact = own[FULL][place] + (own[HALF][place] + own[BARE][place]) * RATE
        assert abs((figure or 0) - exact) < 1, place  # each row is rounded to the cent
    assert {line.fund for line in found.funds} == set(MEMBERS)
    for fund in (FULL, HALF):
        behind = house.service.exposure(SYSTEM, "I1", Scope(funds=(fund,), as_of=day))
        everybody = sum(house.books.own[fund, n].nav(day) for n in house.members(fund, day))
        worth = sum(house.books.held[fund]) * own[fund][4] / everybody
        assert abs((behind.holdings or 0) - worth) < Decimal("0.02")
        assert behind.nav == own[fund][4] == (behind.holdings or 0) + (behind.other or 0)


def test_the_reporting_workbook_has_the_sums_of_the_rows_in_its_cells(house: House) -> None:
    service = Ilpa(house.db)
    for fund in MEMBERS:
        for day in DAYS[2:]:
            everybody = house.members(fund, day)
            for name in (n for n in everybody if n != GP):
                scope = Scope(funds=(fund,), period=f"{day.year}Q{day.month // 3}")
                found = service.reporting_template(SYSTEM, scope, lp=name)
                codes = {note.code for note in found.notes}
                assert "does_not_foot" not in codes, (fund, day, name)
                page = openpyxl.load_workbook(io.BytesIO(reporting_xlsx(found))).worksheets[0]
                blocks = (("EFG", [name]), ("HIJ", everybody), ("KLM", [GP]))
                for letters, who in blocks[: 2 if fund == BARE else 3]:
                    own = [house.books.own[fund, one] for one in who]
                    for letter, eve in zip(letters, spans(day).values(), strict=True):
                        _compare(page, letter, fund, own, eve, day)
                if (fund, name) == (FULL, "I1"):
                    assert (page["D68"].value, page["G4"].value.date()) == (0.8, date(2023, 9, 30))


def _compare(page: Any, letter: str, fund: str, own: list[Own], eve: date, day: date) -> None:
    def told(row: int) -> Decimal:
        value = page[f"{letter}{row}"].value
        assert value is not None, (letter, row)
        return round(Decimal(str(value)), 2)

    def of(one: Own) -> Decimal:
        return Decimal(0) if eve == NEVER or eve < min(one.values) else one.nav(eve)

    wanted = {
        12: sum(map(of, own)),
        13: sum(one.called(eve, day) for one in own),
        14: -sum(one.paid_out(eve, day) for one in own),
        95: sum(one.nav(day) for one in own),
        108: sum(one.committed(day) for one in own),
        110: -sum(one.inside(eve, day) for one in own),
        114: sum(one.unfunded(day) for one in own),
    }
    if fund != BARE:
        for row, accounts in ROWS.items():
            wanted[row] = sum(one.line(*accounts, after=eve, until=day) for one in own)
    assert {row: told(row) for row in wanted} == wanted, (letter, eve, day)
    assert told(114) == sum(told(row) for row in range(109, 114))
    if fund != BARE:
        assert told(95) == told(12) + told(18) + told(91) + told(94)


def test_the_performance_workbook_counts_calls_and_what_came_back(house: House) -> None:
    for fund in MEMBERS:
        own = [house.books.own[fund, n] for n in house.members(fund, ENDS[-1]) if n != GP]
        paid = sum(one.called(NEVER, ENDS[-1]) for one in own)
        got = sum(one.paid_out(NEVER, ENDS[-1]) + one.nav(ENDS[-1]) for one in own)
        cost, worth = Decimal(160_000), sum(house.books.held[fund])
        if fund == HALF:
            cost = cost / RATE
        for method in ("granular", "gross_up"):
            found = Ilpa(house.db).performance_template(SYSTEM, Scope(funds=(fund,)), method=method)
            views = {measure.view: measure for measure in found.measures}
            for view in ("net_with", "net_without"):  # there is no facility
                assert (views[view].numerator, views[view].denominator) == (got, paid)
            page = openpyxl.load_workbook(io.BytesIO(performance_xlsx(found))).worksheets[0]
            assert round(Decimal(str(page["U8"].value)), 2) == got
            assert round(Decimal(str(page["U9"].value)), 2) == -paid
            assert page["O11"].value == pytest.approx(float(got / paid))
            assert page["P17"].value == pytest.approx(float(worth / cost))
            if method == "gross_up":
                assert abs(views["gross_without"].numerator - worth) < Decimal("0.02")
                assert page["P11"].value == pytest.approx(float(worth / cost))
                assert sum(flow.net_with or 0 for flow in found.flows) == got - paid


def test_what_cannot_be_told_line_by_line_is_left_to_flows_and_values(house: House) -> None:
    """600 called and worth 630: a posting without an exchange rate, and one since the value."""
    facts, scope = Facts(house.db), Scope(funds=("ODD",))
    fund, who = facts.fund("ODD"), facts.investor("O1")
    facts.commitment(fund, who, "2024-01-01", 1000)
    facts.flow(fund, "2024-01-10", "capital_call", 600, investor_id=who)
    facts.nav(fund, "2024-03-31", 630, investor_id=who)
    for account, amount in (("management_fees", -12), ("unrealized_gain", 42)):
        facts.ledger_line(fund, day="2024-03-31", account=account, amount=amount, investor_id=who)
    whole = house.service.capital_account(SYSTEM, scope, lp="O1", period="2024Q1")
    assert {line.code: line.qtd for line in whole.lines}["contributions"] == 600  # of the flows
    facts.ledger_line(fund, day="2024-05-15", account="audit", amount=-5, investor_id=who)
    later = house.service.capital_account(SYSTEM, scope.on(as_of=date(2024, 5, 31)), lp="O1")
    ties = {tie.id: tie.state for tie in (*whole.ties, *later.ties)}
    assert ties["closing_equals_opening_plus_lines"] == "unknown"  # 630 knows nothing of the audit
    assert "posted_since" in {note.code for note in later.notes}
    facts.ledger_line(fund, day="2024-02-01", account="legal", amount=-5, investor_id=who,
                      currency="CHF")  # fmt: skip
    odd = house.service.capital_account(SYSTEM, scope, lp="O1", period="2024Q1")
    told = {line.code: line.qtd for line in odd.lines}
    assert (odd.source, told["net_gain"], told["closing_nav"]) == ("flows", 30, 630)
    assert "rate_missing" in {note.code for note in odd.notes}
