"""What can be imported: one file per kind, and this list."""

from services.errors import InvalidInput
from services.imports.kinds import (
    balance_assertions,
    benchmark_funds,
    benchmarks,
    board_seats,
    channel_costs,
    commitments,
    companies,
    company_metrics,
    expiries,
    fund_balances,
    fund_cash_flows,
    fund_ledger,
    fund_navs,
    funds,
    fx_rates,
    index_levels,
    investment_cash_flows,
    investments,
    investor_terms,
    investors,
    lpa_terms,
    market_exits,
    market_rounds,
    pipeline_deals,
    pipeline_events,
    team_activities,
    team_members,
    valuations,
)
from services.imports.kinds.declare import Kind

_MODULES = (
    funds,
    lpa_terms,
    investors,
    commitments,
    investor_terms,
    fund_cash_flows,
    fund_navs,
    fund_ledger,
    fund_balances,
    balance_assertions,
    companies,
    investments,
    investment_cash_flows,
    valuations,
    company_metrics,
    board_seats,
    expiries,
    pipeline_deals,
    pipeline_events,
    channel_costs,
    team_members,
    team_activities,
    market_rounds,
    market_exits,
    benchmarks,
    benchmark_funds,
    index_levels,
    fx_rates,
)
KINDS: dict[str, Kind] = {module.KIND.name: module.KIND for module in _MODULES}


def kind_named(name: str) -> Kind:
    """The kind of this name. Raises InvalidInput naming those there are."""
    if name not in KINDS:
        raise InvalidInput(f"There is no kind {name!r}. Kinds: {', '.join(KINDS)}.")
    return KINDS[name]


__all__ = ["KINDS", "Kind", "kind_named"]
