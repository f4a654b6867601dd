"""The frame: folding, theme, keys, palette, dropping, accessibility, geometry."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollBar, QWidget

from assistant.core.notices import Notice
from tests.qt.conftest import ANSWER, Desk, OpenDesk

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
HANDLES = (
    "conversation_list",
    "conversation_search",
    "new_conversation",
    "mode_switch",
    "transcript",
    "composer",
    "send_button",
    "stop_button",
    "model_picker",
    "context_meter",
    "status_line",
    "notice",
)


def test_every_handle_is_there_before_the_window_is_shown(qtbot, tmp_path: Path) -> None:
    from assistant.app import create
    from assistant.engine.scripted import ScriptedEngine

    app = create(tmp_path / "home", ScriptedEngine())
    found = {name: app.window.findChild(QWidget, name) for name in HANDLES}
    missing = [name for name, widget in found.items() if widget is None]
    app.shutdown()
    assert missing == []


def test_a_window_that_was_closed_at_once_starts_nothing_afterwards(qtbot, tmp_path: Path) -> None:
    from assistant.app import create
    from assistant.engine.scripted import ScriptedEngine

    app = create(tmp_path / "home", ScriptedEngine())
    app.start()
    app.shutdown()  # the news that the conversations are open is still on its way
    for _round in range(3):
        QApplication.processEvents()
    assert not app.documents.library.isRunning()


def test_the_list_folds_below_900_and_opens_as_a_drawer(desk: Desk) -> None:
    desk.say("One")
    window, page = desk.window, desk.page
    assert page.side.isVisible()
    window.resize(899, 700)
    assert page.folded
    assert not page.side.isVisible()
    assert window.rail.list_button.isVisible()
    window.rail.list_button.click()
    assert page.drawer_open
    assert page.panel.view.isVisible()
    desk.press(page.panel.view, Qt.Key.Key_Escape)
    assert not page.drawer_open
    desk.trigger("search")
    assert page.drawer_open
    assert page.panel.search_field.hasFocus()
    window.resize(1000, 700)
    assert page.side.isVisible()
    assert not window.rail.list_button.isVisible()


def test_the_inspector_covers_the_column_below_700(desk: Desk) -> None:
    desk.window.resize(1280, 700)
    desk.trigger("inspector")
    assert desk.page.inspector.isVisible()
    assert desk.page.side.isVisible()
    assert desk.page.inspector.width() <= 340
    desk.window.resize(690, 600)
    assert desk.page.inspector.geometry() == desk.page.rect()
    desk.trigger("inspector")
    assert not desk.page.inspector.isVisible()
    assert desk.column.isVisible()
    assert desk.composer.input.hasFocus()


def test_the_smallest_window_shows_everything_that_is_needed(desk: Desk) -> None:
    desk.say("One")
    desk.window.resize(100, 100)
    assert (desk.window.width(), desk.window.height()) == (640, 480)
    for widget in (desk.composer.input, desk.composer.send_button, desk.column.header.picker,
                   desk.column.header.meter, desk.window.status_line.engine):  # fmt: skip
        where = widget.rect().translated(widget.mapTo(desk.window, QPoint(0, 0)))
        assert desk.window.rect().contains(where), widget.objectName()


class LongWords(QTranslator):
    """Every word half as long again, as some languages have them."""

    def translate(self, context: str, text: str, note: str | None = None, n: int = -1) -> str:
        words = (w if "{" in w or "%" in w else w + w[: len(w) // 2] for w in text.split(" "))
        return " ".join(words).replace("%n", str(n))

    def isEmpty(self) -> bool:
        return False


def test_nothing_is_clipped_with_longer_words(open_desk: OpenDesk) -> None:
    translator = LongWords()
    QApplication.installTranslator(translator)
    try:
        desk = open_desk(size=(900, 600))
        desk.load_model()
        desk.trigger("inspector")
        desk.until(lambda: desk.column._empty is not None)
        page = desk.column._empty
        desk.until(lambda: page.widget().width() <= page.viewport().width())
        starter = desk.column._empty.starters[0]
        assert starter.height() >= starter.heightForWidth(starter.width())
        panel = desk.page.inspector.panel
        right = panel.mapTo(desk.page.inspector, panel.rect().topRight()).x()
        assert right <= desk.page.inspector.width()
        panel.more.setChecked(True)
        captions = [row.explanation for row in panel.rows.values()]
        desk.until(lambda: all(one.height() >= one.heightForWidth(one.width()) for one in captions))
        for row in panel.rows.values():
            assert row.parentWidget().rect().contains(row.geometry())
    finally:
        QApplication.removeTranslator(translator)


def test_the_theme_changes_while_the_window_is_open(desk: Desk) -> None:
    desk.say("One")
    light = desk.window.grab().toImage().pixelColor(400, 200)
    desk.trigger("dark")
    dark = desk.window.grab().toImage().pixelColor(400, 200)
    assert light.lightness() > 200
    assert dark.lightness() < 60
    assert desk.app.preferences.settings.appearance.theme == "dark"
    desk.trigger("light")
    assert desk.window.grab().toImage().pixelColor(400, 200) == light


def test_escape_first_clears_a_selection_then_closes_the_inspector(desk: Desk) -> None:
    desk.trigger("inspector")
    desk.composer.input.setPlainText("some words")
    desk.composer.input.setFocus()
    desk.composer.input.selectAll()
    desk.press(desk.composer.input, Qt.Key.Key_Escape)
    assert not desk.composer.input.textCursor().hasSelection()
    assert desk.page.inspector_open
    desk.press(desk.composer.input, Qt.Key.Key_Escape)
    assert not desk.page.inspector_open


@pytest.mark.parametrize(
    ("key", "action"),
    [
        (Qt.Key.Key_K, "palette"),
        (Qt.Key.Key_I, "inspector"),
        (Qt.Key.Key_N, "new_conversation"),
        (Qt.Key.Key_F, "find"),
        (Qt.Key.Key_M, "choose_model"),
        (Qt.Key.Key_Comma, "settings"),
        (Qt.Key.Key_5, "mode_models"),
    ],
)
def test_keys_work_while_typing(desk: Desk, key: Qt.Key, action: str) -> None:
    desk.composer.input.setFocus()
    desk.type("abc")
    with desk.qtbot.waitSignal(desk.window.actions_registry[action].triggered):
        desk.press(desk.composer.input, key, CONTROL)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    assert desk.composer.input.text() in ("abc", "")


def test_keys_can_be_changed_and_taken_ones_are_refused(desk: Desk) -> None:
    from assistant.ui.settings.shortcuts_page import ShortcutSettingsPage

    desk.window.show_settings("shortcuts")
    page = desk.window._settings_dialog.findChild(ShortcutSettingsPage)
    page.fields["inspector"].setKeySequence(QKeySequence("Ctrl+K"))
    page.fields["inspector"].editingFinished.emit()
    assert page.message.isVisible()
    assert desk.app.preferences.settings.shortcuts == {}
    page.fields["inspector"].setKeySequence(QKeySequence("Ctrl+Shift+P"))
    page.fields["inspector"].editingFinished.emit()
    assert desk.app.preferences.settings.shortcuts == {"inspector": "Ctrl+Shift+P"}
    assert desk.window.actions_registry.keys("inspector") == QKeySequence("Ctrl+Shift+P")
    assert "Ctrl+Shift+P" in desk.column.header.inspector_button.toolTip()
    page.resets["inspector"].click()
    assert desk.window.actions_registry.keys("inspector") == QKeySequence("Ctrl+I")
    desk.window._settings_dialog.close()


def test_no_two_actions_share_their_keys(desk: Desk) -> None:
    registry = desk.window.actions_registry
    for entry in registry.entries():
        assert registry.conflict(entry.id, registry.keys(entry.id)) is None, entry.id


def test_the_palette_finds_commands_conversations_and_models(desk: Desk) -> None:
    desk.say("About rainbows")
    first = desk.chat.conversation_id
    desk.new()
    desk.trigger("palette")
    palette = desk.window._palette
    assert palette.list.field.hasFocus()
    desk.qtbot.keyClicks(palette.list.field, "dark app")
    assert palette.list.texts()[0] == "Dark appearance"
    palette.list.field.setText("rainb")
    with desk.qtbot.waitSignal(desk.chat.opened):
        desk.press(palette.list.field, Qt.Key.Key_Return)
    assert desk.chat.conversation_id == first
    desk.trigger("palette")
    palette.list.field.setText("tiny")
    assert any("tiny" in text for text in palette.list.texts())
    palette.list.field.setText("qqqqzzzz")
    assert palette.list.texts() == []
    desk.press(palette.list.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_finding_in_the_open_conversation(desk: Desk) -> None:
    desk.say("easy question")
    desk.trigger("find")
    bar = desk.column.find_bar
    assert bar.field.hasFocus()
    desk.qtbot.keyClicks(bar.field, "easy")
    desk.until(bar.count.text)
    assert bar.count.text().endswith("of 3")
    before = bar.count.text()
    desk.press(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() != before
    desk.press(bar.field, Qt.Key.Key_Return, SHIFT)
    assert bar.count.text() == before
    bar.field.setText("not there at all")
    desk.until(lambda: bar.count.text() == "Not found")
    desk.press(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert desk.composer.input.hasFocus()


def test_the_geometry_stays(open_desk: OpenDesk) -> None:
    desk = open_desk(size=(1100, 720))
    desk.trigger("inspector")
    again = open_desk(size=(1100, 720))
    assert again.page.inspector_open
    assert again.page.inspector.isVisible()


def test_notices_stand_in_the_status_line_and_the_last_ten_are_kept(desk: Desk) -> None:
    from assistant.ui.notice_history import NoticeHistory

    for number in range(12):
        desk.app.notices.post(Notice(text=f"Notice {number}"))
    assert desk.window.status_line.notice.full_text() == "Notice 11"
    desk.window.status_line.history.click()
    history = desk.window.findChild(NoticeHistory)
    shown = [label.text() for label in history.findChildren(QLabel)]
    assert "Notice 11" in shown
    assert "Notice 2" in shown
    assert "Notice 1" not in shown
    history.close()


def test_the_status_line_tells_state_backend_and_speed(open_desk: OpenDesk) -> None:
    desk = open_desk("word " * 60, tokens_per_s=300.0)
    assert desk.window.status_line.engine.text() == "No model"
    desk.load_model()
    assert desk.window.status_line.engine.text() == "Ready  ·  scripted"
    desk.say("Tell me.")
    assert "tokens/s" in desk.window.status_line.speed.text()
    assert "first token" in desk.window.status_line.speed.text()


# --- accessibility -----------------------------------------------------------------------------


def _everything(desk: Desk) -> list[QWidget]:
    """The window with all its pages and dialogs open once."""
    desk.say("One")
    desk.trigger("inspector")
    desk.trigger("find")
    desk.composer.input.insert_text("x" * 60_000)
    desk.window.show_mode("models")
    desk.window.show_mode("chat")
    desk.window.show_settings()
    desk.window.show_shortcuts()
    desk.trigger("palette")
    desk.column._first_run_page()
    desk.column._empty_page()
    return [desk.window, *desk.window.findChildren(QWidget)]


def test_every_control_has_a_name_and_icons_a_tooltip(desk: Desk) -> None:
    nameless, silent, small = [], [], []
    for widget in _everything(desk):
        if isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_"):
            continue
        if type(widget) is QWidget or _empty_and_hidden(widget):
            continue
        where = f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"
        focusable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if focusable and widget.focusProxy() is None and not _spoken(widget):
            nameless.append(where)
        if isinstance(widget, QAbstractButton):
            wordless = not widget.text() or getattr(widget, "toolButtonStyle", lambda: None)() == (
                Qt.ToolButtonStyle.ToolButtonIconOnly
            )
            labelled = any(label.text() for label in widget.findChildren(QLabel))
            if wordless and not labelled and not widget.toolTip() and _ours(widget):
                silent.append(where)
            if _ours(widget) and widget.isVisible() and not _large_enough(widget):
                small.append(f"{where} {widget.width()}x{widget.height()}")
    for dialog in ("settings_dialog", "shortcuts_page"):
        desk.window.findChild(QWidget, dialog).close()
    assert nameless == []
    assert silent == []
    assert small == []


def _empty_and_hidden(widget: QWidget) -> bool:
    """Gets its words when it is shown."""
    words = isinstance(widget, QAbstractButton | QLabel) and not widget.text()
    parent = widget.parentWidget()
    return words and (widget.isHidden() or (parent is not None and parent.isHidden()))


def _spoken(widget: QWidget) -> str:
    text = widget.accessibleName()
    if not text and isinstance(widget, QAbstractButton | QLabel):
        text = widget.text()
    parent = widget.parentWidget()
    if not text and parent is not None and type(widget).__module__.startswith("PySide6"):
        text = parent.accessibleName()  # the inside of a spin box or of a key field
    return text


def _ours(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    inside_a_field = parent is not None and parent.metaObject().className() in (
        "QLineEdit",
        "QKeySequenceEdit",
        "ComboBoxPrivateContainer",
    )
    return not inside_a_field and not widget.objectName().startswith("qt_")


def _large_enough(widget: QWidget) -> bool:
    in_status_line = widget.parent() is not None and widget.parent().objectName() == "status_line"
    return widget.width() >= 32 and (widget.height() >= 32 or in_status_line)


def test_tab_walks_from_the_rail_to_the_composer_and_back(desk: Desk) -> None:
    desk.say("One")
    desk.composer.input.setFocus()
    seen: list[str] = []
    for _ in range(60):
        focused = desk.window.focusWidget()
        seen.append(focused.objectName() or type(focused).__name__)
        desk.press(focused, Qt.Key.Key_Tab)
        if desk.window.focusWidget() is desk.composer.input:
            break
    else:
        pytest.fail(f"Tab never came back: {seen}")
    order = [seen.index(name) for name in ("conversation_search", "conversation_list")]
    assert order == sorted(order)
    for name in ("conversation_search", "new_conversation", "conversation_list", "model_picker"):
        assert name in seen


def test_answers_are_shown_again_after_a_restart(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.load_model()
    desk.say("One")
    again = open_desk()
    again.until(lambda: again.chat.messages)
    assert again.texts() == ["One", ANSWER]
    assert again.app.models.state.path == str(desk.model)
