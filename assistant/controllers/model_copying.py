"""Models that a person wants in the application's own folder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from assistant.core.entities import ModelFile
from assistant.core.errors import Cancelled, UserError
from assistant.core.ports import ModelShelf
from assistant.workers.task_pool import TaskPool


class ModelCopier(QObject):
    """Window thread; copies one after the other on the pool.

    progressed(str name, float part)   of the copy that is made
    copied(ModelFile)                  it is in the folder, compared and under its name
    failed(UserError)                  it is not; nothing of it was left behind
    finished()                         nothing is left to copy
    """

    progressed = Signal(str, float)
    copied = Signal(object)
    failed = Signal(object)
    finished = Signal()

    def __init__(
        self,
        shelf: ModelShelf,
        pool: TaskPool,
        folder: Callable[[], Path],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._pool = pool
        self._folder = folder
        self._waiting: list[Path] = []
        self._stop: threading.Event | None = None

    @property
    def busy(self) -> bool:
        return self._stop is not None

    def copy(self, paths: Sequence[str]) -> None:
        """Copy these, too."""
        self._waiting += map(Path, paths)
        if self._stop is None:
            self._next()

    def cancel(self) -> None:
        """Make no more copies; of the one that is made nothing stays."""
        self._waiting.clear()
        if self._stop is not None:
            self._stop.set()

    def _next(self) -> None:
        if not self._waiting:
            self._stop = None
            self.finished.emit()
            return
        path = self._waiting.pop(0)
        stop = self._stop = threading.Event()
        shelf, folder, progressed = self._shelf, self._folder(), self.progressed
        shown = -1

        def progress(done: int, total: int) -> None:
            nonlocal shown
            hundredth = 100 * done // max(total, 1)
            if hundredth != shown:
                shown = hundredth
                progressed.emit(path.name, hundredth / 100)  # queued: another thread

        def copy() -> ModelFile | None:
            try:
                return shelf.bring(path, folder, progress=progress, cancelled=stop.is_set)
            except Cancelled:
                return None

        self._pool.run(copy, self._on_copied, self._on_failed)

    def _on_copied(self, file: ModelFile | None) -> None:
        if file is not None:
            self.copied.emit(file)
        self._next()

    def _on_failed(self, error: UserError) -> None:
        self.failed.emit(error)
        self._next()


def gone_text(name: str) -> str:
    """What is said when the file of the model in memory is not there any more."""
    return QCoreApplication.translate(
        "Models",
        "The file of “{name}” is gone. The model can be used until it leaves the memory; your "
        "conversations are kept.",
    ).format(name=name)


def moved_text(name: str, path: str) -> str:
    """What is said when the file is gone and the same content lies elsewhere."""
    return QCoreApplication.translate(
        "Models",
        "The file of “{name}” is not where it was. {path} holds the same model and is used from "
        "now on.",
    ).format(name=name, path=path)
