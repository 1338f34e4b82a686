"""Lists inside an answer: those that a file of it holds, and those beside its figures."""

from __future__ import annotations

from dataclasses import field
from typing import Any


def rows(row: type) -> Any:
    """The rows of an answer: what a file of it lists."""
    return field(metadata={"rows": row})


def parts(part: type) -> Any:
    """A record or list inside an answer: the units of its figures are published with the rest."""
    return field(metadata={"parts": part})
