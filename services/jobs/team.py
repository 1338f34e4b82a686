"""Figures of the team: asked for after imports that belong to no fund, by name."""

from __future__ import annotations

from collections.abc import Collection

from services.jobs.queue import Queue
from services.jobs.runs import RESEND_SECONDS

TEAM_KINDS = frozenset({"team_members", "team_activities", "board_seats"})
TASK_NAME = "team_operations.refresh"


def ask_for_team(queue: Queue, kinds: Collection[str]) -> bool:
    """Send for the worker after an import of these kinds; whether any is of the team.

    What concerns funds asks by itself when their figures are new. A message that is lost costs an
    hour: the schedule asks again.
    """
    concerned = bool(TEAM_KINDS & set(kinds))
    if concerned:
        queue.send(TASK_NAME, [], expires=RESEND_SECONDS)
    return concerned
