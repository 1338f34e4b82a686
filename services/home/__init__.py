"""The firm on one page: all funds, what changed, what needs a hand, what was done."""

from services.home.service import HomeService

__all__ = ["HomeService"]
