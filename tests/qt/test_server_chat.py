"""A conversation with a server's model: where it goes is plain, and nothing goes unasked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from assistant.core.messages import CountTokens, Generate
from assistant.core.remote.server import RemoteServer, model_path
from assistant.engine.scripted_servers import ScriptedServers
from assistant.ui.servers.permission_card import PermissionCard
from assistant.ui.transcript.actions import details_text
from tests.qt.conftest import Desk, OpenDesk

SERVER = RemoteServer(id="s1", name="Team", url="https://llm.example.org/v1", masking=True)
HERE = RemoteServer(id="s2", name="Here", url="http://localhost:8080")
REMOTE = model_path("s1", "big/model")


@dataclass
class Remote:
    desk: Desk
    engine: ScriptedServers

    @property
    def card(self) -> PermissionCard:
        return self.desk.column.permission.card

    def choose(self, path: str) -> None:
        self.desk.app.models.choose(path)
        self.desk.until(
            lambda: (
                self.desk.app.models.state.phase == "ready"
                and self.desk.app.models.state.path == path
            )
        )

    def asked(self) -> list[Generate]:
        """What the engine was asked to answer, once it has been given all of it."""
        desk = self.desk
        desk.settle()
        last = CountTokens(text="x")
        with desk.qtbot.waitSignal(
            desk.app.inference.event_received,
            check_params_cb=lambda event: event.request_id == last.request_id,
        ):
            desk.app.inference.submit(last)
        commands = desk.app.inference._engine.commands
        return [each for each in commands if isinstance(each, Generate)]

    def submit(self, text: str) -> None:
        self.desk.composer.input.setPlainText(text)
        self.desk.composer.submit()

    def sees(self, widget: QWidget) -> bool:
        return widget.isVisibleTo(self.desk.window)


@pytest.fixture
def remote(open_desk: OpenDesk) -> Iterator[Remote]:
    servers = ScriptedServers({"s1": SERVER.host, "s2": HERE.host}, masked={"email": 2})
    desk = open_desk(remote=servers)
    servers.permits = desk.app.consent.permits
    settings = desk.app.preferences.settings
    desk.app.preferences.replace(msgspec.structs.replace(settings, servers=(SERVER, HERE)))
    made = Remote(desk, servers)
    made.choose(REMOTE)
    desk.settle()
    yield made


def test_header_and_composer_say_where_the_text_goes(remote: Remote) -> None:
    column = remote.desk.column
    badge = column.header.destination
    assert remote.sees(badge)
    assert badge.text() == "Sent to llm.example.org"
    assert "llm.example.org" in badge.accessibleName()
    line = column.composer.findChild(QWidget, "destination_line")
    assert remote.sees(line)
    assert line.label.full_text() == "Sent to llm.example.org"
    remote.choose(model_path("s2", "m"))
    assert badge.text() == "Server on this computer"
    remote.choose(str(remote.desk.model))
    assert not remote.sees(badge)
    assert not remote.sees(line)


def test_sending_asks_in_place_and_the_words_stay(remote: Remote) -> None:
    desk = remote.desk
    remote.submit("My secret plan")
    card = remote.card
    assert remote.sees(card)
    assert remote.asked() == []
    assert desk.composer.input.text() == "My secret plan"
    assert not remote.sees(desk.composer.refusal)
    assert "llm.example.org" in card.title.text()
    assert card.text.text().startswith("1 message")
    assert "masked before" in card.text.text()
    desk.press(card.allow, Qt.Key.Key_Space)
    desk.until(lambda: len(desk.chat.messages) == 2 and not desk.chat.answering)
    assert not remote.sees(card)
    assert desk.composer.input.text() == ""
    answer = desk.chat.messages[-1]
    assert (answer.sent_to, answer.masked) == (SERVER.host, {"email": 2})
    facts = dict(details_text(answer))
    assert facts["Sent to"] == SERVER.host
    assert facts["Private data"].startswith("2 e-mail address")
    remote.submit("And more")
    desk.until(lambda: len(desk.chat.messages) == 4)
    assert not remote.sees(card)


def test_who_says_no_keeps_everything(remote: Remote) -> None:
    desk = remote.desk
    desk.composer.input.setFocus()
    remote.submit("My secret plan")
    card = remote.card
    assert desk.window.focusWidget() is desk.composer.input
    card.look.setFocus()
    desk.press(card.look, Qt.Key.Key_Escape)
    assert not remote.sees(card)
    assert desk.window.focusWidget() is desk.composer.input
    assert desk.composer.input.text() == "My secret plan"
    assert remote.asked() == []
    assert desk.chat.conversation is None


def test_what_is_typed_while_it_is_asked_is_what_is_sent(remote: Remote) -> None:
    desk = remote.desk
    remote.submit("First words")
    desk.composer.input.setPlainText("Other words")
    remote.card.allow.click()
    desk.until(lambda: len(desk.chat.messages) == 2)
    assert desk.chat.messages[0].text == "Other words"
    assert desk.composer.input.text() == ""


def test_the_preview_shows_the_very_request_with_what_is_masked(remote: Remote) -> None:
    desk = remote.desk
    remote.submit("Write to ann@example.com and bob@example.com")
    card = remote.card
    card.look.click()
    desk.until(card.preview.copy.isEnabled)
    shown = card.preview.view.toPlainText()
    assert "ann@example.com" not in shown
    assert "[e-mail 1]" in shown
    assert '"big/model"' in shown
    assert "2 e-mail address" in card.preview.summary.text()
    assert "https://llm.example.org/v1/chat/completions" in card.preview.summary.text()
    assert card.preview.view.isReadOnly()
    desk.composer.input.setPlainText("Something else")
    desk.until(lambda: "Something else" in card.preview.view.toPlainText())
    card.preview.copy.click()
    assert '"Something else"' in QApplication.clipboard().text()
    assert remote.asked() == []
    card.look.click()
    assert not remote.sees(card.preview)


def test_another_model_instead(remote: Remote) -> None:
    desk = remote.desk
    remote.submit("Hello")
    with desk.qtbot.waitSignal(remote.card.model_wanted):
        remote.card.other.click()
    remote.choose(str(desk.model))
    assert not remote.sees(remote.card)
    assert desk.composer.input.text() == "Hello"
    desk.composer.submit()
    desk.until(lambda: len(desk.chat.messages) == 2 and not desk.chat.answering)
    assert desk.chat.messages[-1].sent_to == ""


def test_regenerating_after_a_local_answer_asks_again(remote: Remote) -> None:
    desk = remote.desk
    remote.choose(str(desk.model))
    desk.say("For this computer")
    before = len(remote.asked())
    remote.choose(REMOTE)
    desk.trigger("regenerate")
    assert remote.sees(remote.card)
    assert remote.card.text.text().startswith("1 message")
    assert len(remote.asked()) == before
    remote.card.allow.click()
    desk.until(lambda: desk.chat.messages[-1].sent_to == SERVER.host)
    desk.until(lambda: not desk.chat.answering)
    assert desk.chat.messages[-1].sibling_count == 2


def test_an_edit_that_is_asked_for_is_an_edit_afterwards(remote: Remote) -> None:
    desk = remote.desk
    remote.choose(str(desk.model))
    desk.say("For this computer")
    remote.choose(REMOTE)
    desk.composer.input.setPlainText("half a thought")
    desk.column.link._on_edit(desk.chat.messages[0].id, "Changed words")
    assert remote.sees(remote.card)
    assert "Changed words" in desk.composer.input.text()
    remote.card.allow.click()
    desk.until(lambda: desk.chat.messages[0].text == "Changed words")
    assert desk.composer.input.text() == "half a thought"


def test_an_answer_that_was_refused_leads_to_the_card(remote: Remote) -> None:
    desk = remote.desk
    remote.submit("Hello")
    remote.card.allow.click()
    desk.until(lambda: len(desk.chat.messages) == 2 and not desk.chat.answering)
    remote.engine.permits = lambda _place, _server: False  # withdrawn while it is sent
    remote.submit("Again")
    desk.until(lambda: len(desk.chat.messages) == 4 and not desk.chat.answering)
    desk.settle()
    assert desk.chat.messages[-1].state == "failed"
    consent = desk.app.consent
    consent.withdraw(place=f"conversation:{desk.chat.conversation_id}")
    remote.engine.permits = consent.permits
    desk.column.link._on_retry(desk.chat.messages[-1].id)
    assert remote.sees(remote.card)


def test_another_conversation_takes_the_card_away(remote: Remote) -> None:
    desk = remote.desk
    remote.submit("Hello")
    assert remote.sees(remote.card)
    desk.new()
    assert not remote.sees(remote.card)


def test_the_card_is_reached_by_key_and_everything_has_a_name(remote: Remote) -> None:
    desk = remote.desk
    desk.composer.input.setFocus()
    remote.submit("Hello")
    card = remote.card
    assert SERVER.host in card.accessibleName()
    for widget in (card.allow, card.look, card.other, card.dismiss, card.preview.view):
        assert widget.accessibleName()
    reached = []
    for _step in range(4):
        desk.press(desk.window.focusWidget(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        reached.append(desk.window.focusWidget())
    assert reached == [card.other, card.look, card.allow, card.dismiss]


def test_the_inspector_shows_where_it_goes_and_takes_it_back(remote: Remote) -> None:
    desk = remote.desk
    remote.submit("Hello")
    remote.card.allow.click()
    desk.until(lambda: len(desk.chat.messages) == 2 and not desk.chat.answering)
    desk.column.header.destination.click()
    section = desk.page.inspector._parameters.destination
    assert section.isVisibleTo(desk.window)
    (button,) = section.rows.buttons.values()
    assert "Team (llm.example.org)" in button.accessibleName()
    assert desk.window.focusWidget() is button
    button.click()
    assert section.rows.buttons == {}
    remote.submit("Again")
    assert remote.sees(remote.card)
    assert len(desk.chat.messages) == 2
    remote.choose(str(desk.model))
    assert not section.isVisibleTo(desk.window)


def test_a_summary_is_asked_for_and_begins_when_it_is_allowed(remote: Remote) -> None:
    desk = remote.desk
    planner = desk.app.documents.planner
    planner.add_text("The harbour was deepened to 17 metres in 1931. " * 20, "harbour.txt")
    desk.until(lambda: planner.phase == "ready")
    before = len(remote.asked())
    planner.start()
    desk.until(lambda: remote.sees(remote.card))
    assert remote.card.text.text().startswith("All text of 1 document")
    assert not remote.sees(remote.card.look)
    assert planner.phase == "ready"
    assert len(remote.asked()) == before
    remote.card.allow.click()
    desk.until(lambda: len(desk.chat.messages) == 2 and not desk.chat.answering)
    assert planner.phase == "closed"
    assert desk.chat.messages[-1].sent_to == SERVER.host
    places = {each.place for each in remote.asked()[before:]}
    assert places == {f"conversation:{desk.chat.conversation_id}"}


def test_titles_and_suggestions_stay_where_the_conversation_may_go(remote: Remote) -> None:
    desk = remote.desk
    remote.submit("Hello")
    remote.card.allow.click()
    desk.until(lambda: len(desk.chat.messages) == 2 and not desk.chat.answering)
    desk.until(lambda: any(not each.keep for each in remote.asked()))
    place = f"conversation:{desk.chat.conversation_id}"
    assert {each.place for each in remote.asked()} == {place}
