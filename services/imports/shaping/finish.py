"""The last steps before writing: twins, currencies, defaults of created funds, and oddities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from services.imports.cells.words import misread
from services.imports.kinds.declare import Books, Facts, FundTerms, Oddity, Type
from services.imports.report import Report
from services.imports.shaping.parents import References


def fill_currencies(facts: Facts, references: References, report: Report) -> None:
    """A blank currency is the fund's; a fund created without one takes that of its first row."""
    names = {column.name: column for column in facts.kind.columns}
    fund = names.get("fund")
    if "currency" not in names or fund is None or fund.type is not Type.FUND:
        return
    if facts.kind.entity == "funds":
        return
    currencies, funds = facts.columns["currency"], references.all_funds
    for place, code in enumerate(facts.columns["fund"]):
        terms = funds[code]
        if currencies[place] is None and terms.currency:
            currencies[place] = terms.currency
        elif currencies[place] is None:
            report.wrong(
                facts.rows[place],
                "currency",
                None,
                f"The currency of the new fund {code!r} is not known.",
                "name it with --set currency=USD",
            )
            return
        elif not terms.currency:
            terms = replace(terms, currency=currencies[place])
            references.new_funds[code] = terms
            funds[code] = terms


def first_days(all_facts: dict[str, Facts]) -> dict[str, date]:
    """The day of the first row of each fund: its year is the vintage of a created fund."""
    found: dict[str, date] = {}
    for facts in all_facts.values():
        day = next((c.name for c in facts.kind.columns if c.stored == facts.kind.day), None)
        if day is None or "fund" not in facts.columns:
            continue
        for code, value in zip(facts.columns["fund"], facts.columns[day], strict=True):
            if value is not None and (code not in found or value < found[code]):
                found[code] = value
    return found


def settle_twins(facts: Facts, report: Report) -> Facts:
    """Without repeated rows of a kind that has no twins; two values for one thing are an error."""
    if facts.kind.twins:
        return facts
    stored = {column.stored: column.name for column in facts.kind.columns}
    identity = zip(*(facts.columns[stored[name]] for name in facts.kind.identity), strict=True)
    measured = zip(*(facts.columns[stored[name]] for name in facts.kind.measured), strict=True)
    first: dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]] = {}
    keep: list[bool] = []
    for row, key, values in zip(facts.rows, identity, measured, strict=True):
        known_row, known = first.setdefault(key, (row, values))
        keep.append(known_row == row)
        if known_row != row and known != values and not report.full:
            shown = ", ".join(str(part) for part in key if part is not None)
            report.wrong(
                row,
                stored[facts.kind.identity[0]],
                shown,
                f"Row {known_row} says something else of the same {_noun(facts)}.",
                "keep the row that holds",
            )
        elif known_row != row:
            report.odd(f"This row repeats row {known_row}; it was taken once.", row=row)
    return facts if all(keep) else _only(facts, keep)


def _noun(facts: Facts) -> str:
    return {"funds": "fund", "limited_partners": "investor"}.get(facts.kind.entity or "", "thing")


def _only(facts: Facts, keep: list[bool]) -> Facts:
    columns = {
        name: [value for value, kept in zip(values, keep, strict=True) if kept]
        for name, values in facts.columns.items()
    }
    rows = [row for row, kept in zip(facts.rows, keep, strict=True) if kept]
    return Facts(facts.kind, rows, columns)


def tell_oddities(facts: Facts, funds: dict[str, FundTerms], today: date, report: Report) -> None:
    """Every legal but odd value of one kind, as warnings."""
    books = Books(today, funds)
    for check in facts.kind.oddities:
        report.all_odd(check(facts, books))
    for column in facts.kind.columns:
        if column.type in (Type.TEXT, Type.CODE, Type.WORD):
            report.all_odd(_misread(facts, column.name))


def _misread(facts: Facts, name: str) -> Iterator[Oddity]:
    """Texts that were decoded wrongly before they came here, each once."""
    seen: set[str] = set()
    for row, text in facts.known(name):
        if text.isascii() or text in seen:
            continue
        seen.add(text)
        meant = misread(text)
        if meant is not None:
            words = f"This looks like {meant!r} read in the wrong encoding."
            yield Oddity(row, name, text, words)
