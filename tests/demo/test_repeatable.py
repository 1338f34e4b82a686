"""The demonstration firm is the same on every machine and hangs together."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import cache

import pytest

from services.demo.files import File
from services.demo.firm import firm
from services.imports.kinds import KINDS
from services.imports.kinds.things import THINGS

HASHED = """
import hashlib
from services.demo.firm import firm
print(hashlib.sha256(b"".join(file.content() for file in firm())).hexdigest())
"""


@cache
def files() -> tuple[File, ...]:
    return firm()


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_firm_is_the_same_bytes_in_every_process(seed: str) -> None:
    child = subprocess.run(
        [sys.executable, "-c", HASHED],
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    ours = hashlib.sha256(b"".join(file.content() for file in files())).hexdigest()
    assert child.stdout.strip() == ours


def test_every_kind_has_a_file_and_later_ones_hold_what_was_put_right() -> None:
    later = {file.kind: file.replaced for file in files() if file.name.endswith("later.csv")}

    assert {file.kind for file in files()} == set(KINDS)
    assert later["fund_navs"] == 20
    assert later["company_metrics"] == later["valuations"] == later["fund_balances"] == 1
    assert later["companies"] == 33
    assert later["pipeline_deals"] > 1400


def test_every_code_that_a_file_names_is_described_by_an_earlier_one() -> None:
    described: dict[str, set[str]] = {}
    for file in files():
        kind = KINDS[file.kind]
        columns = [kind.column(name) for name in file.columns]
        if kind.entity:
            described.setdefault(file.kind, set()).update(row.cells[0] for row in file.rows)
        for place, column in enumerate(columns):
            assert column is not None
            if column.type in THINGS:
                named = {row.cells[place] for row in file.rows} - {""}
                assert named <= described[THINGS[column.type].kind], (file.kind, column.name)


def test_a_row_is_believed_for_a_while_and_then_another() -> None:
    for file in files():
        for row in file.rows:
            assert row.known_to is None or row.known_from < row.known_to, (file.name, row.cells)
            assert len(row.cells) == len(file.columns)


def test_pipeline_deals_behind_investments_and_owners_exist() -> None:
    by_kind = {file.kind: file for file in files() if "later" not in file.name}
    deals = {row.cells[0] for row in by_kind["pipeline_deals"].rows}
    people = {row.cells[0] for row in by_kind["team_members"].rows}
    place = by_kind["investments"].columns.index("pipeline_deal")
    lead = by_kind["investments"].columns.index("lead_partner")
    owner = by_kind["pipeline_deals"].columns.index("owner")
    linked = [row.cells[place] for row in by_kind["investments"].rows if row.cells[place]]

    assert len(linked) == len(set(linked)) == 28
    assert set(linked) <= deals
    assert {row.cells[lead] for row in by_kind["investments"].rows} <= people
    assert {row.cells[owner] for row in by_kind["pipeline_deals"].rows} <= people


def test_an_original_row_that_was_replaced_has_its_replacement() -> None:
    for kind in {file.kind for file in files() if file.replaced}:
        first, later = (file for file in files() if file.kind == kind)
        identity = [
            place
            for place, name in enumerate(first.columns)
            if (column := KINDS[kind].column(name)) and column.stored in KINDS[kind].identity
        ]
        replaced = [
            tuple(row.cells[p] for p in identity) for row in first.rows if row.known_to is not None
        ]
        assert set(replaced) <= {tuple(row.cells[p] for p in identity) for row in later.rows}
