"""What administrators posted or stated on the lines of capital accounts, as amounts by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from services.calc.accounts import NOTHING
from services.db.reads import partners as reads
from services.db.reads.investors import investors
from services.db.reads.ledger import GENERAL_PARTNER
from services.db.reads.partners import POSTED, LineRow
from services.fund_performance.frame import Frame

QTD, YTD, ITD = "qtd", "ytd", "itd"
PREFERRED = (POSTED, QTD, YTD, ITD)
Dated = tuple[date, Decimal]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of several funds up to as_of. Statements are taken as what they add to those before.

    `own` are the ids of the general partner's investors.
    """

    frame: Frame
    by_fund: Mapping[str, tuple[LineRow, ...]]
    own: frozenset[str]
    _kept: dict[tuple[str, bool], dict[str, list[Dated]]] = field(default_factory=dict)

    def known(self, fund_id: str, *, leave_out_gp: bool) -> dict[str, list[Dated]]:
        """What each line moved by, by day, in the answer's currency; empty without usable lines.

        Lines that are known for the whole fund only say nothing of the investors without the
        general partner. A line of which an amount cannot be converted is left out.
        """
        view = (fund_id, leave_out_gp)
        if view not in self._kept:
            self._kept[view] = self._known(fund_id, leave_out_gp=leave_out_gp)
        return self._kept[view]

    def between(
        self, fund_id: str, start: date, end: date, *, leave_out_gp: bool
    ) -> dict[str, Decimal]:
        """What each line moved by after `start` up to and including `end`; every line ever used."""
        found = self.known(fund_id, leave_out_gp=leave_out_gp)
        return {account: moved(dated, start, end) for account, dated in found.items()}

    def _known(self, fund_id: str, *, leave_out_gp: bool) -> dict[str, list[Dated]]:
        rows = self.by_fund.get(fund_id, ())
        if leave_out_gp and not any(row.investor_id for row in rows):
            return {}
        accounts: dict[str, list[LineRow]] = defaultdict(list)
        for row in rows:
            accounts[row.account].append(row)
        found: dict[str, list[Dated]] = {}
        for account, own in accounts.items():
            spans = {row.span for row in own}
            span = next(name for name in PREFERRED if name in spans)
            dated = self._counted(
                [row for row in own if row.span == span], leave_out_gp=leave_out_gp
            )
            if dated is not None:
                found[account] = _added(dated, span)
        return found

    def _counted(self, rows: Iterable[LineRow], *, leave_out_gp: bool) -> list[Dated] | None:
        """Each day's amount: the fund's own row where there is one, else those of its investors."""
        days: dict[date, list[LineRow]] = defaultdict(list)
        for row in rows:
            days[row.day].append(row)
        found: list[Dated] = []
        for day, own in sorted(days.items()):
            totals = [row for row in own if row.investor_id is None]
            gps = [row for row in own if row.investor_id in self.own]
            counted = totals or own
            amount = sum((row.amount for row in counted), NOTHING)
            if leave_out_gp:
                amount -= sum((row.amount for row in gps), NOTHING)
            given = self._converted(amount, own[0].currency, day)
            if given is None:
                return None
            found.append((day, given))
        return found

    def _converted(self, amount: Decimal, currency: str, day: date) -> Decimal | None:
        return self.frame.exchange.convert(amount, currency, self.frame.currency, day)


def read_lines(session: Session, frame: Frame, accounts: Collection[str] | None = None) -> Lines:
    """The lines of a frame's funds, and who of their investors is the general partner."""
    ids = [row.id for row in frame.funds]
    rows = reads.lines(
        session, fund_ids=ids, until=frame.as_of, known_on=frame.known_on, accounts=accounts
    )
    by_fund: dict[str, list[LineRow]] = defaultdict(list)
    for row in rows:
        by_fund[row.fund_id].append(row)
    everybody = investors(session, fund_ids=ids, known_on=frame.known_on) if rows else []
    own = frozenset(one.id for one in everybody if one.type == GENERAL_PARTNER)
    return Lines(frame, {fund: tuple(kept) for fund, kept in by_fund.items()}, own)


def moved(dated: Iterable[Dated], start: date, end: date) -> Decimal:
    """The sum after `start` up to and including `end`."""
    return sum((amount for day, amount in dated if start < day <= end), NOTHING)


def _added(dated: list[Dated], span: str) -> list[Dated]:
    """What each statement adds to the one before it: of its year, or of all time."""
    if span in (POSTED, QTD):
        return dated
    found: list[Dated] = []
    before: Dated | None = None
    for day, amount in dated:
        goes_on = before is not None and (span == ITD or before[0].year == day.year)
        found.append((day, amount - before[1] if before and goes_on else amount))
        before = (day, amount)
    return found
