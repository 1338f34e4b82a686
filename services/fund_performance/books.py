"""The entries of a frame that count: totals or investors, with or without the general partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter

from services.calc.transactions import TYPES
from services.db.reads.funds import FundRow
from services.db.reads.ledger import COMMITMENT, FLOW, NAV, Entry
from services.envelope import Note
from services.fund_performance.frame import Frame
from services.fund_performance.ledger import Ledger, Movement

NET_LP, NET_FUND, GROSS = "net_lp", "net_fund", "gross"


@dataclass(frozen=True, slots=True)
class Books:
    """Every fund's entries, ready to be seen under any basis and either view of the line."""

    frame: Frame
    by_fund: dict[str, tuple[Entry, ...]]
    together: frozenset[str]
    _kept: dict[bool, tuple[list[Movement], list[Entry]]] = field(default_factory=dict)
    _ledgers: dict[tuple[str, str], Ledger] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: Frame) -> Books:
        by_fund: dict[str, list[Entry]] = {row.id: [] for row in frame.funds}
        for entry in frame.entries:
            by_fund[entry.fund_id].append(entry)
        kept = {fund: tuple(entries) for fund, entries in by_fund.items()}
        together = frozenset(fund for fund, entries in kept.items() if not _separable(entries))
        return cls(frame, kept, together)

    def ledger(self, *, basis: str, credit_line: str) -> Ledger:
        """The funds' pooled movements as they count under one basis and view of the line."""
        view = (basis, credit_line)
        if view not in self._ledgers:
            movements, marks = self._counted(leave_out_gp=basis == NET_LP)
            self._ledgers[view] = Ledger.of(
                movements,
                marks,
                fund_ids=tuple(self.by_fund),
                basis=basis,
                credit_line=credit_line,
                convert=self._convert,
            )
        return self._ledgers[view]

    def committed(self, day: date, *, basis: str) -> Decimal | None:
        """What investors promised by a day; the fund's own total where no promise is known."""
        amounts = [self._committed(row, day, basis) for row in self.frame.funds]
        if any(amount is None for amount in amounts):
            return None
        return sum((amount for amount in amounts if amount is not None), Decimal(0))

    def notes(self, *, basis: str) -> tuple[Note, ...]:
        """What to know about the basis: where the general partner could not be left out."""
        if basis != NET_LP or not self.together:
            return ()
        codes = ", ".join(row.code for row in self.frame.funds if row.id in self.together)
        text = (
            f"{codes}: flows or values are known for the whole fund only, so the general "
            "partner's own share is inside: net to investors equals net of the fund."
        )
        return (Note("basis", "net_lp_equals_net_fund", text),)

    def _counted(self, *, leave_out_gp: bool) -> tuple[list[Movement], list[Entry]]:
        """Movements by fund and day, and values; prepared once for all views that share them."""
        if leave_out_gp not in self._kept:
            basis = NET_LP if leave_out_gp else NET_FUND
            chosen = [entry for fund in self.by_fund for entry in self._chosen(fund, basis)]
            movements = [self._movement(entry) for entry in chosen if entry.kind == FLOW]
            movements.sort(key=attrgetter("fund_id", "day"))
            self._kept[leave_out_gp] = movements, [e for e in chosen if e.kind == NAV]
        return self._kept[leave_out_gp]

    def _chosen(self, fund: str, basis: str) -> list[Entry]:
        leave_out = basis == NET_LP and fund not in self.together
        return counted(self.by_fund[fund], leave_out_gp=leave_out)

    def _committed(self, fund: FundRow, day: date, basis: str) -> Decimal | None:
        entries = self._chosen(fund.id, basis)
        promised = [e.amount for e in entries if e.kind == COMMITMENT and e.day <= day]
        amount = sum(promised, Decimal(0)) if promised else fund.total_committed
        if amount is None:
            return None
        return self.frame.exchange.convert(amount, fund.currency, self.frame.currency, day)

    def _movement(self, entry: Entry) -> Movement:
        frame = self.frame
        amount = frame.exchange.convert(entry.amount, entry.currency, frame.currency, entry.day)
        kind = TYPES[entry.type or ""]
        recallable = kind.recallable if entry.recallable is None else entry.recallable
        return Movement(entry.fund_id, entry.day, kind, amount, recallable, entry.rows)

    def _convert(self, entry: Entry, day: date) -> Decimal | None:
        frame = self.frame
        return frame.exchange.convert(entry.amount, entry.currency, frame.currency, day)


def counted(entries: Collection[Entry], *, leave_out_gp: bool) -> list[Entry]:
    """Of each kind and day the total rows where there are any, else the investors' rows.

    With `leave_out_gp` the general partner's rows are not among them; beside total rows they are
    taken off again.
    """
    if not any(entry.is_gp for entry in entries) and len({e.is_total for e in entries}) < 2:
        return list(entries)
    days: dict[tuple[str, date], list[Entry]] = defaultdict(list)
    for entry in entries:
        days[entry.kind, entry.day].append(entry)
    found: list[Entry] = []
    for rows in days.values():
        totals = [entry for entry in rows if entry.is_total]
        own = [entry for entry in rows if entry.is_gp]
        if totals:
            found += totals
            found += [e._replace(amount=-e.amount) for e in own] if leave_out_gp else []
        else:
            found += [entry for entry in rows if not (leave_out_gp and entry.is_gp)]
    return found


def _separable(entries: tuple[Entry, ...]) -> bool:
    """Whether the general partner's share can be told apart, in flows and in values alike."""
    money = [entry for entry in entries if entry.kind != COMMITMENT and not _is_residual(entry)]
    if not money:
        return True
    if all(entry.is_total for entry in money):
        return False
    if not any(entry.is_gp for entry in money):
        return True
    by_investor = {(entry.kind, entry.day) for entry in money if not entry.is_total}
    return all((entry.kind, entry.day) in by_investor for entry in money)


def _is_residual(entry: Entry) -> bool:
    return entry.type is not None and TYPES[entry.type].residual
