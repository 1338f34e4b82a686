"""Checks 8 and 9 on what is stored: aggregates computed ahead still add up as they lie there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from services.calc.ledger import Ledger
from services.calc.quarters import last_day
from services.calc.transactions import WITH
from services.db.queries.quality import stored
from services.db.queries.quality.stored import LpsRow, PipelineRow, PortfolioRow, SectorRow
from services.db.reads.checks import GREEN, RED
from services.db.reads.funds import FundRow
from services.fund_performance.books import NET_LP
from services.quality.evidence import Evidence
from services.quality.finding import RATIO, Finding, Left
from services.quality.words import money, several

PORTFOLIO, PIPELINE = "stored_portfolio_adds_up", "stored_pipeline_adds_up"
MARKET = "stored_sectors_add_up"
INVESTORS = "stored_lps_add_up"


class Sum(NamedTuple):
    """What a stored figure should be by the others beside it, and what it is."""

    day: date
    expected: Decimal
    actual: Decimal
    words: str

    @property
    def holds(self) -> bool:
        return abs(self.actual - self.expected) <= RATIO * max(Decimal(1), abs(self.expected))


def portfolios(evidence: Evidence) -> Iterator[Finding | Left]:
    """Companies of every stored overview, counted four ways."""
    for fund, rows in evidence.with_fund(evidence.portfolios):
        if evidence.only_facts:
            yield Left(PORTFOLIO, fund.id)
            continue
        sums = [found for row in rows for found in _portfolio(row)]
        words = f"Companies add up in {several(len(rows), 'stored overview')}."
        if sums:
            yield _finding(PORTFOLIO, fund, sums, words)


def pipelines(evidence: Evidence) -> Iterator[Finding | Left]:
    """Counts, rates and days of every stored quarter."""
    for fund, rows in evidence.with_fund(evidence.pipelines):
        if evidence.only_facts:
            yield Left(PIPELINE, fund.id)
            continue
        sums = [found for row in rows for found in _pipeline(row)]
        words = f"Channels, rates and days add up in {several(len(rows), 'stored quarter')}."
        if sums:
            yield _finding(PIPELINE, fund, sums, words)


def lps(evidence: Evidence) -> Iterator[Finding | Left]:
    """Accounts of every stored quarter: their sum is the fund's, and each gives its multiple."""
    for fund, rows in evidence.with_fund(evidence.lps):
        if evidence.only_facts:
            yield Left(INVESTORS, fund.id)
            continue
        books = evidence.books(fund)
        if fund.id in books.together:
            continue
        ledger = books.ledger(basis=NET_LP, credit_line=WITH)
        sums = [found for row in rows for found in _lps(row, ledger)]
        words = f"Accounts of investors add up in {several(len(rows), 'stored quarter')}."
        if sums:
            yield _finding(INVESTORS, fund, sums, words)


def sectors(evidence: Evidence) -> Iterator[Finding]:
    """Stages and places of every stored sector and quarter, by provider."""
    for row in stored.sectors(evidence.session):
        yield _sectors(row, evidence.today)


def _portfolio(row: PortfolioRow) -> Iterator[Sum]:
    splits = (
        (row.states, "active, exited and failed ones"),
        (row.sectors, "sectors"),
        (row.stages, "stages"),
        (row.classes, "classes of health"),
    )
    for parts, name in splits:
        if parts is not None:
            words = f"{row.total} companies are stored and {name} add up to {parts}"
            yield Sum(row.day, Decimal(row.total), Decimal(parts), words)


def _pipeline(row: PipelineRow) -> Iterator[Sum]:
    if row.channels is not None:
        words = f"{row.sourced} deals sourced are stored and channels add up to {row.channels}"
        yield Sum(row.end, Decimal(row.sourced), Decimal(row.channels), words)
    rates = (
        (row.screen_rate, row.screened, row.sourced, "screened"),
        (row.term_sheet_rate, row.term_sheet, row.screened, "with a term sheet"),
        (row.close_rate, row.closed, row.term_sheet, "closed"),
        (row.overall_rate, row.closed, row.sourced, "closed in all"),
    )
    for rate, part, whole, name in rates:
        if rate is not None and whole:
            words = f"the stored rate of deals {name} is {rate:.4f} and {part} of {whole} are"
            yield Sum(row.end, Decimal(part) / whole, Decimal(repr(rate)), words)
    if row.stage_days is not None and row.cycle_days is not None:
        words = f"stages take {row.stage_days:.1f} days and the cycle {row.cycle_days:.1f}"
        stages, cycle = Decimal(repr(row.stage_days)), Decimal(repr(row.cycle_days))
        yield Sum(row.end, stages, cycle, words)


def _lps(row: LpsRow, ledger: Ledger) -> Iterator[Sum]:
    whole = ledger.at(row.day)
    pairs = (
        (whole.paid_in, row.called, "called"),
        (whole.distributed, row.distributed, "distributed"),
        (whole.nav, row.nav, "NAV"),
    )
    for fund, stored_sum, name in pairs:
        if fund is not None and stored_sum is not None:
            words = (
                f"{several(row.accounts, 'stored account')} add up to {money(stored_sum)} {name}, "
                f"the fund's is {money(fund)}"
            )
            yield Sum(row.day, fund, stored_sum, words)
    words = f"{row.broken} of {several(row.accounts, 'stored account')} have another TVPI"
    yield Sum(row.day, Decimal(0), Decimal(row.broken), words)


def _finding(check_id: str, fund: FundRow, sums: Sequence[Sum], words: str) -> Finding:
    """The first sum that breaks, else the first of all."""
    broken = [found for found in sums if not found.holds]
    told = broken[0] if broken else sums[0]
    said = f"On {told.day} {told.words}." if broken else words
    return Finding(
        check_id=check_id,
        fund_id=fund.id,
        subject=fund.code,
        as_of=told.day,
        status=RED if broken else GREEN,
        expected=told.expected,
        actual=told.actual,
        tolerance=RATIO,
        message=said,
    )


def _sectors(row: SectorRow, today: date) -> Finding:
    words = f"Stages and places add up in {several(row.cells, 'sector-quarter')} of {row.source}."
    if row.quarter is not None:
        words = (
            f"{row.total} deals of {row.sector} in {row.quarter} ({row.source}) are stored and "
            f"their {row.split} add up to {row.parts}: {row.broken} of {row.cells} break."
        )
    return Finding(
        check_id=MARKET,
        fund_id=None,
        subject=row.source,
        as_of=last_day(row.quarter) if row.quarter else today,
        status=RED if row.quarter else GREEN,
        expected=None if row.total is None else Decimal(row.total),
        actual=None if row.parts is None else Decimal(row.parts),
        tolerance=Decimal(0),
        message=words,
    )
