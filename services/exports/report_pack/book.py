"""A pack as a workbook: what each page says, as numbers and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.exports.report_pack.proof import proof
from services.exports.tables import Cell
from services.exports.xlsx import Leaf, workbook
from services.lp_reporting.reports import Pack

Told = Mapping[str, Any]
DAYS = frozenset({"date", "due_date", "paid_date", "first_invested", "mark_date", "start", "end"})
NOT_MONEY = frozenset(
    {"code", "label", "kind", "id", "name", "state", "type", "number", "purpose", "status", "lp",
     "company", "sector", "stage", "currency", "dimension", "column", "mark_method", "irr_status",
     "category", "group"}
)  # fmt: skip


def book(pack: Pack) -> bytes:
    """The workbook; the same pack gives the same bytes."""
    told = pack.content
    return workbook(
        [
            Leaf("Report", ("what", "value"), _head(pack)),
            Leaf("Your account", ("figure", "value"), _pairs(told["standing"])),
            Leaf("Fund", ("figure", "value"), _pairs(told["fund"])),
            _list("Capital account", told["account"]["lines"]),
            _list("Commitment", told["account"]["commitment"]),
            _list("Calls and distributions", told["activity"]),
            _list("Flows", told["flows"]),
            Leaf("Fees and carry", ("figure", "value"), _fees(told["fees"])),
            _list("Investments", told["investments"]["rows"]),
            _list("Exposure", told["exposure"]["slices"]),
            _list("ILPA lines", told["ilpa"]["lines"]),
            _list("Checks", told["checks"]),
            Leaf("Proof", ("how this report can be proved",), [(text,) for text in proof(pack)]),
        ]
    )


def _head(pack: Pack) -> list[tuple[Cell, ...]]:
    head = pack.content["report"]
    rows: list[tuple[Cell, ...]] = [
        ("fund", head["fund"]["code"]),
        ("fund name", head["fund"]["name"]),
        ("investor", head["investor"]["code"]),
        ("investor name", head["investor"]["name"]),
        ("currency", head["fund"]["currency"]),
        *((name, head[name]) for name in ("period", "type", "as_of", "known_on", "basis")),
        ("content_hash", f"sha256:{pack.content_hash}" if pack.content_hash else "draft"),
        *((name, head[name]) for name in ("supersedes", "reason") if head[name]),
    ]
    return [*rows, *(("letter", part) for part in (head["letter"] or "").split("\n") if part)]


def _pairs(told: Told, prefix: str = "") -> list[tuple[Cell, ...]]:
    return [
        (f"{prefix}{name}", _cell(name, value))
        for name, value in told.items()
        if not isinstance(value, list | dict)
    ]


def _fees(told: Told) -> Iterable[tuple[Cell, ...]]:
    for part in ("management_fees", "carried_interest"):
        yield from _pairs(told[part], f"{part}.")
    for row in told["partnership_expenses"]:
        yield from _pairs(row, f"partnership_expenses[{row['category']}].")


def _list(title: str, rows: Sequence[Told]) -> Leaf:
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    plain = [
        name for name in names if not any(isinstance(row.get(name), list | dict) for row in rows)
    ]
    cells = [tuple(_cell(name, row.get(name)) for name in plain) for row in rows]
    return Leaf(title, tuple(plain) or ("nothing is known",), cells)


def _cell(name: str, value: Any) -> Cell:
    """Money is kept as exact text in the pack: here it is a number again."""
    if isinstance(value, str) and name in DAYS:
        return date.fromisoformat(value)
    if isinstance(value, str) and name not in NOT_MONEY and _is_amount(value):
        return Decimal(value)
    found: Cell = value
    return found


def _is_amount(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()
