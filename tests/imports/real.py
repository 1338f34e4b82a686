"""A database into which every real file was imported by the command that the document names."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from dashapp.cli import main
from services.db.session import Database
from tests.conftest import settings_for

DOCUMENT = Path(__file__).parents[2] / "docs" / "importing-real-files.md"


@dataclass
class Documented:
    """One line of the document: the command's arguments, its rows, and what they add up to."""

    arguments: list[str]
    rows: int
    sums: str

    @property
    def name(self) -> str:
        return Path(self.arguments[2]).name


def documented() -> list[Documented]:
    """The lines of the document's first table."""
    lines = re.findall(
        r"^\| [^|]+ \| `gpdash ([^`]+)` \| ([\d,]+) \| ([^|]+) \|$", DOCUMENT.read_text(), re.M
    )
    return [
        Documented(shlex.split(command), int(rows.replace(",", "")), sums)
        for command, rows, sums in lines
    ]


@dataclass
class Imported:
    """A database into which every command was run, in order, and what each answered."""

    db: Database
    answers: dict[str, dict]  # type: ignore[type-arg]

    def ask(self, query: str) -> list[tuple]:  # type: ignore[type-arg]
        with self.db.read() as session:
            return [tuple(row) for row in session.execute(text(query))]

    def one(self, query: str):  # type: ignore[no-untyped-def]
        return self.ask(query)[0][0]


def import_all(db: Database, redis_url: str, shared: Path, folder: Path) -> Imported:
    """Run every command of the document through the command line, in its order."""
    settings = settings_for(database_url=db.url, redis_url=redis_url, data_dir=folder)
    answers: dict[str, dict] = {}  # type: ignore[type-arg]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", settings.database_url)
        patch.setenv("REDIS_URL", settings.redis_url)
        patch.setenv("GPDASH_DATA_DIR", str(folder))
        for line in documented():
            arguments = [line.arguments[0], line.arguments[1], str(shared / line.arguments[2])]
            with contextlib.redirect_stdout(io.StringIO()) as told:
                code = main([*arguments, *line.arguments[3:], "--json"])
            answers[line.name] = json.loads(told.getvalue())
            assert code == 0, (line.name, answers[line.name]["errors"][:3])
    return Imported(db, answers)
