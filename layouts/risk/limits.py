"""The limits of the agreement: how much of each is used, what is left, and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.panels import Content, Empty, Part, View
from layouts.portfolio_analytics.cells import number, plural, sentence, texts, word
from layouts.risk.parts import STATES, cents, marked, source
from layouts.rows import Bar, Bit, Cell, Row, rows_table

if TYPE_CHECKING:
    from services.risk.results.exposure import Limit, Limits

END = 1.25  # where a bar ends, as a multiple of the limit; beyond, its text says how far


def limits(found: Limits, view: View) -> Content | Empty:
    """Bullet bars: the limit is the rule, the bar what is used of it."""
    if not found.limits:
        return Empty(words="No limit of this fund's agreement is known.")
    title = finding(found)
    return Content(
        title=title,
        subtitle="Used (bar) against the limit (rule) of the agreement; near is above 90 % of it",
        body=_bullets(found, view),
        twin=_twin(found),
        summary=f"{title}. {sentence(plural(len(found.limits), 'limit'))}, breaches first.",
        source=source(found.meta, "terms of the agreement, investments at cost"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def finding(found: Limits) -> str:
    """Which limit is broken or near, by name."""
    broken = [row for row in found.limits if row.state == "breach"]
    near = [row for row in found.limits if row.state == "near"]
    if broken:
        first = broken[0]
        words = f"{first.name} is broken: {formats.percent(first.used)} of "
        words += f"{formats.percent(first.limit, places=0)} allowed"
        return words if len(broken) == 1 else f"{words}, and {word(len(broken) - 1)} more"
    if near:
        first = near[0]
        left = formats.money_short(first.headroom_amount, found.meta.currency)
        words = f"{first.name} is near its limit: {left} left"
        return words if len(near) == 1 else f"{words}; {word(len(near) - 1)} more near"
    if all(row.state == "unknown" for row in found.limits):
        return "What is used of the limits is not known"
    return "Every known limit is kept with room"


def _bullets(found: Limits, view: View) -> Part:
    currency = found.meta.currency
    lines: list[Row] = []
    for row in found.limits:
        lines.append(
            [
                [
                    row.name,
                    Bit(text=f"of {_denominator(row)}", look="risk-under", title=row.source),
                ],
                _bar(row),
                [
                    number(formats.percent(row.used), found.meta.figures, f"limits[{row.id}].used"),
                    Bit(text=f" of {formats.percent(row.limit, places=0)}", look="muted"),
                ],
                formats.money_short(row.headroom_amount, currency),
                marked(STATES.get(row.state, STATES["unknown"])),
            ]
        )
    head = ["Limit", "", "Used", "Headroom", "State"]
    return rows_table(head, lines, caption="Limits of the agreement", words=(0, 1, 4), deep=(3,),
                      look="risk-bullets")  # fmt: skip


def _bar(row: Limit) -> Bar:
    """What is used on a scale that ends a quarter beyond the limit."""
    rule = 100 / END
    if row.used is None:
        return Bar(parts=[(0.0, rule, "room")], rule=rule, look="bullet", said="not known")
    share = min(row.used / row.limit if row.limit else END, END) / END * 100
    shade = {"breach": "over", "near": "close"}.get(row.state, "cat-1")
    parts = [(0.0, rule, "room")]
    if share > 0:
        parts.append((0.0, max(share, 1.0), shade))
    return Bar(parts=parts, rule=rule, look="bullet")


def _denominator(row: Limit) -> str:
    return row.denominator.replace("_", " ")


def _twin(found: Limits) -> Part:
    """Every limit to the cent, the largest two under it."""
    lines: list[Row] = []
    for row in found.limits:
        at = f"limits[{row.id}]"
        cells: list[Cell] = [
            row.name,
            row.source,
            _denominator(row),
            cents(row.denominator_amount, found.meta, f"{at}.denominator_amount"),
            formats.percent(row.limit, places=2),
            cents(row.used_amount, found.meta, f"{at}.used_amount"),
            formats.percent(row.used, places=2),
            cents(row.headroom_amount, found.meta, f"{at}.headroom_amount"),
            STATES.get(row.state, STATES["unknown"]).word,
            row.largest_name or formats.MISSING,
            _second(row),
        ]
        lines.append(cells)
    head = ["Limit", "Source", "Of", "Denominator", "Limit", "Used", "Share", "Headroom", "State",
            "Largest", "Second"]  # fmt: skip
    return rows_table(head, lines, caption="Limits to the cent", words=(0, 1, 2, 8, 9, 10),
                      deep=(1, 3, 5, 9, 10))  # fmt: skip


def _second(row: Limit) -> str:
    if row.second_name is None:
        return formats.MISSING
    return f"{row.second_name}, {formats.percent(row.second_used)}"
