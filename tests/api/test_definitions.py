"""The formula book: every figure of every module's answers is in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any

import pytest

from services.definitions import DEFINITIONS, ENTRIES, definition
from services.envelope import DEFINITIONS_VERSION
from services.errors import NotFound
from services.modules import MODULES
from tests.api.conftest import Caller

HOMES = {name: import_module(f"services.{name}.results") for name in
         (*(module.name for module in MODULES), "disclosed")}  # fmt: skip
OPEN = "as the measure"


def results_of(home: Any) -> Iterator[type]:
    """The result types of one module, whether its contract is one file or several."""
    for kind in vars(home).values():
        if isinstance(kind, type) and is_dataclass(kind) and kind.__module__.startswith(
            home.__name__
        ):  # fmt: skip
            yield kind


def units(name: str) -> dict[str, set[str]]:
    """Every key with a unit in a module's answers, and the units it is given in."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind in results_of(HOMES[name]):
        for item in fields(kind):
            if unit := item.metadata.get("unit"):
                found[item.name].add(unit)
    return found


@pytest.mark.parametrize("module", HOMES)
def test_every_figure_with_a_unit_is_defined_in_that_unit(module: str) -> None:
    missing, other = [], []
    for key, given in units(module).items():
        try:
            entry = definition(f"{module}.{key}")
        except NotFound:
            missing.append(key)
            continue
        # one word for several things, such as a median, has the unit of what it is of
        if given != {entry.unit} and entry.unit != OPEN:
            other.append((key, given, entry.unit))
    assert (missing, other) == ([], [])


def test_a_unit_is_left_open_only_for_what_is_measured_in_several() -> None:
    measured: dict[str, set[str]] = defaultdict(set)
    for module in HOMES:
        for key, given in units(module).items():
            measured[key] |= given
            measured[f"{module}.{key}"] |= given
    assert [e.id for e in ENTRIES if e.unit == OPEN and len(measured[e.id]) == 1] == []


def test_no_figure_is_defined_twice_and_nothing_that_no_answer_holds() -> None:
    assert [key for key, times in Counter(e.id for e in ENTRIES).items() if times > 1] == []
    held = {
        name: {item.name for kind in results_of(home) for item in fields(kind)}
        for name, home in HOMES.items()
    }
    everywhere = set().union(*held.values())
    stray = [
        entry.id
        for entry in ENTRIES
        if entry.id.rpartition(".")[2] not in held.get(entry.id.rpartition(".")[0], everywhere)
    ]
    assert stray == []


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
    # a page asks in its module's words; a key that all share is found all the same
    assert partner.get("/api/v1/definitions/deal_flow.n").get_json()["id"] == "n"
