"""How exposed funds are: the headline figures, why they are worrying or not, and eight quarters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.envelope import Note
from services.fund_performance.books import Books
from services.fund_performance.notes import conversion_notes, distinct, pooled_note
from services.portfolio_analytics.notes import portfolio_notes, stale_notes
from services.portfolio_analytics.overview import share_of
from services.portfolio_analytics.pictures import days_back
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.scores import ELEVATED, HIGH, LOW, UNKNOWN
from services.risk.exposure import Exposure
from services.risk.limits import BREACH, NAMES, NEAR, Standing
from services.risk.liquidity import Position, coverage, each_fund, positions
from services.risk.results import AlertCounts, DataQuality, Overview, RiskPoint

COVERAGE_HIGH, COVERAGE_ELEVATED = 1.0, 1.25
STALE_ELEVATED, STALE_HIGH = 0.10, 0.25
RUNWAY_ELEVATED, RUNWAY_HIGH = 0.10, 0.25  # of fair value in companies with under six months
FX_ELEVATED = 0.30
LEVELS = (LOW, ELEVATED, HIGH)


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks for a level of risk, as a short phrase."""

    level: str
    words: str


def overview(
    records: Records, found: Mapping[str, Sequence[Standing]], alerts: AlertCounts
) -> Overview:
    """The funds together at as_of; `found` are their limits by fund (code)."""
    frame, books = records.frame, list(each_fund(records.books))
    now = Exposure(records, records.as_of)
    means = positions(books, records.as_of)
    covered = coverage(means)
    breaches, near = limit_states(found)
    recent = tuple(_point(records, books, day) for day in days_back(records.as_of))
    reasons = _reasons(records, now, covered, breaches, near)
    quality = DataQuality(
        nav_on_data_older_than_90d=now.old_share, nav_without_report=now.unreported_share
    )
    return Overview(
        risk_level=_level(now, reasons),
        reasons=tuple(reason.words for reason in reasons),
        top_company_weight=now.spread.top_1,
        top_company=now.largest.code if now.largest else None,
        top_company_name=now.largest.name if now.largest else None,
        top_3_weight=now.spread.top_3,
        herfindahl_index=now.spread.hhi,
        effective_positions=now.spread.effective_number,
        limit_breaches=len(breaches),
        limit_near=len(near),
        companies_under_6m_runway=len(now.short),
        stale_nav_share=now.stale_share,
        unfunded_coverage=covered,
        fx_exposed_nav=now.foreign_share,
        alerts=alerts,
        data_quality=quality,
        recent=recent,
        funds=frame.refs,
        meta=records.meta(Overview, basis=frame.scope.basis),
        notes=distinct(
            [
                *pooled_note(frame),
                *portfolio_notes(records, now.picture.held),
                *stale_notes(records, now.picture.held),
                *_notes(now, covered, means),
                *_gaps(recent),
                *conversion_notes(frame, records.as_of),
            ]
        ),
    )


def limit_states(found: Mapping[str, Sequence[Standing]]) -> tuple[list[str], list[str]]:
    """Limits that are broken and those nearly used up, in words: one per fund and limit."""
    breaches: list[str] = []
    near: list[str] = []
    for fund, rows in found.items():
        for one in rows:
            first = one.uses[0].amount if one.uses else None
            state = one.state(first) if one.known else None
            words = f"the {NAMES[one.rule.id].lower()} limit of {fund}"
            if state == BREACH:
                breaches.append(words)
            elif state == NEAR:
                near.append(words)
    return breaches, near


def _point(records: Records, books: Sequence[Books], day: date) -> RiskPoint:
    then = Exposure(records, day)
    return RiskPoint(
        date=day,
        top_company_weight=then.spread.top_1,
        effective_positions=then.spread.effective_number,
        companies_under_6m_runway=len(then.short),
        stale_nav_share=then.stale_share,
        unfunded_coverage=coverage(positions(books, day)),
        fx_exposed_nav=then.foreign_share,
    )


def _reasons(
    records: Records,
    now: Exposure,
    covered: float | None,
    breaches: Sequence[str],
    near: Sequence[str],
) -> list[Reason]:
    """What speaks for more than a low risk, the gravest first."""
    limits = records.thresholds
    found: list[Reason] = []
    if breaches:
        found.append(Reason(HIGH, f"{_and(breaches)} {_is(breaches)} broken"))
    if near:
        found.append(Reason(ELEVATED, f"{_and(near)} {_is(near)} used to 90 % or more"))
    if now.largest and now.spread.top_1 is not None:
        steps = (limits.concentration_elevated, limits.concentration_high)
        words = f"{now.largest.name} is {_percent(now.spread.top_1)} of fair value"
        found += _above(now.spread.top_1, steps, words)
    if covered is not None and covered < COVERAGE_ELEVATED:
        level = HIGH if covered < COVERAGE_HIGH else ELEVATED
        found.append(Reason(level, f"means cover {covered:.2f} times what is needed"))
    short = share_of(now.short, now.value)
    if now.short:
        companies = "1 company has" if len(now.short) == 1 else f"{len(now.short)} companies have"
        words = f"{companies} cash for under six months"
        level = HIGH if (short or 0) >= RUNWAY_HIGH else ELEVATED
        found.append(Reason(level, words))
    if now.stale_share is not None:
        words = f"{_percent(now.stale_share)} of fair value stands on marks older than "
        words += f"{limits.stale_mark_days} days"
        found += _above(now.stale_share, (STALE_ELEVATED, STALE_HIGH), words)
    if now.foreign_share is not None and now.foreign_share >= FX_ELEVATED:
        words = f"{_percent(now.foreign_share)} of fair value is in other currencies"
        found.append(Reason(ELEVATED, words))
    return sorted(found, key=lambda reason: -LEVELS.index(reason.level))


def _above(value: float, steps: tuple[float, float], words: str) -> list[Reason]:
    elevated, high = steps
    if value < elevated:
        return []
    return [Reason(HIGH if value >= high else ELEVATED, words)]


def _level(now: Exposure, reasons: Sequence[Reason]) -> str:
    """The gravest of the reasons; unknown where nothing is known of what is held."""
    if reasons:
        return reasons[0].level
    return UNKNOWN if now.spread.top_1 is None else LOW


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _is(words: Sequence[str]) -> str:
    return "is" if len(words) == 1 else "are"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _notes(now: Exposure, covered: float | None, means: Sequence[Position]) -> list[Note]:
    notes: list[Note] = []
    if now.spread.top_1 is None:
        text = "Nothing is held, or the value of a company is not known."
        keys = ("top_company_weight", "top_company", "top_company_name", "top_3_weight",
                "herfindahl_index", "effective_positions")  # fmt: skip
        notes += [Note(key, "no_weights", text) for key in keys]
    shares = {
        "stale_nav_share": now.stale_share,
        "fx_exposed_nav": now.foreign_share,
        "nav_on_data_older_than_90d": now.old_share,
        "nav_without_report": now.unreported_share,
    }
    text = "The value of what is held is not known, or nothing is held."
    notes += [Note(key, "nav_unknown", text) for key, share in shares.items() if share is None]
    without = [one.fund.code for one in means if not one.counts]
    if covered is None and len(without) < len(means):
        notes.append(Note("unfunded_coverage", "nothing_needed", "Nothing is reserved or owed."))
    elif without:
        text = (
            f"{', '.join(without)}: the commitment or the reserves are not known, so they are not "
            "in the coverage. Import fund_balances with reserve_follow_on and reserve_fees."
        )
        notes.append(Note("unfunded_coverage", "reserves_unknown", text))
    return notes


def _gaps(recent: Sequence[RiskPoint]) -> list[Note]:
    names = ("top_company_weight", "effective_positions", "stale_nav_share", "unfunded_coverage",
             "fx_exposed_nav")  # fmt: skip
    days = [str(p.date) for p in recent if any(getattr(p, name) is None for name in names)]
    if not days:
        return []
    text = f"On {', '.join(days)} some figures are not known: gaps, not 0."
    return [Note("recent", "gaps", text)]
