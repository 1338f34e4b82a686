"""What is read on the screen of a drawn part: its words, its tables, and its whole text."""

from __future__ import annotations

import json
from typing import Any

from layouts.panels import Panel, View
from services.scope import Scope


def view(panel: Panel, **changes: Any) -> View:
    """Somebody who may see and take everything, without a book of definitions."""
    parts = {"slug": "portfolio-analytics", "panel": panel, "scope": Scope(),
             "definition": lambda _key: None}  # fmt: skip
    return View(**(parts | changes))


def text_of(part: Any) -> str:
    """Everything a part is made of, as one text."""
    return json.dumps(part, default=lambda item: item.to_plotly_json(), ensure_ascii=False)


def words_of(part: Any) -> str:
    """What is read, in order; tables that the browser draws are read from what they are told."""
    if part is None:
        return ""
    if isinstance(part, str):
        return part
    if isinstance(part, list | tuple):
        return "".join(words_of(item) for item in part)
    if told := getattr(part, "data-rows", None):
        return " | ".join(" ".join(line) for line in _lines(json.loads(told)))
    return words_of(getattr(part, "children", None))


def tables_of(part: Any) -> list[list[list[str]]]:
    """Every table that the browser draws: its lines, each cell as it is read."""
    found: list[list[list[str]]] = []

    def walk(item: Any) -> None:
        if isinstance(item, list | tuple):
            for one in item:
                walk(one)
            return
        if told := getattr(item, "data-rows", None):
            found.append(_lines(json.loads(told)))
        if (children := getattr(item, "children", None)) is not None:
            walk(children)

    walk(part)
    return found


def told_of(part: Any) -> dict[str, Any]:
    """What the first table of a part tells the browser."""
    found: list[str] = []

    def walk(item: Any) -> None:
        if isinstance(item, list | tuple):
            for one in item:
                walk(one)
            return
        if told := getattr(item, "data-rows", None):
            found.append(told)
        if (children := getattr(item, "children", None)) is not None:
            walk(children)

    walk(part)
    told: dict[str, Any] = json.loads(found[0])
    return told


def figures_of(part: Any) -> dict[str, Any]:
    """The elements that carry a headline figure, by its key."""
    found: dict[str, Any] = {}

    def walk(item: Any) -> None:
        if isinstance(item, list | tuple):
            for one in item:
                walk(one)
            return
        if key := getattr(item, "data-figure", None):
            found[key] = item
        if (children := getattr(item, "children", None)) is not None:
            walk(children)

    walk(part)
    return found


def _lines(told: dict[str, Any]) -> list[list[str]]:
    rows = [row if isinstance(row, list) else row.get("cells", [row.get("wide")])
            for row in told["rows"]]  # fmt: skip
    return [told["head"], *([_cell(cell) for cell in row] for row in rows)]


def _cell(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, list):
        return "".join(_cell(bit) for bit in cell)
    return str(cell.get("text", ""))
