"""PostgreSQL and Valkey for this machine: the named ones, or private ones started from wheels."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from services.errors import Unavailable
from services.settings import Settings
from services.stores.lease import Lease, Owner
from services.stores.processes import Child, Pause

__all__ = ["RunningStores", "celery_url", "ensure", "start_private"]

JOIN_SECONDS = 90.0  # how long to wait for the command that is starting or using the stores


@dataclass(slots=True)
class RunningStores:
    """Where the stores answer; `stop` ends what was started here and nothing else."""

    database_url: str = field(repr=False)  # carries the password
    redis_url: str = field(repr=False)
    children: tuple[Child, ...] = ()
    _stops: list[Callable[[], None]] = field(default_factory=list)

    def dead(self) -> str | None:
        """The name of a private store that ended by itself, None while all run."""
        return next((child.name for child in self.children if not child.alive), None)

    def stop(self) -> None:
        """End the private stores in reverse order of their start, then give up the lease."""
        while self._stops:
            self._stops.pop()()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def ensure(
    settings: Settings, *, lasting: bool = False, pause: Pause = time.sleep
) -> RunningStores:
    """The stores of these settings, running.

    Commands on one data directory share its private stores: the first starts them, others join,
    and a short command stops them only when the last has left. A `lasting` one (`gpdash up`)
    waits until short ones are done and refuses to be the second of its kind. `pause` is called at
    every wait: where it raises, nothing that was started stays.
    """
    if settings.database_url and settings.redis_url:
        return RunningStores(settings.database_url, settings.redis_url)
    settings.refuse_if_insecure()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lease = Lease(settings.data_dir)
    deadline = time.monotonic() + JOIN_SECONDS
    while time.monotonic() < deadline:
        if lease.own(lasting=lasting):
            return _start_owned(settings, lease, pause)
        if lasting:
            lease.refuse_second_lasting()
        elif (owner := lease.join()) is not None:
            return _joined(settings, owner, lease)
        pause(0.1)
    raise Unavailable(
        f"Another gpdash command holds {settings.data_dir}: wait for it to end, or stop it"
    )


def _start_owned(settings: Settings, lease: Lease, pause: Pause) -> RunningStores:
    try:
        stores = start_private(
            settings.data_dir,
            database_url=settings.database_url,
            redis_url=settings.redis_url,
            pause=pause,
        )
    except BaseException:
        lease.release()
        raise
    lease.publish(database_url=stores.database_url, redis_url=stores.redis_url)
    stores._stops.insert(0, lease.release)
    stores._stops.append(lease.wait_for_guests)
    return stores


def _joined(settings: Settings, owner: Owner, lease: Lease) -> RunningStores:
    return RunningStores(
        settings.database_url or owner.database_url,
        settings.redis_url or owner.redis_url,
        _stops=[lease.release],
    )


def start_private(
    data_dir: Path,
    *,
    database_url: str = "",
    redis_url: str = "",
    durable: bool = True,
    pause: Pause = time.sleep,
) -> RunningStores:
    """Start what has no URL yet, without a lease: for `ensure`, and for tests on own data."""
    from services.stores import postgres, valkey  # noqa: PLC0415 - drivers load when needed

    stores = RunningStores(database_url, redis_url)
    try:
        if not database_url:
            server = postgres.start(data_dir, durable=durable, pause=pause)
            stores.database_url = server.url
            stores.children += (server.child,)
            stores._stops.append(server.stop)
        if not redis_url:
            cache = valkey.start(data_dir, durable=durable, pause=pause)
            stores.redis_url = cache.url
            stores.children += (cache.child,)
            stores._stops.append(cache.stop)
    except BaseException:
        stores.stop()
        raise
    return stores


def celery_url(redis_url: str, *, database: int = 1) -> str:
    """The address of a Redis database as Celery writes it; other forms than unix:// are kept.

    The broker has a database of its own, so that emptying the cache never empties the queue.
    """
    if not redis_url.startswith("unix://"):
        return redis_url
    path = redis_url.removeprefix("unix://").partition("?")[0]
    return f"redis+socket://{path}?virtual_host={database}"
