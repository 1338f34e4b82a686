"""Kind `board_seats`: who of the team sits on a company's board."""

from collections.abc import Iterable

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import not_after_today, not_before, years


def meetings_ahead(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Next meetings that have passed already."""
    for row, day in facts.known("next_meeting"):
        if day < books.today:
            yield Oddity(row, "next_meeting", day.isoformat(), "This meeting is over already.")


KIND = Kind(
    name="board_seats",
    meaning="seats on boards of portfolio companies, from a day to a day",
    table="board_seats",
    columns=(
        Column(
            "company", Type.COMPANY, "the firm's code of the company", "C012", True, "company_id"
        ),
        Column("user", Type.USER, "the firm's code of the person", "U03", True, "user_id"),
        Column("from", Type.DATE, "first day", "2020-07-01", True, "from_date"),
        Column("to", Type.DATE, "last day; blank: still there", "2023-06-30", stored_as="to_date"),
        Column("next_meeting", Type.DATE, "day of the next meeting", "2024-05-16"),
        Column("pack_received", Type.DATE, "day the papers for that meeting came", "2024-05-09"),
    ),
    identity=("company_id", "user_id", "from_date"),
    series="company_id",
    day="from_date",
    oddities=(
        years,
        not_after_today("from"),
        not_before("to", "from", "The seat ends before it begins."),
        meetings_ahead,
        not_after_today("pack_received"),
    ),
)
