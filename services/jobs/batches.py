"""Funds in batches: one task and one set of statements for many of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

log = logging.getLogger(__name__)
Done = TypeVar("Done")
TASK = 200  # funds a message names
CHUNK = 50  # funds computed and written in one transaction, well within a lease


def batches(fund_ids: Sequence[str], size: int) -> Iterator[list[str]]:
    """The funds in order, `size` at a time."""
    for start in range(0, len(fund_ids), size):
        yield list(fund_ids[start : start + size])


def each_batch(
    fund_ids: Sequence[str], work: Callable[[list[str]], Done], *, what: str
) -> Iterator[tuple[list[str], Done | Exception]]:
    """What `work` gave for each batch of funds (ids), or what a fund raised that failed alone.

    A batch that raises is tried again fund by fund: whatever a fund's facts lead to, it must not
    keep the others from theirs. `what` names the work in the log.
    """
    waiting = list(batches(fund_ids, CHUNK))
    while waiting:
        chunk = waiting.pop(0)
        try:
            done = work(chunk)
        except Exception as error:
            log.exception("%s of %d funds failed", what, len(chunk))
            if len(chunk) > 1:
                waiting += [[fund_id] for fund_id in chunk]
            else:
                yield chunk, error
            continue
        yield chunk, done


def in_words(error: Exception) -> str:
    """What was raised, as an outcome keeps it."""
    return f"{type(error).__name__}: {error}"
