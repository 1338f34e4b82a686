"""Kind `investment_cash_flows`: money between a fund and a company, tranche by tranche."""

from services.imports.kinds.declare import Column, Kind, Type
from services.imports.kinds.holdings import fund_currency, not_before_investment
from services.imports.kinds.oddities import not_after_today, not_negative, not_zero, years

TYPES = ("investment", "follow_on", "proceeds", "dividend", "interest", "fee", "write_off")

KIND = Kind(
    name="investment_cash_flows",
    meaning="what a fund paid for an investment and what came back; a write_off moves no cash",
    table="investment_cash_flows",
    columns=(
        Column(
            "investment", Type.INVESTMENT, "the firm's code of the tranche", "I031", True, "deal_id"
        ),
        Column("date", Type.DATE, "day of the payment", "2020-06-15", True, "flow_date"),
        Column(
            "type", Type.CHOICE, "the direction follows from it", "follow_on", True, choices=TYPES
        ),
        Column(
            "amount",
            Type.MONEY,
            "positive in the type's direction; negative reverses",
            "2500000",
            True,
        ),
        Column("currency", Type.CURRENCY, "blank: the fund's", "EUR"),
        Column("external_id", Type.CODE, "the source's own identifier of the row", "W-2020-118"),
    ),
    identity=("deal_id", "flow_date", "type"),
    external="external_id",
    series="deal_id",
    day="flow_date",
    twins=True,
    oddities=(
        years,
        not_after_today("date"),
        not_before_investment("date"),
        not_negative("amount", "The amount is negative: read as a reversal of its type."),
        not_zero("amount", "The amount is zero."),
        fund_currency,
    ),
)
