"""Between browser and fund: a socket that says "changed", and nothing else."""

from __future__ import annotations

from dashapp.live.hub import Hub
from dashapp.live.sockets import LiveSockets

__all__ = ["Hub", "LiveSockets"]
