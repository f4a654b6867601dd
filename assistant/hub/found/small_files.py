"""Settings and manifests of other programs, read without trust in their size or their shape."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

LARGEST = 1024 * 1024
_INI_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{1,4})|(.))")
_INI_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "f": "\f"}


def read_small(path: Path, largest: int = LARGEST) -> bytes:
    """What is in `path`; nothing where it is no ordinary file, unreadable or too large."""
    try:
        if not path.is_file() or path.stat().st_size > largest:
            return b""
        with path.open("rb") as file:
            return file.read(largest)
    except (OSError, ValueError):
        return b""


def read_json(path: Path, largest: int = LARGEST) -> dict[str, Any]:
    """The object in `path`; an empty one for everything else."""
    try:
        value = msgspec.json.decode(read_small(path, largest))
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def text_in(values: dict[str, Any], key: str) -> str:
    """The text at `key` if there is one and it could be part of a path, else ""."""
    value = values.get(key)
    return value if isinstance(value, str) and "\0" not in value else ""


def read_ini(path: Path, key: str) -> str:
    """The value of `key` in the part [General] of a file that Qt wrote, "" where it is not."""
    section = "general"
    for written in read_small(path).decode("utf-8", "replace").splitlines():
        line = written.strip()
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].casefold()
            continue
        name, sign, value = line.partition("=")
        if sign and section in ("general", "%general") and name.strip() == key:
            value = value.strip()
            if len(value) > 1 and value[0] == value[-1] == '"':
                value = value[1:-1]
            return _INI_ESCAPE.sub(_unescaped, value).replace("\0", "")
    return ""


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return _INI_LETTERS.get(match[2], match[2])


def read_plain_yaml(path: Path) -> dict[str, Any]:
    """Texts and lists of texts at the outermost level of a YAML file; the rest is passed over.

    So much is needed of other programs' files, and nothing in them can grow while it is read.
    """
    values: dict[str, Any] = {}
    items: list[str] | None = None
    for line in read_small(path).decode("utf-8", "replace").splitlines():
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if bare.startswith("- ") and items is not None:
            items.append(_plain(bare[2:]))
            continue
        if line[0].isspace():
            items = None
            continue
        key, sign, value = bare.partition(":")
        items = None
        if not sign:
            continue
        if value.strip():
            values[key.strip()] = _plain(value)
        else:
            items = values[key.strip()] = []
    return values


def _plain(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1].replace("\0", "")
    return value.partition(" #")[0].strip().replace("\0", "")
