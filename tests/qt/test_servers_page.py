"""The part Servers of the mode Models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QSpinBox, QToolButton

from assistant.core.errors import UserError
from assistant.core.remote.consent import WRITING
from assistant.core.remote.facts import ServerFacts, ServerModel
from assistant.core.remote.server import RemoteServer, model_path
from assistant.engine.scripted_servers import ScriptedServers
from assistant.ui.servers.page import Servers
from assistant.ui.settings.documents_page import DocumentSettingsPage
from tests.controllers.test_servers import Keys
from tests.qt.conftest import Desk, OpenDesk

FACTS = ServerFacts(
    kind="vLLM",
    models=tuple(ServerModel(name=f"m{number}", context_length=4096) for number in range(9)),
    seconds=0.02,
)


@dataclass
class Page:
    desk: Desk
    keys: Keys
    widget: Servers = field(init=False)
    looked: list[tuple[RemoteServer, str]] = field(default_factory=list)
    answer: ServerFacts | UserError = FACTS

    def look(self, server: RemoteServer, key: str) -> ServerFacts:
        self.looked.append((server, key))
        if isinstance(self.answer, UserError):
            raise self.answer
        return self.answer

    def add(self, address: str = "https://llm.example.org", key: str = "") -> RemoteServer:
        widget = self.widget
        widget.add.click()
        widget.form.address.setText(address)
        widget.form.key.setText(key)
        widget.form.save.click()
        added = self.desk.app.servers.servers[-1]
        self.desk.until(lambda: self.desk.app.servers.check(added.id).phase != "asking")
        return added


@pytest.fixture
def page(open_desk: OpenDesk) -> Iterator[Page]:
    servers = ScriptedServers()
    desk = open_desk(remote=servers)
    keys = Keys()
    made = Page(desk, keys)
    desk.app.servers._look = made.look
    desk.app.servers._make_secrets = lambda: keys
    desk.window.show_mode("models")
    models = desk.window.page("models")
    models.show_part("servers")
    made.widget = models.part("servers")
    yield made


def test_a_server_is_added_with_its_key_in_the_keyring(page: Page) -> None:
    added = page.add(key="sk-secret")
    card = page.widget.cards[added.id]
    assert page.keys.kept == {added.id: "sk-secret"}
    assert card.name.full_text() == "llm.example.org"
    assert card.address.full_text() == "https://llm.example.org"
    assert card.state.text().startswith("9 model")
    assert "vLLM" in card.state.text()
    assert "20 ms" in card.state.text()
    assert not page.widget.form.isVisibleTo(page.widget)


def test_a_model_of_a_server_is_chosen_from_its_card(page: Page) -> None:
    added = page.add()
    card = page.widget.cards[added.id]
    assert len(card.models.rows) == 6
    card.models.more.click()
    assert len(card.models.rows) == 9
    path = model_path(added.id, "m8")
    card.models.rows[path].click()
    page.desk.until(lambda: page.desk.app.models.state.phase == "ready")
    assert page.desk.app.models.state.path == path
    assert path not in card.models.rows
    badge = page.desk.column.header.destination
    assert badge.text() == "Sent to llm.example.org"


def test_what_is_wrong_is_told_in_place(page: Page) -> None:
    page.answer = UserError(
        "server_certificate", "The certificate of llm.example.org cannot be trusted.", "See it."
    )
    added = page.add()
    card = page.widget.cards[added.id]
    assert card.state.text() == "The certificate of llm.example.org cannot be trusted. See it."
    assert card.state.property("tone") == "danger"
    page.answer = FACTS
    card.test.click()
    page.desk.until(lambda: card.state.property("tone") == "good")


def test_the_form_tests_without_keeping_and_warns(page: Page) -> None:
    widget, form = page.widget, page.widget.form
    widget.add.click()
    assert page.desk.window.focusWidget() is form.address
    form.address.setText("http://gpu-box:8000")
    assert form.unprotected.isVisibleTo(widget)
    form.address.setText("http://localhost:8000")
    assert not form.unprotected.isVisibleTo(widget)
    form.any_certificate.setChecked(True)
    assert form.certificate_note.isVisibleTo(widget)
    form.key.setText("typed")
    form.test.click()
    page.desk.until(lambda: form.result.property("tone") == "good")
    assert page.looked[0][1] == "typed"
    assert page.desk.app.servers.servers == ()
    form.address.setText("ftp://nowhere")
    form.save.click()
    assert form.result.property("tone") == "danger"
    assert form.isVisibleTo(widget)
    page.desk.press(form.address, Qt.Key.Key_Escape)
    assert not form.isVisibleTo(widget)
    assert page.desk.window.focusWidget() is widget.add


def test_a_server_is_changed_where_its_card_stands(page: Page) -> None:
    added = page.add(key="sk-secret")
    card = page.widget.cards[added.id]
    card.edit.click()
    form = page.widget.form
    assert not card.isVisibleTo(page.widget)
    assert form.address.text() == added.url
    assert form.key.text() == ""
    form.name.setText("Team")
    form.masking.setChecked(True)
    form.context.setValue(8192)
    form.save.click()
    (kept,) = page.desk.app.servers.servers
    assert (kept.id, kept.name, kept.masking, kept.context_length) == (
        added.id, "Team", True, 8192
    )  # fmt: skip
    assert page.keys.kept == {added.id: "sk-secret"}
    assert card.isVisibleTo(page.widget)
    assert card.name.full_text() == "Team"
    page.desk.until(lambda: page.desk.app.servers.check(kept.id).phase == "good")


def test_a_removed_server_can_be_brought_back(page: Page) -> None:
    added = page.add(key="sk-secret")
    page.widget.cards[added.id].remove.click()
    assert page.widget.cards == {}
    page.desk.until(lambda: page.keys.kept == {})
    notice = page.desk.app.notices.recent[-1]
    assert "llm.example.org" in notice.text
    page.desk.app.notices.choose(notice.action)
    assert list(page.widget.cards) == [added.id]
    page.desk.until(lambda: page.keys.kept == {added.id: "sk-secret"})
    page.desk.until(lambda: page.desk.app.servers.check(added.id).phase == "good")


def test_permissions_are_listed_and_withdrawn(page: Page) -> None:
    added = page.add()
    consent = page.desk.app.consent
    done: list[bool] = []
    consent.permit_server(WRITING, added, lambda: done.append(True))
    page.desk.until(lambda: done)
    card = page.widget.cards[added.id]
    assert list(card.permissions.buttons) == [WRITING]
    assert card.permissions.isVisibleTo(page.widget)
    card.permissions.buttons[WRITING].click()
    assert not consent.permits(WRITING, added.id)
    assert not card.permissions.isVisibleTo(page.widget)


def test_common_programs_fill_the_form(page: Page) -> None:
    buttons = [
        each for each in page.widget.findChildren(QPushButton) if "localhost:11434" in each.text()
    ]
    assert buttons[0].isVisibleTo(page.widget)
    buttons[0].click()
    assert page.widget.form.address.text() == "localhost:11434"
    assert page.widget.form.name.text() == "Ollama"


def test_everything_has_a_name(page: Page) -> None:
    page.add()
    page.widget.add.click()
    for kind in (QPushButton, QToolButton, QLineEdit, QCheckBox, QSpinBox):
        for each in page.widget.findChildren(kind):
            inside = isinstance(each.parentWidget(), QSpinBox)
            assert each.accessibleName() or inside or not each.isVisibleTo(page.widget), each


def test_the_picker_asks_servers_for_their_models(open_desk: OpenDesk) -> None:
    desk = open_desk(remote=ScriptedServers())
    server = RemoteServer(id="s1", name="Team", url="https://llm.example.org")
    settings = desk.app.preferences.settings
    desk.app.preferences.replace(msgspec.structs.replace(settings, servers=(server,)))
    keys = Keys()
    desk.app.servers._make_secrets = lambda: keys
    desk.app.servers._look = lambda _server, _key: FACTS
    assert desk.app.models.files == []
    desk.column.header.picker.open_popup()
    desk.until(lambda: len(desk.app.models.files) == 9)
    assert desk.app.models.files[0].origin == "server"
    desk.column.header.picker._popup.close()


def test_documents_go_to_a_server_only_when_that_is_allowed(page: Page) -> None:
    page.answer = ServerFacts(models=(ServerModel(name="bge-embed"),), seconds=0.01)
    added = page.add()
    desk = page.desk
    desk.window.show_settings("documents")
    shown = desk.window.findChild(DocumentSettingsPage)
    path = model_path(added.id, "bge-embed")
    assert shown.embedding.findData(path) > 0
    assert not shown.permission.isVisibleTo(shown)
    shown.set_embedding_model(path)
    assert shown.permission.isVisibleTo(shown)
    card = shown.permission.card
    assert card.isVisibleTo(shown)
    assert "llm.example.org" in card.title.text()
    card.allow.click()
    desk.until(lambda: desk.app.consent.permits("documents", added.id))
    assert not card.isVisibleTo(shown)
    shown.permission.withdraw.click()
    assert card.isVisibleTo(shown)
    shown.set_embedding_model("")
    assert not shown.permission.isVisibleTo(shown)
