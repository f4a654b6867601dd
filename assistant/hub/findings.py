"""What a hub says of repositories, taken with care: every text and number is a stranger's."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from assistant.core.hub.repository import Gate, HubFile, HubModel
from assistant.hub.variants import MOST_BYTES, SUFFIX

_REPO = re.compile(r"(?:[A-Za-z0-9][\w.-]{0,95}/)?[A-Za-z0-9_][\w.-]{0,95}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_MOST_TAGS = 60
_MOST_LANGUAGES = 200
_MOST_CHARACTERS = 120
_LARGEST = 1 << 53


def is_repo_name(name: str) -> bool:
    """Whether a hub could have a repository `name`: "owner/model", or an old one without owner."""
    if not _REPO.fullmatch(name) or "--" in name or ".." in name:
        return False
    return not name.endswith((".git", ".", "-"))


def hub_model(info: Any) -> HubModel | None:
    """`info` is a `ModelInfo` of the hub's library; None where it does not even have a name."""
    name = info.id
    if not isinstance(name, str) or not is_repo_name(name):
        return None
    gguf = info.gguf if isinstance(info.gguf, dict) else {}
    card = info.card_data.to_dict() if info.card_data is not None else {}
    tags = _texts(info.tags)
    return HubModel(
        repo=name,
        downloads=_number(info.downloads),
        likes=_number(info.likes),
        updated_at=_seconds(info.last_modified),
        gate=_gate(info.gated),
        license=_license(card, tags),
        languages=_languages(card),
        task=_text(info.pipeline_tag),
        tags=tags[:_MOST_TAGS],
        architecture=_text(gguf.get("architecture")),
        parameters=_number(gguf.get("total")),
        context_length=_number(gguf.get("context_length")),
    )


def hub_files(siblings: Iterable[Any]) -> tuple[list[HubFile], int]:
    """The files of a repository, and how many GGUF files claim sizes that cannot be.

    The sizes are those of the contents, also of what lies in the hub's large-file storage.
    """
    files, impossible = [], 0
    for sibling in siblings:
        path, lfs = sibling.rfilename, sibling.lfs
        if not isinstance(path, str):
            continue
        size = sibling.size if lfs is None else lfs.size
        if not isinstance(size, int) or isinstance(size, bool) or not 0 < size <= MOST_BYTES:
            impossible += path.lower().endswith(SUFFIX)
            continue
        files.append(HubFile(path=path, size=size, sha256=_sha256(lfs.sha256 if lfs else "")))
    return files, impossible


def _sha256(said: Any) -> str:
    digest = said.lower() if isinstance(said, str) else ""
    return digest if _SHA256.fullmatch(digest) else ""


def _number(said: Any) -> int:
    if isinstance(said, bool) or not isinstance(said, int | float) or not math.isfinite(said):
        return 0
    return int(min(max(said, 0), _LARGEST))


def _seconds(said: Any) -> float:
    try:
        return max(0.0, said.timestamp()) if isinstance(said, datetime) else 0.0
    except (OverflowError, OSError, ValueError):
        return 0.0


def _gate(said: Any) -> Gate:
    if said == "manual":
        return "manual"
    return "auto" if said in ("auto", True) else ""


def _license(card: dict[str, Any], tags: tuple[str, ...]) -> str:
    said = card.get("license")
    if isinstance(said, list):
        said = said[0] if said else ""
    # "other" has its own name beside it
    if said == "other" and card.get("license_name"):
        said = card["license_name"]
    tagged = (tag.removeprefix("license:") for tag in tags if tag.startswith("license:"))
    return _text(said) or next(tagged, "")


def _languages(card: dict[str, Any]) -> tuple[str, ...]:
    said = card.get("language")
    listed = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    codes = [code for code in listed if isinstance(code, str) and _LANGUAGE.fullmatch(code)]
    return tuple(dict.fromkeys(codes[:_MOST_LANGUAGES]))


def _texts(said: Any) -> tuple[str, ...]:
    if not isinstance(said, list | tuple):
        return ()
    return tuple(filter(None, map(_text, said[: 4 * _MOST_TAGS])))


def _text(said: Any) -> str:
    """One line without what cannot be seen, "" for anything but text."""
    if not isinstance(said, str):
        return ""
    visible = (
        letter for letter in said[:1000] if unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    )
    return " ".join("".join(visible).split())[:_MOST_CHARACTERS]
