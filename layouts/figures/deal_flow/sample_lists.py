"""Invented lists about a pipeline for gallery and tests: stuck deals, reasons, mix, decisions."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace as Result

from layouts.figures.deal_flow.samples import AS_OF, STAGES, TIMES, meta, notes

NAMES = ("Fennel Analytics", "Harbourline", "Ottery <b>", "Quillworks", "Saltmarsh")
REASONS = ("valuation", "team", "market too small", "not given")


def stuck(kind: str = "normal") -> Result:
    """Deals that stay too long, the longest over first."""
    count = {"empty": 0, "one": 1, "huge": 400}.get(kind, 5)
    rows = tuple(_stuck_deal(place, blank=kind == "unknown") for place in range(count))
    return Result(
        deals=rows, limits={"sourced": 21.0, "screened": 44.5, "term_sheet": 30.0},
        open_by_stage={"sourced": 22, "screened": 18, "term_sheet": 8} if rows else {},
        meta=meta(), notes=notes(kind, "limits"),
    )  # fmt: skip


def _stuck_deal(place: int, *, blank: bool) -> Result:
    days = max(60, 190 - place * 27)
    return Result(
        deal=f"D{place:04}", name=NAMES[place % 5], fund="AQ1", stage=STAGES[place % 3],
        owner=None if blank else "ines", channel=None if blank else "referral",
        sector=None if blank else "Software",
        check_size=None if blank else Decimal(2_500_000), since=AS_OF - timedelta(days=days),
        days_in_stage=days, limit_days=44.5, days_over=days - 44.5,
    )  # fmt: skip


def pass_reasons(kind: str = "normal") -> Result:
    """Why deals ended, by the furthest stage they had reached."""
    many = TIMES.get(kind, 1)
    counts = {
        "normal": ((9, 4, 1), (3, 6, 0), (5, 0, 2), (4, 1, 0)), "empty": (), "one": ((1,),),
        "huge": ((9, 4, 1), (3, 6, 0), (5, 0, 2), (4, 1, 0)), "unknown": ((), (), (), (4, 2, 1)),
    }[kind]  # fmt: skip
    total = sum(sum(row) for row in counts)
    rows = tuple(
        Result(reason=reason, stage=stage, owner="ines" if place % 2 else None,
               deals=count * many, share=count / total)
        for place, (reason, row) in enumerate(zip(REASONS, counts, strict=False))
        for stage, count in zip(STAGES, row, strict=False) if count
    )  # fmt: skip
    by_reason: dict[str, int] = {}
    by_stage: dict[str, int] = {}
    for row in rows:
        by_reason[row.reason] = by_reason.get(row.reason, 0) + row.deals
        by_stage[row.stage] = by_stage.get(row.stage, 0) + row.deals
    return Result(reasons=rows, by_reason=by_reason, by_stage=by_stage, ended=total * many,
                  fill_rate=(None if not total else 0.0 if kind == "unknown" else 0.86),
                  meta=meta(), notes=notes(kind, "reason"))  # fmt: skip


def mix(kind: str = "normal") -> Result:
    """The cohort by four dimensions; geography is too sparse to break down."""
    many = TIMES.get(kind, 1)
    parts = {
        "sector": (("Software", 60), ("Fintech", 35), ("Other", 30)),
        "stage": (("Seed", 70), ("Series A <b>", 55)),
        "check_size": (("under 1m", 40), ("1m to 5m", 65), ("not given", 20)),
    }
    shown = {"empty": 0, "one": 1}.get(kind, 3)
    rows = tuple(
        Result(dimension=dimension, name=name, deals=count * many,
               share=None if kind == "unknown" else count / 125, closed=count // 40,
               previous_share=None if kind in {"unknown", "one"} else count / 140)
        for dimension, values in list(parts.items())[:shown] for name, count in values
    )  # fmt: skip
    rates = {"sector": 1.0, "stage": 1.0, "geography": 0.11, "check_size": 0.84}
    return Result(parts=rows, fill_rates=dict.fromkeys(rates) if kind == "empty" else rates,
                  excluded=() if kind == "empty" else ("geography",), meta=meta(),
                  notes=notes(kind, "share"))  # fmt: skip


def decisions(kind: str = "normal") -> Result:
    """Deals passed or lost, those that raised since first."""
    count = {"empty": 0, "one": 1, "huge": 300}.get(kind, 5)
    rows = tuple(_decision(place, blank=kind == "unknown") for place in range(count))
    raised = sum(1 for row in rows if row.later_rounds)
    return Result(decisions=rows, passed=count, raised_since=raised, meta=meta(),
                  notes=notes(kind, "later_rounds"))  # fmt: skip


def _decision(place: int, *, blank: bool) -> Result:
    raised = not blank and place < 2
    return Result(
        deal=f"D{place:04}", name=NAMES[place % 5], fund="AQ1",
        decided_on=date(2026, 8, 14) - timedelta(days=place % 60),
        outcome="passed" if place % 3 else "lost", stage=STAGES[place % 3],
        reason=None if blank else "valuation", owner=None if blank else "ines",
        sector=None if blank else "Software", later_rounds=int(raised), undisclosed_rounds=0,
        later_raised=Decimal(45_000_000) if raised else None,
        last_round="Series B" if raised else None,
        last_round_date=date(2026, 9, 21) if raised else None,
        last_post_money=Decimal(210_000_000) if raised else None, exited=None,
        source="Example provider 2026-Q3" if raised else None,
    )  # fmt: skip


def deals(kind: str = "normal") -> Result:
    """The rows behind a count; of `huge` more than the page lists."""
    count = {"empty": 0, "one": 1, "huge": 500}.get(kind, 8)
    rows = tuple(_deal(place, blank=kind == "unknown") for place in range(count))
    total = 12_500 if kind == "huge" else count
    return Result(deals=rows, total=total, counting="period", meta=meta(),
                  notes=notes(kind, "deals"))  # fmt: skip


def _deal(place: int, *, blank: bool) -> Result:
    sourced = date(2026, 9, 20) - timedelta(days=place % 80)
    furthest = STAGES[place % 4]
    outcome = ("open", "passed", "lost", "closed")[place % 4]
    return Result(
        deal=f"D{place:04}", name=NAMES[place % 5], fund="AQ1", outcome=outcome, stage=furthest,
        furthest=furthest, sourced_at=sourced,
        screened_at=sourced + timedelta(days=14) if place % 4 else None,
        term_sheet_at=sourced + timedelta(days=42) if place % 4 > 1 else None,
        closed_at=sourced + timedelta(days=67) if outcome == "closed" else None,
        ended_at=sourced + timedelta(days=67) if outcome != "open" else None,
        days_in_stage=None if blank else 12, channel=None if blank else "referral",
        sector=None if blank else "Software", round=None if blank else "Seed",
        geography=None if blank else "US", owner=None if blank else "ines",
        check_size=None if blank else Decimal(2_500_000),
        pass_reason="valuation" if outcome == "passed" and not blank else None,
    )  # fmt: skip
