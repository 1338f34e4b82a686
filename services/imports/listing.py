"""What can be imported, as data: kinds, their columns, types, account lines, shipped profiles."""

from __future__ import annotations

from typing import Any

from services.calc import capital_account, transactions
from services.imports.kinds import KINDS, Kind, kind_named
from services.imports.kinds.declare import Type
from services.imports.maps import profiles

BASES = (transactions.NET, transactions.GROSS)
LINES = (transactions.WITH, transactions.WITHOUT)


def overview() -> dict[str, Any]:
    """Every kind and every profile, one sentence each."""
    return {
        "kinds": [{"kind": kind.name, "meaning": kind.meaning} for kind in KINDS.values()],
        "profiles": _profiles(None),
    }


def described(name: str) -> dict[str, Any]:
    """One kind: columns, profiles, and the types or account lines it takes. InvalidInput."""
    kind = kind_named(name)
    found: dict[str, Any] = {
        "kind": kind.name,
        "meaning": kind.meaning,
        "columns": _columns(kind),
        "profiles": _profiles(kind.name),
    }
    if any(column.type is Type.FLOW_TYPE for column in kind.columns):
        found["types"] = _types()
    if any(column.type is Type.ACCOUNT for column in kind.columns):
        found["accounts"] = _accounts()
    return found


def _columns(kind: Kind) -> list[dict[str, Any]]:
    return [
        {
            "name": column.name,
            "type": " or ".join(column.choices) or str(column.type),
            "choices": list(column.choices),
            "required": column.required,
            "meaning": column.meaning,
            "example": column.example,
        }
        for column in kind.columns
    ]


def _profiles(kind: str | None) -> list[dict[str, str]]:
    return [
        {"profile": profile.name, "kind": profile.kind, "words": profile.words}
        for profile in profiles().values()
        if kind in (None, profile.kind)
    ]


def _types() -> list[dict[str, Any]]:
    """Every transaction type with its bucket per basis and credit line; None: left out there."""
    return [
        {
            "type": kind.slug,
            "label": kind.label,
            "direction": "paid in" if kind.direction < 0 else "paid out",
            "recallable": kind.recallable,
        }
        | {
            f"{basis}_{line}": kind.bucket_for(basis=basis, credit_line=line)
            for basis in BASES
            for line in LINES
        }
        for kind in transactions.TYPES.values()
    ]


def _accounts() -> list[dict[str, Any]]:
    """Every line of a capital account; `total` lines add up others and are never added to them."""
    usual = {1: "raises", -1: "lowers", 0: "either"}
    return [
        {
            "account": line.slug,
            "label": line.label,
            "section": line.section,
            "usual": usual[line.sign],
            "total": line.total,
        }
        for line in capital_account.LINES.values()
    ]
