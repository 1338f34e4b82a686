"""What tests of the page of Fund Performance read it with."""

import json

from callbacks.panels import Filling, Ports
from layouts import fund_performance as page
from layouts.figures import samples
from layouts.fund_performance import (
    cards,
    charts,
)
from layouts.panels import View
from services.errors import NotFound
from services.scope import Principal, Scope
from tests.portfolio_page.shown import tables_of

PARTNER = Principal(user_id="u", name="Ines Marlow", roles=frozenset({"partner"}), funds=None)
THIN = "\u2009"


def view(panel, **changes):
    parts = {"slug": "fund-performance", "panel": panel, "scope": Scope(),
             "definition": lambda _key: None}  # fmt: skip
    return View(**(parts | changes))


def text_of(part):
    return json.dumps(part, default=lambda item: item.to_plotly_json(), ensure_ascii=False)


def words_of(part):
    """What is read on the screen, in order."""
    if isinstance(part, str):
        return part
    if isinstance(part, list | tuple):
        return "".join(words_of(item) for item in part)
    if getattr(part, "data-rows", None):
        return "".join("".join(line) for line in tables_of(part)[0])
    return words_of(getattr(part, "children", None) or "")


def cards_of(kind):
    drawn = cards.figures(samples.headline(kind), view(page.FIGURES)).children
    found = {}

    def walk(part):
        if isinstance(part, list | tuple):
            for item in part:
                walk(item)
            return
        if key := getattr(part, "data-figure", None):
            found[key] = part
        if children := getattr(part, "children", None):
            walk(children)

    walk(drawn)
    return found


def ports(**changes):
    def no_definition(key):
        raise NotFound(key)

    parts = {"principal": lambda: PARTNER, "db": None, "funds": lambda _who: (samples.fund(),),
             "definition": no_definition, "definitions": tuple,
             "reference": lambda _error: "7q3k-20", "firm": "A"}  # fmt: skip
    return Ports(**(parts | changes))


def failing(error):
    def load(*_args):
        raise error

    return Filling(load, charts.tvpi)


# ---- the sentence and the cards
