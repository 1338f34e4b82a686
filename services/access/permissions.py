"""What a role may read and do: one table, and nothing that is not in it."""

from __future__ import annotations

from services.errors import Forbidden, NotFound
from services.modules import MODULES, Module, by_slug
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
    "see_quality": frozenset({"partner", "associate", "operations", "auditor"}),
    "audit": frozenset({"auditor"}),
    "prepare_report": frozenset({"partner", "operations"}),
    "approve_report": frozenset({"partner"}),
    "lock_report": frozenset({"partner", "operations"}),
    "waive_check": frozenset({"partner"}),
    "simulate": frozenset({"partner", "associate", "operations", "auditor"}),
    "act_on_alert": frozenset({"partner", "associate", "operations"}),
    "set_alert_rule": frozenset({"partner", "operations"}),
    "set_risk": frozenset({"partner", "associate", "operations"}),
    "manage_users": frozenset({"admin"}),
}

FIRM = "fund_performance"  # the page of the firm is for those who may read funds' figures

# Pages beside the modules and what they take; a page that is not named is for all who sign in.
PAGE_ACTIONS: dict[str, str] = {"imports": "see_imports", "data-quality": "see_quality"}


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


def may(principal: Principal, action: str) -> bool:
    """Whether a role of the principal includes the action (a key of ACTIONS)."""
    return bool(principal.roles & ACTIONS[action])


def may_import(principal: Principal) -> bool:
    """Whether the principal may hand files in: they change facts of any fund."""
    return may(principal, "import") and principal.funds is None


def may_open(principal: Principal, page: str) -> bool:
    """Whether the page of that slug, a module's or another, is for this principal."""
    module = by_slug(page)
    if module is not None:
        return module.name in readable(principal)
    if page in ("", "firm"):
        return FIRM in readable(principal)
    if page == "imports/new":
        return may_import(principal)
    action = PAGE_ACTIONS.get(page)
    if action is None:
        return "lp" not in principal.roles  # what is not a limited partner's is not there for one
    return may(principal, action)


def check_action(principal: Principal, action: str) -> None:
    """Raise Forbidden unless a role of the principal includes the action (a key of ACTIONS).

    For a limited partner the family does not exist: NotFound.
    """
    if not may(principal, action):
        if "lp" in principal.roles:
            raise NotFound
        raise Forbidden
    if action == "manage_users" and principal.kind != "session":
        raise Forbidden("People are managed signed in, not with a key.")


def check_export(principal: Principal) -> None:
    """Raise Forbidden when the principal may look at figures but not take them away as a file."""
    if not principal.may_export:
        raise Forbidden("This view may not be downloaded; open the dashboard itself.")
