"""What the window says and does when model files come and go under it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt

from assistant.controllers import model_finding
from tests.fakes import write_model_file
from tests.hub.other_programs import ollama
from tests.qt.conftest import Desk, OpenDesk


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_finding, "QUIET_MS", 30)
    monkeypatch.setattr(model_finding, "SETTLE_MS", 60)


def notice(desk: Desk) -> str:
    return str(desk.window.status_line.notice.full_text())


def test_a_model_that_is_deleted_while_it_is_used(desk: Desk) -> None:
    desk.say("Plan my day")
    desk.until(lambda: desk.app.models.file_of(str(desk.model)))
    desk.model.unlink()
    desk.until(lambda: "is gone. The model can be used" in notice(desk))
    assert desk.app.models.state.phase == "ready"
    desk.say("And tomorrow")
    assert len(desk.chat.messages) == 4


def test_a_model_of_another_program_is_chosen_from_the_picker(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    blob = ollama(tmp_path / "other-programs" / ".ollama" / "models")
    desk = open_desk()
    desk.until(lambda: [file.name for file in desk.app.models.files] == ["qwen3:0.6b"])
    desk.trigger("choose_model")
    popup = desk.column.header.picker._popup
    desk.qtbot.keyClicks(popup.list.field, "qwen3:0")
    assert popup.list.texts() == ["qwen3:0.6b"]
    desk.press(popup.list.field, Qt.Key.Key_Return)
    desk.until(lambda: desk.app.models.state.phase == "ready")
    assert desk.app.preferences.settings.models.last == str(blob)
    later = open_desk()
    later.until(lambda: later.app.models.state.phase == "ready")
    later.until(lambda: later.app.models.file_of(str(blob)))


def test_the_name_of_a_model_that_is_called_after_its_content(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    """Until it is loaded the picker says what its program calls it."""
    blob = ollama(tmp_path / "other-programs" / ".ollama" / "models")
    desk = open_desk()
    models = desk.app.preferences.settings.models

    changed = msgspec.structs.replace(models, last=str(blob), load_at_start=False)
    desk.app.preferences.set_models(changed)
    desk.until(lambda: not desk.app.preferences._saving)
    later = open_desk()
    later.until(lambda: later.column.header.picker.name_text() == "qwen3:0.6b")


def test_a_file_in_the_own_folder_is_there_at_once(desk: Desk) -> None:
    write_model_file(desk.app.paths.models, "fresh.gguf")
    desk.until(lambda: "fresh" in [file.name for file in desk.app.models.files])
