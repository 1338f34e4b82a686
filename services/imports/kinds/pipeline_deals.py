"""Kind `pipeline_deals`: companies that a fund looks at, and what became of them."""

from collections.abc import Iterable

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import (
    not_after_today,
    not_before_inception,
    not_negative,
    not_zero,
    years,
)

OUTCOMES = ("open", "closed", "passed", "lost")


def reasons(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Passed deals without a reason, and reasons of deals that were not passed."""
    both = zip(facts.rows, facts.columns["outcome"], facts.columns["pass_reason"], strict=True)
    for row, outcome, reason in both:
        if outcome == "passed" and reason is None:
            yield Oddity(row, "pass_reason", None, "This deal was passed without a reason.")
        elif reason is not None and outcome in ("open", "closed"):
            words = f"There is a reason to pass although the deal is {outcome}."
            yield Oddity(row, "pass_reason", reason, words)


def larger_than_fund(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Checks that are larger than everything that was committed to the fund."""
    both = zip(facts.rows, facts.columns["fund"], facts.columns["check_size"], strict=True)
    for row, code, size in both:
        fund = books.funds.get(code)
        committed = fund.total_committed if fund else None
        if size is not None and committed is not None and size > committed:
            words = f"This is more than everything committed to the fund ({committed})."
            yield Oddity(row, "check_size", str(size), words)


KIND = Kind(
    name="pipeline_deals",
    meaning="deals in the pipeline, one row per company that a fund looked at",
    table="pipeline_deal_versions",
    entity="pipeline_deals",
    columns=(
        Column(
            "deal",
            Type.PIPELINE_DEAL,
            "the firm's code of the deal",
            "P0417",
            True,
            "pipeline_deal_id",
        ),
        Column("fund", Type.FUND, "the firm's code of the fund", "AQ2", True, "fund_id"),
        Column("company_name", Type.TEXT, "name of the company", "Tern Robotics AG", True),
        Column("sourced_at", Type.DATE, "day it was first seen", "2024-02-12", True),
        Column("source_channel", Type.TEXT, "where it came from", "referral"),
        Column("sector", Type.TEXT, "sector as the firm names it", "Industrial"),
        Column("stage", Type.TEXT, "round the company raises", "Series A"),
        Column("geography", Type.TEXT, "country or region", "DE"),
        Column("owner", Type.TEXT, "who works on it: code or name", "U03"),
        Column(
            "check_size", Type.MONEY, "what would be invested, in the fund's currency", "3000000"
        ),
        Column("outcome", Type.CHOICE, "blank: not known", "open", choices=OUTCOMES),
        Column("pass_reason", Type.TEXT, "why it was passed", "valuation"),
    ),
    identity=("pipeline_deal_id",),
    series="pipeline_deal_id",
    oddities=(
        years,
        not_after_today("sourced_at"),
        not_before_inception("sourced_at"),
        not_negative("check_size", "The check is negative."),
        not_zero("check_size", "0 is an amount; leave the cell blank where it is not known."),
        larger_than_fund,
        reasons,
    ),
)
