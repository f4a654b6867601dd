"""Moves files to the desktop trash, and brings them back where the trash says where they are."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path
from urllib.parse import quote, unquote

from assistant.core.errors import UserError
from assistant.core.hub.model_work import Trashed


class DesktopTrash:
    """Fulfils `core.hub.model_work.Trash`.

    Linux follows the freedesktop.org trash specification, in which a `.trashinfo` file says where
    something was; macOS keeps the name. Windows brings files back from the Recycle Bin alone.
    """

    def put(self, paths: list[Path]) -> Trashed:
        """See the port."""
        moved: list[tuple[str, str]] = []
        for path in paths:
            before = _same_named(path)
            _send(path)
            place = _place_of(path, before)
            if place is not None:
                moved.append((str(path), str(place)))
        whole = len(moved) == len(paths)
        return Trashed(moved=tuple(moved) if whole else ())

    def restore(self, trashed: Trashed) -> None:
        """See the port."""
        for original, place in trashed.moved:
            if os.path.lexists(original):
                raise UserError(
                    "download",
                    f"{Path(original).name} cannot be brought back: its place is taken.",
                    "It still lies in the trash of this computer.",
                )
            try:
                shutil.move(place, original)
            except OSError as error:
                raise UserError(
                    "download",
                    f"{Path(original).name} could not be brought back from the trash: "
                    f"{error.strerror or error}.",
                    "It can be taken out with the file manager.",
                ) from error
            with contextlib.suppress(OSError):
                _info_of(Path(place)).unlink()


def _send(path: Path) -> None:
    from send2trash import send2trash  # type: ignore[import-untyped]

    try:
        send2trash(os.fspath(path))
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            "no_permission",
            f"{path.name} could not be moved to the trash: {reason}. Nothing was deleted.",
            "Open its folder to delete it for good.",
        ) from error


def _same_named(path: Path) -> set[Path]:
    """What lies in the trash folders already under that name, or a name made from it."""
    return {found for folder in _folders(path) for found in folder.glob("*") if _kin(found, path)}


def _kin(found: Path, path: Path) -> bool:
    return found.name.startswith(path.stem)


def _place_of(path: Path, before: set[Path]) -> Path | None:
    """Where `path` lies now: the trash names it as it likes."""
    for folder in _folders(path):
        for found in folder.glob("*"):
            if found in before or not _kin(found, path):
                continue
            if sys.platform == "darwin" or _came_from(found, path):
                return found
    return None


def _folders(path: Path) -> list[Path]:
    """The trash folders that may hold what was at `path`."""
    if sys.platform == "win32":
        return []
    if sys.platform == "darwin":
        return [Path.home() / ".Trash"]
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    top = path.absolute().parent
    while not os.path.ismount(top):
        top = top.parent
    user = os.getuid()
    tops = [top / ".Trash" / str(user), top / f".Trash-{user}"]
    return [folder / "files" for folder in (Path(data) / "Trash", *tops)]


def _info_of(place: Path) -> Path:
    return place.parent.parent / "info" / f"{place.name}.trashinfo"


def _came_from(place: Path, path: Path) -> bool:
    try:
        lines = _info_of(place).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return False
    named = next((line.partition("=")[2] for line in lines if line.startswith("Path=")), "")
    original = Path(unquote(named))
    if not original.is_absolute():  # on other volumes it is told from their root
        original = place.parents[2] / original
        if place.parents[2].name == ".Trash":
            original = place.parents[3] / unquote(named)
    return original == path.absolute() or named == quote(str(path.absolute()))
