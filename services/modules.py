"""The modules that are built, in the order of the rail: the one list that every layer reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Module:
    """One module. `name` is the file name in every layer; slug, title and class follow from it."""

    name: str
    brief: str
    icon: str

    @property
    def slug(self) -> str:
        return self.name.replace("_", "-")

    @property
    def title(self) -> str:
        return self.name.replace("_", " ").title().replace("Lp ", "LP ")


MODULES: tuple[Module, ...] = (
    Module("fund_performance", brief="Fund", icon="graph-up"),
    Module("portfolio_analytics", brief="Portfolio", icon="columns-gap"),
    Module("deal_flow", brief="Deals", icon="funnel"),
    Module("market_intelligence", brief="Market", icon="globe2"),
    Module("lp_reporting", brief="LPs", icon="file-text"),
    Module("team_operations", brief="Team", icon="people"),
    Module("risk", brief="Risk", icon="shield-exclamation"),
)


def by_slug(slug: str) -> Module | None:
    """The module under `/slug`, None when there is none."""
    return next((module for module in MODULES if module.slug == slug), None)
