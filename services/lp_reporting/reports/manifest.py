"""The rows a pack stood on: their hashes as kept, and which say something else today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from services.db.queries.lp_reporting.report_inputs import InputRow
from services.lp_reporting.reports.canonical import SORTED, fingerprint

Inputs = dict[str, list[list[Any]]]
CHANGED, VANISHED, ADDED = "changed", "vanished", "added"


class Difference(NamedTuple):
    """A row that is not what it was: changed, vanished, or added behind the pack's back."""

    what: str
    row: InputRow


def inputs_of(rows: Iterable[InputRow]) -> Inputs:
    """The rows by table, in the order they come in."""
    found: Inputs = {}
    for row in rows:
        told = [row.id, row.sha256, row.natural_key, row.import_id, row.sheet, row.row]
        found.setdefault(row.table, []).append(told)
    return found


def hash_of(inputs: Mapping[str, Any]) -> str:
    """The SHA-256 of a manifest."""
    return fingerprint(orjson.dumps(inputs, option=SORTED))


def count(inputs: Mapping[str, Any]) -> int:
    """How many rows it names."""
    return sum(len(rows) for rows in inputs.values())


def differences(kept: Inputs, rows: Iterable[InputRow]) -> Iterator[Difference]:
    """Rows that differ between a kept manifest and what the tables say of its moment now."""
    now = {(row.table, row.id): row for row in rows}
    for table, told in kept.items():
        for row_id, sha256, key, import_id, sheet, place in told:
            row = now.pop((table, row_id), None)
            was = InputRow(table, row_id, sha256, key, import_id, sheet, place)
            if row is None:
                yield Difference(VANISHED, was)
            elif row.sha256 != sha256:
                yield Difference(CHANGED, was)
    for row in now.values():
        yield Difference(ADDED, row)
