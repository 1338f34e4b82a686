"""How each headline figure is made: one entry a metric; other families have their own files."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from services.calc.transactions import GROSS, WITH, WITHOUT
from services.explain.fund_performance.recipes import companies
from services.explain.fund_performance.recipes.capital import (
    dry_powder,
    fee_rows,
    recallable_rows,
    total_committed,
    unfunded,
)
from services.explain.fund_performance.recipes.rates import period_return, rate
from services.explain.fund_performance.recipes.ratios import ratio
from services.explain.fund_performance.recipes.sums import (
    Recipe,
    distribution_rows,
    first_flow,
    flow_count,
    line_rows,
    nav,
    paid_in_rows,
    summed,
)

METRIC_RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "irr": rate(),
        "gross_irr": rate(basis=GROSS),
        "irr_with_line": rate(credit_line=WITH),
        "irr_without_line": rate(credit_line=WITHOUT),
        "period_return": period_return,
        "tvpi": ratio(("distributions", "nav"), "paid_in", also=("dpi", "rvpi")),
        "dpi": ratio(("distributions",), "paid_in"),
        "rvpi": ratio(("nav",), "paid_in"),
        "pic": ratio(("paid_in",), "total_committed"),
        "moic": ratio(("distributions", "nav"), "paid_in", basis=GROSS),
        "tvpi_with_line": ratio(("distributions", "nav"), "paid_in", credit_line=WITH),
        "tvpi_without_line": ratio(("distributions", "nav"), "paid_in", credit_line=WITHOUT),
        "nav": nav,
        "paid_in": summed(paid_in_rows),
        "distributions": summed(distribution_rows),
        "recallable": summed(recallable_rows),
        "fees_to_date": summed(fee_rows),
        "credit_line_balance": summed(line_rows),
        "total_committed": total_committed,
        "unfunded": unfunded,
        "dry_powder": dry_powder,
        "capital_deployed": summed(companies.invested_rows),
        "realized_value": summed(companies.realized_rows),
        "unrealized_value": companies.unrealized_value,
        "capital_returned": companies.capital_returned,
        "top_performer_contribution": companies.top_contribution,
        "flow_count": flow_count,
        "first_flow": first_flow,
    }
)
