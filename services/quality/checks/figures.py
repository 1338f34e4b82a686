"""Checks 5, 10 and 11: figures computed ahead agree with themselves and with their flows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from services.calc.irr import UNIQUE
from services.calc.value import residue
from services.db.queries.quality.records import FigureRow
from services.db.reads.checks import GREEN, RED
from services.db.reads.funds import FundRow
from services.fund_performance.books import GROSS
from services.quality.evidence import Evidence
from services.quality.finding import CENT, RATIO, Finding, Left
from services.quality.words import money, several

MULTIPLES, VALUE, RATE = "multiples_add_up", "value_adds_up", "irr_solves"
SOLVED = Decimal("1e-6")  # of everything that moved


@dataclass(frozen=True, slots=True)
class Sum:
    """What a snapshot should show and what it shows, with the sentence for the day it does not."""

    row: FigureRow
    expected: Decimal
    actual: Decimal
    tolerance: Decimal
    words: str

    @property
    def holds(self) -> bool:
        return abs(self.actual - self.expected) <= self.tolerance


def multiples(evidence: Evidence) -> Iterator[Finding]:
    """TVPI = DPI + RVPI in every snapshot."""
    for fund, rows in evidence.with_fund(evidence.figures):
        sums = [found for row in rows if (found := _multiples(row)) is not None]
        if sums:
            yield _finding(MULTIPLES, fund, sums, "TVPI is DPI + RVPI")


def value(evidence: Evidence) -> Iterator[Finding]:
    """Realised + unrealised = all that companies brought back and are worth, in every snapshot.

    The total is what the gross view of the same day distributed and is valued at; where no
    investments are known there is nothing to add up.
    """
    for fund, rows in evidence.with_fund(evidence.figures):
        gross = {(row.day, row.credit_line): row for row in rows if row.basis == GROSS}
        sums = [
            found
            for row in rows
            if (found := _value(row, gross.get((row.day, row.credit_line)))) is not None
        ]
        if sums:
            yield _finding(VALUE, fund, sums, "Realised and unrealised make the total value")


def rate(evidence: Evidence) -> Iterator[Finding | Left]:
    """The IRR of a snapshot makes its flows worth nothing; snapshots of older facts are left."""
    for fund, rows in evidence.with_fund(evidence.figures):
        solvable = [row for row in rows if row.irr is not None and row.irr_status == UNIQUE]
        if evidence.only_facts:
            yield Left(RATE, fund.id)
            continue
        sums = [found for row in solvable if (found := _rate(evidence, fund, row)) is not None]
        if len(sums) < len(solvable):
            yield Left(RATE, fund.id)
        elif sums:
            yield _finding(RATE, fund, sums, "The IRR solves its flows")


def _multiples(row: FigureRow) -> Sum | None:
    if row.tvpi is None or row.dpi is None or row.rvpi is None:
        return None
    parts, whole = Decimal(repr(row.dpi + row.rvpi)), Decimal(repr(row.tvpi))
    words = f"TVPI is {whole:.4f} and DPI + RVPI is {parts:.4f}"
    return Sum(row, parts, whole, RATIO * max(Decimal(1), abs(parts)), words)


def _value(row: FigureRow, gross: FigureRow | None) -> Sum | None:
    if gross is None or gross.distributed is None or gross.nav is None:
        return None
    if row.realised is None or row.unrealised is None:
        return None
    total, parts = gross.distributed + gross.nav, row.realised + row.unrealised
    words = (
        f"realised and unrealised value are {money(parts)}, and what companies brought back and "
        f"are worth is {money(total)}"
    )
    return Sum(row, total, parts, CENT, words)


def _rate(evidence: Evidence, fund: FundRow, row: FigureRow) -> Sum | None:
    """None where the snapshot does not stand on the flows as they are believed now."""
    ledger = evidence.books(fund).ledger(basis=row.basis, credit_line=row.credit_line)
    standing = ledger.at(row.day)
    now = (standing.paid_in, standing.distributed, standing.nav)
    if now != (row.paid_in, row.distributed, row.nav) or standing.nav is None or row.irr is None:
        return None
    days, amounts = ledger.cash(row.day)
    left = residue(row.irr, [*days, row.day], [*amounts, standing.nav])
    if left is None:
        return None
    words = f"at an IRR of {row.irr:.4%} the flows are worth {left:.2e} of what moved, not nothing"
    return Sum(row, Decimal(0), Decimal(repr(left)), SOLVED, words)


def _finding(check_id: str, fund: FundRow, sums: list[Sum], words: str) -> Finding:
    """The first snapshot that breaks, else the headline one."""
    broken = [found for found in sums if not found.holds]
    told = broken[0] if broken else sums[0]
    row = told.row
    said = f"{words} in {several(len(sums), 'snapshot')}."
    if broken:
        view = f"{row.basis}, {row.credit_line} credit line"
        said = f"On {row.day} ({view}) {told.words}: {len(broken)} of {len(sums)} snapshots break."
    return Finding(
        check_id=check_id,
        fund_id=fund.id,
        subject=fund.code,
        as_of=row.day,
        status=RED if broken else GREEN,
        expected=told.expected,
        actual=told.actual,
        tolerance=told.tolerance,
        message=said,
    )
