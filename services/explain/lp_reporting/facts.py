"""Rows of investors read one by one, and what they come to counted without the service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from services.access.funds import granted
from services.calc.accounts import NOTHING
from services.calc.transactions import NET, TYPES, contribution, unfunded_change
from services.db.queries.explain import investors
from services.db.queries.explain.investors import InvestorFact
from services.db.queries.explain.tables import COMMITMENTS, FLOWS, LEDGER, NAVS
from services.explain.answers import Ground
from services.explain.keys import FigureKey
from services.explain.recipe import Use
from services.frames import House
from services.lp_reporting.eyes import Eyes, look
from services.lp_reporting.lines import LABELS, line_of
from services.lp_reporting.notices import CALL, DISTRIBUTION, is_cash

POSTED = "transaction"
OPEN_LINES = ("expired_commitments", "unfunded_adjustment")
PAID_IN, DISTRIBUTED, VALUE, PROMISED = "paid_in", "distributed", "value", "commitment"
UNFUNDED, RECALLABLE = "unfunded", "recallable"


@dataclass(frozen=True, slots=True)
class Counted:
    """One row and what it adds to a figure."""

    fact: InvestorFact
    adds: Decimal
    to: str


class InvestorFacts:
    """The rows of the scope's funds that these eyes may see."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    @cached_property
    def eyes(self) -> Eyes:
        ground = self.ground
        house = House(ground.house.reporting_currency, ground.house.timezone)
        return look(ground.session, ground.principal, ground.scope, house)

    @cached_property
    def funds(self) -> dict[str, tuple[str, str]]:
        """Code and currency of each fund by its id."""
        ground = self.ground
        rows = granted(ground.session, ground.principal, ground.scope.on(known_on=None))
        return {row.id: (row.code, row.currency) for row in rows}

    @cached_property
    def rows(self) -> list[InvestorFact]:
        """Every row up to as_of, of each fund as its own clocks know it."""
        found: list[InvestorFact] = []
        by_name = {code: fund for fund, (code, _) in self.funds.items()}
        for scope in self.eyes.scopes:
            ids = [by_name.get(name, name) for name in scope.funds] or list(self.funds)
            found += investors.investor_facts(
                self.ground.session,
                fund_ids=ids,
                until=scope.as_of or date.max,
                known_on=scope.known_on,
            )
        return found

    def added_since(self, key: FigureKey, known_on: datetime) -> int:
        """Rows up to the figure's day that came later; an investor is told of its pack alone."""
        if not self.eyes.of_firm:
            return 0
        return investors.added_since(
            self.ground.session, fund_ids=list(self.funds), until=key.day, known_on=known_on
        )

    def of(self, codes: Iterable[str], *, table: str | None = None) -> list[InvestorFact]:
        """The rows of some investors."""
        own = set(codes)
        return [r for r in self.rows if r.investor in own and table in (None, r.table)]

    def cash(self, rows: Iterable[InvestorFact], line: str) -> list[Counted]:
        """What flows add to paid-in and to distributions, net of fees and carry."""
        found = []
        for fact in rows:
            kind = TYPES.get(fact.type or "")
            if fact.table != FLOWS or kind is None or kind.residual:
                continue
            added = contribution(kind, fact.amount, basis=NET, credit_line=line)
            if added.paid_in:
                found.append(Counted(fact, added.paid_in, PAID_IN))
            elif added.distributed:
                found.append(Counted(fact, added.distributed, DISTRIBUTED))
        return found

    def flowed(self, rows: Iterable[InvestorFact], type: str) -> list[Counted]:
        """Calls, or distributions, as they were asked for and paid: what is given back of a call
        is a distribution too."""
        found = []
        for fact in rows:
            kind = TYPES.get(fact.type or "")
            if fact.table != FLOWS or kind is None or not is_cash(kind):
                continue
            if type == (CALL if kind.direction < 0 else DISTRIBUTION):
                found.append(Counted(fact, fact.amount, type))
        return found

    def value(self, rows: Sequence[InvestorFact], line: str, day: date) -> list[Counted]:
        """The last value of each fund by a day, with calls and distributions since."""
        found: list[Counted] = []
        for fund in {row.fund_id for row in rows}:
            own = [row for row in rows if row.fund_id == fund and row.day <= day]
            everybodys = [r.day for r in self.rows
                          if r.fund_id == fund and r.table == NAVS and r.day <= day]  # fmt: skip
            last = max(everybodys, default=None)
            found += [Counted(r, r.amount, VALUE) for r in own
                      if r.table == NAVS and r.day == last]  # fmt: skip
            since = [one for one in self.cash(own, line) if last is None or one.fact.day > last]
            found += [
                Counted(one.fact, one.adds if one.to == PAID_IN else -one.adds, VALUE)
                for one in since
            ]
        return found

    def promised(self, rows: Iterable[InvestorFact]) -> list[Counted]:
        """What was promised."""
        return [Counted(r, r.amount, PROMISED) for r in rows if r.table == COMMITMENTS]

    def open_part(self, rows: Sequence[InvestorFact]) -> list[Counted]:
        """What may still be called: promises, what flows did to them, and adjustments."""
        found = [Counted(one.fact, one.adds, UNFUNDED) for one in self.promised(rows)]
        for fact in rows:
            if fact.table == LEDGER and fact.type in OPEN_LINES and fact.span == POSTED:
                found.append(Counted(fact, fact.amount, UNFUNDED))
            kind = TYPES.get(fact.type or "")
            if fact.table != FLOWS or kind is None:
                continue
            change = unfunded_change(kind, fact.amount, recallable=fact.recallable)
            if change:
                found.append(Counted(fact, change, UNFUNDED))
        return found

    def recallable(self, rows: Iterable[InvestorFact]) -> list[Counted]:
        """Distributions that may be called again."""
        return [
            Counted(one.fact, one.adds, RECALLABLE)
            for one in self.open_part(list(rows))
            if one.fact.table == FLOWS and self._may_be_recalled(one.fact)
        ]

    def posted(
        self, rows: Iterable[InvestorFact], code: str, start: date, end: date
    ) -> list[Counted]:
        """Postings on the lines of a statement's line."""
        return [
            Counted(fact, fact.amount, code)
            for fact in rows
            if fact.table == LEDGER
            and fact.span == POSTED
            and start <= fact.day <= end
            and line_of(fact.type or "") == code
        ]

    def total(self, counted: Sequence[Counted], currency: str | None) -> Decimal | None:
        """The sum; None where a row is in another currency: cents are shared out there."""
        for one in counted:
            own = one.fact.currency or self.funds[one.fact.fund_id][1]
            if own != currency:
                return None
        return sum((one.adds for one in counted), NOTHING)

    def uses(self, counted: Iterable[Counted]) -> list[Use]:
        """The rows, newest first."""
        found = [self._use(one) for one in counted]
        return sorted(found, key=lambda use: (use.day, use.table, use.id), reverse=True)

    def _may_be_recalled(self, fact: InvestorFact) -> bool:
        kind = TYPES[fact.type or ""]
        return kind.recallable if fact.recallable is None else fact.recallable

    def _use(self, one: Counted) -> Use:
        fact = one.fact
        code, currency = self.funds[fact.fund_id]
        kind = TYPES.get(fact.type or "") if fact.table == FLOWS else None
        line = line_of(fact.type or "") if fact.table == LEDGER else None
        words = {NAVS: "Net asset value", COMMITMENTS: "Commitment"}.get(fact.table)
        return Use(
            table=fact.table,
            id=fact.id,
            day=fact.day,
            fund=code,
            type=fact.type,
            label=kind.label if kind else LABELS.get(line or "") or words or str(fact.type),
            amount=fact.amount,
            unit="money",
            currency=fact.currency or currency,
            conversion=None,
            converted=fact.amount,
            counts_as=one.to,
            adds=one.adds,
            counts={},
            ended=fact.known_to is not None,
        )
