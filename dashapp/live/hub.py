"""One subscription per process: nudges in from Redis, out to the sockets they concern."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson
import redis.asyncio

from dashapp.live.outbox import Outbox
from services.cache import SHARED, Versions
from services.live import CHANNEL, EVERY_CHANNEL, LARGEST_MESSAGE, MARKET

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
IDLE_SECONDS = 5.0
# Channels that name no fund: what concerns every page, or the pages of the whole firm.
FIRM = frozenset({SHARED, MARKET, "team"})
# Those whose version is the counter of shared facts, on which every answer stands.
EVERYWHERE = frozenset({SHARED, MARKET})
CONNECT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Nudge:
    """A message that was found sound: fund id (or one of FIRM), type, version, and its text."""

    fund_id: str
    kind: str
    version: int
    text: str


@dataclass(eq=False, slots=True)
class Listener:
    """One socket's place: the funds it may hear of (None: every one) and where its post goes.

    `kinds` are the kinds of nudges that are for it, None for every one: an investor is told of
    reports and of nothing else that happens in its funds.
    """

    funds: frozenset[str] | None
    kinds: frozenset[str] | None = None
    outbox: Outbox = field(default_factory=Outbox)
    missed: Callable[[], None] = lambda: None

    def hears(self, fund_id: str) -> bool:
        return self.funds is None or fund_id in self.funds or fund_id in FIRM


class Hub:
    """Forwards what concerns a socket; tells the version table first (the nudge before bytes)."""

    def __init__(self, redis_url: str, versions: Versions) -> None:
        self._url = redis_url
        self._versions = versions
        self._one: dict[str, set[Listener]] = defaultdict(set)
        self._many: set[Listener] = set()
        self.connected = False

    def join(self, listener: Listener, fund_id: str | None) -> None:
        """Listen to one fund (and shared facts), or to every fund the listener may hear of."""
        (self._many if fund_id is None else self._one[fund_id]).add(listener)

    def leave(self, listener: Listener, fund_id: str | None) -> None:
        if fund_id is None:
            self._many.discard(listener)
            return
        self._one[fund_id].discard(listener)
        if not self._one[fund_id]:
            del self._one[fund_id]

    def forward(self, nudge: Nudge) -> None:
        """Hand a nudge to the sockets it concerns."""
        topic = (nudge.fund_id, nudge.kind)
        if nudge.fund_id in EVERYWHERE:
            concerned = list(self._everyone())
        else:
            several = [listener for listener in self._many if listener.hears(nudge.fund_id)]
            concerned = [*self._one.get(nudge.fund_id, ()), *several]
        for listener in concerned:
            if listener.kinds is None or nudge.kind in listener.kinds:
                listener.outbox.put(topic, nudge.text)

    async def run(self) -> None:
        """Listen until cancelled; a Redis that goes away is tried again with growing pauses."""
        pause = FIRST_PAUSE
        while True:
            try:
                await self._listen()
            except (redis.RedisError, OSError) as error:
                log.warning("no nudges for now, trying again in %.1f s: %s", pause, error)
            pause = FIRST_PAUSE if self.connected else min(pause * 2, LONGEST_PAUSE)
            self.connected = False
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - only spreads

    async def _listen(self) -> None:
        client = redis.asyncio.from_url(
            self._url, socket_connect_timeout=CONNECT_SECONDS, health_check_interval=15
        )
        async with client, client.pubsub(ignore_subscribe_messages=True) as channel:
            await channel.psubscribe(EVERY_CHANNEL)
            self.connected = True
            self._catch_up()
            while True:
                received = await channel.get_message(timeout=IDLE_SECONDS)
                nudge = read_nudge(received) if received else None
                if nudge is not None:
                    counted = SHARED if nudge.fund_id in EVERYWHERE else nudge.fund_id
                    self._versions.heard(counted, nudge.version)
                    self.forward(nudge)

    def _catch_up(self) -> None:
        """Nudges may have been missed: doubt what is known, and tell every socket where it is."""
        self._versions.doubt()
        for listener in self._everyone():
            listener.missed()

    def _everyone(self) -> Iterable[Listener]:
        return [*self._many, *(one for group in self._one.values() for one in group)]


def read_nudge(received: dict[str, Any]) -> Nudge | None:
    """A message from Redis if it is one of ours and names the fund of its channel, else None."""
    data, channel = received.get("data"), received.get("channel")
    if not isinstance(data, bytes) or not isinstance(channel, bytes):
        return None
    if len(data) > LARGEST_MESSAGE:
        return None
    try:
        body = orjson.loads(data)
        fund_id = channel.decode().removeprefix(CHANNEL)
        kind, told = body["type"], body["data"]
        named, version = told["fund_id"], told["version"]
    except (ValueError, KeyError, TypeError):
        return None
    sound = isinstance(kind, str) and named == fund_id and type(version) is int
    return Nudge(fund_id, kind, version, data.decode()) if sound else None
