"""Invented answers about a team for gallery and tests: normal, empty, one, huge, unknown.

They carry the fields of the results without being them: what is seen never imports what computes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace as Result

from layouts.figures.team_operations.words import TYPES
from services.envelope import Meta, Note

KINDS = ("normal", "empty", "one", "huge", "unknown")
AS_OF, START = date(2026, 9, 30), date(2026, 7, 1)
BEFORE = {"start": date(2026, 4, 1), "end": date(2026, 6, 30)}
PEOPLE = (("IM", "Ines Marlow"), ("TO", "Tunde Okafor"), ("HL", "Hanna Lindqvist"),
          ("MC", "Mei <b>Castellan</b>"), ("JF", "Jonas Ferrant"),
          ("PK", "Petra Kovarik"))  # fmt: skip
TIMES = {"huge": 10_000}
BLANK = frozenset({"empty", "unknown"})


def meta() -> Meta:
    """What an answer about the team stands on."""
    return Meta(
        funds=(), fund_id=None, as_of=AS_OF, nav_as_of=None, known_on=None, basis="net_lp",
        credit_line="with", currency="USD", period=(START, AS_OF), data_version={"shared": 7},
        computed_at=datetime(2026, 11, 12, 18, 4, tzinfo=UTC),
    )  # fmt: skip


def notes(kind: str, name: str) -> tuple[Note, ...]:
    """Why a figure is missing, where it is."""
    words = "Nothing is on record by then."
    return (Note(name, "before_records", words),) if kind in BLANK else ()


def people(kind: str) -> tuple[tuple[str, str], ...]:
    """Who is in the team."""
    return () if kind == "empty" else PEOPLE[:1] if kind == "one" else PEOPLE


def hours(kind: str) -> Result:
    """The specification's 16.2 hours on average, half of them within 9.5."""
    if kind in BLANK:
        blank = dict.fromkeys(("median", "p90", "mean", "p25", "p75"))
        return Result(**blank, n=0, unanswered=3 if kind == "unknown" else 0)
    return Result(median=9.5, p90=41.0, mean=16.2, p25=4.0, p75=18.0,
                  n=1 if kind == "one" else 166, unanswered=4)  # fmt: skip


def overview(kind: str = "normal") -> Result:
    """312 deals reviewed, 188 companies contacted, 240 meetings."""
    many, blank = TIMES.get(kind, 1), kind in BLANK

    def count(number: int) -> int | None:
        return None if blank else 1 if kind == "one" else number * many

    keys = ("deals_reviewed", "companies_contacted", "board_meetings.held",
            "portfolio_check_ins.overdue", "first_response_hours.median",
            "sourcing.closed")  # fmt: skip
    return Result(
        period={"start": START, "end": AS_OF}, previous_period=BEFORE,
        members=len(people(kind)), deals_reviewed=count(312), companies_contacted=count(188),
        meetings_attended=count(240), update_responses=count(96), deals_sourced=count(120),
        deals_referred=count(14),
        board_meetings=Result(held=count(21), missed=count(1), upcoming_30d=count(8)),
        portfolio_check_ins=Result(done=count(57), overdue=count(4)),
        first_response_hours=hours(kind), avg_response_time_hours=hours(kind).mean,
        sourcing=Result(sourced=count(120), closed=count(3), low=None if blank else 0.009,
                        high=None if blank else 0.071, close_rate=None if blank else 0.025),
        sla_days=30, previous=dict.fromkeys(keys, None if blank else 9.0 * many),
        comparison_to_previous=dict.fromkeys(keys),
        trend=tuple(
            Result(quarter=f"2025Q{place}", deals_reviewed=count(280 + 9 * place),
                   companies_contacted=count(170), board_meetings=count(18 + place),
                   meetings_attended=count(200), portfolio_check_ins=count(50),
                   median_hours=None if blank else 8.0 + place)
            for place in range(1, 5)),
        records_from=None if blank else START, meta=meta(),
        notes=(*notes(kind, "deals_reviewed"), *notes(kind, "first_response_hours")),
    )  # fmt: skip


def activity(kind: str = "normal") -> Result:
    """Twelve months by type; one of `one`."""
    many = TIMES.get(kind, 1)
    months = []
    for place in range(0 if kind in BLANK else 1 if kind == "one" else 12):
        start = date(2025 + (place + 9) // 12, (place + 9) % 12 + 1, 1)
        counts = {t: (5 + (place * 7 + n * 5) % 23) * many for n, t in enumerate(TYPES)}
        months.append(Result(month=f"{start:%Y-%m}", start=start, counts=counts,
                             total=sum(counts.values())))  # fmt: skip
    total = None if kind in BLANK else sum(month.total for month in months[-3:])
    return Result(group_by="type", user=None, total=total, previous_total=total, rows=(),
                  months=tuple(months), members=people(kind), records_from=START, meta=meta(),
                  notes=notes(kind, "total"))  # fmt: skip


def times(kind: str = "normal") -> Result:
    """Hours until an answer; a month of which nobody wrote down how long it took."""
    blank, found = kind in BLANK, hours(kind)
    types = () if kind == "empty" else ("update_response", "company_contacted")
    return Result(
        by_type=tuple(
            Result(type=name, n=found.n, median_hours=found.median, p90_hours=found.p90,
                   mean_hours=found.mean, p25_hours=found.p25, p75_hours=found.p75,
                   least_hours=None if blank else 0.5, most_hours=None if blank else 90.0,
                   unanswered=found.unanswered, previous_median_hours=None)
            for name in types),
        overall=found, previous=hours("unknown"),
        by_person=tuple(
            Result(user_id=code, user=code, name=name, n=found.n, median_hours=found.median,
                   p90_hours=found.p90, mean_hours=found.mean, unanswered=0)
            for code, name in people(kind)),
        trend=() if kind == "empty" else tuple(
            Result(month=f"2026-{n:02}", start=date(2026, n, 1), n=0 if blank or n == 3 else 20,
                   median_hours=None if blank or n == 3 else 6.0 + n,
                   p90_hours=None if blank or n == 3 else 30.0 + 5 * (n % 4))
            for n in range(9 if kind == "one" else 1, 10)),
        meta=meta(), notes=notes(kind, "overall"),
    )  # fmt: skip


def workload(kind: str = "normal") -> Result:
    """One person over the line, one with nothing on the desk."""
    many, rows = TIMES.get(kind, 1), []
    for place, (code, name) in enumerate(people(kind)):
        early, diligence, board = ((14, 6, 4), (9, 4, 5), (6, 3, 7), (5, 2, 3), (3, 1, 0),
                                   (0, 0, 0))[place]  # fmt: skip
        load = float(early + diligence + board) * many
        rows.append(Result(user_id=code, user=code, name=name, active_deals=early + diligence,
                           early_deals=early * many, diligence=diligence * many,
                           boards=board * many, load=load, use=load / 20,
                           over=load > 20))  # fmt: skip
    return Result(
        capacity=20.0, weights={"early_deal": 1.0, "diligence": 1.0, "board": 1.0},
        rows=tuple(rows), totals={}, over_capacity=sum(row.over for row in rows),
        median_load=9.5 if rows else None, unassigned_deals=2, meta=meta(), notes=(),
    )  # fmt: skip


def coverage(kind: str = "normal") -> Result:
    """Six companies: overdue, never touched, new; values unknown in `unknown`."""
    blank = kind == "unknown"
    names = () if kind == "empty" else ("Tallowfield", "Fjordlys Energi", "Kant <i>stein</i>",
                                        "Corvane", "Oxbow Energy", "Quillon")  # fmt: skip
    team, rows, contacts = people(kind), [], []
    for place, name in enumerate(names[:1] if kind == "one" else names):
        days = None if blank or place == 0 else 45 - 8 * place
        last = None if days is None else date.fromordinal(AS_OF.toordinal() - days)
        code = name[:4].upper()
        lead = team[place % len(team)][0]
        rows.append(
            Result(company_id=code, company=code, name=name, lead=lead, lead_id=lead,
                   board_seat=lead, board_seats=(lead,), held_since=date(2021, 3, 1),
                   last_touch=last, last_touch_by=lead if last else None, days_since_touch=days,
                   overdue=None if blank else bool(days and days > 30),
                   touches=None if blank else 3,
                   fair_value=None if blank else Decimal(9_000_000) * TIMES.get(kind, 1),
                   nav_weight=None if blank else 0.16)
        )  # fmt: skip
        contacts += [
            Result(company=code, user=user, last_touch=AS_OF, touches=2,
                   days_since_touch=(5 + place * 7 + n * 9) % 60)
            for n, (user, _) in enumerate(team) if (place + n) % 3 and not blank
        ]  # fmt: skip
    late = sum(bool(row.overdue) for row in rows)
    return Result(
        sla_days=30, rows=tuple(rows), companies=len(rows), overdue=None if blank else late,
        previous_overdue=None, never_touched=None if blank else 1,
        coverage_rate=None if blank else 0.83, nav_weighted_coverage=None if blank else 0.91,
        fair_value=None, people=team, contacts=tuple(contacts), meta=meta(),
        notes=notes(kind, "coverage_rate"),
    )  # fmt: skip


def sourcing(kind: str = "normal") -> Result:
    """42.5 deals of which one closed: 2.4 %, between 0.4 and 12.2 %."""
    many, blank = TIMES.get(kind, 1), kind == "unknown"

    def line(code: str, name: str, sourced: float, closed: float) -> Result:
        rate = closed / sourced if sourced else None
        span = None if rate is None else (rate * 0.2, min(1.0, rate * 3 + 0.05))
        return Result(user_id=code, user=code, name=name, sourced=sourced * many,
                      screened=sourced * many / 2, term_sheet=closed * 2 * many,
                      closed=closed * many, close_rate=rate, close_rate_interval=span,
                      invested=None if blank else Decimal(4_000_000) * many)  # fmt: skip

    rows = [line(code, name, 42.5 - 8 * place, max(0.0, 1.0 - place / 2))
            for place, (code, name) in enumerate(people(kind))]  # fmt: skip
    deals = 0 if kind == "empty" else int(sum(row.sourced for row in rows)) + 6
    return Result(
        credit_rule="split", rule="A deal is shared equally among all who found it.",
        rows=tuple(rows), total=line("", "Team", 120.0, 3.0), deals=deals, unattributed=6,
        unattributed_invested=None, meta=meta(), notes=notes(kind, "invested"),
    )  # fmt: skip


SAMPLES = {
    "activity_bars": activity,
    "answer_intervals": times,
    "load_bars": workload,
}
