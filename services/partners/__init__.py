"""The partnership agreement applied to the books: terms, accounts of investors, waterfalls."""

from services.partners.books import Partnership, Partnerships, read_partnerships
from services.partners.carry import Accrued, accrued, paid
from services.partners.interests import Interest, Position, pooled, total
from services.partners.terms import Agreement, in_force, overridden
from services.partners.waterfall import Pool, Share, Shared, pool, waterfall_of

__all__ = [
    "Accrued",
    "Agreement",
    "Interest",
    "Partnership",
    "Partnerships",
    "Pool",
    "Position",
    "Share",
    "Shared",
    "accrued",
    "in_force",
    "overridden",
    "paid",
    "pool",
    "pooled",
    "read_partnerships",
    "total",
    "waterfall_of",
]
