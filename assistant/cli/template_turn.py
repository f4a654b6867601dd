"""A turn made of a template: which one, and what it is filled in with."""

from __future__ import annotations

import argparse
import datetime
import difflib
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from assistant import compose
from assistant.cli.input_files import read_documents
from assistant.cli.interrupt import Interrupt
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.core.errors import UserError
from assistant.core.grounding import TemplateTask
from assistant.core.templates.answering import task_of
from assistant.core.templates.rendering import rendered
from assistant.core.templates.template import Template
from assistant.core.templates.variables import Variable, variables
from assistant.core.writing_desk_ports import DeskStore

GivenText = Callable[[str | None, Terminal], str | None]


def add_values(parser: argparse.ArgumentParser) -> None:
    """Declare the options that fill in a template."""
    add = parser.add_argument
    add(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="with a template: what stands for its variable; may be repeated",
    )
    add(
        "--file",
        action="append",
        default=[],
        metavar="NAME=PATH",
        help="with a template: a document whose text stands for it; may be repeated",
    )


def refuse_values(options: argparse.Namespace) -> None:
    """Raises `UserError` for values without a template."""
    if options.set or options.file:
        raise UserError("usage", "--set and --file fill in a template.", "Name one with -t.")


def with_builtins(desk: DeskStore) -> list[Template]:
    """All templates that are kept, the built-in ones up to date."""
    desk.install_builtins(compose.builtin_templates())
    return desk.list_templates()


def named(templates: Sequence[Template], name: str) -> Template:
    """The template that is called `name`. Raises `UserError` with those that are close."""
    wanted = typed_text(name).lower().removeprefix("/")
    found = next((each for each in templates if each.name == wanted), None)
    if found is None:
        close = difflib.get_close_matches(wanted, [each.name for each in templates], n=3)
        raise UserError(
            "not_found",
            f"There is no template “{one_line(wanted)}”.",
            f"There is {', '.join(close)}." if close else "See “inkstone templates list”.",
        )
    return found


def template_turn(
    options: argparse.Namespace, surroundings: Surroundings, given_text: GivenText
) -> tuple[str, TemplateTask]:
    """What is said, and how it is to be answered. Raises `UserError`.

    The one variable that is not given is what `given_text` finds after -p or in standard input.
    """
    with surroundings.library() as library:
        template = named(with_builtins(library.desk), options.template)
    if template.mode == "documents":
        raise UserError(
            "usage",
            f"“{template.name}” asks the documents of a conversation.",
            "Use “inkstone ask”.",
        )
    asked = {variable.name: variable for variable in variables(template)}
    values = {
        **_set_values(options.set, asked),
        **_file_values(options.file, asked, surroundings.terminal),
    }
    for variable in asked.values():
        if variable.kind == "date" and variable.required and not variable.default:
            values.setdefault(variable.name, datetime.date.today().isoformat())
    missing = [
        each for each in asked.values() if each.required and not each.default
        and each.name not in values
    ]  # fmt: skip
    if len(missing) == 1:
        text = given_text(options.prompt, surroundings.terminal)
        if text is not None and text.strip():
            values[missing[0].name] = text
            missing = []
    elif options.prompt is not None:
        raise UserError(
            "usage",
            "-p stands for the one variable that is not given.",
            _all_of(missing) if missing else "All are given: leave it out.",
        )
    if missing:
        raise UserError(
            "usage", f"“{missing[0].name}” of the template is not given.", _all_of(missing)
        )
    filled = rendered(template, values)
    return filled.text, task_of(template, filled)


def _all_of(missing: Sequence[Variable]) -> str:
    options = " ".join(f"--set {variable.name}=…" for variable in missing)
    return f"Give {options} (or --file NAME=PATH)."


def _divided(given: str, option: str, asked: dict[str, Variable]) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    name = typed_text(name).strip()
    if not equals or not name:
        raise UserError("usage", f"{option} takes NAME=VALUE.", f"{option} topic=…")
    if name not in asked:
        raise UserError(
            "usage",
            f"The template has no variable “{one_line(name)}”.",
            f"It has: {', '.join(asked)}." if asked else "It has none.",
        )
    return name, value


def _set_values(given: Sequence[str], asked: dict[str, Variable]) -> dict[str, str]:
    from assistant.core.translation.languages import LANGUAGES, english_name

    values = {}
    for each in given:
        name, value = _divided(each, "--set", asked)
        value = typed_text(value)
        if asked[name].kind == "language":
            value = english_name(value) if value in LANGUAGES else value
        values[name] = value
    return values


def _file_values(
    given: Sequence[str], asked: dict[str, Variable], terminal: Terminal
) -> dict[str, str]:
    """The texts of documents; several for one variable stand below their names."""
    paths: dict[str, list[Path]] = {}
    for each in given:
        name, value = _divided(each, "--file", asked)
        paths.setdefault(name, []).append(Path(value))
    if not paths:
        return {}
    with Interrupt() as interrupt, closing(compose.make_extractor()) as extractor:
        values = {}
        for name, files in paths.items():
            if len(files) > 1 and not asked[name].many:
                raise UserError(
                    "usage", f"“{name}” takes one file.", "Give --file once for each variable."
                )
            read = read_documents(files, extractor, terminal, interrupt)
            if read.failed:
                raise read.failed[0][1]
            texts = [
                f"# {one_line(path.name)}\n\n{text.text.strip()}" if asked[name].many
                else text.text
                for path, text in zip(read.paths, read.texts, strict=True)
            ]  # fmt: skip
            values[name] = "\n\n".join(texts)
        return values
