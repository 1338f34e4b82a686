"""A small firm to import into: one fund in euro, two investors, and files made of a few lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from services.db.session import Database
from services.imports import ImportResult, run_import
from services.stores import RunningStores
from tests.databases import fresh_database, furnish
from tests.imports import house
from tests.imports.real import Imported, import_all

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
    furnish(books.db, "a small firm's books", lambda: _small(books))
    return books


@pytest.fixture
def whole_firm(books: Books) -> Books:
    """Books that also know companies, investments, the team and the pipeline."""
    furnish(books.db, "a whole firm's books", lambda: _whole(books))
    return books


def _small(books: Books) -> None:
    assert books.take("funds", FUNDS).status == "imported"
    assert books.take("investors", INVESTORS).status == "imported"


def _whole(books: Books) -> None:
    _small(books)
    for kind, content in house.FILES:
        assert books.take(kind, content).status == "imported", kind


@pytest.fixture(scope="module")
def steady(module_db: Database, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """A firm for files that are refused: nothing is ever written, so all tests may share it."""
    books = Books(module_db, tmp_path_factory.mktemp("steady"))
    _small(books)
    return books


@pytest.fixture(scope="session")
def imported(
    stores: RunningStores,
    template_url: str,
    shared: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Imported]:
    """Every real file, imported once for all tests that only ask."""
    folder = tmp_path_factory.mktemp("real-files")
    with fresh_database(stores) as database:
        yield import_all(database, stores.redis_url, shared, folder)
