"""A database filled with the whole record goes down a version and up again."""

from __future__ import annotations

from pathlib import Path

from services.db import migrate
from services.db.revisions import shipped
from services.db.session import Database
from tests.imports import house
from tests.imports.conftest import FUNDS, INVESTORS, Books
from tests.imports.test_kinds_facts import CASES

FIRST = shipped()[0]


def test_a_filled_database_goes_down_and_up_again(bare_db: Database, tmp_path: Path) -> None:
    migrate.upgrade(bare_db)
    books = Books(bare_db, tmp_path)
    for kind, content in (("funds", FUNDS), ("investors", INVESTORS), *house.FILES):
        assert books.take(kind, content).status == "imported", kind
    for case in CASES:
        assert books.take(case.kind, case.content(*case.lines)).status == "imported", case.kind

    migrate.downgrade(bare_db, FIRST)
    assert books.ask("SELECT code FROM funds") == [("AQ1",)]
    assert books.one("SELECT count(*) FROM limited_partner_versions") == 2
    assert books.one("SELECT count(*) FROM imports") == 2 + len(house.FILES) + len(CASES)
    assert books.ask("SELECT to_regclass('deals'), to_regclass('market_rounds')") == [(None, None)]

    migrate.upgrade(bare_db)
    assert migrate.check(bare_db).current
    assert books.take("funds", FUNDS).status == "already_imported"
    for kind, content in house.FILES:
        assert books.take(kind, content).rows_new == 2, kind
    for case in CASES:
        assert books.take(case.kind, case.content(*case.lines)).rows_new == len(case.lines)
    assert books.ask("SELECT code, roles, all_funds FROM users ORDER BY code") == [
        ("U1", [], False),
        ("U2", [], False),
        ("U8", [], False),
        ("U9", [], False),
    ]
