"""Names, codes, choices and yes or no."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from services.imports.cells.currencies import CURRENCIES
from services.imports.cells.parsed import Bad

LONGEST_TEXT = 2_000
LONGEST_CODE = 64
LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
FORMULA_ERRORS = {"#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!"}
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


def email(cell: str) -> str | Bad:
    """An e-mail address, kept in lower case."""
    found = cell.lower()
    if len(found) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(found):
        return found
    return Bad("This is not an e-mail address.", "write it as name@firm.example")


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
    """A reader of one of a few words, compared by letters and digits: `Term Sheet`, `M&A`."""
    known = {_letters(name): name for name in allowed}

    def read(cell: str) -> str | Bad:
        found = known.get(_letters(cell))
        if found is not None:
            return found
        return Bad("This word is not known here.", f"use one of {', '.join(sorted(allowed))}")

    return read


def _letters(cell: str) -> str:
    return re.sub(r"[^a-z0-9]", "", cell.lower())


def noticed(cell: str) -> str | None:
    """What is odd about a text, as a sentence: a formula's error, or a wrong encoding. None: no."""
    if cell in FORMULA_ERRORS:
        return "This is the error of a formula; perhaps the name was lost in a spreadsheet."
    meant = misread(cell)
    return None if meant is None else f"This looks like {meant!r} read in the wrong encoding."


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
