"""The files of what the funds hold: companies, tranches, their flows, marks and reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from services.demo import companies
from services.demo.balances import payments
from services.demo.files import File, Row, file, reported, row, texts
from services.demo.ledger import NOTICE, moment
from services.demo.marks import marks
from services.demo.pipeline import codes
from services.demo.portfolio import PORTFOLIOS, Company, Portfolio
from services.demo.portfolio.book import NOTE, ROUNDS
from services.demo.stories import STORIES, Story

COMPANIES = (
    "company", "name", "sector", "subsector", "stage", "geography", "founded", "currency", "status",
)  # fmt: skip
INVESTMENTS = (
    "investment", "fund", "company", "date", "round", "instrument", "ownership", "lead_partner",
    "source_channel", "pipeline_deal",
)  # fmt: skip
FLOWS = ("investment", "date", "type", "amount", "currency", "external_id")
MARKS = ("investment", "date", "fair_value", "method", "source", "currency")


def files() -> Iterator[File]:
    """Every file of this kind, in an order in which each refers only to earlier ones."""
    described = [r for held in PORTFOLIOS.values() for c in held.companies for r in _company(c)]
    yield from reported("companies", COMPANIES, described)
    tranches = (r for s in STORIES for r in _investments(s, PORTFOLIOS[s.code]))
    yield file("investments", INVESTMENTS, tranches)
    paid = (r for s in STORIES for r in _flows(s, PORTFOLIOS[s.code]))
    yield file("investment_cash_flows", FLOWS, paid)
    valued = [r for s in STORIES for r in _marks(s, PORTFOLIOS[s.code])]
    yield from reported("valuations", MARKS, valued)
    told = [Row(r.cells, r.known_from, r.known_to, r.corrects) for r in companies.reports()]
    yield from reported("company_metrics", companies.COLUMNS, told)


def _company(company: Company) -> Iterator[Row]:
    """A company as it was first described, and as it was once it was sold or lost."""
    bought = moment(first_bought(company.code) + NOTICE)
    cells = texts(
        company.code, company.name, company.sector, company.subsector, company.stage,
        company.geography, f"{company.founded}-01-01", company.currency, company.status,
    )  # fmt: skip
    gone = left(company)
    if gone is None:
        yield Row(cells, bought)
        return
    ended = moment(gone + NOTICE)
    last = [lot for held in PORTFOLIOS.values() for lot in held.lots if lot.company == company.code]
    stage = ROUNDS[next(lot.round for lot in reversed(last) if lot.round != NOTE)]
    while_held = (*cells[:4], stage, *cells[5:-1], "active")
    yield Row(while_held, bought, ended)
    yield Row(cells, ended, corrects=True)


def first_bought(code: str) -> date:
    """The day of the first investment of any fund in a company."""
    lots = (lot for held in PORTFOLIOS.values() for lot in held.lots if lot.company == code)
    return min(lot.date for lot in lots)


def left(company: Company) -> date | None:
    """The day on which a company was sold or written off; None while it is held."""
    if company.status == "active":
        return None
    moves = (m for held in PORTFOLIOS.values() for m in held.moves if m.company == company.code)
    return max(move.date for move in moves if move.part == 1)


def _investments(story: Story, held: Portfolio) -> Iterator[Row]:
    known = {company.code: company for p in PORTFOLIOS.values() for company in p.companies}
    seen: set[str] = set()
    for lot in held.lots:
        if lot.follow_on:
            continue
        company = known[lot.company]
        first = lot.company not in seen
        seen.add(lot.company)
        instrument = "convertible note" if lot.round == NOTE else "preferred shares"
        yield row(
            moment(lot.date + NOTICE), lot.deal, story.code, lot.company, lot.date,
            ROUNDS[lot.round], instrument, lot.ownership, company.lead, company.channel,
            codes().get((story.code, lot.company)) if first else None,
        )  # fmt: skip


def _flows(story: Story, held: Portfolio) -> Iterator[Row]:
    for number, paid in enumerate(payments(story, held), start=1):
        code = f"{story.code}-W{number:04}"
        yield row(
            moment(paid.date + NOTICE), paid.deal, paid.date, paid.type, paid.amount,
            paid.currency, code,
        )  # fmt: skip


def _marks(story: Story, held: Portfolio) -> Iterator[Row]:
    for mark in marks(story, held):
        cells = texts(mark.deal, mark.date, mark.value, mark.method, mark.source, mark.currency)
        yield Row(cells, mark.known_from, mark.known_to, mark.corrects)
