"""The figures at the head of Deal Flow: six cards of the funnel and the facts below them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from layouts import formats
from layouts.deal_flow.head import chosen, earlier
from layouts.deal_flow.parts import reason
from layouts.figures.deal_flow import words
from layouts.formats import Number
from layouts.kpi import Card, Fact, chip, row
from layouts.panels import Bare, View
from layouts.trust import sign

if TYPE_CHECKING:
    from services.deal_flow.results import PipelineFunnel, Window

COUNTED = (
    ("sourced", "Sourced", None),
    ("screened", "Screened", None),
    ("term_sheet", "Term sheets", True),
    ("closed", "Closed", True),
)


def figures(found: PipelineFunnel, view: View) -> Bare:
    """Six cards and six facts."""
    return Bare(children=row(view, cards(found), facts(found)))


def cards(found: PipelineFunnel) -> list[Card]:
    """Deals by stage, overall conversion and cycle, each against the window before."""
    now, before = chosen(found), earlier(found)
    counted = [
        _card(
            found,
            key,
            label=label,
            exact=now.counts.get(key, 0),
            parts=(formats.count(now.counts.get(key, 0)), ""),
            history=[getattr(point, key) for point in found.trend],
            before=before.counts.get(key),
            said=_more,
            badge=_rate_chip(now, key),
            under=_under(now, key),
            good_up=good_up,
            figure=f"current_period.{key}",
        )
        for key, label, good_up in COUNTED
    ]
    return [*counted, _overall(found, now, before), _cycle(found)]


def facts(found: PipelineFunnel) -> list[Fact]:
    """What is in the pipeline now, what it may become, and what there is to invest."""
    now, currency = chosen(found), found.meta.currency
    passed, lost = now.counts.get("passed", 0), now.counts.get("lost", 0)
    named = {
        "passed": f"{now.counting}.counts.passed",
        "still_open": f"{now.counting}.still_open",
    }

    def fact(key: str, label: str, value: Number | None, text: str, note: str) -> Fact:
        return Fact(
            key=key,
            label=label,
            text=text,
            exact=value,
            note=note,
            reason=reason(found, key) or "not known",
            figure=found.meta.figures.get(named.get(key, key)),
            doubt=sign(found.meta, key),
        )

    def amount(key: str, label: str, value: Number | None, note: str) -> Fact:
        return fact(key, label, value, formats.money_short(value, currency), note)

    def deals(key: str, label: str, value: int | None, note: str) -> Fact:
        return fact(key, label, value, formats.count(value), note)

    stuck = found.stuck_deals
    active = formats.count(found.previous_active_deals)
    share = f"{formats.count(found.previous_stuck_deals)} before the window"
    if found.active_deals:
        part = formats.percent(stuck / found.active_deals, places=0)
        share = f"{part} of active, {share}"
    worth, capacity = found.weighted_pipeline, found.new_deal_capacity
    cover = None if worth is None or not capacity else float(worth) / float(capacity)
    against = "by what ripe cohorts did"
    if cover is not None:
        against = f"{formats.percent(cover, places=0)} of capacity"
    return [
        deals("active_deals", "Active deals", found.active_deals, f"{active} before the window"),
        deals("stuck_deals", "Stuck deals", stuck, share),
        amount("weighted_pipeline", "Weighted pipeline", worth, against),
        amount("new_deal_capacity", "New-deal capacity", capacity, "dry powder for new deals"),
        deals("passed", "Passed", passed, f"and {formats.count(lost)} lost"),
        _open_fact(now, deals),
    ]


def _open_fact(now: Window, deals: Callable[[str, str, int | None, str], Fact]) -> Fact:
    """How ripe the cohort is; in period counting there is no cohort to be ripe."""
    if now.still_open is None:
        fact = deals("still_open", "Still open", None, "of a cohort only")
        return Fact(key=fact.key, label=fact.label, text=formats.MISSING, exact=None,
                    note=fact.note, reason="counted for a cohort only")  # fmt: skip
    age = f"median age {words.days(now.median_age_days)}"
    return deals("still_open", "Still open", now.still_open, age)


def _overall(found: PipelineFunnel, now: Window, before: Window) -> Card:
    rate, older = now.rates["overall"], before.rates["overall"]
    return _card(
        found,
        "overall",
        label="Overall conversion",
        exact=rate.rate,
        parts=(formats.percent_figure(rate.rate),
               f"{formats.THIN}%" if rate.rate is not None else ""),
        history=[point.overall for point in found.trend],
        before=older.rate,
        said=formats.points,
        badge=words.interval(rate.low, rate.high) if rate.low is not None else "no interval",
        under=f"{rate.successes:,} of {rate.trials:,}, Wilson 95 %",
        good_up=True,
        figure="conversion_rates.overall",
    )  # fmt: skip


def _cycle(found: PipelineFunnel) -> Card:
    value = found.median_cycle_days
    return _card(
        found,
        "median_cycle_days",
        label="Median cycle",
        exact=value,
        parts=(words.days(value).removesuffix(" d"), f"{formats.THIN}d" if value else ""),
        history=[point.median_cycle_days for point in found.trend],
        before=found.previous_median_cycle_days,
        said=_days_more,
        badge="days, closed deals",
        under="from sourced to closed",
        good_up=False,
        figure="median_cycle_days",
    )


def _card(
    found: PipelineFunnel,
    key: str,
    *,
    label: str,
    exact: Number | None,
    parts: tuple[str, str],
    history: list[Number | None],
    before: Number | None,
    said: Callable[[Number | None], str],
    badge: str,
    under: str,
    good_up: bool | None,
    figure: str,
) -> Card:
    """A card with its change since the window before."""
    change = None if exact is None or before is None else float(exact) - float(before)
    now, then = chosen(found), earlier(found)
    ripe = not now.still_open  # a cohort that still moves is no worse for not being there yet
    return Card(
        key=key,
        label=label,
        parts=parts,
        exact=exact,
        history=history,
        change=change,
        change_text=said(change),
        against=_against(then, ripe=ripe) if change is not None else "",
        chip=chip(badge),
        basis=under,
        reason=reason(found, key) or "not known",
        good_up=good_up if ripe else None,
        figure=found.meta.figures.get(figure),
        doubt=sign(found.meta, key),
    )


def _against(then: Window, *, ripe: bool) -> str:
    """`vs Q2 2026`; of a cohort with open deals that it is not ripe yet."""
    name = "the window before"
    if words.is_quarter(then.start, then.end):
        name = words.window(then.start, then.end)
    return f"vs {name}" if ripe else f"vs {name}, not ripe"


def _rate_chip(now: Window, key: str) -> str:
    """The rate that leads to this stage."""
    if key not in words.OF_STEP:
        return words.window(now.start, now.end)
    rate = now.rates[words.OF_STEP[key]].rate
    return f"{formats.percent(rate)} of the stage before" if rate is not None else "no rate"


def _under(now: Window, key: str) -> str:
    if key == "sourced":
        return "deals first seen" if now.counting == "period" else "deals of the cohort"
    return "reached it or a later stage"


def _more(change: Number | None) -> str:
    """`+5`, `−3`, `unchanged`."""
    if change is None:
        return formats.MISSING
    size = formats.count(abs(int(change)))
    return "unchanged" if not change else f"{formats.MINUS if change < 0 else '+'}{size}"


def _days_more(change: Number | None) -> str:
    """`+6.5 d`, `−3 d`, `unchanged`."""
    if change is None:
        return formats.MISSING
    size = words.days(abs(float(change)))
    return "unchanged" if size == "0 d" else f"{formats.MINUS if change < 0 else '+'}{size}"
