"""Cache keys, built here and nowhere else: what was asked, by whose eyes, from which facts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import date

from services.db.reads.versions import SHARED
from services.envelope import DEFINITIONS_VERSION
from services.scope import Scope

SCHEMA = f"1-{DEFINITIONS_VERSION}"  # raise the number when the stored bytes change their shape
PREFIX = "gp:"


def cache_key(
    family: str,
    fund_ids: Sequence[str],
    versions: Mapping[str, int],
    scope: Scope,
    view: str,
    *,
    today: date,
    extra: str = "",
) -> str:
    """`gp:{schema}:{family}:{funds}:{data_version}:{hash}` of one answer.

    `fund_ids` are the ids the scope stands for, already cut to what the principal may see, and
    `versions` (of `Versions.of`) were read before the facts were. `view` is `Principal.view`;
    `extra` whatever else decides the bytes (format, index, amounts); `today` the business day on
    which defaults such as the last closed quarter stand.
    """
    funds = sorted(fund_ids)
    # Counters only grow, so the sum over a given set of funds names one state of its facts.
    counted = sum(versions[fund] for fund in funds)
    asked = repr((astuple(scope), view, extra, today.isoformat()))
    digest = hashlib.blake2b(asked.encode(), digest_size=16).hexdigest()
    version = f"{counted}.{versions[SHARED]}"
    return f"{PREFIX}{SCHEMA}:{family}:{fund_set(funds)}:{version}:{digest}"


def fund_set(fund_ids: Sequence[str]) -> str:
    """One fund's id, or a short name for a set of them; `-` for none."""
    if len(fund_ids) <= 1:
        return fund_ids[0] if fund_ids else "-"
    joined = ",".join(sorted(fund_ids)).encode()
    return f"{len(fund_ids)}~{hashlib.blake2b(joined, digest_size=12).hexdigest()}"
