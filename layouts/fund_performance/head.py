"""The head of Fund Performance: one sentence that says how the funds stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dash import html

from layouts import basis, formats, ids
from layouts.explain import mark
from layouts.head import head
from layouts.panels import Bare, Part, View, icon
from layouts.trust import badge

if TYPE_CHECKING:
    from services.envelope import Meta
    from services.fund_performance.results import Headline, Metrics, PeerSet

ORDINALS = {
    "1": "top quartile",
    "2": "second quartile",
    "3": "third quartile",
    "4": "bottom quartile",
}
WORDS = {3: "three", 4: "four"}
PEERS_ANCHOR = f"#{ids.PEERS_RAILS}"


def state(headline: Headline, view: View) -> Bare:
    """One sentence that says how the fund stands, and what that stands on."""
    metrics, meta = headline.metrics, headline.meta
    name = basis.named(metrics.funds)
    if not metrics.flow_count:
        said: list[Part] = [html.B(name), " has no cash flows yet: import its ledger to begin."]
    else:
        said = [f"{name} ", *_stands(metrics, meta.figures), *_ranked(headline.peers)]
    valued = _valued(meta)
    clocks = f"{formats.day(meta.as_of)}, {basis.known_on(meta)}"
    return head(
        view,
        title="Fund Performance",
        said=said,
        stands=[
            html.Span([icon("age", small=True), clocks]),
            html.Span(_capital(basis.basis(meta))),
            *([html.Span(valued, className="warn")] if valued else []),
            *badge(meta, view),
        ],
        printed=(name, f"as of {clocks} · {basis.basis(meta)} · {meta.currency or ''}"),
        endpoint="metrics",
    )


def _stands(metrics: Metrics, figures: Mapping[str, str]) -> list[Part]:
    currency = metrics.meta.currency
    parts: list[Part] = []
    one = len(metrics.funds) == 1
    if metrics.tvpi is not None:
        parts += [
            "stands at " if one else "stand at ",
            html.B(mark(formats.multiple(metrics.tvpi), figures.get("tvpi"))),
            " paid-in capital",
        ]
        if metrics.dpi is not None:
            share = formats.multiple(metrics.dpi)
            parts.append(f", {share} of it in cash" if metrics.dpi >= 0.005 else ", none in cash")
        parts.append(": ")
    else:
        parts += [
            "has called " if one else "have called ",
            html.B(mark(formats.money_short(metrics.paid_in, currency), figures.get("paid_in"))),
            ": ",
        ]
    nav = "NAV not known"
    parts += (
        ["NAV ", html.B(mark(formats.money_short(metrics.nav, currency), figures.get("nav")))]
        if metrics.nav is not None
        else [nav]
    )
    kind = "gross" if metrics.meta.basis == "gross" else "net"
    if metrics.irr is not None:
        parts += [f", {kind} IRR ", html.B(mark(formats.percent(metrics.irr), figures.get("irr")))]
    elif metrics.period_return is not None:
        parts += [f", {formats.percent(metrics.period_return)} since the first call (no IRR yet)"]
    else:
        parts.append(f", {kind} IRR not meaningful")
    return parts


def _ranked(peers: PeerSet | None) -> list[Part]:
    if peers is None:
        return ["."]
    found = {rail.metric: rail.quartile for rail in peers.rails if rail.quartile}
    quartile = found.get("irr") or found.get("tvpi")
    if quartile is None:
        return ["."]
    words = ORDINALS.get(quartile, formats.quartile(quartile))
    of = f" of {peers.n} funds" if peers.n else ""
    same = len(found) > 2 and len(set(found.values())) == 1
    on = (
        f" on all {WORDS[len(found)]} measures"
        if same
        else " by IRR"
        if "irr" in found
        else " by TVPI"
    )
    return [", ", html.A(f"{words}{of}", href=PEERS_ANCHOR), f"{on}."]


def _valued(meta: Meta) -> str | None:
    age = basis.nav_age(meta)
    if age is None:
        return "No valuation yet"
    if age > basis.STALE_AFTER_DAYS:
        return f"Valued on {formats.day(meta.nav_as_of)}, {age} days earlier"
    return None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
