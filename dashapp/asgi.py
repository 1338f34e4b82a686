"""The served application: Flask in threads, the sockets beside it, one process, one port."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any
from urllib.parse import quote_from_bytes

from a2wsgi import WSGIMiddleware
from flask import Flask

from dashapp import create_app
from dashapp.context import Context
from dashapp.live import Hub, LiveSockets
from dashapp.live.sockets import Message, Receive, Send
from services.jobs import Queue, Sweeper
from services.settings import Settings, from_env

log = logging.getLogger(__name__)

WARM_UP = "/healthz"  # public, so that every hook before a request runs, Dash's set-up among them


class Shell:
    """An ASGI application around the Flask server, with what runs beside the requests."""

    def __init__(
        self,
        server: Flask,
        settings: Settings,
        *,
        hub: Hub,
        sockets: LiveSockets,
        sweeper: Sweeper,
    ) -> None:
        self.server = server
        wsgi: Any = server.wsgi_app  # the two libraries spell the same protocol differently
        self._http: Any = WSGIMiddleware(wsgi, workers=settings.web_threads)
        self._hub, self._sockets, self._sweeper = hub, sockets, sweeper

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(_ascii_query(scope), receive, send)
        elif scope["type"] == "websocket":
            await self._sockets(scope, receive, send)
        else:
            await self._live(receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """The lifespan: warm up before the first request, stop what was started after the last."""
        await receive()
        try:
            await asyncio.to_thread(warm_up, self.server)
        except Exception as error:
            log.exception("the web process cannot start")
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        listening = asyncio.create_task(self._hub.run())
        self._sweeper.start()
        await send({"type": "lifespan.startup.complete"})
        threading.Thread(target=load_ahead, name="load-ahead", daemon=True).start()
        await receive()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await asyncio.to_thread(self._sweeper.stop)
        await send({"type": "lifespan.shutdown.complete"})


def warm_up(server: Flask) -> None:
    """Let Dash set itself up now: two first requests at the same time would find it half done."""
    answer = server.test_client().get(WARM_UP)
    if answer.status_code != 200:
        raise RuntimeError(f"{WARM_UP} answered {answer.status_code}: {answer.get_data()[:200]!r}")
    # What was loaded up to here stays for the life of the process: the collector of cycles need
    # not walk through it again and again.
    gc.collect()
    gc.freeze()


def load_ahead() -> None:
    """What some answers need and no start should wait for."""
    for name in ("scipy.optimize", "scipy.stats"):
        import_module(name)


def build(settings: Settings, make: Callable[[Settings], Any] = create_app) -> Shell:
    """The application of these settings, ready to be served."""
    server: Flask = make(settings).server
    parts: Context = server.extensions["gp"]
    hub = Hub(settings.redis_url, parts.versions)
    return Shell(
        server,
        settings,
        hub=hub,
        sockets=LiveSockets(parts.db, settings, parts.versions, hub),
        sweeper=Sweeper(parts.db, Queue(settings.redis_url)),
    )


def _ascii_query(scope: Message) -> Mapping[str, Any]:
    """A query with raw bytes beyond ASCII is written as it should have been: percent-encoded."""
    query: bytes = scope["query_string"]
    if query.isascii():
        return scope
    printable = "".join(map(chr, range(0x21, 0x7F)))
    return {**scope, "query_string": quote_from_bytes(query, safe=printable).encode()}


def __getattr__(name: str) -> Shell:
    """`dashapp.asgi:application`, built from the environment when a server asks for it."""
    if name != "application":
        raise AttributeError(name)
    settings = from_env()
    settings.refuse_if_insecure()
    try:
        return build(settings)
    except AttributeError as error:
        # a server that asks for an attribute would only say that there is none
        raise RuntimeError(f"the web process cannot be built: {error}") from error
