"""Figures of Fund Performance explained: families, each a table of metric to recipe."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy.orm import Session

from services.calc.transactions import GROSS
from services.db.queries.explain.facts import added_since
from services.envelope import Note
from services.errors import NotFound
from services.explain.fund_performance.families import (
    COMPANIES,
    FLOWS,
    MARKET,
    METRICS,
    MODULE,
    PEERS,
    QUARTERS,
    ROW,
    SECTORS,
)
from services.explain.fund_performance.ground import UNITS, Facts
from services.explain.fund_performance.recipes import (
    METRIC_RECIPES,
    companies,
    flows,
    market,
    peers,
    quarters,
)
from services.explain.keys import FigureKey
from services.explain.names import words_for
from services.explain.recipe import Family, House, Named, Part, Told
from services.explain.results import Value
from services.scope import Principal, Scope

Lookup = Callable[[Facts, FigureKey], tuple[Value, str]]
Recipe = Callable[[Facts, FigureKey], Told]
ALWAYS_TOLD = frozenset({"basis", "funds"})
ON_COMPANIES = frozenset(
    {"moic", "gross_irr", "capital_deployed", "capital_returned", "realized_value",
     "unrealized_value", "top_performer_contribution"}
)  # fmt: skip
ON_VALUE = frozenset(
    {"nav", "rvpi", "tvpi", "irr", "period_return", "irr_with_line", "irr_without_line",
     "tvpi_with_line", "tvpi_without_line", "net_value", *market.UNITS}
)  # fmt: skip
OTHER_NAMES = {"percentile": "percentile_rank"}
COHORT = ("p05", "p25", "p50", "p75", "p95", "percentile", "n")


def _metric(facts: Facts, key: FigureKey) -> tuple[Value, str]:
    return facts.metric(key)


def _headline(facts: Facts, key: FigureKey) -> Told:
    return METRIC_RECIPES[key.metric](facts, key)


class _Table(NamedTuple):
    """How a family answers: its metrics in order, how one is looked up, how it is told."""

    metrics: Sequence[str]
    value: Lookup
    told: Recipe


TABLES: Mapping[str, _Table] = MappingProxyType(
    {
        METRICS: _Table(tuple(METRIC_RECIPES), _metric, _headline),
        QUARTERS: _Table((*quarters.POINT, quarters.BREAK_EVEN), quarters.value_of, quarters.told),
        PEERS: _Table(COHORT, peers.value_of, peers.told),
        MARKET: _Table(tuple(market.UNITS), market.value_of, market.told),
        FLOWS: _Table(flows.AMOUNTS, flows.value_of, flows.told),
        COMPANIES: _Table(
            tuple(companies.UNITS_OF_COMPANIES), companies.company_value, companies.company
        ),
        SECTORS: _Table(("sector_concentration",), companies.sector_value, companies.sector),
    }
)


class FundGround:
    """One scope's facts, and the tables of recipes over them."""

    def __init__(
        self, session: Session, principal: Principal, scope: Scope, key: FigureKey, house: House
    ) -> None:
        self.facts = Facts(session, principal, scope, house, METRIC_RECIPES)

    def named(self, key: FigureKey) -> Named:
        """The figure, looked up in the service's own answer."""
        table = _table(key)
        if key.metric == ROW:
            return self._row(key)
        value, unit = table.value(self.facts, key)
        meta = self.facts.meta(key)
        notes = self.facts.metrics(key).notes
        defined = OTHER_NAMES.get(key.metric, key.metric)
        return Named(
            value=value,
            unit=unit,
            name=_name(key, words_for(defined, MODULE)),
            definition=defined,
            meta=meta,
            notes=_about(key.metric, notes, converted=self._converts(key)),
        )

    def told(self, key: FigureKey) -> Told:
        """The figure taken apart by its recipe."""
        table = _table(key)
        if key.metric == ROW:
            return Told(numbers="", recomputed=None, parts=self._parts(key), formula="")
        return table.told(self.facts, key)

    def added_since(self, key: FigureKey, known_on: datetime) -> int:
        """Flows, values and promises of the funds up to the figure's day that came later."""
        ids = [row.id for row in self.facts.frame.funds]
        return added_since(self.facts.session, fund_ids=ids, until=key.day, known_on=known_on)

    def _converts(self, key: FigureKey) -> bool:
        """Whether amounts behind the figure may have been put into its currency."""
        frame = self.facts.frame
        own = {row.currency for row in frame.funds} | {e.currency for e in frame.entries}
        on_companies = key.metric in ON_COMPANIES or key.basis == GROSS
        return bool(own - {frame.currency, ""}) or on_companies

    def _row(self, key: FigureKey) -> Named:
        """All figures of a row: it has no value of its own."""
        self._parts(key)
        return Named(
            value=None,
            unit="",
            name=_name(key, words_for(ROW)),
            definition=None,
            meta=self.facts.meta(key),
        )

    def _parts(self, key: FigureKey) -> list[Part]:
        if key.family == PEERS:
            _, rail = peers.found(self.facts, key)
            return peers.rail_parts(self.facts, key, rail)
        table = _table(key)
        found: list[Part] = []
        for name in table.metrics:
            own = key.on(metric=name)
            value, unit = table.value(self.facts, own)
            found.append(Part(name=name, words=words_for(name), value=value, unit=unit, key=own))
        return found


def _table(key: FigureKey) -> _Table:
    """The family's table. Raises NotFound for a figure that it does not hold."""
    table = TABLES[key.family]
    if key.metric != ROW and key.metric not in table.metrics:
        raise NotFound
    needs = {METRICS: 0, QUARTERS: 0, PEERS: 2}.get(key.family, 1)
    if len(key.extra) != needs:
        raise NotFound
    return table


def _name(key: FigureKey, words: str) -> str:
    """`KS-PME, SP500TR`; what tells a row apart stands behind the name."""
    if key.family in (MARKET, COMPANIES, SECTORS):
        return f"{words}, {key.extra[0]}"
    if key.family == PEERS:
        return f"{words}, {words_for(key.extra[0])}"
    return words


def _about(metric: str, notes: Sequence[Note], *, converted: bool) -> tuple[Note, ...]:
    """Of the notes of the day those that concern the figure."""
    fields = ALWAYS_TOLD | {metric} | ({"nav"} if metric in ON_VALUE else set())
    fields |= {"currency"} if converted else set()
    return tuple(note for note in notes if note.field in fields)


FAMILIES = tuple(Family(code, MODULE, FundGround) for code in TABLES)
__all__ = ["FAMILIES", "UNITS"]
