"""Write, Translate and the quick window with a server's model: asked once, before the first use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.app_quick import QuickDoor
from assistant.core.messages import CountTokens, Generate
from assistant.core.remote.server import RemoteServer, model_path
from assistant.core.writing.actions import built_in
from assistant.engine.scripted_servers import ScriptedServers
from tests.qt.conftest import Desk, OpenDesk

SERVER = RemoteServer(id="s1", name="Team", url="https://llm.example.org/v1")
REMOTE = model_path("s1", "big/model")


@dataclass
class Modes:
    desk: Desk
    servers: ScriptedServers

    def asked(self) -> list[str]:
        """The places that the engine was asked to answer for, once it has been given all."""
        desk = self.desk
        desk.settle()
        last = CountTokens(text="x")
        with desk.qtbot.waitSignal(
            desk.app.inference.event_received,
            check_params_cb=lambda event: event.request_id == last.request_id,
        ):
            desk.app.inference.submit(last)
        commands = desk.app.inference._engine.commands
        return [each.place for each in commands if isinstance(each, Generate)]

    def counted(self) -> list[CountTokens]:
        commands = self.desk.app.inference._engine.commands
        return [each for each in commands if isinstance(each, CountTokens) and each.text != "x"]


@pytest.fixture
def modes(open_desk: OpenDesk) -> Iterator[Modes]:
    servers = ScriptedServers({"s1": SERVER.host})
    desk = open_desk(remote=servers)
    servers.permits = desk.app.consent.permits
    settings = desk.app.preferences.settings
    desk.app.preferences.replace(msgspec.structs.replace(settings, servers=(SERVER,)))
    desk.app.models.choose(REMOTE)
    desk.until(lambda: desk.app.models.state.phase == "ready")
    yield Modes(desk, servers)


def test_writing_asks_before_the_first_text(modes: Modes) -> None:
    desk = modes.desk
    desk.window.show_mode("write")
    page = desk.window.page("write")
    assert page.permission.line.isVisibleTo(page)
    assert page.permission.line.label.full_text() == "Sent to llm.example.org"
    page.source.set_text("Teh text to mend.", None)
    action = built_in("proofread")
    page.start(action)
    assert page.permission.asking
    assert modes.asked() == []
    assert modes.counted() == []
    assert page.desk.session is None
    assert page.source.text() == "Teh text to mend."
    page.permission.card.allow.click()
    desk.until(lambda: page.desk.session is not None and not page.desk.working)
    assert not page.permission.asking
    assert set(modes.asked()) == {"writing"}
    page.start(action)
    assert not page.permission.asking
    desk.until(lambda: not page.desk.working)


def test_a_permission_that_is_gone_is_asked_for_again_and_the_work_goes_on(modes: Modes) -> None:
    desk = modes.desk
    desk.window.show_mode("write")
    page = desk.window.page("write")
    done: list[bool] = []
    desk.app.consent.permit("writing", lambda: done.append(True))
    desk.until(lambda: done)
    modes.servers.permits = lambda _place, _server: False
    page.source.set_text("Teh text to mend.", None)
    page.start(built_in("proofread"))
    desk.until(lambda: page.desk.session is not None and page.desk.session.phase == "failed")
    assert not page.permission.asking  # the window still thinks that it is allowed
    desk.app.consent.withdraw(place="writing")
    modes.servers.permits = desk.app.consent.permits
    page.desk.resume()
    assert page.permission.asking
    assert page.desk.session.phase == "failed"


def test_translating_asks_before_the_first_sentence(modes: Modes) -> None:
    desk = modes.desk
    desk.window.show_mode("translate")
    page = desk.window.page("translate")
    desk.until(lambda: desk.app.desk.translating.is_loaded)
    wish = desk.app.desk.translating.wish
    wish.set_text("A sentence to translate.")
    wish.set_options(source="en", target="de")
    page.translate()
    desk.until(lambda: page.permission.asking)
    assert not page.refusal.isVisibleTo(page)
    assert modes.asked() == []
    assert wish.text == "A sentence to translate."
    page.permission.card.dismiss.click()
    assert not page.permission.asking
    page.translate()
    assert page.permission.asking
    page.permission.card.allow.click()
    desk.until(lambda: desk.app.desk.translating.phase == "done")
    assert not page.permission.asking
    assert set(modes.asked()) == {"translation"}


def test_the_quick_window_asks_in_its_own_place(modes: Modes) -> None:
    desk = modes.desk
    door = QuickDoor(desk.app)
    try:
        window = door.window
        desk.qtbot.addWidget(window)
        window.show()
        window._put("A text of another program.")
        window.choose("proofread")
        card = window.permission.card
        desk.until(lambda: window.permission.asking)
        assert card.isVisible()
        assert modes.asked() == []
        assert not window.again.isVisible()
        assert window.status.text() == ""
        desk.until(lambda: window.height() >= window.minimumSizeHint().height())
        QTest.keyClick(card.allow, Qt.Key.Key_Space)
        desk.until(lambda: window.desk.run is not None and window.desk.run.phase == "done")
        assert not window.permission.asking
        assert set(modes.asked()) == {"quick"}
    finally:
        door.shut_down()


def test_a_model_of_this_disk_shows_nothing_of_all_this(modes: Modes) -> None:
    desk = modes.desk
    desk.window.show_mode("write")
    page = desk.window.page("write")
    desk.app.models.choose(str(desk.model))
    desk.until(lambda: not page.permission.isVisibleTo(page))
    page.source.set_text("Teh text to mend.", None)
    page.start(built_in("proofread"))
    desk.until(lambda: page.desk.session is not None and not page.desk.working)
    assert not page.permission.asking
