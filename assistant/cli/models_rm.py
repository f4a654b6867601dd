"""`inkstone models rm`: move a model to the trash."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import msgspec

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.model_choice import choose_model, known_models, listed_name
from assistant.cli.models_list import ORIGINS
from assistant.cli.sizes import size_text
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import one_line, typed_text
from assistant.core.entities import OWN_ORIGINS, ModelFile
from assistant.core.errors import Cancelled, UserError
from assistant.core.settings import Models


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone models rm`."""
    parser.add_argument("model", metavar="MODEL", help="a file, or a name from the list")
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.epilog = (
        "All parts of a model go to the trash of the desktop. Models of other programs are left "
        "to those programs."
    )
    parser.set_defaults(action=run)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Ask and move; the exit code. Raises `UserError`, `Cancelled`."""
    models = surroundings.settings().models
    shelf = compose.make_shelf()
    path = choose_model(typed_text(options.model), surroundings.paths, models, shelf)
    file = shelf.look(path)
    listed = known_models(surroundings.paths, models, shelf)
    if file.origin not in OWN_ORIGINS:
        raise _not_ours(file, listed_name(file, listed))
    files = _files_of(file, listed)
    if not options.yes:
        _ask(file, files, surroundings)
    compose.make_trash().put(files)
    _forget(file, surroundings)
    others = _others(file, listed)
    terminal = surroundings.terminal
    if options.json:
        removed = [typed_text(str(path)) for path in files]
        terminal.json({"removed": removed, "also": others})
        return exit_codes.DONE
    terminal.line(f"{one_line(file.name)} was moved to the trash.")
    for other in others:
        terminal.note(f"The same model is still at {one_line(other)}.")
    return exit_codes.DONE


def _not_ours(file: ModelFile, name: str) -> UserError:
    name = one_line(name)
    if file.origin == "starter":
        return UserError(
            "no_permission",
            f"“{name}” came with Inkstone and is not deleted.",
            "It goes when Inkstone is uninstalled.",
        )
    program = ORIGINS[file.origin]
    return UserError(
        "no_permission",
        f"“{name}” belongs to {program} and was not deleted.",
        f"Delete it with {program}.",
    )


def _files_of(file: ModelFile, listed: list[ModelFile]) -> list[Path]:
    """All parts that are there, and the projector where no other model needs it."""
    from assistant.hub.gguf_files import parts_of

    parts = [part for part in parts_of(Path(file.path)) if os.path.lexists(part)]
    users = [other for other in listed if other.projector == file.projector]
    alone = all(other.path == file.path for other in users)
    if file.projector and alone and Path(file.projector).parent == parts[0].parent:
        parts.append(Path(file.projector))
    return parts


def _others(file: ModelFile, listed: list[ModelFile]) -> list[str]:
    """Further places of the same content."""
    same = [other for other in listed if file.identity and other.identity == file.identity]
    return [path for other in same for path in (other.path, *other.also) if path != file.path]


def _ask(file: ModelFile, files: list[Path], surroundings: Surroundings) -> None:
    """Raises `Cancelled` for no, `UserError` where nobody can be asked."""
    if surroundings.terminal.as_json or sys.stdin is None or not sys.stdin.isatty():
        raise UserError(
            "usage",
            f"“{one_line(file.name)}” was not deleted: nobody could be asked.",
            "Say --yes to delete it without being asked.",
        )
    count = f", {len(files)} files" if len(files) > 1 else ""
    surroundings.terminal.write(
        f"Move {one_line(file.name)} ({size_text(file.size)}{count}) to the trash? [y/N] "
    )
    answer = sys.stdin.readline().strip().casefold()
    if answer not in ("y", "yes"):
        surroundings.terminal.note("Nothing was deleted.")
        raise Cancelled


def _forget(file: ModelFile, surroundings: Surroundings) -> None:
    """What is gone is neither remembered nor used next."""
    store = compose.make_settings(surroundings.paths)
    settings = store.load()
    models = settings.models
    changed: Models = msgspec.structs.replace(
        models,
        files=tuple(path for path in models.files if path != file.path),
        last="" if models.last == file.path else models.last,
    )
    if changed != models:
        store.save(msgspec.structs.replace(settings, models=changed))
