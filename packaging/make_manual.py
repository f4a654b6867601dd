"""Write the manual page `inkstone.1` from the parsers of the command.

Roff is written by hand here: the page needs five macros.
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from pathlib import Path

import command_line
from build_app import source_date
from command_line import Command, Option

_FILES = (
    ("~/.local/share/inkstone", "conversations, documents, models and backups"),
    ("~/.config/inkstone/settings.toml", "settings"),
    ("~/.cache/inkstone", "what can be made again: states of conversations, drawn pages"),
    ("~/.local/state/inkstone/log", "logs, never with what you wrote"),
)
_VARIABLES = (
    ("INKSTONE_HOME", "A folder for every file that Inkstone writes, instead of those below."),
    ("INKSTONE_STARTER", 'Another starter model, or "none".'),
    ("INKSTONE_ENGINE", '"inprocess" runs the engine in the window\'s process, to debug it.'),
)
_EXITS = (
    ("0", "done"),
    ("1", "a bug; the log says more"),
    ("2", "the command line is wrong"),
    ("3", "a problem that you can act on"),
    ("4", "the engine died"),
    ("130", "cancelled"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True, help="the file, or -")
    options = parser.parse_args()
    text = manual()
    if str(options.output) == "-":
        sys.stdout.write(text)
        return
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(text, encoding="utf-8")


def manual() -> str:
    """The page, as roff with the macros of man(7)."""
    from assistant import __version__

    found = command_line.commands()
    lines = [
        f'.TH INKSTONE 1 "{page_date()}" "inkstone {_roff(__version__)}" "User Commands"',
        ".SH NAME",
        "inkstone \\- private writing desk with a language model on your own machine",
        ".SH SYNOPSIS",
        ".B inkstone",
        "[\\fIMODEL\\fR.gguf]",
        ".br",
        ".B inkstone",
        "\\fICOMMAND\\fR [\\fIOPTION\\fR]...",
        ".SH DESCRIPTION",
        "Inkstone chats, writes, translates, summarises documents and answers questions about "
        "them, with a model that runs on this machine. Without a command its window opens.",
        ".SH OPTIONS",
    ]
    for flag, summary in command_line.WINDOW_OPTIONS:
        lines += [".TP", f"\\fB{_roff(flag)}\\fR", _roff(summary) + "."]
    for option in found[0].options:
        lines += _option(option)
    lines.append(".SH COMMANDS")
    for command in found[1:]:
        lines += _command(command)
    lines += _section("EXIT STATUS", _EXITS)
    lines += _section("ENVIRONMENT", _VARIABLES)
    lines += _section("FILES", _FILES)
    return "\n".join(lines) + "\n"


def page_date() -> datetime.date:
    """The day of the sources, so that the same sources give the same page."""
    return datetime.datetime.fromtimestamp(source_date(), datetime.UTC).date()


def _command(command: Command) -> list[str]:
    words = f"\\fB{_roff(command.name)}\\fR"
    if command.actions:
        words += " \\fIACTION\\fR"
    words += "".join(" " + _place(place) for place in command.places)
    lines = [f".SS {words}", _sentence(command.summary)]
    for option in (*command.places, *command.options):
        if "--help" not in option.flags:
            lines += _option(option)
    if command.epilog:
        lines += [".PP", _roff(" ".join(command.epilog.split()))]
    return lines


def _place(place: Option) -> str:
    text = f"\\fI{_roff(place.value)}\\fR" + ("..." if place.repeated else "")
    return f"[{text}]" if place.optional else text


def _option(option: Option) -> list[str]:
    if not option.flags:
        name = _place(option)
    else:
        name = ", ".join(f"\\fB{_roff(flag)}\\fR" for flag in option.flags)
        name += f" \\fI{_roff(option.value)}\\fR" if option.value else ""
    summary = _sentence(option.summary)
    if option.choices:
        summary += f" One of: {_roff(', '.join(option.choices))}."
    return [".TP", name, summary]


def _sentence(text: str) -> str:
    return _roff(text[:1].upper() + text[1:].rstrip(".") + ".") if text else "\\&"


def _section(title: str, entries: tuple[tuple[str, str], ...]) -> list[str]:
    lines = [f".SH {title}"]
    for name, text in entries:
        lines += [".TP", f"\\fB{_roff(name)}\\fR", _sentence(text)]
    return lines


def _roff(text: str) -> str:
    """`text` so that roff prints it as it is."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti")
    return re.sub(r"^([.'])", r"\\&\1", escaped)


if __name__ == "__main__":
    main()
