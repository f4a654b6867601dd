"""Small stand-ins for what a test does not want for real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.core.entities import ModelFile
from assistant.core.errors import UserError
from assistant.core.settings import Settings


@dataclass
class MemorySettings:
    """A settings file that is never written; `error` is raised by every save."""

    kept: Settings = field(default_factory=Settings)
    error: UserError | None = None

    def load(self) -> Settings:
        return self.kept

    def save(self, settings: Settings) -> None:
        if self.error is not None:
            raise self.error
        self.kept = settings


@dataclass
class FixedShelf:
    """Finds always the same models."""

    models: list[ModelFile] = field(default_factory=list)
    starter: Path | None = None

    def scan(
        self, folders: Sequence[Path], files: Sequence[Path], *, elsewhere: bool = False
    ) -> list[ModelFile]:
        return list(self.models)

    def look(self, path: Path) -> ModelFile:
        return ModelFile(path=str(path), name=path.stem, size=1)

    def holds_models(self, folder: Path) -> bool:
        return False

    def folders_to_watch(
        self, folders: Sequence[Path], files: Sequence[Path], *, elsewhere: bool = False
    ) -> list[Path]:
        return []

    def bring(self, path: Path, folder: Path, **_options: object) -> ModelFile:
        return ModelFile(path=str(folder / path.name), name=path.stem, size=1)


def write_model_file(folder: Path, name: str = "tiny.gguf") -> Path:
    """A file that the shelf takes for a model; no engine but the scripted one loads it.

    Files of different names hold different bytes, else they would be one model.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(b"GGUF" + (3).to_bytes(4, "little") + bytes(16) + name.encode())
    return path
