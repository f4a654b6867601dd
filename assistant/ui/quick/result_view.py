"""The result in the quick window: changes in a text, or another text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QWidget

from assistant.controllers.quick_run import QuickRun
from assistant.core.writing.session import WritingSession
from assistant.ui.theme.theme import Theme
from assistant.ui.writing.diff_view import DiffView
from assistant.ui.writing.markup import shown

_TELL_MS = 50


class ResultView(QStackedWidget):
    """A change is taken back, or taken again, by a click, or with F8 and Ctrl+Backspace."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._run: QuickRun | None = None
        self._current = -1
        self.diff = DiffView(theme, self)
        self.diff.pressed.connect(self.toggle)
        self.diff.installEventFilter(self)
        self.plain = QPlainTextEdit(self)
        self.plain.setObjectName("quick_result")
        self.plain.setReadOnly(True)
        self.plain.setAccessibleName(self.tr("Result"))
        self.plain.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.plain.setTabChangesFocus(True)
        self.addWidget(self.diff)
        self.addWidget(self.plain)
        self._soon = QTimer(self, singleShot=True, interval=_TELL_MS)
        self._soon.timeout.connect(self._show_text)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def set_run(self, run: QuickRun | None) -> None:
        """Show this one, as far as it is."""
        compares = run is not None and run.compares
        if run is not self._run:
            self._run, self._current = run, -1
            self.diff.set_session(run.session if run is not None and compares else None)
            self.plain.clear()
        self.setCurrentWidget(self.diff if compares else self.plain)
        if compares:
            self.diff.refresh()
        else:
            self._show_text()

    def extend(self, piece: int, text: str) -> None:
        """There is more of it."""
        if self._run is None or not self._run.compares:
            if not self._soon.isActive():
                self._soon.start()
        elif piece >= 0:
            self.diff.extend(piece, text)
        else:
            self.diff.refresh()

    def take_focus(self) -> None:
        self.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def toggle(self, number: int) -> None:
        """Take a change back, or take it again."""
        session = self._reviewed()
        if session is None or not 0 <= number < len(session.review.changes):
            return
        review = session.review
        decided = review.reject([number]) if review.is_in(number) else review.accept([number])
        self.diff.repaint_changes(decided)

    def go(self, step: int) -> None:
        """To the next change, or the one before."""
        session = self._reviewed()
        count = 0 if session is None else len(session.review.changes)
        if count:
            start = 0 if step > 0 else count - 1
            self._current = start if self._current < 0 else (self._current + step) % count
            self.diff.set_current(self._current)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:
        if watched is self.diff and isinstance(event, QKeyEvent) and event.type() == (
            QEvent.Type.KeyPress
        ):  # fmt: skip
            control = Qt.KeyboardModifier.ControlModifier
            if event.key() == Qt.Key.Key_F8:
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.go(-1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_Backspace and event.modifiers() == control:
                self.toggle(self._current)
                return True
        return super().eventFilter(watched, event)

    def _reviewed(self) -> WritingSession | None:
        run = self._run
        return run.session if run is not None and run.compares and run.phase != "working" else None

    @Slot()
    def _show_text(self) -> None:
        """Only what is new is added: a selection and the place of reading stay."""
        if self._run is None or self._run.compares:
            return
        text, there = shown(self._run.text), self.plain.toPlainText()
        if text == there:
            return
        if not text.startswith(there):
            self.plain.setPlainText(text)
            return
        cursor = QTextCursor(self.plain.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text[len(there) :])

    @Slot()
    def _on_theme(self) -> None:
        self.plain.setFont(self._theme.reading_font())
