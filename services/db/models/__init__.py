"""Every table, by noun."""

from services.db.models.base import Base
from services.db.models.funds import Fund, FundCashFlow, FundNav, FundVersion, LpaTerm
from services.db.models.imports import DataVersion, Import
from services.db.models.investors import Commitment, LimitedPartner, LimitedPartnerVersion
from services.db.models.market import (
    BenchmarkData,
    BenchmarkFund,
    BenchmarkPoint,
    FxRate,
    IndexLevel,
)
from services.db.models.people import (
    ApiKey,
    EmbedRevocation,
    SocketTicket,
    User,
    UserFund,
    UserSession,
)
from services.db.models.snapshots import FundMetrics, RefreshRun

__all__ = [
    "ApiKey",
    "Base",
    "BenchmarkData",
    "BenchmarkFund",
    "BenchmarkPoint",
    "Commitment",
    "DataVersion",
    "EmbedRevocation",
    "Fund",
    "FundCashFlow",
    "FundMetrics",
    "FundNav",
    "FundVersion",
    "FxRate",
    "Import",
    "IndexLevel",
    "LimitedPartner",
    "LimitedPartnerVersion",
    "LpaTerm",
    "RefreshRun",
    "SocketTicket",
    "User",
    "UserFund",
    "UserSession",
]
