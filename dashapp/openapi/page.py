"""The documentation as one page of plain HTML: no script, nothing fetched from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

STYLE = """
:root { color-scheme: light dark; font: 15px/1.55 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; text-transform: capitalize; }
details { border: 1px solid #8885; border-radius: 6px; margin: .5rem 0; padding: .5rem .8rem; }
summary { cursor: pointer; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { overflow: auto; padding: .6rem; background: #8881; border-radius: 4px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; }
tr + tr { border-top: 1px solid #8883; }
.method { font-weight: 600; display: inline-block; min-width: 3.2rem; }
"""


def page(document: dict[str, Any]) -> bytes:
    """The page of an OpenAPI document, as UTF-8."""
    return "".join(_parts(document)).encode()


def _parts(document: dict[str, Any]) -> Iterator[str]:
    info = document["info"]
    title = escape(info["title"])
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}: API</title><style>{STYLE}</style></head><body><main>"
    yield f"<h1>{title}: API</h1><p>{escape(info['description'])}</p>"
    yield '<p>The same for programs: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1). '
    yield "Send <code>Authorization: Bearer</code> with an API key, or sign in.</p>"
    for tag, operations in _by_tag(document["paths"]):
        yield f"<h2>{escape(tag)}</h2>"
        for method, path, operation in operations:
            yield from _operation(method, path, operation)
    yield "<h2>Schemas</h2>"
    for name, schema in document["components"]["schemas"].items():
        yield f'<details id="{escape(name)}"><summary><code>{escape(name)}</code></summary>'
        yield f"<pre>{escape(json.dumps(schema, indent=1))}</pre></details>"
    yield "</main></body></html>"


def _by_tag(paths: dict[str, Any]) -> Iterable[tuple[str, list[tuple[str, str, dict[str, Any]]]]]:
    found: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, methods in paths.items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append((method, path, operation))
    return found.items()


def _operation(method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f'<details><summary><span class="method">{escape(method.upper())}</span> '
    yield f"<code>{escape(path)}</code> {escape(operation['summary'])}</summary>"
    yield f"<p>{escape(operation['description'])}</p>"
    if operation["parameters"]:
        yield "<table><thead><tr><th>parameter</th><th>meaning</th><th>form</th></tr></thead>"
        for parameter in operation["parameters"]:
            form = escape(json.dumps(parameter["schema"]))
            yield f"<tr><td><code>{escape(parameter['name'])}</code></td>"
            yield f"<td>{escape(parameter.get('description', ''))}</td>"
            yield f"<td><code>{form}</code></td></tr>"
        yield "</table>"
    yield "<p>Answers: "
    yield ", ".join(_answers(operation["responses"]))
    yield "</p></details>"


def _answers(responses: dict[str, Any]) -> Iterator[str]:
    for status, response in responses.items():
        schema = response.get("content", {}).get("application/json", {}).get("schema", {})
        name = schema.get("$ref", "").rpartition("/")[2]
        link = f' <a href="#{escape(name)}">{escape(name)}</a>' if name else ""
        yield f"<code>{escape(status)}</code> {escape(response['description'])}{link}"
