"""Where in the bridges, costs, reserves and tables of Fund Performance which figure stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from services.calc.transactions import GROSS, WITH, WITHOUT
from services.envelope import Meta
from services.explain.fund_performance.families import COMPANIES, METRICS
from services.explain.keys import FigureKey, fund_tokens
from services.explain.recipe import Keyed
from services.fund_performance.results import (
    Contributions,
    Deployment,
    Fees,
    Forecast,
    FundTable,
    GrossToNet,
    NavBridge,
    Reserves,
)

OF_COMPANY = ("invested", "realized_value", "unrealized_value", "gain", "moic")
OF_ALL = {"invested": "capital_deployed", "realized_value": "realized_value",
          "unrealized_value": "unrealized_value"}  # fmt: skip
OF_FUND = {"total_committed": "total_committed", "paid_in": "paid_in", "nav": "nav",
           "distributed": "distributions", "dpi": "dpi", "rvpi": "rvpi", "tvpi": "tvpi",
           "moic": "moic", "irr": "irr"}  # fmt: skip
OF_PACE = {"committed": "total_committed", "paid_in": "paid_in", "nav": "nav"}
OF_POWDER = {"unfunded": "unfunded", "recallable": "recallable", "new_deals": "dry_powder"}


def _key(
    meta: Meta,
    metric: str,
    *,
    family: str = METRICS,
    day: date | None = None,
    fund: str | None = None,
    extra: tuple[str, ...] = (),
) -> FigureKey:
    """A headline figure of the answer's funds, or of one of them alone."""
    tokens, is_set = fund_tokens(meta.funds if fund is None else (fund,))
    return FigureKey(
        family=family,
        metric=metric,
        funds=tokens,
        as_of=meta.as_of,
        day=day or meta.as_of,
        known_on=meta.known_on,
        basis=meta.basis,
        credit_line=meta.credit_line,
        currency=meta.currency or "",
        extra=extra,
        is_set=is_set,
    )


def nav_bridge(result: NavBridge) -> Iterator[Keyed]:
    """Both values; a value before a fund began is nothing, and no figure."""
    for name, day in (("opening", result.start), ("closing", result.end)):
        if getattr(result, name):
            key = _key(result.meta, "nav", day=day)
            yield Keyed(name, key)
            yield Keyed(f"rows[{name}].amount", key)
        for line in result.funds:
            if getattr(line, name):
                own = _key(result.meta, "nav", day=day, fund=line.fund)
                yield Keyed(f"funds[{line.fund}].{name}", own)


def gross_to_net(result: GrossToNet) -> Iterator[Keyed]:
    """Both ends: gross as if capital had been called at once, net as asked."""
    meta = result.meta
    yield Keyed("gross_irr", _key(meta, "gross_irr").on(credit_line=WITHOUT))
    yield Keyed("gross_tvpi", _key(meta, "moic").on(credit_line=WITHOUT))
    yield Keyed("net_irr", _key(meta, "irr"))
    yield Keyed("net_tvpi", _key(meta, "tvpi"))


def contributions(result: Contributions) -> Iterator[Keyed]:
    """Amounts and multiples of every company; totals while none is left out."""
    for row in result.rows:
        for name in OF_COMPANY:
            key = _key(result.meta, name, family=COMPANIES, extra=(row.company,))
            yield Keyed(f"rows[{row.company}].{name}", key.on(basis=GROSS, credit_line=WITH))
    if result.left_out is None:
        for name, metric in OF_ALL.items():
            key = _key(result.meta, metric).on(basis=GROSS, credit_line=WITH)
            yield Keyed(name, key)


def fees(result: Fees) -> Iterator[Keyed]:
    """What the costs are set against."""
    for name in ("total_committed", "paid_in"):
        yield Keyed(name, _key(result.meta, name))


def pacing(result: Deployment) -> Iterator[Keyed]:
    """What was put to work, and what was promised for it."""
    for name, metric in (("deployed", "capital_deployed"), ("total_committed", "total_committed")):
        if name == "total_committed" or getattr(result, name) is not None:
            yield Keyed(name, _key(result.meta, metric))
        for line in result.funds:
            if getattr(line, name) is not None:
                own = _key(result.meta, metric, fund=line.fund)
                yield Keyed(f"funds[{line.fund}].{name}", own)


def reserves(result: Reserves) -> Iterator[Keyed]:
    """What may be called, what may be called again, and what is left, by fund and in all."""
    for name, metric in OF_POWDER.items():
        yield Keyed(f"total.{name}", _key(result.meta, metric))
        for line in result.funds:
            yield Keyed(f"funds[{line.fund}].{name}", _key(result.meta, metric, fund=line.fund))


def forecast(result: Forecast) -> Iterator[Keyed]:
    """Where each path was restarted from, and what the funds were worth in the past."""
    for pace in result.paces:
        for name, metric in OF_PACE.items():
            own = _key(result.meta, metric, fund=pace.fund)
            yield Keyed(f"paces[{pace.fund}].{name}", own)
    for row in result.rows:
        if row.kind == "actual" and row.nav is not None:
            yield Keyed(f"rows[{row.date}].nav", _key(result.meta, "nav", day=row.date))


def funds(result: FundTable) -> Iterator[Keyed]:
    """Every headline figure of every fund, and of all pooled."""
    for name, metric in OF_FUND.items():
        yield Keyed(f"total.{name}", _key(result.meta, metric))
        for line in result.rows:
            yield Keyed(f"rows[{line.fund}].{name}", _key(result.meta, metric, fund=line.fund))


NAMERS: Mapping[type, Callable[[Any], Iterator[Keyed]]] = {
    NavBridge: nav_bridge,
    GrossToNet: gross_to_net,
    Contributions: contributions,
    Fees: fees,
    Deployment: pacing,
    Reserves: reserves,
    Forecast: forecast,
    FundTable: funds,
}
