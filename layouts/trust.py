"""What an answer says of its data: the badge beside the state sentence, the sign on a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import dcc, html

from layouts.marks import MARKS
from layouts.panels import Part, View, icon

if TYPE_CHECKING:
    from services.envelope import Meta

PATH = "/data-quality"
LONGEST = 96
RED, AMBER = "red", "amber"
_VALUE = ("nav", "rvpi", "tvpi", "irr")
# Which figures a check concerns; an asserted balance concerns the figure it is about.
CONCERNS: dict[str, tuple[str, ...]] = {
    "lp_sum_paid_in": ("paid_in", "tvpi", "dpi", "rvpi", "irr"),
    "lp_sum_distributed": ("distributions", "dpi", "tvpi", "irr"),
    "lp_sum_nav": _VALUE,
    "nav_roll_forward": _VALUE,
    "commitment_reconciles": ("unfunded", "dry_powder"),
    "paid_in_within_commitment": ("paid_in", "unfunded", "dry_powder"),
    "multiples_add_up": ("tvpi", "dpi", "rvpi"),
    "holdings_make_nav": ("nav", "rvpi", "moic"),
    "value_adds_up": ("moic",),
    "irr_solves": ("irr",),
    "fees_net": ("fees_to_date",),
    "one_currency": ("paid_in", "distributions", "dpi", "moic", *_VALUE),
    "flow_dates": ("paid_in", "distributions", "irr"),
    "marks_are_fresh": ("moic", *_VALUE),
}
ASSERTED = {
    "nav": _VALUE,
    "paid_in": CONCERNS["lp_sum_paid_in"],
    "distributed": CONCERNS["lp_sum_distributed"],
    "unfunded": CONCERNS["commitment_reconciles"],
}


def badge(meta: Meta, view: View) -> list[Part]:
    """How many checks of the answer's funds fail, and the first of them in words.

    A way to all of them; nothing where none fails. An embedded page has no way out.
    """
    told = meta.data_quality
    red, amber = told.get("open_breaks", 0), told.get("warnings", 0)
    if not red + amber:
        return []
    first = told["breaks"][0]
    look = MARKS[RED if red else AMBER]
    words = [icon(look.icon, small=True), f"{_counted(red, amber)}: {_short(first['message'])}"]
    shown = {"className": look.tone, "title": first["message"]}
    if view.embedded:
        return [html.Span(words, **shown)]
    return [dcc.Link(words, href=view.link(PATH), **shown)]


def sign(meta: Meta, key: str) -> Part:
    """An icon and a word on a figure that a failing check concerns; None where none does."""
    found = next(
        (item for item in meta.data_quality.get("breaks", ()) if key in _concerned(item)), None
    )
    if found is None:
        return None
    look = MARKS[found["status"]]
    return html.Span(
        [
            icon(look.icon, small=True),
            "check" if found["status"] == RED else "look",
            html.Span(f": {found['message']}", className="sr"),
        ],
        className=f"doubt {look.tone}",
        title=found["message"],
        **{"data-check": found["check"]},
    )


def _concerned(item: dict[str, Any]) -> tuple[str, ...]:
    own = CONCERNS.get(item["check"], ())
    return own + tuple(key for name in item["items"] for key in ASSERTED.get(name, ()))


def _counted(red: int, amber: int) -> str:
    """`2 checks fail, 1 to look at`."""
    fails = f"{red} check fails" if red == 1 else f"{red} checks fail"
    if not red:
        return "1 check to look at" if amber == 1 else f"{amber} checks to look at"
    return f"{fails}, {amber} to look at" if amber else fails


def _short(message: str) -> str:
    """The sentence, cut at a word where it is long."""
    if len(message) <= LONGEST:
        return message
    return message[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + " …"
