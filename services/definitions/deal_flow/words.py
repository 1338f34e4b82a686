"""Edge rules and sources that several figures of Deal Flow share."""

from __future__ import annotations

KAPLAN_MEIER = "Kaplan & Meier (1958), Journal of the American Statistical Association 53(282)"
AALEN = "Aalen & Johansen (1978), Scandinavian Journal of Statistics 5(3)"

REACHED = (
    "A stage that was skipped counts on the day the deal went past it; a move back takes nothing "
    "away; the first entry counts."
)
PERIOD = (
    "By period: what happened in it, whenever the deal was sourced; rates may exceed 1 and have "
    "no interval then."
)
COHORT = "By cohort: the deals sourced in the period, followed to as_of."
NONE_CLOSED = "Null while no such deal has closed."
CONVERTED = "Null where it is not said, or an exchange rate is missing."
INVESTED = "Null unless every deal that closed is linked to an investment whose value is known."
COST = "Null unless costs are known for every day of the period, and of all funds together."
EVENTS = "Null where the deal skipped the stage, has not come so far, or nobody said when."
