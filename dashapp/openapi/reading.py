"""The API as a page to read, made from its endpoints so that it cannot go stale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dashapp.api.layer import BASE, Endpoint

HEAD = f"""# Endpoints

Everything under `{BASE}`, with an API key or a signed-in session; parameters and shapes of answers
are in `GET {BASE}/openapi.json` and, to read, in `GET {BASE}/docs`.

This page is made by `dashapp.openapi.reading.page()`.
"""
SHORT = {
    "application/json": "json",
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "text/html": "html",
}


def page(endpoints: Iterable[Endpoint]) -> str:
    """The whole page as Markdown: one table per heading of the documentation."""
    by_tag: dict[str, list[Endpoint]] = defaultdict(list)
    for endpoint in endpoints:
        by_tag[endpoint.tag].append(endpoint)
    return "\n".join([HEAD, *(_table(tag, found) for tag, found in by_tag.items())])


def _table(tag: str, found: list[Endpoint]) -> str:
    title = f"{tag[0].upper()}{tag[1:]}"
    lines = [f"## {title}", "", "| | path | formats | answer |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {one.method} | `{one.path}` | {', '.join(SHORT[name] for name in one.formats)} "
        f"| {one.summary} |"
        for one in found
    ]
    return "\n".join([*lines, ""])
