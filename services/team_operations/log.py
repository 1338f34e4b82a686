"""The data-edit log: who changed what, the old value beside the new one, the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.access.permissions import readable
from services.db.queries.team_operations import log
from services.db.queries.team_operations.log import CONFIGURATION, Asked, ChangeRow, Named
from services.envelope import Note
from services.errors import InvalidInput
from services.team_operations.frame import Frame, answer_notes
from services.team_operations.results import AuditLog, Edit

MOST_EDITS = 1_000
USUAL = 50
LONGEST = 400
RETRACTED_FIELD = "row"
INVESTORS = "lp_reporting"  # who may not read of investors is not told of changes to theirs
# What tells a row apart beside the things it points to, in this order.
TOLD = ("type", "item", "stage", "metric", "account", "term", "channel", "name", "provider",
        "release", "vintage_year", "fund_name", "company", "source", "index_code", "currency",
        "base", "date_precision")  # fmt: skip


def audit_log(session: Session, frame: Frame, *, limit: int, offset: int) -> AuditLog:
    """A page of the log: two statements, and one for each kind of thing that is named."""
    if not 1 <= limit <= MOST_EDITS or offset < 0:
        raise InvalidInput(f"limit is 1 to {MOST_EDITS}, offset 0 or more.")
    asked = _asked(frame)
    found = log.changes(session, asked, limit=limit, offset=offset)
    every = log.counts(session, Asked(asked.funds, asked.investors, None, *_days(frame)))
    mine = every if asked.by is None else log.counts(session, asked)
    named = log.names(session, _wanted(found))
    by_kind = {log.kind_of(table): number for table, number in every.items()}
    return AuditLog(
        edits=tuple(_edit(row, named) for row in found),
        total=sum(mine.values()),
        shown=len(found),
        limit=limit,
        offset=offset,
        by_kind=dict(sorted(by_kind.items(), key=lambda item: (-item[1], item[0]))),
        meta=frame.meta(AuditLog),
        notes=answer_notes(frame, _notes(frame, asked)),
    )


def _asked(frame: Frame) -> Asked:
    principal = frame.principal
    funds = None if principal.funds is None else tuple(frame.ids)
    by = None if frame.eyes.everyone else frame.eyes.own
    return Asked(funds, INVESTORS in readable(principal), by, *_days(frame))


def _days(frame: Frame) -> tuple[datetime | None, datetime | None]:
    """From when to when: the whole log unless a period is named, never past the moment of
    knowledge."""
    if frame.scope.period is None:
        return None, frame.known_on
    zone = ZoneInfo(frame.house.timezone)
    first = datetime.combine(frame.period.start, time(), zone)
    last = datetime.combine(frame.period.end + timedelta(days=1), time(), zone)
    last -= timedelta(microseconds=1)
    return first, min(last, frame.known_on or datetime.max.replace(tzinfo=UTC))


def _wanted(rows: Sequence[ChangeRow]) -> dict[str, set[str]]:
    """Ids that stand in these rows, by the table of what they point to."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.table == CONFIGURATION:
            continue
        for column, table in log.referred(row.table).items():
            values = [row.before.get(column)]
            values += [row.old, row.new] if row.field == column else []
            found[table].update(value for value in values if value)
    return found


def _edit(row: ChangeRow, named: Mapping[str, Named]) -> Edit:
    if row.table == CONFIGURATION:
        subject, fund = f"{row.before['name']} {row.before['version']}", None
    else:
        subject = " · ".join(_subject(row, named))
        fund = _code(row.before.get("fund_id"), named)
    return Edit(
        at=row.at,
        kind=log.kind_of(row.table),
        action=row.action,
        subject=subject,
        fund=fund,
        field=_plain(row.field) if row.field else RETRACTED_FIELD,
        old=_said(row.old, named),
        new=_said(row.new, named),
        changed_by=row.name or row.who,
        changed_by_id=row.who,
        file=row.file,
        sheet=row.sheet,
        row=row.row,
        import_id=row.import_id,
    )


def _subject(row: ChangeRow, named: Mapping[str, Named]) -> Iterator[str]:
    """What a row is of: the things it points to, its days, and what tells it apart."""
    for column in log.referred(row.table):
        if column != row.field and (code := _code(row.before.get(column), named)):
            yield code
    for column, value in row.before.items():
        if column.endswith(("_date", "_end", "_start")) and value and column != row.field:
            yield str(value)
    for column in TOLD:
        value = row.before.get(column)
        if value and column != row.field and column not in ("currency", "base"):
            yield str(value)
            return


def _code(value: Any, named: Mapping[str, Named]) -> str | None:
    found = named.get(str(value)) if value else None
    return found.code if found else None


def _plain(column: str) -> str:
    """`company` of `company_id`: the word of the file."""
    return column.removesuffix("_id")


def _said(value: str | None, named: Mapping[str, Named]) -> str | None:
    if value is None:
        return None
    text = named[value].code if value in named else value
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _notes(frame: Frame, asked: Asked) -> Iterator[Note]:
    words = "A value that a later file corrected stands beside the new one; nothing is deleted."
    yield Note("edits", "rule", words)
    yield Note("edits", "blank", "An empty old or new value was blank in its file.")
    if not asked.investors:
        words = "Changes to what is known of investors are left out."
        yield Note("edits", "no_investors", words)
    if asked.by is not None:
        words = "You see your own changes; the counts by kind are of everybody's."
        yield Note("edits", "own_row", words)
