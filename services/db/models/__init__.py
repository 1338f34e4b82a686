"""Every table, by noun."""

from services.db.models.aggregates import (
    LpReporting,
    MarketDue,
    MarketFigure,
    PipelineMetrics,
    PortfolioAggregation,
    SectorTrend,
    TeamMetrics,
)
from services.db.models.alerts import Alert, AlertEvent, AlertRule, RegisteredRisk
from services.db.models.base import Base
from services.db.models.checks import CheckResult
from services.db.models.companies import BoardSeat, Company, CompanyMetric, CompanyVersion, Expiry
from services.db.models.configurations import Configuration
from services.db.models.funds import Fund, FundCashFlow, FundNav, FundVersion, LpaTerm
from services.db.models.imports import DataVersion, Import
from services.db.models.investments import Deal, DealVersion, InvestmentCashFlow, Valuation
from services.db.models.investors import Commitment, LimitedPartner, LimitedPartnerVersion
from services.db.models.market import (
    BenchmarkData,
    BenchmarkFund,
    BenchmarkPoint,
    FxRate,
    IndexLevel,
    MarketExit,
    MarketRound,
)
from services.db.models.people import (
    ApiKey,
    EmbedRevocation,
    SocketTicket,
    User,
    UserFund,
    UserSession,
)
from services.db.models.pipeline import (
    ChannelCost,
    PipelineDeal,
    PipelineDealVersion,
    PipelineEvent,
)
from services.db.models.records import BalanceAssertion, FundBalance, FundLedgerEntry, InvestorTerm
from services.db.models.reports import (
    LpReport,
    LpReportManifest,
    LpReportOpening,
    LpReportWaiver,
)
from services.db.models.snapshots import FundMetrics, RefreshRun
from services.db.models.team import TeamActivity, TeamMemberVersion

__all__ = [
    "Alert",
    "AlertEvent",
    "AlertRule",
    "ApiKey",
    "BalanceAssertion",
    "Base",
    "BenchmarkData",
    "BenchmarkFund",
    "BenchmarkPoint",
    "BoardSeat",
    "ChannelCost",
    "CheckResult",
    "Commitment",
    "Company",
    "CompanyMetric",
    "CompanyVersion",
    "Configuration",
    "DataVersion",
    "Deal",
    "DealVersion",
    "EmbedRevocation",
    "Expiry",
    "Fund",
    "FundBalance",
    "FundCashFlow",
    "FundLedgerEntry",
    "FundMetrics",
    "FundNav",
    "FundVersion",
    "FxRate",
    "Import",
    "IndexLevel",
    "InvestmentCashFlow",
    "InvestorTerm",
    "LimitedPartner",
    "LimitedPartnerVersion",
    "LpReport",
    "LpReportManifest",
    "LpReportOpening",
    "LpReportWaiver",
    "LpReporting",
    "LpaTerm",
    "MarketDue",
    "MarketExit",
    "MarketFigure",
    "MarketRound",
    "PipelineDeal",
    "PipelineDealVersion",
    "PipelineEvent",
    "PipelineMetrics",
    "PortfolioAggregation",
    "RefreshRun",
    "RegisteredRisk",
    "SectorTrend",
    "SocketTicket",
    "TeamActivity",
    "TeamMemberVersion",
    "TeamMetrics",
    "User",
    "UserFund",
    "UserSession",
    "Valuation",
]
