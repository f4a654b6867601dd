"""`inkstone write`: a text proofread, rewritten, shortened, …; every change can be told."""

from __future__ import annotations

import argparse
from contextlib import ExitStack, closing
from pathlib import Path

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.asking.driver import Driver
from assistant.cli.engine_session import EngineSession, open_session
from assistant.cli.interrupt import Interrupt
from assistant.cli.model_choice import choose_engine_model
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.cli.writing import material as materials
from assistant.cli.writing.hearing import Hearing
from assistant.cli.writing.material import Material
from assistant.cli.writing.report import document, notes_on
from assistant.core.errors import Cancelled, UserError
from assistant.core.writing.action import Action
from assistant.core.writing.actions import BUILT_IN, built_in
from assistant.core.writing.course import written
from assistant.core.writing.order import WriteOrder, WriteResult

_NAMES = ", ".join(action.id for action in BUILT_IN)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone write`."""
    add = parser.add_argument
    add("action", metavar="ACTION", help=f"what to do: {_NAMES}, or an action of your own")
    add("material", nargs="?", default="-", metavar="TEXT | FILE | -", help="what to do it with")
    add("-m", "--model", default="", help="a GGUF file, or the name of a known model or a part")
    add("--note", default="", metavar="T", help="what else to mind, or what a reply should say")
    add("--no-protect", action="store_true", help="keep changes of numbers, names and links")
    add("--reasons", action="store_true", help="give a short reason for each change")
    add("-o", "--output", metavar="OUT", help="write the result to OUT")
    add("--in-place", action="store_true", help="write it into FILE; a backup stays beside it")
    add("--json", action="store_true", help="print one JSON document")
    parser.epilog = (
        "Numbers, dates, names, links, placeholders, code and Markdown structure are compared "
        "before and after: changes that damage them are not done, or with --no-protect told."
    )


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Work as `options` say; the exit code. Raises `UserError` and `Cancelled`."""
    action = _action(typed_text(options.action), surroundings)
    given = typed_text(options.material)
    named = materials.file_named(options.material) if given != "-" else None
    output = materials.output_path(options.output)
    _check_in_place(options, action, named)
    settings, terminal = surroundings.settings(), surroundings.terminal
    models = settings.models
    shelf = compose.make_shelf()
    model = choose_engine_model(
        typed_text(options.model), surroundings.paths, settings, shelf, terminal.note
    )
    interrupt = Interrupt()
    if named is None:
        # Ctrl+C while a person types is not ours
        material = materials.typed_material() if given == "-" else Material(given)
        _check_text(material)
    with open_session(surroundings, settings, interrupt) as session, interrupt:
        session.begin_load(model, models)
        if named is not None:
            material = _opened(named, terminal, interrupt)
            _check_text(material)
        if options.in_place and material.form is None:
            raise UserError(
                "unsupported_document",
                f"“{one_line(typed_text(str(named)))}” is not a plain text that can be written "
                "back.",
                "Write the result to another file with -o.",
            )
        info = session.ensure_loaded(
            model,
            models,
            lambda part: terminal.progress(f"Loading {part:.0%}".replace("%", " %")),
        )
        result = _done(options, action, material, session, terminal)
        sent_to = session.sent_to
    _hand_over(options, action, material, output, result, terminal, info.name, sent_to)
    return exit_codes.DONE


def _action(named: str, surroundings: Surroundings) -> Action:
    """The action of that name; the person's own ones are asked for in the library."""
    wanted = named.strip().casefold()
    found = built_in(wanted)
    if found is not None:
        return found
    with surroundings.library() as library:
        own = library.desk.list_actions()
    for action in own:
        if action.name.strip().casefold() == wanted or action.id == named:
            return action
    yours = "".join(f", {one_line(action.name)}" for action in own)
    raise UserError(
        "usage", f"There is no action “{one_line(named)}”.", f"Choose one of {_NAMES}{yours}."
    )


def _check_in_place(options: argparse.Namespace, action: Action, named: Path | None) -> None:
    if not options.in_place:
        return
    if named is None:
        raise UserError("usage", "--in-place needs a file to write into.", "Name the file.")
    if options.output is not None:
        raise UserError(
            "usage", "--in-place and -o say different places to write to.", "Choose one of them."
        )
    if action.kind == "compose":
        raise UserError(
            "usage",
            f"“{one_line(action.name)}” writes another text, which would take the place of yours.",
            "Write it to another file with -o.",
        )


def _check_text(material: Material) -> None:
    if not material.text.strip():
        raise UserError("empty_prompt", "There is no text to work on: it is empty.")


def _opened(path: Path, terminal: Terminal, interrupt: Interrupt) -> Material:
    terminal.progress(f"Opening {one_line(typed_text(path.name))}")
    with ExitStack() as stack:
        return materials.file_material(
            path,
            lambda: stack.enter_context(closing(compose.make_extractor())),
            lambda: interrupt.count > 0,
            terminal.note,
        )


def _done(
    options: argparse.Namespace,
    action: Action,
    material: Material,
    session: EngineSession,
    terminal: Terminal,
) -> WriteResult:
    order = WriteOrder(
        text=material.text,
        action=action,
        protect=not options.no_protect,
        reasons=options.reasons and action.kind == "revise",
        note=typed_text(options.note),
    )
    shows = not (options.json or options.in_place or options.output)
    composes = action.kind == "compose"
    hearing = Hearing(terminal, material.text, composes=composes, shows=shows)
    try:
        result = Driver(session).run(
            written(order, hearing, compose.make_differ(), compose.make_detector())
        )
    except (Cancelled, UserError):
        hearing.broken_off()
        raise
    hearing.closed()
    if composes and not result.text.strip():
        raise UserError(
            "no_answer",
            "The model did not write anything that could be used.",
            "Try again, or choose another model with -m.",
        )
    return result


def _hand_over(
    options: argparse.Namespace,
    action: Action,
    material: Material,
    output: Path | None,
    result: WriteResult,
    terminal: Terminal,
    model: str,
    sent_to: str,
) -> None:
    """Write the files, and print what there is to say."""
    places: dict[str, str] = {}
    if output is not None:
        materials.write_output(output, result.text, action.name.capitalize())
        places["output"] = typed_text(str(output))
    if options.in_place and result.text != material.text:
        places["backup"] = typed_text(str(materials.write_back(material, result.text)))
    compares = action.kind == "revise"
    notes = notes_on(result, material.text, reasons=options.reasons, compares=compares)
    if options.json:
        found = document(result, action.id, model, [*terminal.notes, *notes])
        terminal.json({**found, "sent_to": sent_to, **places})
        return
    for line in notes:
        terminal.note(line)
    if "output" in places:
        terminal.note(f"[Written to {one_line(places['output'])}.]")
    if "backup" in places:
        terminal.note(f"[The file as it was: {one_line(places['backup'])}.]")
