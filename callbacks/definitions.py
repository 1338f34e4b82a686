"""The wiring of the page of definitions: the registry, listed."""

from __future__ import annotations

from callbacks.panels import Ports, Wiring
from layouts import definitions
from layouts.panels import Bare, DefinitionLike, View
from services.access.permissions import may_open
from services.errors import NotFound
from services.scope import Principal, Scope

wiring: Wiring[Ports] = Wiring("definitions", lambda ports: ports)


def listed(ports: Ports, principal: Principal, _scope: Scope) -> tuple[DefinitionLike, ...]:
    """Every definition; they are the same for everyone who may open the page."""
    if not may_open(principal, "definitions"):
        raise NotFound
    return ports.definitions()


def drawn(found: tuple[DefinitionLike, ...], _view: View) -> Bare:
    """The list as it stands on the page."""
    return Bare(children=definitions.listing(found))


wiring.fill(definitions.WORDS, listed, drawn)
