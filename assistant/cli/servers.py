"""`inkstone servers`: servers whose models can be used, where they are named with -m."""

from __future__ import annotations

import argparse
import getpass
import secrets as random
import sys
from typing import Any

import msgspec

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.model_choice import find_server
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.core.errors import Cancelled, UserError
from assistant.core.remote.address import checked_address
from assistant.core.remote.facts import ServerFacts
from assistant.core.remote.server import RemoteServer, model_path
from assistant.core.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the commands of `inkstone servers`."""
    commands = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    listing = commands.add_parser("list", help="the servers that are known")
    adding = commands.add_parser("add", help="use the server at an address from now on")
    adding.add_argument("name", metavar="NAME", help="what it is called here")
    adding.add_argument("url", metavar="URL", help="such as http://192.168.1.20:8080 or …/v1")
    adding.add_argument("--key", action="store_true", help="it wants a key, which is asked for")
    adding.add_argument("--masking", action="store_true", help="mask addresses, numbers and keys")
    adding.add_argument(
        "--any-certificate", action="store_true", help="do not check its certificate"
    )
    adding.add_argument(
        "--timeout", type=float, default=120.0, metavar="S", help="silence it may keep"
    )
    adding.add_argument("--context", type=int, default=0, metavar="N", help="tokens it can hold")
    removing = commands.add_parser("rm", help="forget a server and its key")
    models = commands.add_parser("models", help="which models a server has")
    testing = commands.add_parser("test", help="whether a server answers, and who it is")
    for command in (removing, models, testing):
        command.add_argument("server", metavar="NAME", help="its name or id")
    for command in (listing, adding, removing, models, testing):
        command.add_argument("--json", action="store_true", help="print one JSON document")
    parser.epilog = (
        "A model of a server is named server:NAME/MODEL. Nothing is ever sent to a server that a "
        "command does not name; list, models and test send none of your texts at all."
    )


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Do what `options` say; the exit code. Raises `UserError`."""
    settings = surroundings.settings()
    work = {"list": _list, "add": _add, "rm": _remove, "models": _models, "test": _test}
    return work[options.what](options, surroundings, settings)


def _list(options: argparse.Namespace, surroundings: Surroundings, settings: Settings) -> int:
    terminal = surroundings.terminal
    if options.json:
        terminal.json({"servers": [_fields(server) for server in settings.servers]})
    elif not settings.servers:
        terminal.note("No server is known. “inkstone servers add NAME URL” adds one.")
    else:
        for server in settings.servers:
            terminal.line(f"{one_line(server.name)}  {server.url}{_remarks(server)}")
    return exit_codes.DONE


def _remarks(server: RemoteServer) -> str:
    found = ("masked", server.masking), ("any certificate", server.any_certificate)
    said = ", ".join(word for word, holds in found if holds)
    return f"  ({said})" if said else ""


def _fields(server: RemoteServer) -> dict[str, Any]:
    return {
        "id": server.id,
        "name": server.name,
        "url": server.url,
        "host": server.host,
        "this_machine": server.is_this_machine,
        "masking": server.masking,
        "any_certificate": server.any_certificate,
        "timeout_s": server.timeout_s,
        "context_length": server.context_length,
    }


def _add(options: argparse.Namespace, surroundings: Surroundings, settings: Settings) -> int:
    """The key goes where the system keeps secrets, before the server is written down."""
    terminal = surroundings.terminal
    name = one_line(typed_text(options.name)).strip()
    if not name or "/" in name:
        raise UserError("usage", "A server needs a name without a slash.", "Choose a short one.")
    if any(each.name.casefold() == name.casefold() for each in settings.servers):
        raise UserError(
            "usage",
            f"There is a server “{name}” already.",
            "Choose another name, or remove it first.",
        )
    server = RemoteServer(
        id=random.token_hex(6),
        name=name,
        url=checked_address(typed_text(options.url)),
        any_certificate=options.any_certificate,
        masking=options.masking,
        timeout_s=_positive(options.timeout),
        context_length=max(0, options.context),
    )
    if options.key and (key := _asked_for_key(terminal)):
        compose.make_secrets(surroundings.paths).put(server.id, key)
    _save(surroundings, settings, (*settings.servers, server))
    if options.json:
        terminal.json({"server": _fields(server)})
    else:
        terminal.note(f"[{name} is known now: {server.url}.]")
        if server.url.startswith("http:") and not server.is_this_machine:
            terminal.note("[What is sent there can be read on the way: the address is http.]")
    return exit_codes.DONE


def _positive(seconds: float) -> float:
    if not 0 < seconds < float("inf"):
        raise UserError("usage", "--timeout needs a number of seconds above 0.")
    return seconds


def _asked_for_key(terminal: Terminal) -> str:
    """From the keyboard without showing it, or the first line of what is piped in."""
    try:
        if sys.stdin.isatty():
            return getpass.getpass("Key: ", stream=terminal.err).strip()
        return sys.stdin.readline().strip()
    except (EOFError, KeyboardInterrupt) as error:
        raise Cancelled from error


def _remove(options: argparse.Namespace, surroundings: Surroundings, settings: Settings) -> int:
    server = find_server(typed_text(options.server), settings.servers)
    kept = tuple(each for each in settings.servers if each is not server)
    _save(surroundings, settings, kept)
    try:
        compose.make_secrets(surroundings.paths).put(server.id, "")
    except UserError as error:
        if error.kind != "keyring":  # where no secret can be kept there is none to remove
            raise
    if options.json:
        surroundings.terminal.json({"removed": _fields(server)})
    else:
        surroundings.terminal.note(f"[{one_line(server.name)} is forgotten.]")
    return exit_codes.DONE


def _save(
    surroundings: Surroundings, settings: Settings, servers: tuple[RemoteServer, ...]
) -> None:
    changed = msgspec.structs.replace(settings, servers=servers)
    compose.make_settings(surroundings.paths).save(changed)


def _asked(
    options: argparse.Namespace, surroundings: Surroundings, settings: Settings
) -> tuple[RemoteServer, ServerFacts]:
    server = find_server(typed_text(options.server), settings.servers)
    surroundings.terminal.progress(f"Asking {server.host}")
    facts = compose.ask_server(server, _key(surroundings, server))
    surroundings.terminal.clear_progress()
    return server, facts


def _key(surroundings: Surroundings, server: RemoteServer) -> str:
    try:
        return compose.make_secrets(surroundings.paths).get(server.id)
    except UserError:
        return ""  # a server that wants one says so


def _models(options: argparse.Namespace, surroundings: Surroundings, settings: Settings) -> int:
    server, facts = _asked(options, surroundings, settings)
    terminal = surroundings.terminal
    if options.json:
        terminal.json({**_fact_fields(server, facts), "models": _model_fields(server, facts)})
        return exit_codes.DONE
    for model in facts.models:
        context = f"  {model.context_length:,} tokens" if model.context_length else ""
        terminal.line(f"server:{one_line(server.name)}/{one_line(model.name)}{context}")
    if not facts.models:
        terminal.note(f"{one_line(server.name)} lists no models.")
    return exit_codes.DONE


def _test(options: argparse.Namespace, surroundings: Surroundings, settings: Settings) -> int:
    server, facts = _asked(options, surroundings, settings)
    terminal = surroundings.terminal
    if options.json:
        terminal.json(_fact_fields(server, facts))
        return exit_codes.DONE
    who = facts.kind or "a server with an OpenAI-compatible API"
    number = len(facts.models)
    noun = "model" if number == 1 else "models"
    terminal.line(
        f"{server.host} answers in {facts.seconds:.2f} s: {who}, {number:,} {noun}. "
        "Nothing was sent but the question who it is."
    )
    return exit_codes.DONE


def _fact_fields(server: RemoteServer, facts: ServerFacts) -> dict[str, Any]:
    return {
        "server": _fields(server),
        "kind": facts.kind,
        "answers": True,
        "seconds": facts.seconds,
        "count": len(facts.models),
        "sent_to": "",
    }


def _model_fields(server: RemoteServer, facts: ServerFacts) -> list[dict[str, Any]]:
    return [
        {
            "name": model.name,
            "path": model_path(server.id, model.name),
            "context_length": model.context_length,
            "parameters": model.parameters,
            "size": model.size,
        }
        for model in facts.models
    ]
