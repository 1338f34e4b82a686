"""The formula book: every figure of an answer is in it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from services.definitions import DEFINITIONS
from services.disclosed import results as disclosed
from services.envelope import DEFINITIONS_VERSION, units_of
from services.fund_performance import results
from tests.api.conftest import Caller

TYPES = [
    kind
    for home in (results, disclosed)
    for kind in vars(home).values()
    if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == home.__name__
]


def test_every_figure_with_a_unit_is_defined_in_that_unit() -> None:
    given = {name: unit for kind in TYPES for name, unit in units_of(kind).items()}
    assert len(given) > 30
    assert given.keys() - DEFINITIONS.keys() == set()
    # `distributed` and the like keep one unit in whichever answer they stand
    assert {name: DEFINITIONS[name].unit for name in given} == given


def test_nothing_is_defined_that_no_answer_holds() -> None:
    held = {item.name for kind in TYPES for item in fields(kind)}
    assert DEFINITIONS.keys() - held == set()


def test_every_definition_says_what_how_and_where_from() -> None:
    for entry in DEFINITIONS.values():
        assert entry.name and entry.formula and entry.text and entry.citation, entry.id
        assert entry.text.endswith("."), entry.id


def test_the_book_and_each_of_its_entries_can_be_asked_for(partner: Caller) -> None:
    book = partner.get("/api/v1/definitions").get_json()
    assert book["version"] == DEFINITIONS_VERSION
    one = partner.get("/api/v1/definitions/tvpi")
    assert one.get_json() == next(e for e in book["definitions"] if e["id"] == "tvpi")
    assert one.headers["ETag"]
    assert partner.get("/api/v1/definitions/nothing").status_code == 404
