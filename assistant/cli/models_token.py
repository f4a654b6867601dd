"""`inkstone models token`: the person's token for the hub, in the system's keyring."""

from __future__ import annotations

import argparse

from assistant.cli.surroundings import Surroundings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `set`, `remove` and `check`."""
    parser.add_argument(
        "do",
        choices=("set", "remove", "check"),
        help="set: read a token from standard input or the keyboard; check: whose it is",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.epilog = "A token is never taken from the command line: others could read it there."
    parser.set_defaults(action=run)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Keep, forget or check the token; the exit code. Raises `UserError`."""
    raise NotImplementedError
