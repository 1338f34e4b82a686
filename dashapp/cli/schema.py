"""`gpdash db`: bring the tables up to date, and tell when they are not."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from dashapp.cli.context import Context
from dashapp.cli.output import complain, emit, say

if TYPE_CHECKING:
    from dashapp.cli.output import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add `db upgrade`, `db check` and `db migration`."""
    parser = subparsers.add_parser("db", help="migrations of the database")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    upgrade = actions.add_parser("upgrade", help="apply what is missing")
    upgrade.set_defaults(run=_upgrade)
    check = actions.add_parser("check", help="pending migrations and drift from the models")
    check.add_argument("--json", action="store_true", help="one JSON document")
    check.set_defaults(run=_check)
    migration = actions.add_parser("migration", help="write a migration for changed models")
    migration.add_argument("words", help="what changes, in a few words")
    migration.set_defaults(run=_migration)


def _upgrade(arguments: argparse.Namespace, context: Context) -> int:
    from services.db import migrate

    applied = migrate.upgrade(context.database)
    say("\n".join(f"applied {name}" for name in applied) or "nothing to do")
    return 0


def _check(arguments: argparse.Namespace, context: Context) -> int:
    from services.db import migrate

    state = migrate.check(context.database)
    if arguments.json:
        emit({"current": state.current, "pending": state.pending, "differences": state.differences})
    elif state.current:
        say("The tables are what the models describe.")
    for name in state.pending:
        complain(f"pending: {name}: run `gpdash db upgrade`")
    for difference in state.differences:
        complain(f"differs: {difference}: write a migration")
    return 0 if state.current else 1


def _migration(arguments: argparse.Namespace, context: Context) -> int:
    from services.db import migrate

    migrate.upgrade(context.database)
    say(str(migrate.write(context.database, arguments.words)))
    return 0
