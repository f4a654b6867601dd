"""A key on X11, macOS and Windows, watched for by pynput."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from assistant.core.errors import UserError
from assistant.ui.quick.key_names import pynput_name

_log = logging.getLogger(__name__)


class WatchedKey(QObject):
    """`pressed` and `failed` are called on the thread that made it; fulfils `KeyWatcher`.

    pynput takes a while to load and talks to the display itself, so all of it is done on a thread
    of its own.
    """

    _heard = Signal()
    _broken = Signal(str)

    def __init__(
        self,
        key: str,
        pressed: Callable[[], object],
        failed: Callable[[UserError], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._failed = failed
        queued = Qt.ConnectionType.QueuedConnection
        self._heard.connect(pressed, queued)
        self._broken.connect(self._on_broken, queued)
        self._listener: Any = None
        self._closed = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(
            target=self._listen, args=(key,), name="hotkey", daemon=True
        )
        self._thread.start()

    def _listen(self, key: str) -> None:
        try:
            from pynput import keyboard

            with self._lock:
                if self._closed:
                    return
                self._listener = keyboard.GlobalHotKeys({pynput_name(key): self._heard.emit})
                self._listener.start()
            self._listener.join()
        except Exception as error:  # noqa: BLE001 - the top of this thread
            _log.exception("the hotkey cannot be watched for")
            self._broken.emit(type(error).__name__)

    def _on_broken(self, kind: str) -> None:
        text = QCoreApplication.translate(
            "Hotkey", "The keyboard cannot be watched for the quick window's key ({kind})."
        )
        from assistant.ui.quick.hotkey import by_hand

        self._failed(UserError("usage", text.format(kind=kind), by_hand()))

    def close(self) -> None:
        """Watch no more."""
        with self._lock:
            self._closed = True
            if self._listener is not None:
                self._listener.stop()
        self._thread.join(timeout=2)
        self.deleteLater()
