"""The demonstration firm as the files it would have imported: one per kind, one of corrections."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from services.demo import market
from services.demo.investors import INVESTORS
from services.demo.ledger import Entry, flows, moment, navs, shares
from services.demo.stories import STORIES, Story

NAME = "demonstration firm (generated)"
CORRECTIONS = "demonstration firm, corrections (generated)"
RECALLABLE = "distribution_recallable"
PUBLISHING = timedelta(days=75)  # peers are published two and a half months after the quarter


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file as text, '' for unknown, believed from `known_from` until `known_to`.

    `corrects`: it stands in the later file that put an earlier row right.
    """

    cells: tuple[str, ...]
    known_from: datetime
    known_to: datetime | None = None
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """One canonical file of a kind. The first row of `rows` stands in row 2, below the header."""

    kind: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def content(self) -> bytes:
        """The file as CSV: the same bytes on every machine."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(row.cells for row in self.rows)
        return text.getvalue().encode()


def firm() -> tuple[File, ...]:
    """Every file of the firm, in an order in which each refers only to earlier ones."""
    return (
        _file("funds", FUND_COLUMNS, map(_fund, STORIES)),
        _file("lpa_terms", TERM_COLUMNS, (row for story in STORIES for row in _terms(story))),
        _file("investors", ("investor", "name", "type", "country"), _investors()),
        _file("commitments", COMMITMENT_COLUMNS, (r for s in STORIES for r in _commitments(s))),
        *_reported("fund_cash_flows", FLOW_COLUMNS, [r for s in STORIES for r in _flows(s)]),
        *_reported("fund_navs", NAV_COLUMNS, [row for s in STORIES for row in _navs(s)]),
        _file("benchmarks", PEER_COLUMNS, _peers()),
        _file("index_levels", ("index", "date", "level", "total_return"), _levels()),
        _file("fx_rates", ("currency", "date", "per_base", "base", "source"), _rates()),
    )


FUND_COLUMNS = (
    "fund", "name", "vintage_year", "strategy", "geography", "currency", "total_committed",
    "inception_date", "investment_period_end", "term_end",
)  # fmt: skip
TERM_COLUMNS = (
    "fund", "effective_date", "waterfall", "preferred_return", "carry_rate", "catch_up_rate",
    "fee_rate", "fee_basis", "gp_commitment", "limit_single_company", "limit_sector",
)  # fmt: skip
COMMITMENT_COLUMNS = ("fund", "investor", "date", "amount")
FLOW_COLUMNS = ("fund", "date", "type", "amount", "investor", "currency", "recallable")
NAV_COLUMNS = ("fund", "date", "nav", "investor", "currency")
PEER_COLUMNS = (
    "provider", "release", "vintage_year", "strategy", "geography", "metric", "p05", "p25", "p50",
    "p75", "p95", "n", "as_of",
)  # fmt: skip


def _file(kind: str, columns: tuple[str, ...], rows: Iterable[Row], *, name: str = NAME) -> File:
    return File(kind, name, columns, tuple(rows))


def _reported(kind: str, columns: tuple[str, ...], rows: Sequence[Row]) -> Iterator[File]:
    """The file as first reported, then one with the rows that corrected it."""
    yield _file(kind, columns, (row for row in rows if not row.corrects))
    yield _file(kind, columns, (row for row in rows if row.corrects), name=CORRECTIONS)


def _fund(story: Story) -> Row:
    cells = (
        story.code, story.name, story.vintage_year, story.strategy, story.geography,
        story.currency, sum(story.commitments.values()), story.inception,
        story.investment_period_end, story.term_end,
    )  # fmt: skip
    return _row(moment(story.inception), *cells)


def _terms(story: Story) -> Iterator[Row]:
    for day, rate, basis in story.fee_steps:
        own = story.commitments[story.general_partner]
        cells = (story.code, day, "european", "0.08", "0.20", "1", rate, basis, own, "0.15", "0.35")
        yield _row(moment(day), *cells)


def _investors() -> Iterator[Row]:
    first = min(story.inception for story in STORIES)
    return (_row(moment(first), *investor) for investor in INVESTORS)


def _commitments(story: Story) -> Iterator[Row]:
    for investor, amount in story.commitments.items():
        yield _row(moment(story.inception), story.code, investor, story.inception, amount)


def _flows(story: Story) -> Iterator[Row]:
    for entry in flows(story):
        recallable = "true" if entry.type.startswith(RECALLABLE) else ""
        for investor, amount in shares(story, entry).items():
            cells = (entry.date, entry.type, amount, investor or "", story.currency, recallable)
            yield _of(entry, story.code, *cells)


def _navs(story: Story) -> Iterator[Row]:
    for entry in navs(story):
        for investor, amount in shares(story, entry).items():
            yield _of(entry, story.code, entry.date, amount, investor or "", story.currency)


def _peers() -> Iterator[Row]:
    return (_row(moment(market.PUBLISHED + PUBLISHING), *cells) for cells in market.peers())


def _levels() -> Iterator[Row]:
    for code, day, level, total_return in market.index_levels():
        yield _row(moment(day), code, day, level, "true" if total_return else "false")


def _rates() -> Iterator[Row]:
    for currency, day, rate in market.fx_rates():
        yield _row(moment(day), currency, day, rate, "USD", "synthetic")


def _of(entry: Entry, *cells: str | date | Decimal) -> Row:
    return Row(tuple(map(str, cells)), entry.known_from, entry.known_to, entry.corrects)


def _row(known_from: datetime, *cells: str | int | date | Decimal) -> Row:
    return Row(tuple(map(str, cells)), known_from)
