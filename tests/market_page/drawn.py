"""How tests read a page of the market: its words, tables, cards, links, and a view of it."""

import json
import re

from layouts import market_intelligence as page
from layouts.market_intelligence import (
    cards,
)
from layouts.market_intelligence.gallery import headline
from layouts.panels import View
from services.scope import Principal, Scope

PARTNER = Principal(user_id="u", name="Ines Marlow", roles=frozenset({"partner"}), funds=None)
THIN = "\u2009"


def view(panel, **changes):
    parts = {"slug": page.SLUG, "panel": panel, "scope": Scope(), "definition": lambda _key: None}
    return View(**(parts | changes))


def text_of(part):
    return json.dumps(part, default=lambda item: item.to_plotly_json(), ensure_ascii=False)


def words_of(part):
    """What is read on the screen, in order."""
    if isinstance(part, str):
        return part
    if isinstance(part, list | tuple):
        return " ".join(filter(None, map(words_of, part)))
    own = getattr(part, "data-rows", None)
    return own or words_of(getattr(part, "children", None) or "")


def spaced(part):
    """The same with single spaces; those within a figure stay thin."""
    return re.sub(" +", " ", words_of(part))


def elements(part, name):
    """Every element below that carries an attribute."""
    if isinstance(part, list | tuple):
        return [found for item in part for found in elements(item, name)]
    own = [part] if getattr(part, name, None) is not None else []
    return own + elements(getattr(part, "children", None) or (), name)


def tables_of(part):
    """The tables that travel as one text."""
    return [json.loads(getattr(box, "data-rows")) for box in elements(part, "data-rows")]


def row_of(part, first):
    """The cells of the row that begins with this word, as they are read."""
    found = []
    for table in tables_of(part):
        for row in table["rows"]:
            cells = row["cells"] if isinstance(row, dict) else row
            found.append([cell["text"] if isinstance(cell, dict) else cell for cell in cells])
    for row in elements(part, "children"):
        if type(row).__name__ == "Tr":
            found.append([words_of(cell) for cell in row.children])
    return next(row for row in found if row[0] == first)


def cards_of(kind="normal", **own):
    drawn = cards.figures(headline(kind), view(page.FIGURES, own=own)).children
    return {getattr(card, "data-figure"): card for card in elements(drawn, "data-figure")}


def ways(part):
    """The addresses that links lead to, by their words."""
    found = {words_of(link): link.href for link in elements(part, "data-go")}
    for table in tables_of(part):
        for row in table["rows"]:
            cells = row["cells"] if isinstance(row, dict) else row
            found |= {cell["text"]: cell["go"] for cell in cells if "go" in cell}
    return found


# ---- the sentence, the cards, and who says so
