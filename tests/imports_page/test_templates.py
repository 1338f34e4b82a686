"""A template filled as it is shown is a file that the importer reads; every kind has a history."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.db.reads import imports as reads
from services.db.session import Database
from services.exports import template_bytes
from services.imports import KINDS, listing, run_import
from services.imports.history import ImportHistory
from services.scope import Principal

UNKNOWN = "There is no "


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_example_row_of_every_kind_lacks_nothing_but_the_things_it_names(
    module_db: Database, tmp_path: Path, format: str
) -> None:
    for kind in KINDS:
        file = tmp_path / f"{kind}.{format}"
        columns = listing.described(kind)["columns"]
        file.write_bytes(template_bytes(kind, columns, format=format))
        result = run_import(module_db, kind=kind, path=file, imported_by="ada", dry_run=True)
        assert result.rows_read == 1, kind
        assert all(error.message.startswith(UNKNOWN) for error in result.errors), kind


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_what_an_import_of_any_kind_changed_can_be_asked(module_db: Database, kind) -> None:
    columns = [column.stored for column in kind.columns]
    with module_db.read() as session:
        found = reads.superseded(
            session, kind.table, import_id="none", columns=columns, funds=None, limit=1
        )
    assert found == []


def test_a_corrected_description_of_a_company_names_it_by_its_code(
    module_db: Database, tmp_path: Path
) -> None:
    file = tmp_path / "companies.csv"
    header = "company,name,sector,stage\n"
    last = None
    for stage in ("seed", "series-a"):
        file.write_text(f"{header}C1,Tern AG,Software,{stage}\n")
        last = run_import(module_db, kind="companies", path=file, imported_by="ada")
    assert last is not None
    assert last.import_id is not None
    reader = Principal(user_id="u", name="U", roles=frozenset({"partner"}), funds=None)
    (row,) = ImportHistory(module_db).changes(reader, last.import_id).rows
    assert row.what == {"company": "C1"}
    assert [(item.column, item.before, item.after) for item in row.differences] == [
        ("stage", "seed", "series-a")
    ]
