"""`inkstone models token`: the person's token for the hub, in the system's keyring."""

from __future__ import annotations

import argparse
import getpass
import sys

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.hub_door import HubDoor
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import one_line
from assistant.core.errors import UserError
from assistant.core.hub.access import hub_host
from assistant.core.hub.messages import HubAccess

_LONGEST = 1000


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
    door = HubDoor(surroundings)
    host = hub_host(door.endpoint)
    document = {"hub": host, "token": options.do != "remove", "name": ""}
    if options.do == "set":
        door.keep(_read_token())
        said = f"The token for {host} is kept."
    elif options.do == "remove":
        door.keep("")
        said = f"There is no token for {host} any more."
    else:
        document["name"] = door.asked(_owner)
        said = f"The token for {host} belongs to {one_line(str(document['name']))}."
    if options.json:
        surroundings.terminal.json(document)
    else:
        surroundings.terminal.line(said)
    return exit_codes.DONE


def _owner(access: HubAccess) -> str:
    client = compose.make_hub_client(access)
    try:
        return client.whose_token()
    finally:
        client.close()


def _read_token() -> str:
    """From a pipe, or typed without being shown."""
    if sys.stdin is not None and sys.stdin.isatty():
        token = getpass.getpass("Token (it is not shown): ")
    else:
        token = sys.stdin.readline(_LONGEST + 1) if sys.stdin is not None else ""
    token = token.strip()
    good = token.isascii() and token.isprintable() and " " not in token
    if not token or len(token) > _LONGEST or not good:
        raise UserError(
            "usage",
            "This is no token.",
            "Give it on standard input, such as from a password manager, or type it when asked.",
        )
    return token
