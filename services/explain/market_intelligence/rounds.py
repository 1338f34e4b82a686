"""Counts, sums, medians and growth of rounds, each from the rounds of its sector and quarter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from services.calc.quarters import shift
from services.errors import NotFound
from services.explain.answers import Recipe, value_of
from services.explain.keys import FigureKey
from services.explain.market_intelligence.facts import MarketFacts, Round, cents, percentile
from services.explain.paths import Spot, member_names
from services.explain.recipe import Told
from services.explain.results import Value
from services.explain.words import equation, money
from services.market_intelligence.stages import stage_of

DEAL, AMOUNT, PRE, POST = "deal", "amount", "pre_money", "post_money"


class Cell(NamedTuple):
    """The rounds that a number is of, and those of the quarter before where it grows from them."""

    rounds: list[Round]
    before: list[Round]


Chosen = Callable[[MarketFacts, FigureKey, Spot], Cell]
Statistic = Callable[[Sequence[Round]], Value]


class Measure(NamedTuple):
    """What is counted again: how, as what its rows count, and in which words."""

    again: Callable[[Cell], Value]
    counts_as: str
    words: str


def figure(chosen: Chosen, measure: Measure) -> Recipe:
    """A number of some rounds."""

    def told(facts: MarketFacts, key: FigureKey, spot: Spot) -> Told:
        cell = chosen(facts, key, spot)
        again = measure.again(cell)
        at_work = [one for one in cell.rounds if _known(one, measure.counts_as)]
        words = f"{measure.words} of {len(at_work):,} rounds"
        if measure.counts_as == AMOUNT and measure.words == "sum":
            words = f"{words}, {money(_sum(cell.rounds))}"
        return Told(
            numbers=equation(words, spot.given, spot.unit),
            recomputed=value_of(spot, again),
            uses=facts.of_rounds([*at_work, *cell.before], measure.counts_as),
        )

    return told


def of_stage(stage: str) -> Measure:
    """How many rounds count as a stage."""
    return Measure(
        lambda cell: sum(stage_of(one.row.stage) == stage for one in cell.rounds), DEAL, stage
    )


def _middle(name: str, share: float) -> Callable[[Cell], Value]:
    return lambda cell: cents(percentile(_values(cell.rounds, name), share))


def _number(name: str) -> Callable[[Cell], Value]:
    return lambda cell: len(_values(cell.rounds, name))


def _growth(now: Value, before: Value) -> Value:
    if now is None or before is None or float(str(before)) <= 0:
        return None
    return float(str(now)) / float(str(before)) - 1


def _funding(rounds: Sequence[Round]) -> Decimal | None:
    """What was raised; unknown where nothing is disclosed of any round there is."""
    return _sum(rounds) if _values(rounds, "amount") or not rounds else None


def _sum(rounds: Sequence[Round]) -> Decimal:
    return sum(_values(rounds, "amount"), Decimal(0))


MEASURES: Mapping[str, Measure] = {
    "total_deals": Measure(lambda cell: len(cell.rounds), DEAL, "number"),
    "deals": Measure(lambda cell: len(cell.rounds), DEAL, "number"),
    "disclosed_deals": Measure(_number("amount"), AMOUNT, "number"),
    "total_funding": Measure(lambda cell: _funding(cell.rounds), AMOUNT, "sum"),
    "growth_vs_previous": Measure(
        lambda cell: _growth(_funding(cell.rounds), _funding(cell.before)), AMOUNT, "growth"
    ),
    "deal_growth": Measure(
        lambda cell: _growth(len(cell.rounds), len(cell.before)), DEAL, "growth"
    ),
    "median_deal_size": Measure(_middle("amount", 0.5), AMOUNT, "median"),
    "deal_size_p25": Measure(_middle("amount", 0.25), AMOUNT, "lower quartile"),
    "deal_size_p75": Measure(_middle("amount", 0.75), AMOUNT, "upper quartile"),
    "median_pre_money": Measure(_middle("pre", 0.5), PRE, "median"),
    "n_pre_money": Measure(_number("pre"), PRE, "number"),
    "median_pre": Measure(_middle("pre", 0.5), PRE, "median"),
    "pre_p25": Measure(_middle("pre", 0.25), PRE, "lower quartile"),
    "pre_p75": Measure(_middle("pre", 0.75), PRE, "upper quartile"),
    "n_pre": Measure(_number("pre"), PRE, "number"),
    "median_post": Measure(_middle("post", 0.5), POST, "median"),
    "post_p25": Measure(_middle("post", 0.25), POST, "lower quartile"),
    "post_p75": Measure(_middle("post", 0.75), POST, "upper quartile"),
    "n_post": Measure(_number("post"), POST, "number"),
    **{f"{stage}_deals": of_stage(stage) for stage in
       ("seed", "series_a", "series_b", "growth", "other")},
}  # fmt: skip
OF_SECTOR = (
    "total_deals", "disclosed_deals", "total_funding", "growth_vs_previous", "deal_growth",
    "median_deal_size", "deal_size_p25", "deal_size_p75", "median_pre_money", "n_pre_money",
    "seed_deals", "series_a_deals", "series_b_deals", "growth_deals", "other_deals",
)  # fmt: skip
OF_CELL = ("total_deals", "disclosed_deals", "total_funding", "median_deal_size",
           "growth_vs_previous")  # fmt: skip
OF_STAGE = ("median_pre", "pre_p25", "pre_p75", "n_pre", "median_post", "post_p25", "post_p75",
            "n_post", "deals")  # fmt: skip
OF_PLACE = ("deals", "total_funding", "median_deal_size", "median_pre", "n_pre")


def member(spot: Spot) -> str:
    """`Software` of `sectors[Software].total_deals`."""
    return spot.path.partition("[")[2].rpartition("]")[0]


def sector(facts: MarketFacts, key: FigureKey, spot: Spot) -> Cell:
    """A sector in the current quarter."""
    return _cell(facts, key, facts.current(key), member(spot))


def cell(facts: MarketFacts, key: FigureKey, spot: Spot) -> Cell:
    """A sector in a quarter."""
    row = _row(facts.ground.answer(key).cells, spot)
    return _cell(facts, key, row.quarter, row.sector)


def whole(facts: MarketFacts, key: FigureKey, _spot: Spot) -> Cell:
    """Everything in the current quarter, or the one sector that was asked for."""
    named = key.extra[2].partition("|")[2]
    quarter = facts.current(key)
    if named:
        return _cell(facts, key, quarter, named)
    return Cell(facts.rounds(key, quarter), facts.rounds(key, shift(quarter, -1)))


def stage_now(facts: MarketFacts, key: FigureKey, spot: Spot) -> Cell:
    """A stage in the current quarter."""
    return _of_stage(facts, key, facts.current(key), member(spot))


def stage_then(facts: MarketFacts, key: FigureKey, spot: Spot) -> Cell:
    """A stage in a quarter of the trend."""
    row = _row(facts.ground.answer(key).trend_data, spot)
    return _of_stage(facts, key, row.quarter, row.stage)


def place(facts: MarketFacts, key: FigureKey, spot: Spot) -> Cell:
    """A place over four quarters."""
    found = [one for name in facts.window(key) for one in facts.rounds(key, name)]
    return Cell([one for one in found if one.place == member(spot)], [])


def of_provider(facts: MarketFacts, key: FigureKey, spot: Spot) -> Cell:
    """A sector in the quarter that providers are compared in, as one of them lists it."""
    row = _row(facts.ground.answer(key).rows, spot)
    rounds = facts.rounds(key, row.quarter, row.provider)
    return Cell([one for one in rounds if one.sector == row.sector], [])


def share_of_place(facts: MarketFacts, key: FigureKey, spot: Spot) -> Told:
    """A place's deals over those of all."""
    own = place(facts, key, spot).rounds
    every = sum(len(facts.rounds(key, name)) for name in facts.window(key))
    return Told(
        numbers=equation(f"{len(own):,} / {every:,}", spot.given, spot.unit),
        recomputed=value_of(spot, len(own) / every if every else None),
        uses=facts.of_rounds(own, DEAL),
    )


def table(prefix: str, names: Sequence[str], chosen: Chosen) -> dict[str, Recipe]:
    """One recipe per number of a part of an answer."""
    return {f"{prefix}{name}": figure(chosen, MEASURES[name]) for name in names}


def _cell(facts: MarketFacts, key: FigureKey, quarter: str, name: str) -> Cell:
    now, before = (
        [one for one in facts.rounds(key, when) if one.sector == name]
        for when in (quarter, shift(quarter, -1))
    )
    return Cell(now, before)


def _of_stage(facts: MarketFacts, key: FigureKey, quarter: str, stage: str) -> Cell:
    rounds = facts.rounds(key, quarter)
    return Cell([one for one in rounds if stage_of(one.row.stage) == stage], [])


def _row(members: Sequence[Any], spot: Spot) -> Any:
    named = dict(zip(member_names(members), members, strict=True)) if members else {}
    found = named.get(member(spot))
    if found is None:
        raise NotFound
    return found


def _values(rounds: Sequence[Round], name: str) -> list[Decimal]:
    return [value for one in rounds if (value := getattr(one, name)) is not None]


def _known(one: Round, counts_as: str) -> bool:
    names = {AMOUNT: "amount", PRE: "pre", POST: "post"}
    return counts_as == DEAL or getattr(one, names[counts_as]) is not None
