"""Flows and exposures of a pack as one table for programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.exports.csv import csv_bytes
from services.exports.tables import Cell, Sheet
from services.lp_reporting.reports import Pack

COLUMNS = (
    "part", "date", "type", "name", "amount", "currency", "weight", "recallable", "due_date",
    "paid_date",
)  # fmt: skip


def flows_csv(pack: Pack) -> bytes:
    """Every flow since inception, then what is behind the value, as a CSV."""
    head = pack.content["report"]
    filters: tuple[tuple[str, Cell], ...] = (
        ("fund", head["fund"]["code"]),
        ("investor", head["investor"]["code"]),
        ("as_of", head["as_of"]),
        ("known_on", head["known_on"]),
        ("basis", head["basis"]),
        ("content_hash", pack.content_hash or "draft"),
    )
    return csv_bytes(
        Sheet(title=pack.name, filters=filters, columns=COLUMNS, rows=_rows(pack), notes=())
    )


def _rows(pack: Pack) -> tuple[tuple[Cell, ...], ...]:
    currency = pack.content["report"]["fund"]["currency"]
    flows = [
        (
            "flow",
            _day(flow["date"]),
            flow["type"],
            flow["label"],
            _amount(flow["amount"]),
            flow["currency"],
            None,
            flow["recallable"],
            _day(flow["due_date"]),
            _day(flow["paid_date"]),
        )
        for flow in pack.content["flows"]
    ]
    slices = [
        (
            "exposure",
            _day(pack.content["report"]["as_of"]),
            one["dimension"],
            one["name"],
            _amount(one["amount"]),
            currency,
            one["weight"],
            None,
            None,
            None,
        )
        for one in pack.content["exposure"]["slices"]
    ]
    return (*flows, *slices)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
