"""The cache of the Hugging Face libraries: `models--OWNER--NAME/snapshots/COMMIT/FILE`.

Files of a snapshot are links to `blobs/`, named after their content, or the files themselves
where links are not possible. What is being fetched is in `blobs/` and has no link yet.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from assistant.hub.found.found_model import FoundModel
from assistant.hub.found.small_files import read_small
from assistant.hub.found.whereabouts import Whereabouts, each_once
from assistant.hub.gguf_files import Deadline, files_below

_DEPTH = 4
_MOST_REPOSITORIES = 5000
_REPOSITORY = "models--"


def places(where: Whereabouts) -> tuple[Path, ...]:
    """The cache's folder: `HF_HUB_CACHE`, `HF_HOME`, else the usual one, on all platforms."""
    named = where.named("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")
    if named is None and (home := where.named("HF_HOME")):
        named = home / "hub"
    if named is None:
        cache = where.named("XDG_CACHE_HOME") or where.home / ".cache"
        named = cache / "huggingface" / "hub"
    return each_once((named,))


def models(where: Whereabouts, deadline: Deadline) -> Iterator[FoundModel]:
    """Its GGUF models, those of the current commit of a repository before older ones."""
    for cache in places(where):
        for repository in _folders(cache):
            if repository.name.startswith(_REPOSITORY) and not deadline.passed:
                for snapshot in _snapshots(repository):
                    for path in files_below(snapshot, _DEPTH, deadline):
                        yield FoundModel(path)


def _snapshots(repository: Path) -> list[Path]:
    current = read_small(repository / "refs" / "main", 256).decode("ascii", "replace").strip()
    found = _folders(repository / "snapshots")
    return sorted(found, key=lambda folder: (folder.name != current, folder.name))


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            found = [Path(entry.path) for entry in entries if entry.is_dir()]
    except (OSError, ValueError):
        return []
    return sorted(found)[:_MOST_REPOSITORIES]
