"""A small firm to import into: one fund in euro, two investors, and files made of a few lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from services.db.session import Database
from services.imports import ImportResult, run_import

FUNDS = (
    "fund,name,vintage_year,strategy,geography,currency,total_committed,inception_date\n"
    "AQ1,Alder & Quay I,2019,Venture,Europe,EUR,120000000,2019-03-01\n"
)
INVESTORS = "investor,name,type\nLP07,Harbour Pension Fund,pension\nGP,Alder & Quay GmbH,GP\n"

Import = Callable[..., ImportResult]


class Books:
    """A database, a folder for files, and the ways to ask and to import."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.folder = db, folder

    def take(
        self, kind: str, content: str | bytes, *, name: str = "file.csv", **how
    ) -> ImportResult:  # type: ignore[no-untyped-def]
        """Import a file with this content."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return run_import(self.db, kind=kind, path=path, imported_by="ada@firm.example", **how)

    def ask(self, query: str) -> list[tuple]:  # type: ignore[type-arg]
        """Rows of a query."""
        with self.db.read() as session:
            return [tuple(row) for row in session.execute(text(query))]

    def one(self, query: str):  # type: ignore[no-untyped-def]
        """The single value of a query."""
        return self.ask(query)[0][0]


@pytest.fixture
def books(db: Database, tmp_path: Path) -> Books:
    """Empty books."""
    return Books(db, tmp_path)


@pytest.fixture
def firm(books: Books) -> Books:
    """Books that know the fund AQ1 and its two investors."""
    assert books.take("funds", FUNDS).status == "imported"
    assert books.take("investors", INVESTORS).status == "imported"
    return books
