"""The register: risks that people write down, how likely and how grave, and who does what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.access.permissions import check_action
from services.db.queries.risk import register as kept
from services.db.queries.risk.register import RegisterRow
from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.envelope import Meta, Note
from services.errors import Fault, InvalidInput, NotFound
from services.risk.alerts.settings import fund_of
from services.risk.results import Register, RiskRow
from services.scope import Principal

ACTION = "set_risk"
STATES = ("open", "mitigated", "closed")
CATEGORIES = (
    "market", "portfolio", "liquidity", "valuation", "currency", "legal", "people", "operations",
    "reputation", "esg", "other",
)  # fmt: skip
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
LONGEST = {"title": 200, "owner": 100, "action": 1000}


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskSetting:
    """A risk as somebody writes it. `code` None: a new one. `fund` is a code or id, None: the
    firm's."""

    title: str
    category: str
    likelihood: int
    impact: int
    code: str | None = None
    fund: str | None = None
    owner: str | None = None
    action: str | None = None
    due: date | None = None
    state: str = "open"


def register(
    found: Sequence[RegisterRow], *, codes: Mapping[str, str], may_set: bool, meta: Meta
) -> Register:
    """The register as it stands, the highest score first; `codes` of funds by id."""
    rows = tuple(
        RiskRow(
            code=row.code,
            fund=codes.get(row.fund_id) if row.fund_id else None,
            title=row.title,
            category=row.category,
            likelihood=row.likelihood,
            impact=row.impact,
            score=row.likelihood * row.impact,
            owner=row.owner,
            action=row.action,
            due=row.due,
            state=row.state,
            set_by=row.set_by,
            known_from=row.known_from,
        )
        for row in found
    )
    return Register(risks=rows, may_set=may_set, meta=meta, notes=tuple(_notes(rows)))


def set_risk(
    db: Database, principal: Principal, setting: RiskSetting
) -> tuple[str, dict[str, int]]:
    """Write a risk down, or change it; its code and the raised counters, for `tell`.

    InvalidInput with every fault, NotFound for a fund or an entry that is missing or not granted.
    """
    check_action(principal, ACTION)
    faults = _faults(setting)
    if faults:
        raise InvalidInput(faults[0].text, faults=tuple(faults))
    with db.session() as session:
        kept.take_turn(session)
        fund_id = fund_of(session, principal, setting.fund)
        before = kept.current(session, setting.code) if setting.code else None
        if before is not None and not _visible(principal, before.fund_id):
            raise NotFound
        code = setting.code or kept.next_code(session)
        kept.set_risk(session, _row(setting, code, fund_id, principal))
        scopes = {fund_id or SHARED} | ({before.fund_id or SHARED} if before else set())
        return code, bump(session, scopes)


def _row(
    setting: RiskSetting, code: str, fund_id: str | None, principal: Principal
) -> dict[str, object]:
    return {
        "code": code,
        "fund_id": fund_id,
        "title": setting.title.strip(),
        "category": setting.category,
        "likelihood": setting.likelihood,
        "impact": setting.impact,
        "owner": (setting.owner or "").strip() or None,
        "action": (setting.action or "").strip() or None,
        "due": setting.due,
        "state": setting.state,
        "set_by": principal.name,
    }


def _visible(principal: Principal, fund_id: str | None) -> bool:
    return fund_id is None or principal.funds is None or fund_id in principal.funds


def _faults(setting: RiskSetting) -> list[Fault]:
    found = []
    if not setting.title.strip():
        found.append(Fault("title", "title says in a few words what may happen.", "missing"))
    for place, most in LONGEST.items():
        if len(getattr(setting, place) or "") > most:
            found.append(Fault(place, f"{place} has at most {most} letters."))
    for place in ("likelihood", "impact"):
        if not 1 <= getattr(setting, place) <= 5:
            found.append(Fault(place, f"{place} is 1 (least) to 5 (most).", "range"))
    for place, choices in (("category", CATEGORIES), ("state", STATES)):
        if getattr(setting, place) not in choices:
            found.append(Fault(place, f"{place} is one of {', '.join(choices)}.", "choice"))
    if setting.code is not None and not CODE.fullmatch(setting.code):
        found.append(Fault("code", "code is up to 64 letters, digits, dots and dashes."))
    return found


def _notes(rows: Sequence[RiskRow]) -> list[Note]:
    if not rows:
        return [Note("risks", "nothing_written", "Nobody has written a risk down yet.")]
    notes = []
    for key, words in (
        ("fund", "A risk without a fund is the firm's."),
        ("owner", "Nobody owns these yet."),
        ("action", "Nothing is planned against these yet."),
        ("due", "No day is set for these."),
    ):
        if any(getattr(row, key) is None for row in rows):
            notes.append(Note(key, "not_said", words))
    return notes
