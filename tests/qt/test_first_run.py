"""The first start: three doors to a model, none forced, and each leads somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from assistant import paths
from assistant.core.hub.messages import OpenRepository, PauseDownload, StartDownload
from tests.fakes import write_model_file
from tests.qt.models_desk import OpenModels, open_models

__all__ = ["open_models"]


def test_a_model_is_recommended_and_nothing_was_asked_of_the_network(
    open_models: OpenModels,
) -> None:
    models = open_models()
    models.recommended()
    door = models.first_run.recommended
    assert "Harbour-4B" in door.title.text()
    assert door.words.text() == "Chat and writing in many languages."
    assert "2.4 GB" in door.facts.text()
    assert "tokens/s" in door.facts.text()
    assert models.hub.commands == []


def test_the_recommended_model_is_fetched_in_place_and_used(open_models: OpenModels) -> None:
    models = open_models()
    desk, hub = models.desk, models.hub
    models.recommended()
    row = models.first_run.recommended.fetch_row
    desk.press(row.button, Qt.Key.Key_Space)
    desk.until(lambda: hub.asked(StartDownload))
    order = hub.asked(StartDownload)[0].order
    assert [file.path for file in order.files] == ["harbour-4b-Q4_K_M.gguf"]
    desk.until(row.stop.isVisible)
    assert row.stop.hasFocus()
    hub.change("d1", done=order.size // 2, speed=5e6, seconds_left=130.0)
    desk.until(lambda: row.bar.value() == 500)
    assert "left" in row.words.text()
    path = write_model_file(models.own_folder, "harbour-4b-Q4_K_M.gguf")
    hub.change("d1", state="done", done=order.size, path=str(path))
    desk.until(lambda: desk.app.models.state.phase == "ready")
    assert desk.app.models.state.path == str(path)
    assert desk.column._centre.currentWidget() is desk.column._empty_page()


def test_a_download_can_be_stopped_and_go_on(open_models: OpenModels) -> None:
    models = open_models()
    desk, hub = models.desk, models.hub
    models.recommended()
    row = models.first_run.recommended.fetch_row
    row.button.click()
    desk.until(row.stop.isVisible)
    row.stop.click()
    desk.until(lambda: not hub.downloads or hub.asked(PauseDownload))
    row.button.click()
    desk.until(lambda: row.stop.isVisible() and hub.downloads)
    desk.until(lambda: hub.downloads[0].state == "fetching")
    row.stop.click()
    desk.until(lambda: hub.asked(PauseDownload))
    desk.until(lambda: row.button.isVisible() and row.button.text() == "Go on")
    row.button.click()
    desk.until(lambda: hub.downloads[0].state == "fetching")


def test_no_network_is_said_in_its_place_and_can_be_tried_again(open_models: OpenModels) -> None:
    models = open_models()
    desk, hub = models.desk, models.hub
    hub.refuse(OpenRepository, "no_network", "The hub cannot be reached.", "Try again later.")
    models.recommended()
    row = models.first_run.recommended.fetch_row
    row.button.click()
    desk.until(lambda: "cannot be reached" in row.words.text())
    assert row.words.property("tone") == "danger"
    assert row.button.text() == "Try again"
    assert models.first_run.server_button.isEnabled()
    hub.refusals.clear()
    row.button.click()
    desk.until(lambda: hub.downloads)


def test_offline_it_says_so_and_the_other_doors_work(open_models: OpenModels) -> None:
    import msgspec

    models = open_models()
    desk = models.desk
    preferences = desk.app.preferences
    offline = msgspec.structs.replace(preferences.settings.hub, offline=True)
    preferences.replace(msgspec.structs.replace(preferences.settings, hub=offline))
    door = models.first_run.recommended
    desk.until(lambda: "Offline" in door.facts.text())
    assert not door.fetch_row.button.isVisible()
    models.add_model()
    desk.until(models.first_run.found.isVisible)
    models.first_run.found.use.click()
    desk.until(lambda: desk.app.models.state.phase == "ready")


def test_models_on_this_disk_are_counted_named_and_used_with_one_click(
    open_models: OpenModels,
) -> None:
    models = open_models()
    desk = models.desk
    assert not models.first_run.found.isVisible()
    for number in range(5):
        models.add_model(f"Ink-{number}.gguf", seed=number + 1)
    door = models.first_run.found
    desk.until(lambda: door.title.text().startswith("5 "))
    assert "Ink-0" in door.words.text()
    assert "2 more" in door.words.text()
    assert door.use.text() == "Use Ink-0"
    desk.press(door.use, Qt.Key.Key_Space)
    desk.until(lambda: desk.app.models.state.phase == "ready")
    assert desk.composer.input.hasFocus()


def test_another_of_them_is_chosen_in_the_list(open_models: OpenModels) -> None:
    models = open_models()
    models.add_model("Ink-0.gguf")
    models.add_model("Ink-1.gguf", seed=2)
    models.desk.until(models.first_run.found.all.isVisible)
    models.first_run.found.all.click()
    assert models.desk.window.current_mode == "models"
    assert models.page.current_part == "here"


def test_the_starter_model_answers_at_once(
    open_models: OpenModels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starter = write_model_file(tmp_path / "built-in", "starter.gguf")
    monkeypatch.setattr(paths, "starter_model", lambda: starter)
    models = open_models()
    models.first_run.start_button.click()
    models.desk.until(lambda: models.desk.app.models.state.phase == "ready")
    assert models.desk.app.models.state.path == str(starter)


def test_without_a_starter_model_there_is_no_such_door(
    open_models: OpenModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "starter_model", lambda: None)
    assert open_models().first_run.starter is None


def test_where_the_starter_model_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.delenv("INKSTONE_STARTER", raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.starter_model() is None
    model = write_model_file(tmp_path / "models" / "starter", "starter.gguf")
    assert paths.starter_model() == model


def test_other_models_lead_to_the_list(open_models: OpenModels) -> None:
    models = open_models()
    models.first_run.recommended.others.click()
    assert models.page.current_part == "find"


def test_a_servers_address_is_asked_for_at_once(open_models: OpenModels) -> None:
    models = open_models()
    models.first_run.server_button.click()
    assert models.page.current_part == "servers"
    assert models.page.servers.form.address.hasFocus()


def test_a_model_that_was_chosen_meanwhile_is_not_replaced(open_models: OpenModels) -> None:
    models = open_models()
    desk, hub = models.desk, models.hub
    models.recommended()
    models.first_run.recommended.fetch_row.button.click()
    desk.until(lambda: hub.downloads)
    desk.load_model()
    path = write_model_file(models.own_folder, "harbour-4b-Q4_K_M.gguf")
    hub.change("d1", state="done", path=str(path))
    desk.until(lambda: "Ready" in desk.window.status_line.engine.text())
    desk.until(lambda: "on this computer" in desk.window.status_line.notice.full_text())
    assert desk.app.models.state.path == str(desk.model)


def test_every_door_is_reached_by_key_and_has_a_name(open_models: OpenModels) -> None:
    models = open_models(size=(640, 480))
    models.recommended()
    page = models.first_run
    buttons = [
        page.recommended.fetch_row.button,
        page.recommended.others,
        page.server_button,
        page.open_button,
        page.folder_button,
    ]
    for button in buttons:
        assert button.accessibleName()
        button.setFocus(Qt.FocusReason.TabFocusReason)
        assert button.hasFocus()
    assert page.recommended.fetch_row.button.accessibleName().endswith("Harbour-4B")


@pytest.mark.parametrize("size", [(640, 480), (1280, 800)])
def test_nothing_is_cut_off(open_models: OpenModels, size: tuple[int, int]) -> None:
    models = open_models(size=size)
    models.recommended()
    page = models.first_run
    assert page.widget().width() <= page.viewport().width()
    models.desk.until(lambda: _cut_off(page) == [])


def _cut_off(page: QWidget) -> list[str]:
    return [
        label.text()
        for label in page.findChildren(QLabel)
        if label.isVisible()
        and label.text()
        and label.height() < label.heightForWidth(label.width())
    ]
