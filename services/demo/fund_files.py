"""The files of the funds and their investors: terms, commitments, flows, values and accounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from services.calc.transactions import NET, TYPES, WITH, contribution, unfunded_change
from services.demo.accounts import Statement, statements
from services.demo.balances import balances
from services.demo.files import File, Row, file, reported, row, texts
from services.demo.investors import INVESTORS
from services.demo.ledger import CLOSE, Entry, flows, moment, navs, shares
from services.demo.planted import PAID_LATE, misstated, slip
from services.demo.portfolio import PORTFOLIOS
from services.demo.reserves import reserves
from services.demo.side_terms import terms
from services.demo.stated import posted, stated
from services.demo.stories import STORIES, Story

RECALLABLE = "distribution_recallable"
NOTHING = Decimal(0)
ADMINISTRATOR = "Quayside Fund Services (invented)"
ASSERTED_QUARTERS = 4
NOTICED_SINCE = date(2025, 1, 1)  # notices of calls are kept from this day on

FUNDS = (
    "fund", "name", "vintage_year", "strategy", "geography", "currency", "total_committed",
    "inception_date", "investment_period_end", "term_end",
)  # fmt: skip
TERMS = (
    "fund", "effective_date", "waterfall", "preferred_return", "carry_rate", "catch_up_rate",
    "fee_rate", "fee_basis", "gp_commitment", "limit_single_company", "limit_sector",
    "limit_geography", "limit_credit_line",
)  # fmt: skip
COMMITMENTS = ("fund", "investor", "date", "amount")
SIDE_TERMS = ("fund", "investor", "term", "value", "effective_date")
FLOWS = (
    "fund", "date", "type", "amount", "investor", "currency", "recallable", "due_date",
    "paid_date", "purpose",
)  # fmt: skip
NAVS = ("fund", "date", "nav", "investor", "currency")
LEDGER = ("fund", "date", "account", "amount", "investor", "currency", "span")
BALANCES = ("fund", "date", "item", "amount", "company")
ASSERTIONS = ("fund", "date", "item", "amount", "tolerance", "source")


def files() -> Iterator[File]:
    """Every file of this kind, in an order in which each refers only to earlier ones."""
    first = min(story.inception for story in STORIES)
    yield file("funds", FUNDS, map(_fund, STORIES))
    yield file("lpa_terms", TERMS, (r for s in STORIES for r in _terms(s)))
    people = (row(moment(first), *investor) for investor in INVESTORS)
    yield file("investors", ("investor", "name", "type", "country"), people)
    yield file("commitments", COMMITMENTS, (r for s in STORIES for r in _commitments(s)))
    yield file("investor_terms", SIDE_TERMS, (r for s in STORIES for r in _side_terms(s)))
    yield from reported("fund_cash_flows", FLOWS, [r for s in STORIES for r in _flows(s)])
    books = [(story, statements(story, PORTFOLIOS[story.code])) for story in STORIES]
    yield from reported("fund_navs", NAVS, [r for pair in books for r in _navs(*pair)])
    lines = [r for pair in books for r in _ledger(*pair)]
    yield from reported("fund_ledger", LEDGER, lines)
    yield file("balance_assertions", ASSERTIONS, (r for s in STORIES for r in _assertions(s)))


def balance_files() -> Iterator[File]:
    """Balances of the funds, some of them of companies: after the file of companies."""
    rows = [r for story in STORIES for r in _balances(story)]
    yield from reported("fund_balances", BALANCES, rows)


def _fund(story: Story) -> Row:
    return row(
        moment(story.inception), story.code, story.name, story.vintage_year, story.strategy,
        story.geography, story.currency, sum(story.commitments.values()), story.inception,
        story.investment_period_end, story.term_end,
    )  # fmt: skip


def _terms(story: Story) -> Iterator[Row]:
    for day, rate, basis in story.fee_steps:
        own = story.commitments[story.general_partner]
        limits = ("0.15", "0.35", "0.085", "0.15")
        cells = (story.code, day, "european", "0.08", "0.20", "1", rate, basis, own, *limits)
        yield row(moment(day), *cells)


def _commitments(story: Story) -> Iterator[Row]:
    for investor, amount in story.commitments.items():
        yield row(moment(story.inception), story.code, investor, story.inception, amount)


def _side_terms(story: Story) -> Iterator[Row]:
    for investor, term, value, day in terms(story.code):
        yield row(moment(day), story.code, investor, term, value, day)


def _flows(story: Story) -> Iterator[Row]:
    calls = {quarter.call: n for n, quarter in enumerate(story.quarters, start=1) if quarter.call}
    for entry in flows(story):
        recallable = "true" if entry.type.startswith(RECALLABLE) else ""
        called = TYPES[entry.type].direction < 0 and entry.date in calls
        for place, (investor, amount) in enumerate(shares(story, entry).items()):
            noticed = called and entry.date >= NOTICED_SINCE
            due, paid = _paid(story, entry.date, investor, place) if noticed else ("", "")
            purpose = f"Call {calls[entry.date]}" if called else ""
            yield _of(
                entry, story.code, entry.date, entry.type, amount, investor, story.currency,
                recallable, due, paid, purpose,
            )  # fmt: skip


def _paid(story: Story, day: date, investor: str | None, place: int) -> tuple[str, str]:
    """When an investor had to pay, and did: on the day or up to three days before, one late."""
    if investor is None:
        return day.isoformat(), ""
    fund, call, late, when = PAID_LATE
    on_time = day - timedelta(days=place % 4)
    is_late = (story.code, day, investor) == (fund, call, late)
    return day.isoformat(), (when if is_late else on_time).isoformat()


def _of(entry: Entry, *cells: str | date | Decimal | None) -> Row:
    return Row(texts(*cells), entry.known_from, entry.known_to, entry.corrects)


def _navs(story: Story, books: Sequence[Statement]) -> Iterator[Row]:
    totals = {(nav.date, nav.known_from): nav for nav in navs(story)}
    for book in books:
        nav = totals[book.end, book.known_from]
        yield _of(nav, story.code, nav.date, nav.partners + nav.own, None, story.currency)
        for investor, value in book.values.items():
            shown = value + slip(story.code, investor, book.end)
            yield _of(nav, story.code, nav.date, shown, investor, story.currency)


def _ledger(story: Story, books: Sequence[Statement]) -> Iterator[Row]:
    """Postings of every quarter and line, the fund's total first; then what statements say."""
    for place, book in enumerate(books):
        own = list(_postings(story, book))
        twin = book.known_to is not None or (place and books[place - 1].known_to is not None)
        if not twin:
            yield from own
            continue
        other = books[place + 1] if book.known_to is not None else books[place - 1]
        same = {r.cells for r in own} & {r.cells for r in _postings(story, other)}
        first = book.known_to is not None
        yield from (
            replace(r, known_to=None) if r.cells in same else r
            for r in own
            if first or r.cells not in same
        )
    for day, span, account, investor, amount in stated(story, books):
        cells = texts(story.code, day, account, amount, investor, story.currency, span)
        yield Row(cells, moment(day + CLOSE))


def _postings(story: Story, book: Statement) -> Iterator[Row]:
    corrects = book.known_from > moment(book.end + CLOSE)
    for (day, account), amounts in posted(story, book).items():
        for who, amount in amounts.items():
            if amount:
                cells = texts(story.code, day, account, amount, who, story.currency, "transaction")
                yield Row(cells, book.known_from, book.known_to, corrects)


def _balances(story: Story) -> Iterator[Row]:
    """What a fund has and owes; the carried interest that has accrued is among its liabilities."""
    held = PORTFOLIOS[story.code]
    owed: dict[date, Decimal] = {}
    for balance in balances(story, held):
        closed = moment(balance.end + CLOSE)
        items = {"cash": balance.cash, "other_assets": balance.receivable}
        if story.line_limit:
            items |= {"credit_line": balance.line, "credit_line_limit": story.line_limit}
        for item, amount in items.items():
            yield row(closed, story.code, balance.end, item, amount, None)
        owed[balance.end] = balance.owed_expenses + balance.owed_interest
    for book in statements(story, held):
        cells = texts(story.code, book.end, "liabilities", owed[book.end] + book.carry, None)
        corrects = book.known_from > moment(book.end + CLOSE)
        yield Row(cells, book.known_from, book.known_to, corrects)
    for day, item, amount, company in reserves(story.code):
        yield row(moment(day + CLOSE), story.code, day, item, amount, company)


def _assertions(story: Story) -> Iterator[Row]:
    for quarter in story.quarters[-ASSERTED_QUARTERS:]:
        known = moment(quarter.end + CLOSE)
        for item, amount in _asserted(story, quarter.end).items():
            said = amount - misstated(story.code, quarter.end, item)
            yield row(known, story.code, quarter.end, item, said, "", ADMINISTRATOR)


def _asserted(story: Story, day: date) -> dict[str, Decimal]:
    """Value, paid-in, distributions and unfunded of the whole fund, as is believed now."""
    paid_in = distributed = NOTHING
    unfunded = sum(story.commitments.values(), NOTHING)
    for entry in flows(story):
        kind, amount = TYPES[entry.type], entry.partners + entry.own
        if kind.residual or entry.date > day or entry.known_to is not None:
            continue
        counted = contribution(kind, amount, basis=NET, credit_line=WITH)
        paid_in, distributed = paid_in + counted.paid_in, distributed + counted.distributed
        unfunded += unfunded_change(kind, amount)
    value = next(n for n in navs(story) if n.date == day and n.known_to is None)
    return {
        "nav": value.partners + value.own,
        "paid_in": paid_in,
        "distributed": distributed,
        "unfunded": unfunded,
    }
