"""One row per sector and quarter: deals, money, medians, stages, places, and what stands out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from services.calc import market as calc
from services.calc.market import Counted
from services.calc.quarters import shift
from services.db.queries.market_intelligence.facts import PartRounds, PlaceRounds, Rounds
from services.market_intelligence.computed.payloads import money, money_spread
from services.market_intelligence.stages import STAGES, stage_of

NO_CURRENCY = "XXX"  # ISO 4217 for none
Cell = tuple[str, str]  # quarter and sector


@dataclass(slots=True)
class Tally:
    """Rounds added up: counts, exact money of the disclosed ones, and their values as lists."""

    deals: int = 0
    disclosed: int = 0
    total: Decimal = Decimal(0)
    left_out: int = 0
    amounts: list[float] = field(default_factory=list)
    before: list[float] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)

    def add(self, row: Rounds) -> None:
        self.deals += row.deals
        self.disclosed += row.disclosed
        self.total += row.total or 0
        self.left_out += row.left_out
        self.amounts += row.amounts
        self.before += row.before
        self.words[row.word] += row.deals

    @property
    def funding(self) -> Decimal | None:
        """What was raised, None where nothing is disclosed of any round there is."""
        return self.total if self.disclosed or not self.deals else None


@dataclass(frozen=True, slots=True)
class Groups:
    """What was gathered of some quarters and of the ones before them."""

    rounds: Sequence[Rounds]
    places: Sequence[PlaceRounds]
    parts: Sequence[PartRounds]


def trend_rows(
    found: Groups, wanted: Iterable[str], *, currency: str | None, begins: str
) -> list[dict[str, Any]]:
    """Rows of `sector_trends` for the wanted quarters. `begins` is the provider's first quarter:
    growth has no base before it."""
    cells: dict[Cell, Tally] = defaultdict(Tally)
    for row in found.rounds:
        cells[row.quarter, row.sector].add(row)
    places = _places(found.places)
    parts = _parts(found.parts)
    quarters = set(wanted)
    rows = []
    for (quarter, sector), tally in list(cells.items()):
        if quarter not in quarters:
            continue
        earlier = shift(quarter, -1)
        base = cells.get((earlier, sector), Tally()) if earlier >= begins else None
        standing = _standing(parts, quarter, sector)
        rows.append(
            _row(quarter, sector, tally, base, currency=currency)
            | {
                "geographic_distribution": places.get((quarter, sector), {}),
                "hot_subsectors": [one.name for one in calc.hot(standing)],
                "emerging_trends": [one.name for one in calc.emerging(standing)],
            }
        )
        rows[-1]["payload"] |= {
            "places": rows[-1]["geographic_distribution"],
            "hot": [_evidence(one, sector) for one in calc.hot(standing)],
            "emerging": [_evidence(one, sector) for one in calc.emerging(standing)],
        }
    return rows


def growth_of(tally: Tally, base: Tally | None) -> dict[str, float | None]:
    """Growth of money and of deals against the quarter before, None without a base."""
    return {
        "growth_vs_previous": calc.growth(tally.funding, base.funding if base else None),
        "deal_growth": calc.growth(tally.deals, base.deals if base else None),
    }


def _row(
    quarter: str, sector: str, tally: Tally, base: Tally | None, *, currency: str | None
) -> dict[str, Any]:
    size, before = calc.spread(tally.amounts), calc.spread(tally.before)
    stages = Counter(dict.fromkeys(STAGES, 0))
    for word, deals in tally.words.items():
        stages[stage_of(word)] += deals
    counts = {f"{stage}_deals": stages[stage] for stage in STAGES}
    return {
        "sector": sector,
        "quarter": quarter,
        "currency": currency or NO_CURRENCY,
        "total_deals": tally.deals,
        "disclosed_deals": tally.disclosed,
        "total_funding": money(tally.total),
        "median_deal_size": money(size.median),
        "median_pre_money": money(before.median),
        **counts,
        "payload": {
            "currency": currency,
            "deals": tally.deals,
            "disclosed": tally.disclosed,
            "funding": money(tally.funding),
            "left_out": tally.left_out,
            "size": money_spread(size),
            "pre": money_spread(before),
            "words": dict(sorted(tally.words.items())),
            **growth_of(tally, base),
            **counts,
        },
    }


def _places(rows: Iterable[PlaceRounds]) -> dict[Cell, dict[str, int]]:
    """Deals by place of each quarter and sector, most first."""
    found: dict[Cell, list[tuple[str, int]]] = defaultdict(list)
    for row in rows:
        found[row.quarter, row.sector].append((row.place, row.deals))
    return {
        cell: dict(sorted(counts, key=lambda one: (-one[1], one[0])))
        for cell, counts in found.items()
    }


def _parts(rows: Iterable[PartRounds]) -> dict[Cell, dict[str, PartRounds]]:
    found: dict[Cell, dict[str, PartRounds]] = defaultdict(dict)
    for row in rows:
        found[row.quarter, row.sector][row.part] = row
    return found


def _standing(parts: dict[Cell, dict[str, PartRounds]], quarter: str, sector: str) -> list[Counted]:
    """A sector's parts in a quarter beside the quarter before."""
    before = parts.get((shift(quarter, -1), sector), {})
    return [
        Counted(name, row.deals, before[name].deals if name in before else 0, row.total)
        for name, row in parts.get((quarter, sector), {}).items()
    ]


def _evidence(one: Counted, sector: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "sector": sector,
        "deals": one.deals,
        "previous_deals": one.before,
        "funding": money(one.funding) if one.funding is not None else None,
        "growth": calc.growth(one.deals, one.before),
    }
