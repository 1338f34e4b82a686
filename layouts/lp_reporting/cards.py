"""The figures at the head of LP Reporting: six cards and the facts below them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dash import html

from layouts import basis, formats
from layouts.formats import Number
from layouts.kpi import Card, Fact, chip, row
from layouts.lp_reporting.head import plural_of, when_due
from layouts.lp_reporting.parts import Rights, quarter_of
from layouts.panels import Bare, Part, View, icon
from layouts.trust import sign

if TYPE_CHECKING:
    from services.lp_reporting.results.register import Overview

NAV_IS = "sum of capital accounts"
DUE_RULE = "due 45 days after the quarter"


def figures(told: tuple[Overview, Rights], view: View) -> Bare:
    """Six cards and six facts; the same cards, unknown, where there is no investor."""
    overview, rights = told
    return Bare(children=row(view, cards(overview, rights), facts(overview, rights)))


def cards(overview: Overview, rights: Rights) -> list[Card]:
    """Commitments, called, distributed, unfunded, calls outstanding, packs due.

    An investor, who has no packs to make, sees its value in their place.
    """
    currency = overview.meta.currency

    def money(key: str, label: str, chips: list[Part], under: str, good_up: bool | None) -> Card:
        return _card(
            overview,
            key,
            label=label,
            parts=formats.money_parts(getattr(overview, key), currency),
            said=lambda change: formats.money_change(change, currency),
            chips=chips,
            under=under,
            good_up=good_up,
        )

    recallable = formats.money_short(overview.recallable, currency)
    who = [chip(plural_of(overview.lp_count, "investor"))]
    under = "limited partners, GP apart"
    if rights.investor:
        who, under = [], "promised by you"
    return [
        money("total_commitments", "Commitments", who, under, None),
        _card(
            overview,
            "called_pct",
            label="Called",
            parts=formats.parts(formats.percent(overview.called_pct), f"{formats.THIN}%"),
            said=formats.points,
            chips=[chip(formats.money_short(overview.called, currency))],
            under="of commitments",
            good_up=None,
        ),
        money(
            "distributed",
            "Distributed",
            [chip(f"DPI {formats.multiple(overview.dpi)}")],
            f"of which {recallable} recallable",
            True,
        ),
        money(
            "unfunded",
            "Unfunded",
            [chip(f"incl. {recallable} recallable")],
            "before unpaid calls",
            None,
        ),
        _outstanding(overview),
        money("nav", "NAV", [chip(f"RVPI {formats.multiple(overview.rvpi)}")], NAV_IS, True)
        if rights.investor
        else _packs(overview),
    ]


def facts(overview: Overview, rights: Rights) -> list[Fact]:
    """NAV, net rate of return and multiples, and how many investors there are."""
    currency = overview.meta.currency

    def fact(key: str, label: str, text: str, note: str) -> Fact:
        return Fact(
            key=key,
            label=label,
            text=text,
            exact=getattr(overview, key),
            note=note,
            reason=basis.reason(overview.notes, key),
            figure=overview.meta.figures.get(key),
            doubt=sign(overview.meta, key),
        )

    worth = fact("nav", "NAV", formats.money_short(overview.nav, currency), NAV_IS)
    return [
        *([] if rights.investor else [worth]),
        fact("net_irr", "Net IRR", formats.percent(overview.net_irr), "all investors pooled"),
        fact("tvpi", "TVPI", formats.multiple(overview.tvpi), "(distributed + NAV) ÷ paid in"),
        fact("dpi", "DPI", formats.multiple(overview.dpi), "distributed ÷ paid in"),
        fact("rvpi", "RVPI", formats.multiple(overview.rvpi), "NAV ÷ paid in"),
        fact(
            "recallable",
            "Recallable",
            formats.money_short(overview.recallable, currency),
            "distributed, may be called again",
        ),
    ]


def _card(
    overview: Overview,
    key: str,
    *,
    label: str,
    parts: tuple[str, str],
    said: Callable[[Number | None], str],
    chips: list[Part],
    under: str,
    good_up: bool | None,
) -> Card:
    """A card with its last quarters and its change since the quarter before."""
    exact = getattr(overview, key)
    before = getattr(overview.previous, key, None)
    change = formats.difference(exact, before)
    return Card(
        key=key,
        label=label,
        parts=parts,
        exact=exact,
        history=[getattr(point, key) for point in overview.recent],
        change=change,
        change_text=said(change),
        against=_against(overview, change),
        chip=html.Span(chips, className="chips"),
        basis=under,
        reason=basis.reason(overview.notes, key),
        good_up=good_up,
        figure=overview.meta.figures.get(key),
        doubt=sign(overview.meta, key),
    )


def _against(overview: Overview, change: Number | None) -> str:
    if change is None or overview.previous is None:
        return "no earlier quarter"
    return f"vs {formats.quarter(overview.previous.date).partition(' ')[0]}"


def _outstanding(overview: Overview) -> Card:
    """What is due and not paid, by how many, and how late the latest is."""
    calls = overview.calls_outstanding
    days = calls.max_days_late
    late = bool(calls.amount)
    words = "every call that is due is paid"
    if late:
        words = plural_of(calls.lps, "investor")
        words += f", {days} days late" if days else ""
    said = [icon("age", small=True), f"{days or 0} days"] if late else ["none late"]
    return Card(
        key="calls_outstanding",
        label="Calls outstanding",
        parts=formats.money_parts(calls.amount, overview.meta.currency),
        exact=calls.amount,
        history=(),
        change=None,
        change_text="",
        against=words,
        chip=html.Span(said, className="chip warn" if late else "chip"),
        basis="due by the day and not paid",
        reason=basis.reason(overview.notes, "calls_outstanding"),
        figure=overview.meta.figures.get("calls_outstanding.amount"),
    )


def _packs(overview: Overview) -> Card:
    """How many packs the quarter owes, until when, and how far they are."""
    packs = overview.packs
    if packs is None:
        return Card(
            key="packs", label="Packs due",
            parts=(formats.MISSING, ""), exact=None, history=(), change=None, change_text="",
            against="", chip=None, basis=DUE_RULE,
            reason=basis.reason(overview.notes, "packs") or "given for one fund at a time",
        )  # fmt: skip
    made = packs.draft + packs.approved + packs.locked
    chips: list[Part] = [
        html.Span([f"{count} {name}"], className=f"chip {tone}".strip())
        for name, count, tone in (
            ("locked", packs.locked, "good"),
            ("approved", packs.approved, "acc"),
            ("draft", packs.draft, ""),
            ("missing", packs.missing, "warn"),
        )
        if count
    ]
    return Card(
        key="packs",
        label="Packs due",
        parts=(formats.count(made + packs.missing), ""),
        exact=made + packs.missing,
        history=(),
        change=None,
        change_text="",
        against=when_due(packs, overview.meta),
        chip=html.Span(chips, className="chips"),
        basis=f"{quarter_of(packs.period)}, {DUE_RULE}",
    )
