"""Who made the gain: every company as one row, the largest gain first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layouts import formats
from layouts.explain import mark
from layouts.figures import fund_performance as draw
from layouts.panels import Content, Empty, Part, View, graph
from layouts.tables import table

if TYPE_CHECKING:
    from services.fund_performance.results import Performers

HEAD = [
    "Company",
    "Sector",
    "Invested",
    "Realised",
    "Unrealised",
    "Gain",
    "MOIC",
    "Share of gain",
    "Adds to MOIC",
]
COLUMNS = (
    "invested",
    "realized_value",
    "unrealized_value",
    "gain",
    "moic",
    "gain_share",
    "multiple_contribution",
)


def performers(found: Performers, view: View) -> Content | Empty:
    """Gains and losses by company, with a table that foots to the portfolio."""
    if not found.rows:
        return Empty(words="No investment in a company is known by this day.")
    title = _finding(found)
    currency = found.meta.currency
    return Content(
        title=title,
        subtitle="Gain by company: realised and unrealised value less what was invested, gross, "
        f"{currency or 'own currency'}",
        body=graph(
            view.panel.id, draw.gain_bars(found), draw.gain_bars(found, narrow=True), label=title
        ),
        twin=_table(found),
        summary=f"{title}. {len(found.rows)} companies, "
        f"{formats.money_short(found.capital_deployed, currency)} invested, "
        f"gain {formats.money_short(found.gain, currency)}.",
        source="Source: imported investments, their flows and marks",
        as_of=found.meta.as_of,
        notes=[note.text for note in found.notes],
    )


def _finding(found: Performers) -> str:
    first, currency = found.rows[0], found.meta.currency
    if found.gain is None:
        return "Who made the gain is not known: a value is missing"
    if found.top_performer_contribution is None:
        return f"The companies together lost {formats.money_short(abs(found.gain), currency)}"
    share = formats.percent(found.top_performer_contribution)
    if found.top_performer_contribution > 1:
        return f"{first.name} made {share} of the net gain: the others lost"
    return f"{first.name} made {share} of the net gain"


def _written(key: str, value: Any) -> str:
    if key in ("moic", "multiple_contribution"):
        return formats.multiple(value)
    return formats.percent(value) if key == "gain_share" else formats.money(value, cents=True)


def _table(found: Performers) -> Part:
    figures = found.meta.figures
    rows = [
        [
            row.name,
            row.sector or formats.MISSING,
            *(
                mark(_written(key, getattr(row, key)), figures.get(f"rows[{place}].{key}"))
                for key in COLUMNS
            ),
        ]
        for place, row in enumerate(found.rows)
    ]
    sums = ("capital_deployed", "realized_value", "unrealized_value", "gain", "moic")
    total: list[Part] = [
        "Total",
        f"{len(rows)} companies",
        *(mark(_written(key, getattr(found, key)), figures.get(key)) for key in sums),
        formats.percent(1.0) if found.top_performer_contribution is not None else formats.MISSING,
        formats.multiple(found.moic),
    ]
    return table(HEAD, rows, caption="Companies by gain", total=total, words=(0, 1))
