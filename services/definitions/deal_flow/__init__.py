"""What the figures of Deal Flow mean."""

from __future__ import annotations

from services.definitions.deal_flow import channels, ends, funnel, pipeline, times

ENTRIES = (
    *funnel.ENTRIES,
    *times.ENTRIES,
    *channels.ENTRIES,
    *pipeline.ENTRIES,
    *ends.ENTRIES,
)
