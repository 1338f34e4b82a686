"""Kind `fund_cash_flows`: typed flows between a fund and its investors or its credit line."""

from services.calc import transactions
from services.imports.kinds.declare import Column, Kind, Route, Type
from services.imports.kinds.oddities import (
    funds_own_currency,
    not_after_today,
    not_before_inception,
    not_negative,
    not_zero,
    years,
)

NAV = "nav"


def is_nav(text: str) -> bool:
    """Whether a type says that the row is a net asset value and not a flow."""
    found = transactions.resolve(text)
    return found is not None and found.slug == NAV


KIND = Kind(
    name="fund_cash_flows",
    meaning="calls, distributions and credit-line movements; rows of type NAV go to fund_navs",
    table="fund_cash_flows",
    columns=(
        Column("fund", Type.FUND, "the firm's code of the fund", "AQ1", True, "fund_id"),
        Column("date", Type.DATE, "day that counts for IRR", "2024-03-31", True, "flow_date"),
        Column(
            "type", Type.FLOW_TYPE, "an ILPA label, its slug, or a plain type", "capital_call", True
        ),
        Column(
            "amount",
            Type.MONEY,
            "positive in the type's direction; negative reverses",
            "1000000",
            True,
        ),
        Column(
            "investor", Type.INVESTOR, "blank: the fund's total", "LP07", stored_as="investor_id"
        ),
        Column("currency", Type.CURRENCY, "blank: the fund's", "EUR"),
        Column("recallable", Type.BOOLEAN, "may be called again", "yes"),
        Column("due_date", Type.DATE, "day the notice asks for payment", "2024-04-10"),
        Column("paid_date", Type.DATE, "day it was paid", "2024-04-09"),
        Column("external_id", Type.CODE, "the source's own identifier of the row", "2024-03-31_2"),
        Column("purpose", Type.TEXT, "what it was for", "Investment in Tern AG"),
    ),
    identity=("fund_id", "investor_id", "flow_date", "type"),
    external="external_id",
    series="fund_id",
    day="flow_date",
    twins=True,
    routes=(Route("fund_navs", "type", is_nav, {"nav": "amount"}),),
    oddities=(
        years,
        not_after_today("date"),
        not_before_inception("date"),
        not_negative("amount", "The amount is negative: read as a reversal of its type."),
        not_zero("amount", "The amount is zero."),
        funds_own_currency,
    ),
)
