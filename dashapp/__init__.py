"""The web process: puts the parts together and speaks HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dash import Dash

    from services.settings import Settings

__all__ = ["create_app"]


def create_app(settings: Settings) -> Dash:
    """The Dash application of these settings, on its Flask server (`app.server`).

    Raises InsecureSettings in production when a setting is unsafe.
    """
    from dashapp.composition import compose  # commands that draw nothing load no Dash

    return compose(settings)
