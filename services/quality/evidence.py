"""Everything one run of checks looks at, read once for all its funds and only when asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from services import clock
from services.access.funds import granted
from services.calc.exchange import Exchange
from services.db.queries.quality import accounts, flows, holdings, records, stored
from services.db.reads import ledger
from services.db.reads.funds import FundRow
from services.db.reads.held import Held, read_held
from services.db.reads.ledger import BALANCE, NAV, Entry
from services.db.reads.market import rates
from services.fund_performance.books import Books
from services.fund_performance.frame import Frame
from services.quality import lines
from services.scope import SYSTEM, Period, Scope


class OfFund(Protocol):
    """A row that belongs to a fund."""

    @property
    def fund_id(self) -> str: ...


R = TypeVar("R", bound=OfFund)


@dataclass
class Evidence:
    """The facts of some funds as believed now, up to `today`.

    Each kind of fact is one statement for any number of funds. `only_facts`: snapshots are about
    to be computed anew, so they are not held against the facts.
    """

    session: Session
    fund_ids: tuple[str, ...]
    today: date
    only_facts: bool = False

    @cached_property
    def funds(self) -> dict[str, FundRow]:
        if not self.fund_ids:
            return {}
        rows = granted(self.session, SYSTEM, Scope(funds=self.fund_ids))
        return {row.id: row for row in rows}

    @cached_property
    def entries(self) -> dict[str, list[Entry]]:
        """Sums by day and type up to today, of each fund."""
        if not self.fund_ids:
            return {}
        rows = ledger.entries(self.session, fund_ids=self.fund_ids, until=self.today, known_on=None)
        return self.by_fund(rows)

    @cached_property
    def as_of(self) -> dict[str, date]:
        """The last day on which each fund was valued, the last closed quarter-end without one."""
        closed = clock.last_closed_quarter_end(self.today)
        return {
            fund: max((e.day for e in self.entries.get(fund, ()) if e.kind == NAV), default=closed)
            for fund in self.funds
        }

    @cached_property
    def balance_days(self) -> dict[str, date]:
        """The last day on which both the cash and the value of a fund are known."""
        found: dict[str, date] = {}
        for fund, entries in self.entries.items():
            cash = {e.day for e in entries if e.kind == BALANCE and e.type == "cash"}
            both = cash & {e.day for e in entries if e.kind == NAV}
            if both:
                found[fund] = max(both)
        return found

    def books(self, fund: FundRow) -> Books:
        """One fund's books in its own currency, ready for any day up to today."""
        if fund.id not in self._books:
            frame = Frame(
                funds=(fund,),
                as_of=self.today,
                period=Period(self.today, self.today),
                currency=fund.currency,
                entries=self.entries.get(fund.id, []),
                held=self._investments.of({fund.id}),
                exchange=self.exchange,
                scope=Scope(funds=(fund.id,), as_of=self.today),
            )
            self._books[fund.id] = Books.of(frame)
        return self._books[fund.id]

    @cached_property
    def _books(self) -> dict[str, Books]:
        return {}

    @cached_property
    def _investments(self) -> Held:
        """Every flow and mark of every investment: only figures made of them need as much."""
        if self.only_facts:
            return Held((), ())
        return read_held(self.session, fund_ids=self.fund_ids, until=self.today, known_on=None)

    @cached_property
    def exchange(self) -> Exchange:
        """Rates of every currency that any amount of the funds is in, up to today."""
        foreign = {row.currency for row in self.foreign}
        own = {self.funds[row.fund_id].currency for row in self.foreign}
        if not foreign:
            return Exchange(())
        return Exchange(
            rates(self.session, currencies=foreign | own, until=self.today, known_on=None)
        )

    @cached_property
    def foreign(self) -> list[holdings.ForeignRow]:
        return holdings.foreign(self.session, fund_ids=self.fund_ids)

    @cached_property
    def tied(self) -> list[flows.TiedRow]:
        return flows.tied(self.session, fund_ids=self.fund_ids, today=self.today)

    @cached_property
    def by_investor(self) -> dict[str, list[flows.InvestorRow]]:
        """Every investor's flows summed by type, of each fund."""
        rows = flows.by_investor(self.session, fund_ids=self.fund_ids, today=self.today)
        return self.by_fund(rows)

    @cached_property
    def promised(self) -> dict[str, list[flows.PromiseRow]]:
        """Every investor's commitment, of each fund."""
        rows = flows.promised(self.session, fund_ids=self.fund_ids, today=self.today)
        return self.by_fund(rows)

    @cached_property
    def statements(self) -> list[accounts.StatementRow]:
        return accounts.statements(
            self.session, fund_ids=self.fund_ids, today=self.today, roles=lines.ROLES
        )

    @cached_property
    def stretches(self) -> list[accounts.StretchRow]:
        return accounts.stretches(
            self.session, fund_ids=self.fund_ids, today=self.today, moves=lines.MOVES
        )

    @cached_property
    def held(self) -> list[holdings.HeldRow]:
        """Every investment as of its fund's last value, and as of the last known balance."""
        asked = [*self.as_of.items(), *self.balance_days.items()]
        return holdings.held(self.session, asked=asked)

    @cached_property
    def figures(self) -> list[records.FigureRow]:
        return records.figures(self.session, fund_ids=self.fund_ids)

    @cached_property
    def portfolios(self) -> list[stored.PortfolioRow]:
        return stored.portfolios(self.session, fund_ids=self.fund_ids)

    @cached_property
    def pipelines(self) -> list[stored.PipelineRow]:
        return stored.pipelines(self.session, fund_ids=self.fund_ids)

    @cached_property
    def lps(self) -> list[stored.LpsRow]:
        return stored.lps(self.session, fund_ids=self.fund_ids)

    @cached_property
    def assertions(self) -> list[records.AssertionRow]:
        return records.assertions(self.session, fund_ids=self.fund_ids, today=self.today)

    @staticmethod
    def by_fund(rows: Iterable[R]) -> dict[str, list[R]]:
        """Rows by their fund, in their order."""
        found: dict[str, list[R]] = defaultdict(list)
        for row in rows:
            found[row.fund_id].append(row)
        return dict(found)

    def with_fund(self, rows: Iterable[R]) -> Iterator[tuple[FundRow, list[R]]]:
        """Each fund that has rows, with its own."""
        for fund_id, own in self.by_fund(rows).items():
            yield self.funds[fund_id], own
