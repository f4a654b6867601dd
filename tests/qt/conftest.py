"""The real window on a temporary home: real controllers, real database, scripted engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assistant.app import Application, create
from assistant.controllers.chat import ChatController
from assistant.core.entities import Message
from assistant.engine.scripted import ScriptedEngine
from assistant.ui.chat.column import ChatColumn
from assistant.ui.chat.composer import Composer
from assistant.ui.chat.page import ChatPage
from assistant.ui.window import MainWindow
from tests.fakes import write_model_file

ANSWER = "A plan is easy to **write** and easy to forget."


@dataclass
class Desk:
    """The open window and short ways to drive it as a person would."""

    qtbot: QtBot
    app: Application
    home: Path
    model: Path

    @property
    def window(self) -> MainWindow:
        return self.app.window

    @property
    def chat(self) -> ChatController:
        return self.app.chat

    @property
    def page(self) -> ChatPage:
        return self.window.chat_page

    @property
    def column(self) -> ChatColumn:
        return self.page.column

    @property
    def composer(self) -> Composer:
        return self.column.composer

    def until(self, condition: Callable[[], object]) -> None:
        """Wait until `condition` holds."""
        self.qtbot.waitUntil(lambda: bool(condition()))

    def trigger(self, action_id: str) -> None:
        self.window.actions_registry.trigger(action_id)

    def press(self, widget: object, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        self.qtbot.keyClick(widget, key, held)

    def load_model(self) -> None:
        """Open the model file and wait until it answers."""
        self.app.models.open_file(str(self.model))
        self.until(lambda: self.app.models.state.phase == "ready")

    def type(self, text: str) -> None:
        self.composer.input.setFocus()
        self.qtbot.keyClicks(self.composer.input, text)

    def begin(self, text: str) -> None:
        """Send `text` and wait until it is accepted."""
        self.composer.input.setPlainText(text)
        with self.qtbot.waitSignal(self.chat.turn_accepted):
            self.composer.submit()

    def some_text(self) -> None:
        """Wait until more of the answer that is shown has come."""
        shown = self.chat.messages[-1].id
        self.qtbot.waitSignal(
            self.chat.reply_extended, check_params_cb=lambda m, *_: m == shown
        ).wait()

    def say(self, text: str) -> Message:
        """Send `text` and wait for the whole answer, stored."""
        self.begin(text)
        self.until(lambda: not self.chat.answering)
        self.settle()
        return self.chat.messages[-1]

    def settle(self) -> None:
        """Wait until the store has done all that was asked of it, and the list is read."""
        for _round in range(2):
            done: list[bool] = []
            self.app.store.submit(lambda _store: True, done.append)
            self.until(lambda done=done: done)

    def new(self) -> None:
        with self.qtbot.waitSignal(self.chat.opened):
            self.trigger("new_conversation")

    def texts(self) -> list[str]:
        return [message.text for message in self.column.transcript.messages()]

    def list_texts(self) -> list[str]:
        model = self.page.panel.view.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[OpenDesk]:
    """Open windows one after the other on the same home; options go to the scripted engine."""
    opened: list[Application] = []
    home = tmp_path / "home"

    def shut(app: Application) -> None:
        app.shutdown()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def make(
        script: object = ANSWER, *, size: tuple[int, int] = (1280, 800), **options: object
    ) -> Desk:
        while opened:
            shut(opened.pop())
        before_show = options.pop("before_show", None)
        fast = {"tokens_per_s": 0.0, "load_s": 0.0, "prompt_tokens_per_s": 0.0}
        app = create(home, ScriptedEngine(script, **{**fast, **options}))
        opened.append(app)
        desk = Desk(qtbot, app, home, write_model_file(tmp_path / "models"))
        app.window.resize(*size)
        if callable(before_show):
            before_show(app.window)
        with qtbot.waitSignal(app.chat.opened):
            app.window.show()
        desk.settle()
        return desk

    yield make
    while opened:
        shut(opened.pop())


@pytest.fixture
def bare_desk(open_desk: OpenDesk) -> Desk:
    """A first start: no model, no conversation."""
    return open_desk()


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """A window with a model that is ready and a new conversation open."""
    desk = open_desk()
    desk.load_model()
    return desk
