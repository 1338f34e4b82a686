"""What the figures of Market Intelligence mean."""

from __future__ import annotations

from services.definitions.entry import Definition
from services.definitions.sources import HOUSE

PROVIDER = "The provider's own list, counted as the notes of the answer say"
TYPE_7 = "Hyndman & Fan (1996), type 7: linear between order statistics"
WILSON = "Wilson (1927), Journal of the American Statistical Association 22(158)"
FEW = "Null where fewer than 5 values are known; n stays."
DISCLOSED = "Amounts that are not disclosed count as deals and stand in no sum and no median."
CURRENCY = (
    "Amounts in another currency are converted at the rate of their day; without one they are "
    "left out and counted in a note."
)
FOUR = "Over the four quarters up to the current one."
STAGES = "Which words of the provider count as which stage stands in stage_mapping."
EARLY = "The last two quarters a provider lists are preliminary: late reports still come in."
MODULE = "market_intelligence"


def _count(id: str, name: str, formula: str, text: str, *edges: str) -> Definition:
    return Definition(id, name, "count", formula, text, edges, PROVIDER)


def _middle(id: str, name: str, place: str, of: str, *edges: str) -> Definition:
    formula = f"value at place {place} (n - 1) of the known values in order"
    return Definition(id, name, "money", formula, of, (FEW, *edges), TYPE_7)


def _fraction(id: str, name: str, formula: str, text: str, *edges: str) -> Definition:
    return Definition(id, name, "fraction", formula, text, edges, HOUSE)


_PROVIDERS = (
    _count(
        f"{MODULE}.rounds",
        "Rounds listed",
        "rows that count; one row of each round where rows are investors",
        "How many rounds the provider lists altogether.",
    ),
    _count(
        f"{MODULE}.exits", "Exits listed", "rows of exits", "How many exits the provider lists."
    ),
    _count(
        "undated",
        "Rounds without a day",
        "rounds known to the year alone",
        "Rounds that belong to no quarter and stand in no figure.",
    ),
    Definition(
        "first_day",
        "First day",
        "date",
        "earliest day of a round or exit",
        "The day on which what the provider lists begins.",
        ("Null where it knows years alone.",),
        PROVIDER,
    ),
    Definition(
        "last_day",
        "Last day",
        "date",
        "latest day of a round or exit",
        "The day on which the provider's list ends; the current quarter is its last closed one.",
        ("A quarter that has only begun does not count as current.",),
        PROVIDER,
    ),
)
_ROUNDS = (
    _count(
        "total_deals",
        "Deals",
        "rounds dated in the quarter",
        "How many rounds the provider lists of the quarter.",
        DISCLOSED,
        EARLY,
    ),
    _count(
        "disclosed_deals",
        "Deals with an amount",
        "rounds dated in the quarter whose amount is known",
        "Over how many rounds money and medians stand.",
        CURRENCY,
    ),
    Definition(
        "total_funding",
        "Money raised",
        "money",
        "sum of disclosed amounts",
        "What the rounds raised, as far as it is disclosed.",
        (DISCLOSED, CURRENCY, "Null where nothing is disclosed."),
        PROVIDER,
    ),
    _fraction(
        "growth_vs_previous",
        "Growth of money",
        "money raised / money raised in the quarter before - 1",
        "By how much more was raised than in the quarter before.",
        "Null without money in the quarter before.",
        EARLY,
    ),
    _fraction(
        "deal_growth",
        "Growth of deals",
        "deals / deals in the quarter before - 1",
        "By how much more rounds there were than in the quarter before.",
        "Null without deals in the quarter before.",
    ),
    _middle("median_deal_size", "Median round", "0.5", "Half of the rounds raised less.", CURRENCY),
    _middle("deal_size_p25", "Lower quartile of rounds", "0.25", "A quarter raised less."),
    _middle("deal_size_p75", "Upper quartile of rounds", "0.75", "Three quarters raised less."),
    _middle(
        "median_pre_money",
        "Median pre-money",
        "0.5",
        "Half of the companies were worth less before their round.",
    ),
    _count(
        "n_pre_money",
        "Pre-money values",
        "rounds whose value before is known",
        "Over how many rounds the median pre-money stands.",
    ),
    *(
        _count(
            f"{stage}_deals",
            name,
            f"rounds whose word counts as {stage}",
            "Deals of the stage; all five add up to the deals.",
            STAGES,
        )
        for stage, name in (
            ("seed", "Seed deals"),
            ("series_a", "Series A deals"),
            ("series_b", "Series B deals"),
            ("growth", "Growth deals"),
            ("other", "Other deals"),
        )
    ),
    _count(f"{MODULE}.deals", "Deals", "rounds counted", "How many rounds the row stands on."),
    _count(
        "previous_deals",
        "Deals before",
        "rounds of the subsector in the quarter before",
        "What the deals of the quarter are held against.",
    ),
    Definition(
        f"{MODULE}.funding",
        "Money raised",
        "money",
        "sum of disclosed amounts of the subsector",
        "What the subsector raised in the quarter, as far as it is disclosed.",
        ("Null where nothing is disclosed.",),
        PROVIDER,
    ),
    _fraction(
        f"{MODULE}.growth",
        "Growth of deals",
        "deals / deals in the quarter before - 1",
        "Hot is a subsector with five deals or more, and more than before; emerging one below five "
        "before that at least doubled.",
        "Null where there was none before.",
    ),
    _fraction(
        f"{MODULE}.share", "Share of deals", "deals / all deals of four quarters", FOUR, EARLY
    ),
)
_VALUES = (
    _middle("median_pre", "Median pre-money", "0.5", "Half were worth less before the round."),
    _middle("pre_p25", "Lower quartile pre-money", "0.25", "A quarter were worth less before."),
    _middle(
        "pre_p75", "Upper quartile pre-money", "0.75", "Three quarters were worth less before."
    ),
    _count("n_pre", "Pre-money values", "rounds whose value before is known", FOUR, STAGES),
    _middle(
        "median_post",
        "Median post-money",
        "0.5",
        "Half were worth less after the round.",
        "Medians do not subtract: post less pre is no median round.",
    ),
    _middle("post_p25", "Lower quartile post-money", "0.25", "A quarter were worth less after."),
    _middle(
        "post_p75", "Upper quartile post-money", "0.75", "Three quarters were worth less after."
    ),
    _count(
        "n_post", "Post-money values", "rounds whose value after is known", "What it stands on."
    ),
)
_EXITS = (
    _count("ipo_count", "Listings", "exits of type ipo", "How many companies were listed."),
    _count("ma_count", "Sales", "exits of type ma", "How many companies were sold."),
    *(
        Definition(
            id,
            name,
            "money",
            "sum of disclosed values",
            text,
            (CURRENCY, "Null where no value is disclosed."),
            PROVIDER,
        )
        for id, name, text in (
            ("ipo_value", "Value of listings", "What listed companies were worth at listing."),
            ("ma_value", "Value of sales", "What was paid for the companies that were sold."),
            (f"{MODULE}.value", "Value of exits", "What exits were worth, sales and listings."),
        )
    ),
    _count(
        f"{MODULE}.disclosed",
        "Exits with a value",
        "exits whose value is known",
        "Over how many exits values stand.",
    ),
    *(
        Definition(
            id,
            name,
            "x",
            "value of the exit / what had been raised, both as the provider gives them",
            text,
            (FEW, "Only exits of which both are known."),
            TYPE_7,
        )
        for id, name, text in (
            ("median_exit_multiple", "Median exit multiple", "Half of the exits returned less."),
            ("multiple_p25", "Lower quartile of multiples", "A quarter of the exits were below."),
            ("multiple_p75", "Upper quartile of multiples", "Three quarters were below."),
        )
    ),
    _count(
        "n_multiple",
        "Multiples",
        "exits whose value and money raised are known",
        "Over how many exits the multiples stand.",
    ),
    _middle("median_value", "Median exit", "0.5", "Half of the exits were worth less."),
)
_STEPS = (
    _count(
        "down_rounds",
        "Down rounds",
        "rounds priced below the last one: pre-money under the post-money before",
        "How many companies had to accept a lower price.",
        FOUR,
    ),
    *(
        Definition(id, name, "fraction", formula, text, ("Null without a step-up.",), WILSON)
        for id, name, formula, text in (
            (
                "down_round_share",
                "Share of down rounds",
                "down rounds / step-ups",
                "Which share of the rounds was priced below the last one.",
            ),
            (
                "down_low",
                "Down rounds, lower bound",
                "lower end of the 95 % Wilson interval",
                "What the share of down rounds is at least, as sure as the count allows.",
            ),
            (
                "down_high",
                "Down rounds, upper bound",
                "upper end of the 95 % Wilson interval",
                "What the share of down rounds is at most, as sure as the count allows.",
            ),
        )
    ),
    Definition(
        "median_months_between",
        "Months between rounds",
        "months",
        "median of the days to the company's last day with a round / 30.44",
        "How long half of the companies took from one round to the next.",
        (FEW, "Rounds of one day are one."),
        TYPE_7,
    ),
    _count(
        "n_between",
        "Rounds with one before",
        "rounds whose company has an earlier one",
        "Over how many rounds the months stand.",
    ),
)
_OURS = (
    _fraction(
        f"{MODULE}.ownership",
        "Share bought",
        "as recorded with the investment",
        "The fraction of the company that the tranche bought.",
    ),
    Definition(
        "entry_pre_money",
        "Entry pre-money",
        "money",
        "what we paid / the share bought - what we paid",
        "What the company was worth before we paid, implied by our price.",
        (
            "What others paid in the round is not known; where they did, the true value is lower.",
            "In the provider's currency at the rate of the day we bought.",
        ),
        HOUSE,
    ),
    Definition(
        "entry_percentile",
        "Entry percentile",
        "points",
        "mean rank of our pre-money among those of the stage and quarter, 0 to 100",
        "How dear we bought: 80 means that four fifths of the market were cheaper.",
        ("With fewer than five in the quarter the three before it count too; then null.",),
        "Percentile rank, mean of strict and weak",
    ),
    _middle("market_p25", "Market, lower quartile", "0.25", "A quarter of the market was cheaper."),
    _middle("market_median", "Market median", "0.5", "Half of the market was cheaper."),
    _middle("market_p75", "Market, upper quartile", "0.75", "Three quarters were cheaper."),
    Definition(
        "against_market",
        "Against the market",
        "x",
        "our pre-money / the market's median",
        "Below 1 we paid less than the market.",
        (FEW,),
        HOUSE,
    ),
    Definition(
        "median_against_market",
        "Median against the market",
        "x",
        "median of our entries against the market",
        "Whether we buy dearer or cheaper than the market as a rule.",
        (FEW,),
        TYPE_7,
    ),
    *(
        _fraction(id, name, f"{what} of the sector / {what} of all sectors", FOUR, edge)
        for id, name, what, edge in (
            ("market_share", "Share of the market", "money raised", "Disclosed amounts only."),
            ("pipeline_share", "Share of our pipeline", "deals first seen", "By count."),
            ("portfolio_share", "Share of our portfolio", "cost", "Everything paid until as_of."),
        )
    ),
)
_SIDE_BY_SIDE = tuple(
    Definition(
        id,
        name,
        "x",
        f"{what} of the second provider / {what} of the first",
        "How far two providers are apart; they list the same rounds and are never added.",
        ("Null without either.", "Money only where both give it in one currency."),
        HOUSE,
    )
    for id, name, what in (
        ("deals_ratio", "Deals, second to first", "deals"),
        ("funding_ratio", "Money, second to first", "money raised"),
    )
)

ENTRIES: tuple[Definition, ...] = (
    *_ROUNDS,
    *_VALUES,
    *_EXITS,
    *_STEPS,
    *_OURS,
    *_SIDE_BY_SIDE,
    *_PROVIDERS,
)
