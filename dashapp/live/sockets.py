"""The sockets under /ws/funds/: open the door, say the version, pass nudges on, look again."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

import orjson

from dashapp.live.door import Admission, admit, asked_fund, from_our_page, read_frame
from dashapp.live.hub import Hub, Listener
from services import clock
from services.access.funds import resolve_funds
from services.access.identified import Identified
from services.access.tickets import recheck
from services.cache import SHARED, Versions
from services.db.session import Database
from services.errors import InvalidInput, NotFound, Unauthenticated
from services.live import LP_REPORTING_UPDATED
from services.lp_reporting.eyes import is_investor
from services.scope import Principal, Scope
from services.settings import Settings

log = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
T = TypeVar("T")

FIRST_FRAME_SECONDS = 5.0
LOOK_AGAIN_SECONDS = 45.0  # revocations take effect within 60 s, the time to look included
STALLED_SECONDS = 20.0
MOST_PER_PERSON = 32
MOST_WAITING = 256  # sockets that have not proved anything yet
LOOKERS = 4
UNAUTHENTICATED, FORBIDDEN, TOO_MANY, FAILED = 4401, 4403, 4429, 1011
CURRENT = "current_version"
OF_INVESTORS = frozenset({LP_REPORTING_UPDATED})


class LiveSockets:
    """Serves websocket scopes of an ASGI server."""

    def __init__(
        self,
        db: Database,
        settings: Settings,
        versions: Versions,
        hub: Hub,
        *,
        look_again: float = LOOK_AGAIN_SECONDS,
        stalled: float = STALLED_SECONDS,
    ) -> None:
        self._db, self._settings = db, settings
        self._versions, self._hub = versions, hub
        self._look_again, self._stalled = look_again, stalled
        self._lookers = ThreadPoolExecutor(LOOKERS, thread_name_prefix="live")
        self._open: Counter[str] = Counter()
        self._waiting = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        asked = asked_fund(scope["path"])
        await receive()  # websocket.connect
        welcome = asked is not None and from_our_page(scope["headers"], self._settings)
        if asked is None or not welcome or self._waiting >= MOST_WAITING:
            await send({"type": "websocket.close", "code": FORBIDDEN})  # before accept: HTTP 403
            return
        await send({"type": "websocket.accept"})
        code = await self._serve(asked, receive, send)
        if code is not None:
            await send({"type": "websocket.close", "code": code})

    async def _serve(self, asked: str, receive: Receive, send: Send) -> int | None:
        """Run one accepted socket; the code to close it with, None when it is gone."""
        try:
            admission = await self._admitted(asked, receive)
        except (Unauthenticated, TimeoutError):
            return UNAUTHENTICATED
        except (NotFound, InvalidInput):
            return FORBIDDEN
        except Exception:
            # The database may be away: the page tries again, with growing pauses.
            log.exception("a socket could not be admitted")
            return FAILED
        if admission is None:
            return None
        person = _person(admission.principal)
        if self._open[person] >= MOST_PER_PERSON:
            return TOO_MANY
        self._open[person] += 1
        try:
            return await self._attend(admission, receive, send)
        finally:
            self._open[person] -= 1
            if not self._open[person]:
                del self._open[person]

    async def _admitted(self, asked: str, receive: Receive) -> Admission | None:
        """The admission that the first frame earns; None when the client left first."""
        self._waiting += 1
        try:
            message = await asyncio.wait_for(receive(), FIRST_FRAME_SECONDS)
            if message["type"] == "websocket.disconnect":
                return None
            frame = read_frame(message)
            return await self._ask(lambda: admit(self._db, self._settings, frame, asked))
        finally:
            self._waiting -= 1

    async def _attend(self, admission: Admission, receive: Receive, send: Send) -> int | None:
        """Listen, write, read and look again at the same time; the first to end decides."""
        missed = asyncio.Event()
        listener = Listener(
            admission.principal.funds, kinds=_kinds(admission.principal), missed=missed.set
        )
        missed.set()  # a socket that just opened starts from the current version
        self._hub.join(listener, admission.fund_id)
        jobs = [
            asyncio.create_task(self._write(listener, send)),
            asyncio.create_task(self._read(receive)),
            asyncio.create_task(self._say_version(admission, listener, missed)),
            asyncio.create_task(self._keep_watch(admission, listener)),
        ]
        try:
            ended, _ = await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
            return ended.pop().result()
        except Exception:
            # Who cannot be looked at again must not go on listening.
            log.exception("a socket is closed")
            return FAILED
        finally:
            self._hub.leave(listener, admission.fund_id)
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)

    async def _write(self, listener: Listener, send: Send) -> int | None:
        """Send what is waiting; a client that does not read is let go."""
        while True:
            text = await listener.outbox.take()
            try:
                await asyncio.wait_for(
                    send({"type": "websocket.send", "text": text}), self._stalled
                )
            except OSError:  # gone, or too slow: TimeoutError is one
                return None

    async def _read(self, receive: Receive) -> int | None:
        """Take what comes, so that pongs are seen; nothing of it is asked for."""
        while (await receive())["type"] != "websocket.disconnect":
            continue
        return None

    async def _say_version(
        self, admission: Admission, listener: Listener, missed: asyncio.Event
    ) -> int | None:
        """Tell the current version at the start and whenever nudges may have been missed."""
        while True:
            await missed.wait()
            missed.clear()
            text = await self._ask(lambda: self._current(admission))
            listener.outbox.put((CURRENT, CURRENT), text)

    async def _keep_watch(self, admission: Admission, listener: Listener) -> int | None:
        """Look again whether this person may still listen."""
        principal = admission.principal
        while True:
            await asyncio.sleep(self._look_again)
            try:
                principal = await self._ask(partial(self._look, principal, admission))
            except (Unauthenticated, NotFound) as refused:
                return UNAUTHENTICATED if isinstance(refused, Unauthenticated) else FORBIDDEN
            listener.funds = principal.funds

    def _look(self, principal: Principal, admission: Admission) -> Identified:
        now = recheck(self._db, principal)
        if admission.fund_id is not None:
            resolve_funds(self._db, now, Scope(funds=(admission.fund_id,)))
        return now

    def _current(self, admission: Admission) -> str:
        """The version a page compares with the one it was drawn from."""
        if admission.fund_id is not None:
            found = self._versions.of([admission.fund_id])
            data = {
                "fund_id": admission.fund_id,
                "version": found[admission.fund_id],
                "shared": found[SHARED],
            }
        else:
            data = {"fund_id": "all", "version": self._sum(admission.principal.funds)}
        told = {"type": CURRENT, "data": data, "timestamp": clock.now().isoformat()}
        return orjson.dumps(told).decode()

    def _sum(self, funds: frozenset[str] | None) -> int:
        """Grows with every change to what this principal may see."""
        if funds is None:
            return self._versions.overall()
        return sum(self._versions.of(sorted(funds)).values())

    async def _ask(self, look: Callable[[], T]) -> T:
        """Do what may wait for a store outside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._lookers, look)


def _kinds(principal: Principal) -> frozenset[str] | None:
    """What a principal is told of: an investor of its reports alone."""
    return OF_INVESTORS if is_investor(principal) else None


def _person(principal: Principal) -> str:
    """Whose sockets are counted together: a person's, or those of one embed token."""
    if isinstance(principal, Identified) and principal.kind == "embed":
        return f"embed:{principal.credential}"
    return principal.user_id
