"""`gpdash up`: stores, migrations, web, worker and beat with one command."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dashapp.cli.context import Context
from dashapp.cli.output import say

if TYPE_CHECKING:
    from dashapp.cli.output import Subparsers

PROCFILE = Path(__file__).resolve().parents[2] / "Procfile"


def register(subparsers: Subparsers) -> None:
    """Add `up`."""
    parser = subparsers.add_parser("up", help="everything, until Ctrl-C")
    parser.add_argument("--demo", action="store_true", help="with the demonstration firm")
    parser.add_argument("--port", type=int, help="port of the web process (PORT, 8050)")
    parser.add_argument(
        "--procfile", type=Path, default=PROCFILE, help="the list of processes (the project's)"
    )
    parser.set_defaults(run=_up)


def _up(arguments: argparse.Namespace, context: Context) -> int:
    from dashapp.supervisor import Supervisor

    settings = context.settings
    if arguments.port is not None:
        settings = replace(settings, port=arguments.port)
    return Supervisor(settings, procfile=arguments.procfile, say=say).run(demo=arguments.demo)
