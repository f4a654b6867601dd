"""`inkstone models import`: use models that lie somewhere, or take them into the own folder."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import msgspec

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.interrupt import Interrupt
from assistant.cli.models_list import file_document
from assistant.cli.sizes import size_text
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import one_line, typed_text
from assistant.core.entities import ModelFile
from assistant.core.errors import UserError
from assistant.core.ports import ModelShelf
from assistant.core.settings import Models


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone models import`."""
    parser.add_argument("paths", metavar="PATH", nargs="+", help="a GGUF file, or a folder of them")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--copy", action="store_true", help="copy into Inkstone's folder, and compare")
    how.add_argument("--move", action="store_true", help="move into Inkstone's folder")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.epilog = (
        "Without --copy or --move models are used where they lie and their place is remembered. "
        "Of a model in several parts any one may be named. Files of other programs are never "
        "moved."
    )
    parser.set_defaults(action=run)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Take them all, or say of the first that is none; the exit code.

    Raises `UserError`, `Cancelled`.
    """
    paths = [Path(path).expanduser().absolute() for path in options.paths]
    shelf = compose.make_shelf()
    if options.copy or options.move:
        found = _models_in(paths, shelf)
        taken = _bring(found, surroundings, shelf, move=options.move)
        folders: list[Path] = []
    else:
        folders = [path for path in paths if _is_shelf(path, shelf)]
        taken = [shelf.look(path) for path in paths if path not in folders]
        _remember(taken, folders, surroundings)
    _tell(taken, folders, surroundings, _deed(options))
    return exit_codes.DONE


def _deed(options: argparse.Namespace) -> str:
    if options.move:
        return "was moved to"
    return "was copied to" if options.copy else "is used where it lies:"


def _is_shelf(path: Path, shelf: ModelShelf) -> bool:
    """Whether it is a folder with models. Raises `UserError` for one without."""
    if not path.is_dir():
        return False
    if shelf.holds_models(path):
        return True
    raise UserError(
        "no_model",
        f"There is no GGUF model in {typed_text(str(path))}.",
        "It is looked three folders deep.",
    )


def _models_in(paths: list[Path], shelf: ModelShelf) -> list[ModelFile]:
    found: dict[str, ModelFile] = {}
    for path in paths:
        inside = shelf.scan([path], []) if _is_shelf(path, shelf) else [shelf.look(path)]
        found.update((file.path, file) for file in inside)
    return list(found.values())


def _remember(files: list[ModelFile], folders: list[Path], surroundings: Surroundings) -> None:
    store = compose.make_settings(surroundings.paths)
    settings = store.load()
    own = [file.path for file in files if file.origin != "own"]
    models = settings.models
    changed: Models = msgspec.structs.replace(
        models,
        files=tuple(dict.fromkeys((*models.files, *own))),
        folders=tuple(dict.fromkeys((*models.folders, *map(str, folders)))),
    )
    if changed != models:
        store.save(msgspec.structs.replace(settings, models=changed))


def _bring(
    files: list[ModelFile], surroundings: Surroundings, shelf: ModelShelf, *, move: bool
) -> list[ModelFile]:
    folder = Path(surroundings.settings().hub.folder or surroundings.paths.models)
    brought = []
    with Interrupt() as interrupt:
        for number, file in enumerate(files, 1):
            place = f"{number} of {len(files)}: " if len(files) > 1 else ""
            progress = _Progress(f"{place}{one_line(file.name)}", surroundings)
            brought.append(
                shelf.bring(
                    Path(file.path),
                    folder,
                    move=move,
                    progress=progress,
                    cancelled=lambda: interrupt.count > 0,
                )
            )
    surroundings.terminal.clear_progress()
    return brought


class _Progress:
    """Says how far a copy is; reading it again to compare counts as the second half."""

    def __init__(self, name: str, surroundings: Surroundings) -> None:
        self._name = name
        self._terminal = surroundings.terminal
        self._began = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        gone = time.monotonic() - self._began
        speed = f", {size_text(int(done / gone))}/s" if gone > 1 else ""
        doing = "copying" if 2 * done <= total else "comparing"
        share = done / total if total else 1.0
        self._terminal.progress(f"{self._name}: {doing}, {100 * share:.0f} %{speed}")


def _tell(
    taken: list[ModelFile], folders: list[Path], surroundings: Surroundings, deed: str
) -> None:
    terminal = surroundings.terminal
    shown = [typed_text(str(folder)) for folder in folders]
    if terminal.as_json:
        last = surroundings.settings().models.last
        models = [file_document(file, last) for file in taken]
        terminal.json({"models": models, "folders": shown})
        return
    for file in taken:
        terminal.line(f"{one_line(file.name)} {deed} {one_line(file.path)}")
    for folder in shown:
        terminal.line(f"The models in {one_line(folder)} are used where they lie.")
