"""The screens with the starter model, for `tests/screenshots.py`: a scripted one in its place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from assistant.app import Application
from assistant.core.messages import Turn
from assistant.core.starter import FALLBACK
from tests.controllers.writing_desk import corrects
from tests.fakes import write_model_file

Wait = Callable[[Callable[[], bool], str], None]
Pause = Callable[[int], None]


def answer(turns: tuple[Turn, ...]) -> str:
    """Corrects texts; to everything else the starter's honest answer."""
    return corrects(turns) if "</text" in turns[-1].content else FALLBACK


class StarterScenes:
    """Make it before the application: it says where the starter model is.

    Brings the window to each of the screens. `wait` and `pause` run the event loop.
    """

    def __init__(self, wait: Wait, pause: Pause) -> None:
        self._wait = wait
        self._pause = pause
        folder = Path(tempfile.mkdtemp(prefix="inkstone-pictures-"))
        os.environ["INKSTONE_STARTER"] = str(write_model_file(folder, "Inkstone starter.gguf"))

    def first_start(self, application: Application) -> None:
        self._ready(application)
        column = application.window.chat_page.column
        self._wait(lambda: column._empty is not None and column._empty.isVisible(), "empty page")
        self._pause(200)

    def at_its_limit(self, application: Application) -> None:
        self._ready(application)
        composer = application.window.chat_page.column.composer
        composer.input.setPlainText("What is the capital of France?")
        composer.submit()
        chat = application.chat
        self._wait(lambda: len(chat.messages) == 2 and not chat.answering, "the answer")
        self._pause(300)

    def after_correcting(self, application: Application) -> None:
        self._ready(application)
        application.window.show_mode("write")
        page = application.window.page("write")
        self._wait(lambda: page.desk.memory.known, "the actions")
        page.source.set_text("I recieve teh parcel.")
        page.start_id("proofread")
        self._wait(page.hint.isVisible, "the hint")
        self._pause(300)

    def _ready(self, application: Application) -> None:
        self._wait(lambda: application.models.state.phase == "ready", "the starter model")
