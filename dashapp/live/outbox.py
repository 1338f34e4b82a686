"""What one socket has yet to be told: the newest of each kind, never more than a few hundred."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

MOST = 512  # of at most 256 bytes each: a client that stops reading holds 128 KB at the most


class Outbox:
    """Messages by topic; a newer one of the same topic takes the place of the older."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._filled = asyncio.Event()

    def put(self, topic: tuple[str, str], text: str) -> None:
        """Add a message; when there are too many, the oldest goes."""
        self._waiting.pop(topic, None)
        self._waiting[topic] = text
        if len(self._waiting) > MOST:
            self._waiting.popitem(last=False)
        self._filled.set()

    async def take(self) -> str:
        """The oldest message, as soon as there is one."""
        while not self._waiting:
            self._filled.clear()
            await self._filled.wait()
        return self._waiting.popitem(last=False)[1]

    def __len__(self) -> int:
        return len(self._waiting)
