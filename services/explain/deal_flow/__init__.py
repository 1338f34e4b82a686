"""Figures of Deal Flow explained: each count by its deals, each rate by both, days by both ends."""

from __future__ import annotations

from collections.abc import Callable

from services.deal_flow import DealFlowService
from services.deal_flow.results import (
    PassReasons,
    PipelineFunnel,
    SourcingAnalytics,
    Stuck,
    Velocity,
)
from services.explain.answers import Answer, Explained, Recipe
from services.explain.deal_flow import counts, durations
from services.explain.deal_flow.counts import counted, last_word, member, share, stage_count
from services.explain.deal_flow.facts import WAY, DealFacts
from services.explain.paths import Spot

WINDOWS = ("period", "cohort", "previous_period", "previous_cohort")


def _rate(name: Callable[[Spot], str]) -> Recipe:
    return share(counts.step_side(1, name), counts.step_side(0, name))


FUNNEL: dict[str, Recipe] = {
    "current_period.*": counted(stage_count(last_word)),
    "conversion_rates.*": _rate(last_word),
    "steps[*].count": counted(stage_count(member)),
    "steps[*].previous": counted(counts.previous_count),
    "steps[*].rate": share(stage_count(member), counts.before_stage),
    "active_deals": counted(counts.open_deals),
    "median_cycle_days": durations.duration(durations.closed_in_window, "median"),
    "previous_median_cycle_days": durations.duration(durations.closed_before, "median"),
    "trend[*].median_cycle_days": durations.duration(durations.of_quarter, "median"),
    "trend[*].overall": share(counts.quarter_side("closed"), counts.quarter_side("sourced")),
    **{f"trend[*].{stage}": counted(counts.of_quarter) for stage in WAY},
    **{f"{window}.counts.*": counted(stage_count(last_word)) for window in WINDOWS},
    **{f"{window}.rates[*].rate": _rate(member) for window in WINDOWS},
    **{
        f"{window}.rates[*].{field}": counted(counts.step_side(side, member))
        for window in WINDOWS
        for side, field in enumerate(("trials", "successes"))
    },
}
VELOCITY: dict[str, Recipe] = {
    "average_cycle_time": durations.duration(durations.whole_way, "mean"),
    "by_stage.*": durations.duration(durations.one_step, "mean"),
    "n": durations.duration(durations.all_steps, "n"),
    **{
        f"stages[*].{name}": durations.duration(durations.listed, name)
        for name in durations.STATISTICS
    },
    **{
        f"trend_data[*].{name}": durations.duration(durations.of_quarter, name)
        for name in ("n", "mean", "median")
    },
}
SOURCING: dict[str, Recipe] = {
    "channels[*].deals": counted(counts.of_channel()),
    "channels[*].still_open": counted(counts.open_of_channel),
    "channels[*].success_rate": share(counts.of_channel("closed"), counts.of_channel()),
    **{f"channels[*].{stage}": counted(counts.of_channel(stage)) for stage in WAY[1:]},
}
ENDINGS: dict[str, Recipe] = {
    "ended": counted(counts.ended(counts.anyone)),
    "by_reason.*": counted(
        counts.ended(lambda way, spot: counts.reason_of(way) == last_word(spot))
    ),
    "by_stage.*": counted(counts.ended(lambda way, spot: way.furthest == last_word(spot))),
    "reasons[*].deals": counted(counts.ended(counts.of_line)),
    "reasons[*].share": share(counts.ended(counts.of_line), counts.ended(counts.anyone)),
    "fill_rate": share(
        counts.ended(lambda way, spot: way.deal.reason is not None),
        counts.ended(counts.anyone),
    ),
}
STANDING: dict[str, Recipe] = {
    "open_by_stage.*": counted(counts.open_at_stage(last_word)),
    "deals[*].days_in_stage": counts.days_in_stage,
}

DEAL_FLOW = Explained(
    module="deal_flow",
    service=DealFlowService,
    facts=DealFacts,
    answers=(
        Answer(
            code="df",
            result=PipelineFunnel,
            asked=lambda service, who, scope, option: service.pipeline_funnel(
                who, scope, counting=option or counts.PERIOD
            ),
            option=lambda answer: "" if answer.counting == counts.PERIOD else answer.counting,
            recipes=FUNNEL,
        ),
        Answer(
            code="dv",
            result=Velocity,
            asked=lambda service, who, scope, option: service.velocity(
                who, scope, counting=option or counts.PERIOD
            ),
            option=lambda answer: "" if answer.counting == counts.PERIOD else answer.counting,
            recipes=VELOCITY,
        ),
        Answer(
            code="ds",
            result=SourcingAnalytics,
            asked=lambda service, who, scope, _option: service.sourcing_analytics(who, scope),
            recipes=SOURCING,
        ),
        Answer(
            code="de",
            result=PassReasons,
            asked=lambda service, who, scope, _option: service.pass_reasons(who, scope),
            recipes=ENDINGS,
        ),
        Answer(
            code="dw",
            result=Stuck,
            asked=lambda service, who, scope, _option: service.stuck(who, scope),
            recipes=STANDING,
        ),
    ),
)
