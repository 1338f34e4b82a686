"""The figures at the head of Fund Performance: six cards and the facts below them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from layouts import basis, formats
from layouts.explain import mark
from layouts.formats import Number
from layouts.kpi import Card, Fact, chip, quartile_chip, row
from layouts.panels import Bare, Empty, Part, View
from layouts.trust import sign
from services.envelope import scaled

if TYPE_CHECKING:
    from services.envelope import Meta
    from services.fund_performance.results import Headline, Metrics

UNRANKED = {"moic", "nav"}


def figures(headline: Headline, view: View) -> Bare | Empty:
    """Six cards and six facts."""
    return Bare(children=row(view, cards(headline), facts(headline)))


def cards(headline: Headline) -> list[Card]:
    """Net IRR, TVPI, DPI, RVPI, gross MOIC and NAV, each against the quarter before."""
    now, meta = headline.metrics, headline.meta
    plain = basis.BASES.get(meta.basis, meta.basis)
    return [
        _card(
            headline,
            "irr",
            label="Net IRR" if meta.basis != "gross" else "Gross IRR",
            exact=_percent(now.irr),
            parts=_percent_parts(now.irr),
            said=formats.points,
            under=_irr_basis(now),
        ),
        _multiple_card(headline, "tvpi", label="TVPI", under=f"{plain}, DPI + RVPI"),
        _multiple_card(
            headline,
            "dpi",
            label="DPI",
            under=f"{_short(now.distributions, meta)} of {_short(now.paid_in, meta)} paid in",
        ),
        _multiple_card(headline, "rvpi", label="RVPI", under="unrealised", good_up=None),
        _multiple_card(headline, "moic", label="Gross MOIC", under=_gross_basis(now)),
        _card(
            headline,
            "nav",
            label="NAV",
            exact=now.nav,
            parts=formats.money_parts(now.nav, meta.currency),
            said=lambda change: formats.money_change(change, meta.currency),
            under=_nav_basis(meta),
            badge=chip(_flows_of_quarter(now, headline.previous)),
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
            figure=meta.figures.get(key),
            doubt=sign(meta, key),
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


def _card(
    headline: Headline,
    key: str,
    *,
    label: str,
    exact: Number | None,
    parts: tuple[str, str],
    said: Callable[[Number | None], str],
    under: str,
    badge: Part = None,
    good_up: bool | None = True,
) -> Card:
    """A card with its change since the quarter before and its place among peers."""
    now, before = headline.metrics, headline.previous
    change = formats.difference(getattr(now, key), getattr(before, key) if before else None)
    return Card(
        key=key,
        label=label,
        parts=parts,
        exact=exact,
        history=[getattr(point, key) for point in headline.recent],
        change=change,
        change_text=said(change),
        against=f"vs {formats.quarter(before.as_of_date)[:2]}" if before else "no earlier quarter",
        chip=badge or _rank(headline, key),
        basis=under,
        reason=_why(headline, key),
        good_up=good_up,
        figure=headline.meta.figures.get(key),
        doubt=sign(headline.meta, key),
    )


def _multiple_card(
    headline: Headline, key: str, *, label: str, under: str, good_up: bool | None = True
) -> Card:
    value = getattr(headline.metrics, key)
    return _card(
        headline,
        key,
        label=label,
        exact=value,
        parts=_multiple_parts(value),
        said=formats.multiple_change,
        under=under,
        good_up=good_up,
    )


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
    if "unfunded_only" in found:
        return "unfunded; cash not known"
    return "unfunded + cash − reserves" if "after_reserves" in found else "unfunded plus cash"


def _line_effect(now: Metrics) -> str:
    if now.irr_with_line is None or now.irr_without_line is None:
        return "drawn balance"
    change = formats.points(now.irr_with_line - now.irr_without_line)
    return "no effect on IRR" if change == "unchanged" else f"drawn; IRR effect {change}"


def _flows_of_quarter(now: Metrics, before: Metrics | None) -> str:
    if before is None:
        return "first quarter"
    currency = now.meta.currency
    called = formats.money_short(formats.difference(now.paid_in, before.paid_in), currency)
    paid = formats.money_short(
        formats.difference(now.distributions, before.distributions), currency
    )
    return f"{called} paid in, {paid} out"


def _rank(headline: Headline, key: str) -> Part:
    if key in UNRANKED:
        return chip("no peer series")
    rails = headline.peers.rails if headline.peers else ()
    rail = next((item for item in rails if item.metric == key), None)
    if rail is None:
        return chip("no peer set", tone="line")
    rank = quartile_chip(rail.quartile, formats.percentile(rail.percentile, rail.bound))
    return mark(rank, headline.meta.figures.get(f"peers.{key}.percentile"))


def _why(headline: Headline, key: str) -> str | None:
    return basis.reason((*headline.metrics.notes, *headline.notes), key) or "not known"


def _percent(rate: float | None) -> float | None:
    return None if rate is None else scaled(rate)


def _percent_parts(rate: float | None) -> tuple[str, str]:
    return (formats.percent_figure(rate), f"{formats.THIN}%" if rate is not None else "")


def _multiple_parts(value: float | None) -> tuple[str, str]:
    return (formats.multiple(value).removesuffix("x"), "x" if value is not None else "")


def _short(value: Number | None, meta: Meta) -> str:
    return formats.money_short(value, meta.currency)
