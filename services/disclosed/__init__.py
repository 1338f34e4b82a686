"""Funds as others disclose them: running totals of successive lists, and what lies between."""

from services.disclosed.service import DisclosedFundsService

__all__ = ["DisclosedFundsService"]
