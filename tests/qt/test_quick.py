"""The quick window on the real application with the scripted engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from assistant import app_quick
from assistant.app_quick import QuickDoor
from assistant.core.errors import UserError
from assistant.core.messages import Generate, Turn
from assistant.core.settings import Quick
from assistant.core.writing.action import Action
from assistant.ui.quick import clipboard as clipboards
from assistant.ui.quick import hotkey as hotkeys
from assistant.ui.quick.clipboard import kept_clipboard
from assistant.ui.quick.hotkey import Hotkey, what_is_possible
from assistant.ui.quick.tray import Tray
from assistant.ui.quick.window import QuickWindow
from assistant.ui.settings.quick_page import QuickSettingsPage
from tests.qt.conftest import Desk, OpenDesk

WRONG = "We recieve teh letter."
RIGHT = "We receive the letter."


def corrected(turns: tuple[Turn, ...]) -> str:
    said = turns[-1].content
    if "translat" in turns[0].content.lower():
        return "Wir erhalten den Brief."
    if "summarise" in turns[0].content.lower():
        return "A letter came."
    if "person who asks adds" in turns[0].content:
        return "On Monday."
    for mark in ("<text>\n", "\n</text>"):
        said = said.replace(mark, "")
    return said.replace("recieve", "receive").replace("teh", "the")


class Pasting:
    """Says where the result would go, without another program."""

    def __init__(self, succeeds: bool = True) -> None:
        self.succeeds = succeeds
        self.pasted: list[str] = []

    def remember(self, done: Callable[[], None]) -> None:
        done()

    def paste(self, done: Callable[[bool], None]) -> None:
        if self.succeeds:
            self.pasted.append(QApplication.clipboard().text())
        done(self.succeeds)

    def close(self) -> None:
        pass


class Quickly:
    """The quick window as a person uses it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.door = QuickDoor(desk.app)
        self.door.begin()
        self.clipboard = QApplication.clipboard()

    @property
    def window(self) -> QuickWindow:
        return self.door.window

    def open(self, text: str = WRONG) -> None:
        self.clipboard.setText(text)
        self.door.toggle()
        self.desk.until(self.window.isVisible)

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        focused = self.window.focusWidget() or self.window
        self.desk.press(focused, key, *modifiers)

    def done(self) -> None:
        desk = self.window.desk
        assert desk.run is not None
        self.desk.until(lambda: desk.run.phase == "done")

    def choose(self, key: Qt.Key) -> str:
        self.key(key)
        self.done()
        assert self.window.desk.run is not None
        return self.window.desk.run.text


@pytest.fixture
def make(open_desk: OpenDesk) -> Iterator[Callable[..., Quickly]]:
    made: list[Quickly] = []

    def make(script: object = corrected, *, model: bool = True, **options: object) -> Quickly:
        desk = open_desk(script, **options)
        if model:
            desk.load_model()
        made.append(Quickly(desk))
        return made[-1]

    yield make
    for quickly in made:
        quickly.door.shut_down()


@pytest.fixture
def quickly(make: Callable[..., Quickly]) -> Quickly:
    return make()


def test_number_keys_do_the_tasks(quickly: Quickly) -> None:
    quickly.open()
    window = quickly.window
    assert window.source.toPlainText() == WRONG
    assert quickly.choose(Qt.Key.Key_1) == RIGHT
    assert window.result.currentWidget() is window.result.diff
    assert "recieve" in window.result.diff.toPlainText()  # what goes out is shown
    assert "receive" in window.result.diff.toPlainText()
    window.tasks.set_language("de")
    assert quickly.choose(Qt.Key.Key_4) == "Wir erhalten den Brief."
    assert window.result.currentWidget() is window.result.plain
    assert window.result.plain.toPlainText() == "Wir erhalten den Brief."
    assert quickly.choose(Qt.Key.Key_6) == "A letter came."


def test_a_question_is_asked_about_the_text(quickly: Quickly) -> None:
    quickly.open()
    quickly.key(Qt.Key.Key_7)
    assert quickly.window.question.isVisible()
    quickly.desk.qtbot.keyClicks(quickly.window.question, "When does it come? 1 or 2")
    assert quickly.choose(Qt.Key.Key_Return) == "On Monday."


def test_enter_copies_and_closes(quickly: Quickly) -> None:
    quickly.open()
    quickly.choose(Qt.Key.Key_1)
    quickly.key(Qt.Key.Key_Return)
    assert quickly.clipboard.text() == RIGHT
    assert not quickly.window.isVisible()


def test_escape_stops_then_closes_and_the_clipboard_stays(make: Callable[..., Quickly]) -> None:
    quickly = make(tokens_per_s=5.0)
    quickly.open()
    quickly.key(Qt.Key.Key_6)
    assert quickly.window.desk.working
    quickly.key(Qt.Key.Key_Escape)
    assert not quickly.window.desk.working
    assert quickly.window.isVisible()
    quickly.key(Qt.Key.Key_Escape)
    assert not quickly.window.isVisible()
    assert quickly.clipboard.text() == WRONG


def test_a_change_is_taken_back_before_it_is_copied(quickly: Quickly) -> None:
    quickly.open()
    quickly.choose(Qt.Key.Key_1)
    diff = quickly.window.result.diff
    quickly.desk.press(diff, Qt.Key.Key_F8)
    quickly.desk.press(diff, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    quickly.key(Qt.Key.Key_Return)
    assert quickly.clipboard.text() == "We recieve the letter."


def test_the_result_is_pasted_back_and_the_clipboard_given_back(quickly: Quickly) -> None:
    quickly.open()
    pasting = Pasting()
    quickly.window._paster = pasting
    quickly.choose(Qt.Key.Key_1)
    with quickly.desk.qtbot.waitSignal(quickly.door.care.given_back) as told:
        quickly.window.paste_result()
        # The other program fetches it after its keys were pressed.
        quickly.desk.until(lambda: quickly.door.care._lent_s > 0)
        assert quickly.clipboard.text() == RIGHT
    assert told.args == [True]
    assert pasting.pasted == [RIGHT]
    assert quickly.clipboard.text() == WRONG


def test_a_result_that_nobody_could_be_given_is_copied(quickly: Quickly) -> None:
    quickly.open()
    quickly.window._paster = Pasting(succeeds=False)
    quickly.choose(Qt.Key.Key_1)
    quickly.window.paste_result()
    assert quickly.clipboard.text() == RIGHT
    assert quickly.window.isVisible()
    assert "Copied" in quickly.window.status.text()


def test_a_result_that_nobody_fetches_stays_on_the_clipboard(
    quickly: Quickly, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboards, "_GIVE_UP_MS", 100)
    quickly.door.care.lend("lent")
    with quickly.desk.qtbot.waitSignal(quickly.door.care.given_back) as told:
        quickly.door.care.watch()
    assert told.args == [False]
    assert quickly.clipboard.text() == "lent"


def test_what_a_person_copies_meanwhile_is_not_overwritten(quickly: Quickly) -> None:
    quickly.clipboard.setText("before")
    quickly.door.care.lend("lent")
    quickly.door.care.copy("newer")
    quickly.door.care.watch()
    with quickly.desk.qtbot.waitSignal(quickly.door.care.given_back):
        pass
    assert quickly.clipboard.text() == "newer"


def test_a_clipboard_is_kept_in_all_its_formats(qtbot: object) -> None:
    data = QMimeData()
    image = QImage(4, 3, QImage.Format.Format_ARGB32)
    image.fill(0xFF102030)
    data.setImageData(image)
    data.setHtml("<b>x</b>")
    data.setData("application/x-own", b"\x00\x01")
    clipboard = QApplication.clipboard()
    clipboard.setMimeData(data)
    kept = kept_clipboard(clipboard)
    clipboard.setText("something else")
    assert kept.whole
    assert kept.data.html() == "<b>x</b>"
    assert bytes(kept.data.data("application/x-own").data()) == b"\x00\x01"
    assert QImage(kept.data.imageData()).pixel(1, 1) == 0xFF102030
    assert not kept_clipboard(clipboard, seconds=-1).whole


def test_it_is_served_after_the_conversation(quickly: Quickly) -> None:
    quickly.open()
    quickly.choose(Qt.Key.Key_1)
    quickly.choose(Qt.Key.Key_4)
    asked = [each for each in quickly.desk.app.inference._engine.commands
             if isinstance(each, Generate)]  # fmt: skip
    assert asked
    assert all(each.priority > 0 for each in asked)
    assert all(each.thinking is False for each in asked)


def test_reasoning_never_appears(make: Callable[..., Quickly]) -> None:
    quickly = make(reasoning="The person must have meant something.")
    quickly.open()
    assert quickly.choose(Qt.Key.Key_1) == RIGHT


def test_thinking_in_the_answer_is_taken_out(make: Callable[..., Quickly]) -> None:
    quickly = make(lambda turns: "<think>Hm, what now.</think>\n\n" + corrected(turns))
    quickly.open()
    for key in (Qt.Key.Key_1, Qt.Key.Key_4, Qt.Key.Key_6):
        assert "think" not in quickly.choose(key)


def test_without_a_model_it_says_where_to_get_one(make: Callable[..., Quickly]) -> None:
    quickly = make(model=False)
    quickly.open()
    quickly.key(Qt.Key.Key_1)
    window = quickly.window
    assert "model" in window.status.text()
    assert window.open_main.isVisible()
    with quickly.desk.qtbot.waitSignal(window.main_window_wanted):
        window.open_main.click()


def test_an_empty_text_is_refused_with_a_sentence(quickly: Quickly) -> None:
    quickly.open("  \n ")
    quickly.window.choose("proofread")
    assert "no text" in quickly.window.status.text()
    assert not quickly.window.desk.working


def test_a_text_that_would_stall_an_editor_is_not_shown(quickly: Quickly) -> None:
    quickly.open("x" * 1_000_000)
    window = quickly.window
    assert window.source.toPlainText() == ""
    assert "too long" in window.status.text()
    assert window.open_main.isVisible()
    quickly.key(Qt.Key.Key_Escape)
    quickly.open("short")
    assert window.source.toPlainText() == "short"
    assert not window.open_main.isVisible()


def test_what_was_typed_comes_back_with_undo(quickly: Quickly) -> None:
    quickly.open("one")
    quickly.desk.qtbot.keyClicks(quickly.window.source, "typed ")
    quickly.key(Qt.Key.Key_Escape)
    quickly.open("two")
    assert quickly.window.source.toPlainText() == "two"
    quickly.window.source.undo()
    assert quickly.window.source.toPlainText() == "typed one"


def test_the_last_result_comes_back(quickly: Quickly) -> None:
    quickly.open()
    quickly.choose(Qt.Key.Key_1)
    quickly.key(Qt.Key.Key_Escape)
    quickly.open("Another text.")
    assert quickly.window.source.toPlainText() == "Another text."
    assert quickly.window.desk.run is None
    quickly.window.earlier.click()
    assert quickly.window.source.toPlainText() == WRONG
    assert quickly.window.desk.run is not None
    assert quickly.window.desk.run.text == RIGHT


def test_the_same_text_shows_its_result_again(quickly: Quickly) -> None:
    quickly.open()
    quickly.choose(Qt.Key.Key_1)
    quickly.key(Qt.Key.Key_Escape)
    quickly.open()
    assert quickly.window.desk.run is not None


def test_own_actions_are_offered_after_the_others(quickly: Quickly) -> None:
    library = quickly.desk.app.documents.library
    kept: list[Action] = []
    action = Action(id="", name="Pirate & Co", instruction="Like a pirate.")
    library.submit(lambda library: library.desk.keep_action(action), kept.append)
    quickly.desk.until(lambda: kept)
    quickly.open()
    buttons = quickly.window.tasks.buttons
    quickly.desk.until(lambda: kept[0].id in quickly.window.tasks.buttons)
    assert quickly.choose(Qt.Key.Key_8) == RIGHT
    assert buttons is not quickly.window.tasks.buttons
    assert quickly.window.tasks.buttons[kept[0].id].accessibleName() == "Pirate & Co"


def test_the_chosen_language_is_remembered(quickly: Quickly) -> None:
    quickly.open()
    choice = quickly.window.tasks.language
    choice.setCurrentIndex(choice.findData("fr"))
    assert quickly.desk.app.preferences.settings.quick.language == "fr"
    quickly.choose(Qt.Key.Key_4)
    assert quickly.window.desk.run is not None
    assert quickly.window.desk.run.language == "fr"


def test_the_language_fits_the_text(quickly: Quickly, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.controllers.quick.own_language", lambda: "zh-Hans")
    desk = quickly.window.desk
    assert desk.language_for("The letter came.") == "zh-Hans"
    assert desk.language_for("信到了。The letter") in ("zh-Hans", "en")
    assert desk.language_for("我们已经收到了您的来信。") == "en"


def test_every_control_has_a_name(quickly: Quickly) -> None:
    quickly.open()
    quickly.choose(Qt.Key.Key_1)
    for widget in quickly.window.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            named = widget.accessibleName() or widget.parentWidget().accessibleName()
            assert named, widget
    for button in quickly.window.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.text() or button.accessibleName()


def test_the_window_is_usable_when_it_is_small(quickly: Quickly) -> None:
    quickly.open()
    quickly.choose(Qt.Key.Key_1)
    quickly.window.resize(360, 480)
    quickly.desk.qtbot.wait(1)
    for button in quickly.window.findChildren(QAbstractButton):
        if button.isVisible():
            right = button.mapTo(quickly.window, QPoint(button.width(), 0)).x()
            assert right <= quickly.window.width(), button.text()


# --- what brings it up ---------------------------------------------------------------------


def test_no_tray_is_no_trouble(quickly: Quickly) -> None:
    assert quickly.door._tray is None  # offscreen there is none
    assert not quickly.door.stays


class Icon:
    """What the desktop shows in its tray."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)

    def hide(self) -> None:
        pass


class ByTheDesktop(QCloseEvent):
    """As when the person presses the cross: the application did not ask for it."""

    def spontaneous(self) -> bool:
        return True


def test_closing_leaves_the_application_in_the_tray_only_when_that_is_wanted(
    quickly: Quickly,
) -> None:
    window = quickly.desk.window
    icon = Icon()
    quickly.door._tray = icon  # type: ignore[assignment]
    closing = ByTheDesktop()
    assert not quickly.door.eventFilter(window, closing)
    preferences = quickly.desk.app.preferences
    quick = Quick(keep_running=True)
    preferences.replace(msgspec.structs.replace(preferences.settings, quick=quick))
    for _twice in range(2):
        assert quickly.door.eventFilter(window, closing)
        assert not closing.isAccepted()
        assert not window.isVisible()
        quickly.door.show_main_window()
        assert window.isVisible()
    assert len(icon.said) == 1
    assert window.close()  # the application itself, on its way out
    assert not window.isVisible()


def test_the_menu_of_the_icon(quickly: Quickly) -> None:
    tray = Tray(quickly.desk.window.theme)
    texts = [action.text() for action in tray.menu.actions() if not action.isSeparator()]
    assert texts == ["Open Inkstone", "Quick window", "Translate the clipboard", "Quit"]
    for signal, text in (
        (tray.main_window_wanted, texts[0]),
        (tray.quick_window_wanted, texts[1]),
        (tray.translation_wanted, texts[2]),
        (tray.quit_wanted, texts[3]),
    ):
        with quickly.desk.qtbot.waitSignal(signal):
            next(each for each in tray.menu.actions() if each.text() == text).trigger()
    assert not tray.icon.icon().isNull()
    tray.menu.deleteLater()


def test_the_clipboard_is_translated_at_once(quickly: Quickly) -> None:
    quickly.clipboard.setText("The letter came.")
    quickly.door.translate_clipboard()
    quickly.done()
    assert quickly.window.result.plain.toPlainText() == "Wir erhalten den Brief."


def test_an_application_that_nobody_sees_leaves_after_a_while(
    quickly: Quickly, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[bool] = []
    monkeypatch.setattr(app_quick.QApplication, "quit", lambda: left.append(True))
    quickly.desk.window.hide()
    quickly.open()
    assert not quickly.door._linger.isActive()
    quickly.key(Qt.Key.Key_Escape)
    assert quickly.door._linger.isActive()
    quickly.door._leave_unless_seen()
    assert left == [True]
    quickly.desk.window.show()
    assert not quickly.door._linger.isActive()
    quickly.door._leave_unless_seen()
    assert left == [True]


def test_a_hotkey_that_cannot_be_had_is_said(
    quickly: Quickly, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hotkeys, "find_spec", lambda _name: None)
    assert what_is_possible().way == "none"
    preferences = quickly.desk.app.preferences
    quick = Quick(hotkey=True)
    preferences.replace(msgspec.structs.replace(preferences.settings, quick=quick))
    said = quickly.desk.app.notices.recent[-1].text
    assert "pynput" in said
    assert "inkstone quick" in said


@pytest.mark.parametrize(
    ("platform", "bus", "way"),
    [("wayland", "unix:path=/run/bus", "portal"), ("wayland-egl", "", "none"), ("xcb", "", "none")],
)
def test_what_is_possible_where(
    qtbot: object, monkeypatch: pytest.MonkeyPatch, platform: str, bus: str, way: str
) -> None:
    monkeypatch.setattr(hotkeys, "platform_name", lambda: platform)
    monkeypatch.setattr(hotkeys, "find_spec", lambda _name: None)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    possible = what_is_possible()
    assert possible.way == way
    assert possible.why.endswith(".")


def test_a_hotkey_is_watched_for_once(qtbot: object, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    class Watcher:
        def close(self) -> None:
            made.append("closed")

    hotkey = Hotkey()
    monkeypatch.setattr(hotkey, "_watch", lambda key: made.append(key) or Watcher())
    for key in ("", "Ctrl+1", "Ctrl+1", "Ctrl+2", "", ""):
        hotkey.follow(key)
    assert made == ["Ctrl+1", "closed", "Ctrl+2", "closed"]


def test_the_settings_page_says_what_works_here(
    quickly: Quickly, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hotkeys, "find_spec", lambda _name: object())
    page = QuickSettingsPage(quickly.desk.window.services, quickly.desk.window.theme)
    quickly.desk.qtbot.addWidget(page)
    preferences = quickly.desk.app.preferences
    monkeypatch.setattr(quickly.door.hotkey, "_watch", lambda _key: None)
    page.hotkey.setChecked(True)
    page.tray.setChecked(False)
    assert not page.keep_running.isEnabled()
    page.key.setKeySequence("Ctrl+Shift+K")
    page.key.editingFinished.emit()
    assert preferences.settings.quick == Quick(tray=False, hotkey=True, key="Ctrl+Shift+K")
    page.key.setKeySequence("K")
    page.key.editingFinished.emit()
    assert page.message.isVisibleTo(page)
    assert preferences.settings.quick.key == "Ctrl+Shift+K"
    page.copy.click()
    assert quickly.clipboard.text() == "inkstone quick"


def test_a_refused_hotkey_cannot_be_switched_on(
    quickly: Quickly, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hotkeys, "find_spec", lambda _name: None)
    page = QuickSettingsPage(quickly.desk.window.services, quickly.desk.window.theme)
    quickly.desk.qtbot.addWidget(page)
    assert not page.hotkey.isEnabled()
    assert not page.hotkey.isChecked()
    assert "pynput" in page.hotkey.accessibleDescription()
    assert isinstance(hotkeys.refused(), UserError)
