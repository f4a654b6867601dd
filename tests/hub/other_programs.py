"""Folders as other programs leave them, small."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

LAYER = "application/vnd.ollama.image."


def gguf(path: Path, content: str = "", size: int = 64) -> Path:
    """A file that begins as GGUF files do; `content` tells it from others ("": its own path)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gguf_bytes(content or str(path), size))
    return path


def gguf_bytes(content: str, size: int = 64) -> bytes:
    return (b"GGUF\x03\0\0\0" + content.encode()).ljust(size, b"\0")


def ollama(
    folder: Path,
    name: str = "registry.ollama.ai/library/qwen3/0.6b",
    *,
    weights: bytes = b"",
    layers: dict[str, bytes] | None = None,
) -> Path:
    """A pulled model; the blob with its weights."""
    blobs = {"model": weights or gguf_bytes(name), **(layers or {})}
    listed = []
    for kind, data in blobs.items():
        digest = hashlib.sha256(data).hexdigest()
        blob = folder / "blobs" / f"sha256-{digest}"
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(data)
        listed.append({"mediaType": LAYER + kind, "digest": f"sha256:{digest}", "size": len(data)})
    manifest(folder, name, listed)
    return folder / "blobs" / f"sha256-{hashlib.sha256(blobs['model']).hexdigest()}"


def manifest(folder: Path, name: str, layers: Any) -> Path:
    path = folder / "manifests" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"schemaVersion": 2, "config": {}, "layers": layers}))
    return path


def hugging_face(
    cache: Path, repo: str, name: str, *, data: bytes = b"", commit: str = "c" * 40
) -> Path:
    """A file of a repository as the Hugging Face libraries cache it; the link to it."""
    data = data or gguf_bytes(f"{repo}/{name}")
    repository = cache / f"models--{repo.replace('/', '--')}"
    blob = repository / "blobs" / hashlib.sha256(data).hexdigest()
    blob.parent.mkdir(parents=True, exist_ok=True)
    blob.write_bytes(data)
    link = repository / "snapshots" / commit / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(blob)
    (repository / "refs").mkdir(exist_ok=True)
    (repository / "refs" / "main").write_text(commit)
    return link


def jan(data: Path, name: str, *, fields: str = "", file: str = "model.gguf") -> Path:
    """An imported model of Jan; its file."""
    folder = data / "llamacpp" / "models" / name
    path = gguf(folder / file)
    (folder / "model.yml").write_text(
        f"model_path: llamacpp/models/{name}/{file}\nname: {name}\nsize_bytes: 64\n{fields}"
    )
    return path
