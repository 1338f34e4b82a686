"""The last steps before writing: currencies, rows that contradict themselves, and oddities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from services.imports.cells.words import noticed
from services.imports.kinds import Kind
from services.imports.kinds.declare import Facts, Oddity, Type
from services.imports.report import Report, Tally
from services.imports.shaping.parents import References

WRITTEN = (Type.TEXT, Type.CODE, Type.WORD)


class Finishing:
    """Finishes the facts of a file part by part; what was odd is told once, at the end.

    A check of a kind sees one part at a time: all rows of a file of up to TOGETHER rows, and all
    rows of a kind that describes things.
    """

    def __init__(self, references: References, report: Report, today: date) -> None:
        self.references, self.report, self.today = references, report, today
        self.odd: dict[str, list[Tally]] = {}
        self.noticed: set[tuple[str, str]] = set()
        self.without_currency: set[str] = set()

    def __call__(self, facts: Facts) -> bool:
        """Finish some facts in place; whether they may be written. Errors go to the report."""
        self._fill_currencies(facts)
        books = self.references.books(self.today)
        for check in facts.kind.faults:
            for fault in check(facts, books):
                if not self.report.full:
                    self.report.wrong(fault.row, fault.column, fault.value, fault.message, None)
        if self.report.errors:
            return False
        columns = [column.name for column in facts.kind.columns if column.type in WRITTEN]
        tallies = self.odd.setdefault(facts.kind.name, _tallies(facts.kind, len(columns)))
        found = [check(facts, books) for check in facts.kind.oddities]
        found += [self._noticed(facts, name) for name in columns]
        for tally, oddities in zip(tallies, found, strict=True):
            tally.add(oddities)
        return True

    def tell(self) -> None:
        """Every legal but odd value, as warnings."""
        for tallies in self.odd.values():
            for tally in tallies:
                self.report.warnings.extend(tally.warnings())

    def _fill_currencies(self, facts: Facts) -> None:
        """A blank currency is the fund's; one created without takes that of its first row."""
        if facts.kind.column("currency") is None or facts.kind.entity == "funds":
            return
        currencies = facts.columns["currency"]
        types = {column.type for column in facts.kind.columns}
        if Type.INVESTMENT in types:
            terms = self.references.meaning(Type.INVESTMENT)
            for place, code in enumerate(facts.columns["investment"]):
                currencies[place] = currencies[place] or terms[code].currency
        elif Type.FUND in types:
            self._fill_of_funds(facts)

    def _fill_of_funds(self, facts: Facts) -> None:
        currencies, funds = facts.columns["currency"], self.references.meaning(Type.FUND)
        for place, code in enumerate(facts.columns["fund"]):
            own = funds[code].currency
            if currencies[place] is None and own:
                currencies[place] = own
            elif currencies[place] is None:
                self._refuse_without_currency(facts.rows[place], code)
            elif not own:
                funds[code] = replace(funds[code], currency=currencies[place])
                self.references.new[Type.FUND][code] = funds[code]

    def _refuse_without_currency(self, row: int, code: str) -> None:
        """Tell of each fund once: one answer helps all of its rows."""
        if code not in self.without_currency and not self.report.full:
            words = f"The currency of the new fund {code!r} is not known."
            self.report.wrong(row, "currency", None, words, "name it with --set currency=USD")
        self.without_currency.add(code)

    def _noticed(self, facts: Facts, name: str) -> Iterator[Oddity]:
        """Texts that were decoded wrongly before they came here or are errors, each once."""
        seen: set[str] = set()
        for row, text in facts.known(name):
            if (text.isascii() and not text.startswith("#")) or text in seen:
                continue
            seen.add(text)
            words = noticed(text)
            if words is not None and (name, text) not in self.noticed:
                self.noticed.add((name, text))
                yield Oddity(row, name, text, words)


def _tallies(kind: Kind, written: int) -> list[Tally]:
    """One for each check of a kind, and one for each of its columns of words."""
    return [Tally() for _ in range(len(kind.oddities) + written)]
