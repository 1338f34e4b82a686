"""Invented answers of companies and judgements of a team."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace as Result

from layouts.figures.team_operations.samples import AS_OF, meta, notes

STAGES = ("Seed", "Series A", "Growth")
QUARTERS = ("2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3")
CAVEAT = "whether deals closed as thought, not whether closing them was right"


def asked(kind: str = "normal") -> Result:
    """Companies that answer more and less; of `unknown` nothing was owed yet."""
    number = {"empty": 0, "one": 1, "huge": 400}.get(kind, 9)
    blank = kind == "unknown"
    rows = []
    for place in range(number):
        in_time, late = (0, 0) if blank else (place % 7, 1)
        owed = 0 if blank else 8
        rows.append(
            Result(company_id=f"c{place}", company=f"C{place}", name=f"Company <b>{place}</b>",
                   stage=None if place % 4 == 3 else STAGES[place % 3], owed=owed,
                   in_time=in_time, late=late, missing=owed - in_time - late, not_due=int(blank),
                   response_rate=(in_time + late) / owed if owed else None,
                   in_time_rate=in_time / owed if owed else None, median_days_late=None,
                   last_reported=None if blank else AS_OF)
        )  # fmt: skip
    stages = [_stage(name, rows) for name in dict.fromkeys(row.stage for row in rows)]
    return Result(rows=tuple(rows), by_stage=tuple(stages), total=_all(None, rows),
                  quarters=QUARTERS, report_due_days=45, meta=meta(),
                  notes=notes(kind, "rows"))  # fmt: skip


def _stage(name: str | None, rows: list[Result]) -> Result:
    return _all(name, [row for row in rows if row.stage == name])


def _all(name: str | None, rows: list[Result]) -> Result:
    owed, in_time = sum(row.owed for row in rows), sum(row.in_time for row in rows)
    late = sum(row.late for row in rows)
    return Result(stage=name, companies=len(rows), owed=owed, in_time=in_time, late=late,
                  missing=owed - in_time - late,
                  response_rate=(in_time + late) / owed if owed else None,
                  in_time_rate=in_time / owed if owed else None)  # fmt: skip


def judged(kind: str = "normal") -> Result:
    """Forty deals scored; too few of them in `unknown`."""
    number = {"empty": 0, "one": 1, "huge": 900}.get(kind, 40)
    blank = kind in ("empty", "one", "unknown")
    scored = {"brier_score": 0.16, "reference": 0.21, "skill": 0.238, "predicted": 0.34,
              "closed_share": 0.3}  # fmt: skip
    bins = tuple(
        Result(low=place / 5, high=(place + 1) / 5, deals=0 if blank else number // 5,
               predicted=None if blank else place / 5 + 0.1,
               came=None if blank else place / 6, came_low=None if blank else place / 9,
               came_high=None if blank else place / 5 + 0.15)
        for place in range(5)
    )  # fmt: skip
    deals = tuple(
        Result(deal=f"P{place}", name=f"Prospect <b>{place}</b>", judged_on=AS_OF,
               chance=None if kind == "unknown" else 0.35, outcome="passed",
               ended_on=AS_OF - timedelta(days=place), link="https://notes.example/1")
        for place in range(min(number, 60))
    )  # fmt: skip
    return Result(bins=bins, judged=number, ended=number * 2, least=10,
                  **(dict.fromkeys(scored) if blank else scored), deals=deals, caveat=CAVEAT,
                  meta=meta(), notes=notes(kind, "brier_score"))  # fmt: skip
