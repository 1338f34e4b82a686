"""The head of Fund Performance: the state sentence, the cards and the facts below them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dash import html

from layouts import basis, formats
from layouts.formats import Number
from layouts.kpi import Card, Fact, chip, quartile_chip, row
from layouts.panels import Bare, Empty, Part, View, icon

if TYPE_CHECKING:
    from services.envelope import Meta
    from services.fund_performance.results import Headline, Metrics, PeerSet, Rail, TrendPoint

ORDINALS = {
    "1": "top quartile",
    "2": "second quartile",
    "3": "third quartile",
    "4": "bottom quartile",
}
WORDS = {3: "three", 4: "four"}
PEERS_ANCHOR = "#peers"


def state(headline: Headline, view: View) -> Bare:
    """One sentence that says how the fund stands, and what that stands on."""
    metrics, meta = headline.metrics, headline.meta
    name = basis.named(metrics.funds)
    if not metrics.flow_count:
        said: list[Part] = [html.B(name), " has no cash flows yet: import its ledger to begin."]
    else:
        said = [f"{name} ", *_stands(metrics), *_ranked(headline.peers)]
    valued = _valued(meta)
    return Bare(
        children=[
            _print_head(name, meta),
            html.Div(
                [
                    html.Div(
                        [
                            html.H1("Fund Performance"),
                            html.P(said, className="state"),
                            html.Div(
                                [
                                    html.Span(
                                        [
                                            icon("age", small=True),
                                            f"{formats.day(meta.as_of)}, {basis.known_on(meta)}",
                                        ]
                                    ),
                                    html.Span(_capital(basis.basis(meta))),
                                    *([html.Span(valued, className="warn")] if valued else []),
                                ],
                                className="asof",
                            ),
                        ]
                    ),
                    _actions(view),
                ],
                className="head",
            ),
        ]
    )


def figures(headline: Headline, view: View) -> Bare | Empty:
    """Six cards and six facts."""
    return Bare(children=row(view, cards(headline), facts(headline)))


def cards(headline: Headline) -> list[Card]:
    """Net IRR, TVPI, DPI, RVPI, gross MOIC and NAV, each against the quarter before."""
    now, before, meta = headline.metrics, headline.previous, headline.meta
    against = f"vs {formats.quarter(before.as_of_date)[:2]}" if before else "no earlier quarter"
    ranks = {rail.metric: rail for rail in headline.peers.rails} if headline.peers else {}
    plain = basis.BASES.get(meta.basis, meta.basis)

    def card(
        key: str, label: str, exact: Number | None, parts: tuple[str, str], **more: Any
    ) -> Card:
        change = _difference(getattr(now, key), getattr(before, key) if before else None)
        return Card(
            key=key,
            label=label,
            exact=exact,
            parts=parts,
            change=change,
            against=against,
            change_text=more.pop("changed", formats.multiple_change)(change),
            history=_history(headline.recent, key),
            reason=_why(headline, key),
            **more,
        )

    return [
        card(
            "irr",
            "Net IRR" if meta.basis != "gross" else "Gross IRR",
            _percent(now.irr),
            _percent_parts(now.irr),
            changed=formats.points,
            chip=_rank(ranks.get("irr")),
            basis=_irr_basis(now),
        ),
        card(
            "tvpi",
            "TVPI",
            now.tvpi,
            _multiple_parts(now.tvpi),
            chip=_rank(ranks.get("tvpi")),
            basis=f"{plain}, DPI + RVPI",
        ),
        card(
            "dpi",
            "DPI",
            now.dpi,
            _multiple_parts(now.dpi),
            chip=_rank(ranks.get("dpi")),
            basis=f"{_short(now.distributions, meta)} of {_short(now.paid_in, meta)} paid in",
        ),
        card(
            "rvpi",
            "RVPI",
            now.rvpi,
            _multiple_parts(now.rvpi),
            chip=_rank(ranks.get("rvpi")),
            basis="unrealised",
            good_up=None,
        ),
        card(
            "moic",
            "Gross MOIC",
            now.moic,
            _multiple_parts(now.moic),
            chip=chip("no peer series"),
            basis=_gross_basis(now),
        ),
        card(
            "nav",
            "NAV",
            now.nav,
            formats.money_parts(now.nav, meta.currency),
            changed=lambda change: formats.money_change(change, meta.currency),
            chip=chip(_flows_of_quarter(now, before)),
            basis=_nav_basis(meta),
            good_up=None,
        ),
    ]


def facts(headline: Headline) -> list[Fact]:
    """Paid-in, distributions, unfunded, dry powder, credit line and fees to date."""
    now, meta = headline.metrics, headline.meta
    committed = now.total_committed

    def fact(key: str, label: str, note: str) -> Fact:
        value = getattr(now, key)
        return Fact(
            key=key,
            label=label,
            text=_short(value, meta),
            exact=value,
            note=note,
            reason=_why(headline, key),
        )

    paid_note = (
        f"{formats.percent(now.pic)} of {_short(committed, meta)} committed"
        if committed is not None and now.pic is not None
        else "commitments are not known"
    )
    unfunded_note = "commitments less calls"
    if now.unfunded is not None and now.recallable:
        unfunded_note = (
            f"{_short(now.unfunded - now.recallable, meta)} + "
            f"{_short(now.recallable, meta)} recallable"
        )
    fees_note = "management fees and partnership expenses"
    if committed and now.fees_to_date is not None:
        fees_note = f"{formats.percent(now.fees_to_date / committed)} of commitments"
    recallable = f"of which {_short(now.recallable, meta)} recallable"
    return [
        fact("paid_in", "Paid-in", paid_note),
        fact("distributions", "Distributions", recallable if now.recallable else "none recallable"),
        fact("unfunded", "Unfunded", unfunded_note),
        fact(
            "dry_powder",
            "Dry powder",
            _powder(now),
        ),
        fact("credit_line_balance", "Credit line", _line_effect(now)),
        fact("fees_to_date", "Fees to date", fees_note),
    ]


def _stands(metrics: Metrics) -> list[Part]:
    currency = metrics.meta.currency
    parts: list[Part] = []
    one = len(metrics.funds) == 1
    if metrics.tvpi is not None:
        parts += [
            "stands at " if one else "stand at ",
            html.B(formats.multiple(metrics.tvpi)),
            " paid-in capital",
        ]
        if metrics.dpi is not None:
            share = formats.multiple(metrics.dpi)
            parts.append(f", {share} of it in cash" if metrics.dpi >= 0.005 else ", none in cash")
        parts.append(": ")
    else:
        parts += [
            "has called " if one else "have called ",
            html.B(formats.money_short(metrics.paid_in, currency)),
            ": ",
        ]
    nav = "NAV not known"
    parts += (
        ["NAV ", html.B(formats.money_short(metrics.nav, currency))]
        if metrics.nav is not None
        else [nav]
    )
    kind = "gross" if metrics.meta.basis == "gross" else "net"
    if metrics.irr is not None:
        parts += [f", {kind} IRR ", html.B(formats.percent(metrics.irr))]
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


def _actions(view: View) -> html.Div:
    buttons: list[Part] = [
        html.Button([icon("print"), "Print"], className="b", type="button", **{"data-act": "print"})
    ]
    if view.may_export:
        address = view.link("/api/v1/dashboards/fund-performance/metrics", format="xlsx")
        export = html.A([icon("download"), "Export"], className="b", href=address, download=True)
        buttons.append(export)
    return html.Div(buttons, className="acts")


def _print_head(name: str, meta: Meta) -> html.Div:
    line = (
        f"as of {formats.day(meta.as_of)}, {basis.known_on(meta)} · {basis.basis(meta)} · "
        f"{meta.currency or ''}"
    )
    left = html.Span([html.B(name), " · Fund Performance"])
    return html.Div([left, html.Span(line)], className="phead")


def _valued(meta: Meta) -> str | None:
    age = basis.nav_age(meta)
    if age is None:
        return "No valuation yet"
    if age > basis.STALE_AFTER_DAYS:
        return f"Valued on {formats.day(meta.nav_as_of)}, {age} days earlier"
    return None


def _irr_basis(now: Metrics) -> str:
    if now.irr is None and now.period_return is not None:
        return f"period return {formats.percent(now.period_return)}"
    return "since inception, XIRR act/365"


def _gross_basis(now: Metrics) -> str:
    return f"deals, before fees; IRR {formats.percent(now.gross_irr)}"


def _nav_basis(meta: Meta) -> str:
    age = basis.nav_age(meta)
    if not age:
        return "as valued, " + basis.BASES.get(meta.basis, meta.basis)
    return f"valued {formats.day(meta.nav_as_of)}, flows since added"


def _powder(now: Metrics) -> str:
    found = {note.code for note in now.notes if note.field == "dry_powder"}
    return "unfunded; cash not known" if "unfunded_only" in found else "unfunded plus cash"


def _line_effect(now: Metrics) -> str:
    if now.irr_with_line is None or now.irr_without_line is None:
        return "drawn balance"
    change = formats.points(now.irr_with_line - now.irr_without_line)
    return "no effect on IRR" if change == "unchanged" else f"drawn; IRR effect {change}"


def _flows_of_quarter(now: Metrics, before: Metrics | None) -> str:
    if before is None:
        return "first quarter"
    currency = now.meta.currency
    called = formats.money_short(_difference(now.paid_in, before.paid_in), currency)
    paid = formats.money_short(_difference(now.distributions, before.distributions), currency)
    return f"{called} paid in, {paid} out"


def _rank(rail: Rail | None) -> Part:
    if rail is None:
        return chip("no peer set", tone="line")
    return quartile_chip(rail.quartile, formats.percentile(rail.percentile, rail.bound))


def _why(headline: Headline, key: str) -> str | None:
    return basis.reason((*headline.metrics.notes, *headline.notes), key) or "not known"


def _history(points: Sequence[TrendPoint], key: str) -> list[Number | None]:
    return [getattr(point, key) for point in points]


def _difference(now: Number | None, before: Number | None) -> Number | None:
    if now is None or before is None:
        return None
    if isinstance(now, Decimal) and isinstance(before, Decimal):
        return now - before
    return float(now) - float(before)


def _percent(rate: float | None) -> float | None:
    return None if rate is None else rate * 100


def _percent_parts(rate: float | None) -> tuple[str, str]:
    return (formats.percent_figure(rate), f"{formats.THIN}%" if rate is not None else "")


def _multiple_parts(value: float | None) -> tuple[str, str]:
    return (formats.multiple(value).removesuffix("x"), "x" if value is not None else "")


def _short(value: Number | None, meta: Meta) -> str:
    return formats.money_short(value, meta.currency)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
