"""Which model file a command uses: named, remembered, or the only one there is."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import unquote

from assistant import compose
from assistant.cli.terminal import one_line
from assistant.core.entities import ModelFile
from assistant.core.errors import UserError
from assistant.core.ports import ModelShelf
from assistant.core.remote.server import (
    SCHEME,
    RemoteServer,
    is_remote,
    model_path,
    server_and_model,
)
from assistant.core.settings import Models, Settings
from assistant.paths import Paths

_SHOWN_CANDIDATES = 8
STARTER_NOTE = (
    "The small starter model answers. `inkstone models pull recommended` fetches a bigger one; "
    "-m NAME uses another."
)


def known_models(paths: Paths, models: Models, shelf: ModelShelf) -> list[ModelFile]:
    """The models in our own folder, in the person's folders, among the files they opened and,
    where they want that, of other programs."""
    return shelf.scan(
        [paths.models, *_downloads(paths), *map(Path, models.folders)],
        [*map(Path, models.files), *([shelf.starter] if shelf.starter is not None else [])],
        elsewhere=models.elsewhere,
    )


def listed_name(file: ModelFile, listed: Sequence[ModelFile]) -> str:
    """What `file` is called in the list; some programs name files by their sum."""
    names = (model.name for model in listed if file.path in (model.path, *model.also))
    return next(names, file.name)


def _downloads(paths: Paths) -> list[Path]:
    """The folder that models are fetched into, where it is not our own."""
    try:
        folder = compose.make_settings(paths).load().hub.folder
    except UserError:  # told where the settings are used
        return []
    return [Path(folder)] if folder else []


Note = Callable[[str], None]
"""Hears what a person should know of a choice that was made for them."""


def _unheard(_text: str) -> None:
    """Nobody listens."""


def choose_engine_model(
    wanted: str, paths: Paths, settings: Settings, shelf: ModelShelf, note: Note = _unheard
) -> str:
    """The path of the model that `wanted` means, on this disk or (`server:ID/MODEL`) on a server.

    A server is only used when it is named. Raises `UserError` as `choose_model`.
    """
    if is_remote(wanted):
        return _server_model(wanted, settings.servers)
    return str(choose_model(wanted, paths, settings.models, shelf, note))


def find_server(wanted: str, servers: Sequence[RemoteServer]) -> RemoteServer:
    """The server with this id or name. Raises `UserError("server")`."""
    folded = unquote(wanted).strip().casefold()
    for server in servers:
        if folded in (server.id.casefold(), server.name.casefold()):
            return server
    raise UserError(
        "server",
        f"There is no server “{one_line(wanted)}”.",
        "`inkstone servers list` shows those that are known.",
    )


def _server_model(wanted: str, servers: Sequence[RemoteServer]) -> str:
    named, _, model = wanted.removeprefix(SCHEME).partition("/")
    server = find_server(named, servers)
    if not model:
        raise UserError(
            "usage",
            f"“{one_line(wanted)}” names no model.",
            f"Write server:{one_line(named)}/MODEL; "
            f"`inkstone servers models {one_line(named)}` shows which there are.",
        )
    return model_path(server.id, unquote(model))


def choose_model(
    wanted: str, paths: Paths, models: Models, shelf: ModelShelf, note: Note = _unheard
) -> Path:
    """The absolute path of the model that `wanted` (a path, a name, a part of one) means.

    An empty `wanted` is the model used last, else the starter model where there is one (`note`
    hears so), else the only one there is. Raises `UserError`: `usage` when several fit,
    `no_such_file` or `no_model` when none does. A path is not opened.
    """
    if compose.engine_kind() == "scripted" and not is_remote(wanted):
        return Path(wanted or models.last or "scripted.gguf").absolute()  # it reads no file
    if is_remote(wanted):
        raise UserError(
            "usage",
            "This is about a file on this disk, and the model is on a server.",
            "Name a model on this machine with -m.",
        )
    if not wanted:
        return _default_model(paths, models, shelf, note)
    path = Path(wanted).expanduser()
    if _exists(path):
        return Path(os.path.abspath(path))  # noqa: PTH100 - links stay what the person named
    fitting = _fitting(wanted, known_models(paths, models, shelf))
    if len(fitting) == 1:
        return Path(fitting[0].path)
    if fitting:
        raise UserError(
            "usage",
            f"“{one_line(wanted)}” fits several models: {_listed(fitting)}.",
            "Write more of the name, or the path of the file.",
        )
    if os.sep in wanted or wanted.lower().endswith(".gguf"):
        raise UserError(
            "no_such_file",
            f"There is no such file: “{one_line(wanted)}”.",
            "`inkstone models list` shows the models that are known.",
        )
    raise UserError(
        "no_model",
        f"No model here is called “{one_line(wanted)}”.",
        "`inkstone models list` shows the models that are known; -m also takes a path.",
    )


def model_name(path: str | Path) -> str:
    """What the model at `path` calls itself. Raises `UserError` for what is no model file."""
    if is_remote(str(path)):
        return server_and_model(str(path))[1]
    path = Path(path)
    if compose.engine_kind() == "scripted":
        return path.stem
    from assistant.engine.gguf import read_header

    return read_header(path).name


def _default_model(paths: Paths, models: Models, shelf: ModelShelf, note: Note) -> Path:
    if is_remote(models.last):
        raise UserError(
            "no_model",
            "The model used last is on a server, and nothing is sent there without being told to.",
            f"Name it with -m {models.last}, or another model.",
        )
    starter = shelf.starter
    if models.last and (starter is None or _exists(Path(models.last))):
        return Path(models.last)
    if starter is not None:
        gone = f"{one_line(models.last)} is not there any more. " if models.last else ""
        note(f"{gone}{STARTER_NOTE}")
        return starter
    found = known_models(paths, models, shelf)
    if len(found) > 1:
        found = [file for file in found if not compose.embeds(Path(file.path))] or found
    if len(found) == 1:
        return Path(found[0].path)
    if found:
        raise UserError(
            "no_model",
            f"There are {len(found)} models and none was used before: {_listed(found)}.",
            "Choose one with -m NAME.",
        )
    raise UserError(
        "no_model",
        "There is no model on this machine yet.",
        f"Name a GGUF file with -m PATH, or put one into {paths.models}.",
    )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError:
        return True  # whoever opens it says what is wrong


def _fitting(wanted: str, found: list[ModelFile]) -> list[ModelFile]:
    """Those called exactly so; else those whose name or file name contains it."""
    folded = wanted.casefold()

    def names(file: ModelFile) -> tuple[str, ...]:
        path = Path(file.path)
        return (file.name.casefold(), path.name.casefold(), path.stem.casefold())

    exact = [file for file in found if folded in names(file)]
    return exact or [file for file in found if any(folded in name for name in names(file))]


def _listed(files: list[ModelFile]) -> str:
    names = [file.name for file in files]
    shown = ", ".join(
        one_line(file.name if names.count(file.name) == 1 else file.path)
        for file in files[:_SHOWN_CANDIDATES]
    )
    more = len(files) - _SHOWN_CANDIDATES
    return f"{shown} and {more} more" if more > 0 else shown
