"""The gate before the callbacks: bodies that no page sends are 400, never 500, and never run."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.door.conftest import Site

CALLBACK = "/_dash-update-component"
OUT = {"id": "out", "property": "children"}
PATH = {"id": "url", "property": "pathname", "value": "/risk"}
KEPT = {"id": "kept", "property": "data", "value": None}
PANEL = {"type": "panel", "panel": "a"}

PLAIN: dict[str, Any] = {
    "output": "out.children",
    "outputs": OUT,
    "inputs": [PATH],
    "state": [KEPT],
    "changedPropIds": ["url.pathname"],
}
MATCHED: dict[str, Any] = {
    "output": '{"panel":["MATCH"],"type":"panel"}.children',
    "outputs": {"id": PANEL, "property": "children"},
    "inputs": [{"id": "url", "property": "search", "value": ""}],
    "state": [{"id": PANEL, "property": "id", "value": PANEL}],
    "changedPropIds": ["url.search"],
}
ROWS: dict[str, Any] = {
    "output": "..sum.children...sum.title..",
    "outputs": [
        {"id": "sum", "property": "children"},
        {"id": "sum", "property": "title"},
    ],
    "inputs": [
        [
            {"id": {"type": "row", "index": index}, "property": "value", "value": index}
            for index in (1, 2)
        ]
    ],
    "changedPropIds": ['{"index":2,"type":"row"}.value'],
}
GOOD = {"plain": PLAIN, "matched": MATCHED, "rows": ROWS}


def _post(browser: FlaskClient, body: object) -> int:
    return browser.post(CALLBACK, json=body).status_code


def _but(good: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return copy.deepcopy(good) | changes


def _without(good: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in good.items() if name not in names}


@pytest.fixture
def browser(kept_browser: FlaskClient) -> FlaskClient:
    return kept_browser


@pytest.mark.parametrize("name", GOOD)
def test_what_a_page_sends_runs(browser: FlaskClient, name: str) -> None:
    assert _post(browser, GOOD[name]) == 200
    assert _post(browser, _but(GOOD[name], changedPropIds=[])) == 200


def test_a_callback_without_output_runs(kept_site: Site, browser: FlaskClient) -> None:
    (name,) = (key for key, entry in kept_site.app.callback_map.items() if entry.get("no_output"))
    body = {"output": name, "inputs": [{"id": "url", "property": "hash", "value": "#"}]}
    assert _post(browser, body) in (200, 204)


PROBES: dict[str, object] = {
    "an empty object": {},
    "a list": [],
    "null": None,
    "a number": 7,
    "a string": "out.children",
    "true": True,
    "an unknown output": _but(PLAIN, output="nothing.children"),
    "an output that is a list": _but(PLAIN, output=["out.children"]),
    "an output that is an object": _but(PLAIN, output={"a": 1}),
    "a callback that runs in the browser": _but(PLAIN, output="mirror.children"),
    "no inputs": _without(PLAIN, "inputs"),
    "empty inputs": _but(PLAIN, inputs=[]),
    "one input too many": _but(PLAIN, inputs=[PATH, PATH]),
    "inputs that are a string": _but(PLAIN, inputs="url"),
    "inputs that are strings": _but(PLAIN, inputs=["url"]),
    "inputs that are an object": _but(PLAIN, inputs={"0": PATH}),
    "an input that is null": _but(PLAIN, inputs=[None]),
    "an input that is a list": _but(PLAIN, inputs=[[PATH]]),
    "an input without id": _but(PLAIN, inputs=[{"property": "pathname", "value": "/"}]),
    "an input without property": _but(PLAIN, inputs=[{"id": "url", "value": "/"}]),
    "another input id": _but(PLAIN, inputs=[PATH | {"id": "zzz"}]),
    "an input id that is an object": _but(PLAIN, inputs=[PATH | {"id": {"id": "url"}}]),
    "an input id that is a list": _but(PLAIN, inputs=[PATH | {"id": ["url"]}]),
    "another input property": _but(PLAIN, inputs=[PATH | {"property": "href"}]),
    "a property that is a list": _but(PLAIN, inputs=[PATH | {"property": ["pathname"]}]),
    "foreign outputs": _but(PLAIN, outputs={"id": "other", "property": "children"}),
    "another output property": _but(PLAIN, outputs={"id": "out", "property": "title"}),
    "outputs that are a list": _but(PLAIN, outputs=[OUT]),
    "outputs that are a string": _but(PLAIN, outputs="out.children"),
    "no outputs": _without(PLAIN, "outputs"),
    "no state": _without(PLAIN, "state"),
    "state that is null": _but(PLAIN, state=None),
    "foreign state": _but(PLAIN, state=[KEPT | {"id": "other"}]),
    "changedPropIds of a stranger": _but(PLAIN, changedPropIds=["zzz.value"]),
    "changedPropIds that is a string": _but(PLAIN, changedPropIds="url.pathname"),
    "changedPropIds of numbers": _but(PLAIN, changedPropIds=[1]),
    "changedPropIds without a dot": _but(PLAIN, changedPropIds=["url"]),
    "changedPropIds naming the state": _but(PLAIN, changedPropIds=["kept.data"]),
    "two outputs of which one is missing": _but(ROWS, outputs=ROWS["outputs"][:1]),
    "two outputs in another order": _but(ROWS, outputs=ROWS["outputs"][::-1]),
    "rows that are not a list": _but(ROWS, inputs=[ROWS["inputs"][0][0]]),
    "rows of another type": _but(
        ROWS, inputs=[[{"id": {"type": "cell", "index": 1}, "property": "value"}]]
    ),
    "rows with one key more": _but(
        ROWS, inputs=[[{"id": {"type": "row", "index": 1, "x": 1}, "property": "value"}]]
    ),
    "a row whose index is an object": _but(
        ROWS, inputs=[[{"id": {"type": "row", "index": {}}, "property": "value"}]]
    ),
    "a panel that differs between output and state": _but(
        MATCHED, state=[{"id": {"type": "panel", "panel": "b"}, "property": "id", "value": None}]
    ),
    "a panel of another type": _but(
        MATCHED, outputs={"id": {"type": "other", "panel": "a"}, "property": "children"}
    ),
    "text that is no Unicode": _but(PLAIN, inputs=[PATH | {"value": "\ud800"}]),
    "a zero byte": _but(PLAIN, inputs=[PATH | {"value": "a\x00b"}]),
    "a number that is none": _but(PLAIN, inputs=[PATH | {"value": float("nan")}]),
    "an endless number": _but(PLAIN, inputs=[PATH | {"value": float("inf")}]),
}


@pytest.mark.parametrize("name", PROBES)
def test_what_no_page_sends_is_refused(browser: FlaskClient, name: str) -> None:
    answer = browser.post(CALLBACK, json=PROBES[name])
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000 + b"]" * 100_000, "application/json", 400),
        (b'{"a":' * 90_000 + b"1" + b"}" * 90_000, "application/json", 400),
        (b"9" * 100_000, "application/json", 400),
        (json.dumps(PLAIN).encode(), "text/plain", 400),
        (json.dumps(PLAIN).encode(), "application/x-www-form-urlencoded", 400),
        (b" " * 1_000_001, "application/json", 413),
        (json.dumps(_but(PLAIN, pad="x" * 1_000_000)).encode(), "application/json", 413),
    ],
)
def test_a_body_that_is_no_readable_json_is_refused(
    browser: FlaskClient, data: bytes, kind: str, code: int
) -> None:
    assert browser.post(CALLBACK, data=data, content_type=kind).status_code == code


def test_hardly_any_nesting_is_needed_by_a_page(browser: FlaskClient) -> None:
    deep: Any = "x"
    for _ in range(70):
        deep = [deep]
    assert _post(browser, _but(PLAIN, inputs=[PATH | {"value": deep}])) == 400
    assert _post(browser, _but(PLAIN, inputs=[PATH | {"value": {"a": [1, {"b": None}]}}])) == 200


def test_three_thousand_mutated_bodies_never_break_the_server(browser: FlaskClient) -> None:
    dice = random.Random(20261122)
    codes: dict[int, int] = {}
    for _ in range(3000):
        body = copy.deepcopy(dice.choice(list(GOOD.values())))
        for _ in range(dice.randint(1, 3)):
            _mutate(dice, body)
        code = _post(browser, body)
        codes[code] = codes.get(code, 0) + 1
    assert set(codes) <= {200, 204, 400}
    assert codes[400] > 1000


JUNK = (None, 0, -1, 1.5, "", "x", "url", [], {}, True, "{", '{"a":1}', ["MATCH"], [[]], {"id": 1})


def _mutate(dice: random.Random, body: dict[str, Any]) -> None:
    """Change, drop or double something somewhere in a body."""
    place: Any = body
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = dice.choice(keys)
        inside = place[key]
        if isinstance(inside, dict | list) and inside and dice.random() < 0.7:
            place = inside
            continue
        break
    what = dice.random()
    if what < 0.6:
        place[key] = copy.deepcopy(dice.choice(JUNK))
    elif what < 0.8:
        del place[key]
    elif isinstance(place, list):
        place.append(copy.deepcopy(inside))
    else:
        place[dice.choice(("id", "property", "value", "extra"))] = inside
