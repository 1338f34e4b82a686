"""The gate before Dash's callbacks: a body that no page of ours sends is refused, not run.

Dash itself compares little: it runs a callback whose inputs were renamed, and answers most
malformed bodies with 500. Here a body must name a callback and the very elements it is wired to.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from dash import Dash
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from dashapp.auth.guard import CALLBACKS
from dashapp.auth.refusal import refusal
from services.errors import InsecureSettings

LARGEST_BODY = 1_000_000
DEEPEST = 64
WILDCARDS = {'["MATCH"]': "MATCH", '["ALL"]': "ALL", '["ALLSMALLER"]': "ALLSMALLER"}
NO_TEXT = re.compile("[\x00\ud800-\udfff]")
MANY = frozenset({"ALL", "ALLSMALLER"})


class Refused(Exception):
    """The body is not one that a page sends."""


def mount(server: Flask, app: Dash) -> None:
    """Check every callback request after the guard let it pass; bodies are 1 MB at most.

    An endpoint that takes more sets `request.max_content_length` itself. Raises InsecureSettings
    when Dash's MCP server is on: it would show layout and callbacks under another path.
    """
    if any("_mcp" in str(rule) for rule in server.url_map.iter_rules()):
        raise InsecureSettings("DASH_MCP_ENABLED is set: unset it, this program never serves MCP.")
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    def gate() -> Response | None:
        return _checked(app.callback_map) if request.endpoint == CALLBACKS else None

    server.before_request(gate)


def _checked(callbacks: Mapping[str, Any]) -> Response | None:
    try:
        check(_body(), callbacks)
    except RequestEntityTooLarge:
        return refusal(413, "Content Too Large", "A callback's body is at most 1 MB.")
    except Refused as refused:
        return refusal(400, "Bad Request", str(refused))
    return None


def _body() -> object:
    """The parsed body, which Flask keeps for Dash."""
    if request.content_length is not None and request.content_length > LARGEST_BODY:
        raise RequestEntityTooLarge
    if not request.is_json:
        raise Refused("A callback's body is application/json.")
    try:
        return request.get_json()
    except RequestEntityTooLarge:
        raise
    except (HTTPException, RecursionError) as unreadable:
        raise Refused("The body is not readable JSON.") from unreadable


def check(body: object, callbacks: Mapping[str, Any]) -> None:
    """Raise Refused unless the body calls one of `callbacks` with exactly its own wiring."""
    _check_values(body)
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        raise Refused("The body names no output.")
    entry = callbacks.get(body["output"])
    if entry is None or "callback" not in entry:
        raise Refused("There is no such callback.")
    match: dict[str, object] = {}
    given = _check_all(entry["inputs"], body.get("inputs"), match, "inputs")
    _check_all(entry["state"], body.get("state", []), match, "state")
    _check_outputs(entry, body.get("outputs"), match)
    _check_changed(body.get("changedPropIds", []), given)


def _check_all(
    wired: list[dict[str, Any]], given: object, match: dict[str, object], place: str
) -> set[tuple[str, str]]:
    """Compare elements one by one; the answer holds the (id, property) of each."""
    if not isinstance(given, list) or len(given) != len(wired):
        raise Refused(f"The {place} are not those of the callback.")
    found: set[tuple[str, str]] = set()
    for spec, item in zip(wired, given, strict=True):
        found |= _check_one(spec["id"], spec["property"], item, match, place)
    return found


def _check_outputs(entry: Mapping[str, Any], given: object, match: dict[str, object]) -> None:
    if entry.get("no_output"):
        return
    wired = entry["output"]
    several = isinstance(wired, list | tuple)
    specs = [
        {"id": output.component_id_str(), "property": output.component_property}
        for output in (wired if several else [wired])
    ]
    _check_all(specs, given if several else [given], match, "outputs")


def _check_changed(changed: object, given: set[tuple[str, str]]) -> None:
    if not isinstance(changed, list):
        raise Refused("changedPropIds is a list.")
    for name in changed:
        if not isinstance(name, str) or "." not in name:
            raise Refused("changedPropIds names no property.")
        element, _, prop = name.rpartition(".")
        if (_canonical(element), prop) not in given:
            raise Refused("changedPropIds names something that is no input.")


def _check_one(
    wired_id: str, prop: str, item: object, match: dict[str, object], place: str
) -> set[tuple[str, str]]:
    """One wired element against what was sent for it: a list of elements behind ALL."""
    pattern = _pattern(wired_id)
    many = pattern is not None and any(_wildcard(value) in MANY for value in pattern.values())
    if many != isinstance(item, list):
        raise Refused(f"The {place} are not those of the callback.")
    found = set()
    for element in item if isinstance(item, list) else [item]:
        if not isinstance(element, dict) or _property(element) != prop:
            raise Refused(f"The {place} have another property than the callback's.")
        if not _same_element(wired_id, pattern, element.get("id"), match):
            raise Refused(f"The {place} have another id than the callback's.")
        found.add((_canonical(element["id"]), prop))
    return found


def _same_element(
    wired_id: str, pattern: dict[str, Any] | None, given: object, match: dict[str, object]
) -> bool:
    """Is this the element, or one of the elements, that the callback is wired to?"""
    if pattern is None:
        return given == wired_id
    if isinstance(given, str):
        given = _pattern(given)
    if not isinstance(given, dict) or set(given) != set(pattern):
        return False
    return all(_same_part(name, pattern[name], given[name], match) for name in pattern)


def _same_part(name: str, wired: object, given: object, match: dict[str, object]) -> bool:
    """One key of an id: equal, or any plain value; under MATCH the same one everywhere."""
    wildcard = _wildcard(wired)
    if wildcard is None:
        return type(given) is type(wired) and given == wired
    if not isinstance(given, str | int | float):
        return False
    return wildcard != "MATCH" or match.setdefault(name, given) == given


def _property(element: Mapping[str, Any]) -> object:
    """The property, without the mark Dash adds where several callbacks write the same one."""
    prop = element.get("property")
    return prop.partition("@")[0] if isinstance(prop, str) else prop


def _pattern(text: str) -> dict[str, Any] | None:
    """The parts of a pattern-matching id, None for a plain one."""
    if not text.startswith("{"):
        return None
    try:
        parts = json.loads(text)
    except ValueError:
        return None
    return parts if isinstance(parts, dict) else None


def _wildcard(value: object) -> str | None:
    return WILDCARDS.get(json.dumps(value)) if isinstance(value, list) else None


def _canonical(element: object) -> str:
    """One spelling for an id, however the browser wrote its JSON."""
    parts = _pattern(element) if isinstance(element, str) else element
    return str(element) if parts is None else json.dumps(parts, sort_keys=True)


def _check_values(body: object) -> None:
    """Refuse what no later step can take: deep nesting, numbers that are none, broken text."""
    waiting: list[tuple[object, int]] = [(body, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            raise Refused("The body is nested too deeply.")
        if isinstance(value, dict):
            waiting += [(item, depth + 1) for pair in value.items() for item in pair]
        elif isinstance(value, list):
            waiting += [(item, depth + 1) for item in value]
        elif isinstance(value, str) and NO_TEXT.search(value):
            raise Refused("The body holds text that is not valid Unicode.")
        elif isinstance(value, float) and not math.isfinite(value):
            raise Refused("The body holds a number that JSON does not have.")
