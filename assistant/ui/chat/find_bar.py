"""Find in the open conversation."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from assistant.ui.controls import IconButton
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text

_PAUSE_MS = 120


class FindBar(QFrame):
    """`searched(str, bool)`: look for this text, backwards or not; `closed()`.

    Whoever searches answers with `show_result(current, total)`.
    """

    searched = Signal(str, bool)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in this conversation"))
        self.field.setAccessibleName(self.tr("Find in this conversation"))
        self.field.setMaxLength(500)
        self.field.installEventFilter(self)
        self.count = QLabel(self)
        self.count.setProperty("tone", "secondary")
        self.count.setMinimumWidth(72)
        self.previous = IconButton(theme, "chevron-up", self.tr("Previous (Shift+Enter)"), self)
        self.next = IconButton(theme, "chevron-down", self.tr("Next (Enter)"), self)
        self.close_button = IconButton(theme, "x", self.tr("Close (Esc)"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.GAP_L, measures.GAP_XS, measures.GAP_S, measures.GAP_XS)
        row.setSpacing(measures.GAP_XS)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        for button in (self.previous, self.next, self.close_button):
            row.addWidget(button)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.find_next)
        self.field.textChanged.connect(self._on_text_changed)
        self.previous.clicked.connect(self.find_previous)
        self.next.clicked.connect(self.find_next)
        self.close_button.clicked.connect(self.leave)

    def open(self, text: str = "") -> None:
        """Show the bar with the cursor in it; `text` (a selection) is looked for at once."""
        self.show()
        if text and len(text) < 200:
            self.field.setText(text)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.field.text():
            self.find_next()

    @Slot()
    def find_next(self) -> None:
        self._pause.stop()
        self.searched.emit(self.field.text(), False)

    @Slot()
    def find_previous(self) -> None:
        self._pause.stop()
        self.searched.emit(self.field.text(), True)

    @Slot()
    def leave(self) -> None:
        """Hide the bar and its marks."""
        self._pause.stop()
        self.hide()
        self.closed.emit()

    def show_result(self, current: int, total: int) -> None:
        """`current` counts from 1; 0 of 0 when nothing was found."""
        if not self.field.text():
            self.count.clear()
        elif not total:
            self.count.setText(self.tr("Not found"))
        else:
            self.count.setText(
                self.tr("{current} of {total}").format(
                    current=number_text(current), total=number_text(total)
                )
            )

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        self._pause.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                (self.find_previous if shifted else self.find_next)()
                return True
        return super().eventFilter(watched, event)
