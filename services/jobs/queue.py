"""Asking the worker by name, without ever making a request wait for it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from services.stores import celery_url

if TYPE_CHECKING:
    from celery import Celery

log = logging.getLogger(__name__)

CONNECT_SECONDS = 0.5
KEY_PREFIX = "gpq:"


def transport_options(*, socket_timeout: float) -> dict[str, Any]:
    """What both ends of the broker must agree on, and how long one call may take."""
    return {
        "global_keyprefix": KEY_PREFIX,
        "socket_timeout": socket_timeout,
        "socket_connect_timeout": CONNECT_SECONDS,
        "health_check_interval": 25,
    }


class Queue:
    """The sending end of the broker; the work itself is a row, so a lost message is only late."""

    def __init__(self, redis_url: str) -> None:
        self._url = celery_url(redis_url)

    def send(self, name: str, argument: Sequence[str], *, expires: float) -> bool:
        """Ask for `name(argument)`; False when the broker does not answer.

        A message nobody took within `expires` seconds is dropped: it will have been sent again.
        """
        try:
            self._app.send_task(
                name, args=[list(argument)], expires=expires, ignore_result=True, retry=False
            )
        except Exception as error:
            # Whatever keeps the message from leaving, the row is there and the sweeper resends.
            log.warning("%s could not be sent, it stays queued: %s", name, error)
            return False
        return True

    @cached_property
    def _app(self) -> Celery:
        from celery import Celery  # noqa: PLC0415 - 0.2 s that only a first request pays

        app = Celery("gpdash-sender", broker=self._url, set_as_current=False)
        app.conf.update(
            task_serializer="json",
            accept_content=["json"],
            task_ignore_result=True,
            broker_transport_options={
                **transport_options(socket_timeout=CONNECT_SECONDS),
                # One attempt, no pause: the sweeper tries again, the request must not wait.
                **{"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0},
            },
            broker_connection_timeout=CONNECT_SECONDS,
            broker_connection_retry=False,
            task_publish_retry=False,
        )
        return app
