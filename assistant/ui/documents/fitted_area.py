"""A scrolled area that is only as high as what it holds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class FittedArea(QScrollArea):
    """As high as its contents, up to `set_tallest`; beyond that it scrolls."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tallest = 200
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.setProperty("role", "page")
        self.setWidget(inside)
        inside.installEventFilter(self)

    def set_tallest(self, height: int) -> None:
        """The most pixels that it may take."""
        if height != self._tallest:
            self._tallest = height
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What stands inside became higher or lower."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        inside = self.widget()
        width = max(80, self.width())
        height = inside.heightForWidth(width) if inside.hasHeightForWidth() else -1
        if height < 0:
            height = inside.sizeHint().height()
        return QSize(240, min(height, self._tallest))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, min(self.sizeHint().height(), 32))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
