"""Which key of an answer is which figure: `meta.figures` filled for pages, API and files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from services.explain import home, risk
from services.explain.families import MODULES
from services.explain.fund_performance import naming as fund_performance
from services.explain.keys import FigureIds
from services.explain.recipe import Keyed

Namer = Callable[[Any], Iterator[Keyed]]
NAMERS: Mapping[type, Namer] = {
    **fund_performance.NAMERS,
    **risk.NAMERS,
    **home.NAMERS,
    **{result: namer for module in MODULES for result, namer in module.namers().items()},
}
BRIEF: Mapping[type, Namer] = fund_performance.BRIEF | {
    result: namer for module in MODULES for result, namer in module.brief().items()
}
FILLERS: Mapping[type, Callable[[Any, FigureIds], Any]] = {
    **fund_performance.FILLERS,
    **risk.FILLERS,
}


def identified(result: Any, ids: FigureIds, *, every: bool = False) -> Any:
    """The answer with the ids of its figures in `meta.figures`; other results as they are.

    Answers of many rows name one figure per row, whose inputs are the row's figures; with `every`
    each number of each row has its own, as pages and workbooks need them.
    """
    named = NAMERS.get(type(result))
    if named is None:
        return result
    brief = BRIEF.get(type(result), named)
    found = {name: ids.write(key) for name, key in (named if every else brief)(result)}
    fill = FILLERS.get(type(result))
    filled = result if fill is None else fill(result, ids)
    return replace(filled, meta=replace(result.meta, figures=found))
