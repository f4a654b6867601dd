"""Small controls that the whole window is made of."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from assistant.core.display_text import one_line
from assistant.ui.icons import icon
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class IconButton(QToolButton):
    """A button that shows only an icon: 32×32, with a tooltip and an accessible name.

    `role` and `checked_role` are roles of the palette; the icon follows the theme.
    """

    def __init__(
        self,
        theme: Theme,
        icon_name: str,
        text: str,
        parent: QWidget | None = None,
        *,
        role: str = "secondary",
        checked_role: str = "accent",
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon_name
        self._role = role
        self._checked_role = checked_role
        self.setIconSize(QSize(measures.ICON, measures.ICON))
        self.setFixedSize(measures.HIT_AREA, measures.HIT_AREA)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setText(text)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setAccessibleName(text)
        self.setToolTip(text)
        theme.changed.connect(self.refresh_icon)
        self.toggled.connect(self.refresh_icon)
        self.refresh_icon()

    def set_icon_name(self, name: str) -> None:
        if name != self._icon_name:
            self._icon_name = name
            self.refresh_icon()

    def refresh_icon(self, _checked: bool = False) -> None:
        """Draw the icon again in the colours of the theme; a hidden button waits with it."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        role = self._checked_role if self.isChecked() else self._role
        if not self.isEnabled():
            role = "faint"
        colour = getattr(self._theme.palette, role)
        self.setIcon(icon(self._icon_name, colour, measures.ICON, self.devicePixelRatioF()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and hasattr(self, "_role"):
            self.refresh_icon()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange and hasattr(self, "_role"):
            self.refresh_icon()
        return super().event(event)


class ElidedLabel(QLabel):
    """One line of any text, cleaned, cut with an ellipsis where it does not fit."""

    double_clicked = Signal()

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_full_text(text)

    def set_full_text(self, text: str) -> None:
        """Show `text`; what does not fit is in the tooltip."""
        self._full = one_line(text)
        self.setAccessibleName(self._full)
        self._elide()

    def full_text(self) -> str:
        return self._full

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance(self._full) + 4
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit()
        event.accept()

    def _elide(self) -> None:
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self._full, Qt.TextElideMode.ElideRight, max(0, self.width()))
        if shown != self.text():
            super().setText(shown)
        self.setToolTip(self._full if shown != self._full else "")


class Caption(QLabel):
    """A secondary line in the caption size that wraps."""

    def __init__(
        self, theme: Theme, text: str = "", parent: QWidget | None = None, tone: str = "secondary"
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self.setFont(theme.caption_font())

    def set_tone(self, tone: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            repolish(self)


class Hairline(QFrame):
    """A line that divides."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(measures.HAIRLINE)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.colour("hairline"))


def push_button(text: str, kind: str = "", parent: QWidget | None = None) -> QPushButton:
    """A push button; `kind` is "", "primary", "link" or "starter" of the style sheet."""
    button = QPushButton(text, parent)
    button.setAutoDefault(False)
    button.setAccessibleName(text)
    if kind:
        button.setProperty("kind", kind)
    return button


def repolish(widget: QWidget) -> None:
    """Have the style sheet look at the widget's properties again."""
    widget.setStyleSheet(widget.styleSheet())
