"""What the figures of Team Operations mean."""

from __future__ import annotations

from services.definitions.team_operations import asked, done, looked_after, scored

ENTRIES = (*done.ENTRIES, *looked_after.ENTRIES, *asked.ENTRIES, *scored.ENTRIES)
