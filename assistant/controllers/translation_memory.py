"""How much the translation memory holds, and forgetting it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from assistant.workers.library_thread import LibraryThread


class MemoryCare(QObject):
    """`measured(int)`: so many sentences are remembered. `failed(UserError)`. Window thread."""

    measured = Signal(int)
    failed = Signal(object)

    def __init__(self, library: LibraryThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library

    def measure(self) -> None:
        """Ask how many; `measured` follows."""
        self._library.submit(
            lambda library: library.desk.memory_size(), self.measured.emit, self.failed.emit
        )

    def forget(self) -> None:
        """Forget all remembered sentences for good; `measured` follows."""
        self._library.submit(
            lambda library: library.desk.forget_memory(),
            lambda _nothing: self.measure(),
            self.failed.emit,
        )
