"""What can be imported: one file per kind, and this list."""

from services.errors import InvalidInput
from services.imports.kinds import (
    benchmark_funds,
    benchmarks,
    commitments,
    fund_cash_flows,
    fund_navs,
    funds,
    fx_rates,
    index_levels,
    investors,
    lpa_terms,
)
from services.imports.kinds.declare import Kind

_MODULES = (
    funds,
    lpa_terms,
    investors,
    commitments,
    fund_cash_flows,
    fund_navs,
    index_levels,
    fx_rates,
    benchmarks,
    benchmark_funds,
)
KINDS: dict[str, Kind] = {module.KIND.name: module.KIND for module in _MODULES}


def kind_named(name: str) -> Kind:
    """The kind of this name. Raises InvalidInput naming those there are."""
    if name not in KINDS:
        raise InvalidInput(f"There is no kind {name!r}. Kinds: {', '.join(KINDS)}.")
    return KINDS[name]


__all__ = ["KINDS", "Kind", "kind_named"]
