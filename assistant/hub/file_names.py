"""Which names of a stranger may be created below a folder, on every system that Inkstone runs on.

A file that is fine on Linux may be a device on Windows or another file on a Mac, and folders of
models travel between them: a name has to be good everywhere. Pure functions: any thread.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

MOST_BYTES = 600
"""Of a whole path, in UTF-8."""
MOST_BYTES_OF_A_PART = 240
"""File systems allow 255; `.part` and its kin are added while a file is fetched."""

_FORBIDDEN = frozenset('\\:*?"<>|')
_JOINERS = "\u200c\u200d"
"""Without width, but parts of emoji and of words in Persian and Hindi."""
_NOT_PRINTED = ("Cc", "Cf", "Cs", "Zl", "Zp")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"]
)


def is_safe(path: str) -> bool:
    """Whether `path`, with `/` between its parts, lands below a folder it is joined to, and
    nowhere else, as an ordinary visible file whose name shows what it is."""
    try:
        length = len(path.encode("utf-8"))
    except UnicodeEncodeError:
        return False
    return length <= MOST_BYTES and all(map(_is_safe_part, path.split("/")))


def _is_safe_part(part: str) -> bool:
    if not part or part != part.strip() or part.startswith((".", "~")) or part.endswith("."):
        return False
    if len(part.encode("utf-8")) > MOST_BYTES_OF_A_PART or not _FORBIDDEN.isdisjoint(part):
        return False
    if any(
        unicodedata.category(letter) in _NOT_PRINTED and letter not in _JOINERS for letter in part
    ):
        return False
    # Windows takes "nul.gguf" and "NUL .gguf" for the device
    return part.split(".", 1)[0].rstrip(" ").casefold() not in _DEVICES


def same_file_key(path: str) -> str:
    """Equal for paths that some file system takes for the same: by case or composition."""
    composed = unicodedata.normalize("NFC", path)
    return unicodedata.normalize("NFC", composed.casefold().upper().casefold())


def safe_paths(paths: Iterable[str]) -> list[str]:
    """Those of `paths` that may be created side by side, in their order.

    Of paths that would be the same file the first one stays; one that would need a file of
    another's to be a folder is left out, too.
    """
    chosen: list[str] = []
    files: set[str] = set()
    folders: set[str] = set()
    for path in paths:
        if not is_safe(path):
            continue
        key = same_file_key(path)
        above = _folders_above(key)
        if key in files or key in folders or not files.isdisjoint(above):
            continue
        files.add(key)
        folders.update(above)
        chosen.append(path)
    return chosen


def _folders_above(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
