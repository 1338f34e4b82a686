"""What an import tells: every wrong cell with its place, every odd one, and what was written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from services.imports.kinds.declare import Oddity

MOST_ERRORS = 1_000
SHOWN_PER_CHECK = 25
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Trouble:
    """One wrong cell or file. `row` is the number a spreadsheet shows, None for the whole file."""

    row: int | None
    column: str | None
    value: str | None
    message: str
    hint: str | None = None


@dataclass
class Report:
    """Errors and warnings gathered while a file is read; errors stop at the first 1,000."""

    errors: list[Trouble] = field(default_factory=list)
    warnings: list[Oddity] = field(default_factory=list)

    @property
    def full(self) -> bool:
        return len(self.errors) >= MOST_ERRORS

    def wrong(
        self, row: int | None, column: str | None, value: str | None, message: str, hint: str | None
    ) -> None:
        shown = None if value is None else value.strip()[:LONGEST_VALUE]
        self.errors.append(Trouble(row, column, shown, message, hint))

    def odd(
        self,
        message: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        self.warnings.append(Oddity(row, column, value, message))

    def all_odd(self, oddities: Iterable[Oddity]) -> None:
        """What one check found in all rows together."""
        found = Tally()
        found.add(oddities)
        self.warnings.extend(found.warnings())


class Tally:
    """What one check finds, part after part of a file: the first rows of a column are shown one by
    one, the others counted."""

    def __init__(self) -> None:
        self.shown: list[Oddity] = []
        self.counts: dict[str | None, int] = {}

    def add(self, oddities: Iterable[Oddity]) -> None:
        """Take what was found in the next rows."""
        for oddity in oddities:
            count = self.counts.get(oddity.column, 0) + 1
            self.counts[oddity.column] = count
            if count <= SHOWN_PER_CHECK:
                self.shown.append(oddity)

    def warnings(self) -> list[Oddity]:
        """The rows that are shown, and a line for the others of each column."""
        hidden = {column: count - SHOWN_PER_CHECK for column, count in self.counts.items()}
        return self.shown + [
            Oddity(None, column, None, f"… and {count:,} more rows like these.")
            for column, count in hidden.items()
            if count > 0
        ]


@dataclass
class Counts:
    """Rows of one kind: new, in place of older ones, equal to what was known, and taken back."""

    new: int = 0
    superseded: int = 0
    unchanged: int = 0
    retracted: int = 0

    @property
    def changed(self) -> bool:
        return bool(self.new or self.superseded or self.retracted)


@dataclass
class ImportResult:
    """The outcome of one import, with the keys that `gpdash import --json` prints.

    status: imported, already_imported, rejected (nothing was written) or checked (dry run).
    `touched_funds` maps ids of funds whose facts changed to their new data version;
    `shared_version` is that of facts that belong to no fund, None when they did not change.
    """

    status: str
    kind: str
    file_sha256: str = ""
    rows_read: int = 0
    kinds: dict[str, Counts] = field(default_factory=dict)
    warnings: list[Oddity] = field(default_factory=list)
    errors: list[Trouble] = field(default_factory=list)
    import_id: str | None = None
    message: str = ""
    touched_funds: dict[str, int] = field(default_factory=dict)
    shared_version: int | None = None

    def _sum(self, name: str) -> int:
        return sum(getattr(counts, name) for counts in self.kinds.values())

    @property
    def rows_new(self) -> int:
        return self._sum("new")

    @property
    def rows_superseded(self) -> int:
        return self._sum("superseded")

    @property
    def rows_unchanged(self) -> int:
        return self._sum("unchanged")

    @property
    def rows_retracted(self) -> int:
        return self._sum("retracted")

    def as_json(self) -> dict[str, Any]:
        """Plain data: the contract's keys, then counts per kind and what the words say."""
        return {
            "status": self.status,
            "kind": self.kind,
            "file_sha256": self.file_sha256,
            "rows_read": self.rows_read,
            "rows_new": self.rows_new,
            "rows_superseded": self.rows_superseded,
            "rows_unchanged": self.rows_unchanged,
            "warnings": [asdict(oddity) for oddity in self.warnings],
            "errors": [asdict(trouble) for trouble in self.errors],
            "import_id": self.import_id,
            "rows_retracted": self.rows_retracted,
            "kinds": {name: asdict(counts) for name, counts in self.kinds.items()},
            "message": self.message,
        }
