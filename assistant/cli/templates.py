"""`inkstone templates`: prompts that are kept, and what they answer."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.surroundings import Surroundings
from assistant.cli.template_turn import named, with_builtins
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.core.errors import UserError
from assistant.core.templates.template import Template
from assistant.core.templates.variables import Variable, variables


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `list`, `show`, `add`, `export`, `rm`, `reset` and `run`."""
    from assistant.cli import chat

    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="the templates, favourites first")
    listing.add_argument("--tag", metavar="T", help="only those with this tag")
    listing.set_defaults(action=_list)
    showing = actions.add_parser("show", help="what a template asks for, and its prompt")
    showing.set_defaults(action=_show)
    adding = actions.add_parser("add", help="keep the templates of a TOML file")
    adding.add_argument("file", metavar="FILE")
    adding.add_argument("--replace", action="store_true", help="in the place of others so called")
    adding.set_defaults(action=_add)
    exporting = actions.add_parser("export", help="write templates as TOML")
    exporting.add_argument("names", nargs="*", metavar="NAME", help="else all of your own")
    exporting.add_argument("-o", "--output", metavar="FILE", help="else to standard output")
    exporting.set_defaults(action=_export)
    removing = actions.add_parser("rm", help="remove a template; a built-in one is hidden")
    removing.set_defaults(action=_remove)
    resetting = actions.add_parser("reset", help="a built-in template as it came")
    resetting.set_defaults(action=_reset)
    for one in (showing, removing, resetting):
        one.add_argument("name", metavar="NAME")
    for quiet in (listing, showing, adding, removing, resetting):
        quiet.add_argument("--json", action="store_true", help="print one JSON document")
    running = actions.add_parser("run", help="fill in a template and answer it")
    running.add_argument("template", metavar="NAME")
    chat.add_arguments(running, with_template=False)
    running.epilog = (
        "-p, or what is piped in, stands for the one variable that is not given. The turn and its "
        "answer are kept as a conversation."
    )
    running.set_defaults(action=chat.run)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Do what `options` say; the exit code. Raises `UserError`."""
    return int(options.action(options, surroundings))


def _list(options: argparse.Namespace, surroundings: Surroundings) -> int:
    with surroundings.library() as library:
        templates = with_builtins(library.desk)
    if options.tag is not None:
        wanted = typed_text(options.tag).casefold()
        templates = [each for each in templates if wanted in (tag.casefold() for tag in each.tags)]
    terminal = surroundings.terminal
    if options.json:
        terminal.json({"templates": [_document(each) for each in templates]})
        return exit_codes.DONE
    if not templates:
        terminal.note("There are no such templates.")
    width = max((len(each.name) for each in templates), default=1)
    for each in templates:
        mark = "*" if each.favourite else " "
        about = one_line(each.description or each.title)
        terminal.line(f"{mark} {one_line(each.name):<{width}}  {about}")
    return exit_codes.DONE


def _show(options: argparse.Namespace, surroundings: Surroundings) -> int:
    with surroundings.library() as library:
        template = named(with_builtins(library.desk), options.name)
    terminal = surroundings.terminal
    if options.json:
        terminal.json(_document(template))
        return exit_codes.DONE
    terminal.line(f"{one_line(template.title)} ({one_line(template.name)})")
    for line in (template.description, ", ".join(template.tags), _origin(template)):
        if line:
            terminal.line(one_line(line))
    asked = _asked(template, terminal)
    if asked:
        terminal.line("\nVariables")
    for variable in asked:
        terminal.line(f"  {_variable_line(variable)}")
    _show_part(terminal, "System prompt", template.system)
    for example in template.examples:
        _show_part(terminal, "Example", example.question)
        _show_part(terminal, "Answer", example.answer)
    _show_part(terminal, "Prompt", template.text)
    _show_part(terminal, "Grammar", template.grammar)
    _show_part(terminal, "JSON schema", template.json_schema)
    return exit_codes.DONE


def _asked(template: Template, terminal: Terminal) -> Sequence[Variable]:
    """The variables; none, and a note, where an older version kept what cannot be used now."""
    try:
        return variables(template)
    except UserError as error:
        terminal.note(error.text)
        return ()


def _origin(template: Template) -> str:
    if not template.builtin:
        return ""
    return "built in, changed by you" if template.changed else "built in"


def _variable_line(variable: Variable) -> str:
    kind: str = variable.kind
    if variable.choices:
        kind = " | ".join(one_line(choice) for choice in variable.choices)
    elif variable.least is not None or variable.most is not None:
        least = "" if variable.least is None else f" from {variable.least:g}"
        most = "" if variable.most is None else f" to {variable.most:g}"
        kind += least + most
    elif variable.many:
        kind = "files"
    default = f", else {one_line(variable.default)}" if variable.default else ""
    optional = "" if variable.required else ", may be left out"
    return f"{one_line(variable.name)}: {kind}{default}{optional}"


def _show_part(terminal: Terminal, heading: str, text: str) -> None:
    if text.strip():
        terminal.line(f"\n{heading}")
        terminal.line("\n".join(f"  {line}".rstrip() for line in text.strip().splitlines()))


def _document(template: Template) -> dict[str, Any]:
    """Every field, and the variables."""
    try:
        asked = [
            {**msgspec.structs.asdict(each), "label": each.label} for each in variables(template)
        ]
    except UserError:
        asked = []
    return {
        **msgspec.structs.asdict(template),
        "parameters": msgspec.to_builtins(template.parameters),
        "examples": [msgspec.structs.asdict(each) for each in template.examples],
        "variables": asked,
    }


def _add(options: argparse.Namespace, surroundings: Surroundings) -> int:
    read = compose.make_template_files().read(Path(options.file))
    with surroundings.library() as library:
        desk = library.desk
        there = {each.name: each for each in with_builtins(desk)}
        taken = [each.name for each in read if each.name in there]
        if taken and not options.replace:
            raise UserError(
                "usage",
                f"There is a template “{one_line(taken[0])}” already; nothing was added.",
                "Use --replace, or another name in the file.",
            )
        kept = []
        for each in read:
            other = there.get(each.name)
            place = each if other is None else msgspec.structs.replace(each, id=other.id)
            kept.append(desk.keep_template(place))
    _tell(surroundings.terminal, options, "added", kept)
    return exit_codes.DONE


def _tell(
    terminal: Terminal, options: argparse.Namespace, done: str, templates: Sequence[Template]
) -> None:
    if options.json:
        terminal.json({done: [_document(each) for each in templates]})
        return
    for each in templates:
        terminal.line(f"{done.capitalize()}: {one_line(each.name)}")


def _export(options: argparse.Namespace, surroundings: Surroundings) -> int:
    with surroundings.library() as library:
        there = with_builtins(library.desk)
    chosen = [named(there, name) for name in dict.fromkeys(options.names)]
    if not options.names:
        chosen = [each for each in there if not each.builtin or each.changed]
    if not chosen:
        raise UserError("usage", "There are no templates of your own yet.", "Name those to export.")
    files = compose.make_template_files()
    if options.output is not None:
        files.write(Path(options.output), chosen)
        return exit_codes.DONE
    with tempfile.TemporaryDirectory(prefix="inkstone-templates-") as folder:
        written = Path(folder) / "templates.toml"
        files.write(written, chosen)
        surroundings.terminal.write(written.read_bytes().decode())
    return exit_codes.DONE


def _remove(options: argparse.Namespace, surroundings: Surroundings) -> int:
    with surroundings.library() as library:
        template = named(with_builtins(library.desk), options.name)
        library.desk.delete_template(template.id)
    _tell(surroundings.terminal, options, "removed", [template])
    return exit_codes.DONE


def _reset(options: argparse.Namespace, surroundings: Surroundings) -> int:
    with surroundings.library() as library:
        template = named(with_builtins(library.desk), options.name)
        kept = library.desk.reset_template(template.id)
    _tell(surroundings.terminal, options, "reset", [kept])
    return exit_codes.DONE
