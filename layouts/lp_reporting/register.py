"""The register: every investor once, what it committed, paid, got back and is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.lp_reporting import LP
from layouts.lp_reporting.head import plural_of
from layouts.lp_reporting.parts import (
    MUTED,
    cents,
    cut,
    late,
    leads,
    money,
    share,
    source,
    terms_chips,
    type_of,
)
from layouts.panels import Content, Empty, Part, View
from layouts.portfolio_analytics.cells import number, rate, scale, sentence, texts, unit, word
from layouts.rows import Bit, Cell, Line, Piece, Row, rows_table

if TYPE_CHECKING:
    from services.lp_reporting.results.register import LpRow, Lps

MONEY = ("commitment", "called", "distributions", "unfunded", "nav")
TOP = 3
NEARLY = 0.0005  # how far shares may be from adding up to all of it


def register(found: Lps, view: View) -> Content | Empty:
    """The grid of investors; a name leads to the page of one."""
    if not found.rows:
        return Empty(words="No investor has committed to this fund yet.")
    size, letter = scale(getattr(row, key) for row in found.rows for key in MONEY)
    head = unit(found.meta.currency, letter)
    title = _finding(found)
    return Content(
        title=title,
        subtitle=f"Register of limited partners, {head}; all figures net to the investor, with "
        "credit line; totals are sums, IRR and multiples are pooled",
        body=[_table(found, view, size, head), *_mix(found)],
        twin=_twin(found, view),
        summary=f"{title}. {plural_of(_partners(found), 'investor')} in all.",
        source=source(found.meta, "register and partnership ledger"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _partners(found: Lps) -> int:
    return sum(not row.is_gp for row in found.rows)


def _finding(found: Lps) -> str:
    many = _partners(found)
    if many <= TOP or found.totals.top_3_share is None:
        return f"{sentence(word(many))} {'investor holds' if many == 1 else 'investors hold'} all commitments"  # noqa: E501
    part = formats.percent(found.totals.top_3_share, places=0)
    return f"{sentence(word(TOP))} investors hold {part} of commitments"


def _table(found: Lps, view: View, size: int, head: str) -> html.Div:
    columns = ["Investor", "Type", f"Commitment\n{head}", "Share", f"Contributed\n{head}",
               f"Distributed\n{head}", f"Unfunded\n{head}", f"NAV\n{head}", "TVPI", "DPI",
               "Net IRR", "Side letter"]  # fmt: skip
    most = max((row.share_of_fund or 0.0 for row in found.rows), default=0.0)
    lines = [_row(row, found, view, size, most) for row in found.rows]
    return rows_table(
        columns,
        [*lines, _total(found, size)],
        caption="Register of investors",
        words=(0, 1, 11),
        deep=(1, 3, 4, 5, 6, 8, 9, 10, 11),
        look="tight lpregister",
        sorts=True,
    )


def _row(row: LpRow, found: Lps, view: View, size: int, most: float) -> Line:
    figures, at = found.meta.figures, f"rows[{row.lp}]"
    name: list[Piece] = [leads(view, row.name, row.lp), *late(row.days_late)]
    if row.is_gp:
        name.append(Bit(text=" GP", look=MUTED))
    amounts = {key: money(getattr(row, key), size, figures, f"{at}.{key}") for key in MONEY}
    cells: list[Cell] = [
        name,
        Bit(text=type_of(row.lp_type), look=MUTED),
        amounts["commitment"],
        share(row.share_of_fund, most),
        amounts["called"],
        amounts["distributions"],
        amounts["unfunded"],
        amounts["nav"],
        number(formats.multiple(row.lp_tvpi), figures, f"{at}.lp_tvpi"),
        number(formats.multiple(row.lp_dpi), figures, f"{at}.lp_dpi"),
        number(formats.percent(row.lp_irr), figures, f"{at}.lp_irr")
        if row.lp_irr is not None
        else rate(None, row.lp_irr_status),
        terms_chips(row.side_letter),
    ]
    return Line(cells=cells, look="chosen" if view.own.get(LP) == row.lp else None)


def _total(found: Lps, size: int) -> Line:
    total, figures = found.totals, found.meta.figures

    def at(key: str) -> Piece:
        return number(cut(getattr(total, key), size), figures, f"totals.{key}")

    whole = sum(row.share_of_fund or 0.0 for row in found.rows if not row.is_gp)
    return Line(
        cells=[
            plural_of(_partners(found), "investor"),
            "",
            at("commitment"),
            formats.percent(whole) if abs(whole - 1) < NEARLY else "",
            at("called"),
            at("distributions"),
            at("unfunded"),
            at("nav"),
            number(formats.multiple(total.lp_tvpi), figures, "totals.lp_tvpi"),
            number(formats.multiple(total.lp_dpi), figures, "totals.lp_dpi"),
            number(formats.percent(total.lp_irr), figures, "totals.lp_irr"),
            "",
        ],
        look="total",
    )


def _mix(found: Lps) -> list[Part]:
    """Shares of commitments by type and by country, in a line each."""
    lines: list[Part] = []
    for name, shares, called in (
        ("By type", found.by_type, type_of),
        ("By country", found.by_country, str),
    ):
        if not shares:
            continue
        ordered = sorted(shares.items(), key=lambda item: -item[1])
        words = [f"{called(key)} {formats.percent(part, places=0)}" for key, part in ordered[:8]]
        more = f", {len(ordered) - 8} more" if len(ordered) > 8 else ""
        lines.append(html.P([html.B(f"{name}: "), ", ".join(words), more], className="tiny"))
    return lines


def _twin(found: Lps, view: View) -> html.Div:
    """Every investor to the cent."""
    keys = ("commitment", "called", "distributions", "recallable", "unfunded", "nav")
    head = ["Investor", "Code", "Type", "Country", "Class", "Commitment", "Contributed",
            "Distributed", "Recallable", "Unfunded", "NAV", "TVPI", "DPI", "RVPI",
            "Net IRR", "Days late"]  # fmt: skip
    lines: list[Row | Line] = [
        [
            leads(view, row.name, row.lp),
            row.lp,
            type_of(row.lp_type),
            row.country or formats.MISSING,
            row.lp_class or formats.MISSING,
            *(cents(getattr(row, key)) for key in keys),
            *(formats.multiple(getattr(row, key)) for key in ("lp_tvpi", "lp_dpi", "lp_rvpi")),
            formats.percent(row.lp_irr, places=4),
            formats.count(row.days_late) if row.days_late else "",
        ]
        for row in found.rows
    ]
    total = found.totals
    last: list[Cell] = [
        plural_of(_partners(found), "investor"), "", "", "", "",
        *(cents(getattr(total, key)) for key in keys),
        *(formats.multiple(getattr(total, key)) for key in ("lp_tvpi", "lp_dpi", "lp_rvpi")),
        formats.percent(total.lp_irr, places=4), "",
    ]  # fmt: skip
    lines.append(Line(cells=last, look="total"))
    return rows_table(
        head, lines, caption="Register to the cent", words=(0, 1, 2, 3, 4), sorts=True
    )
