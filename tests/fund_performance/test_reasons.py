"""A fund that nothing is known of: every figure that its books miss has its reason beside it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from services.fund_performance import FundPerformanceService
from tests.factories import Facts, partner

NOT_ASKED = {"left_out"}


def unexplained(found: Any) -> set[str]:
    """Figures of an answer that are missing without a note."""
    noted = {note.field for note in found.notes}
    missing = {field.name for field in fields(found) if getattr(found, field.name) is None}
    return missing - noted - NOT_ASKED


def test_a_fund_without_flows_says_why_its_bridges_costs_and_pace_are_missing(
    facts: Facts, service: FundPerformanceService
) -> None:
    facts.fund("AQ1")
    asked = (service.contributions, service.gross_to_net, service.fees, service.pacing)
    told = {call.__name__: unexplained(call(partner())) for call in asked}
    assert told == {name: set() for name in told}
