"""Whether the web process can have its port, and when it serves."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable

from services.errors import InvalidInput, Unavailable
from services.stores.processes import Child

READY_SECONDS = 60.0
ANSWER_SECONDS = 2.0


def refuse_taken_port(host: str, port: int) -> None:
    """InvalidInput when something else already listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as taken:
            raise InvalidInput(
                f"Port {port} of {host} cannot be used ({taken}): choose one with --port"
            ) from taken


def wait_until_ready(child: Child, host: str, port: int, *, pause: Callable[[float], None]) -> None:
    """Return once `/readyz` answers 200; Unavailable when the process ends or time runs out.

    `pause` sleeps between two questions; what it raises ends the waiting.
    """
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - where to ask
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if not child.alive:
            raise Unavailable(f"{child.name} ended before it was ready: its lines above say why")
        if _answers(host, port):
            return
        pause(0.05)
    raise Unavailable(f"{child.name} was not ready in {READY_SECONDS:.0f} s")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
