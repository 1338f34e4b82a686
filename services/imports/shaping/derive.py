"""Facts computed from a file's own: a total-return series from prices and dividends."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.imports.cells import amounts
from services.imports.cells.parsed import Bad
from services.imports.kinds.declare import Facts
from services.imports.maps import Map, TotalReturn
from services.imports.reading import Chunk
from services.imports.report import Report
from services.imports.shaping.plan import Header

PLACES = Decimal("1e-10")


class Dividends:
    """Collects the dividend of each row, in the order of the facts."""

    def __init__(self, rule: TotalReturn, index: int, name: str) -> None:
        self.rule, self.index, self.name = rule, index, name
        self.values: list[Decimal | None] = []

    @classmethod
    def of(cls, rules: Map, header: Header, report: Report) -> Dividends | None:
        """A collector where the map derives a total return; a missing column is an error."""
        rule = rules.derive.total_return
        if rule is None:
            return None
        index = header.find((rule.dividend,), report)
        if index is None:
            there = ", ".join(name for name in header.sheet.header if name)
            report.wrong(
                header.sheet.header_row,
                rule.dividend,
                None,
                f"The column {rule.dividend!r} is missing.",
                f"the file has: {there[:300]}",
            )
            return None
        return cls(rule, index, header.sheet.header[index])

    def feed(self, chunk: Chunk, report: Report) -> None:
        """Read the dividends of one chunk; None where the map says they are missing."""
        for row, text in zip(chunk.numbers, chunk.columns[self.index], strict=True):
            cell = text.strip()
            value = None if cell in self.rule.missing else amounts.number(cell)
            if isinstance(value, Bad):
                report.wrong(row, self.name, text, value.message, value.hint)
                value = None
            self.values.append(value)

    def add_series(self, levels: Facts) -> None:
        """Add the total-return series to the price levels it is computed from."""
        dated = sorted(
            zip(
                levels.columns["date"],
                levels.columns["level"],
                self.values,
                levels.rows,
                strict=True,
            )
        )
        series = total_return(
            [(day, price, dividend) for day, price, dividend, _ in dated],
            periods=self.rule.periods,
        )
        rows = {day: row for day, _, _, row in dated}
        for day, level in series:
            levels.rows.append(rows[day])
            given = {"index": self.rule.index, "date": day, "level": level, "total_return": True}
            for name, values in levels.columns.items():
                values.append(given.get(name))


def total_return(
    points: list[tuple[date, Decimal, Decimal | None]], *, periods: int
) -> list[tuple[date, Decimal]]:
    """Levels with dividends reinvested, from (day, price, yearly dividend) in order of days.

    The first level is the first price; each next one is the last times (price + dividend / periods)
    over the last price. Ends before the first unknown dividend. Levels keep ten decimals.
    """
    found: list[tuple[date, Decimal]] = []
    level = last_price = None
    for day, price, dividend in points:
        if dividend is None:
            break
        if level is None or last_price is None:
            level = price
        else:
            paid = amounts.EXACT.divide(dividend, Decimal(periods))
            growth = amounts.EXACT.divide(price + paid, last_price)
            level = amounts.EXACT.multiply(level, growth)
        last_price = price
        found.append((day, level.quantize(PLACES, context=amounts.EXACT)))
    return found
