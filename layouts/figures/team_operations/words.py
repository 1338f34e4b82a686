"""What activities are called, and their colours: the same wherever they are drawn."""

from __future__ import annotations

from layouts import formats

TYPES = {
    "deal_reviewed": "Deals reviewed",
    "company_contacted": "Companies contacted",
    "meeting": "Meetings",
    "board_meeting": "Board meetings",
    "portfolio_check_in": "Check-ins",
    "update_response": "Answers to companies",
    "deal_sourced": "Deals sourced",
    "deal_referred": "Deals handed over",
}
ROLES = {name: f"cat-{place}" for place, name in enumerate(TYPES, start=1)}
OTHER = "mark-peer"
NOTHING = "nothing to draw yet"


def named(type_: str) -> str:
    """The word for a type, or the type as words."""
    text = type_.replace("_", " ").strip()
    return TYPES.get(type_, text[:1].upper() + text[1:])


def role(type_: str) -> str:
    """The colour of a type."""
    return ROLES.get(type_, OTHER)


def hours(value: float | None) -> str:
    """`9.5 h`, of more than three days `4.1 d`."""
    if value is None:
        return formats.MISSING
    return f"{value / 24:,.1f} d" if value >= 72 else f"{value:,.1f} h"


def plain(value: float) -> str:
    """`42.5`, `42`: a number that may be a share of one."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
