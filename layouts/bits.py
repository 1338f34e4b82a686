"""Small parts that several pages draw: a bar in a cell, what is missing, lists, a switch."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html

from layouts import formats
from layouts.rows import Bar, Bit


def bar(value: float | None, most: float, *, look: str = "cat-1") -> Bar:
    """A bar from zero, as long as its value is against the longest of the column."""
    share = 0.0 if not value or not most else min(max(value / most, 0.0), 1.0) * 100
    return Bar(parts=[(0.0, max(share, 1.0), look)] if share else [], look="flowbar")


def missing(reason: str) -> Bit:
    """An en dash with the reason beside it."""
    return Bit(text=formats.MISSING, look="muted", said=reason, title=reason)


def listed(names: Iterable[str], *, most: int = 3) -> str:
    """`A, B and C`; of many the first ones and how many more."""
    every = list(names)
    shown = every if len(every) <= most else [*every[: most - 1], f"{len(every) - most + 1} more"]
    head, last = ", ".join(shown[:-1]), shown[-1] if shown else ""
    return f"{head} and {last}" if head else last


def seg(ways: Iterable[tuple[str, str, bool]], *, label: str) -> html.Nav:
    """A switch of a few addresses, the one that is open marked."""
    links = [
        html.A(
            text,
            href=href,
            **{"data-go": ""} | ({"aria-current": "true"} if on else {}),
        )
        for text, href, on in ways
    ]
    return html.Nav(links, className="seg", **{"aria-label": label})
