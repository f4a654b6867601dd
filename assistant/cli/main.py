"""The terminal's door: which command, and what its ending means to the shell."""

from __future__ import annotations

import argparse
import errno
import logging
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

from assistant import __version__, logs
from assistant.cli import exit_codes
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal
from assistant.core.errors import Cancelled, UserError
from assistant.paths import Paths, app_paths

log = logging.getLogger(__name__)

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Entry(NamedTuple):
    """A command: `module` has `add_arguments(parser)` and `run(options, surroundings) -> int`."""

    name: str
    summary: str
    module: str


COMMANDS = (
    Entry("chat", "ask one question, or hold a conversation", "assistant.cli.chat"),
    Entry("summarize", "summarise documents, and compare them", "assistant.cli.summarize"),
    Entry("ask", "answer a question from documents", "assistant.cli.ask"),
    Entry("write", "proofread, rewrite, shorten a text, and more", "assistant.cli.write"),
    Entry("translate", "translate a text or a file", "assistant.cli.translate"),
    Entry("templates", "prompts that are kept: list, run, add, export", "assistant.cli.templates"),
    Entry("history", "list and show conversations", "assistant.cli.history"),
    Entry("models", "list the models on this machine, and what one is", "assistant.cli.models"),
    Entry("servers", "models on servers: list, add, test, remove", "assistant.cli.servers"),
    Entry("quick", "open the quick window, or close it", "assistant.cli.quick"),
    Entry("evaluate", "measure how well models do a file of tasks", "assistant.cli.evaluate"),
    Entry("bench", "measure this machine against bare llama.cpp", "assistant.cli.bench"),
    Entry("doctor", "look for what could keep Inkstone from working", "assistant.cli.doctor"),
    Entry(
        "install-desktop", "put Inkstone into the desktop's menu", "assistant.cli.install_desktop"
    ),
)


class _Parser(argparse.ArgumentParser):
    """Reports a wrong command line as `UserError("usage")` instead of leaving."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        raise UserError("usage", f"{message[:1].upper()}{message[1:]}.", f"See {self.prog} --help.")


def make_parser(chosen: str = "") -> argparse.ArgumentParser:
    """The parser of every command in `COMMANDS`; only `chosen` is imported, with its options."""
    parser = _Parser(
        prog="inkstone",
        description="A private writing desk. Without a command the window opens.",
        epilog="Exit codes: 0 done, 1 a bug, 2 usage, 3 a problem you can act on, "
        "4 the engine died, 130 cancelled.",
    )
    parser.add_argument("--version", action="version", version=f"inkstone {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for entry in COMMANDS:
        command = commands.add_parser(
            entry.name, help=entry.summary, description=f"{entry.summary.capitalize()}."
        )
        if entry.name != chosen:
            continue
        module = import_module(entry.module)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str]) -> int:
    """Run the command that `argv` (without the program's name) holds; the exit code."""
    terminal = Terminal(as_json="--json" in argv)
    paths = app_paths()
    try:
        chosen = next((word for word in argv if not word.startswith("-")), "")
        options = make_parser(chosen).parse_args(list(argv))
        _begin_log(paths)
        return int(options.run(options, Surroundings(paths, terminal)))
    except SystemExit as leaving:  # argparse showed the help or the version
        return leaving.code if isinstance(leaving.code, int) else exit_codes.USAGE
    except (Cancelled, KeyboardInterrupt):
        terminal.clear_progress()
        return exit_codes.CANCELLED
    except Exception as error:  # noqa: BLE001 - the top of the main thread
        return _ended_by(error, terminal, paths)
    finally:
        terminal.finish()
        logs.close()


def _ended_by(error: Exception, terminal: Terminal, paths: Paths) -> int:
    """Say what happened; the exit code for it."""
    if isinstance(error, BrokenPipeError):
        return exit_codes.DONE
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        error = UserError(
            "disk_full", "There is no room for the output.", "Free some space where it is written."
        )
    if isinstance(error, UserError):
        _report(terminal, error)
        return exit_codes.code_of(error)
    log.error("the command failed", exc_info=error)
    kept = f"The log says more: {paths.app_log}" if paths.app_log.exists() else ""
    text = f"Something went wrong that should not have: {type(error).__name__}."
    _report(terminal, UserError("bug", text, kept))
    return exit_codes.BUG


def _begin_log(paths: Paths) -> None:
    """Log to the same files as the window; a place that cannot be written is no reason to stop."""
    try:
        logs.setup(paths.app_log)
    except OSError:
        logging.getLogger().addHandler(logging.NullHandler())


def _report(terminal: Terminal, error: UserError) -> None:
    if terminal.as_json:
        document = {"kind": error.kind, "message": error.text, "hint": error.hint}
        terminal.error_json({"error": document})
        return
    terminal.note(f"inkstone: {error.text}")
    if error.hint:
        terminal.note(error.hint)
