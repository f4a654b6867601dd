"""GPT4All: one flat folder; another one where its settings say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.hub.found.found_model import FoundModel
from assistant.hub.found.small_files import read_ini
from assistant.hub.found.whereabouts import Whereabouts, each_once
from assistant.hub.gguf_files import Deadline, files_below

_DEPTH = 2
_UNFINISHED = "incomplete-"


def settings_file(where: Whereabouts) -> Path:
    """Qt keeps such files in ~/.config on macOS, too."""
    if where.platform == "macos":
        return where.home / ".config" / "nomic.ai" / "GPT4All.ini"
    return where.settings / "nomic.ai" / "GPT4All.ini"


def places(where: Whereabouts) -> tuple[Path, ...]:
    """The folders with its models; the last is that of its Python package."""
    moved = read_ini(settings_file(where), "modelPath")
    return each_once(
        (
            where.path(moved) if moved else None,
            where.data / "nomic.ai" / "GPT4All",
            where.home / ".cache" / "gpt4all",
        )
    )


def models(where: Whereabouts, deadline: Deadline) -> Iterator[FoundModel]:
    """Its models, by the names of their files."""
    for folder in places(where):
        for path in files_below(folder, _DEPTH, deadline):
            if not path.name.startswith(_UNFINISHED):
                yield FoundModel(path)
