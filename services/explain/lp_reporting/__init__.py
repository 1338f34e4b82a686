"""Figures of LP Reporting explained: cells by rows, accounts by postings, shares by tiers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from services.explain.answers import Answer, Explained, Recipe
from services.explain.fund_performance.families import METRICS
from services.explain.fund_performance.naming import key_of
from services.explain.lp_reporting import costs, recipes
from services.explain.lp_reporting.facts import DISTRIBUTED, PAID_IN, InvestorFacts
from services.explain.recipe import Keyed
from services.lp_reporting import LpReportingService
from services.lp_reporting.results import (
    CapitalAccount,
    CapitalActivity,
    FeesAndCarry,
    Lp,
    Lps,
    Overview,
    Waterfall,
)

CELLS: dict[str, Recipe] = {
    "commitment": recipes.summed(recipes.promised),
    "called": recipes.summed(recipes.cash(PAID_IN)),
    "distributions": recipes.summed(recipes.cash(DISTRIBUTED)),
    "recallable": recipes.summed(recipes.recallable),
    "unfunded": recipes.summed(recipes.open_part),
    "nav": recipes.summed(recipes.value),
    "lp_irr": recipes.rate,
    "lp_tvpi": recipes.ratio(recipes.cash(DISTRIBUTED), recipes.value),
    "lp_dpi": recipes.ratio(recipes.cash(DISTRIBUTED)),
    "lp_rvpi": recipes.ratio(recipes.value),
}
ROLLED = ("total", "opening_unfunded", "contributions", "recallable", "released", "other",
          "closing_unfunded")  # fmt: skip
# Figures of all limited partners together are the fund's own: name there, name here.
OF_THE_FUND = {
    "total_commitments": "total_committed", "called": "paid_in", "distributed": "distributions",
    "recallable": "recallable", "unfunded": "unfunded", "nav": "nav", "net_irr": "irr",
    "tvpi": "tvpi", "dpi": "dpi", "rvpi": "rvpi",
}  # fmt: skip
OF_TOTALS = {
    "commitment": "total_committed", "called": "paid_in", "distributions": "distributions",
    "recallable": "recallable", "unfunded": "unfunded", "nav": "nav", "lp_irr": "irr",
    "lp_tvpi": "tvpi", "lp_dpi": "dpi", "lp_rvpi": "rvpi",
}  # fmt: skip
FEES: dict[str, Recipe] = {
    "gross": costs.fee("management_fees"),
    "offsets": costs.fee("management_fee_offsets"),
    "waivers": costs.fee("fee_waiver"),
    "rebates": costs.fee("management_fee_rebate"),
    "net": costs.fee(*costs.FEE_LINES),
    "net_to_date": costs.fee(*costs.FEE_LINES, to_date=True),
}
Namer = Callable[[Any], Iterator[Keyed]]


def _overview(result: Overview) -> Iterator[Keyed]:
    """The fund's figures; an investor's own are those of its row in the register."""
    if result.packs is not None:
        for name, metric in OF_THE_FUND.items():
            yield Keyed(name, key_of(result.meta, METRICS, metric))


def _register(named: Namer) -> Namer:
    def keyed(result: Lps) -> Iterator[Keyed]:
        yield from named(result)
        if any(row.is_gp for row in result.rows) or len(result.rows) > 1:
            for name, metric in OF_TOTALS.items():
                yield Keyed(f"totals.{name}", key_of(result.meta, METRICS, metric))

    return keyed


def _kept(named: Namer) -> Namer:
    """A what-if is kept nowhere, so its figures have no ids."""
    return lambda result: named(result) if result.sold_at else iter(())


class _Explained(Explained):
    """Cells of investors by their own rows; sums of all of them by the fund's."""

    def namers(self) -> dict[type, Namer]:
        return _adapted(super().namers())

    def brief(self) -> dict[type, Namer]:
        return _adapted(super().brief())


def _adapted(found: dict[type, Namer]) -> dict[type, Namer]:
    return found | {
        Overview: _overview,
        Lps: _register(found[Lps]),
        Waterfall: _kept(found[Waterfall]),
    }


LP_REPORTING = _Explained(
    module="lp_reporting",
    service=LpReportingService,
    facts=InvestorFacts,
    answers=(
        Answer(
            code="lr",
            result=Lps,
            asked=lambda service, who, scope, _option: service.lps(who, scope),
            recipes={f"rows[*].{name}": recipe for name, recipe in CELLS.items()},
        ),
        Answer(
            code="li",
            result=Lp,
            asked=lambda service, who, scope, option: service.lp(who, option, scope),
            option=lambda answer: str(answer.lp),
            recipes=CELLS,
        ),
        Answer(
            code="la",
            result=CapitalAccount,
            asked=lambda service, who, scope, option: service.capital_account(
                who, scope, lp=option
            ),
            option=lambda answer: str(answer.lp),
            recipes={
                **{f"lines[*].{name}": recipes.account_line for name in ("qtd", "ytd", "itd")},
                **{f"commitment[*].{name}": recipes.rolled for name in ROLLED},
            },
        ),
        Answer(
            code="lc",
            result=CapitalActivity,
            asked=lambda service, who, scope, _option: service.capital_activity(who, scope),
            recipes={
                "events[*].amount": recipes.event,
                "events[*].lps[*].amount": recipes.event,
            },
        ),
        Answer(
            code="lf",
            result=FeesAndCarry,
            asked=lambda service, who, scope, _option: service.fees_and_carry(who, scope),
            recipes={
                **{f"management_fees.{name}": recipe for name, recipe in FEES.items()},
                **{f"partnership_expenses[*].{name}": costs.expense(name)
                   for name in ("external", "internal_chargeback", "to_date")},
                "expenses_total": costs.expenses,
            },
        ),
        Answer(
            code="lw",
            result=Waterfall,
            asked=lambda service, who, scope, _option: service.waterfall(who, scope),
            recipes={
                **{f"tiers[*].{name}": recipes.shared for name in ("lp", "gp")},
                **{f"totals.{name}": recipes.shared for name in ("lp", "gp", "proceeds")},
                **{f"per_lp[*].{name}": recipes.share_of_one
                   for name in ("amount", "capital", "preferred", "catch_up", "split")},
            },
        ),
    ),
)  # fmt: skip
