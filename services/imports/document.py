"""The import kinds as a page to read, made from their declarations so that it cannot go stale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.imports import listing
from services.imports.kinds import KINDS

HEAD = """# Import kinds

One kind of fact per file, CSV or XLSX. `*` marks a required column. Blank cells stay unknown; days
are ISO, amounts whole units of currency, rates fractions. `gpdash import --list KIND` prints the
same with an example of every cell.

This page is made by `services.imports.document.page()`.
"""


def page() -> str:
    """The whole page as Markdown: every kind, what a file may hold, and the shipped profiles."""
    parts = [HEAD, *(_kind(listing.described(name)) for name in KINDS)]
    return "\n".join(parts)


def _kind(found: dict[str, Any]) -> str:
    meaning = found["meaning"]
    lines = [f"## {found['kind']}", "", f"{meaning[0].upper()}{meaning[1:]}.", ""]
    lines += _table(
        ("column", "type", "meaning"),
        [
            (f"`{row['name']}`{'*' if row['required'] else ''}", row["type"], row["meaning"])
            for row in found["columns"]
        ],
    )
    if "types" in found:
        lines += ["", "Transaction types:", ""]
        rows = [(f"`{row['type']}`", row["label"], row["direction"]) for row in found["types"]]
        lines += _table(("type", "label", "direction"), rows)
    if "accounts" in found:
        lines += ["", "Lines of the capital account; totals add up other lines:", ""]
        lines += _table(
            ("line", "label", "usually", "total"),
            [
                (f"`{row['account']}`", row["label"], row["usual"], "yes" if row["total"] else "")
                for row in found["accounts"]
            ],
        )
    if found["profiles"]:
        lines += ["", "Profiles:", ""]
        lines += _table(
            ("profile", "layout"),
            [(f"`{row['profile']}`", row["words"]) for row in found["profiles"]],
        )
    return "\n".join([*lines, ""])


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    ruled = [head, ("---",) * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in ruled]
