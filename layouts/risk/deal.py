"""The check before a deal: what an investment would do to limits, concentration and means."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.formats import Number
from layouts.forms import Field, Form, form
from layouts.panels import Content, Part, View, alert
from layouts.portfolio_analytics.cells import texts
from layouts.risk.asked import DealAsked
from layouts.risk.limits import finding
from layouts.risk.parts import STATES, marked, source, tenth
from layouts.rows import Bit, Row, rows_table

if TYPE_CHECKING:
    from services.risk.results.exposure import LimitAfter, PreTrade

NEW = "new"
SUBTITLE = "An investment thought of, held against the limits, the holdings and the means"


def deal(asked: DealAsked, view: View) -> Content:
    """The form, and under it the answer once something is asked."""
    found = asked.found
    meta = (found or asked.limits).meta
    title = _finding(found) if found else "What would an investment do to this fund?"
    body: list[Part] = [form(_form(asked))]
    if asked.wrong:
        body.append(alert("warn", "Not checked.", asked.wrong, sign="warning"))
    body.append(_answer(found) if found else html.P(f"Today: {finding(asked.limits)}.",
                                                    className="ripe"))  # fmt: skip
    return Content(
        title=title,
        subtitle=SUBTITLE,
        body=body,
        twin=_limits(found, exact=True) if found else None,
        summary=f"{title}.",
        source=source(meta, "terms of the agreement, investments, balances, pace"),
        as_of=meta.as_of,
        notes=texts(found) if found else (),
    )


def _form(asked: DealAsked) -> Form:
    given = asked.given
    new = ("deal", NEW)
    companies = [("", "Choose…"), *asked.companies, (NEW, "A new company")]
    return Form(
        id="deal-check",
        label="What if we invest?",
        submit="Check",
        clear="Clear" if given else "",
        primary=True,
        fields=(
            Field(name="deal", label="Company", kind="select", choices=companies, required=True,
                  value=given.get("deal", "")),
            Field(name="deal_name", label="Its name", value=given.get("deal_name", ""), when=new),
            Field(name="deal_sector", label="Its sector", kind="select", when=new,
                  choices=[("", "Not given"), *asked.sectors], value=given.get("deal_sector", "")),
            Field(name="deal_place", label="Its country or region", when=new,
                  value=given.get("deal_place", "")),
            Field(name="deal_amount", label=f"Amount, {asked.limits.meta.currency or 'currency'}",
                  kind="number", required=True, value=given.get("deal_amount", "")),
            Field(name="deal_date", label="On", kind="date",
                  value=given.get("deal_date") or asked.today.isoformat()),
        ),
    )  # fmt: skip


def _finding(found: PreTrade) -> str:
    amount = formats.money_short(found.amount, found.meta.currency)
    deal_ = f"{amount} in {found.name}"
    broken = [row for row in found.results if row.state == "breach"]
    if found.allowed is None:
        return f"Whether {deal_} keeps to the limits is not known"
    if broken:
        return f"{deal_} would break {broken[0].name}" + (
            f" and {len(broken) - 1} more" if len(broken) > 1 else ""
        )
    near = [row for row in found.results if row.state == "near"]
    return f"{deal_} keeps to every limit" + (f"; {near[0].name} comes near" if near else "")


def _answer(found: PreTrade) -> html.Div:
    verdict = {True: ("info", "Allowed.", "check"), False: ("bad", "Not allowed.", "failed"),
               None: ("warn", "Not known.", "age")}[found.allowed]  # fmt: skip
    kind, strong, sign = verdict
    cures = [f"{row.name}: {cured(row.cure, found)}." for row in found.results if row.cure]
    words = "Every limit is kept."
    if found.allowed is None:
        words = "A limit or what is used of it is not known."
    elif not found.allowed:
        words = f"What would cure it: {' '.join(cures)}" if cures else "No cure is known."
    return html.Div(
        [
            alert(kind, strong, words, sign=sign),
            html.Div([_limits(found), _after(found)], className="risk-after"),
        ],
        className="risk-deal",
        **{"data-allowed": str(found.allowed).lower()},
    )


def cured(words: str, found: PreTrade) -> str:
    """The cure as one says it: its bound as an amount of the answer's currency."""

    def amount(bound: re.Match[str]) -> str:
        return f"at most {formats.symbol(found.meta.currency)}{formats.money(Decimal(bound[1]))}"

    return re.sub(r"amount <= (\d+(?:\.\d+)?)", amount, words)


def _limits(found: PreTrade, *, exact: bool = False) -> Part:
    currency = found.meta.currency
    lines: list[Row] = [_limit(row, currency, exact=exact) for row in found.results]
    head = ["Limit", "Before", "After", "Limit", "Headroom after", "State", "Cure"]
    if not exact:
        head.pop()
        lines = [line[:-1] for line in lines]
    caption = "Limits before and after, to the cent" if exact else "Limits before and after"
    return rows_table(head, lines, caption=caption, words=(0, 5, 6) if exact else (0, 5),
                      deep=(1, 4, 6) if exact else (1, 3, 4))  # fmt: skip


def _limit(row: LimitAfter, currency: str | None, *, exact: bool) -> Row:
    places = 2 if exact else 1
    room = row.headroom_after
    return [
        row.name,
        formats.percent(row.before, places=places),
        Bit(text=formats.percent(row.after, places=places), look="strong"),
        formats.percent(row.limit, places=0),
        formats.money(room, cents=True) if exact else formats.money_short(room, currency),
        marked(STATES.get(row.state, STATES["unknown"])),
        row.cure or "",
    ]


def _after(found: PreTrade) -> html.Div:
    """Concentration, means and pace once the money is out."""
    currency = found.meta.currency
    weights, means, pace = found.concentration_after, found.reserves_after, found.pacing_after

    def money(value: Number | None) -> str:
        return formats.money_short(value, currency)

    ends = formats.day(pace.exhausts_on)
    lines: list[Row] = [
        ["Weight of the company", formats.percent(weights.company_weight), "share of fair value"],
        ["Largest holding", formats.percent(weights.top_company_weight), "share of fair value"],
        ["Effective positions", tenth(weights.effective_positions), "1 ÷ HHI"],
        ["Capacity for new deals", money(means.new_deal_capacity),
         f"{money(means.new_deal_capacity_before)} before"],
        ["Reserved for it so far", money(means.reserved), "follow-on reserve"],
        ["Quarters left", tenth(pace.quarters_left),
         f"{tenth(pace.quarters_left_before)} before; ends {ends}"],
    ]  # fmt: skip
    return html.Div(
        rows_table(
            ["After the deal", "", "Of what"],
            lines,
            caption="After the deal",
            words=(0, 2),
            deep=(2,),
        )
    )
