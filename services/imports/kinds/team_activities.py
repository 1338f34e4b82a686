"""Kind `team_activities`: what members of the team did, and when."""

from collections.abc import Iterable
from decimal import Decimal

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import above, not_after_today, not_negative, years

TYPES = (
    "deal_reviewed",
    "company_contacted",
    "meeting",
    "board_meeting",
    "portfolio_check_in",
    "update_response",
    "deal_sourced",
    "deal_referred",
)
A_YEAR = Decimal(8_784)  # hours


def about_something(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Activities whose type needs a deal or a response time that the row lacks."""
    for row, type_, deal, hours in zip(
        facts.rows,
        facts.columns["type"],
        facts.columns["deal"],
        facts.columns["response_time_hours"],
        strict=True,
    ):
        if type_.startswith("deal_") and deal is None:
            yield Oddity(row, "deal", None, f"An activity {type_} names no deal.")
        elif type_ == "update_response" and hours is None:
            words = "How long the response took is not known."
            yield Oddity(row, "response_time_hours", None, words)


KIND = Kind(
    name="team_activities",
    meaning="activities of the team; genuine twins stay two",
    table="team_activities",
    columns=(
        Column("user", Type.USER, "the firm's code of the person", "U03", True, "user_id"),
        Column("at", Type.MOMENT, "when, in the firm's own time", "2024-03-05 14:30", True),
        Column("type", Type.CHOICE, "what was done", "meeting", True, choices=TYPES),
        Column("company", Type.COMPANY, "portfolio company", "C012", stored_as="company_id"),
        Column("deal", Type.PIPELINE_DEAL, "deal of the pipeline", "P0417", stored_as="deal_id"),
        Column("response_time_hours", Type.NUMBER, "hours until the answer", "6.5"),
        Column("outcome", Type.TEXT, "what came of it", "follow-up agreed"),
    ),
    identity=("user_id", "at", "type", "company_id", "deal_id"),
    series="user_id",
    day="at",
    twins=True,
    oddities=(
        years,
        not_after_today("at"),
        about_something,
        not_negative("response_time_hours", "The response came before the question."),
        above("response_time_hours", A_YEAR, "The response took more than a year."),
    ),
)
