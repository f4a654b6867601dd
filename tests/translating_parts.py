"""All that stands behind the translation page: real threads, real database, scripted engine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pytestqt.qtbot import QtBot

from assistant import compose
from assistant.controllers.engine_steps import EngineSteps
from assistant.controllers.glossaries import GlossaryShelf
from assistant.controllers.models import ModelsController
from assistant.controllers.notices import Notices
from assistant.controllers.preferences import Preferences
from assistant.controllers.translating import TranslationDesk
from assistant.core.errors import UserError
from assistant.core.messages import Generate, Turn
from assistant.core.translation.ports import BilingualLayout, FileUnits
from assistant.engine.scripted import ScriptedEngine
from assistant.language.term_files import TermFiles
from assistant.paths import app_paths
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.library_thread import LibraryThread
from assistant.workers.store_thread import StoreThread
from assistant.workers.task_pool import TaskPool

T = TypeVar("T")


def sentence_of(turns: Sequence[Turn]) -> str:
    """The sentence that a prompt asks for."""
    return turns[-1].content.rpartition("\n\n")[2]


def in_capitals(turns: tuple[Turn, ...]) -> str:
    """A model that says everything louder."""
    return sentence_of(turns).upper()


class SureDetector:
    """Says always the same; German where an umlaut stands."""

    def __init__(self) -> None:
        self.asked = 0

    def detect(self, text: str) -> tuple[str, float]:
        self.asked += 1
        if not any(letter.isalpha() for letter in text):
            return "", 0.0
        return ("de", 0.99) if any(letter in "äöüÄÖÜß" for letter in text) else ("en", 0.3)


class ParagraphFiles:
    """A `FileTranslator` of plain text: each line is a unit."""

    def __init__(self) -> None:
        self.written: list[tuple[str, BilingualLayout]] = []

    def units(self, path: Path, cancelled: Callable[[], bool] | None = None) -> FileUnits:
        if path.suffix != ".txt":
            raise UserError("unsupported_document", f"“{path.name}” cannot be translated.")
        data = path.read_bytes()
        return FileUnits(
            path=str(path),
            kind="text",
            sha256=hashlib.sha256(data).hexdigest(),
            units=tuple(line for line in data.decode().split("\n") if line),
            notes=("Pictures stay as they are.",),
        )

    def write(
        self,
        path: Path,
        sha256: str,
        targets: Sequence[str],
        out: Path,
        *,
        bilingual: BilingualLayout = "",
        language: str = "",
        cancelled: Callable[[], bool] | None = None,
    ) -> tuple[str, ...]:
        if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            raise UserError("document_changed", f"“{path.name}” has changed meanwhile.")
        out.write_text("\n".join(targets))
        self.written.append((str(out), bilingual))
        return ("The encoding is UTF-8 now.",) if language else ()


class Parts:
    """The controllers on one home; `stop` ends all threads."""

    def __init__(self, qtbot: QtBot, home: Path, script: Any = in_capitals, **engine: Any) -> None:
        fast = {"tokens_per_s": 0.0, "load_s": 0.0, "prompt_tokens_per_s": 0.0}
        self.qtbot = qtbot
        self.engine = ScriptedEngine(script, **{**fast, **engine})
        paths = app_paths(home)
        paths.create()
        self.paths = paths
        settings = compose.make_settings(paths)
        self.pool = TaskPool()
        self.notices = Notices()
        self.preferences = Preferences(settings.load(), settings, self.pool)
        self.store = StoreThread(lambda: compose.make_store(paths))
        self.library = LibraryThread(lambda: compose.make_library(paths))
        self.inference = InferenceThread(lambda: self.engine)
        self.models = ModelsController(
            self.inference, compose.make_shelf(), self.preferences, self.pool, paths.models
        )
        self.steps = EngineSteps(self.inference)
        self.detector = SureDetector()
        self.files = ParagraphFiles()
        self.glossaries = GlossaryShelf(self.library, self.pool, TermFiles())
        self.translating = TranslationDesk(
            self.store,
            self.library,
            self.models,
            self.steps,
            self.pool,
            self.detector,
            self.files,
            self.glossaries,
        )
        self.troubles: list[UserError] = []
        self.translating.failed.connect(self.troubles.append)
        self.store.start()
        self.inference.start()
        self.from_store(lambda _store: True)
        self.library.start()

    @property
    def desk(self) -> TranslationDesk:
        return self.translating

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def choose_model(self) -> None:
        self.models.choose("/models/scripted.gguf")
        self.until(lambda: self.models.state.phase == "ready")

    def load(self) -> None:
        self.desk.load()
        self.until(lambda: self.desk.is_loaded)

    def translate(self, text: str, target: str = "de", source: str = "en", **how: Any) -> None:
        """Translate and wait for the end."""
        self.desk.wish.set_options(source=source, target=target)
        self.desk.wish.set_text(text)
        self.desk.translate(**how)
        self.until(lambda: not self.desk.working)
        self.settle()

    def asked(self) -> list[str]:
        """The sentences that the engine was asked for."""
        return [
            sentence_of(command.turns)
            for command in self.engine.commands
            if isinstance(command, Generate)
        ]

    def settle(self) -> None:
        """Wait until all that was asked of the threads is done."""
        self.from_store(lambda _store: True)
        self.from_library(lambda _library: True)

    def from_store(self, work: Callable[[Any], T]) -> T:
        found: list[T] = []
        self.store.submit(work, found.append)
        self.until(lambda: found)
        return found[0]

    def from_library(self, work: Callable[[Any], T]) -> T:
        found: list[T] = []
        self.library.submit(work, found.append)
        self.until(lambda: found)
        return found[0]

    def stop(self) -> None:
        self.translating.shut_down()
        self.inference.stop()
        self.store.stop()
        self.library.stop()
        self.pool.stop()
