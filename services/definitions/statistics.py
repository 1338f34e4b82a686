"""What counts, quartiles and intervals mean, whatever it is that they are of."""

from __future__ import annotations

from services.definitions.entry import Definition

AS_MEASURED = "as the measure"
TYPE_7 = "Hyndman & Fan (1996), type 7: linear between order statistics"
WILSON = "Wilson (1927), Journal of the American Statistical Association 22(158)"
FEW = "Null where fewer values are known than the answer asks for; n stays."

ENTRIES: tuple[Definition, ...] = (
    Definition(
        "n",
        "Number of values",
        "count",
        "count of known values",
        "Over how many known values the figure beside it stands.",
        (),
        TYPE_7,
    ),
    Definition(
        "p25",
        "Lower quartile",
        AS_MEASURED,
        "value at place 0.25 (n - 1) of the values in order",
        "A quarter of the values lie below it.",
        (FEW,),
        TYPE_7,
    ),
    Definition(
        "median",
        "Median",
        AS_MEASURED,
        "value at place 0.5 (n - 1) of the values in order",
        "Half of the values lie below it.",
        (FEW,),
        TYPE_7,
    ),
    Definition(
        "p75",
        "Upper quartile",
        AS_MEASURED,
        "value at place 0.75 (n - 1) of the values in order",
        "Three quarters of the values lie below it.",
        (FEW,),
        TYPE_7,
    ),
    Definition(
        "low",
        "Lower bound",
        "fraction",
        "(p + z²/2n - z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n), z = 1.96",
        "Lower end of the 95 % interval of a rate counted from few cases.",
        ("Null without trials, and where a rate of a period exceeds 1.",),
        WILSON,
    ),
    Definition(
        "high",
        "Upper bound",
        "fraction",
        "(p + z²/2n + z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n), z = 1.96",
        "Upper end of the 95 % interval of a rate counted from few cases.",
        ("Null without trials, and where a rate of a period exceeds 1.",),
        WILSON,
    ),
    Definition(
        "rate",
        "Rate",
        "fraction",
        "successes / trials",
        "Which share of the cases succeeded.",
        ("Null without trials.",),
        WILSON,
    ),
    Definition(
        "successes",
        "Successes",
        "count",
        "count of cases that succeeded",
        "What stands above the line of a rate.",
        (),
        WILSON,
    ),
    Definition(
        "trials",
        "Trials",
        "count",
        "count of cases",
        "What stands below the line of a rate.",
        (),
        WILSON,
    ),
)
