"""The window with the real remote engine and a server on this machine: from its address to an
answer, and nothing before it was allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assistant.app import Application, create
from assistant.core.remote.server import model_path
from assistant.ui.servers.page import Servers
from tests.controllers.test_servers import Keys
from tests.engine.remote.loopback_server import DONE, LoopbackServer, event

KEY = "sk-canary-77aa01"


@dataclass
class Window:
    qtbot: QtBot
    app: Application
    server: LoopbackServer
    keys: Keys

    def until(self, condition: object) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=30_000)

    @property
    def servers(self) -> Servers:
        self.app.window.show_mode("models")
        page = self.app.window.page("models")
        page.show_part("servers")
        return page.part("servers")

    @property
    def column(self):
        return self.app.window.chat_page.column

    def add(self, **checked: bool) -> str:
        page = self.servers
        page.begin_new(self.server.url, "Loopback")
        page.form.key.setText(KEY)
        for name, value in checked.items():
            getattr(page.form, name).setChecked(value)
        page.form.save.click()
        (added,) = self.app.servers.servers
        self.until(lambda: self.app.servers.check(added.id).phase != "asking")
        return added.id

    def choose(self, server_id: str) -> None:
        path = model_path(server_id, "tiny")
        self.servers.cards[server_id].models.rows[path].click()
        self.until(lambda: self.app.models.state.phase == "ready")
        self.app.window.show_mode("chat")

    def say(self, text: str) -> None:
        self.column.composer.input.setPlainText(text)
        self.column.composer.submit()

    def answered(self, messages: int) -> None:
        chat = self.app.chat
        self.until(lambda: len(chat.messages) == messages and not chat.answering)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setenv("INKSTONE_ENGINE", "scripted")
    server = LoopbackServer().start()
    server.says(event({"content": "To [e-mail "}), event({"content": "1]."}, finish="stop"), DONE)
    app = create(tmp_path / "home")
    keys = Keys()
    app.secrets._made = keys
    with qtbot.waitSignal(app.chat.opened):
        app.window.show()
    yield Window(qtbot, app, server, keys)
    app.shutdown()
    server.stop()


def test_from_an_address_to_an_answer(window: Window) -> None:
    app, server, chat = window.app, window.server, window.app.chat
    server_id = window.add(masking=True)
    assert window.keys.kept == {server_id: KEY}
    window.choose(server_id)
    assert window.column.header.destination.text() == "Server on this computer"
    window.say("Write to ann@example.com")
    card = window.column.permission.card
    assert card.isVisible()
    card.look.click()
    window.until(card.preview.copy.isEnabled)
    shown = card.preview._body
    assert server.sent() == []
    assert chat.conversation is None
    assert "ann@example.com" not in str([request.body for request in server.requests])
    card.allow.click()
    window.answered(2)
    first = server.sent()[0]
    assert first.body.decode() == shown
    assert "ann@example.com" not in shown
    assert first.header("Authorization") == f"Bearer {KEY}"
    answer = chat.messages[-1]
    assert answer.text == "To ann@example.com."
    assert answer.sent_to == f"127.0.0.1:{server.port}"
    assert answer.masked == {"email": 1}
    assert "ann@example.com" not in str([request.body for request in server.requests])
    written = (app.paths.settings_file).read_text() if app.paths.settings_file.exists() else ""
    assert KEY not in written


def test_what_is_withdrawn_is_not_sent_any_more(window: Window) -> None:
    window.choose(window.add())
    window.say("Hello")
    window.column.permission.card.allow.click()
    window.answered(2)
    app = window.app
    place = f"conversation:{app.chat.conversation_id}"
    app.consent.withdraw(place=place)
    before = len(window.server.sent())
    window.say("And now")
    card = window.column.permission.card
    assert card.isVisible()
    card.dismiss.click()
    assert window.column.composer.input.text() == "And now"
    assert len(app.chat.messages) == 2
    last = [request.fields["messages"][-1]["content"] for request in window.server.sent()[before:]]
    assert "And now" not in str(last)


def test_a_server_that_goes_away_is_told_and_the_words_stay(window: Window) -> None:
    window.choose(window.add())
    window.say("Hello")
    window.server.chat(lambda exchange: exchange.json({"error": {"message": "out of memory"}}, 500))
    window.column.permission.card.allow.click()
    window.answered(2)
    chat = window.app.chat
    assert chat.messages[0].text == "Hello"
    assert chat.messages[1].state == "failed"
    assert "127.0.0.1" in chat.messages[1].error
    window.server.says(event({"content": "Hi."}, finish="stop"), DONE)
    window.column.link._on_retry(chat.messages[1].id)
    window.until(lambda: chat.messages[1].text == "Hi." and not chat.answering)
