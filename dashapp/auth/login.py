"""The login page: a plain form that needs no script, and the way out."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, Response, render_template, request

from dashapp.auth.cookie import give_cookie, presented_cookie, take_cookie
from dashapp.auth.destination import safe_destination
from dashapp.auth.limits import LoginLimits
from dashapp.context import context
from services.access.sessions import REFUSED, sign_in, sign_out
from services.errors import Unauthenticated
from services.settings import Settings

LARGEST_FORM = 16_384
PAUSE_SECONDS = 60
TOO_OFTEN = "Too many attempts. Wait a minute, then try again."
STYLES = ("tokens.css", "login.css")
THEME = "theme.js"  # light or dark, before the first paint
ASSETS = Path(__file__).resolve().parents[1] / "assets"


def mount(server: Flask, settings: Settings) -> None:
    """Add `/login` and `/logout`."""
    door = Blueprint("login", __name__, template_folder="templates")
    limits = LoginLimits(settings)

    def limited() -> Response:
        return enter() if limits.allow() else _too_often()

    door.get("/login", endpoint="page")(page)
    door.post("/login", endpoint="sign_in")(limited)
    door.post("/logout", endpoint="sign_out")(leave)
    server.register_blueprint(door)


def page() -> Response:
    """The form, which sends people on to `next` when that is a path of this site."""
    return _form(next_path=safe_destination(request.args.get("next")))


def enter() -> Response:
    """Check the password; on success a new session, whatever session the browser came with."""
    request.max_content_length = LARGEST_FORM
    next_path = safe_destination(request.form.get("next"))
    email = request.form.get("email", "")
    try:
        session_id = sign_in(
            context().db, email, request.form.get("password", ""), replaces=presented_cookie()
        )
    except Unauthenticated:
        return _form(next_path=next_path, email=email, error=REFUSED, status=401)
    response = _to(next_path)
    give_cookie(response, session_id)
    return response


def leave() -> Response:
    """End the session and show the form."""
    if session_id := presented_cookie():
        sign_out(context().db, session_id)
    response = _to("/login")
    take_cookie(response)
    return response


def _to(path: str) -> Response:
    return Response(status=303, headers={"Location": path})


def _too_often() -> Response:
    next_path = safe_destination(request.form.get("next"))
    response = _form(
        next_path=next_path, email=request.form.get("email", ""), error=TOO_OFTEN, status=429
    )
    response.headers["Retry-After"] = str(PAUSE_SECONDS)
    return response


def _form(
    *, next_path: str, email: str = "", error: str | None = None, status: int = 200
) -> Response:
    html = render_template(
        "login.html",
        firm=context().settings.firm,
        styles=[_address(name) for name in STYLES],
        theme=_address(THEME),
        next_path=next_path,
        email=email[:254],
        error=error,
    )
    return Response(html, status=status, mimetype="text/html")


def _address(name: str) -> str:
    """Where a file of the assets is, named by its content's age so that it may be kept for ever."""
    return f"/assets/{name}?m={(ASSETS / name).stat().st_mtime}"
