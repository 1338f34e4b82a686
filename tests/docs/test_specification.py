"""The page of the specification is complete, and what it points to is there."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

import orjson
import pytest
from flask import Flask

from dashapp import api
from dashapp.api.layer import declared
from services import live
from services.cache import SOFT_AGES
from services.db.models import Base
from services.live import FUND_METRICS_UPDATED
from tasks import app
from tasks.schedule import SCHEDULE

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "specification.md").read_text()
# Keys of objects that are mappings inside; tests of the modules look for them in real answers.
OF_MAPPINGS = {
    *("sourced", "screened", "term_sheet", "closed"),
    *("source_to_screen", "screen_to_term", "term_to_close"),
}
PLACES = sorted(set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)+(?::[\w.]+)?)`", PAGE)))


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    return cells(part(heading))


def part(heading: str) -> str:
    return PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]


def cells(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.fixture(scope="module")
def specification(shared: Path) -> str:
    return (shared / "spec" / "gp-dashboard-specification.md").read_text()


@pytest.mark.parametrize("place", PLACES)
def test_every_place_that_the_page_names_is_there(place: str) -> None:
    module, _, path = place.partition(":")
    found: Any = import_module(module)
    for name in path.split(".") if path else ():
        found = getattr(found, name)
    assert found is not None


def test_every_table_has_the_columns_that_the_page_gives_it() -> None:
    found = rows("Tables")
    assert len(found) == 7
    for table, columns, model, _ in found:
        name = named(table)[0]
        module, _, symbol = named(model)[0].partition(":")
        assert getattr(import_module(module), symbol).__tablename__ == name
        have = {column.name for column in Base.metadata.tables[name].columns}
        assert set(named(columns)) <= have, name


def test_every_index_stands_on_its_table() -> None:
    for index, table in rows("Indexes"):
        have = {item.name for item in Base.metadata.tables[named(table)[0]].indexes}
        assert named(index)[0] in have


def keys_of(result: Any, seen: set[Any]) -> set[str]:
    """The keys of a result and of what it holds; those of mappings are told at the edge."""
    if result in seen:
        return set()
    seen.add(result)
    found: set[str] = set()
    if is_dataclass(result):
        hints = get_type_hints(result)
        for item in fields(result):
            found |= {item.name} | keys_of(hints[item.name], seen)
    for part in get_args(result):
        found |= keys_of(part, seen) if not isinstance(part, str) else {part}
    return found


def test_every_endpoint_answers_with_the_keys_of_the_specification() -> None:
    server = Flask("specification-tests")
    api.mount(server)
    paths = {one.path: one for one in declared(server)}
    told = rows("Endpoints")
    assert len(told) == 12
    for path, keys, answer in told:
        endpoint = paths[named(path)[0]]
        module, _, symbol = named(answer)[0].partition(":")
        result = getattr(import_module(module), symbol)
        assert endpoint.returns is result
        missing = set(named(keys)) - keys_of(result, set()) - OF_MAPPINGS
        assert missing == set(), endpoint.path


def test_every_method_returns_the_keys_of_the_specification() -> None:
    told = part("Services").split("What they return", 1)[1]
    found = cells(told)
    assert len(found) == 4
    for method, keys, result in found:
        module, _, symbol = named(result)[0].partition(":")
        have = keys_of(getattr(import_module(module), symbol), set())
        assert set(named(keys)) <= have, method


def test_every_task_and_its_hour_is_on_the_page() -> None:
    found = {
        named(place)[0].removeprefix("tasks.").replace(":", "."): when
        for place, when in rows("Tasks")
    }
    app.loader.import_default_modules()
    assert set(found) == {name for name in app.tasks if not name.startswith("celery.")}
    assert {task for task, when in found.items() if when} == {
        line["task"] for line in SCHEDULE.values()
    }


def test_every_message_of_a_socket_is_on_the_page() -> None:
    kinds = {getattr(live, name) for name in dir(live) if name.endswith("_UPDATED")}
    assert len(kinds) == 7
    assert {kind for kind in kinds if f"`{kind}`" not in PAGE} == set()
    told = orjson.loads(live.message("id-AQ1", FUND_METRICS_UPDATED, 7))
    assert set(told) == {"type", "data", "timestamp"}
    assert told["data"] == {"fund_id": "id-AQ1", "version": 7}


def test_the_ages_of_the_cache_are_those_of_the_specification() -> None:
    assert SOFT_AGES["fund_metrics"] == 3600
    assert SOFT_AGES["portfolio_agg"] == 1800
    assert SOFT_AGES["company_health"] == 900
    assert FUND_METRICS_UPDATED == "fund_metrics_updated"


@pytest.mark.shared
def test_every_table_and_column_of_the_specification_is_on_the_page(specification: str) -> None:
    told = {named(table)[0]: set(named(columns)) for table, columns, _, _ in rows("Tables")}
    classes = re.findall(r"class \w+\(SQLModel.*?```", specification, re.DOTALL)
    assert len(classes) == len(told)
    for text in classes:
        found = re.search(r'__tablename__ = "(\w+)"', text)
        assert found is not None
        wanted = set(re.findall(r"^    (\w+): ", text, re.MULTILINE))
        assert wanted == told[found[1]], found[1]


@pytest.mark.shared
def test_every_endpoint_and_key_of_the_specification_is_on_the_page(specification: str) -> None:
    told = {named(path)[0]: set(named(keys)) for path, keys, _ in rows("Endpoints")}
    blocks = re.findall(
        r"GET /api/v1(/\S+?)(?:\?\S+)?\nResponse: (\{.*?\n\})", specification, re.DOTALL
    )
    assert {path for path, _ in blocks} == set(told)
    for path, answer in blocks:
        # names of sectors and stages are data, not keys
        wanted = set(re.findall(r'"(\w+)":', answer)) - {"seed", "series_a"}
        assert wanted <= told[path], path


@pytest.mark.shared
def test_every_method_pattern_and_index_of_the_specification_is_on_the_page(
    specification: str,
) -> None:
    methods = set(re.findall(r"def ([a-z]\w+)\(", specification))
    classes = set(re.findall(r"class (\w+):", specification))
    patterns = set(re.findall(r'f"(\w+[*]?:\{fund_id\})"', specification))
    indexes = set(re.findall(r"(idx_\w+) ON", specification))
    kinds = set(re.findall(r'"(\w+_updated)"', specification))
    scores = set(re.findall(r'^            "(\w+)": ', specification, re.MULTILINE))
    wanted = methods | classes | patterns | indexes | kinds | scores
    assert len(wanted) > 25
    assert {name for name in wanted if name not in PAGE} == set()
