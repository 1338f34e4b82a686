"""What stands on a tear sheet, in its order: every figure is one of the answer, as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.envelope import Meta
from services.exports import words
from services.portfolio_analytics.results import Component, Investment, Kpis, TearSheet, Tranche

Section = dict[str, Any]
MOST_PERIODS, MOST_MARKS = 5, 6
STATUS = {"active": "Active", "exited": "Exited", "failed": "Written off"}
# Key, name and writing of each measure of a report.
MEASURES: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("revenue_ttm", "Revenue, 12 months", words.money),
    ("arr", "ARR", words.money),
    ("growth_rate", "Growth, year on year", words.percent),
    ("gross_margin", "Gross margin", words.percent),
    ("net_burn", "Net burn a month", words.money),
    ("cash", "Cash", words.money),
    ("runway_months", "Runway", words.months),
    ("burn_multiple", "Burn multiple", words.multiple),
    ("rule_of_40", "Rule of 40", words.percent),
    ("ltv_cac", "LTV : CAC", words.multiple),
    ("nrr", "Net retention", words.percent),
    ("headcount", "Headcount", words.count),
)
STRIP = ("arr", "growth_rate", "gross_margin", "net_burn", "runway_months", "burn_multiple")


def content(sheet: TearSheet, *, firm: str) -> dict[str, Any]:
    """The sheet as plain data for the template.

    `words` of a section are its first columns of text, `wide` the one that takes the room.
    """
    meta = sheet.meta
    return {
        "firm": firm,
        "name": sheet.name,
        "described": _described(sheet),
        "day": [meta.as_of.year, meta.as_of.month, meta.as_of.day],
        "as_of": words.day(meta.as_of),
        "money": f"amounts in {meta.currency}" if meta.currency else "several currencies",
        "position": _position(sheet.investment),
        "strip": _strip(sheet.kpis),
        "sections": [
            _reports(sheet),
            _marks(sheet),
            _returns(sheet),
            _health(sheet),
            _board(sheet),
        ],
        "notes": list(dict.fromkeys(note.text for note in sheet.notes)),
        "footer": _footer(meta),
    }


def _described(sheet: TearSheet) -> str:
    """What is known of the company, on one line."""
    row = sheet.investment
    known = [STATUS.get(row.status, row.status), row.sector, row.stage, row.geography]
    told = {key: text for key, text in sheet.description.items() if text and text not in known}
    if "founded" in told:
        told["founded"] = told["founded"][:4]  # a year is what is known of it
    more = [f"{key.replace('_', ' ')} {text}" for key, text in told.items() if key != "status"]
    return " · ".join([*(part for part in known if part), *more])


def _position(row: Investment) -> list[list[str]]:
    return [
        ["Cost", words.money(row.cost)],
        ["Realised", words.money(row.realized_value)],
        ["Fair value", words.money(row.fair_value)],
        ["Gross MOIC", words.multiple(row.moic)],
        ["Gross IRR", _rate(row)],
        ["Ownership", words.percent(row.ownership)],
    ]


def _strip(kpis: Kpis) -> list[list[str]]:
    """The figures of the latest report, the ones a partner asks for first."""
    names = {key: name for key, name, _ in MEASURES}
    return [[names[key], _measure(kpis, key)] for key in STRIP]


def _reports(sheet: TearSheet) -> Section:
    periods = sheet.periods[-MOST_PERIODS:]
    return {
        "title": "Last reports",
        "head": ["Report of", *(words.quarter(period.kpis.period_end) for period in periods)],
        "rows": [
            [name, *(_measure(period.kpis, key) for period in periods)] for key, name, _ in MEASURES
        ]
        if periods
        else [],
        "empty": "No report is known by this day.",
        "words": 1,
    }


def _marks(sheet: TearSheet) -> Section:
    return {
        "title": "Valuations",
        "head": ["Valued on", "Method", "Cost", "Fair value"],
        "rows": [
            [
                words.day(point.date),
                words.word(point.method),
                words.money(point.cost),
                words.money(point.fair_value),
            ]
            for point in sheet.valuations[-MOST_MARKS:][::-1]
        ],
        "empty": "No mark is known by this day.",
        "words": 2,
        "wide": 1,
    }


def _returns(sheet: TearSheet) -> Section:
    row = sheet.investment
    lines = [_tranche(one) for one in row.tranches]
    whole = ["Company", "", words.day(row.first_invested), *_figures(row)]
    return {
        "title": "Returns by tranche",
        "head": ["Tranche", "Fund", "Invested", "Cost", "Realised", "Fair value", "MOIC", "IRR"],
        "rows": [*lines, whole] if lines else [],
        "total": bool(lines),
        "empty": "No investment is known by this day.",
        "words": 3,
    }


def _tranche(one: Tranche) -> list[str]:
    name = " ".join(part for part in (one.round, one.instrument) if part) or one.investment
    return [name, one.fund, words.day(one.invested_on), *_figures(one)]


def _figures(row: Investment | Tranche) -> list[str]:
    amounts = [words.money(row.cost), words.money(row.realized_value), words.money(row.fair_value)]
    return [*amounts, words.multiple(row.moic), _rate(row)]


def _health(sheet: TearSheet) -> Section:
    found = sheet.health
    title = "Health"
    if found is not None:
        title = f"Health: {found.health.replace('_', ' ')}"
        if found.override:
            title += f", {found.override.replace('_', ' ')}"
    rows = [] if found is None else [_part(part) for part in found.components]
    bars: list[float | None] = [] if found is None else [part.score for part in found.components]
    if found is not None:
        known = f"{words.percent(found.coverage)} of the parts are known"
        bounds = f"{known}; between {words.points(found.low)} and {words.points(found.high)}"
        rows.append(["Composite", words.points(found.composite_score), "", bounds])
        bars.append(found.composite_score)
    return {
        "title": title,
        "head": ["Part", "Score", "Weight", "How"],
        "rows": rows,
        "bars": bars,
        "total": bool(rows),
        "empty": "The company is not held any more: it has no score.",
        "words": 1,
        "last": True,
        "wide": 3,
    }


def _part(part: Component) -> list[str]:
    weight = words.percent(part.weight)
    return [words.word(part.name), words.points(part.score), weight, part.why]


def _board(sheet: TearSheet) -> Section:
    rows = [
        [seat.user, "Board seat", words.day(seat.since), words.day(seat.next_meeting)]
        for seat in sheet.board
    ]
    rows += [
        [words.word(name), "Ends", words.day(day), words.MISSING]
        for name, day in sorted(sheet.expiries.items(), key=lambda item: (item[1], item[0]))
    ]
    return {
        "title": "Board and dates",
        "head": ["Who or what", "", "From or on", "Next meeting"],
        "rows": rows,
        "empty": "No board seat and no date is known.",
        "words": 4,
        "wide": 3,
    }


def _measure(kpis: Kpis, key: str) -> str:
    """A figure of a report; cash that only grows has no runway."""
    if key == "runway_months" and kpis.runway_state == "cash_generative":
        return "not burning"
    write = next(write for name, _, write in MEASURES if name == key)
    return write(getattr(kpis, key))


def _rate(row: Investment | Tranche) -> str:
    """An IRR, n.m. where there is a reason not to show one."""
    if row.irr is not None:
        return words.percent(row.irr)
    return "n.m." if row.irr_status == "short_period" else words.MISSING


def _footer(meta: Meta) -> str:
    """Source, both clocks, basis and currency: what each page must carry."""
    known = "as known now" if meta.known_on is None else f"known on {words.day(meta.known_on)}"
    parts = ["Source: company reports, deal ledger and marks", f"as of {words.day(meta.as_of)}"]
    parts += [known, "gross of fees and carry", meta.currency or "several currencies"]
    parts += [
        f"{use.currency} at {use.nav_rate:.4f}" for use in meta.fx if use.nav_rate is not None
    ]
    return " · ".join([*parts, f"funds {', '.join(meta.funds)}"])
