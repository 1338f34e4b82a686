"""Which companies answer when they are asked for their figures, by company and by stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from sqlalchemy.orm import Session

from services import clock
from services.calc import quarters
from services.calc.transactions import WITH
from services.clock import last_closed_quarter_end, quarter_before
from services.db.reads.companies import Report, reports
from services.db.reads.conventions import report_due_days
from services.envelope import Note
from services.team_operations.coverage import GROSS, Company, held_on, read_held_of
from services.team_operations.frame import Frame, answer_notes
from services.team_operations.results import CompanyAnswers, KpiRequests, StageAnswers

QUARTERS = 8


@dataclass
class Asked:
    """What one company did about its quarters; `late` are the days after they were due."""

    company: Company
    in_time: int = 0
    late: list[int] = field(default_factory=list)
    missing: int = 0
    not_due: int = 0
    last: date | None = None

    @property
    def stage(self) -> str | None:
        """Its stage, as the newest description of it says."""
        return self.company.deals[0].stage

    @property
    def owed(self) -> int:
        return self.in_time + len(self.late) + self.missing

    def take(self, report: Report | None, due: date, today: date) -> None:
        """One quarter. A report whose day of arrival nobody wrote down counts as in time."""
        if report is None:
            self.not_due += today <= due
            self.missing += today > due
            return
        came = report.reported_at
        if came is None or came <= due:
            self.in_time += 1
        else:
            self.late.append((came - due).days)
        self.last = came or self.last


def kpi_requests(session: Session, frame: Frame) -> KpiRequests:
    """Six statements at most, however many companies. A company owes a quarter at whose end the
    reader's funds held it."""
    frame, held = read_held_of(session, frame)
    ledger = held.ledger(basis=GROSS, credit_line=WITH, convert=frame.convert)
    ends = _ends(frame.as_of)
    by_end = {end: {c.id: c for c in held_on(held, ledger, end)} for end in ends}
    due_days = report_due_days(session, frame.known_on)
    ids = {company for found in by_end.values() for company in found}
    told = _by_quarter(session, frame, ids, ends) if ids else {}
    asked: dict[str, Asked] = {}
    for end in ends:
        for id_, company in by_end[end].items():
            one = asked.setdefault(id_, Asked(company))
            due = end + timedelta(days=due_days)
            one.take(told.get((id_, end)), due, _today(frame))
    rows = sorted((_row(one) for one in asked.values()), key=_least_first)
    stages: dict[str | None, list[Asked]] = defaultdict(list)
    for one in asked.values():
        stages[one.stage].append(one)
    by_stage = [_together(stage, found) for stage, found in stages.items()]
    total = _together(None, list(asked.values()))
    return KpiRequests(
        rows=tuple(rows),
        by_stage=tuple(sorted(by_stage, key=lambda line: (-line.companies, line.stage or ""))),
        total=total,
        quarters=tuple(quarters.quarter_of(end) for end in ends),
        report_due_days=due_days,
        meta=frame.meta(KpiRequests),
        notes=answer_notes(frame, _notes(rows, by_stage, due_days)),
    )


def _ends(as_of: date) -> list[date]:
    """The last eight quarter-ends by a day, oldest first."""
    found = [last_closed_quarter_end(as_of)]
    while len(found) < QUARTERS:
        found.insert(0, quarter_before(found[0]))
    return found


def _today(frame: Frame) -> date:
    """The day of what is known: a report may still come until then."""
    known_on = frame.known_on
    return known_on.date() if known_on else clock.today(frame.house.timezone)


def _by_quarter(
    session: Session, frame: Frame, ids: set[str], ends: Sequence[date]
) -> Mapping[tuple[str, date], Report]:
    """The last report of each quarter that a company sent any for."""
    since = quarter_before(ends[0]) + timedelta(days=1)
    found = reports(session, company_ids=ids, since=since, until=ends[-1], known_on=frame.known_on)
    told = {}
    for report in found:  # by period: the last one of a quarter stays
        if report.period_end >= since:
            quarter = quarters.quarter_of(report.period_end)
            told[report.company_id, quarters.last_day(quarter)] = report
    return told


def _row(one: Asked) -> CompanyAnswers:
    return CompanyAnswers(
        company_id=one.company.id,
        company=one.company.code,
        name=one.company.name,
        stage=one.stage,
        owed=one.owed,
        in_time=one.in_time,
        late=len(one.late),
        missing=one.missing,
        not_due=one.not_due,
        response_rate=_share(one.in_time + len(one.late), one.owed),
        in_time_rate=_share(one.in_time, one.owed),
        median_days_late=float(median(one.late)) if one.late else None,
        last_reported=one.last,
    )


def _together(stage: str | None, found: Sequence[Asked]) -> StageAnswers:
    in_time, late = sum(one.in_time for one in found), sum(len(one.late) for one in found)
    owed = sum(one.owed for one in found)
    return StageAnswers(
        stage=stage,
        companies=len(found),
        owed=owed,
        in_time=in_time,
        late=late,
        missing=owed - in_time - late,
        response_rate=_share(in_time + late, owed),
        in_time_rate=_share(in_time, owed),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _least_first(row: CompanyAnswers) -> tuple[float, float, str]:
    unknown = 2.0  # after everybody who owed something
    rate, in_time = row.response_rate, row.in_time_rate
    return (
        unknown if rate is None else rate,
        unknown if in_time is None else in_time,
        row.company,
    )


def _notes(
    rows: Sequence[CompanyAnswers], by_stage: Sequence[StageAnswers], due_days: int
) -> Iterator[Note]:
    words = (
        f"A company owes the figures of each quarter at whose end it was held, {due_days} days "
        "later; a report whose day of arrival nobody wrote down counts as in time."
    )
    yield Note("owed", "rule", words)
    if not rows:
        words = "No company was held at any of these quarter-ends."
        yield Note("rows", "no_companies", words)
    owed = [*(row.owed for row in rows), *(line.owed for line in by_stage)]
    if not all(owed) or not rows:
        words = "Where nothing was owed there is no rate."
        yield Note("response_rate", "nothing_owed", words)
        yield Note("in_time_rate", "nothing_owed", words)
    if any(row.median_days_late is None for row in rows):
        yield Note("median_days_late", "never_late", "Where no report came late there are no days.")
    if any(row.last_reported is None for row in rows):
        words = "No report came, or nobody wrote down when."
        yield Note("last_reported", "not_recorded", words)
    if any(row.stage is None for row in rows):
        yield Note("stage", "not_said", "Of some companies no file says the stage.")
