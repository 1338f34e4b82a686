"""Text that a spreadsheet must never take for a formula; numbers stay numbers."""

from __future__ import annotations

import re

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_text(text: str) -> str:
    """The text with a leading ' where a spreadsheet would calculate it, without control signs."""
    marked = f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
    return NO_CHARACTER.sub("", marked)
