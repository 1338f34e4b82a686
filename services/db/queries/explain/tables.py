"""The tables that rows of figures stand in, by the name they have in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ARRAY, Text, bindparam, null

from services.db.models import (
    BenchmarkFund,
    BenchmarkPoint,
    ChannelCost,
    Commitment,
    CompanyMetric,
    CompanyVersion,
    DealVersion,
    FundBalance,
    FundCashFlow,
    FundLedgerEntry,
    FundNav,
    FundVersion,
    FxRate,
    IndexLevel,
    InvestmentCashFlow,
    MarketExit,
    MarketRound,
    PipelineDealVersion,
    PipelineEvent,
    TeamActivity,
    Valuation,
)

FLOWS, NAVS, COMMITMENTS = "fund_cash_flows", "fund_navs", "commitments"
BALANCES, TERMS = "fund_balances", "fund_versions"
HOLDING_FLOWS, MARKS = "investment_cash_flows", "valuations"
RATES, LEVELS, POINTS, PEERS = "fx_rates", "index_levels", "benchmark_points", "benchmark_funds"
REPORTS, COMPANIES, INVESTMENTS = "company_metrics", "company_versions", "deal_versions"
PIPELINE, EVENTS, COSTS = "pipeline_deal_versions", "pipeline_events", "channel_costs"
ROUNDS, EXITS = "market_rounds", "market_exits"
ACTIVITIES, LEDGER = "team_activities", "fund_ledger"
# Model and the column that holds the amount, where the row is about one.
AMOUNTS: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {
        FLOWS: (FundCashFlow, FundCashFlow.amount),
        NAVS: (FundNav, FundNav.nav),
        COMMITMENTS: (Commitment, Commitment.amount),
        BALANCES: (FundBalance, FundBalance.amount),
        LEDGER: (FundLedgerEntry, FundLedgerEntry.amount),
        TERMS: (FundVersion, FundVersion.total_committed),
        HOLDING_FLOWS: (InvestmentCashFlow, InvestmentCashFlow.amount),
        MARKS: (Valuation, Valuation.fair_value),
        RATES: (FxRate, FxRate.per_base),
        LEVELS: (IndexLevel, IndexLevel.level),
        POINTS: (BenchmarkPoint, BenchmarkPoint.p50),
        PEERS: (BenchmarkFund, BenchmarkFund.multiple),
        REPORTS: (CompanyMetric, null()),
        COMPANIES: (CompanyVersion, null()),
        INVESTMENTS: (DealVersion, null()),
        PIPELINE: (PipelineDealVersion, PipelineDealVersion.check_size),
        EVENTS: (PipelineEvent, null()),
        COSTS: (ChannelCost, ChannelCost.cost),
        ROUNDS: (MarketRound, MarketRound.amount),
        EXITS: (MarketExit, MarketExit.value),
        ACTIVITIES: (TeamActivity, TeamActivity.response_time_hours),
    }
)


def texts(name: str, values: Collection[str]) -> Any:
    """An array of texts for a statement."""
    return bindparam(name, sorted(values), type_=ARRAY(Text))
