"""Where the files of an order land: `<folder>/<owner>/<repo>/<file>`, or nowhere."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from assistant.core.errors import UserError
from assistant.core.hub.download import DownloadOrder
from assistant.hub.file_names import is_safe, safe_paths

PART_SUFFIX = ".part"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MODEL_SUFFIX = ".gguf"
_REPO_PARTS = 2


def checked(order: DownloadOrder) -> None:
    """Raises `UserError` for an order that cannot be fetched safely: its names, its sums.

    Names were checked where they came from; a folder is only as safe as its last check.
    """
    repo = order.repo.split("/")
    paths = [file.path for file in order.files]
    if len(repo) != _REPO_PARTS or not is_safe(order.repo) or not _is_revision(order.revision):
        raise UserError("download", f"“{_shown(order.repo)}” is no name of a repository.")
    if not paths:
        raise UserError("download", "This repository has no file that could be fetched.")
    for path in paths:
        if not is_safe(path) or not path.lower().endswith(_MODEL_SUFFIX):
            raise UserError(
                "download",
                f"The file name “{_shown(path)}” could do harm on this computer. Nothing was "
                "fetched.",
                "Choose another repository.",
            )
    if len(safe_paths(paths)) != len(paths):
        raise UserError(
            "download",
            f"Files of “{_shown(order.repo)}” would overwrite each other. Nothing was fetched.",
            "Choose another repository.",
        )
    for file in order.files:
        if file.size <= 0 or not _SHA256.fullmatch(file.sha256):
            raise UserError(
                "download",
                f"The hub does not say what “{_shown(file.path)}” holds, so nobody could tell "
                "whether the right file arrived. Nothing was fetched.",
                "Choose another file or repository.",
            )


def target(folder: Path, repo: str, path: str) -> Path:
    """The file that `path` of `repo` becomes."""
    return folder.joinpath(*repo.split("/"), *path.split("/"))


def part_of(target: Path) -> Path:
    """What it is called until its content was verified; no model is found under this name."""
    return target.with_name(target.name + PART_SUFFIX)


def order_id(order: DownloadOrder) -> str:
    """Equal for the same files of the same repository, whatever the commit is."""
    named = "\0".join([order.repo, *sorted(file.path for file in order.files)])
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _is_revision(revision: str) -> bool:
    return not revision or is_safe(revision)


def _shown(name: str) -> str:
    """A name of a stranger on one line, and not longer than one."""
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
    return text if len(text) <= 100 else text[:99] + "…"
