"""The text field of the composer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from assistant.core.display_text import storable
from assistant.core.draft import LONG_LINE, is_large
from assistant.ui.theme.theme import Theme

_FEWEST_LINES = 1


class ComposerInput(QPlainTextEdit):
    """Grows with its text up to `set_tallest`.

    `submitted()`: the keys that send were pressed. `large_text_pasted(str)`: too much to be
    typed in. `files_pasted(list[str])`: paths of local files.
    """

    submitted = Signal()
    large_text_pasted = Signal(str)
    files_pasted = Signal(list)
    focus_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self._theme = theme
        self._tallest = 240
        self.enter_sends = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Message"))
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def text(self) -> str:
        """What was typed, as text that can be kept."""
        return storable(self.toPlainText())

    def setPlainText(self, text: str) -> None:
        """Replace the text; one that is too large is handed over like a paste."""
        if is_large(text):
            super().setPlainText("")
            self.large_text_pasted.emit(storable(text))
        else:
            super().setPlainText(storable(text))

    def set_tallest(self, height: int) -> None:
        """The most pixels the field may take."""
        if height != self._tallest:
            self._tallest = height
            self._fit()

    def move_to_end(self) -> None:
        cursor = self.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.setTextCursor(cursor)

    # --- size ------------------------------------------------------------------------------

    @Slot()
    def _fit(self, _size: object = None) -> None:
        wanted = min(self._wanted_height(), self._tallest)
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def _wanted_height(self) -> int:
        lines = max(_FEWEST_LINES, round(self.document().size().height()))
        line = QFontMetricsF(self.font()).lineSpacing()
        return round(lines * line + 2 * self.document().documentMargin()) + 4

    def sizeHint(self) -> QSize:
        return QSize(200, min(self._wanted_height(), self._tallest))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, round(QFontMetricsF(self.font()).lineSpacing()) + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    @Slot()
    def _on_theme(self) -> None:
        self.setFont(self._theme.reading_font())
        self._fit()

    # --- what is put in --------------------------------------------------------------------

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        paths = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if paths:
            self.files_pasted.emit(paths)
            return
        self.insert_text(source.text())

    def insert_text(self, text: str) -> None:
        """Put `text` in at the cursor, or hand it over when it is too large for that."""
        text = storable(text)
        line = self.textCursor().block().length()
        longest = max(map(len, text.splitlines()), default=0)
        if is_large(text) or line + longest > LONG_LINE:
            self.large_text_pasted.emit(text)
        else:
            self.textCursor().insertText(text)
            self.ensureCursorVisible()

    def paste(self) -> None:
        """Paste the clipboard; large text is handed over before the editor sees it."""
        from PySide6.QtGui import QGuiApplication

        self.insertFromMimeData(QGuiApplication.clipboard().mimeData())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_enter(event)
            return
        super().keyPressEvent(event)

    def _on_enter(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        controlled = modifiers == Qt.KeyboardModifier.ControlModifier
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        if controlled or (plain and self.enter_sends):
            self.submitted.emit()
        else:
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        event.accept()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.updateGeometry()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = Qt.KeyboardModifier.ControlModifier
            editing = {Qt.Key.Key_K, Qt.Key.Key_R, Qt.Key.Key_L, Qt.Key.Key_N, Qt.Key.Key_I}
            if event.modifiers() & control and event.key() in editing:
                event.ignore()
                return False
        return super().event(event)
