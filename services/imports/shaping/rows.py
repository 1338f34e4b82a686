"""Which rows of a chunk are facts, and of which kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress

from services.imports.kinds.declare import Route
from services.imports.maps import Map
from services.imports.reading import Chunk
from services.imports.reading.sheet import plain
from services.imports.shaping.plan import Plan, skipping


def only(chunk: Chunk, keep: list[bool]) -> Chunk:
    """The rows of a chunk that are kept."""
    columns = [list(compress(column, keep)) for column in chunk.columns]
    origins = None if chunk.origins is None else list(compress(chunk.origins, keep))
    return Chunk(list(compress(chunk.numbers, keep)), columns, origins)


class Skipping:
    """Leaves out the rows that a map declares to be no facts, and counts them; and rows that
    repeat the header, as pages that were joined together have."""

    def __init__(self, rules: Map, main: Plan, header: tuple[str, ...] = ()) -> None:
        self.pattern = skipping(rules)
        self.header = tuple(plain(name) for name in header)
        self.first = header[0].strip() if header else ""
        self.repeated = 0
        sources = (main.source(name) for name in rules.file.skip_rows_blank_in)
        found = [s for s in sources if s is not None and s.index is not None]
        self.blank_in = [i for s in found for i in (s.index, *s.more) if i is not None]
        self.count = 0

    def __call__(self, chunk: Chunk) -> Chunk:
        chunk = self._without_headers(chunk)
        keep = [True] * len(chunk.numbers)
        if self.blank_in:
            cells = zip(*(chunk.columns[index] for index in self.blank_in), strict=True)
            keep = [any(cell.strip() for cell in row) for row in cells]
        if self.pattern is not None:
            rows = zip(*chunk.columns, strict=True)
            keep = [kept and not self.skips(row) for kept, row in zip(keep, rows, strict=True)]
        self.count += keep.count(False)
        return chunk if all(keep) else only(chunk, keep)

    def _without_headers(self, chunk: Chunk) -> Chunk:
        if not self.first or self.first not in map(str.strip, chunk.columns[0]):
            return chunk
        rows = zip(*chunk.columns, strict=True)
        keep = [tuple(map(plain, row)) != self.header for row in rows]
        self.repeated += keep.count(False)
        return only(chunk, keep)

    def skips(self, cells: tuple[str, ...]) -> bool:
        """Whether the first filled cell of a row matches the map's pattern."""
        first = next((cell.strip() for cell in cells if cell.strip()), "")
        return self.pattern is not None and bool(self.pattern.search(first))


class Routing:
    """Sends each row to the kind it belongs to; the first route that applies wins."""

    def __init__(self, main: Plan, routes: Sequence[tuple[Route, Plan]]) -> None:
        self.main = main
        found = ((main.source(route.column), route, plan) for route, plan in routes)
        self.routes = [
            (s.index, route, plan, dict[str, bool]())
            for s, route, plan in found
            if s is not None and s.index is not None
        ]

    def __call__(self, chunk: Chunk) -> Iterator[tuple[Plan, Chunk]]:
        """The parts of a chunk, each with the plan of its kind."""
        left = chunk
        for index, route, plan, answers in self.routes:
            texts = left.columns[index]
            for text in set(texts) - answers.keys():
                answers[text] = route.when(text)
            takes = [answers[text] for text in texts]
            if any(takes):
                yield plan, only(left, takes)
                left = only(left, [not taken for taken in takes])
        if left.numbers:
            yield self.main, left
