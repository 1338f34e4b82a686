"""Kind `fund_ledger`: amounts on the lines of the capital account, posted or as stated."""

from collections.abc import Iterable

from services.calc import capital_account
from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import (
    funds_own_currency,
    not_after_today,
    not_before_inception,
    years,
)

SPANS = ("transaction", "qtd", "ytd", "itd")


def usual_sign(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Amounts whose sign is not the one their line usually has on a capital account."""
    both = zip(facts.rows, facts.columns["account"], facts.columns["amount"], strict=True)
    for row, slug, amount in both:
        line = capital_account.LINES[slug]
        if line.sign and amount * line.sign < 0:
            usual = "positive" if line.sign > 0 else "negative"
            words = f"Amounts of {slug} are usually {usual}; read as a reversal."
            yield Oddity(row, "amount", str(amount), words)


KIND = Kind(
    name="fund_ledger",
    meaning="capital-account lines; what raises the net asset value is positive",
    table="fund_ledger",
    columns=(
        Column("fund", Type.FUND, "the firm's code of the fund", "AQ1", True, "fund_id"),
        Column(
            "date", Type.DATE, "day of the posting or statement", "2024-03-31", True, "entry_date"
        ),
        Column("account", Type.ACCOUNT, "an ILPA line or its slug", "management_fees", True),
        Column("amount", Type.MONEY, "signed as on the capital account", "-187500", True),
        Column("investor", Type.INVESTOR, "blank: the whole fund", "LP07", stored_as="investor_id"),
        Column("company", Type.COMPANY, "company it concerns", "C012", stored_as="company_id"),
        Column("currency", Type.CURRENCY, "blank: the fund's", "EUR"),
        Column("external_id", Type.CODE, "the source's own identifier of the row", "GL-20931"),
        Column(
            "span",
            Type.CHOICE,
            "what the amount covers; blank: one posting",
            "qtd",
            choices=SPANS,
            default="transaction",
        ),
    ),
    identity=("fund_id", "investor_id", "entry_date", "account", "span", "company_id"),
    external="external_id",
    series="fund_id",
    day="entry_date",
    twins=True,
    oddities=(
        years,
        not_after_today("date"),
        not_before_inception("date"),
        usual_sign,
        funds_own_currency,
    ),
)
