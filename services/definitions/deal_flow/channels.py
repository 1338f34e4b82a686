"""What the figures of sourcing channels mean."""

from __future__ import annotations

from services.definitions.deal_flow.words import COHORT, COST, INVESTED, NONE_CLOSED
from services.definitions.entry import Definition
from services.definitions.sources import HOUSE
from services.definitions.statistics import WILSON

ENTRIES: tuple[Definition, ...] = (
    Definition(
        "success_rate",
        "Success rate",
        "fraction",
        "closed / deals of the cohort",
        "Which share of a channel's deals closed by as_of.",
        (COHORT,),
        WILSON,
    ),
    Definition(
        "deal_flow.rank",
        "Rank",
        "count",
        "1 + number of channels with a higher rate",
        "The place of a channel among all.",
        ("Null unless its interval lies apart from that of every other channel.",),
        WILSON,
    ),
    Definition(
        "deal_flow.cost",
        "Cost",
        "money",
        "sum of costs × shared days / days of their period",
        "What the channel cost in the period; shared over funds by the deals each sourced.",
        (COST,),
        HOUSE,
    ),
    Definition(
        "cost_per_deal",
        "Cost per deal",
        "money",
        "cost / deals",
        "What the channel cost for each deal that it brought.",
        (COST,),
        HOUSE,
    ),
    Definition(
        "cost_per_close",
        "Cost per closing",
        "money",
        "cost / closed",
        "What the channel cost for each deal that closed.",
        (
            COST,
            NONE_CLOSED,
        ),
        HOUSE,
    ),
    Definition(
        "n_invested",
        "Investments",
        "count",
        "closed deals that investments are linked to",
        "How many closed deals are known to have become investments.",
        (),
        HOUSE,
    ),
    Definition(
        "deal_flow.current_value",
        "Current value",
        "money",
        "sum of fair values at as_of",
        "What the investments that came through the channel are worth.",
        (INVESTED,),
        HOUSE,
    ),
    Definition(
        "roi",
        "Return on the channel",
        "fraction",
        "(value + realised - invested - cost) / (invested + cost)",
        "What the channel brought beyond what was spent, its cost included. It takes years to "
        "ripen.",
        (
            COST,
            INVESTED,
        ),
        HOUSE,
    ),
)
