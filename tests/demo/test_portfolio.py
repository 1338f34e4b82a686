"""What the demonstration firm's funds hold, and that it makes their values to the cent."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from services.calc import irr
from services.demo.accounts import CARRY_ACCRUED, MEMO, UNREALISED, statements
from services.demo.balances import BACK, OUT, balances, movements, payments
from services.demo.companies import reports
from services.demo.ledger import navs
from services.demo.marks import marks
from services.demo.portfolio import PORTFOLIOS, Portfolio
from services.demo.stories import STORIES, Story

TODAY = date(2026, 9, 30)
FUNDS = [pytest.param(story, id=story.code) for story in STORIES]
ZERO = Decimal(0)


@cache
def held(story: Story) -> Portfolio:
    return PORTFOLIOS[story.code]


def gross(code: str) -> tuple[Decimal, float | None]:
    """(multiple, yearly return) of everything that a fund paid for its companies."""
    story = next(story for story in STORIES if story.code == code)
    moved = [p for p in payments(story, held(story)) if p.type in (*OUT, *BACK)]
    last = balances(story, held(story))[-1]
    amounts = [-p.in_fund if p.type in OUT else p.in_fund for p in moved]
    cost = -sum((a for a in amounts if a < 0), ZERO)
    value = sum((a for a in amounts if a > 0), ZERO) + last.needed
    rate = irr.solve([*(p.date for p in moved), last.end], [*amounts, last.needed]).irr
    return value / cost, rate


def test_sixty_two_companies_stand_in_four_portfolios() -> None:
    companies = [company for p in PORTFOLIOS.values() for company in p.companies]

    assert [len(p.companies) for p in PORTFOLIOS.values()] == [15, 20, 14, 13]
    assert Counter(company.status for company in companies) == {
        "exited": 26,
        "active": 29,
        "failed": 7,
    }
    assert len({company.name for company in companies}) == 62
    assert len({company.code for company in companies}) == 62


def test_one_company_is_held_by_two_funds() -> None:
    assert "CORV" in PORTFOLIOS["AQ1"].held
    assert "CORV" in PORTFOLIOS["AQ2"].held


@pytest.mark.parametrize(
    ("code", "multiple", "rate"),
    [
        ("AQP", 2.919, 0.2096),
        ("AQ0", 2.615, 0.2064),
        ("AQ1", 1.974, 0.2479),
        ("AQ2", 1.190, 0.1618),
    ],
)
def test_companies_earn_more_than_the_investors_do(code: str, multiple: float, rate: float) -> None:
    found = gross(code)

    assert float(found[0]) == pytest.approx(multiple, abs=0.0005)
    assert found[1] == pytest.approx(rate, abs=0.00005)


@pytest.mark.parametrize("story", FUNDS)
def test_marks_and_balances_make_the_value_of_every_quarter_to_the_cent(story: Story) -> None:
    values = {nav.date: nav.partners + nav.own for nav in navs(story) if nav.known_to is None}
    believed = [mark for mark in marks(story, held(story)) if mark.known_to is None]
    for balance in balances(story, held(story)):
        last = {mark.deal: mark.in_fund for mark in believed if mark.date <= balance.end}
        owed = balance.owed_expenses + balance.owed_interest + balance.carry + balance.line
        made = sum(last.values(), ZERO) + balance.cash + balance.receivable - owed
        assert made == values[balance.end]


@pytest.mark.parametrize("story", FUNDS)
def test_no_fund_ever_spends_cash_that_it_has_not(story: Story) -> None:
    by_day: dict[date, Decimal] = defaultdict(Decimal)
    for day, amount in movements(story, held(story)):
        by_day[day] += amount
    cash = ZERO
    for day in sorted(by_day):
        cash += by_day[day]
        assert cash >= 0, day


@pytest.mark.parametrize("story", FUNDS)
def test_every_account_rolls_from_its_opening_to_its_closing_value(story: Story) -> None:
    opening = dict.fromkeys(story.commitments, ZERO)
    for book in statements(story, held(story)):
        moved = dict(opening)
        for (_, account), parts in book.lines.items():
            for investor, amount in parts.items():
                moved[investor] += ZERO if account in MEMO else amount
        assert moved == book.values
        if book.known_to is None:
            opening = book.values


@pytest.mark.parametrize("story", FUNDS)
def test_unrealised_gains_are_what_the_companies_are_worth_over_cost(story: Story) -> None:
    """The accounts' gains before carry against fair value less cost, reckoned from the tranches."""
    gains = ZERO
    for book in statements(story, held(story)):
        for (_, account), parts in book.lines.items():
            if book.known_to is None and account in (UNREALISED, CARRY_ACCRUED):
                gains += sum(parts.values()) * (1 if account == UNREALISED else -1)
    moved = payments(story, held(story))
    bought = sum((p.in_fund for p in moved if p.type in ("investment", "follow_on")), ZERO)
    cost = bought - sum((p.cost for p in moved), ZERO)

    assert gains == balances(story, held(story))[-1].needed - cost


def test_a_side_letter_gives_back_a_tenth_of_the_fee() -> None:
    """Northwater has 20 of 120: a sixth of 12.6m of fees, and a tenth of that is 210,000."""
    story = next(story for story in STORIES if story.code == "AQ1")
    believed = [book for book in statements(story, held(story)) if book.known_to is None]
    back = ZERO
    for book in believed:
        for (_, account), parts in book.lines.items():
            back += parts.get("NWTP", ZERO) if account == "management_fee_rebate" else ZERO

    assert back == Decimal("210000.00")


def test_marks_are_made_in_several_ways_and_two_are_stale() -> None:
    found = [mark for story in STORIES for mark in marks(story, held(story))]
    last = {mark.company: mark.date for mark in found if mark.value and mark.date <= TODAY}
    active = {c.code for p in PORTFOLIOS.values() for c in p.companies if c.status == "active"}

    assert {mark.method for mark in found} == {
        "cost",
        "recent round",
        "revenue multiple",
        "milestones",
        "calibrated to last round",
        "third-party appraisal",
        "realised",
    }
    stale = {code for code in active if (TODAY - last[code]).days > 120}
    assert stale == {"NORT", "LOIR"}


def test_one_mark_explains_the_restated_value_of_fund_one() -> None:
    """117.3 less 115.8, and the general partner's two percent of it."""
    story = next(story for story in STORIES if story.code == "AQ1")
    before, after = (
        mark
        for mark in marks(story, held(story))
        if mark.deal == "AQ1-TARN-A" and mark.date == date(2026, 3, 31)
    )

    assert before.value - after.value == Decimal("1530000.00")
    assert before.known_to == after.known_from


def test_tranches_of_every_sort_are_there() -> None:
    flows = [p for story in STORIES for p in payments(story, held(story))]
    rounds = Counter(lot.round for p in PORTFOLIOS.values() for lot in p.lots)

    assert {p.type for p in flows} == {
        "investment", "follow_on", "fee", "proceeds", "dividend", "write_off",
    }  # fmt: skip
    assert {p.currency for p in flows} == {"USD", "EUR", "GBP"}
    assert set(rounds) == {"S", "A", "B", "C", "X", "N"}


def test_eight_quarters_are_reported_but_for_the_silent_and_the_forgetful() -> None:
    believed = [report for report in reports() if report.known_to is None]
    counts = Counter(report.cells[0] for report in believed)

    assert len(counts) == 62
    assert max(counts.values()) == 8
    assert len(believed) == 479
    last = {report.cells[0]: report.cells[1] for report in believed}
    silent = {c for c, day in last.items() if day in ("2025-12-31", "2026-03-31", "2026-06-30")}
    assert {"NORT", "QUIL", "LOIR", "GANT"} <= silent
    assert sum("" in report.cells for report in believed) > 100


def test_five_companies_have_less_than_six_months_of_cash_and_four_make_money() -> None:
    believed = {r.cells[0]: r.cells for r in reports() if r.known_to is None}
    active = {c.code for p in PORTFOLIOS.values() for c in p.companies if c.status == "active"}
    runway = {code: (Decimal(believed[code][6]), Decimal(believed[code][7])) for code in active}

    short = {code for code, (cash, burn) in runway.items() if burn > 0 and cash / burn < 6}
    assert short == {"SALT", "BRIG", "WICK", "HOLL", "THIS"}
    assert {code for code, (_, burn) in runway.items() if burn < 0} == {
        "CORV", "KEST", "FJOR", "KANT",
    }  # fmt: skip


def test_kestrel_turns_around_and_brackenfold_breaks_out() -> None:
    by_company: dict[str, list[Decimal]] = defaultdict(list)
    burns: dict[str, list[Decimal]] = defaultdict(list)
    for report in reports():
        if report.known_to is None:
            by_company[report.cells[0]].append(Decimal(report.cells[4] or 0))
            burns[report.cells[0]].append(Decimal(report.cells[7]))

    assert by_company["KEST"][0] < 0 < by_company["KEST"][-1]
    assert burns["KEST"][0] > 0 > burns["KEST"][-1]
    assert by_company["BRAC"][-1] == max(growth[-1] for growth in by_company.values())
    assert burns["SALT"] == sorted(burns["SALT"])


def test_a_corrected_report_takes_nine_hundred_thousand_off_tarns_revenue() -> None:
    first, second = (r for r in reports() if (r.cells[0], r.cells[1]) == ("TARN", "2025-12-31"))

    assert Decimal(first.cells[3]) - Decimal(second.cells[3]) == 900_000
    assert first.known_to == second.known_from
    assert second.corrects
