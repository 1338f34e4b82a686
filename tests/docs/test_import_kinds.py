"""The page of import kinds says what the program takes."""

from __future__ import annotations

from pathlib import Path

from services.imports.document import page
from services.imports.kinds import KINDS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "import-kinds.md"


def test_the_page_of_import_kinds_is_the_one_that_the_program_makes() -> None:
    assert PAGE.read_text() == page(), (
        "write the text of services.imports.document.page() to docs/import-kinds.md"
    )


def test_the_page_has_every_kind_column_and_choice() -> None:
    text = PAGE.read_text()
    for kind in KINDS.values():
        section = text.split(f"\n## {kind.name}\n")[1].split("\n## ")[0]
        for column in kind.columns:
            assert f"`{column.name}`" in section, (kind.name, column.name)
            assert all(choice in section for choice in column.choices)
