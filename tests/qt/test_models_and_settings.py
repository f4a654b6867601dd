"""Models, parameters, settings."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from assistant.core.entities import ChatParameters
from assistant.core.errors import UserError
from tests.fakes import write_model_file
from tests.qt.conftest import Desk, OpenDesk


def test_the_picker_lists_filters_and_chooses(desk: Desk) -> None:
    write_model_file(desk.model.parent, "another.gguf")
    desk.app.models.add_folder(str(desk.model.parent))
    desk.until(lambda: len(desk.app.models.files) == 2)
    picker = desk.column.header.picker
    desk.trigger("choose_model")
    popup = picker._popup
    assert sorted(popup.list.texts()) == ["another", "tiny"]
    desk.qtbot.keyClicks(popup.list.field, "anoth")
    assert popup.list.texts() == ["another"]
    desk.press(popup.list.field, Qt.Key.Key_Return)
    assert not popup.isVisible()
    desk.until(lambda: desk.app.models.state.phase == "ready")
    assert picker.name_text() == "another"
    assert desk.app.preferences.settings.models.last.endswith("another.gguf")


def test_the_picker_shows_progress_and_loading_can_be_cancelled(open_desk: OpenDesk) -> None:
    desk = open_desk(load_s=5.0)
    desk.app.models.open_file(str(desk.model))
    picker = desk.column.header.picker
    desk.until(lambda: desk.app.models.state.fraction > 0)
    assert "loading" in picker.phase_text()
    assert "%" in desk.window.status_line.engine.text()
    desk.window.show_mode("models")
    row = desk.window._pages["models"].rows[str(desk.model)]
    assert row.progress.isVisible()
    assert row.cancel.isVisible()
    row.cancel.click()
    desk.until(lambda: desk.app.models.state.phase == "chosen")
    assert row.use.isVisible()
    assert picker.phase_text() == "not loaded"


def test_a_model_that_fails_says_so_in_its_place(open_desk: OpenDesk) -> None:
    error = UserError("damaged_model", "The file is cut short.", "Download it again.")
    desk = open_desk(fail_load=error)
    desk.window.show_mode("models")
    desk.app.models.open_file(str(desk.model))
    desk.until(lambda: desk.app.models.state.phase == "failed")
    row = desk.window._pages["models"].rows[str(desk.model)]
    assert "The file is cut short." in row.state.text()
    assert row.use.text() == "Try again"
    assert "could not be loaded" in desk.column.header.picker.phase_text()


def test_a_message_to_a_model_that_cannot_be_loaded_keeps_the_question(
    open_desk: OpenDesk,
) -> None:
    error = UserError("damaged_model", "The file is cut short.", "Download it again.")
    desk = open_desk(fail_load=error)
    desk.app.models.open_file(str(desk.model))
    desk.until(lambda: desk.app.models.state.phase == "failed")
    desk.begin("Are you there?")
    desk.until(lambda: not desk.chat.answering)
    assert desk.chat.messages[0].text == "Are you there?"
    assert "The file is cut short." in desk.chat.messages[1].error


def test_the_models_page_removes_folders_and_reveals(desk: Desk, monkeypatch) -> None:
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    desk.app.models.add_folder(str(desk.model.parent))
    desk.window.show_mode("models")
    page = desk.window._pages["models"]
    desk.until(lambda: page.rows and page._folder_rows)
    page.rows[str(desk.model)].reveal.click()
    assert opened == [str(desk.model.parent)]
    page._folder_rows[0].remove.click()
    assert desk.app.preferences.settings.models.folders == ()
    assert page._folder_rows == []


def test_unloading_keeps_the_model_chosen(desk: Desk) -> None:
    desk.trigger("unload_model")
    desk.until(lambda: desk.app.models.state.phase == "chosen")
    desk.say("Still there?")
    assert desk.app.models.state.phase == "ready"


def test_parameters_belong_to_the_conversation(desk: Desk) -> None:
    desk.say("One")
    first = desk.chat.conversation_id
    desk.trigger("inspector")
    panel = desk.page.inspector.panel
    panel.rows["temperature"].spin.setValue(0.35)
    panel.rows["seed"].field.setText("42")
    panel.rows["seed"].field.textEdited.emit("42")
    panel.rows["system_prompt"].field.setPlainText("Be brief.")
    desk.until(lambda: desk.chat.parameters.system_prompt == "Be brief.")
    desk.settle()
    assert desk.chat.parameters == ChatParameters(
        temperature=0.35, seed=42, system_prompt="Be brief."
    )
    desk.new()
    assert desk.chat.parameters == ChatParameters()
    assert panel.parameters() == ChatParameters()
    with desk.qtbot.waitSignal(desk.chat.opened):
        desk.page.open_conversation(first)
    assert panel.parameters().temperature == 0.35
    assert panel.rows["temperature"].reset.isVisible()
    panel.rows["temperature"].reset.click()
    desk.until(lambda: desk.chat.parameters.temperature is None)
    assert not panel.rows["temperature"].reset.isVisible()


def test_changed_parameters_are_not_lost_by_switching_at_once(desk: Desk) -> None:
    desk.say("One")
    first = desk.chat.conversation_id
    desk.trigger("inspector")
    desk.page.inspector.panel.rows["top_k"].spin.setValue(7)
    desk.new()
    desk.settle()
    assert desk.chat.parameters.top_k is None
    with desk.qtbot.waitSignal(desk.chat.opened):
        desk.page.open_conversation(first)
    assert desk.chat.parameters.top_k == 7


def test_parameters_become_the_defaults_of_new_conversations(desk: Desk) -> None:
    desk.trigger("inspector")
    panel = desk.page.inspector.panel
    panel.rows["top_p"].spin.setValue(0.5)
    panel.defaults.click()
    assert desk.app.preferences.settings.chat.top_p == 0.5
    desk.say("One")
    desk.new()
    assert desk.chat.parameters.top_p == 0.5


@pytest.mark.parametrize("text", ["-1", "1.5", "abc", "99999999999999999999999", "４２"])
def test_a_seed_is_a_whole_number_or_nothing(desk: Desk, text: str) -> None:
    desk.trigger("inspector")
    field = desk.page.inspector.panel.rows["seed"].field
    field.setFocus()
    for letter in text:
        field.insert(letter)
    assert field.text() == "" or int(field.text()) <= 2**32 - 2


def test_settings_take_effect_at_once(desk: Desk) -> None:
    desk.window.show_settings("appearance")
    dialog = desk.window._settings_dialog
    appearance = dialog.pages.widget(0).widget()
    appearance.mode.choose("dark")
    assert desk.app.theme.dark
    before = desk.composer.input.font().pixelSize()
    appearance.scale.setValue(18)
    assert desk.composer.input.font().pixelSize() > before
    chat = dialog.page("chat")
    chat.enter_sends.setChecked(False)
    assert desk.composer.input.enter_sends is False
    models = dialog.pages.widget(1).widget()
    models.loading.context_length.setValue(4096)
    assert desk.app.preferences.settings.models.loading.context_length == 4096
    dialog.close()


def test_the_appearance_page_follows_changes_from_elsewhere(desk: Desk) -> None:
    desk.window.show_settings("appearance")
    page = desk.window._settings_dialog.pages.widget(0).widget()
    preferences = desk.app.preferences
    look = msgspec.structs.replace(preferences.settings.appearance, theme="light")
    preferences.set_appearance(look)
    assert page.mode.currentData() == "light"
    desk.window._settings_dialog.close()
