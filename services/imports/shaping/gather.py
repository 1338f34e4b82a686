"""Facts on their way out of memory: gathered, finished some at a time, and put into spools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from services.imports.kinds import Kind
from services.imports.kinds.declare import Facts
from services.imports.maps import Map
from services.imports.shaping.created import Firsts
from services.imports.shaping.finish import Finishing
from services.imports.spool import Spool

TOGETHER = 20_000  # rows that are finished at a time: what memory must hold of a long file


def looks_at_all(rules: Map) -> bool:
    """Whether a rule of the map looks at all rows together: then they are gathered in memory.

    For files of some thousand rows. A rule that can be put as a query is settled in the staging
    table (`store/settle.py`), however long the file is.
    """
    return rules.derive.total_return is not None


class Shaped:
    """What a sheet says: rows per kind, outside memory, and what they named first.

    `close` (or leaving a `with` block) gives the temporary files back.
    """

    def __init__(self, firsts: Firsts) -> None:
        self.firsts = firsts
        self.spools: dict[str, Spool] = {}
        self.rows_read = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the temporary files back."""
        for spool in self.spools.values():
            spool.close()


class Gathering:
    """Gathers the facts of each kind; `whole`: nothing is finished before all of them are there.

    Rows of a kind that describes things are always gathered whole. After a wrong cell nothing more
    is gathered, since nothing will be written. What was gathered is given back where the `with`
    block around it fails.
    """

    def __init__(self, shaped: Shaped, finishing: Finishing, *, whole: bool) -> None:
        self.shaped, self.finishing, self.whole = shaped, finishing, whole
        self.facts: dict[str, Facts] = {}
        self.stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self.shaped.close()

    def add(self, kind: Kind, rows: Sequence[int], values: dict[str, list[Any]] | None) -> None:
        """Take the next rows of a kind; `values` None: some of them are wrong."""
        if values is None:
            self.stopped = True
            self.facts.clear()
        if values is None or self.stopped:
            return
        facts = self.facts.setdefault(kind.name, Facts(kind))
        facts.rows.extend(rows)
        for name, column in values.items():
            facts.columns.setdefault(name, []).extend(column)
        if len(facts) >= TOGETHER and not self.whole and kind.entity is None:
            self._finish(self.facts.pop(kind.name))

    def complete(self, add_to: Callable[[dict[str, Facts]], None]) -> None:
        """Finish what is left, and tell what was odd. `add_to` sees the facts before: all of them
        where they were gathered whole."""
        if self.stopped:
            return
        add_to(self.facts)
        for facts in self.facts.values():
            self._finish(facts)
        self.facts.clear()
        if not self.finishing.report.errors:
            self.finishing.tell()

    def _finish(self, facts: Facts) -> None:
        if self.finishing(facts):
            spools = self.shaped.spools
            if facts.kind.name not in spools:
                spools[facts.kind.name] = Spool(facts.kind)
            spools[facts.kind.name].add(facts)
            self.shaped.firsts.feed(facts)
