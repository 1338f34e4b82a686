"""Forms: labelled fields drawn in the browser by assets/forms.js, sent to the address or the API.

A question is asked through the address: the panel then answers in place, Back takes it away, and
a link shows a colleague the same. What changes the books is posted to the API.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from dash import html

from layouts.panels import Part, icon


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field; `value` is what stands in it at first.

    `kind` is text, number, date, area, select, or a select whose value travels as a number (grade)
    or as true and false (yes). A number may be typed as 5m or 5,000,000 and travels as 5000000.
    `choices` are pairs of value and words; `when` names another field and the value at which this
    one is asked for; `least` and `most` bound a day; an area has `rows` and takes `longest` signs.
    """

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()
    hint: str = ""
    required: bool = False
    least: str | None = None
    most: str | None = None
    when: tuple[str, str] | None = None
    wide: bool = False
    rows: int = 2
    longest: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Fields and the button that sends them.

    `to` is the API's address; empty, the fields become parameters of the page's own address, and
    `clear` is what the button is called that takes them out again. `said` is told once the API has
    taken it; `with_it` travels in the body beside the fields. One form of a page is `primary`.
    A choice of the field `filled_by` fills the others with what `filled` has under its value.
    """

    id: str
    label: str
    fields: Sequence[Field]
    submit: str
    to: str = ""
    clear: str = ""
    said: str = ""
    primary: bool = False
    with_it: Mapping[str, str] = field(default_factory=dict)
    filled_by: str = ""
    filled: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def form(told: Form) -> html.Div:
    """The place of a form; blank fields are left out of what it sends."""
    written = json.dumps(asdict(told), ensure_ascii=False)
    return html.Div(className="asking", **{"data-form": written})


def act(words: str, *, to: str, said: str, sign: str | None = None, label: str = "") -> html.Button:
    """A button that posts nothing but itself to the API, such as Acknowledge."""
    names = {"aria-label": label} if label else {}
    return html.Button(
        [icon(sign, small=True), words] if sign else words,
        className="b small",
        type="button",
        **{"data-post": to, "data-said": said, **names},
    )


def folded(words: str, inside: Part, *, sign: str = "add", label: str = "") -> html.Details:
    """A form behind a button, in a box that opens below it."""
    names = {"aria-label": label} if label else {}
    opener = html.Summary([icon(sign, small=True), words], className="b small", **names)
    return html.Details([opener, html.Div(inside, className="menu end asked")], className="pop")
