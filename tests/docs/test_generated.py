"""The pages of endpoints and of definitions are those that the program makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from dashapp import api
from dashapp.api.layer import declared
from dashapp.openapi import reading
from services.definitions import ENTRIES, document
from services.modules import MODULES

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def server() -> Flask:
    found = Flask("docs-tests")
    api.mount(found)
    return found


def test_the_page_of_endpoints_is_the_one_that_the_program_makes(server: Flask) -> None:
    text = reading.page(declared(server))
    assert (DOCS / "endpoints.md").read_text() == text, (
        "write the text of dashapp.openapi.reading.page(declared(server)) to docs/endpoints.md"
    )
    for module in MODULES:
        own = [one for one in declared(server) if f"/dashboards/{module.slug}/" in one.path]
        assert len(own) >= 6, module.slug
        assert all(f"`{one.path}`" in text for one in own)


def test_the_page_of_definitions_is_the_one_that_the_program_makes() -> None:
    assert (DOCS / "definitions.md").read_text() == document.page(), (
        "write the text of services.definitions.document.page() to docs/definitions.md"
    )
    assert all(f"| `{entry.id}` |" in document.page() for entry in ENTRIES)
