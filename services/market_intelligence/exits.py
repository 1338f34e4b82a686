"""Exits as the answers give them: by type and sector, their multiples, and the time they took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.envelope import Note
from services.market_intelligence import notes
from services.market_intelligence.computed.families import EXIT_SECTORS, EXITS, TIME_TO_EXIT
from services.market_intelligence.computed.payloads import amount
from services.market_intelligence.frame import Frame
from services.market_intelligence.notes import Medians
from services.market_intelligence.results import (
    ExitActivity,
    ExitQuarter,
    SectorExits,
    TimeToExit,
)
from services.market_intelligence.trends import same
from services.market_intelligence.valuations import read_figures


def exit_activity(session: Session, frame: Frame, sector: str | None) -> ExitActivity:
    """The current quarter, every quarter of the period, and four quarters by sector and by time."""
    found = read_figures(session, frame, EXITS, EXIT_SECTORS, TIME_TO_EXIT)
    quarter = frame.quarter or ""
    medians = Medians()
    here = found.get((EXITS, quarter))
    left_out = sum(kept["left_out"] for (family, _), kept in found.items() if family == EXITS)
    sectors = found.get((EXIT_SECTORS, quarter), {"rows": ()})["rows"]
    return ExitActivity(
        current_quarter=(
            _quarter(frame, quarter, here, medians, "current_quarter") if here else None
        ),
        by_sector=tuple(
            _sector(row, medians) for row in sectors if sector is None or same(row["name"], sector)
        ),
        exit_timeline_analysis={
            type_: TimeToExit(
                type=type_,
                n=kept["n"],
                **medians.plain(kept, "exit_timeline_analysis", type_),
            )
            for type_, kept in found.get((TIME_TO_EXIT, quarter), {}).items()
        },
        quarters=tuple(
            _quarter(frame, name, found[EXITS, name], medians, "quarters")
            for name in frame.quarters
            if (EXITS, name) in found
        ),
        **frame.heading(),
        meta=frame.meta(ExitActivity),
        notes=(
            *notes.standing(frame, ("current_quarter",), frame.quarters),
            *medians.notes(),
            *notes.left_out_note(left_out, "quarters", frame.currency),
            *_undisclosed(found),
        ),
    )


def _quarter(
    frame: Frame, name: str, kept: Mapping[str, Any], medians: Medians, field: str
) -> ExitQuarter:
    multiple = medians.plain(kept["multiple"], field, f"{name} multiple")
    value = medians.money(kept["value"], field, f"{name} value")
    return ExitQuarter(
        quarter=name,
        ipo_count=kept["ipo_count"],
        ma_count=kept["ma_count"],
        ipo_value=amount(kept["ipo_value"]),
        ma_value=amount(kept["ma_value"]),
        disclosed=kept["disclosed"],
        median_exit_multiple=multiple["median"],
        multiple_p25=multiple["p25"],
        multiple_p75=multiple["p75"],
        n_multiple=kept["multiple"]["n"],
        median_value=value["median"],
        preliminary=frame.is_preliminary(name),
    )


def _sector(kept: Mapping[str, Any], medians: Medians) -> SectorExits:
    return SectorExits(
        name=kept["name"],
        ipo_count=kept["ipo_count"],
        ma_count=kept["ma_count"],
        value=amount(kept["value"]),
        disclosed=kept["disclosed"],
        median_exit_multiple=medians.plain(kept["multiple"], "by_sector", kept["name"])["median"],
        n_multiple=kept["multiple"]["n"],
    )


def _undisclosed(found: Mapping[tuple[str, str], Mapping[str, Any]]) -> tuple[Note, ...]:
    """Types without a disclosed value have no sum."""
    bare = [
        f"{quarter} {type_}"
        for (family, quarter), kept in found.items()
        if family == EXITS
        for type_ in ("ipo", "ma")
        if kept[f"{type_}_value"] is None
    ]
    return notes.undisclosed_note("quarters", bare)
