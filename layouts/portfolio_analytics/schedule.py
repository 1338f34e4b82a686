"""The schedule of investments: groups, one row a company, its tranches below, totals that foot."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.panels import Content, Empty, View
from layouts.portfolio_analytics.cells import (
    amount,
    company,
    marked,
    moic_bar,
    number,
    plural,
    rate,
    scale,
    sector,
    sentence,
    texts,
    top_moic,
    unit,
    word,
)
from layouts.rows import Bit, Cell, Line, Piece, rows_table

if TYPE_CHECKING:
    from services.portfolio_analytics.results import (
        Group,
        Investment,
        ScheduleOfInvestments,
        Tranche,
    )

GROUPS = {
    "above_cost": "Active, at or above cost",
    "below_cost": "Active, below cost",
    "unknown": "Active, value not known",
    "exited": "Exited",
    "failed": "Written off",
}
MONEY = ("cost", "realized_value", "fair_value")
GONE = {"exited": "exited", "failed": "written off"}
MANY = 40  # companies from which on the groups that are gone start closed


def schedule(found: ScheduleOfInvestments, view: View) -> Content | Empty:
    """Every company ever held, once, with what it cost, brought back and is worth."""
    if not found.investments:
        return Empty(words="No investment in a company is known by this day.")
    size, letter = scale(getattr(row, key) for row in found.investments for key in MONEY)
    money = unit(found.meta.currency, letter)
    title = _finding(found)
    return Content(
        title=title,
        subtitle=f"One row per company, tranches below; {money}, gross of fees and carry; totals "
        "are sums, MOIC and IRR are pooled",
        body=_table(found, view, size, money),
        twin=_twin(found, view),
        summary=f"{title}. {sentence(plural(len(found.investments), 'company', 'companies'))} in "
        f"{plural(len(found.groups), 'group')}.",
        source="Source: deal ledger and marks",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: ScheduleOfInvestments) -> str:
    below = [row for row in found.investments if row.group in {"below_cost", "failed"}]
    total = found.total
    words = "Schedule of investments"
    if total.moic is not None:
        words = f"{formats.money_short(total.cost, found.meta.currency)} invested stands at "
        words += formats.multiple(total.moic)
    if not below:
        return words
    return f"{words}; {word(len(below))} of {len(found.investments)} companies below cost"


def _table(found: ScheduleOfInvestments, view: View, size: int, money: str) -> html.Div:
    head = ["Company, instrument", "Sector, stage", "First\ninvested", f"Cost\n{money}",
            f"Realised\n{money}", f"Fair value\n{money}", "Gross MOIC\nrule: 1.0x", "Gross\nIRR",
            "Own-\nership", "Share\nof value", "Marked"]  # fmt: skip
    top = top_moic(row.moic for row in found.investments)
    lines: list[Line] = []
    for group in found.groups:
        members = [row for row in found.investments if row.group == group.group]
        key = f"group {group.group}"
        shut = len(found.investments) > MANY and group.group in GONE
        lines.append(_group(group, key, found, (size, top), shut=shut))
        for row in members:
            lines += _company(row, key, found, view, (size, top))
    lines.append(_total(found, size))
    return rows_table(
        head,
        lines,
        caption="Schedule of investments",
        words=(0, 1, 10),
        deep=(1, 2, 3, 4, 7, 8, 9, 10),
        look="schedule",
    )


def _group(
    group: Group, key: str, found: ScheduleOfInvestments, drawn: tuple[int, float], *, shut: bool
) -> Line:
    size, top = drawn
    name = GROUPS.get(group.group, group.group.replace("_", " "))
    figures, at = found.meta.figures, f"groups[{group.group}]"
    sums = [number(amount(getattr(group, k), size), figures, f"{at}.{k}") for k in MONEY]
    return Line(
        cells=[
            [name, Bit(text=f" ({group.companies})", look="muted")],
            "",
            "",
            *sums,
            _moic(group.moic, top),
            rate(group.irr, group.irr_status),
            "",
            formats.percent(group.share_of_fair_value),
            "",
        ],
        look="sub",
        opens=key,
        named=name,
        shut=shut,
    )


def _company(
    row: Investment,
    group: str,
    found: ScheduleOfInvestments,
    view: View,
    drawn: tuple[int, float],
) -> list[Line]:
    """The row of a company; more than one tranche stands below it and opens by a button."""
    size, top = drawn
    key = f"company {row.company}"
    many = len(row.tranches) > 1
    line = Line(
        cells=[
            company(row.name, row.company, view),
            sector(row.sector, GONE.get(row.status, row.stage)),
            formats.month(row.first_invested),
            *_figures(row, found, f"investments[{row.company}]", drawn),
            formats.percent(row.ownership),
            formats.percent(row.share_of_fair_value),
            marked(row.mark_date, row.mark_age_days, stale=row.stale),
        ],
        look="fold-in" if many else "plain-in",
        opens=key if many else None,
        named=f"Tranches of {row.name}" if many else None,
        shut=True if many else None,
        under=[group],
    )
    below = row.tranches if many else ()
    return [line, *(_tranche(one, row, (group, key), found, (size, top)) for one in below)]


def _tranche(
    one: Tranche,
    row: Investment,
    under: Sequence[str],
    found: ScheduleOfInvestments,
    drawn: tuple[int, float],
) -> Line:
    at = f"investments[{row.company}].tranches[{one.investment}]"
    words = " ".join(part for part in (one.round, one.instrument) if part) or one.investment
    shown: list[Piece] = [words]
    if len({piece.fund for piece in row.tranches}) > 1:
        shown.append(Bit(text=f" · {one.fund}", look="muted"))
    return Line(
        cells=[
            shown,
            Bit(text=formats.day(one.invested_on), look="muted"),
            "",
            *_figures(one, found, at, drawn),
            formats.percent(one.ownership) if one.ownership is not None else "",
            "",
            marked(one.mark_date, one.mark_age_days, stale=one.stale) if one.stale else "",
        ],
        look="tr",
        under=under,
    )


def _figures(
    row: Investment | Tranche, found: ScheduleOfInvestments, at: str, drawn: tuple[int, float]
) -> list[Cell]:
    """Cost, realised and fair value, the multiple as bar and text, the rate."""
    size, top = drawn
    figures = found.meta.figures
    amounts = [number(amount(getattr(row, k), size), figures, f"{at}.{k}") for k in MONEY]
    return [
        *amounts,
        _moic(row.moic, top, figures.get(f"{at}.moic")),
        rate(row.irr, row.irr_status),
    ]


def _moic(moic: float | None, top: float, explain: str | None = None) -> list[Piece]:
    *bar, text = moic_bar(moic, top)
    words = str(text)
    return [*bar, Bit(text=words, explain=explain) if explain else words]


def _total(found: ScheduleOfInvestments, size: int) -> Line:
    total, figures = found.total, found.meta.figures
    sums = [number(amount(getattr(total, k), size), figures, f"total.{k}") for k in MONEY]
    return Line(
        cells=[
            sentence(plural(total.companies, "company", "companies")),
            "",
            "",
            *sums,
            number(formats.multiple(total.moic), figures, "total.moic"),
            rate(total.irr, total.irr_status),
            "",
            formats.percent(total.share_of_fair_value),
            "",
        ],
        look="total",
    )


def _twin(found: ScheduleOfInvestments, view: View) -> html.Div:
    """Every company to the cent, with its gain; the total is the sum."""
    head = ["Company", "Sector", "Stage", "Geography", "Status", "First invested", "Cost",
            "Realised", "Fair value", "Gain", "MOIC", "IRR", "Mark method"]  # fmt: skip
    keys = (*MONEY, "gain")
    figures = found.meta.figures
    lines: list[Line] = []
    for row in found.investments:
        at = f"investments[{row.company}]"
        lines.append(
            Line(
                cells=[
                    company(row.name, row.company, view),
                    row.sector or formats.MISSING,
                    row.stage or formats.MISSING,
                    row.geography or formats.MISSING,
                    row.status,
                    formats.day(row.first_invested),
                    *(number(_cents(getattr(row, k)), figures, f"{at}.{k}") for k in keys),
                    _six(row.moic),
                    formats.percent(row.irr, places=4),
                    (row.mark_method or formats.MISSING).replace("_", " "),
                ]
            )
        )
    total = found.total
    lines.append(
        Line(
            cells=[
                sentence(plural(total.companies, "company", "companies")),
                *[""] * 5,
                *(_cents(getattr(total, k)) for k in keys),
                _six(total.moic),
                formats.percent(total.irr, places=4),
                "",
            ],
            look="total",
        )
    )
    return rows_table(head, lines, caption="Investments to the cent", words=(0, 1, 2, 3, 4, 5, 12))


def _cents(value: Decimal | None) -> str:
    return formats.money(value, cents=True)


def _six(value: float | None) -> str:
    return formats.MISSING if value is None else f"{value:.6f}x"
