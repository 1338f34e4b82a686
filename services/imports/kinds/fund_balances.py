"""Kind `fund_balances`: cash, debt and reserves of a fund on a day."""

from collections.abc import Iterable

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import (
    not_after_today,
    not_before_inception,
    not_negative,
    years,
)

FOLLOW_ON = "reserve_follow_on"
ITEMS = (
    "cash",
    "credit_line",
    "credit_line_limit",
    "other_assets",
    "liabilities",
    FOLLOW_ON,
    "reserve_fees",
)


def of_the_fund(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Companies beside items that only a whole fund has."""
    both = zip(facts.rows, facts.columns["item"], facts.columns["company"], strict=True)
    for row, item, company in both:
        if company is not None and item != FOLLOW_ON:
            words = f"{item} belongs to the whole fund; only {FOLLOW_ON} is kept by company."
            yield Oddity(row, "company", company, words)


KIND = Kind(
    name="fund_balances",
    meaning="balances of a fund on a day, all positive, in the fund's currency",
    table="fund_balances",
    columns=(
        Column("fund", Type.FUND, "the firm's code of the fund", "AQ1", True, "fund_id"),
        Column("date", Type.DATE, "day of the balance", "2024-03-31", True, "balance_date"),
        Column("item", Type.CHOICE, "what it is a balance of", FOLLOW_ON, True, choices=ITEMS),
        Column("amount", Type.MONEY, "positive, debts too", "3150000", True),
        Column("company", Type.COMPANY, "company a reserve is for", "C012", stored_as="company_id"),
    ),
    identity=("fund_id", "balance_date", "item", "company_id"),
    series="fund_id",
    day="balance_date",
    oddities=(
        years,
        not_after_today("date"),
        not_before_inception("date"),
        not_negative("amount", "The balance is negative; debts are written as positive amounts."),
        of_the_fund,
    ),
)
