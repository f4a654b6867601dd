"""Jan: `llamacpp/models/ID/model.yml` in its data folder; older versions `models/ID/model.json`.

A model that was imported lies elsewhere: `model_path` is a whole path then.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.hub.found.found_model import FoundModel
from assistant.hub.found.small_files import read_json, read_plain_yaml, text_in
from assistant.hub.found.whereabouts import Whereabouts, each_once
from assistant.hub.gguf_files import Deadline, first_part

_DEPTH = 5
_MOST_FILES = 5000
_MANIFESTS = ("model.yml", "model.json")


def settings_files(where: Whereabouts) -> tuple[Path, ...]:
    """Where it may have written which data folder the person chose."""
    folders = each_once((_application_data(where), where.settings))
    return tuple(folder / "Jan" / "settings.json" for folder in folders)


def data_folders(where: Whereabouts) -> tuple[Path, ...]:
    """Its data folders: the chosen one, today's, the one of older versions."""
    moved = [text_in(read_json(file), "data_folder") for file in settings_files(where)]
    return each_once(
        (
            *(where.path(folder) if folder else None for folder in moved),
            _application_data(where) / "Jan" / "data",
            where.home / "jan",
        )
    )


def places(where: Whereabouts) -> tuple[Path, ...]:
    """The folders with its models."""
    return each_once(
        data / folder
        for data in data_folders(where)
        for folder in ("llamacpp/models", "models", "cortex.cpp/models")
    )


def models(where: Whereabouts, deadline: Deadline) -> Iterator[FoundModel]:
    """Its models by the names that it gave them."""
    for data in data_folders(where):
        for folder in ("llamacpp/models", "models", "cortex.cpp/models"):
            for manifest in _manifests(data / folder, deadline):
                yield from _described(manifest, data)


def _application_data(where: Whereabouts) -> Path:
    """Windows: the roaming one, unlike what `Whereabouts.data` says."""
    return where.settings if where.platform == "windows" else where.data


def _manifests(folder: Path, deadline: Deadline) -> Iterator[Path]:
    """The manifests below `folder`; links to folders are not followed."""
    left = _MOST_FILES
    try:
        depth = len(folder.parts)
        for inner, below, names in os.walk(folder):
            below.sort()
            if len(Path(inner).parts) - depth >= _DEPTH or deadline.passed:
                below.clear()
            for name in sorted(names):
                left -= 1
                if name in _MANIFESTS or (name.endswith(".yml") and inner != str(folder)):
                    yield Path(inner, name)
            if left < 0:
                return
    except (OSError, ValueError):
        return


def _described(manifest: Path, data: Path) -> Iterator[FoundModel]:
    values = read_json(manifest) if manifest.suffix == ".json" else read_plain_yaml(manifest)
    name = text_in(values, "name") or text_in(values, "id")
    projector = text_in(values, "mmproj_path")
    for path in _files_named(values, manifest, data):
        yield FoundModel(first_part(path), name, _absolute(projector, data) if projector else None)
        return


def _files_named(values: dict[str, Any], manifest: Path, data: Path) -> Iterator[Path]:
    """What a manifest says its model is, the likeliest first; only GGUF files."""
    named: list[Path] = []
    if path := text_in(values, "model_path"):
        named.append(_absolute(path, data))
    files = values.get("files")
    for path in files if isinstance(files, list) else []:
        if isinstance(path, str) and path:
            named += [_absolute(path, data), manifest.parent / path]
    sources = values.get("sources")
    for source in sources if isinstance(sources, list) else []:
        if isinstance(source, dict) and (path := text_in(source, "filename")):
            named.append(manifest.parent / path)
    for candidate in named:
        try:
            if candidate.suffix.lower() == ".gguf" and candidate.is_file():
                yield candidate
        except (OSError, ValueError):
            continue


def _absolute(path: str, data: Path) -> Path:
    return data / path.replace("\0", "")
