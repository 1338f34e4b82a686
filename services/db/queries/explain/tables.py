"""The tables that rows of figures stand in, by the name they have in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ARRAY, Text, bindparam

from services.db.models import (
    BenchmarkFund,
    BenchmarkPoint,
    Commitment,
    FundBalance,
    FundCashFlow,
    FundNav,
    FundVersion,
    FxRate,
    IndexLevel,
    InvestmentCashFlow,
    Valuation,
)

FLOWS, NAVS, COMMITMENTS = "fund_cash_flows", "fund_navs", "commitments"
BALANCES, TERMS = "fund_balances", "fund_versions"
HOLDING_FLOWS, MARKS = "investment_cash_flows", "valuations"
RATES, LEVELS, POINTS, PEERS = "fx_rates", "index_levels", "benchmark_points", "benchmark_funds"
# Model and the column that holds the amount.
AMOUNTS: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {
        FLOWS: (FundCashFlow, FundCashFlow.amount),
        NAVS: (FundNav, FundNav.nav),
        COMMITMENTS: (Commitment, Commitment.amount),
        BALANCES: (FundBalance, FundBalance.amount),
        TERMS: (FundVersion, FundVersion.total_committed),
        HOLDING_FLOWS: (InvestmentCashFlow, InvestmentCashFlow.amount),
        MARKS: (Valuation, Valuation.fair_value),
        RATES: (FxRate, FxRate.per_base),
        LEVELS: (IndexLevel, IndexLevel.level),
        POINTS: (BenchmarkPoint, BenchmarkPoint.p50),
        PEERS: (BenchmarkFund, BenchmarkFund.multiple),
    }
)


def texts(name: str, values: Collection[str]) -> Any:
    """An array of texts for a statement."""
    return bindparam(name, sorted(values), type_=ARRAY(Text))
