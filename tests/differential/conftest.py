"""The generated firm in a database, and a plain look into it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from services.db.session import Database
from tests.differential.firms import Generated

FUNDS = 200


@pytest.fixture(scope="module")
def firm(module_db: Database) -> list[str]:
    """Codes of the generated funds."""
    return Generated(seed=20261122).write(module_db, FUNDS)


@pytest.fixture(scope="module")
def rows(module_db: Database, firm: list[str]) -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own, past everything that the program has between itself and the rows."""
    address = module_db.url.replace("postgresql+psycopg", "postgresql", 1)
    with psycopg.connect(address) as connection:
        yield connection
