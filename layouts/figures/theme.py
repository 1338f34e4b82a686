"""Colours of marks in both themes and the one template: the browser puts them on, not the server.

Figures are drawn with the colours of the light theme. The shell's script swaps them by role when
the page is dark and lays the template under every figure, so that neither travels with a figure
and changing the theme asks the server for nothing.
"""

from __future__ import annotations

from typing import Any

FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Arial, sans-serif"

# The sixth step of the sequence is cat-1 itself: a colour has one role, so that it can be swapped.
LIGHT = {
    "panel": "#ffffff", "line": "#e2e2dc", "line-strong": "#c6c7c1",
    "ink": "#15191e", "ink-2": "#414851", "ink-3": "#626a74",
    "cat-1": "#135d8b", "cat-2": "#d07a1b", "cat-3": "#318364", "cat-4": "#7b2b54",
    "cat-5": "#726300", "cat-6": "#3e8cc9", "cat-7": "#2b2788", "cat-8": "#8b9296",
    "seq-1": "#e6eff6", "seq-2": "#c0d8e8", "seq-3": "#93bdd8", "seq-4": "#5795be",
    "seq-5": "#327aa9", "seq-7": "#0a3a5b",
    "mark-grid": "#e9e9e4", "mark-zero": "#8f949a", "mark-band": "#d9dfe3",
    "mark-band-2": "#edf0f1", "mark-peer": "#6d757e",
    "div-1": "#9a4a05", "div-3": "#f0c99a", "div-4": "#eceae3", "div-5": "#b5d0e2",
    "bad": "#b0271f", "bad-soft": "#fbe9e7",
}  # fmt: skip

DARK = {
    "panel": "#161b20", "line": "#283038", "line-strong": "#47525c",
    "ink": "#eceff2", "ink-2": "#bcc4cc", "ink-3": "#96a1ac",
    "cat-1": "#6fbef3", "cat-2": "#de9147", "cat-3": "#91debc", "cat-4": "#b35683",
    "cat-5": "#fbd364", "cat-6": "#3072c1", "cat-7": "#8c83f0", "cat-8": "#a3aaae",
    "seq-1": "#14293a", "seq-2": "#1b3c55", "seq-3": "#245476", "seq-4": "#32719d",
    "seq-5": "#4a94c6", "seq-7": "#b3defb",
    "mark-grid": "#222930", "mark-zero": "#6b7680", "mark-band": "#333d46",
    "mark-band-2": "#232b32", "mark-peer": "#9aa5af",
    "div-1": "#f0a45c", "div-3": "#6d451d", "div-4": "#2b3137", "div-5": "#1f4866",
    "bad": "#ff948a", "bad-soft": "#35191a",
}  # fmt: skip

HOVER = {"light": "#ffffff", "dark": "#1f262d"}


def colour(role: str) -> str:
    """The colour a figure is written with; KeyError for a role no chart may use."""
    return LIGHT[role]


def template(theme: str) -> dict[str, Any]:
    """The layout that lies under every figure of a theme."""
    roles = {"light": LIGHT, "dark": DARK}[theme]
    axis = {"automargin": True, "ticks": "", "fixedrange": True}
    return {
        "layout": {
            "font": {"family": FONT, "size": 11, "color": roles["ink-3"]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [roles[f"cat-{number}"] for number in range(1, 9)],
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "xaxis": {"showgrid": False, "zeroline": False, **axis},
            "yaxis": {
                "gridcolor": roles["mark-grid"],
                "zerolinecolor": roles["mark-zero"],
                "zerolinewidth": 1,
                **axis,
            },
            "hovermode": "x unified",
            "hoverlabel": {
                "bgcolor": HOVER[theme],
                "bordercolor": roles["line-strong"],
                "font": {"size": 12, "color": roles["ink"]},
            },
            "showlegend": False,
            "bargap": 0.35,
            "separators": ".,",
        }
    }


def palette() -> dict[str, Any]:
    """What the browser needs to dress every figure: swaps for the dark theme, both templates."""
    return {
        "swaps": {LIGHT[role]: DARK[role] for role in LIGHT},
        "templates": {theme: template(theme) for theme in ("light", "dark")},
    }
