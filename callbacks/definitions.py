"""The wiring of the page of definitions: the registry, listed."""

from __future__ import annotations

from callbacks.panels import Ports, Wiring
from layouts import definitions
from layouts.panels import Bare, DefinitionLike, View
from services.scope import Principal, Scope

wiring: Wiring[Ports] = Wiring("definitions", lambda ports: ports)


def listed(ports: Ports, _principal: Principal, _scope: Scope) -> tuple[DefinitionLike, ...]:
    """Every definition; they are the same for everyone who is signed in."""
    return ports.definitions()


def drawn(found: tuple[DefinitionLike, ...], _view: View) -> Bare:
    """The list as it stands on the page."""
    return Bare(children=definitions.listing(found))


wiring.fill(definitions.WORDS, listed, drawn)
