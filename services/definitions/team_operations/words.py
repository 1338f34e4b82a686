"""Edges and sources that the definitions of Team Operations share, and how one is written."""

from __future__ import annotations

from services.definitions.entry import Definition
from services.definitions.sources import HOUSE

RECORDS = "Null where nothing was on record by the end of the window."
NO_TIMES = "Null where no response time is on record; never 0."
OWN_FUNDS = "What concerns funds that the reader may not see is left out."
SPECIFICATION = "Specification, TeamMetrics; counted from team_activities"


def entry(
    key: str,
    name: str,
    unit: str,
    formula: str,
    text: str,
    *edges: str,
    citation: str = HOUSE,
) -> Definition:
    """One definition of this module."""
    return Definition(f"team_operations.{key}", name, unit, formula, text, edges, citation)
