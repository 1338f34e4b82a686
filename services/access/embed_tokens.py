"""Embed tokens: short-lived, signed, naming modules and funds, never more than their issuer has."""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from services import clock
from services.access.identified import Identified, enabled, funds_of, of_embed
from services.access.permissions import modules_of
from services.access.recent import recent
from services.access.users import find_user
from services.db.models import User
from services.db.queries import access as rows
from services.db.session import Database
from services.errors import Forbidden, InvalidInput, NotFound, Unauthenticated
from services.modules import by_slug
from services.settings import Settings

ISSUER, AUDIENCE, ALGORITHM = "gpdash", "gp-embed", "HS256"
CLAIMS = ("iss", "aud", "sub", "iat", "nbf", "exp", "jti", "mod", "fund", "theme", "exp_ok")
THEMES = ("light", "dark", "auto")
DEFAULT_MINUTES, LONGEST = 5, timedelta(minutes=15)
LEEWAY = timedelta(seconds=30)
MOST_FUNDS, LONGEST_TOKEN, LONGEST_ID = 50, 4096, 64
PLAIN = re.compile(r"[\x21-\x7e]{1,64}")


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says, after its signature and shape were found good."""

    issuer_id: str
    jti: str
    modules: frozenset[str]
    funds: frozenset[str]
    investor_id: str | None
    may_export: bool
    issued_at: datetime
    expires_at: datetime

    @property
    def key(self) -> str:
        """What tells this token from others in the process's memory."""
        return f"embed:{self.issuer_id}:{self.jti}:{self.issued_at.timestamp()}"


def issue_embed(
    db: Database,
    settings: Settings,
    *,
    email: str,
    modules: Collection[str],
    funds: Collection[str],
    theme: str = "auto",
    minutes: int = DEFAULT_MINUTES,
    may_export: bool = False,
) -> str:
    """A token that shows `modules` (slugs) of `funds` (codes) as far as this person may see them.

    Lives for `minutes`, 15 at most. Raises InvalidInput, NotFound, or Forbidden where the person
    has no right to pass on.
    """
    return issue_embed_for(
        db,
        settings,
        user_id=find_user(db, email).id,
        modules=modules,
        funds=funds,
        theme=theme,
        minutes=minutes,
        may_export=may_export,
    )


def issue_embed_for(
    db: Database,
    settings: Settings,
    *,
    user_id: str,
    modules: Collection[str],
    funds: Collection[str],
    theme: str = "auto",
    minutes: int = DEFAULT_MINUTES,
    may_export: bool = False,
) -> str:
    """`issue_embed` for a person who is known by id already."""
    if not 1 <= minutes <= LONGEST // timedelta(minutes=1):
        raise InvalidInput("An embed token lives from 1 to 15 minutes; its page asks for the next.")
    if theme not in THEMES:
        raise InvalidInput(f"A theme is one of {', '.join(THEMES)}.")
    with db.read() as session:
        user = enabled(rows.user(session, user_id))
        ids = _passed_on(rows.fund_ids(session, funds), funds, funds_of(session, user))
    claims = {
        "sub": user.id,
        "mod": _module_names(modules, user),
        "fund": ids,
        "theme": theme,
        "exp_ok": may_export,
    }
    if user.investor_id:
        claims["lp"] = user.investor_id
    return signed(settings, claims, lifetime=timedelta(minutes=minutes))


def signed(settings: Settings, claims: dict[str, Any], *, lifetime: timedelta) -> str:
    """The claims with issuer, audience, dates and number, signed with the present secret."""
    now = int(clock.now().timestamp())
    body = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "nbf": now, "jti": str(uuid.uuid4())}
    body |= {"exp": now + int(lifetime.total_seconds())} | claims
    key = signing_key(settings.secret_key)
    return jwt.encode(body, key, algorithm=ALGORITHM, headers={"kid": key_id(key)})


def identify_embed(db: Database, settings: Settings, token: str) -> Identified:
    """The viewer a token makes; Unauthenticated when it is not good, for whatever reason.

    Funds and modules are those of the token that its issuer may still see.
    """
    claims = read_token(settings, token)
    known = recent(db).get(claims.key)
    if known is None:
        known = by_claims(db, claims)
        recent(db).put(claims.key, known)
    return known


def by_claims(db: Database, claims: Claims) -> Identified:
    """The viewer as the issuer's grants are now, asked of the database."""
    with db.read() as session:
        issuer = enabled(rows.user(session, claims.issuer_id))
        revoked = rows.embeds_revoked_before(session, issuer.id)
        if revoked is not None and claims.issued_at < revoked:
            raise Unauthenticated
        return of_embed(
            session,
            issuer,
            modules=claims.modules,
            funds=claims.funds,
            investor_id=claims.investor_id,
            may_export=claims.may_export,
            credential=claims.jti,
            since=claims.issued_at,
            until=claims.expires_at,
        )


def read_token(settings: Settings, token: str) -> Claims:
    """The claims of a token with a good signature, shape, life and audience.

    Raises Unauthenticated, without saying what is wrong with it.
    """
    if len(token) > LONGEST_TOKEN:
        raise Unauthenticated
    try:
        key = _key_of(settings, str(jwt.get_unverified_header(token).get("kid", "")))
        body = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            leeway=LEEWAY,
            options={"require": list(CLAIMS), "strict_aud": True},
        )
        return _claims(body)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, OverflowError) as bad:
        raise Unauthenticated from bad


def signing_key(secret: str) -> bytes:
    """The key for embed tokens under a secret: one secret, one key per use."""
    return hmac.digest(secret.encode(), b"gpdash embed tokens", "sha256")


def key_id(key: bytes) -> str:
    """The name of a key, which tells nothing of it."""
    return hashlib.sha256(b"kid" + key).hexdigest()[:12]


def _key_of(settings: Settings, kid: str) -> bytes:
    for secret in (settings.secret_key, *settings.secret_key_fallbacks):
        key = signing_key(secret)
        if hmac.compare_digest(key_id(key).encode(), kid.encode("utf-8", "replace")):
            return key
    raise KeyError("unknown kid")


def _claims(body: dict[str, Any]) -> Claims:
    """Check what PyJWT does not: the length of life and the type of each claim."""
    issued, expires = _moment(body["iat"]), _moment(body["exp"])
    if not timedelta(0) < expires - issued <= LONGEST:
        raise ValueError("lives too long")
    if body["theme"] not in THEMES or not isinstance(body["exp_ok"], bool):
        raise ValueError("theme or exp_ok")
    return Claims(
        issuer_id=_plain(body["sub"]),
        jti=_plain(body["jti"]),
        modules=frozenset(_list(body["mod"])),
        funds=frozenset(_list(body["fund"])),
        investor_id=_plain(body["lp"]) if body.get("lp") is not None else None,
        may_export=body["exp_ok"],
        issued_at=issued,
        expires_at=expires,
    )


def _moment(value: object) -> datetime:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("a date of a token is a whole number of seconds")
    return datetime.fromtimestamp(value, UTC)


def _list(value: object) -> list[str]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_FUNDS:
        raise TypeError("not a short list")
    return [_plain(item) for item in value]


def _plain(value: object) -> str:
    if not isinstance(value, str) or not PLAIN.fullmatch(value):
        raise TypeError("not a plain name")
    return value


def _module_names(slugs: Collection[str], user: User) -> list[str]:
    names = []
    for slug in slugs:
        module = by_slug(slug)
        if module is None:
            raise NotFound(f"There is no module {slug}.")
        names.append(module.name)
    if not names:
        raise InvalidInput("Name at least one module.")
    if not set(names) <= modules_of(frozenset(user.roles)):
        raise Forbidden(f"{user.email} may not see that module.")
    return names


def _passed_on(
    found: dict[str, str], codes: Collection[str], own: frozenset[str] | None
) -> list[str]:
    """Ids of the funds named, each of which the person must see."""
    if not 1 <= len(codes) <= MOST_FUNDS:
        raise InvalidInput(f"Name from 1 to {MOST_FUNDS} funds.")
    for code in codes:
        if code not in found or (own is not None and found[code] not in own):
            raise NotFound(f"There is no fund {code} that this person may see.")
    return list(found.values())
