"""llama.cpp's own downloads: one flat folder, `OWNER_REPOSITORY_FILE.gguf`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.hub.found.found_model import FoundModel
from assistant.hub.found.whereabouts import Whereabouts, each_once
from assistant.hub.gguf_files import Deadline, files_below

_DEPTH = 2


def places(where: Whereabouts) -> tuple[Path, ...]:
    """The folder with its models: the one that `LLAMA_CACHE` names, else the usual one."""
    return each_once((where.named("LLAMA_CACHE") or where.cache / "llama.cpp",))


def models(where: Whereabouts, deadline: Deadline) -> Iterator[FoundModel]:
    """Its models, by the names of their files."""
    for folder in places(where):
        for path in files_below(folder, _DEPTH, deadline):
            yield FoundModel(path)
