"""What of a frame counts: totals or investors, with or without the general partner, or holdings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter

from services.calc.accounts import KINDS, Account, Mark, Movement
from services.calc.ledger import Ledger
from services.calc.transactions import TYPES
from services.db.reads.counting import counted, is_with_bank, separable
from services.db.reads.funds import FundRow
from services.db.reads.investments import MARK, Event
from services.db.reads.ledger import BALANCE, COMMITMENT, FLOW, NAV, Entry
from services.envelope import Note
from services.fund_performance.frame import Frame

NET_LP, NET_FUND, GROSS = "net_lp", "net_fund", "gross"
TO_INVESTOR, TO_INVESTMENT = "fund_to_investor", "fund_to_investment"
GROSS_COLUMNS, MIXED = "ilpa_gross_columns", "mixed"


@dataclass(frozen=True, slots=True)
class Books:
    """Every fund's entries, ready to be seen under any basis and either view of the line.

    Gross is what flowed between funds and companies, for the funds of which that is known; for the
    others it is the gross columns of ILPA's table of types (RULES 8).
    """

    frame: Frame
    by_fund: dict[str, tuple[Entry, ...]]
    together: frozenset[str]
    invested: frozenset[str]
    _kept: dict[bool, tuple[list[Movement], list[Mark]]] = field(default_factory=dict)
    _ledgers: dict[tuple[str, str], Ledger] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: Frame) -> Books:
        by_fund: dict[str, list[Entry]] = {row.id: [] for row in frame.funds}
        for entry in frame.entries:
            if entry.kind != BALANCE:
                by_fund[entry.fund_id].append(entry)
        kept = {fund: tuple(entries) for fund, entries in by_fund.items()}
        together = frozenset(fund for fund, entries in kept.items() if not separable(entries))
        return cls(frame, kept, together, frame.held.funds)

    def ledger(self, *, basis: str, credit_line: str) -> Ledger:
        """The funds' pooled movements as they count under one basis and view of the line."""
        view = (basis, credit_line)
        if view not in self._ledgers:
            self._ledgers[view] = self._ledger(basis, credit_line)
        return self._ledgers[view]

    def flows(self, basis: str) -> str:
        """Which flows a basis stands on."""
        if basis != GROSS:
            return TO_INVESTOR
        if not self.invested:
            return GROSS_COLUMNS
        return TO_INVESTMENT if len(self.invested) == len(self.by_fund) else MIXED

    def committed(self, day: date, *, basis: str) -> Decimal | None:
        """What investors promised by a day; the fund's own total where no promise is known."""
        amounts = [self._committed(row, day, basis) for row in self.frame.funds]
        if any(amount is None for amount in amounts):
            return None
        return sum((amount for amount in amounts if amount is not None), Decimal(0))

    def notes(self, *, basis: str) -> tuple[Note, ...]:
        """What to know about the basis: where the general partner could not be left out."""
        if basis != NET_LP:
            return ()
        return (*self._inseparable(), *self._line_of_all())

    def _line_of_all(self) -> tuple[Note, ...]:
        """Where the line is known for the whole fund while investors are told apart."""
        codes = [
            row.code
            for row in self.frame.funds
            if row.id not in self.together and _has_bank_totals(self.by_fund[row.id])
        ]
        if not codes:
            return ()
        text = (
            f"{', '.join(codes)}: the credit line is known for the whole fund, so without the line "
            "the general partner's part of it is inside."
        )
        return (Note("credit_line", "line_of_the_whole_fund", text),)

    def _inseparable(self) -> tuple[Note, ...]:
        if not self.together:
            return ()
        codes = ", ".join(row.code for row in self.frame.funds if row.id in self.together)
        text = (
            f"{codes}: flows or values are known for the whole fund only, so the general "
            "partner's own share is inside: net to investors equals net of the fund."
        )
        return (Note("basis", "net_lp_equals_net_fund", text),)

    def _ledger(self, basis: str, credit_line: str) -> Ledger:
        movements, marks = self.counted(leave_out_gp=basis == NET_LP)
        accounts = {fund: Account(basis, credit_line) for fund in self.by_fund}
        if basis == GROSS and self.invested:
            accounts = {f: account for f, account in accounts.items() if f not in self.invested}
            accounts |= self.frame.held.accounts(basis=basis, credit_line=credit_line)
            held = self.frame.held.of(self.invested).events
            movements = [m for m in movements if m.account in accounts]
            movements += [self._moved(event) for event in held if event.kind != MARK]
            marks = [mark for mark in marks if mark.account in accounts]
            marks += [Mark(e.deal_id, e.day, e.amount, e.currency) for e in held if e.kind == MARK]
            movements.sort(key=attrgetter("account", "day"))
        return Ledger.of(
            movements,
            marks,
            accounts,
            basis=basis,
            credit_line=credit_line,
            convert=self.converted,
        )

    def counted(self, *, leave_out_gp: bool) -> tuple[list[Movement], list[Mark]]:
        """Movements and values of the funds; prepared once for all views that share them."""
        if leave_out_gp not in self._kept:
            basis = NET_LP if leave_out_gp else NET_FUND
            chosen = [entry for fund in self.by_fund for entry in self._chosen(fund, basis)]
            movements = [self._movement(entry) for entry in chosen if entry.kind == FLOW]
            self._kept[leave_out_gp] = (
                sorted(movements, key=attrgetter("account", "day")),
                [Mark(e.fund_id, e.day, e.amount, e.currency) for e in chosen if e.kind == NAV],
            )
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

    def _moved(self, event: Event) -> Movement:
        frame = self.frame
        amount = frame.exchange.convert(event.amount, event.currency, frame.currency, event.day)
        return Movement(
            event.deal_id, event.day, KINDS[event.type or ""], amount, False, event.rows
        )

    def converted(self, mark: Mark, day: date) -> Decimal | None:
        return self.frame.exchange.convert(mark.amount, mark.currency, self.frame.currency, day)


def _has_bank_totals(entries: tuple[Entry, ...]) -> bool:
    """Whether the line is given for the whole fund although the general partner is told apart."""
    own = any(entry.is_gp and entry.kind != COMMITMENT for entry in entries)
    return own and any(entry.is_total and is_with_bank(entry) for entry in entries)
