"""Invented answers about a pipeline for gallery and tests: normal, empty, one, huge, unknown.

They carry the fields of the results without being them: what is seen never imports what computes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace as Result

from services.envelope import FundRef, Meta, Note

KINDS = ("normal", "empty", "one", "huge", "unknown")
AS_OF, START, BEFORE = date(2026, 9, 30), date(2026, 7, 1), date(2026, 6, 30)
STAGES = ("sourced", "screened", "term_sheet", "closed")
STEPS = ("source_to_screen", "screen_to_term", "term_to_close")
COUNTS = {"normal": (125, 45, 8, 3), "empty": (0, 0, 0, 0), "one": (1, 1, 1, 1),
          "huge": (1_250_000, 450_000, 80_000, 30_000), "unknown": (4, 6, 0, 0)}  # fmt: skip
TIMES = {"huge": 10_000}
CHANNELS = ("referral", "inbound", "founder_network", "conference <b>", "not given")


def meta() -> Meta:
    """What an answer about the pipeline stands on."""
    return Meta(
        funds=("AQ1",), fund_id="f1", as_of=AS_OF, nav_as_of=None, known_on=None, basis="net_lp",
        credit_line="with", currency="USD", period=(START, AS_OF), source="pipeline system",
        data_version={"AQ1": 7}, computed_at=datetime(2026, 11, 12, 18, 4, tzinfo=UTC),
    )  # fmt: skip


def notes(kind: str, name: str) -> tuple[Note, ...]:
    """Why a figure is missing, where it is."""
    text = f"No {name.replace('_', ' ')} is known."
    return (Note(name, "no_data", text),) if kind == "unknown" else ()


def rate(successes: int, trials: int) -> Result:
    """A rate with an interval of a fifth to each side, which is near enough for a picture."""
    found = successes / trials if trials else None
    low = high = None
    if found is not None and found <= 1:
        low, high = found * 0.8, min(1.0, found * 1.2 + 0.02)
    return Result(rate=found, low=low, high=high, successes=successes, trials=trials)


def window(counts: tuple[int, ...], *, counting: str, end: date = AS_OF) -> Result:
    """One window counted one way."""
    sourced, screened, term_sheet, closed = counts
    pairs = zip(STEPS, (screened, term_sheet, closed), (sourced, screened, term_sheet),
                strict=True)  # fmt: skip
    rates = {step: rate(upper, under) for step, upper, under in pairs}
    ripe = counting == "cohort" and sourced > 0
    return Result(start=date(end.year, end.month - 2, 1), end=end, counting=counting,
                  counts=dict(zip(STAGES, counts, strict=True)) | {"lost": closed, "passed": 9},
                  rates=rates | {"overall": rate(closed, sourced)},
                  still_open=sourced // 4 if ripe else None,
                  median_age_days=41.0 if ripe else None)  # fmt: skip


def funnel(kind: str = "normal", *, counting: str = "period") -> Result:
    """125 sourced, 45 screened, 8 term sheets, 3 closed, as the specification has them."""
    counts = COUNTS[kind]
    earlier = tuple(count * 4 // 5 for count in counts)
    now = {way: window(counts, counting=way) for way in ("period", "cohort")}
    before = {way: window(earlier, counting=way, end=BEFORE) for way in ("period", "cohort")}
    chosen, older = now[counting], before[counting]
    steps = []
    for place, stage in enumerate(STAGES):
        found = chosen.rates[STEPS[place - 1]] if place else rate(0, 0)
        fewer = counts[place - 1] - counts[place] if place else None
        steps.append(Result(stage=stage, count=counts[place], previous=earlier[place],
                            rate=found.rate, low=found.low, high=found.high,
                            drop_off=fewer))  # fmt: skip
    blank, many = kind in {"unknown", "empty"}, TIMES.get(kind, 1)
    return Result(
        counting=counting, current_period=dict(zip(STAGES, counts, strict=True)),
        conversion_rates={step: chosen.rates[step].rate for step in (*STEPS, "overall")},
        comparison_to_previous={"sourced": counts[0] - earlier[0], "window": older.counts},
        steps=tuple(steps), period=now["period"], cohort=now["cohort"],
        previous_period=before["period"], previous_cohort=before["cohort"],
        trend=() if kind == "empty" else trend(kind, counts),
        rules=("A deal counts at every stage it reached or passed.",
               "A stage that was skipped counts as reached.",
               "A move back does not take a stage away."),
        active_deals=48 * many if not blank else 0, stuck_deals=6 * many if not blank else 0,
        median_cycle_days=None if blank else 64.0,
        previous_active_deals=44 * many if not blank else 0,
        previous_stuck_deals=5 * many if not blank else 0,
        previous_median_cycle_days=None if blank else 70.5,
        within=tuple(Result(days=days, closed=closed, deals=counts[0], rate=None if blank else 0.02,
                            low=None if blank else 0.01, high=None if blank else 0.07)
                     for days, closed in ((90, 1), (180, 2), (365, 3))),
        weighted_pipeline=None if blank else Decimal("14200000.00") * many,
        new_deal_capacity=None if blank else Decimal("31000000.00") * many,
        funds=(FundRef("f1", "AQ1", "Alder & Quay I", "USD"),), meta=meta(),
        notes=notes(kind, "weighted_pipeline"),
    )  # fmt: skip


def trend(kind: str, counts: tuple[int, ...]) -> tuple[Result, ...]:
    """Eight quarters up to the window, the last two of them not ripe; one quarter of `one`."""
    points = []
    for back in range(0 if kind == "one" else 7, -1, -1):
        end = _quarter_end(back)
        share = 10 - back - back % 3
        made = [count * share // 10 for count in counts]
        points.append(
            Result(quarter=f"{end.year}Q{end.month // 3}", start=date(end.year, end.month - 2, 1),
                   end=end, **dict(zip(STAGES, made, strict=True)),
                   overall=made[3] / made[0] if made[0] and kind != "unknown" else None,
                   median_cycle_days=None if back == 3 else 60.0 + back, mature=back > 1)
        )  # fmt: skip
    return tuple(points)


def velocity(kind: str = "normal") -> Result:
    """14 + 28 + 25 = 67 days, the specification's figures, with the spread around them."""
    blank = kind in {"empty", "unknown"}
    means = dict(zip(STEPS, (None,) * 3 if blank else (14.0, 28.0, 25.0), strict=True))
    times = 30.0 if kind == "huge" else 1.0
    stages = []
    for share, n in (("closed_cohort", 3), ("all_deals", 61)):
        for step, mean in {**means, "total": None if blank else 67.0}.items():
            stages.append(_stage_time(step, share, 0 if blank else n, mean, times))
    count = {"one": 1, "huge": 40}.get(kind, 5)
    return Result(
        average_cycle_time=None if blank else 67.0 * times,
        by_stage={step: None if mean is None else mean * times for step, mean in means.items()},
        n=0 if blank else 1 if kind == "one" else 3, left_out=0 if blank else 2,
        cycle_deals=0 if blank else 5, counting="period",
        stages=() if kind == "empty" else tuple(stages),
        curves=() if kind == "empty" else tuple(
            _curve(step, count, times) for step in (*STEPS, "total")),
        trend_data=() if kind == "empty" else tuple(
            Result(quarter=f"{_quarter_end(back).year}Q{_quarter_end(back).month // 3}",
                   end=_quarter_end(back), n=0 if blank else 3,
                   mean=None if blank else 60.0 + back, median=None if blank else 58.0 + back)
            for back in range(7, -1, -1)),
        meta=meta(), notes=notes(kind, "average_cycle_time"),
    )  # fmt: skip


def _stage_time(step: str, share: str, n: int, mean: float | None, times: float) -> Result:
    spread = {"median": 0.9, "p25": 0.6, "p75": 1.3, "p90": 1.9}
    own = {name: None if mean is None else mean * part * times for name, part in spread.items()}
    return Result(step=step, share=share, n=n, mean=None if mean is None else mean * times, **own,
                  least=None if mean is None else round(mean * 0.3 * times),
                  most=None if mean is None else round(mean * 2.6 * times))  # fmt: skip


def _curve(step: str, count: int, times: float) -> Result:
    points, survival, gone, lost = [], 1.0, 0.0, 0.0
    for number in range(1, count + 1):
        left = survival * 0.18
        survival, gone, lost = survival - left, gone + left * 0.45, lost + left * 0.55
        points.append(Result(day=9.0 * number * times, survival=survival, advanced=gone,
                             lost=lost, at_risk=10 * (count - number) + 4))  # fmt: skip
    return Result(step=step, n=10 * count + 4, n_open=7, median=27.0 * times if count > 3 else None,
                  naive_median=18.0 * times, advanced=gone, lost=lost,
                  points=tuple(points))  # fmt: skip


def sourcing(kind: str = "normal") -> Result:
    """Five channels; cost and results are not known for all of them."""
    many = TIMES.get(kind, 1)
    shapes = ((45, 20, 5, 4), (32, 9, 2, 1), (28, 15, 4, 3), (17, 4, 0, 0), (3, 1, 0, 0))
    top = {"empty": 0, "one": 1}.get(kind, 5)
    channels = tuple(
        _channel(name, [count * many for count in counts], blank=kind == "unknown", place=place)
        for place, (name, counts) in enumerate(zip(CHANNELS[:top], shapes, strict=False))
    )
    flows = tuple(
        Result(channel=item.name, furthest=stage, outcome=outcome, deals=deals)
        for item in channels
        for stage, outcome, deals in (
            ("sourced", "passed", item.deals - item.screened),
            ("screened", "passed", item.screened - item.term_sheet),
            ("term_sheet", "open", item.term_sheet - item.closed),
            ("closed", "closed", item.closed))
        if deals
    )  # fmt: skip
    return Result(channels=channels, roi_analysis={"cost": None, "roi": None},
                  separated=kind == "normal", flows=flows, meta=meta(),
                  notes=notes(kind, "roi"))  # fmt: skip


def _channel(name: str, counts: list[int], *, blank: bool, place: int) -> Result:
    deals, screened, term_sheet, closed = counts
    known = rate(closed, deals)
    costly = not blank and place < 3
    cost = Decimal(18_000) if costly else None
    return Result(
        name=name, deals=deals, screened=screened, term_sheet=term_sheet, closed=closed,
        still_open=term_sheet - closed, success_rate=known.rate, low=known.low, high=known.high,
        rank=1 if place == 0 and not blank else None, cost=cost,
        cost_per_deal=cost / deals if cost else None,
        cost_per_close=cost / closed if cost and closed else None, n_invested=closed,
        invested=Decimal(9_000_000) if costly else None,
        realized_value=Decimal(1_200_000) if costly else None,
        current_value=Decimal(14_500_000) if costly else None, moic=1.744 if costly else None,
        roi=0.741 - place if costly else None,
    )  # fmt: skip


def forecast(kind: str = "normal") -> Result:
    """Open deals by stage, weighted by what ripe cohorts did, against what can be invested."""
    many, blank = Decimal(TIMES.get(kind, 1)), kind == "unknown"
    rows = (("sourced", 22, 0.03, 310), ("screened", 18, 0.11, 140), ("term_sheet", 8, 0.47, 34))
    stages = tuple(
        Result(stage=stage, open_deals=count * int(many), without_check=2,
               check_size=None if blank else Decimal(2_500_000) * count * many,
               probability=None if blank else chance, n=0 if blank else n,
               low=None if blank else chance * 0.7, high=None if blank else chance * 1.5,
               expected_closings=None if blank else count * chance * int(many),
               weighted=None if blank else Decimal(2_500_000) * count * many * Decimal(str(chance)))
        for stage, count, chance, n in rows[: {"empty": 0, "one": 1}.get(kind, 3)]
    )  # fmt: skip
    blank = blank or not stages
    total = None if blank else sum((row.weighted for row in stages), Decimal(0))
    return Result(
        stages=stages, expected_closings=None if blank else 6.4, weighted_pipeline=total,
        weighted_low=None if total is None else total * Decimal("0.7"),
        weighted_high=None if total is None else total * Decimal("1.5"),
        new_deal_capacity=None if blank else Decimal(31_000_000) * many,
        coverage=None if not total else float(31_000_000 * many / total),
        without_check=2 * len(stages), ripe_days=365, meta=meta(),
        notes=notes(kind, "new_deal_capacity"),
    )  # fmt: skip


def _quarter_end(back: int) -> date:
    months = AS_OF.year * 12 + AS_OF.month - back * 3
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


SAMPLES = {
    "funnel_bars": funnel, "trend_bars": funnel, "step_days": velocity, "stage_curves": velocity,
    "pipeline_bar": forecast,
}  # fmt: skip
