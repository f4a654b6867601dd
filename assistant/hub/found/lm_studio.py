"""LM Studio: `models/OWNER/NAME/*.gguf` below its own folder, or where its settings say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.hub.found.found_model import FoundModel
from assistant.hub.found.small_files import read_json, read_small, text_in
from assistant.hub.found.whereabouts import Whereabouts, each_once
from assistant.hub.gguf_files import Deadline, files_below

_DEPTH = 5
_UNFINISHED = "downloading_"
_POINTER = ".lmstudio-home-pointer"


def homes(where: Whereabouts) -> tuple[Path, ...]:
    """Its own folders: the one a file in the home folder points at, today's, the older one."""
    pointed = read_small(where.home / _POINTER, 4096).decode("utf-8", "replace").strip()
    first = pointed.splitlines()[0].strip().replace("\0", "") if pointed else ""
    return each_once(
        (
            where.path(first) if first else None,
            where.home / ".lmstudio",
            where.home / ".cache" / "lm-studio",
        )
    )


def settings_files(where: Whereabouts) -> tuple[Path, ...]:
    """Where it may have written which folder the person chose for models."""
    return (
        *(home / "settings.json" for home in homes(where)),
        where.settings / "LM Studio" / "settings.json",
    )


def places(where: Whereabouts) -> tuple[Path, ...]:
    """The folders with its models, whether they are there or not."""
    moved = [text_in(read_json(file), "downloadsFolder") for file in settings_files(where)]
    own = [
        home / name
        for home in homes(where)
        for name in ("models", ".internal/bundled-models")  # what it brings along: embeddings
    ]
    return each_once([*(where.path(folder) if folder else None for folder in moved), *own])


def models(where: Whereabouts, deadline: Deadline) -> Iterator[FoundModel]:
    """Its models, by the names of their files."""
    for folder in places(where):
        for path in files_below(folder, _DEPTH, deadline):
            if not path.name.startswith(_UNFINISHED):
                yield FoundModel(path)
