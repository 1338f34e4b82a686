"""The capital account statement of one investor: three columns that foot, and its commitment."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.lp_reporting import ACCOUNT, LP
from layouts.lp_reporting.parts import MUTED, Rights, cents, go, note_line, quarter_of, source
from layouts.panels import Content, Empty, Part, View, icon
from layouts.portfolio_analytics.cells import number, texts
from layouts.rows import Bit, Cell, Line, rows_table

if TYPE_CHECKING:
    from services.lp_reporting.results.account import AccountLine, CapitalAccount, CommitmentRoll
    from services.lp_reporting.results.register import Lps, Tie

COLUMNS = ("qtd", "ytd", "itd")
FOOTS = "closing_equals_opening_plus_lines"
NAMES = {"qtd": "Quarter to date", "ytd": "Year to date", "itd": "Inception to date"}
ROLL = (
    ("opening_unfunded", "Opening unfunded", "opening"),
    ("contributions", "Contributions", "line"),
    ("recallable", "Recallable distributions", "line"),
    ("released", "Released", "line"),
    ("other", "Other changes", "line"),
    ("closing_unfunded", "Closing unfunded", "closing"),
)
ALWAYS = ("contributions", "recallable")
STANDS = {
    "ledger": "partnership ledger",
    "statements": "the administrator's statements",
    "flows": "flows and valuations; income and gains are one line",
}


def account(told: tuple[CapitalAccount, Lps, Rights], view: View) -> Content | Empty:
    """The statement of the chosen investor with the commitment below it and what foots.

    Comparisons with other books are the firm's; an investor reads whether its statement foots.
    """
    found, people, rights = told
    ties = [tie for tie in found.ties if tie.id == FOOTS or not rights.investor]
    if not found.lines:
        return Empty(words=f"Nothing is known of {found.name}'s capital account by this day.")
    title = _finding(found)
    share = formats.percent(found.share_of_fund)
    return Content(
        title=title,
        subtitle=f"Capital account statement, {found.fund}, {quarter_of(found.period)}; every "
        "figure opens its entries",
        aside=[html.Div([*_picker(found, people, view), _switch()], className="drill keep")],
        body=[_statement(found), _commitment(found), *_foots(found, ties)],
        twin=_twin(found),
        summary=f"{title}. Closing {_money(_closing(found, 'qtd'), found)}.",
        source=f"{source(found.meta, STANDS.get(found.source, found.source))}; share {share}",
        as_of=found.meta.as_of,
        notes=texts(found),
        file=partial(view.file, f"lps/{found.lp}/capital-account"),
    )


def _finding(found: CapitalAccount) -> str:
    opening = next((line.qtd for line in found.lines if line.kind == "opening"), None)
    closing = _closing(found, "qtd")
    if opening is None or closing is None:
        return f"{found.name}: capital account"
    change = closing - opening
    words = formats.money_short(abs(change), found.meta.currency)
    way = "unchanged" if not change else f"up {words}" if change > 0 else f"down {words}"
    return f"{found.name}: capital {way} in the quarter"


def _closing(found: CapitalAccount, column: str) -> Decimal | None:
    line = next((line for line in found.lines if line.kind == "closing"), None)
    return None if line is None else getattr(line, column)


def _picker(found: CapitalAccount, people: Lps, view: View) -> list[Part]:
    """A menu of the investors; nothing to choose where there is one."""
    others = [row for row in people.rows if row.lp != found.lp]
    if not others:
        return []
    ways = [
        go(row.name, f"{view.here(**{LP: row.lp})}#{ACCOUNT.id}", className="item")
        for row in people.rows
    ]
    shown = html.Summary(
        [html.Span(found.name), icon("open", small=True)],
        className="b",
        **{"aria-label": f"Investor: {found.name}. Choose another"},
    )
    return [html.Details([shown, html.Div(ways, className="menu lpmenu")], className="pop")]


def _switch() -> html.Div:
    """On a narrow screen one column stands at a time."""
    buttons = [
        html.Button(
            name.upper(),
            type="button",
            className="b small",
            **{"data-column": name, "aria-pressed": str(name == COLUMNS[0]).lower()},
        )
        for name in COLUMNS
    ]
    return html.Div(buttons, className="lpnarrow", role="group", **{"aria-label": "Column"})


def _head(found: CapitalAccount, first: str) -> list[str]:
    starts = {column.column: column.start for column in found.columns}
    return [
        first,
        *(
            f"{NAMES[name]}\nfrom {formats.day(starts[name])}" if name in starts else NAMES[name]
            for name in COLUMNS
        ),
    ]


def _statement(found: CapitalAccount) -> html.Div:
    lines = [_line(line, found) for line in found.lines]
    unit = found.meta.currency or "own currency"
    return rows_table(_head(found, unit), lines, caption="Capital account", look="tight lpstmt")


def _line(line: AccountLine, found: CapitalAccount) -> Line:
    strong = line.kind in {"opening", "subtotal"}
    name = Bit(text=line.label, tag="strong") if strong else line.label
    cells: list[Cell] = [name]
    for column in COLUMNS:
        value = getattr(line, column)
        look = "strong" if strong else MUTED if value is not None and not value else None
        at = f"lines[{line.code}].{column}"
        cells.append(number(_money(value, found), found.meta.figures, at, look=look))
    return Line(cells=cells, look={"closing": "total", "memo": "tr"}.get(line.kind))


def _commitment(found: CapitalAccount) -> html.Div:
    """From opening to closing unfunded, in the same columns."""
    rolls = {roll.column: roll for roll in found.commitment}
    total = next((roll.total for roll in found.commitment), None)
    lines: list[Line] = []
    for key, label, kind in ROLL:
        values = [getattr(rolls.get(column), key, None) for column in COLUMNS]
        if kind == "line" and key not in ALWAYS and not any(values):
            continue
        lines.append(_roll(key, label, kind, values, found))
    head = [f"Commitment {formats.money(total)}", *(NAMES[name] for name in COLUMNS)]
    return rows_table(head, lines, caption="Commitment", look="tight lpstmt lproll")


def _roll(
    key: str, label: str, kind: str, values: Sequence[Decimal | None], found: CapitalAccount
) -> Line:
    cells: list[Cell] = [Bit(text=label, tag="strong") if kind == "opening" else label]
    for column, value in zip(COLUMNS, values, strict=True):
        look = "strong" if kind == "opening" else MUTED if value is not None and not value else None
        at = f"commitment[{column}].{key}"
        cells.append(number(_money(value, found), found.meta.figures, at, look=look))
    return Line(cells=cells, look="total" if kind == "closing" else None)


def _foots(found: CapitalAccount, ties: Sequence[Tie]) -> list[Part]:
    """A line that says whether the statement foots and what part of the fund it is."""
    failing = [tie for tie in ties if tie.state == "fail"]
    if failing:
        return [
            note_line(False, f"{tie.name}: difference {cents(tie.difference)}. {tie.text}")
            for tie in failing
        ]
    known = [tie for tie in ties if tie.state == "pass"]
    if not known:
        return []
    words = "All three columns foot; difference 0.00."
    fund = next((tie.expected for tie in known if "fund_nav" in tie.id), None)
    if fund is not None and found.share_of_fund is not None:
        part = formats.percent(found.share_of_fund)
        words += f" The investor holds {part} of commitments; the fund's value is "
        words += f"{formats.symbol(found.meta.currency)}{formats.money(fund)}."
    return [note_line(True, words)]


def _twin(found: CapitalAccount) -> html.Div:
    """Every line to the cent with its code, the commitment below."""
    lines = [
        [line.label, line.code, *(cents(getattr(line, column)) for column in COLUMNS)]
        for line in found.lines
    ]
    rolls: dict[str, CommitmentRoll] = {roll.column: roll for roll in found.commitment}
    lines += [
        [label, key, *(cents(getattr(rolls.get(column), key, None)) for column in COLUMNS)]
        for key, label, _ in ROLL
    ]
    head = ["Line", "Code", *(NAMES[name] for name in COLUMNS)]
    return rows_table(head, lines, caption="Statement to the cent", words=(0, 1), deep=(1, 3, 4))


def _money(value: Decimal | None, found: CapitalAccount) -> str:
    """Whole units where the whole statement is, else every figure with its cents."""
    lines = (getattr(line, column) for line in found.lines for column in COLUMNS)
    return formats.money(value, cents=any(item is not None and item % 1 for item in lines))
