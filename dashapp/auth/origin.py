"""Does a request that changes something come from a page of ours, or from someone else's?"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Request

from services.settings import Settings


def is_foreign(request: Request, settings: Settings) -> bool:
    """True when the browser says that another site's page, or a page in a sandbox, sent it.

    `Sec-Fetch-Site` decides where the browser sends it (it does to TLS and loopback hosts), else
    `Origin`. Every browser sends one of the two with a POST, so a request with neither comes
    from a program, which no foreign page can make send our cookie.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site != "same-origin"
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    if settings.public_origin:
        return origin != settings.public_origin.rstrip("/")
    return urlsplit(origin).netloc != request.host
