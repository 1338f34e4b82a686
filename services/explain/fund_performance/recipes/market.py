"""Public market equivalents: the same flows in an index, level by level."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from services.calc import plain
from services.calc.dates import ACT_365F
from services.db.queries.explain import market
from services.db.queries.explain.market import LevelFact
from services.db.queries.explain.tables import LEVELS
from services.envelope import scaled
from services.errors import NotFound
from services.explain.fund_performance.book import CENT, ZERO
from services.explain.fund_performance.counting import DISTRIBUTION
from services.explain.fund_performance.families import METRICS
from services.explain.fund_performance.ground import Facts
from services.explain.fund_performance.recipes.ratios import once
from services.explain.keys import FigureKey
from services.explain.names import words_for
from services.explain.recipe import Part, Told, Use
from services.explain.results import Value
from services.explain.words import equation, money, said
from services.fund_performance import pme
from services.fund_performance.results import Pme

UNITS = {item.name: item.metadata for item in fields(Pme) if "unit" in item.metadata}


@dataclass(frozen=True, slots=True)
class InIndex:
    """Calls and distributions by day with the level of each day, the last day closing it."""

    days: list[date]
    paid: list[float]
    got: list[float]
    levels: list[LevelFact]
    nav: float | None

    @property
    def points(self) -> list[float]:
        return [float(fact.level) for fact in self.levels]

    @property
    def fv_paid(self) -> float:
        return plain.carried(self.paid, self.points, self.points[-1])

    @property
    def fv_got(self) -> float:
        return plain.carried(self.got, self.points, self.points[-1])

    def net(
        self, *, closing: float, scale: float = 1.0, sold: list[float] | None = None
    ) -> list[float]:
        back = sold if sold is not None else [scale * one for one in self.got]
        signed = [one - put for one, put in zip(back, self.paid, strict=True)]
        return [*signed[:-1], signed[-1] + closing]


def value_of(facts: Facts, key: FigureKey) -> tuple[Value, str]:
    """A measure against one index. Raises NotFound for an index without levels."""
    told = UNITS.get(key.metric)
    if told is None:
        raise NotFound
    value = getattr(_pme(facts, key), key.metric)
    scale = told.get("scale", 1)
    return (scaled(value, scale) if value is not None and scale != 1 else value), told["unit"]


def told(facts: Facts, key: FigureKey) -> Told:
    """The measure counted again from flows and levels."""
    if key.metric == "fund_irr":
        return facts.recount(key.on(family=METRICS, extra=()), "irr")
    if key.metric == "level_as_of":
        return _last_level(facts, key)
    value, unit = value_of(facts, key)
    flows = _in_index(facts, key)
    if flows is None:
        return Told(numbers=said(value, unit), recomputed=None, day_count=ACT_365F)
    again = None if value is None else _again(facts, key, value, flows)
    last = flows.levels[-1]
    parts = [
        facts.part(key, name, family=METRICS, extra=())
        for name in ("paid_in", "distributions", "nav")
    ]
    parts += [
        _part("fv_contributions", Decimal(repr(flows.fv_paid)), "money"),
        _part("fv_distributions", Decimal(repr(flows.fv_got)), "money"),
        _part("index_level", last.level, "level"),
    ]
    uses = once([*facts.uses(facts.cash(key)), *facts.uses(facts.worth(key).rows)])
    uses += [_use(key, fact) for fact in {fact.id: fact for fact in flows.levels}.values()]
    return Told(
        numbers=_numbers(key.metric, value, unit, flows),
        recomputed=again,
        parts=parts,
        uses=sorted(uses, key=lambda use: use.day, reverse=True),
        day_count=ACT_365F,
    )


def _last_level(facts: Facts, key: FigureKey) -> Told:
    value, unit = value_of(facts, key)
    levels = market.level_facts(
        facts.session, index=key.extra[0], until=key.day, known_on=facts.frame.known_on
    )
    last = levels[-1:]
    return Told(
        numbers=equation(f"last of {len(levels):,} levels up to {key.day}", value, unit),
        recomputed=last[0].day if last else None,
        parts=[_part("index_level", fact.level, "level") for fact in last],
        uses=[_use(key, fact) for fact in last],
    )


def _pme(facts: Facts, key: FigureKey) -> Pme:
    found = pme.read_indices(facts.session, facts.frame, key.extra[0])
    return pme.pme(facts.books_of(key), found, key.extra[0])


def _in_index(facts: Facts, key: FigureKey) -> InIndex | None:
    paid: dict[date, Decimal] = defaultdict(lambda: ZERO)
    got: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for added in facts.cash(key):
        (got if added.to == DISTRIBUTION else paid)[added.row.fact.day] += added.amount or ZERO
    days = sorted({*paid, *got, key.day})
    levels = market.level_facts(
        facts.session, index=key.extra[0], until=key.day, known_on=facts.frame.known_on
    )
    on_days = [_level_on(levels, day) for day in days]
    known = [level for level in on_days if level is not None]
    if len(known) < len(days):
        return None
    nav = facts.worth(key).amount
    return InIndex(
        days,
        [float(paid[day]) for day in days],
        [float(got[day]) for day in days],
        known,
        None if nav is None else float(nav),
    )


def _level_on(levels: Sequence[LevelFact], day: date) -> LevelFact | None:
    place = bisect_right(levels, day, key=lambda fact: fact.day) - 1
    if place < 0 or (day - levels[place].day).days > pme.OLDEST_LEVEL_DAYS:
        return None
    return levels[place]


def _again(facts: Facts, key: FigureKey, value: Value, flows: InIndex) -> Value:
    index_nav = flows.fv_paid - flows.fv_got
    if key.metric == "index_nav":
        return Decimal(repr(index_nav)).quantize(CENT, ROUND_HALF_EVEN)
    if key.metric == "ln_pme_irr":
        return _rate(value, flows.days, flows.net(closing=index_nav))
    if key.metric == "mpme_irr":
        return _sold_down(facts, key, value, flows)
    return None if flows.nav is None else _with_nav(key.metric, value, flows, flows.nav)


def _with_nav(metric: str, value: Value, flows: InIndex, nav: float) -> Value:
    """Measures that need the fund's own closing value."""
    if metric == "ks_pme":
        return (flows.fv_got + nav) / flows.fv_paid
    scale = (flows.fv_paid - nav) / flows.fv_got if flows.fv_got else 0.0
    if metric == "pme_plus_lambda":
        return scale
    if metric == "pme_plus_irr":
        return _rate(value, flows.days, flows.net(closing=nav, scale=scale))
    if metric == "direct_alpha":
        return plain.rate_near(_float(value), flows.days, _carried(flows, nav))
    return None


def _carried(flows: InIndex, nav: float) -> list[float]:
    """Each day's flow at the last level of the index, and the fund's value on the last day."""
    last = flows.points[-1]
    grown = [
        amount * last / level
        for amount, level in zip(flows.net(closing=0.0), flows.points, strict=True)
    ]
    return [*grown[:-1], grown[-1] + nav]


def _sold_down(facts: Facts, key: FigureKey, value: Value, flows: InIndex) -> Value:
    """mPME: an index position that is sold down as the fund distributes."""
    worths = [facts.worth(key.on(day=day)).amount for day in flows.days]
    known = [float(one) for one in worths if one is not None]
    if len(known) < len(worths):
        return None
    sold, left = plain.sold_down(flows.paid, flows.got, known, flows.points)
    return _rate(value, flows.days, flows.net(closing=left, sold=sold))


def _rate(value: Value, days: list[date], amounts: list[float]) -> float | None:
    found = plain.rate_near(_float(value) / 100, days, amounts)
    return None if found is None else scaled(found)


def _float(value: Value) -> float:
    return value if isinstance(value, float) else 0.0


def _numbers(metric: str, value: Value, unit: str, flows: InIndex) -> str:
    paid, got = money(Decimal(repr(flows.fv_paid))), money(Decimal(repr(flows.fv_got)))
    nav = money(None if flows.nav is None else Decimal(repr(flows.nav)))
    formulas = {
        "ks_pme": f"({got} + {nav}) / {paid}",
        "index_nav": f"{paid} − {got}",
        "pme_plus_lambda": f"({paid} − {nav}) / {got}",
    }
    rate = f"rate of {len(flows.days):,} dated amounts carried by {len(flows.levels):,} levels"
    return equation(formulas.get(metric, rate), value, unit)


def _part(name: str, value: Value, unit: str) -> Part:
    return Part(name=name, words=words_for(name), value=value, unit=unit, key=None)


def _use(key: FigureKey, fact: LevelFact) -> Use:
    return Use(
        table=LEVELS,
        id=fact.id,
        day=fact.day,
        fund=None,
        type=None,
        label=f"Level of {key.extra[0]}",
        amount=fact.level,
        unit="level",
        currency=None,
        conversion=None,
        converted=None,
        counts_as="index level",
        adds=None,
        counts={},
    )
