"""Values before and after rounds by stage, their trend, and places beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.db.queries.market_intelligence import answers
from services.market_intelligence import notes
from services.market_intelligence.computed.families import PLACES, TOTALS, VALUATIONS
from services.market_intelligence.computed.payloads import amount
from services.market_intelligence.frame import Frame
from services.market_intelligence.notes import Medians
from services.market_intelligence.results import Place, StageValue, ValuationPoint, Valuations
from services.market_intelligence.stages import OTHER, STAGES

Found = Mapping[tuple[str, str], Mapping[str, Any]]  # by family and quarter


def read_figures(session: Session, frame: Frame, *families: str) -> Found:
    """Usable figures of the period and of the current quarter, in one statement."""
    if frame.provider is None or frame.quarter is None:
        return {}
    rows = answers.figures(
        session,
        sources=[frame.provider.source],
        families=families,
        quarters={*frame.quarters, frame.quarter},
        known_on=frame.known_on,
    )
    return {(row.family, row.quarter): row.payload for row in rows if frame.usable(row.quarter)}


def valuations(session: Session, frame: Frame) -> Valuations:
    """The current quarter by stage, every quarter of the period, and places of four quarters."""
    found = read_figures(session, frame, VALUATIONS, PLACES, TOTALS)
    quarter = frame.quarter or ""
    here, told = found.get((VALUATIONS, quarter), {}), found.get((TOTALS, quarter), {})
    listed = [kept for (family, _), kept in found.items() if family == VALUATIONS]
    stages = [s for s in STAGES if s != OTHER or any(kept[s]["deals"] for kept in listed)]
    medians = Medians()
    mapping = frame.stage_mapping()
    return Valuations(
        current_quarter=frame.quarter,
        by_stage={stage: _stage(stage, here[stage], medians) for stage in stages if stage in here},
        trend_data=tuple(
            _point(frame, stage, name, found[VALUATIONS, name][stage], medians)
            for stage in stages
            for name in frame.quarters
            if (VALUATIONS, name) in found
        ),
        geographic_comparison={
            row["name"]: _place(row, medians)
            for row in found.get((PLACES, quarter), {"rows": ()})["rows"]
        },
        stage_mapping=mapping,
        **frame.heading(),
        meta=frame.meta(Valuations),
        notes=(
            *notes.standing(frame, ("by_stage", "current_quarter"), frame.quarters),
            *notes.mapping_note(mapping),
            *medians.notes(),
            *notes.left_out_note(told.get("left_out", 0), "by_stage", frame.currency),
        ),
    )


def _stage(stage: str, kept: Mapping[str, Any], medians: Medians) -> StageValue:
    before = medians.money(kept["pre"], "by_stage", f"{stage} pre-money")
    after = medians.money(kept["post"], "by_stage", f"{stage} post-money")
    return StageValue(
        median_pre=before["median"],
        pre_p25=before["p25"],
        pre_p75=before["p75"],
        n_pre=kept["pre"]["n"],
        median_post=after["median"],
        post_p25=after["p25"],
        post_p75=after["p75"],
        n_post=kept["post"]["n"],
        deals=kept["deals"],
    )


def _point(
    frame: Frame, stage: str, quarter: str, kept: Mapping[str, Any], medians: Medians
) -> ValuationPoint:
    name = f"{stage} {quarter}"
    before = medians.money(kept["pre"], "trend_data", f"{name} pre-money")
    after = medians.money(kept["post"], "trend_data", f"{name} post-money")
    return ValuationPoint(
        stage=stage,
        quarter=quarter,
        median_pre=before["median"],
        pre_p25=before["p25"],
        pre_p75=before["p75"],
        n_pre=kept["pre"]["n"],
        median_post=after["median"],
        n_post=kept["post"]["n"],
        preliminary=frame.is_preliminary(quarter),
    )


def _place(kept: Mapping[str, Any], medians: Medians) -> Place:
    size = medians.money(kept["size"], "geographic_comparison", f"{kept['name']} deal size")
    before = medians.money(kept["pre"], "geographic_comparison", f"{kept['name']} pre-money")
    return Place(
        name=kept["name"],
        deals=kept["deals"],
        share=kept["share"],
        total_funding=amount(kept["funding"]),
        median_deal_size=size["median"],
        median_pre=before["median"],
        n_pre=kept["pre"]["n"],
    )
