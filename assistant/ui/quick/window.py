"""The quick window: a text of any program, a task, its result, and back again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QCursor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from assistant.controllers.consent import ConsentKeeper
from assistant.controllers.quick import QuickDesk
from assistant.controllers.quick_run import QuickRun
from assistant.core.errors import UserError
from assistant.ui.error_words import error_text
from assistant.ui.quick import words
from assistant.ui.quick.clipboard import ClipboardCare, Origin, Taken
from assistant.ui.quick.pasting import Paster
from assistant.ui.quick.task_row import NUMBERED
from assistant.ui.quick.window_parts import QuickParts
from assistant.ui.starter.starter_hint import StarterHint
from assistant.ui.theme.theme import Theme

_WIDTH = 620
_RESULT_HEIGHT = 240
_SAID_MS = 1600
_NOT_AGAIN = ("no_model", "empty_prompt", "server_permission")
_LONGEST = 300_000
_LONGEST_LINE = 20_000
"""In letters. An editor lays out a whole line before it shows any of it."""


class QuickWindow(QuickParts):
    """Always on top. `main_window_wanted()`: something has to be done in the main window.

    The clipboard stays as it is until a result is copied; after one was pasted it is given back.
    """

    main_window_wanted = Signal()

    def __init__(
        self,
        desk: QuickDesk,
        care: ClipboardCare,
        paster: Paster | None,
        theme: Theme,
        consent: ConsentKeeper,
        make_hint: Callable[[QWidget], StarterHint] | None = None,
    ) -> None:
        """`make_hint`: what is said below results of the starter model."""
        super().__init__(theme, consent, make_hint, pastes=paster is not None)
        self.desk = desk
        self._care = care
        self._paster = paster
        self._origin: Origin | None = None
        self._other = ""
        self._taken = ""
        self._grown = False
        self._too_long = False
        self.setWindowTitle(self.tr("Inkstone quick window"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setMinimumWidth(340)
        self.tasks.set_language(desk.language_for(""))
        self.tasks.set_tasks(desk.tasks)
        self._connect()
        self._show_run()
        self.resize(_WIDTH, self.sizeHint().height())

    def _connect(self) -> None:
        desk = self.desk
        desk.changed.connect(self._show_run)
        desk.extended.connect(self._on_extended)
        desk.tasks_changed.connect(self._on_tasks)
        self._care.given_back.connect(self._on_given_back)
        self.tasks.chosen.connect(self.choose)
        self.tasks.language_chosen.connect(self._on_language)
        self.question.returnPressed.connect(self._on_question)
        self.source.textChanged.connect(self._show_origin)
        self.swap.clicked.connect(self._on_swap)
        self.earlier.clicked.connect(self._on_earlier)
        self.open_main.clicked.connect(self.main_window_wanted)
        self.again.clicked.connect(self._on_again)
        self.stop.clicked.connect(desk.stop)
        self.permission.model_wanted.connect(self.main_window_wanted)
        self.permission.closed.connect(self.tasks.take_focus)
        self.copy.clicked.connect(self.copy_result)
        self.paste.clicked.connect(self.paste_result)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.paste_result)
        for number in range(1, NUMBERED + 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda number=number: self.tasks.choose_number(number))

    # --- coming and going --------------------------------------------------------------------

    def toggle(self) -> None:
        """Open it, bring it to the front, or close it where it is in front already."""
        if self.isVisible() and self.isActiveWindow():
            self.hide()
        elif self.isVisible():
            self._to_front()
        else:
            self.open()

    def open(self, task_id: str = "", *, from_clipboard: bool = False) -> None:
        """Show it with the text that was selected or copied last, and begin with a task."""
        if self._paster is None or self.isVisible():
            self._open(task_id, from_clipboard)
        else:  # before it takes the keyboard from the window that is to get the result
            self._paster.remember(lambda: self._open(task_id, from_clipboard))

    def _open(self, task_id: str, from_clipboard: bool) -> None:
        self.desk.refresh()
        if from_clipboard:
            self.desk.stop()
            self._take(Taken(self._care.clipboard_text(), "clipboard"))
        elif not self.desk.working and not self.isVisible():
            self._take(self._care.take())
        self._to_front()
        if task_id:
            self.choose(task_id)

    def _take(self, taken: Taken) -> None:
        run = self.desk.run
        if run is not None and run.source == taken.text:
            return  # it is asked for again what is there already
        self.desk.leave()
        self._origin, self._other, self._taken = taken.origin, taken.other, taken.text
        self.question.clear()
        self.question.hide()
        self._too_long = _is_too_long(taken.text)
        self._put("" if self._too_long else taken.text)
        self.tasks.set_language(self.desk.language_for(taken.text))
        self._show_origin()
        self._show_run()

    def _put(self, text: str) -> None:
        """Have this text stand there; Ctrl+Z brings back what was typed before."""
        cursor = QTextCursor(self.source.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.source.moveCursor(QTextCursor.MoveOperation.Start)

    def _to_front(self) -> None:
        if not self.isVisible():
            self._place()
        self.show()
        self.raise_()
        self.activateWindow()
        if not self.source.toPlainText().strip():
            self.source.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.desk.run is None:
            self.tasks.take_focus()

    def _place(self) -> None:
        """In the upper half of the screen that the pointer is on."""
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        width = min(self.width(), room.width())
        height = min(self.height(), room.height())
        self.resize(width, height)
        left = room.left() + (room.width() - width) // 2
        top = room.top() + max(0, (room.height() - max(height, 520)) // 3)
        self.move(left, top)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()

    # --- a task ------------------------------------------------------------------------------

    @Slot(str)
    def choose(self, task_id: str) -> None:
        """Do this task with the text that stands here; for a question it is asked first."""
        task = self.desk.task(task_id)
        if task is None:
            return
        if task.kind == "ask":
            self.question.show()
            self.question.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.question.hide()
        language = str(self.tasks.language.currentData())
        self.desk.start(task, self.source.toPlainText(), language=language)

    @Slot()
    def _on_question(self) -> None:
        task = self.desk.task("ask")
        if task is not None:
            self.desk.start(task, self.source.toPlainText(), note=self.question.text())

    @Slot()
    def _on_again(self) -> None:
        run = self.desk.run
        if run is not None:
            text = self.source.toPlainText()
            self.desk.start(run.task, text, note=run.note, language=run.language)

    @Slot(str)
    def _on_language(self, code: str) -> None:
        self.desk.set_language(code)
        run = self.desk.run
        if run is not None and run.task.kind == "translate":
            self.choose(run.task.id)

    @Slot()
    def _on_swap(self) -> None:
        other: Origin = "clipboard" if self._origin == "selection" else "selection"
        self._take(Taken(self._other, other, self.source.toPlainText()))
        self.tasks.take_focus()

    @Slot()
    def _on_earlier(self) -> None:
        self.desk.go_back()
        run = self.desk.run
        if run is not None:
            self._origin, self._other, self._taken = None, "", run.source
            self._put(run.source)
            self.question.setText(run.note)
            self._show_run()

    # --- the result --------------------------------------------------------------------------

    @property
    def _result(self) -> str:
        run = self.desk.run
        return "" if run is None or run.phase == "working" else run.text

    @Slot()
    def copy_result(self) -> None:
        """Copy the result and close."""
        if self._result.strip():
            self._care.copy(self._result)
            self.hide()

    @Slot()
    def paste_result(self) -> None:
        """Put the result into the window that this one was called from, where that is possible."""
        text = self._result
        if not text.strip():
            return
        if self._paster is None:
            self._care.copy(text)
            self.say(words.copied_text())
            QTimer.singleShot(_SAID_MS, self, self.hide)
            return
        self._care.lend(text)
        self.hide()
        self._paster.paste(self._on_pasted)

    def _on_pasted(self, pressed: bool) -> None:
        if pressed:
            self._care.watch()
            return
        self._care.keep_lent()
        self._on_given_back(False)

    @Slot(bool)
    def _on_given_back(self, fetched: bool) -> None:
        if not fetched:
            self._to_front()
            self.say(words.copied_text())

    # --- what is shown -----------------------------------------------------------------------

    @Slot()
    def _show_run(self) -> None:
        run = self.desk.run
        self.tasks.show_task("" if run is None else run.task.id)
        self.earlier.setVisible(bool(self.desk.earlier) and not self.desk.working)
        self.stop.setVisible(self.desk.working)
        self.progress.setVisible(False)
        failed = run is not None and run.phase == "failed"
        has_result = run is not None and (bool(run.text.strip()) or not failed)
        self._show_result(has_result)
        self.result.set_run(run)
        usable = not self.desk.working and bool(self._result.strip())
        self.copy.setVisible(usable)
        self.paste.setVisible(usable and self._paster is not None)
        error = run.error if run is not None else None
        if self._hint is not None:
            self._hint.follow(run.phase if usable and run is not None else "")
        self._show_permission(error)
        self.again.setVisible(error is not None and error.kind not in _NOT_AGAIN)
        unfit = run is None and self._too_long
        self.open_main.setVisible(unfit or (error is not None and error.kind == "no_model"))
        self._show_words(run)
        if usable and self.isActiveWindow() and not self.result.isAncestorOf(self.focusWidget()):
            self.result.take_focus()

    def _show_permission(self, error: UserError | None) -> None:
        """Ask where it was not allowed; the window grows for the card."""
        if error is None or error.kind != "server_permission":
            self.permission.put_away()
            return
        self.permission.ask(self._on_again)
        wanted = self.minimumSizeHint().height() + self.permission.sizeHint().height()
        room = self.screen().availableGeometry().bottom() - self.y()
        self.resize(self.width(), max(self.height(), min(wanted, max(room, 240))))

    def _show_result(self, wanted: bool) -> None:
        """The window grows for its first result, and never shrinks by itself."""
        if wanted == self.result.isVisibleTo(self):
            return
        self.result.setVisible(wanted)
        if wanted and not self._grown:
            self._grown = True
            room = self.screen().availableGeometry().bottom() - self.y()
            self.resize(self.width(), min(self.height() + _RESULT_HEIGHT, max(room, 240)))

    def _show_words(self, run: QuickRun | None) -> None:
        flags = "" if run is None or run.phase == "working" else words.flags_text(run)
        self.flags.setText(flags)
        self.flags.setVisible(bool(flags))
        if run is None and self._too_long:
            self.say(self.tr("This text is too long for here: write mode takes it."), "caution")
        elif run is None:
            self.say(self.tr("Choose with a number key. Esc closes."))
        elif run.phase == "working":
            self._show_progress(run)
        elif run.error is not None and run.error.kind == "server_permission":
            self.say("")
        elif run.error is not None:
            self.say(error_text(run.error), "danger")
        else:
            keys = words.keys_text(pastes=self._paster is not None) if self._result.strip() else ""
            self.say(f"{words.ended_text(run)} {keys}".strip())

    def _show_progress(self, run: QuickRun) -> None:
        loading, share = self.desk.loading, self.desk.loaded_share
        self.say(words.working_text(run, loading=loading, share=share))
        share = share if loading else run.share
        self.progress.setVisible(share > 0)
        self.progress.setValue(round(share * 100))

    @Slot(int, str)
    def _on_extended(self, piece: int, text: str) -> None:
        self.result.extend(piece, text)
        if self.desk.run is not None:
            self._show_progress(self.desk.run)

    @Slot()
    def _show_origin(self) -> None:
        text = self.source.toPlainText()
        typed = text != self._taken
        self.origin.setText(words.origin_text(None if typed else self._origin, text))
        other = self._other.strip() and not typed
        self.swap.setVisible(bool(other))
        use_clipboard = self._origin == "selection"
        self.swap.setText(
            self.tr("Use the clipboard") if use_clipboard else self.tr("Use the selection")
        )
        self.swap.setAccessibleName(self.swap.text())

    @Slot()
    def _on_tasks(self) -> None:
        self.tasks.set_tasks(self.desk.tasks)

    # --- keys --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier,
        )  # fmt: skip
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif not (plain and self.tasks.choose_number(key - Qt.Key.Key_0)):
            super().keyPressEvent(event)

    def _escape(self) -> None:
        """Stop first; then close, with everything as it was."""
        if self.desk.working:
            self.desk.stop()
        else:
            self.hide()

    def _enter(self) -> None:
        focused = self.focusWidget()
        if self._result.strip():
            self.copy_result()
        elif focused in self.tasks.buttons.values():
            focused.click()  # type: ignore[union-attr]  # one of the buttons


def _is_too_long(text: str) -> bool:
    """Whether an editor would stall on it."""
    return len(text) > _LONGEST or any(len(line) > _LONGEST_LINE for line in text.split("\n"))
