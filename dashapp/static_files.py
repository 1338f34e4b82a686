"""What a visit weighs on the wire: files compressed once and kept, pages and panels on the way."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import brotli
from flask import Flask

PREFIXES = ("/assets/", "/_dash-component-suites/")
PACKABLE = ("javascript", "css", "json", "svg", "text/")
PAGES = ("/_dash-", "/embed/")
FIRST, FIRST_LARGE, BEST, PASSING, GZIP_LEVEL = 9, 10, 11, 4, 6
SMALLEST, LARGE = 512, 1_000_000
OWN = {"content-length", "content-encoding", "etag", "vary", "accept-ranges", "last-modified"}

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it is sent: headers of the application, and the body in three encodings."""

    headers: tuple[tuple[str, str], ...]
    tag: str
    bodies: dict[str, bytes]


class StaticFiles:
    """In front of the application: files are asked of it once and answered from memory since.

    Only answers 200 to GET on the two prefixes are kept; they hold no figures and are the same
    for everyone. The key is path and query, which name the version of a file. The first visitor
    gets a quick compression; one thread then makes the best one (seconds for the largest file).
    Dash's own answers and pages are compressed as they pass; the API's bytes are left alone.
    """

    def __init__(self, application: Application, *, most: int = 400) -> None:
        self.application = application
        self.most = most
        self._kept: dict[str, Kept] = {}
        self._lock = threading.Lock()
        self._better = ThreadPoolExecutor(1, thread_name_prefix="static-files")

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        method = environ.get("REQUEST_METHOD")
        if method not in {"GET", "HEAD"} or not path.startswith(PREFIXES):
            return self._passing(environ, start)
        key = f"{path}?{environ.get('QUERY_STRING', '')}"
        kept = self._kept.get(key)
        if kept is None:
            status, headers, body = self._ask(environ)
            if not status.startswith("200"):
                start(status, headers)
                return [body]
            kept = self._keep(key, headers, body)
        return _answer(kept, environ, start)

    def _passing(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Compress an answer of Dash, or a page, that holds nothing but its own bytes."""
        takes = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""), {"br": b""})
        dash = environ.get("PATH_INFO", "").startswith(PAGES)
        if takes != "br" or not (dash or "text/html" in environ.get("HTTP_ACCEPT", "")):
            return self.application(environ, start)
        status, headers, body = self._collect(environ)
        names = {name.lower(): value for name, value in headers}
        packable = any(word in names.get("content-type", "") for word in PACKABLE)
        if packable and len(body) >= SMALLEST and not {"content-encoding", "etag"} & set(names):
            body = brotli.compress(body, quality=PASSING)
            headers = [
                pair for pair in headers if pair[0].lower() not in {"content-length", "vary"}
            ]
            vary = ", ".join(filter(None, (names.get("vary"), "Accept-Encoding")))
            headers += [
                ("Content-Encoding", "br"),
                ("Vary", vary),
                ("Content-Length", str(len(body))),
            ]
        start(status, headers)
        return [body]

    def _ask(self, environ: Environ) -> tuple[str, list[tuple[str, str]], bytes]:
        """The whole file, plain, from the application."""
        plain = {
            name: value
            for name, value in environ.items()
            if name
            not in {
                "HTTP_ACCEPT_ENCODING",
                "HTTP_IF_NONE_MATCH",
                "HTTP_RANGE",
                "HTTP_IF_MODIFIED_SINCE",
                "HTTP_IF_RANGE",
            }
        } | {"REQUEST_METHOD": "GET"}
        return self._collect(plain)

    def _collect(self, environ: Environ) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status, headers and the whole body of the application's answer."""
        heard: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            heard[:] = [status, headers]

        parts = self.application(environ, start)
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        return heard[0], heard[1], body

    def _keep(self, key: str, headers: list[tuple[str, str]], body: bytes) -> Kept:
        kind = next((value for name, value in headers if name.lower() == "content-type"), "")
        bodies = {"identity": body}
        if len(body) >= SMALLEST and any(word in kind for word in PACKABLE):
            bodies["br"] = brotli.compress(
                body, quality=FIRST_LARGE if len(body) > LARGE else FIRST
            )
            bodies["gzip"] = gzip.compress(body, GZIP_LEVEL, mtime=0)
        own = tuple((name, value) for name, value in headers if name.lower() not in OWN)
        kept = Kept(own, hashlib.sha256(body).hexdigest()[:20], bodies)
        with self._lock:
            if len(self._kept) < self.most:
                self._kept[key] = kept
        if "br" in bodies:
            self._better.submit(_improve, kept)
        return kept


def _improve(kept: Kept) -> None:
    """Put the best compression in place of the quick one; the tag names the plain bytes."""
    kept.bodies["br"] = brotli.compress(kept.bodies["identity"], quality=BEST)


def mount(server: Flask) -> None:
    """Put the files in front of the server's application."""
    server.wsgi_app = StaticFiles(server.wsgi_app)  # type: ignore[assignment, method-assign]


def _answer(kept: Kept, environ: Environ, start: Start) -> Iterable[bytes]:
    encoding = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""), kept.bodies)
    body = kept.bodies[encoding]
    tag = f'"{kept.tag}-{encoding}"'
    headers = [*kept.headers, ("ETag", tag)]
    if len(kept.bodies) > 1:
        headers.append(("Vary", "Accept-Encoding"))
    if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start("304 Not Modified", headers)
        return []
    if encoding != "identity":
        headers.append(("Content-Encoding", encoding))
    start("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _encoding(accepted: str, bodies: dict[str, bytes]) -> str:
    """The smallest encoding the browser takes; one with q=0 is refused by it."""
    wanted = {}
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";")
        wanted[name.strip().lower()] = weight.replace(" ", "") not in {"q=0", "q=0.0"}
    return next(
        (name for name in ("br", "gzip") if wanted.get(name) and name in bodies), "identity"
    )
