"""The page that other sites may frame: the data-free shell, with a token instead of a cookie."""

from __future__ import annotations

from collections.abc import Callable

from dash import Dash
from flask import Flask, Response
from markupsafe import escape

from services.modules import by_slug
from services.settings import Settings

ENDPOINT = "embed.shell"
MARK = "gp-embed-origins"


def mount(server: Flask, app: Dash, settings: Settings) -> None:
    """Add `/embed/<slug>`, public because it holds no data.

    Everything the shell then asks for needs the token of the fragment, which assets/00_embed.js
    sends; the list of origins that may renew it stands in a meta element.
    """
    origins = escape(" ".join(settings.embed_ancestors))
    index: Callable[[], str] = app.index
    mark = f'<meta name="{MARK}" content="{origins}">'

    def shell(slug: str) -> Response:
        if by_slug(slug) is None:
            return Response("There is no such page.", status=404, mimetype="text/plain")
        html = index().replace("</title>", f"</title>\n{mark}", 1)
        return Response(html, mimetype="text/html")

    server.add_url_rule("/embed/<slug>", endpoint=ENDPOINT, view_func=shell)
