"""People: added by hand, with roles and funds, and shut out at once when disabled."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services import clock
from services.access import passwords
from services.access.recent import recent
from services.access.secrets import new_password
from services.db.models import User
from services.db.queries import access as rows
from services.db.queries.access import UserRow
from services.db.session import Database
from services.errors import InvalidInput, NotFound
from services.scope import ROLES

EVERYWHERE = frozenset({"partner", "auditor"})  # see every fund unless some are named
DEMO_EMAIL = "demo@gp.example"
DEMO_ROLES = ("partner", "operations", "admin")
ADDRESS = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,190}")


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user just made, with the only sight of the password."""

    email: str
    password: str
    roles: tuple[str, ...]
    all_funds: bool


def add_user(
    db: Database,
    email: str,
    *,
    roles: Collection[str],
    funds: Collection[str] = (),
    all_funds: bool = False,
    investor: str | None = None,
    name: str | None = None,
) -> NewUser:
    """Add a person; `funds` are codes, `investor` the code of a limited partner.

    Partners and auditors see every fund unless some are named; the others those named. A member of
    the team who was imported and could not sign in so far keeps code, name and title.
    Raises InvalidInput for an unusable address, role or investor, a taken address, and
    NotFound for an unknown fund or investor.
    """
    address = normal(email)
    _check_roles(roles, investor)
    password = new_password()
    kept = passwords.hashed(password)
    everywhere = all_funds or (not funds and bool(EVERYWHERE & set(roles)))
    with db.session() as session:
        user = _person(session, address, name)
        user.roles = [role for role in ROLES if role in roles]
        user.all_funds = everywhere
        user.investor_id = _investor_id(session, investor)
        user.password_hash = kept
        session.add(user)
        session.flush()
        known = rows.fund_ids(session, funds)
        _check_funds(funds, known)
        rows.set_grants(session, user.id, known.values())
    return NewUser(email=address, password=password, roles=tuple(user.roles), all_funds=everywhere)


def _person(session: Session, address: str, name: str | None) -> User:
    """Somebody new, or a member of the team who has no login yet. InvalidInput for a taken one."""
    found = rows.user_by_email(session, address)
    if found is None:
        return User(email=address, name=name or address.partition("@")[0])
    if found.roles or found.password_hash is not None or found.disabled_at is not None:
        raise InvalidInput(f"{address} is already there: see `gpdash user list`.")
    found.name = name or found.name
    return found


def list_users(db: Database) -> list[UserRow]:
    """Everybody, by address."""
    with db.read() as session:
        return rows.users(session)


def disable_user(db: Database, email: str) -> None:
    """Shut a person out: sessions, keys and embed tokens end with it. NotFound if unknown."""
    user = find_user(db, email)
    with db.session() as session:
        moment = clock.now()
        session.merge(user).disabled_at = moment
        rows.revoke_all(session, user.id, moment)
    recent(db).forget(user.id)


def grant_funds(
    db: Database, email: str, *, funds: Collection[str] = (), all_funds: bool = False
) -> None:
    """Make these (codes), or all, the funds a person sees. NotFound for an unknown fund."""
    user = find_user(db, email)
    with db.session() as session:
        known = rows.fund_ids(session, funds)
        _check_funds(funds, known)
        session.merge(user).all_funds = all_funds
        rows.set_grants(session, user.id, known.values())
    recent(db).forget(user.id)


def an_issuer(db: Database) -> str:
    """The address of a person whose grants an embed token can pass on: the first partner.

    InvalidInput when there is no partner.
    """
    for person in list_users(db):
        if "partner" in person.roles and person.disabled_at is None:
            return person.email
    raise InvalidInput("There is no partner whose grants could be passed on: name --user EMAIL.")


def sign_out_everywhere(db: Database, email: str) -> None:
    """End every session and key of a person and void their embed tokens. NotFound if unknown."""
    user = find_user(db, email)
    with db.session() as session:
        rows.revoke_all(session, user.id, clock.now())
    recent(db).forget(user.id)


def reset_password(db: Database, email: str) -> str:
    """A new password, told once; the old one, every session and every key end."""
    user = find_user(db, email)
    password = new_password()
    kept = passwords.hashed(password)
    with db.session() as session:
        session.merge(user).password_hash = kept
        rows.revoke_all(session, user.id, clock.now())
    recent(db).forget(user.id)
    return password


def find_user(db: Database, email: str) -> User:
    """The person with this address; NotFound when there is none."""
    with db.read() as session:
        user = rows.user_by_email(session, normal(email))
    if user is None:
        raise NotFound(f"Nobody has the address {email}: see `gpdash user list`.")
    return user


def ensure_demo_login(db: Database) -> tuple[str, str] | None:
    """The demonstration login (address, password) when it had to be made; None when it is there."""
    with db.read() as session:
        if rows.user_by_email(session, DEMO_EMAIL):
            return None
    made = add_user(db, DEMO_EMAIL, roles=DEMO_ROLES, name="Demo")
    return made.email, made.password


def normal(email: str) -> str:
    """An address as it is kept: trimmed and in lower case. InvalidInput when it is none."""
    address = email.strip().lower()
    if not ADDRESS.fullmatch(address):
        raise InvalidInput(f"{email!r} is no e-mail address.")
    return address


def _check_roles(roles: Collection[str], investor: str | None) -> None:
    unknown = set(roles) - set(ROLES)
    if unknown or not roles:
        raise InvalidInput(f"A role is one of {', '.join(ROLES)}.")
    if "lp" in roles and len(set(roles)) > 1:
        raise InvalidInput("A limited partner has no other role.")
    if ("lp" in roles) != (investor is not None):
        raise InvalidInput("The role lp, and no other, needs --investor CODE.")


def _investor_id(session: Session, code: str | None) -> str | None:
    found = rows.investor_id(session, code) if code else None
    if code and found is None:
        raise NotFound(f"There is no investor {code}: import investors first.")
    return found


def _check_funds(codes: Collection[str], known: dict[str, str]) -> None:
    missing = sorted(set(codes) - set(known))
    if missing:
        raise NotFound(f"There is no fund {', '.join(missing)}: import it first.")
