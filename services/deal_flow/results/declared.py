"""Which field of an answer holds the rows of its file, and which lists stand beside them."""

from __future__ import annotations

from dataclasses import field
from typing import Any


def rows(row: type) -> Any:
    """The rows that a file of the answer lists."""
    return field(metadata={"rows": row})


def parts(part: type) -> Any:
    """A list beside the figures: its units are published, a file of the answer leaves it out."""
    return field(metadata={"parts": part})
