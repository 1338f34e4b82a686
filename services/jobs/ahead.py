"""Figures computed ahead by a module, batch by batch, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from services.jobs.batches import each_batch, in_words

Tell = Callable[[Mapping[str, int]], None]
Written = tuple[Mapping[str, int], int]  # data version by fund, and how many rows


@dataclass(slots=True)
class Ahead:
    """What came of computing ahead: data version by fund that was written, words by failed one.

    `seconds` is how long it took, `rows` how many snapshots were written.
    """

    written: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    seconds: float = 0.0


def compute_ahead(
    fund_ids: Sequence[str], write: Callable[[Sequence[str]], Written], *, tell: Tell, what: str
) -> Ahead:
    """Have `write` compute and commit the funds (ids), batch by batch.

    `tell` is called with the data versions of each batch after its commit. A fund that raises
    fails alone; `what` names the work in the log.
    """
    started = time.monotonic()
    outcome = Ahead()
    for chunk, done in each_batch(fund_ids, write, what=what):
        if isinstance(done, Exception):
            outcome.failed[chunk[0]] = in_words(done)
            continue
        versions, rows = done
        outcome.written |= versions
        outcome.rows += rows
        if versions:
            tell(versions)
    outcome.seconds = round(time.monotonic() - started, 3)
    return outcome
