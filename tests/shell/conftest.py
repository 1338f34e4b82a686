"""An application with pages on invented results, for tests that need no database."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from dash import Dash

from callbacks.panels import Ports
from dashapp import pages, static_files
from layouts.figures import samples
from services.errors import NotFound
from services.scope import Principal

PARTNER = Principal(
    user_id="u1", name="Ines Marlow", roles=frozenset({"partner"}), funds=None, kind="session"
)
SECOND = SimpleNamespace(
    id="f2", code="AQ2", name="Alder & Quay II", currency="EUR", vintage_year=2024,
    strategy=None, geography=None, inception_date=None,
)  # fmt: skip


def no_definition(key):
    raise NotFound(key)


def ports_of(**changes) -> Ports:
    parts = {
        "principal": lambda: PARTNER,
        "db": None,
        "funds": lambda _principal: (samples.fund(), SECOND),
        "definition": no_definition,
        "definitions": tuple,
        "reference": lambda _error: "7q3k-20",
        "firm": "Alder & Quay",
    }
    return Ports(**(parts | changes))


@pytest.fixture
def make_app() -> Callable[..., Dash]:
    def make(**changes) -> Dash:
        app = Dash("dashapp", update_title=None)
        pages.mount(app, ports_of(**changes))
        static_files.mount(app.server)
        return app

    return make
