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


def trusted(inputs: Inputs, rows: Iterable[InputRow]) -> dict[str, list[str]]:
    """Ids by table of the rows that a manifest names and that say what they said."""
    said = {(table, told[0]): told[1] for table, members in inputs.items() for told in members}
    found: dict[str, list[str]] = {}
    for row in rows:
        if said.get((row.table, row.id)) == row.sha256:
            found.setdefault(row.table, []).append(row.id)
    return found


def missing(inputs: Inputs, rows: Iterable[InputRow]) -> dict[str, list[str]]:
    """Ids by table of the rows that a manifest names and that are not among `rows`."""
    there = {(row.table, row.id) for row in rows}
    found = {
        table: [told[0] for told in members if (table, told[0]) not in there]
        for table, members in inputs.items()
    }
    return {table: ids for table, ids in found.items() if ids}


def differences(
    inputs: Inputs, rows: Iterable[InputRow], elsewhere: Iterable[InputRow]
) -> Iterator[Difference]:
    """Rows that differ between a manifest and what the tables say of its moment now.

    `elsewhere` are rows that the manifest names and that are not found where they were: one that
    says what it said is only out of reach, because another row was changed, and that one is named.
    """
    now = {(row.table, row.id): row for row in rows}
    apart = {(row.table, row.id): row for row in elsewhere}
    for table, told in inputs.items():
        for row_id, sha256, key, import_id, sheet, place in told:
            row = now.pop((table, row_id), None) or apart.get((table, row_id))
            was = InputRow(table, row_id, sha256, key, import_id, sheet, place)
            if row is None or row.over:
                yield Difference(VANISHED, was)
            elif row.sha256 != sha256:
                yield Difference(CHANGED, was)
    for row in now.values():
        yield Difference(ADDED, row)
