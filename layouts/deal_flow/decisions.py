"""The anti-portfolio: deals that we passed on or lost, and what the market did with them since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.bits import listed, missing
from layouts.deal_flow.parts import MOST_ROWS, amount, leads, name_of, reason, source, span, texts
from layouts.figures.deal_flow import words
from layouts.panels import Content, Empty, Part, View
from layouts.rows import Bit, Cell, rows_table

if TYPE_CHECKING:
    from services.deal_flow.results import Decision, Decisions

HEAD = ("Deal", "Decided", "Outcome", "Furthest stage", "Our reason", "Owner", "Rounds since",
        "Raised since", "Last round", "On", "Post-money", "Exit")  # fmt: skip
LONGEST = 200


def decisions(found: Decisions, view: View) -> Content | Empty:
    """Those that raised since first, with the reason we gave beside what became of them."""
    if not found.decisions:
        return Empty(words=reason(found, "decisions") or "No deal was passed or lost.")
    title = _finding(found)
    shown = found.decisions[:MOST_ROWS]
    more = len(found.decisions) - len(shown)
    cut = [f"{more:,} more decisions are in the table and the download."] if more else []
    sources = sorted({item.source for item in found.decisions if item.source})
    market = f"; market: {listed(sources)}" if sources else "; no market data on them"
    return Content(
        title=title,
        subtitle=f"Deals passed or lost in {span(found.meta)} and what the market did with them "
        f"since; {found.meta.currency or 'own currency'}",
        body=_table(shown, found, view),
        twin=_table(found.decisions[:LONGEST], found, view),
        summary=f"{title}. {words.deals(found.passed)} passed or lost.",
        source=f"{source(found.meta)}{market}",
        as_of=found.meta.as_of,
        notes=[*cut, *texts(found)],
    )


def _finding(found: Decisions) -> str:
    ended = f"{words.deals(found.passed)} that ended here"
    if not found.raised_since:
        return f"None of {ended} has raised elsewhere since"
    raised = [item.later_raised for item in found.decisions if item.later_raised is not None]
    sum_ = f": {formats.money_short(sum(raised), found.meta.currency)}" if raised else ""
    has = "has" if found.raised_since == 1 else "have"
    return f"{found.raised_since:,} of {ended} {has} raised since{sum_}"


def _table(rows: tuple[Decision, ...], found: Decisions, view: View) -> Part:
    return rows_table(
        HEAD,
        [_row(item, found, view) for item in rows],
        caption="Deals passed or lost, those that raised since first",
        words=(0, 2, 3, 4, 5, 8, 11),
        deep=(2, 3, 5, 9, 10, 11),
    )


def _row(item: Decision, found: Decisions, view: View) -> list[Cell]:
    currency = found.meta.currency
    silent = "not disclosed" if item.later_rounds else "no round since is known"
    why: Cell = missing("no reason given")
    if item.reason:
        why = leads(view, name_of(item.reason), reason=item.reason)
    return [
        item.name,
        formats.day(item.decided_on),
        words.named(item.outcome, words.OUTCOMES),
        words.named(item.stage, words.STAGES),
        why,
        leads(view, item.owner, owner=item.owner) if item.owner else missing("no owner given"),
        formats.count(item.later_rounds) if item.later_rounds else Bit(text="0", look="muted"),
        amount(item.later_raised, currency, silent),
        name_of(item.last_round) if item.last_round else missing("no round since is known"),
        formats.day(item.last_round_date) if item.last_round_date else missing(silent),
        amount(item.last_post_money, currency, silent),
        name_of(item.exited) if item.exited else missing("no exit is known"),
    ]
