"""The portfolios of the demonstration firm's funds, oldest fund first."""

from services.demo.portfolio.book import Company, Lot, Move, Portfolio
from services.demo.portfolio.fund_one import FUND_ONE
from services.demo.portfolio.fund_two import FUND_TWO
from services.demo.portfolio.fund_zero import FUND_ZERO
from services.demo.portfolio.pioneer import PIONEER

PORTFOLIOS: dict[str, Portfolio] = {
    portfolio.fund: portfolio for portfolio in (PIONEER, FUND_ZERO, FUND_ONE, FUND_TWO)
}

__all__ = ["PORTFOLIOS", "Company", "Lot", "Move", "Portfolio"]
