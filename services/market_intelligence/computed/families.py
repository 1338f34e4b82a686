"""Figures of a quarter beside its sectors: valuations, places, exits, step-ups, totals.

Places, sectors of exits, time to exit and step-ups look at the four quarters up to the one named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from services.calc import market as calc
from services.calc.quarters import shift
from services.db.queries.market_intelligence.facts import PlaceRounds, Rounds, SaleRow, Steps
from services.market_intelligence.computed.payloads import (
    Payload,
    money,
    money_spread,
    plain_spread,
)
from services.market_intelligence.computed.sectors import Groups, Tally, growth_of
from services.market_intelligence.stages import STAGES, stage_of

WINDOW = 4  # quarters
IPO, SALE, ALL = "ipo", "ma", "all"
TOTALS, VALUATIONS, PRE_MONEY, PLACES = "totals", "valuations", "pre_money", "places"
EXITS, EXIT_SECTORS, TIME_TO_EXIT, STEP_UPS = "exits", "exit_sectors", "time_to_exit", "step_ups"
FAMILIES = (
    TOTALS, VALUATIONS, PRE_MONEY, PLACES, EXITS, EXIT_SECTORS, TIME_TO_EXIT, STEP_UPS,
)  # fmt: skip


class Sale(NamedTuple):
    """An exit with its value in the provider's currency (None: undisclosed, or without a rate)."""

    row: SaleRow
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Quarter:
    """Everything gathered, and the quarter that figures are wanted of."""

    name: str
    groups: Groups
    sales: Sequence[Sale]
    steps: Sequence[Steps]
    begins: str

    @property
    def window(self) -> tuple[str, ...]:
        """The four quarters up to this one."""
        return tuple(shift(self.name, -back) for back in range(WINDOW))


def families(quarter: Quarter) -> dict[str, Payload]:
    """Every family of figures of one quarter."""
    window = set(quarter.window)
    here = [row for row in quarter.groups.rounds if row.quarter == quarter.name]
    recent = [sale for sale in quarter.sales if sale.row.quarter in window]
    return {
        TOTALS: _totals(quarter, here),
        **_valuations(here),
        PLACES: _places([row for row in quarter.groups.places if row.quarter in window]),
        EXITS: _exits([sale for sale in recent if sale.row.quarter == quarter.name]),
        EXIT_SECTORS: _exit_sectors(recent),
        TIME_TO_EXIT: _time_to_exit(recent),
        STEP_UPS: _step_ups([row for row in quarter.steps if row.quarter in window]),
    }


def _totals(quarter: Quarter, here: Iterable[Rounds]) -> Payload:
    now, before = Tally(), Tally()
    for row in here:
        now.add(row)
    earlier = shift(quarter.name, -1)
    for row in quarter.groups.rounds:
        if row.quarter == earlier:
            before.add(row)
    return {
        "deals": now.deals,
        "disclosed": now.disclosed,
        "funding": money(now.funding),
        "left_out": now.left_out,
        **growth_of(now, before if earlier >= quarter.begins else None),
    }


def _valuations(here: Iterable[Rounds]) -> dict[str, Payload]:
    """Values before and after rounds by stage, and every value before a round, in order."""
    deals: Counter[str] = Counter()
    before: dict[str, list[float]] = defaultdict(list)
    after: dict[str, list[float]] = defaultdict(list)
    for row in here:
        stage = stage_of(row.word)
        deals[stage] += row.deals
        before[stage] += row.before
        after[stage] += row.after
    spreads = {
        stage: {
            "deals": deals[stage],
            "pre": money_spread(calc.spread(before[stage])),
            "post": money_spread(calc.spread(after[stage])),
        }
        for stage in STAGES
    }
    return {
        VALUATIONS: spreads,
        PRE_MONEY: {stage: sorted(values) for stage, values in before.items() if values},
    }


def _places(rows: Iterable[PlaceRounds]) -> Payload:
    by_place: dict[str, list[PlaceRounds]] = defaultdict(list)
    for row in rows:
        by_place[row.place].append(row)
    deals = {place: sum(row.deals for row in found) for place, found in by_place.items()}
    every = sum(deals.values())
    return {
        "rows": [
            {
                "name": place,
                "deals": deals[place],
                "share": calc.share(deals[place], every),
                "funding": _funding(by_place[place]),
                "size": money_spread(calc.spread(_joined(r.amounts for r in by_place[place]))),
                "pre": money_spread(calc.spread(_joined(r.before for r in by_place[place]))),
            }
            for place in sorted(by_place, key=lambda name: (-deals[name], name))
        ]
    }


def _funding(rows: Iterable[PlaceRounds]) -> str | None:
    known = [row.total for row in rows if row.total is not None]
    return money(sum(known, Decimal(0))) if known else None


def _joined(lists: Iterable[list[float]]) -> list[float]:
    return [value for one in lists for value in one]


def _exits(here: Sequence[Sale]) -> Payload:
    sales = {type_: [sale for sale in here if sale.row.type == type_] for type_ in (IPO, SALE)}
    values = [float(sale.value) for sale in here if sale.value is not None]
    left_out = sum(sale.value is None and sale.row.value is not None for sale in here)
    return {
        "ipo_count": len(sales[IPO]),
        "ma_count": len(sales[SALE]),
        "ipo_value": _value(sales[IPO]),
        "ma_value": _value(sales[SALE]),
        "disclosed": len(values),
        "left_out": left_out,
        "multiple": plain_spread(calc.spread(_multiples(here))),
        "value": money_spread(calc.spread(values)),
    }


def _multiples(sales: Iterable[Sale]) -> list[float]:
    """Value over what had been raised, both as the provider gives them, in one currency."""
    rows = [sale.row for sale in sales]
    return calc.ratios((row.value for row in rows), (row.invested for row in rows))


def _value(sales: Iterable[Sale]) -> str | None:
    known = [sale.value for sale in sales if sale.value is not None]
    return money(sum(known, Decimal(0))) if known else None


def _exit_sectors(recent: Iterable[Sale]) -> Payload:
    by_sector: dict[str, list[Sale]] = defaultdict(list)
    for sale in recent:
        by_sector[sale.row.sector].append(sale)
    return {
        "rows": [
            {
                "name": sector,
                "ipo_count": sum(sale.row.type == IPO for sale in sales),
                "ma_count": sum(sale.row.type == SALE for sale in sales),
                "value": _value(sales),
                "disclosed": sum(sale.value is not None for sale in sales),
                "multiple": plain_spread(calc.spread(_multiples(sales))),
            }
            for sector, sales in sorted(
                by_sector.items(), key=lambda item: (-len(item[1]), item[0])
            )
        ]
    }


def _time_to_exit(recent: Iterable[Sale]) -> Payload:
    years: dict[str, list[float]] = defaultdict(list)
    for sale in recent:
        took = calc.years_between(sale.row.first_round, sale.row.day)
        if took is not None:
            years[sale.row.type].append(took)
            years[ALL].append(took)
    return {type_: plain_spread(calc.spread(years[type_])) for type_ in (IPO, SALE, ALL)}


def _step_ups(recent: Iterable[Steps]) -> Payload:
    steps: dict[str, list[float]] = defaultdict(list)
    days: dict[str, list[int]] = defaultdict(list)
    for row in recent:
        found = calc.ratios(row.before, row.last_after)
        for name in (stage_of(row.word), ALL):
            steps[name] += found
            days[name] += row.days
    return {
        name: {
            "step": plain_spread(calc.spread(steps[name])),
            "down_rounds": calc.down_rounds(steps[name]),
            "months": plain_spread(calc.spread(calc.months(days[name]))),
        }
        for name in (*STAGES, ALL)
    }
