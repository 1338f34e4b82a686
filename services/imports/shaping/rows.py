"""Which rows of a chunk are facts, and of which kind."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress

from services.imports.kinds.declare import Route
from services.imports.maps import Map
from services.imports.reading import Chunk
from services.imports.shaping.plan import Plan, skipping


def only(chunk: Chunk, keep: list[bool]) -> Chunk:
    """The rows of a chunk that are kept."""
    columns = [list(compress(column, keep)) for column in chunk.columns]
    return Chunk(list(compress(chunk.numbers, keep)), columns)


class Skipping:
    """Leaves out the rows that a map declares to be no facts, and counts them."""

    def __init__(self, rules: Map, main: Plan) -> None:
        self.pattern = skipping(rules)
        sources = (main.source(name) for name in rules.file.skip_rows_blank_in)
        self.blank_in = [s.index for s in sources if s is not None and s.index is not None]
        self.count = 0

    def __call__(self, chunk: Chunk) -> Chunk:
        keep = [True] * len(chunk.numbers)
        if self.blank_in:
            cells = zip(*(chunk.columns[index] for index in self.blank_in), strict=True)
            keep = [any(cell.strip() for cell in row) for row in cells]
        if self.pattern is not None:
            rows = zip(*chunk.columns, strict=True)
            keep = [kept and not self.skips(row) for kept, row in zip(keep, rows, strict=True)]
        self.count += keep.count(False)
        return chunk if all(keep) else only(chunk, keep)

    def skips(self, cells: tuple[str, ...]) -> bool:
        """Whether the first filled cell of a row matches the map's pattern."""
        first = next((cell.strip() for cell in cells if cell.strip()), "")
        return self.pattern is not None and bool(self.pattern.search(first))


class Routing:
    """Sends each row to the kind it belongs to; the first route that applies wins."""

    def __init__(self, main: Plan, routes: tuple[Route, ...]) -> None:
        self.main = main.kind.name
        found = ((main.source(route.column), route) for route in routes)
        self.routes = [
            (s.index, route) for s, route in found if s is not None and s.index is not None
        ]
        self.answers: list[dict[str, bool]] = [{} for _ in self.routes]

    def __call__(self, chunk: Chunk) -> Iterator[tuple[str, Chunk]]:
        """The parts of a chunk by the name of their kind."""
        left = chunk
        for (index, route), answers in zip(self.routes, self.answers, strict=True):
            texts = left.columns[index]
            for text in set(texts) - answers.keys():
                answers[text] = route.when(text)
            takes = [answers[text] for text in texts]
            if any(takes):
                yield route.kind, only(left, takes)
                left = only(left, [not taken for taken in takes])
        if left.numbers:
            yield self.main, left
