"""What the register, one investor and the packs of a quarter say."""

from __future__ import annotations

from services.definitions.entry import Definition
from services.definitions.sources import HOUSE

ONLY_THE_FUND = "Null where the books know the whole fund only; nobody's part is made up."
GIPS = "GIPS 2020, as for the fund"

ENTRIES: tuple[Definition, ...] = (
    Definition(
        "lp_count", "Limited partners", "count",
        "investors with a commitment at as_of, the general partner's own money left out",
        "How many investors the funds have.",
        ("One who handed all of its interest on is not counted.",), HOUSE,
    ),
    Definition(
        "total_commitments", "Commitments", "money", "sum of the limited partners' commitments",
        "What investors promised; later promises and reductions add up.", (), HOUSE,
    ),
    Definition(
        "commitment", "Commitment", "money", "sum of what the investor promised by as_of",
        "What one investor promised to its funds.", ("Null where no commitment was imported.",),
        HOUSE,
    ),
    Definition(
        "called_pct", "Called", "fraction", "called / commitments",
        "How much of what was promised was paid in.",
        ("Calls outside commitments count, so it may exceed 1.",), HOUSE,
    ),
    Definition(
        "net_irr", "Net IRR", "percent",
        "the rate at which all investors' flows and what is left are worth nothing",
        "The yearly return of the limited partners together, after fees and carry.",
        ("Under a year, or with several rates, null with its reason.",), GIPS,
    ),
    Definition(
        "lp_irr", "IRR of the investor", "percent",
        "the rate at which its own dated flows and its value are worth nothing",
        "The investor's yearly return, pooled over its funds, after fees and carry.",
        (ONLY_THE_FUND, "Null after an interest was handed over between investors."), GIPS,
    ),
    Definition(
        "lp_tvpi", "TVPI of the investor", "x", "(distributions + NAV) / called",
        "What came back and is left, per unit the investor paid in.",
        (ONLY_THE_FUND, "Null while nothing was paid in."), GIPS,
    ),
    Definition(
        "lp_dpi", "DPI of the investor", "x", "distributions / called",
        "What came back per unit the investor paid in.", (ONLY_THE_FUND,), GIPS,
    ),
    Definition(
        "lp_rvpi", "RVPI of the investor", "x", "NAV / called",
        "What is left per unit the investor paid in.", (ONLY_THE_FUND,), GIPS,
    ),
    Definition(
        "share_of_fund", "Share of commitments", "fraction",
        "commitment / commitments of all limited partners",
        "The investor's part of its funds.",
        ("Null for the general partner's own commitment, which stands beside.",), HOUSE,
    ),
    Definition(
        "top_3_share", "Three largest", "fraction",
        "commitments of the three largest / commitments",
        "How much of the commitments three investors hold.", (), HOUSE,
    ),
    Definition(
        "by_type", "By kind of investor", "fraction", "commitments of a kind / commitments",
        "Who the money comes from, by kind.", ("Null while a commitment is not known.",), HOUSE,
    ),
    Definition(
        "by_country", "By country", "fraction", "commitments of a country / commitments",
        "Where the money comes from.", ("Null while a commitment is not known.",), HOUSE,
    ),
    Definition(
        "lp_reporting.as_of", "Day", "date", "the day that the line stands for",
        "The day of the fund's figures beside it.", (), HOUSE,
    ),
    Definition(
        "lp_reporting.lps", "Investors late", "count", "investors with a call due and not paid",
        "How many investors owe a call at as_of.", (), HOUSE,
    ),
    Definition(
        "max_days_late", "Days late at most", "count",
        "days from the due day to the payment, or to as_of while unpaid; the longest",
        "How late the latest payment is or was.", ("Null where nobody is late.",), HOUSE,
    ),
    Definition(
        "outstanding", "Outstanding", "money", "calls due by as_of and not paid by then",
        "What investors owe the fund.",
        ("Needs due and paid dates of flows; null where none are kept.",), HOUSE,
    ),
    Definition(
        "lp_reporting.paid", "Paid", "money", "what was paid of an event, or as carry in a period",
        "Money that moved by as_of.",
        ("Of a call null where no due and paid dates are kept.",), HOUSE,
    ),
    Definition(
        "lp_reporting.due_date", "Packs due", "date", "45 days after the quarter's end",
        "When the packs of the quarter are owed.", (), HOUSE,
    ),
    *(
        Definition(
            f"lp_reporting.{state}", f"Packs {state}", "count", f"packs of the quarter in {state}",
            words, (), HOUSE,
        )
        for state, words in (
            ("draft", "Prepared, not approved."),
            ("approved", "Approved by somebody else than who prepared it, not sealed."),
            ("locked", "Sealed: what investors see."),
            ("superseded", "Sealed and since replaced by a newer one."),
            ("exported", "Locked, and somebody took a file away."),
            ("missing", "Investors of a fund without a pack of the quarter."),
        )
    ),
    Definition(
        "lp_reporting.passed", "Tie-outs that hold", "count",
        "tie-outs whose difference is nothing",
        "Figures that must be equal and are.", (), HOUSE,
    ),
    Definition(
        "lp_reporting.failed", "Tie-outs that fail", "count",
        "tie-outs with a difference of a cent or more",
        "Figures that must be equal and are not: they keep packs from being locked.", (), HOUSE,
    ),
    Definition(
        "lp_reporting.waived", "Tie-outs waived", "count",
        "failed tie-outs that a partner let pass under a name",
        "Differences that somebody answers for.", (), HOUSE,
    ),
    Definition(
        "lp_reporting.unknown", "Tie-outs without a comparison", "count",
        "tie-outs of which one side is not imported",
        "What could not be compared.", (), HOUSE,
    ),
    Definition(
        "lp_reporting.expected", "Expected", "money",
        "what the other side says; of fees the agreement's rate on its basis",
        "What a figure is held against.", ("Null where it is not known.",), HOUSE,
    ),
    Definition(
        "lp_reporting.found", "Found", "money", "what stands in the books",
        "The figure that is held against another.", (), HOUSE,
    ),
    Definition(
        "lp_reporting.difference", "Difference", "money",
        "found - expected; of carry accrued - by the waterfall",
        "By how much two figures that must be equal differ.",
        ("Null where one of them is not known.",), HOUSE,
    ),
    Definition(
        "packs_compared", "Packs compared", "count", "locked packs run again",
        "How many published packs were held against what is known now.", (), HOUSE,
    ),
    Definition(
        "lp_reporting.was", "As published", "money", "the figure in the sealed pack",
        "What the investor was told.", (), HOUSE,
    ),
    Definition(
        "lp_reporting.now", "As known now", "money", "the same figure from today's facts",
        "What the investor would be told today.", (), HOUSE,
    ),
    Definition(
        "lp_reporting.change", "Change", "money",
        "of a restated figure now - was; of carry closing - opening + paid",
        "By how much it changed.", (), HOUSE,
    ),
)  # fmt: skip
