"""Check 16, and what providers disclose: balances that others assert against ours."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from services.calc.transactions import WITH
from services.db.queries.quality import records
from services.db.queries.quality.records import AssertionRow, DecreaseRow
from services.db.reads.checks import AMBER, GREEN, RED
from services.db.reads.funds import FundRow
from services.fund_performance.books import NET_FUND
from services.fund_performance.capital import capital_of
from services.quality.evidence import Evidence
from services.quality.finding import CENT, Finding, Place
from services.quality.words import money

ASSERTED, DECREASED = "balance_assertion", "disclosed_decrease"
NAMES = {
    "nav": "NAV",
    "paid_in": "Paid-in capital",
    "distributed": "Distributions",
    "unfunded": "Unfunded commitment",
}


def assertions(evidence: Evidence) -> Iterator[Finding]:
    """Each believed assertion against our figure of its day, to its own tolerance or the cent."""
    for fund, rows in evidence.with_fund(evidence.assertions):
        yield from (_asserted(evidence, fund, row) for row in rows)


def decreases(evidence: Evidence) -> Iterator[Finding]:
    """Cumulative figures of a provider's list that fall from one day to the next."""
    for row in records.decreases(evidence.session):
        yield _decreased(row)


def _asserted(evidence: Evidence, fund: FundRow, row: AssertionRow) -> Finding:
    ours = _figure(evidence, fund, row)
    tolerance = CENT if row.tolerance is None else row.tolerance
    place = Place(row.import_id, row.file, row.row)
    where = f"{row.source} ({place.words})" if place.words else row.source
    name = NAMES[row.item]
    broken = ours is None or abs(ours - row.amount) > tolerance
    said, there = f"{name} on {row.day}", money(row.amount, fund.currency)
    words = f"{said}: {there} in {where}, and so it is here."
    if ours is None:
        words = f"{said} is not known here: {there} in {where}."
    elif broken:
        off = money(ours - row.amount, fund.currency)
        words = f"{said} off by {off}: {money(ours)} here, {there} in {where}."
    elif ours != row.amount:
        words = f"{said}: {there} in {where}, {money(ours)} here, within {money(tolerance)}."
    return Finding(
        check_id=ASSERTED,
        fund_id=fund.id,
        subject=f"{row.item} {row.day} {row.source}",
        as_of=row.day,
        status=RED if broken else GREEN,
        expected=row.amount,
        actual=ours,
        tolerance=tolerance,
        message=words,
        cause=place,
    )


def _figure(evidence: Evidence, fund: FundRow, row: AssertionRow) -> Decimal | None:
    """The whole fund's figure on the day, the general partner's share and the line as drawn in."""
    books = evidence.books(fund)
    ledger = books.ledger(basis=NET_FUND, credit_line=WITH)
    if row.item == "unfunded":
        return capital_of(books, ledger, row.day).unfunded
    standing = ledger.at(row.day)
    figures = {
        "nav": standing.nav,
        "paid_in": standing.paid_in,
        "distributed": standing.distributed,
    }
    return figures[row.item]


def _decreased(row: DecreaseRow) -> Finding:
    place = Place(row.import_id, row.file, row.row)
    subject, status = row.provider, GREEN
    words = f"No cumulative figure in the lists of {row.provider} falls up to {row.day}."
    if row.fund is not None and row.item is not None:
        subject, status = f"{row.provider}: {row.fund}", AMBER
        before, after = row.before or Decimal(0), row.after or Decimal(0)
        words = (
            f"{NAMES[row.item]} of {row.fund} fall from {money(before)} on {row.before_day} to "
            f"{money(after)} on {row.day} in the list of {row.provider}, and a total cannot."
        )
    return Finding(
        check_id=DECREASED,
        fund_id=None,
        subject=subject,
        as_of=row.day,
        status=status,
        expected=row.before,
        actual=row.after,
        tolerance=Decimal(0),
        message=words,
        cause=place if status != GREEN else None,
    )
