"""How a figure of the books of a fund is entered into the formula book."""

from __future__ import annotations

from services.definitions.entry import Definition

MODULE = "fund_performance"
LINES = "ILPA Reporting Template v2.0, lines of the capital account"
TA = "Takahashi & Alexander, Illiquid Alternative Asset Fund Modeling (2002)"
SHAPLEY = "ILPA Performance Template v1.1, table of types; Shapley (1953)"
LEAVE_ONE_OUT = "Rates do not add up: leave-one-out effects are no parts of the rate."
NOT_TOLD = "None where neither ledger nor flows nor marks tell it: not told is not nothing."


def of(key: str, name: str, unit: str, formula: str, text: str, *more: str) -> Definition:
    """An entry of this module; what follows the text are its edges, the last one its source."""
    return Definition(f"{MODULE}.{key}", name, unit, formula, text, tuple(more[:-1]), more[-1])
