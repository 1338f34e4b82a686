"""Kind `pipeline_events`: when a deal of the pipeline entered which stage."""

from collections.abc import Iterable
from datetime import datetime

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type
from services.imports.kinds.oddities import day_of, fraction, not_after_today, not_negative, years

WAY = ("sourced", "screened", "term_sheet", "closed")
ENDS = ("closed", "passed", "lost")
STAGES = (*WAY, "passed", "lost")


def not_before_sourced(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Events before the day on which the deal was first seen."""
    for row, code, moment in zip(
        facts.rows, facts.columns["deal"], facts.columns["entered_at"], strict=True
    ):
        deal = books.pipeline_deals.get(code)
        start = deal.sourced_at if deal else None
        if start is not None and day_of(moment) < start:
            words = f"This is before the deal was sourced on {start.isoformat()}."
            yield Oddity(row, "entered_at", moment.isoformat(sep=" "), words)


def ends_as_recorded(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Deals that end otherwise than their outcome says, or closed without an event that says so."""
    closed = {
        code
        for code, stage in zip(facts.columns["deal"], facts.columns["stage"], strict=True)
        if stage == "closed"
    }
    told: set[str] = set()
    for row, code, stage in zip(
        facts.rows, facts.columns["deal"], facts.columns["stage"], strict=True
    ):
        deal = books.pipeline_deals.get(code)
        if deal is None or deal.outcome is None:
            continue
        if stage in ENDS and stage != deal.outcome:
            yield Oddity(row, "stage", stage, f"The outcome of this deal is {deal.outcome}.")
        missing = deal.outcome == "closed" and not deal.has_closed and code not in closed
        if missing and code not in told:
            told.add(code)
            yield Oddity(row, "deal", code, "This deal closed, and no event says when.")


def in_order(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Stages that a deal entered before an earlier one of the same file."""
    first: dict[tuple[str, str], datetime] = {}
    rows = list(
        zip(
            facts.rows,
            facts.columns["deal"],
            facts.columns["stage"],
            facts.columns["entered_at"],
            strict=True,
        )
    )
    for _, code, stage, moment in rows:
        first[code, stage] = min(moment, first.get((code, stage), moment))
    for row, code, stage, moment in rows:
        before = WAY[: WAY.index(stage)] if stage in WAY else ()
        late = [name for name in before if first.get((code, name), moment) > moment]
        if late:
            words = f"The deal entered {late[-1]} only later."
            yield Oddity(row, "entered_at", moment.isoformat(sep=" "), words)


def links_open(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Addresses of notes that no page can lead to."""
    for row, link in facts.known("notes_link"):
        if not link.startswith("https://"):
            words = "A page leads only to an address that begins with https://."
            yield Oddity(row, "notes_link", link, words)


KIND = Kind(
    name="pipeline_events",
    meaning="stages that deals of the pipeline entered, with the moment in the firm's own time",
    table="pipeline_events",
    columns=(
        Column(
            "deal",
            Type.PIPELINE_DEAL,
            "the firm's code of the deal",
            "P0417",
            True,
            "pipeline_deal_id",
        ),
        Column("stage", Type.CHOICE, "stage that was entered", "term_sheet", True, choices=STAGES),
        Column("entered_at", Type.MOMENT, "when; a day alone is its start", "2024-03-05", True),
        Column("owner", Type.TEXT, "who brought it there: code or name", "U03"),
        Column("referrer", Type.TEXT, "who handed it over", "U05"),
        Column(
            "probability", Type.RATE, "chance that it closes as judged then, a fraction", "0.35"
        ),
        Column(
            "notes_link",
            Type.TEXT,
            "address of the notes of the meeting",
            "https://notes.example/42",
        ),
    ),
    identity=("pipeline_deal_id", "stage"),
    series="pipeline_deal_id",
    day="entered_at",
    twins=True,
    oddities=(
        years,
        not_after_today("entered_at"),
        not_before_sourced,
        in_order,
        ends_as_recorded,
        fraction("probability"),
        not_negative("probability", "A chance is not negative."),
        links_open,
    ),
)
