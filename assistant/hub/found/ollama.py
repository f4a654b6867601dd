"""Ollama: manifests name layers by their digest, and the layers lie in `blobs/`.

`manifests/HOST/NAMESPACE/MODEL/TAG` is JSON; the layer "…image.model" is a GGUF file, and
`blobs/sha256-…` is called after the content of the whole file. A layer that is being fetched
ends in -partial and no manifest names it yet.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.hub.found.found_model import FoundModel
from assistant.hub.found.small_files import read_json, read_small, text_in
from assistant.hub.found.whereabouts import Whereabouts, each_once
from assistant.hub.gguf_files import Deadline

_LAYER = "application/vnd.ollama.image."
_DIGEST = re.compile(r"sha256[:-]([0-9a-f]{64})")
_HOST, _NAMESPACE = "registry.ollama.ai", "library"
_DEPTH = 4
_MOST_MANIFESTS = 5000
_LARGEST_MANIFEST = 256 * 1024


@dataclass(frozen=True)
class OllamaModel:
    """What one manifest says; layers are files that need not be there.

    Looking for models needs none of the `others` (kind of layer → file): each is read when
    somebody asks for what it says.
    """

    name: str
    weights: Path
    projector: Path | None = None
    others: Mapping[str, Path] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """In Go's language: the one in the model file is used instead."""
        return self._text("template")

    @property
    def system(self) -> str:
        return self._text("system")

    @property
    def params(self) -> dict[str, Any]:
        """Ollama's own: "temperature", "stop", "num_ctx", …"""
        return read_json(self.others["params"]) if "params" in self.others else {}

    def _text(self, kind: str) -> str:
        if kind not in self.others:
            return ""
        return read_small(self.others[kind]).decode("utf-8", "replace")


def places(where: Whereabouts) -> tuple[Path, ...]:
    """Its folders: the one that `OLLAMA_MODELS` names, the person's, those of a service."""
    service: tuple[Path, ...] = ()
    if where.platform == "linux":
        service = tuple(
            where.system / folder
            for folder in (
                "usr/share/ollama/.ollama/models",
                "var/lib/ollama/models",
                "var/lib/ollama/.ollama/models",
            )
        )
    return each_once((where.named("OLLAMA_MODELS"), where.home / ".ollama" / "models", *service))


def models(where: Whereabouts, deadline: Deadline) -> Iterator[FoundModel]:
    """Its models as NAME:TAG; of several tags of one file "latest" comes last."""
    for folder in places(where):
        for described in described_in(folder, deadline):
            yield FoundModel(described.weights, described.name, described.projector)


def described_in(folder: Path, deadline: Deadline) -> list[OllamaModel]:
    """What the manifests in `folder` describe, without what is no model in one GGUF file.

    Those are models of a server, of several files, or a file and an adapter on top of it.
    """
    found = [
        model
        for manifest in _manifests(folder / "manifests", deadline)
        if (model := read_model(manifest, folder)) is not None
    ]
    return sorted(found, key=lambda model: (model.name.endswith(":latest"), model.name))


def read_model(manifest: Path, folder: Path) -> OllamaModel | None:
    """What `manifest` below `folder` describes; None where that is no model for us."""
    layers = read_json(manifest, _LARGEST_MANIFEST).get("layers")
    blobs: dict[str, list[Path]] = {}
    for layer in layers if isinstance(layers, list) else []:
        if isinstance(layer, dict) and text_in(layer, "mediaType").startswith(_LAYER):
            blob = _blob(folder, text_in(layer, "digest"))
            if blob is None:
                return None
            kind = text_in(layer, "mediaType").removeprefix(_LAYER)
            blobs.setdefault(kind, []).append(blob)
    weights = blobs.get("model", [])
    if len(weights) != 1 or "adapter" in blobs:
        return None
    return OllamaModel(
        name=_name(manifest.relative_to(folder / "manifests")),
        weights=weights[0],
        projector=next(iter(blobs.get("projector", [])), None),
        others={kind: files[0] for kind, files in blobs.items() if kind != "model"},
    )


def _blob(folder: Path, digest: str) -> Path | None:
    """The file of a layer; None for a digest that is none and could name any path."""
    match = _DIGEST.fullmatch(digest)
    if match is None:
        return None
    for name in (f"sha256-{match[1]}", f"sha256:{match[1]}"):  # the older one had the colon
        blob = folder / "blobs" / name
        if os.path.lexists(blob):
            return blob
    return folder / "blobs" / f"sha256-{match[1]}"


def _name(manifest: Path) -> str:
    """HOST/NAMESPACE/MODEL/TAG as people write it: "qwen3:0.6b", "hf.co/owner/name:Q4_K_M"."""
    *before, model, tag = manifest.parts
    if before[:1] == [_HOST]:
        before = before[1:]
        if before == [_NAMESPACE]:
            before = []
    return "/".join([*before, f"{model}:{tag}"])


def _manifests(folder: Path, deadline: Deadline) -> Iterator[Path]:
    """The files four levels below `folder`; links to folders are not followed."""
    left = _MOST_MANIFESTS
    depth = len(folder.parts)
    try:
        for inner, below, names in os.walk(folder):
            below.sort()
            level = len(Path(inner).parts) - depth
            if level >= _DEPTH or deadline.passed or left <= 0:
                below.clear()
            if level == _DEPTH - 1:
                for name in sorted(names)[:left]:
                    if not name.startswith("."):
                        left -= 1
                        yield Path(inner, name)
    except (OSError, ValueError):
        return
