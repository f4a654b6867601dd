"""The model files that are already on this disk."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from assistant.core.entities import ModelFile, ModelOrigin
from assistant.core.errors import UserError
from assistant.core.hub.model_work import Progress
from assistant.core.starter import NAME as STARTER_NAME
from assistant.hub import bringing, gguf_files
from assistant.hub.found.found_model import FoundModel
from assistant.hub.found.programs import PROGRAMS, owner_of
from assistant.hub.found.whereabouts import Whereabouts
from assistant.hub.gguf_files import Deadline
from assistant.hub.identity import Identities

DEPTH = 4
"""Downloads lie in OWNER/NAME/, and files of repositories there in folders of their own."""
WALK_S = 10.0
"""How long folders are looked through, own ones and those of other programs each."""
READ_S = 30.0
"""How long files are read for their identity, usually; the rest gets one at the next scan."""
MOST_WATCHED = 256
_PREFERRED: tuple[ModelOrigin, ...] = ("own", "folder", "file", "starter")
_DIGITS = re.compile(r"(\d+)")


class FolderShelf:
    """Fulfils `core.ports.ModelShelf`; any thread.

    Reads four bytes of each file. With `identities` it reads more of a file that it does not
    know yet, and files with the same content are one entry, the one in `own` first. `starter` is
    the model that ships with the application. Without `where` nothing is known of other programs.
    `patience` is how many seconds of a scan files are read.
    """

    def __init__(
        self,
        *,
        own: Path | None = None,
        starter: Path | None = None,
        where: Whereabouts | None = None,
        identities: Identities | None = None,
        patience: float = READ_S,
    ) -> None:
        self._own = own
        self.starter = starter
        self._where = where
        self._identities = identities
        self._patience = patience

    def scan(
        self, folders: Sequence[Path], files: Sequence[Path], *, elsewhere: bool = False
    ) -> list[ModelFile]:
        """See the port: a folder's own files are the first of the four levels.

        Left out: what cannot be read or is gone, files that are not GGUF, projectors of
        multimodal models (mmproj), what is hidden, and second ways to the
        same file. The parts of a split model are one entry with the path of the first part,
        however many of them are there; without its first part a model cannot be loaded and is
        left out.
        """
        places = self._places()
        found: dict[Path, ModelFile | None] = {}
        deadline = Deadline(WALK_S)
        for folder in sorted(folders, key=lambda folder: folder != self._own):
            origin: ModelOrigin = "own" if folder == self._own else "folder"
            for path in gguf_files.files_below(folder, DEPTH, deadline):
                _take(FoundModel(path), origin, found, places)
        for path in files:
            _take(FoundModel(gguf_files.first_part(path)), "file", found, places)
        if elsewhere and self._where is not None:
            deadline = Deadline(WALK_S)
            for program in PROGRAMS:
                for model in program.models(self._where, deadline):
                    _take(model, program.origin, found, places)
        return self._listed(model for model in found.values() if model is not None)

    def look(self, path: Path) -> ModelFile:
        """See the port."""
        path = gguf_files.first_part(path.absolute())
        name = path.name
        try:
            if path.is_dir():
                raise UserError(
                    "is_directory",
                    f"“{name}” is a folder, not a model file.",
                    "Choose a file whose name ends in .gguf.",
                )
            path.stat()
            good = gguf_files.is_gguf(path)
        except (FileNotFoundError, NotADirectoryError, ValueError) as error:
            raise UserError(
                "no_such_file",
                f"There is no such file: “{name}”.",
                "It may have been moved or deleted; choose it again.",
            ) from error
        except OSError as error:
            raise UserError(
                "no_permission",
                f"“{name}” may not be read by you.",
                "Change the file's permissions, or copy it to a folder of yours.",
            ) from error
        if not good:
            raise UserError(
                "not_gguf",
                f"“{name}” is not a GGUF model file.",
                "Choose a file in GGUF format; other formats must be converted first.",
            )
        found: dict[Path, ModelFile | None] = {}
        _take(FoundModel(path), "file", found, self._places())
        model = next(iter(found.values()), None)
        if model is None:
            raise UserError(
                "not_gguf",
                f"“{name}” belongs to a model that can see, and is no model itself.",
                "Choose the model; this file is found beside it.",
            )
        return self._identified(model, Deadline(READ_S))

    def holds_models(self, folder: Path) -> bool:
        """See the port."""
        for path in gguf_files.files_below(folder, DEPTH, Deadline(1.0)):
            found: dict[Path, ModelFile | None] = {}
            _take(FoundModel(path), "folder", found, ())
            if any(model is not None for model in found.values()):
                return True
        return False

    def folders_to_watch(
        self, folders: Sequence[Path], files: Sequence[Path], *, elsewhere: bool = False
    ) -> list[Path]:
        """See the port. So many that a computer can watch them."""
        deadline = Deadline(WALK_S)
        found = [
            inner
            for folder in folders
            for inner in gguf_files.folders_below(folder, DEPTH, deadline)
        ]
        found += [path.parent for path in files]
        if elsewhere and self._where is not None:
            for program in PROGRAMS:
                found += program.places(self._where)
                found += [model.path.parent for model in program.models(self._where, deadline)]
        there = (folder for folder in dict.fromkeys(found) if gguf_files.is_folder(folder))
        return list(itertools.islice(there, MOST_WATCHED))

    def bring(
        self,
        path: Path,
        folder: Path,
        *,
        move: bool = False,
        progress: Progress = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> ModelFile:
        """See the port."""
        model = self.look(path)
        owner = None if self._where is None else owner_of(Path(model.path), self._where)
        if move and owner is not None:
            raise UserError(
                "no_permission",
                f"“{model.name}” belongs to {owner.name} and was not moved.",
                f"Copy it, use it where it lies, or move it with {owner.name}.",
            )
        named = msgspec.structs.replace(model, name=self._known_as(model))
        brought = bringing.bring(named, folder, move=move, progress=progress, cancelled=cancelled)
        return self.look(brought)

    def _known_as(self, model: ModelFile) -> str:
        """The name that its program gave to a file that is called after its content."""
        if self._where is None or Path(model.path).suffix.lower() == gguf_files.SUFFIX:
            return model.name
        deadline = Deadline(WALK_S)
        for program in PROGRAMS:
            for found in program.models(self._where, deadline):
                if str(found.path) == model.path and found.name:
                    return found.name
        return model.name

    def _places(self) -> tuple[_Place, ...]:
        """Whose a file is, wherever it was met: a person may have added a program's folder."""
        own = [] if self._own is None else [_Place(self._own, "own")]
        if self.starter is not None:
            own.append(_Place(self.starter, "starter"))
        if self._where is not None:
            for program in PROGRAMS:
                own += [_Place(folder, program.origin) for folder in program.places(self._where)]
        return tuple(own)

    # --- what is the same ------------------------------------------------------------------

    def _listed(self, models: Iterable[ModelFile]) -> list[ModelFile]:
        if self._identities is not None:
            deadline = Deadline(self._patience)
            models = _each_content([self._identified(model, deadline) for model in models])
            self._identities.keep()
        return sorted(models, key=lambda model: _natural(model.name, model.path))

    def _identified(self, model: ModelFile, deadline: Deadline) -> ModelFile:
        if self._identities is None:
            return model
        parts = gguf_files.parts_of(Path(model.path))
        identity = self._identities.of(parts, deadline)
        return msgspec.structs.replace(model, identity=identity)


def _each_content(models: list[ModelFile]) -> list[ModelFile]:
    """One entry for each content; the places of the others are in its `also`."""
    alike: dict[str, list[ModelFile]] = {}
    for model in models:
        alike.setdefault(model.identity or model.path, []).append(model)
    merged = []
    for same in alike.values():
        first = min(same, key=lambda model: _preference(model.origin))  # the earlier of equals
        others = [model for model in same if model is not first]
        projector = next((model.projector for model in (first, *others) if model.projector), "")
        also = tuple(model.path for model in others)
        merged.append(msgspec.structs.replace(first, also=also, projector=projector))
    return merged


def _preference(origin: ModelOrigin) -> int:
    return _PREFERRED.index(origin) if origin in _PREFERRED else len(_PREFERRED)


@dataclass(frozen=True)
class _Place:
    folder: Path
    origin: ModelOrigin


def _take(
    model: FoundModel,
    origin: ModelOrigin,
    found: dict[Path, ModelFile | None],
    places: Sequence[_Place],
) -> None:
    """Keep it by its real path if it is a readable GGUF file and a model.

    The model is known by the name it was found under: a download cache keeps links with good
    names to files that are named after their content.
    """
    path = model.path
    if gguf_files.is_projector(path.name) or gguf_files.is_hidden(path.name):
        return
    try:
        real = path.resolve(strict=True)
        if real in found or not gguf_files.is_gguf(real):
            return
        path = path.absolute()
        if origin in ("folder", "file"):
            owners = (place.origin for place in places if path.is_relative_to(place.folder))
            origin = next(owners, origin)
        found[real] = None if gguf_files.is_later_part(path) else _model(path, model, origin)
    except (OSError, ValueError, RuntimeError):  # gone, forbidden, a NUL in it, a circle of links
        return


def _model(path: Path, found: FoundModel, origin: ModelOrigin) -> ModelFile:
    parts = gguf_files.parts_of(path)
    size = 0
    for part in parts:
        try:
            size += part.stat().st_size
        except OSError:  # a part is missing: loading will say so
            continue
    return ModelFile(
        path=str(path),
        name=STARTER_NAME if origin == "starter" else found.name or gguf_files.stem_of(path),
        size=size,
        parts=len(parts),
        origin=origin,
        projector=_projector(path, found),
    )


def _projector(path: Path, found: FoundModel) -> str:
    """The projector that the program named, else the one that lies beside the model."""
    if found.projector is not None:
        return str(found.projector) if gguf_files.is_gguf(found.projector) else ""
    if path.suffix.lower() != gguf_files.SUFFIX:
        return ""
    try:
        names = tuple(sorted(entry.name for entry in path.parent.iterdir()))
    except OSError:
        return ""
    name = gguf_files.projector_beside(path, names)
    beside = path.with_name(name) if name else None
    return str(beside) if beside is not None and gguf_files.is_gguf(beside) else ""


def _natural(name: str, path: str) -> tuple[list[tuple[int, int, str]], str]:
    """Sorts "model-9b" before "model-12b", without regard to case."""
    pieces = _DIGITS.split(name.casefold())
    key = [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in pieces if p]
    return key, path
