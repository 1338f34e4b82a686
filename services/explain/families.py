"""Every family of figures there is, by the code in its ids: a new module adds its own here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from services.explain import fund_performance
from services.explain.recipe import Family

FAMILIES: Mapping[str, Family] = MappingProxyType(
    {family.code: family for family in (*fund_performance.FAMILIES,)}
)
