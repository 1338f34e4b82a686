"""Names, codes, choices and yes or no."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from typing import Any

from services.imports.cells.currencies import CURRENCIES
from services.imports.cells.parsed import Bad

LONGEST_TEXT = 2_000
LONGEST_CODE = 64
YES = {"yes", "y", "true", "1", "x"}
NO = {"no", "n", "false", "0"}


def text(cell: str) -> str | Bad:
    """Any words; line breaks inside are kept, control characters are not accepted."""
    if len(cell) > LONGEST_TEXT:
        return Bad(f"This text is longer than {LONGEST_TEXT} characters.", "shorten it")
    if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in cell):
        return Bad("This text holds control characters.", "remove them")
    return cell


def code(cell: str) -> str | Bad:
    """The firm's own identifier: kept exactly as written, leading zeros included."""
    if len(cell) > LONGEST_CODE:
        return Bad(f"A code has at most {LONGEST_CODE} characters.", "shorten it")
    return cell if cell.isprintable() else Bad("A code holds printable characters only.")


def word(cell: str) -> str | Bad:
    """A word that is compared without case, kept in lower case."""
    found = text(cell)
    return found if isinstance(found, Bad) else found.lower()


def boolean(cell: str) -> bool | Bad:
    """Yes or no, true or false, 1 or 0."""
    if cell.lower() in YES | NO:
        return cell.lower() in YES
    return Bad("This is neither yes nor no.", "write yes or no, or leave it blank")


def currency(cell: str) -> str | Bad:
    """A code of three letters that some country uses or used."""
    found = cell.upper()
    if found in CURRENCIES:
        return found
    return Bad("There is no such currency.", "use a code of three letters such as USD or EUR")


def choice(allowed: Collection[str]) -> Callable[[str], str | Bad]:
    """A reader of one of a few words, compared without case; spaces count as underscores."""

    def read(cell: str) -> str | Bad:
        found = cell.lower().replace(" ", "_")
        if found in allowed:
            return found
        return Bad("This word is not known here.", f"use one of {', '.join(sorted(allowed))}")

    return read


def reference(noun: str, known: Mapping[str, Any]) -> Callable[[str], str | Bad]:
    """A reader of codes that must exist already."""

    def read(cell: str) -> str | Bad:
        found = code(cell)
        if isinstance(found, Bad) or found in known:
            return found
        near = difflib.get_close_matches(found, list(known)[:5_000], n=1)
        meant = f"did you mean {near[0]!r}? Otherwise " if near else ""
        kind = "funds" if noun == "fund" else "investors"
        return Bad(
            f"There is no {noun} with this code.", f"{meant}import it with kind {kind} first"
        )

    return read


def misread(cell: str) -> str | None:
    """What a text probably was before it was decoded wrongly (`RhÃ´ne` was `Rhône`), or None."""
    if cell.isascii():
        return None
    for encoding in ("cp1252", "latin-1"):
        try:
            found = cell.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return found if found != cell else None
    return None
