"""The screens of models that are dropped on the window, for `tests/screenshots.py`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent
from PySide6.QtWidgets import QApplication

from assistant.app import Application
from assistant.ui.drop_overlay import DropOverlay
from tests.fakes import write_model_file

Wait = Callable[[Callable[[], bool], str], None]
Pause = Callable[[int], None]


class ModelDropScenes:
    """Brings the window to each of the screens. `wait` and `pause` run the event loop."""

    def __init__(self, wait: Wait, pause: Pause) -> None:
        self._wait = wait
        self._pause = pause
        self._folder = Path(tempfile.mkdtemp(prefix="inkstone-pictures-"))
        self._model = write_model_file(self._folder / "Downloads", "Qwen3-4B-Instruct-Q4_K_M.gguf")

    def one_model(self, application: Application) -> None:
        self._hold(application, [self._model], "open_model")

    def several_models(self, application: Application) -> None:
        second = write_model_file(self._model.parent, "gemma-3-4b-it-Q4_K_M.gguf")
        self._hold(application, [self._model, second], "copy_model")

    def folder(self, application: Application) -> None:
        self._hold(application, [self._model.parent], "look_here")

    def _hold(self, application: Application, paths: Sequence[Path], use: str) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        window = application.window
        none, copy = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
        held = (copy, data, Qt.MouseButton.LeftButton, none)
        QApplication.sendEvent(window, QDragEnterEvent(window.rect().center(), *held))
        overlay = window.findChild(DropOverlay, "drop_overlay")
        assert overlay is not None
        QApplication.sendEvent(overlay, QDragEnterEvent(window.rect().center(), *held))
        self._wait(lambda: use in overlay.targets, use)
        card = overlay.targets[use]
        at = card.mapTo(overlay, card.rect().center())
        QApplication.sendEvent(overlay, QDragMoveEvent(at, *held))
        self._pause(300)
