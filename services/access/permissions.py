"""What a role may read and do: one table, and nothing that is not in it."""

from __future__ import annotations

from services.errors import Forbidden, NotFound
from services.modules import MODULES, Module
from services.scope import Principal

EVERY_MODULE = frozenset(
    {
        "fund_performance",
        "portfolio_analytics",
        "deal_flow",
        "market_intelligence",
        "lp_reporting",
        "team_operations",
        "risk",
    }
)
ROLE_MODULES: dict[str, frozenset[str]] = {
    "partner": EVERY_MODULE,
    "operations": EVERY_MODULE,
    "auditor": EVERY_MODULE,
    "associate": EVERY_MODULE - {"lp_reporting"},
    "lp": frozenset({"lp_reporting"}),
    "admin": frozenset(),  # administration is not access to data
}
ACTIONS: dict[str, frozenset[str]] = {
    "import": frozenset({"operations"}),
    "refresh": frozenset({"partner", "associate", "operations"}),
    "see_imports": frozenset({"partner", "associate", "operations", "auditor"}),
    "audit": frozenset({"auditor"}),
    "manage_users": frozenset({"admin"}),
}


def modules_of(roles: frozenset[str]) -> frozenset[str]:
    """Names of the modules that these roles may read."""
    return frozenset().union(*(ROLE_MODULES.get(role, frozenset()) for role in roles))


def readable(principal: Principal) -> frozenset[str]:
    """Names of the modules that this principal may read."""
    own = modules_of(principal.roles)
    return own if principal.modules is None else principal.modules


def modules_for(principal: Principal) -> tuple[Module, ...]:
    """The built modules that this principal may read, in the order of the rail."""
    names = readable(principal)
    return tuple(module for module in MODULES if module.name in names)


def check_module(principal: Principal, name: str) -> None:
    """Raise Forbidden when the principal may not read the module.

    For a limited partner the other modules do not exist: NotFound.
    """
    if name in readable(principal):
        return
    if "lp" in principal.roles:
        raise NotFound
    raise Forbidden


def check_action(principal: Principal, action: str) -> None:
    """Raise Forbidden unless a role of the principal includes the action (a key of ACTIONS)."""
    if not principal.roles & ACTIONS[action]:
        raise Forbidden
    if action == "manage_users" and principal.kind != "session":
        raise Forbidden("People are managed signed in, not with a key.")


def check_export(principal: Principal) -> None:
    """Raise Forbidden when the principal may look at figures but not take them away as a file."""
    if not principal.may_export:
        raise Forbidden("This view may not be downloaded; open the dashboard itself.")
