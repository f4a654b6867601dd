"""What one has to know of a computer to tell where other programs keep their models."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Platform = Literal["linux", "macos", "windows"]

OVERRIDE = "INKSTONE_ELSEWHERE"
"""Names a folder that takes the place of the person's own one: nothing else is looked into."""


@dataclass(frozen=True)
class Whereabouts:
    """Environment, home folder, platform; `system` is where the whole computer's files begin."""

    environment: Mapping[str, str] = field(default_factory=dict)
    home: Path = field(default_factory=Path.home)
    platform: Platform = "linux"
    system: Path = Path("/")

    def named(self, *variables: str) -> Path | None:
        """The folder that the first of `variables` which is set names."""
        for variable in variables:
            if value := self.environment.get(variable, "").strip():
                return self.path(value)
        return None

    def path(self, text: str) -> Path:
        """A path as a program's settings name it; a relative one begins at home."""
        if text == "~" or text.startswith(("~/", "~\\")):
            return self.home / text[2:]
        return self.home / text

    @property
    def cache(self) -> Path:
        """Where programs keep what they could fetch again."""
        if self.platform == "macos":
            return self.home / "Library" / "Caches"
        if self.platform == "windows":
            return self.named("LOCALAPPDATA") or self.home / "AppData" / "Local"
        return self.named("XDG_CACHE_HOME") or self.home / ".cache"

    @property
    def data(self) -> Path:
        """Where programs keep what belongs to this computer."""
        if self.platform == "macos":
            return self.home / "Library" / "Application Support"
        if self.platform == "windows":
            return self.named("LOCALAPPDATA") or self.home / "AppData" / "Local"
        return self.named("XDG_DATA_HOME") or self.home / ".local" / "share"

    @property
    def settings(self) -> Path:
        """Where programs keep their settings."""
        if self.platform == "macos":
            return self.home / "Library" / "Application Support"
        if self.platform == "windows":
            return self.named("APPDATA") or self.home / "AppData" / "Roaming"
        return self.named("XDG_CONFIG_HOME") or self.home / ".config"


def here() -> Whereabouts:
    """This computer and this person; see `OVERRIDE`."""
    platform: Platform = "linux"
    if sys.platform == "darwin":
        platform = "macos"
    elif sys.platform == "win32":
        platform = "windows"
    if replaced := os.environ.get(OVERRIDE, ""):
        home = Path(replaced)
        return Whereabouts({}, home, platform, home / "system")
    return Whereabouts(dict(os.environ), Path.home(), platform)


def each_once(folders: Iterable[Path | None]) -> tuple[Path, ...]:
    """`folders` in their order, without None and what is named twice."""
    return tuple(dict.fromkeys(folder for folder in folders if folder is not None))
