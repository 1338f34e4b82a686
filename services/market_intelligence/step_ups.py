"""Step-ups from round to round as the answers give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.calc.intervals import Proportion, wilson
from services.envelope import Note
from services.market_intelligence import notes
from services.market_intelligence.computed.families import ALL, STEP_UPS
from services.market_intelligence.frame import Frame
from services.market_intelligence.notes import Medians
from services.market_intelligence.results import StepUp, StepUps
from services.market_intelligence.stages import OTHER, STAGES
from services.market_intelligence.valuations import read_figures

TOP = ("stages", "down_round_share", "down_low", "down_high", "current_quarter")


def step_ups(session: Session, frame: Frame) -> StepUps:
    """By the stage arrived at, over the four quarters up to the current one."""
    found = read_figures(session, frame, STEP_UPS).get((STEP_UPS, frame.quarter or ""), {})
    stages = [s for s in STAGES if s in found and (s != OTHER or found[s]["months"]["n"])]
    medians = Medians()
    every = found.get(ALL)
    down = _down(every) if every else None
    return StepUps(
        current_quarter=frame.quarter,
        stages=tuple(_step_up(stage, found[stage], medians) for stage in stages),
        down_round_share=down.rate if down else None,
        down_low=down.low if down else None,
        down_high=down.high if down else None,
        n=every["step"]["n"] if every else 0,
        **frame.heading(),
        meta=frame.meta(StepUps),
        notes=(
            *notes.standing(frame, TOP, [frame.quarter] if frame.quarter else []),
            *notes.mapping_note(frame.stage_mapping()),
            *medians.notes(),
            *_none(found),
        ),
    )


def _step_up(stage: str, kept: Mapping[str, Any], medians: Medians) -> StepUp:
    down = _down(kept)
    return StepUp(
        stage=stage,
        n=kept["step"]["n"],
        **medians.plain(kept["step"], "stages", stage),
        down_rounds=kept["down_rounds"],
        down_round_share=down.rate,
        down_low=down.low,
        down_high=down.high,
        median_months_between=medians.plain(kept["months"], "median_months_between", stage)[
            "median"
        ],
        n_between=kept["months"]["n"],
    )


def _down(kept: Mapping[str, Any]) -> Proportion:
    """The share of rounds priced below the last one, with its interval."""
    return wilson(kept["down_rounds"], kept["step"]["n"])


def _none(found: Mapping[str, Any]) -> tuple[Note, ...]:
    bare = [name for name, kept in found.items() if not kept["step"]["n"] and name != OTHER]
    if not bare:
        return ()
    text = f"No step-up is known, so no share of down rounds: {notes.listed(bare)}."
    return (Note("down_round_share down_low down_high", notes.NO_DATA, text),)
