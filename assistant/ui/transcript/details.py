"""A small card with what was measured for an answer."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from assistant.core.entities import Message
from assistant.ui.markdown.safe_text import displayable
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.transcript.actions import details_text


class DetailsCard(QFrame):
    """Lies over its parent. Esc, or a click or the focus going elsewhere, closes it for good."""

    def __init__(self, theme: Theme, message: Message, parent: QWidget) -> None:
        super().__init__(parent)
        self._before: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setObjectName("message_details_card")
        roles = theme.palette
        self.setStyleSheet(
            f"#message_details_card {{ background: {roles.surface};"
            f" border: 1px solid {roles.control}; border-radius: {measures.RADIUS_CONTROL}px; }}"
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(measures.GAP_M, measures.GAP_S, measures.GAP_M, measures.GAP_S)
        grid.setHorizontalSpacing(measures.GAP_L)
        grid.setVerticalSpacing(measures.GAP_XS)
        facts = details_text(message)
        for row, (what, value) in enumerate(facts):
            name = QLabel(what, self)
            name.setProperty("tone", "secondary")
            told = QLabel(displayable(value), self)
            for label in (name, told):
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setFont(theme.caption_font())
            grid.addWidget(name, row, 0)
            grid.addWidget(told, row, 1)
        self.setAccessibleName("; ".join(f"{what}: {value}" for what, value in facts))

    def open_above(self, anchor: QWidget, before: QWidget | None) -> None:
        """Show it over `anchor`, inside its parent; `before` gets the focus back."""
        self._before = before
        self.adjustSize()
        parent = self.parentWidget()
        corner = anchor.mapTo(parent, QPoint(0, -self.height() - measures.GAP_XS))
        x = min(max(corner.x(), 0), max(0, parent.width() - self.width()))
        self.move(x, max(corner.y(), 0))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._before is not None:
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self.close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.close()
