"""Invented lists about a team: the agenda of boards, a score, the log of changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Result

from layouts.figures.team_operations.samples import AS_OF, BLANK, PEOPLE, START, meta, notes

WEIGHTS = {"deals_reviewed": 0.25, "portfolio_check_ins": 0.25, "response_time": 0.2,
           "sourcing_outcomes": 0.3}  # fmt: skip
PACKS = ("received", "late", "due", "awaited", "missing")


def boards(kind: str = "normal") -> Result:
    """Meetings that took place, did not, and are to come."""
    meetings = []
    number = {"empty": 0, "one": 1, "huge": 60}.get(kind, 9)
    for place in range(number):
        state = ("held", "missed", "upcoming")[place % 3]
        day = AS_OF + timedelta(days=place if state == "upcoming" else -place)
        meetings.append(
            Result(day=day, state=state, company_id=f"c{place}", company=f"C{place}",
                   name=f"Company <b>{place}</b>", planned=None if state == "held" else day,
                   seats=() if kind == "unknown" else ("IM", "MC"),
                   attended=("IM",) if state == "held" else (),
                   pack=None if kind == "unknown" else PACKS[place % 5],
                   pack_received=None, pack_days_before=6 if place % 5 == 0 else None)
        )  # fmt: skip
    counted = {state: sum(m.state == state for m in meetings)
               for state in ("held", "missed", "upcoming")}  # fmt: skip
    bare = () if kind == "empty" else (
        Result(company_id="c9", company="C9", name="Northlight", seats=("IM",),
               last_planned=None),
    )  # fmt: skip
    return Result(first=START, last=date(2026, 12, 29), meetings=tuple(meetings), **counted,
                  boards=len(meetings), board_days=7, unplanned=bare, without_plan=len(bare),
                  packs=None if kind == "unknown" else dict.fromkeys(PACKS, 1), pack_days=5,
                  meta=meta(), notes=())  # fmt: skip


def score(kind: str = "normal") -> Result:
    """71 of 100 as the specification has it; off in `empty`, nobody chosen in `one`."""
    if kind == "empty":
        return Result(shown=False, people=(), score=None)
    if kind == "one":
        return Result(shown=True, people=PEOPLE, score=None)
    blank = kind == "unknown"
    points = dict(zip(WEIGHTS, (64.0, 80.0, 70.0, 70.0), strict=True))
    card = Result(
        enabled=True, visible_to="self", user_id="u5", user="JF", name="Jonas Ferrant",
        period={"start": START, "end": AS_OF}, productivity_score=None if blank else 71.0,
        low=None if blank else 71.0, high=None if blank else 71.0, coverage=0.0 if blank else 1.0,
        weights=WEIGHTS, components=dict.fromkeys(WEIGHTS) if blank else points,
        inputs=dict.fromkeys(WEIGHTS, None if blank else 12.0), scales={},
        team_distribution=Result(n=2, p25=None, p50=None, p75=None) if blank
        else Result(n=8, p25=58.0, p50=66.0, p75=74.0),
        conventions_version="2026.11", caveat="activity, not judgement quality", meta=meta(),
        notes=notes(kind, "productivity_score"),
    )  # fmt: skip
    return Result(shown=True, people=PEOPLE, score=card)


def log(kind: str = "normal") -> Result:
    """Corrections, a row taken back, a document that was set."""
    at = datetime(2026, 9, 30, 9, 12, tzinfo=UTC)
    blank = kind == "unknown"
    edits = [
        Result(at=at, kind="fund_navs", action="superseded", subject="AQ1 · 2026-06-30", fund="AQ1",
               field="nav", old="118400000.00", new="118900000.00", changed_by="Olga Ops",
               changed_by_id="u9", file="navs <new>.csv", sheet=None, row=7, import_id="i1"),
        Result(at=at, kind="valuations", action="retracted", subject="I7 · 2026-06-30", fund="AQ1",
               field="row", old=None, new=None, changed_by=None if blank else "Olga Ops",
               changed_by_id=None, file=None, sheet=None, row=None, import_id=None),
        Result(at=at, kind="companies", action="superseded", subject="CORV", fund=None,
               field="status", old=None, new="exited " * 20, changed_by="Olga Ops",
               changed_by_id="u9", file="companies.csv", sheet=None, row=1204, import_id="i2"),
    ]  # fmt: skip
    shown = [] if kind == "empty" else edits[:1] if kind == "one" else edits
    total = 2_000_000 if kind == "huge" else len(shown)
    return Result(edits=tuple(shown), total=total, shown=len(shown), limit=20,
                  offset=20 if kind == "huge" else 0,
                  by_kind={} if kind in BLANK else {"fund_navs": total}, meta=meta(),
                  notes=())  # fmt: skip
