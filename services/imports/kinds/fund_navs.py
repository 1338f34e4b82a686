"""Kind `fund_navs`: net asset values of funds and of investors' shares."""

from services.imports.kinds.declare import Column, Kind, Type
from services.imports.kinds.oddities import (
    funds_own_currency,
    not_after_today,
    not_before_inception,
    not_negative,
    years,
)

KIND = Kind(
    name="fund_navs",
    meaning="net asset values, one per fund (or investor) and day",
    table="fund_navs",
    columns=(
        Column("fund", Type.FUND, "the firm's code of the fund", "AQ1", True, "fund_id"),
        Column("date", Type.DATE, "day of the valuation", "2024-03-31", True, "nav_date"),
        Column("nav", Type.MONEY, "net asset value after accrued carry", "84500000", True),
        Column("investor", Type.INVESTOR, "blank: the whole fund", "LP07", stored_as="investor_id"),
        Column("currency", Type.CURRENCY, "blank: the fund's", "EUR"),
    ),
    identity=("fund_id", "investor_id", "nav_date"),
    series="fund_id",
    day="nav_date",
    oddities=(
        years,
        not_after_today("date"),
        not_before_inception("date"),
        not_negative("nav", "The net asset value is negative."),
        funds_own_currency,
    ),
)
