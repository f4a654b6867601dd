"""The distributions that a lock file names, with their hashes. Standard library only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
_ENTRY = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?P<rest>.*)"
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Locked:
    """`marker` is the condition under which it is installed; "" is always."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def read(lock: Path = LOCK) -> list[Locked]:
    """What `lock` names, in its order. Raises ValueError for an entry without a hash."""
    joined = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    found = []
    for line in joined.splitlines():
        match = _ENTRY.match(line.strip())
        if match is None:
            continue
        hashes = tuple(_HASH.findall(match["rest"]))
        if not hashes:
            raise ValueError(f"{lock.name}: {match['name']} has no hash")
        before = match["rest"].split("--hash", 1)[0].strip()
        found.append(Locked(match["name"].lower(), match["version"], before.lstrip("; "), hashes))
    return found
