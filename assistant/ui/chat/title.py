"""A title that is shown on one line and edited where it stands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStackedLayout, QWidget

from assistant.ui.controls import ElidedLabel
from assistant.ui.theme.theme import Theme
from assistant.ui.words import title_text


class EditableTitle(QWidget):
    """`renamed(str)`: a person typed another title; an empty one means "by the first message"."""

    renamed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.label = ElidedLabel("", self)
        self.label.setFont(theme.interface_font(bold=True))
        self.label.double_clicked.connect(self.begin_edit)
        self.field = QLineEdit(self)
        self.field.setAccessibleName(self.tr("Title of the conversation"))
        self.field.setMaxLength(200)
        self.field.installEventFilter(self)
        self.field.editingFinished.connect(self._on_finished)
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self.label)
        self._layout.addWidget(self.field)
        theme.changed.connect(self._on_theme)

    def set_title(self, title: str) -> None:
        self._title = title
        self.label.set_full_text(title_text(title))

    @Slot()
    def begin_edit(self) -> None:
        """Let the person type another title."""
        self.field.setText(self.label.full_text() if self._title else "")
        self.field.selectAll()
        self._layout.setCurrentWidget(self.field)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        ):
            if event.type() == QEvent.Type.KeyPress:
                self.field.setText(self.label.full_text())
                self._layout.setCurrentWidget(self.label)
            event.accept()
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _on_finished(self) -> None:
        if self._layout.currentWidget() is not self.field:
            return
        self._layout.setCurrentWidget(self.label)
        typed = self.field.text().strip()
        if typed != self.label.full_text() and (typed or self._title):
            self.renamed.emit(typed)

    @Slot()
    def _on_theme(self) -> None:
        self.label.setFont(self._theme.interface_font(bold=True))
