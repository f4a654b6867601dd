"""Dropping on the window: what is offered, what happens, and the same by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from assistant.ui.drop_overlay import DropOverlay, dropped, targets
from tests.fakes import write_model_file
from tests.qt.conftest import Desk, OpenDesk
from tests.qt.document_fakes import FakePlanner, FakeScopes

LEFT, NONE, COPY = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
    Qt.DropAction.CopyAction,
)


@pytest.fixture
def desk(open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A window whose planner and scope note what is asked of them."""
    desk = open_desk()
    desk.load_model()
    planner, scopes = FakePlanner(), FakeScopes()
    for name, fake in (("planner", planner), ("scopes", scopes)):
        object.__setattr__(desk.window.services, name, fake)
    return desk


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def text(words: str) -> QMimeData:
    data = QMimeData()
    data.setText(words)
    return data


def enter(desk: Desk, data: QMimeData) -> DropOverlay:
    event = QDragEnterEvent(QPoint(300, 300), COPY, data, LEFT, NONE)
    QApplication.sendEvent(desk.window, event)
    assert event.isAccepted()
    overlay = desk.window._drop_overlay
    assert overlay.isVisible()
    assert overlay.geometry() == desk.window.rect()
    # the overlay lies under the pointer now: Qt tells it next
    QApplication.sendEvent(overlay, QDragEnterEvent(QPoint(300, 300), COPY, data, LEFT, NONE))
    return overlay


def drop(desk: Desk, data: QMimeData, use: str) -> None:
    """Hold `data` over the window, move to the target and let go."""
    overlay = enter(desk, data)
    card = overlay.targets[use]
    at = card.mapTo(overlay, card.rect().center())
    QApplication.sendEvent(overlay, QDragMoveEvent(at, COPY, data, LEFT, NONE))
    assert overlay.aimed == use
    QApplication.sendEvent(overlay, QDropEvent(QPointF(at), COPY, data, LEFT, NONE))
    assert not overlay.isVisible()


def test_three_targets_say_what_would_happen(desk: Desk, tmp_path: Path) -> None:
    overlay = enter(desk, files(tmp_path / "report.pdf"))
    assert [card.title.text() for card in overlay.targets.values()] == [
        "Summarise",
        "Ask",
        "Attach",
    ]
    for card in overlay.targets.values():
        assert "report.pdf" in card.sentence.text()
        assert card.accessibleName()
        assert card.accessibleDescription() == card.sentence.text()
    overlay.hide()
    assert (
        "2 document" in enter(desk, files(tmp_path / "a", tmp_path / "b")).accessibleDescription()
    )


def test_summarise(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    drop(desk, files(tmp_path / "report.pdf", folder), "summarise")
    planner = desk.window.services.planner
    assert planner.asked == [("paths", str(tmp_path / "report.pdf"), str(folder))]


def test_ask(desk: Desk, tmp_path: Path) -> None:
    desk.window.show_mode("models")
    drop(desk, files(tmp_path / "report.pdf"), "ask")
    assert desk.window.services.scopes.asked == [("paths", str(tmp_path / "report.pdf"))]
    assert desk.window.current_mode == "chat"
    assert desk.composer.input.hasFocus()


def test_attach(desk: Desk, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Ink\n```\ncode\n```\n", encoding="utf-8")
    drop(desk, files(notes), "attach")
    desk.until(lambda: desk.composer.chips.chips)
    desk.composer.submit()
    desk.until(lambda: len(desk.chat.messages) == 2)
    assert desk.chat.messages[0].text == "notes.md:\n````\n# Ink\n```\ncode\n```\n````"


@pytest.mark.parametrize("use", ["summarise", "ask", "attach"])
def test_a_text_selection(desk: Desk, use: str) -> None:
    drop(desk, text("Rain falls."), use)
    services = desk.window.services
    asked = [*services.planner.asked, *services.scopes.asked]
    if use == "attach":
        assert desk.composer.input.text() == "Rain falls."
        assert asked == []
    else:
        assert asked == [("text", "Rain falls.")]
        assert desk.composer.input.text() == ""


def test_an_unknown_type_is_taken_and_refused_after_a_look(desk: Desk, tmp_path: Path) -> None:
    strange = tmp_path / "strange.xyz"
    strange.write_bytes(b"\x00\x01\x02" * 50)
    drop(desk, files(strange), "attach")
    desk.until(desk.composer.refusal.isVisible)
    assert "strange.xyz" in desk.composer.refusal.label.text()


def test_a_model_has_targets_of_its_own(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk()
    assert desk.column._first_run.isVisible()
    overlay = enter(desk, files(tmp_path / "report.pdf", desk.model))
    assert [card.title.text() for card in overlay.targets.values()] == [
        "Use this model",
        "Copy into my models",
    ]
    drop(desk, files(desk.model), "open_model")
    desk.until(lambda: desk.app.models.state.phase == "ready")
    assert desk.column.header.picker.name_text() == "tiny"
    assert desk.column._empty.isVisible()
    assert desk.app.preferences.settings.models.files == (str(desk.model),)


def notice(desk: Desk) -> str:
    return str(desk.window.status_line.notice.full_text())


def test_several_models(open_desk: OpenDesk) -> None:
    desk = open_desk()
    second = write_model_file(desk.model.parent, "second.gguf")
    words = enter(desk, files(desk.model, second)).accessibleDescription()
    assert "2 model" in words
    assert "tiny.gguf is loaded" in words
    drop(desk, files(desk.model, second), "open_model")
    desk.until(lambda: len(desk.app.models.files) == 2)
    desk.until(lambda: desk.app.models.state.phase == "ready")
    assert desk.app.models.state.path == str(desk.model)


def test_a_model_is_copied(desk: Desk) -> None:
    other = write_model_file(desk.model.parent, "other.gguf")
    drop(desk, files(other), "copy_model")
    own = desk.app.paths.models / "other.gguf"
    desk.until(own.exists)
    desk.until(lambda: desk.app.models.file_of(str(own)))
    desk.until(lambda: notice(desk) == "other is among your models.")
    assert desk.app.models.state.path == str(desk.model), "what is used stays"
    assert own.read_bytes() == other.read_bytes()


def test_models_are_copied_by_keyboard(desk: Desk) -> None:
    other = write_model_file(desk.model.parent, "other.gguf")
    desk.trigger("copy_model")
    chosen(desk, other)
    desk.until(lambda: desk.app.models.file_of(str(desk.app.paths.models / "other.gguf")))


def test_copying_is_cancelled_from_the_status_line(desk: Desk) -> None:
    large = desk.model.parent / "large.gguf"
    large.write_bytes(b"GGUF" + bytes(400_000_000))
    drop(desk, files(large), "copy_model")
    assert "Copying large.gguf" in notice(desk)
    desk.window.status_line.action.click()
    desk.until(lambda: not desk.app.models.copier.busy)
    assert notice(desk) == "Nothing more is copied."
    assert list(desk.app.paths.models.iterdir()) == []


def test_what_is_called_a_model_and_is_none(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "text.gguf").write_text("words")
    for use in ("open_model", "copy_model"):
        drop(desk, files(tmp_path / "text.gguf"), use)
        desk.until(lambda: "text.gguf” is not a GGUF model file" in notice(desk))
    assert desk.app.models.state.path == str(desk.model)


def test_a_folder_with_models_can_be_looked_into(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    write_model_file(folder / "deeper", "far.gguf")
    overlay = enter(desk, files(folder))
    desk.until(lambda: "look_here" in overlay.targets)
    assert list(overlay.targets) == ["summarise", "ask", "attach", "look_here"]
    data = files(folder)
    card = overlay.targets["look_here"]
    at = card.mapTo(overlay, card.rect().center())
    QApplication.sendEvent(overlay, QDragMoveEvent(at, COPY, data, LEFT, NONE))
    assert overlay.aimed == "look_here"
    QApplication.sendEvent(overlay, QDropEvent(QPointF(at), COPY, data, LEFT, NONE))
    desk.until(lambda: desk.app.models.file_of(str(folder / "deeper" / "far.gguf")))
    assert desk.app.preferences.settings.models.folders == (str(folder),)
    services = desk.window.services
    assert services.planner.asked == services.scopes.asked == []


def test_four_targets_in_a_narrow_window(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(size=(640, 480))
    folder = tmp_path / ("long name " * 6)
    write_model_file(folder)
    overlay = enter(desk, files(folder))
    desk.until(lambda: "look_here" in overlay.targets)

    def whole(label: QLabel) -> bool:
        return label.height() >= label.heightForWidth(label.width())

    desk.until(lambda: all(whole(card.sentence) for card in overlay.targets.values()))
    for card in overlay.targets.values():
        assert overlay.rect().contains(card.mapTo(overlay, card.rect().bottomRight()))


def test_addresses_on_the_web_are_not_fetched(desk: Desk) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/report.pdf")])
    drop(desk, data, "refuse")
    services = desk.window.services
    assert services.planner.asked == services.scopes.asked == []
    assert "loads nothing from there" in desk.window.status_line.notice.full_text()


def test_nothing_useful_shows_no_targets(desk: Desk) -> None:
    for data in (QMimeData(), text("  \n ")):
        event = QDragEnterEvent(QPoint(300, 300), COPY, data, LEFT, NONE)
        QApplication.sendEvent(desk.window, event)
        assert desk.window._drop_overlay is None


def test_beside_the_targets_the_nearest_one_counts(desk: Desk, tmp_path: Path) -> None:
    data = files(tmp_path / "report.pdf")
    overlay = enter(desk, data)
    for at, use in ((QPoint(2, 2), "summarise"), (QPoint(1278, 798), "attach")):
        QApplication.sendEvent(overlay, QDragMoveEvent(at, COPY, data, LEFT, NONE))
        assert overlay.aimed == use


def test_targets_stand_above_one_another_in_a_narrow_window(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    desk = open_desk(size=(640, 480))
    overlay = enter(desk, files(tmp_path / ("long name " * 12 + ".pdf")))
    QApplication.processEvents()
    boxes = [card.geometry() for card in overlay.targets.values()]
    assert boxes[0].bottom() < boxes[1].top() < boxes[1].bottom() < boxes[2].top()
    for card in overlay.targets.values():
        assert overlay.rect().contains(card.mapTo(overlay, card.rect().bottomRight()))
        assert card.sentence.height() >= card.sentence.heightForWidth(card.sentence.width())


def test_leaving_takes_the_targets_away(desk: Desk, tmp_path: Path) -> None:
    from PySide6.QtGui import QDragLeaveEvent

    overlay = enter(desk, files(tmp_path / "report.pdf"))
    QApplication.sendEvent(overlay, QDragLeaveEvent())
    assert not overlay.isVisible()


def test_what_is_held_is_told_apart(tmp_path: Path) -> None:
    mixed = QMimeData()
    mixed.setUrls([QUrl("https://example.org/a"), QUrl.fromLocalFile("/d/b.pdf")])
    mixed.setText("https://example.org/a")
    assert dropped(mixed).kind == "documents"
    assert dropped(mixed).paths == ("/d/b.pdf",)
    assert [use for use, _words in targets(dropped(text("x\0y")))] == ["summarise", "ask", "attach"]
    assert dropped(text("x\0y")).text == "x\ufffdy"


# --- the same without a pointer --------------------------------------------------------------


def chosen(desk: Desk, *paths: Path) -> None:
    """Choose files in the dialog that is open."""
    dialog = desk.window.findChild(QFileDialog)
    dialog.filesSelected.emit([str(path) for path in paths])
    dialog.reject()


@pytest.mark.parametrize(
    ("action", "part"),
    [("summarise_files", "planner"), ("summarise_folder", "planner"), ("ask_files", "scopes")],
)
def test_commands_open_a_dialog(desk: Desk, tmp_path: Path, action: str, part: str) -> None:
    desk.trigger(action)
    chosen(desk, tmp_path / "report.pdf")
    service = getattr(desk.window.services, part)
    assert service.asked == [("paths", str(tmp_path / "report.pdf"))]


def test_the_clipboard_is_summarised(desk: Desk, tmp_path: Path) -> None:
    clipboard, planner = QGuiApplication.clipboard(), desk.window.services.planner
    clipboard.setText("Rain falls.")
    desk.trigger("summarise_clipboard")
    assert planner.asked == [("text", "Rain falls.")]
    clipboard.setMimeData(files(tmp_path / "report.pdf"))
    desk.trigger("summarise_clipboard")
    assert planner.asked[1:] == [("paths", str(tmp_path / "report.pdf"))]
    clipboard.clear()
    desk.trigger("summarise_clipboard")
    assert len(planner.asked) == 2
    assert "clipboard holds neither" in desk.window.status_line.notice.full_text()


def test_the_commands_are_found_by_words(desk: Desk) -> None:
    desk.trigger("palette")
    palette = desk.window._palette
    palette.list.field.setText("summarise")
    assert {"Summarise documents…", "Summarise a folder…", "Summarise the clipboard"} <= set(
        palette.list.texts()
    )
    palette.list.field.setText("ask doc")
    assert "Ask documents…" in palette.list.texts()
    palette.leave()


def test_the_paper_clip_has_a_menu(desk: Desk) -> None:
    menu = desk.composer.attach_menu()
    said = [action.text() for action in menu.actions() if action.text()]
    assert said[:2] == ["Attach a file…", "Summarise documents…"]
    assert "Ask documents…" in said
    assert desk.composer.attach_button.accessibleName()
