"""The last ten notices, above the status line."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from assistant.controllers.notices import Notices
from assistant.core.notices import Notice
from assistant.ui.controls import Caption, push_button
from assistant.ui.error_words import in_window_language
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_WIDTH = 420
_TONES = {"info": "secondary", "caution": "caution", "error": "danger"}


class NoticeHistory(QFrame):
    """A popup; made anew each time it is opened."""

    def __init__(self, notices: Notices, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Last notices"))
        self._notices = notices
        self._theme = theme
        self.setFixedWidth(_WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(4 * (measures.GAP_M,)))
        self._column.setSpacing(measures.GAP_S)
        title = QLabel(self.tr("Last notices"), self)
        title.setFont(theme.interface_font(bold=True))
        self._column.addWidget(title)
        if not notices.recent:
            self._column.addWidget(Caption(theme, self.tr("Nothing has happened yet."), self))
        for notice in reversed(notices.recent):
            self._add(notice)

    def _add(self, notice: Notice) -> None:
        row = QHBoxLayout()
        text = in_window_language(notice.text)
        words = Caption(self._theme, text, self, _TONES[notice.severity])
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(words, 1)
        if notice.action_label:
            button = push_button(notice.action_label, "link", self)
            button.clicked.connect(lambda: self._choose(notice))
            row.addWidget(button)
        self._column.addLayout(row)

    def _choose(self, notice: Notice) -> None:
        self.close()
        self._notices.choose(notice.action)

    def open_above(self, corner: QPoint) -> None:
        """Show with the lower right corner at `corner` (global)."""
        height = self._column.heightForWidth(_WIDTH)
        self.resize(_WIDTH, max(height, self._column.sizeHint().height()))
        self.move(corner.x() - self.width() - 4, corner.y() - self.height() - 4)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("control"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
