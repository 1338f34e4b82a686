"""Kind `company_metrics`: what a company reported for the period that ends on a day."""

from collections.abc import Iterable
from datetime import timedelta

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import (
    fraction,
    not_after_today,
    not_before,
    not_negative,
    not_zero,
    years,
)

UNKNOWN = "0 is a figure; leave the cell blank where it is not known."


def month_end(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Periods that end inside a month."""
    for row, day in facts.known("period_end"):
        if (day + timedelta(days=1)).day != 1:
            words = "This is not the last day of a month."
            yield Oddity(row, "period_end", day.isoformat(), words)


def reports_after_failure(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Figures of companies that are known to have failed."""
    for row, code in facts.known("company"):
        company = books.companies.get(code)
        if company is not None and company.status == "failed":
            yield Oddity(row, "company", code, "This company is recorded as failed.")


def own_currency(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Figures in another currency than the company's books."""
    for row, code, currency in zip(
        facts.rows, facts.columns["company"], facts.columns["currency"], strict=True
    ):
        company = books.companies.get(code)
        own = company.currency if company else None
        if own is not None and currency is not None and currency != own:
            yield Oddity(row, "currency", currency, f"The company's books are in {own}.")


def nothing_reported(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Rows with no figure at all: they say that a period was reported and nothing of it."""
    figures = [column.name for column in KIND.columns[2:-2]]
    values = zip(*(facts.columns[name] for name in figures), strict=True)
    for row, found in zip(facts.rows, values, strict=True):
        if all(value is None for value in found):
            yield Oddity(row, None, None, "This row has no figure; the period stays unknown.")


KIND = Kind(
    name="company_metrics",
    meaning="figures of a company per period; what is blank stays unknown",
    table="company_metrics",
    columns=(
        Column(
            "company", Type.COMPANY, "the firm's code of the company", "C012", True, "company_id"
        ),
        Column("period_end", Type.DATE, "last day of the period", "2024-03-31", True),
        Column("revenue_ttm", Type.MONEY, "revenue of the last twelve months", "3400000"),
        Column("arr", Type.MONEY, "annual recurring revenue on the day", "3900000"),
        Column("growth_rate", Type.RATE, "growth over a year, a fraction", "0.85"),
        Column("gross_margin", Type.RATE, "gross margin, a fraction", "0.71"),
        Column("cash", Type.MONEY, "cash on the day", "5200000"),
        Column("net_burn", Type.MONEY, "per month; positive: cash is used up", "240000"),
        Column("ltv", Type.MONEY, "lifetime value of a customer", "42000"),
        Column("cac", Type.MONEY, "cost of winning a customer", "11500"),
        Column("nrr", Type.RATE, "net revenue retention, a fraction", "1.12"),
        Column("headcount", Type.INTEGER, "people on the day", "48"),
        Column("reported_at", Type.DATE, "day the report came", "2024-04-22"),
        Column("currency", Type.CURRENCY, "blank: the company's", "EUR"),
    ),
    identity=("company_id", "period_end"),
    series="company_id",
    day="period_end",
    latest="is_latest",
    oddities=(
        years,
        month_end,
        not_after_today("period_end"),
        not_before("reported_at", "period_end", "The report came before its period ended."),
        *(
            not_negative(name, f"{name} is negative.")
            for name in ("revenue_ttm", "arr", "cash", "ltv", "cac", "headcount")
        ),
        not_negative("net_burn", "The burn is negative: read as cash that comes in every month."),
        not_zero("ltv", UNKNOWN),
        not_zero("cac", UNKNOWN),
        fraction("gross_margin"),
        fraction("growth_rate", most=10),
        fraction("nrr", most=5),
        reports_after_failure,
        own_currency,
        nothing_reported,
    ),
)
