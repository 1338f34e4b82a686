"""`gpdash user` and `gpdash token`: who may come in, and with what."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from dashapp.cli.context import Context
from dashapp.cli.output import emit, say

if TYPE_CHECKING:
    from dashapp.cli.output import Subparsers
    from services.db.queries.access import UserRow


def register(subparsers: Subparsers) -> None:
    """Add `user add|list|grant|disable|password` and `token api|embed|revoke`."""
    _register_user(subparsers.add_parser("user", help="people who may sign in"))
    _register_token(subparsers.add_parser("token", help="API keys and embed tokens"))


def _register_user(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    add = actions.add_parser("add", help="add a person and print the password, once")
    add.add_argument("email")
    add.add_argument("--role", action="append", required=True, help="may be repeated")
    add.add_argument("--fund", action="append", default=[], metavar="CODE", help="may be repeated")
    add.add_argument("--all-funds", action="store_true", help="every fund, also later ones")
    add.add_argument("--investor", metavar="CODE", help="the limited partner, with the role lp")
    add.add_argument("--name")
    _json_and_run(add, _add)
    _json_and_run(actions.add_parser("list", help="everybody, with roles and funds"), _list)
    grant = actions.add_parser("grant", help="make these the funds a person sees")
    grant.add_argument("email")
    grant.add_argument(
        "--fund", action="append", default=[], metavar="CODE", help="may be repeated"
    )
    grant.add_argument("--all-funds", action="store_true", help="every fund, also later ones")
    _json_and_run(grant, _grant)
    for name, words, run in (
        ("disable", "shut a person out at once", _disable),
        ("password", "a new password, printed once; signs out everywhere", _password),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("email")
        _json_and_run(action, run)


def _register_token(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    api = actions.add_parser("api", help="a key for programs, printed once")
    api.add_argument("--user", required=True, metavar="EMAIL")
    api.add_argument("--days", type=int, default=90, help="1 to 365, 90 unless given")
    _json_and_run(api, _api)
    embed = actions.add_parser("embed", help="a short-lived token for an embedded page")
    embed.add_argument("--module", action="append", required=True, metavar="SLUG")
    embed.add_argument("--fund", action="append", required=True, metavar="CODE")
    embed.add_argument("--user", metavar="EMAIL", help="whose grants it passes on")
    embed.add_argument("--theme", default="auto", help="light, dark or auto")
    embed.add_argument("--minutes", type=int, default=5, help="1 to 15, 5 unless given")
    embed.add_argument("--export", action="store_true", help="downloads are allowed")
    _json_and_run(embed, _embed)
    revoke = actions.add_parser("revoke", help="end a key, or everything of a person")
    which = revoke.add_mutually_exclusive_group(required=True)
    which.add_argument("--key", metavar="PREFIX", help="the first characters of the key")
    which.add_argument("--user", metavar="EMAIL", help="sessions, keys and embed tokens")
    _json_and_run(revoke, _revoke)


def _json_and_run(parser: argparse.ArgumentParser, run: object) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.set_defaults(run=run)


def _add(arguments: argparse.Namespace, context: Context) -> int:
    from services.access.users import add_user

    made = add_user(
        context.db,
        arguments.email,
        roles=arguments.role,
        funds=arguments.fund,
        all_funds=arguments.all_funds,
        investor=arguments.investor,
        name=arguments.name,
    )
    if arguments.json:
        emit(made)
        return 0
    say(f"{made.email} may sign in with the password {made.password}")
    say("It is shown this once and kept nowhere.")
    if not made.all_funds and not arguments.fund and not arguments.investor:
        say("No fund is granted yet: gpdash user grant EMAIL --fund CODE")
    return 0


def _list(arguments: argparse.Namespace, context: Context) -> int:
    from services.access.users import list_users

    people = list_users(context.db)
    if arguments.json:
        emit([person._asdict() for person in people])
    else:
        say("\n".join(_line(person) for person in people) or "Nobody yet: gpdash user add EMAIL")
    return 0


def _line(person: UserRow) -> str:
    funds = "all funds" if person.all_funds else ", ".join(person.funds) or "no fund"
    seen = f"investor {person.investor}" if person.investor else funds
    state = "  disabled" if person.disabled_at else ""
    return f"{person.email}  {', '.join(person.roles)}  {seen}{state}"


def _grant(arguments: argparse.Namespace, context: Context) -> int:
    from services.access.users import grant_funds

    grant_funds(context.db, arguments.email, funds=arguments.fund, all_funds=arguments.all_funds)
    return _done(arguments, f"{arguments.email} sees these funds within a minute.")


def _disable(arguments: argparse.Namespace, context: Context) -> int:
    from services.access.users import disable_user

    disable_user(context.db, arguments.email)
    return _done(arguments, f"{arguments.email} is shut out within a minute.")


def _password(arguments: argparse.Namespace, context: Context) -> int:
    from services.access.users import reset_password

    password = reset_password(context.db, arguments.email)
    if arguments.json:
        emit({"email": arguments.email, "password": password})
    else:
        say(f"The new password of {arguments.email} is {password}")
    return 0


def _api(arguments: argparse.Namespace, context: Context) -> int:
    from services.access.keys import issue_key

    key = issue_key(context.db, arguments.user, days=arguments.days)
    if arguments.json:
        emit({"token": key.token, "prefix": key.prefix, "expires_at": key.expires_at})
    else:
        say(key.token)
    return 0


def _embed(arguments: argparse.Namespace, context: Context) -> int:
    from services.access.embed_tokens import issue_embed
    from services.access.users import an_issuer

    token = issue_embed(
        context.db,
        context.settings,
        email=arguments.user or an_issuer(context.db),
        modules=arguments.module,
        funds=arguments.fund,
        theme=arguments.theme,
        minutes=arguments.minutes,
        may_export=arguments.export,
    )
    if arguments.json:
        paths = [f"/embed/{slug}#token={token}" for slug in arguments.module]
        emit({"token": token, "paths": paths})
    else:
        say(token)
    return 0


def _revoke(arguments: argparse.Namespace, context: Context) -> int:
    from services.access.keys import revoke_key
    from services.access.users import sign_out_everywhere

    if arguments.key:
        revoke_key(context.db, arguments.key)
        return _done(arguments, f"The key {arguments.key}… ends within a minute.")
    sign_out_everywhere(context.db, arguments.user)
    return _done(arguments, f"Everything of {arguments.user} ends within a minute.")


def _done(arguments: argparse.Namespace, words: str) -> int:
    if arguments.json:
        emit({"status": "done"})
    else:
        say(words)
    return 0
