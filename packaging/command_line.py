"""The commands and options of `inkstone`, read from its own parsers.

Manual and completions are made from this, so they cannot say anything else than `--help`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

WINDOW_OPTIONS = (("--safe", "open the window without what was open last"),)


@dataclass(frozen=True)
class Option:
    """`flags` is empty for a word without one; `value` names what it takes, "" takes nothing."""

    flags: tuple[str, ...]
    value: str
    summary: str
    choices: tuple[str, ...] = ()
    optional: bool = False
    repeated: bool = False


@dataclass(frozen=True)
class Command:
    """`words` after `inkstone`; `actions` are the names of the commands below it."""

    words: tuple[str, ...]
    summary: str
    epilog: str
    options: tuple[Option, ...]
    places: tuple[Option, ...]
    actions: tuple[str, ...]

    @property
    def name(self) -> str:
        return " ".join(("inkstone", *self.words))


def commands() -> list[Command]:
    """Every command and every action below one, in the order of `--help`; the program first."""
    from assistant.cli.main import COMMANDS, make_parser

    program = make_parser()
    found = [_command((), program, program.description or "")]
    for entry in COMMANDS:
        parser = _below(make_parser(entry.name))[entry.name]
        found.extend(_with_those_below((entry.name,), parser, entry.summary))
    return found


def _with_those_below(
    words: tuple[str, ...], parser: argparse.ArgumentParser, summary: str
) -> Iterator[Command]:
    yield _command(words, parser, summary)
    helps = _summaries(parser)
    for name, below in _below(parser).items():
        yield from _with_those_below((*words, name), below, helps.get(name, ""))


def _command(words: tuple[str, ...], parser: argparse.ArgumentParser, summary: str) -> Command:
    options, places = [], []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) or action.help == argparse.SUPPRESS:
            continue
        (options if action.option_strings else places).append(_option(action, parser))
    return Command(
        words, summary, parser.epilog or "", tuple(options), tuple(places), tuple(_below(parser))
    )


def _option(action: argparse.Action, parser: argparse.ArgumentParser) -> Option:
    value = ""
    if action.nargs != 0:
        named = action.metavar or (None if action.option_strings else action.dest)
        value = " ".join(named) if isinstance(named, tuple) else named or action.dest.upper()
    choices = tuple(str(choice) for choice in action.choices or ())
    return Option(
        flags=tuple(action.option_strings),
        value=value,
        summary=_filled_in(action, parser),
        choices=choices,
        optional=action.nargs in ("?", "*"),
        repeated=action.nargs in ("+", "*"),
    )


def _filled_in(action: argparse.Action, parser: argparse.ArgumentParser) -> str:
    """The help with `%(default)s` and its kin replaced, on one line."""
    if not action.help:
        return ""
    return " ".join((action.help % {**vars(action), "prog": parser.prog}).split())


def _below(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _summaries(parser: argparse.ArgumentParser) -> dict[str, str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return {entry.dest: entry.help or "" for entry in action._choices_actions}
    return {}
