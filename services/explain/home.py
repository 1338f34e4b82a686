"""Where in the answers about the firm which figure stands: they are those of Fund Performance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from services.explain.fund_performance.families import METRICS
from services.explain.fund_performance.naming import key_of
from services.explain.recipe import Keyed
from services.home.results import FirmFunds

FIGURES = ("total_committed", "paid_in", "distributions", "unfunded", "nav", "irr", "tvpi", "dpi",
           "moic")  # fmt: skip


def firm_funds(result: FirmFunds) -> Iterator[Keyed]:
    """The pooled figures, and those of each fund in its own currency and on its own day."""
    for name in FIGURES:
        yield Keyed(f"total.{name}", key_of(result.meta, METRICS, name))
    for row in result.rows:
        own = replace(result.meta, funds=(row.code,), currency=row.currency, as_of=row.as_of)
        for name in FIGURES:
            yield Keyed(f"rows[{row.code}].{name}", key_of(own, METRICS, name))


NAMERS: Mapping[type, Callable[[Any], Iterator[Keyed]]] = MappingProxyType({FirmFunds: firm_funds})
