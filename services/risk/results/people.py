"""Whom the value hangs on: people by what they lead and cover, and what hangs on one alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.envelope import Meta, Note, parts, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPersonRow:
    """Somebody by what they look after. `leads` companies, sit on boards, cover any way, `alone`:
    nobody else covers them. `user_id` None: only named by a file."""

    user_id: str | None
    user: str
    name: str
    leads: int = unit("count")
    lead_weight: float | None = unit("fraction")
    board_seats: int = unit("count")
    covers: int = unit("count")
    fair_value: Decimal | None = unit("money")
    weight: float | None = unit("fraction")
    alone: int = unit("count")
    alone_weight: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredCompany:
    """A company, who leads it (code, else the file's words), who covers it and how many they are.

    `people` are those whom the reader may see. `covered_by` None: nothing is on record.
    """

    company_id: str
    company: str
    name: str
    fair_value: Decimal | None = unit("money")
    weight: float | None = unit("fraction")
    lead: str | None
    people: tuple[str, ...]
    covered_by: int | None = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPersonTerm:
    """What one investor agreed of key persons; `effective_date` None: from the first closing."""

    fund: str
    investor: str
    term: str
    value: str
    effective_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPerson:
    """Key-person and coverage risk of what is held. `top_person_weight`: the part of value that
    one person leads, the most of any. `single_covered` companies hang on one person,
    `uncovered` ones on nobody; `sla_days`: how recent a touch has to be to count."""

    people: tuple[KeyPersonRow, ...] = rows(KeyPersonRow)
    companies: tuple[CoveredCompany, ...] = parts(CoveredCompany)
    top_person: str | None
    top_person_name: str | None
    top_person_weight: float | None = unit("fraction")
    single_covered: int | None = unit("count")
    single_covered_share: float | None = unit("fraction")
    uncovered: int | None = unit("count")
    uncovered_share: float | None = unit("fraction")
    sla_days: int = unit("days")
    terms: tuple[KeyPersonTerm, ...] = parts(KeyPersonTerm)
    meta: Meta
    notes: tuple[Note, ...]
