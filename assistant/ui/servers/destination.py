"""Says plainly, where one writes, that the text leaves for a server."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from assistant.controllers.consent import ConsentKeeper
from assistant.core.remote.server import RemoteServer
from assistant.ui.controls import ElidedLabel
from assistant.ui.icons import pixmap
from assistant.ui.servers.words import destination_hint, destination_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_WIDEST = 220
_ICON = 14


class DestinationBadge(QToolButton):
    """Beside the model's name; nothing while the model is on this disk. Narrow, only an icon.

    `clicked`: the person wants to know more about where the text goes.
    """

    def __init__(self, consent: ConsentKeeper, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("destination_badge")
        self._consent = consent
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(measures.HIT_AREA)
        consent.changed.connect(self.refresh)
        theme.changed.connect(self.updateGeometry)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Follow the chosen model."""
        server = self._consent.server
        self.setVisible(server is not None)
        if server is not None:
            self.setText(destination_text(server))
            self.setAccessibleName(self.text())
            self.setAccessibleDescription(destination_hint(server))
            self.setToolTip(destination_hint(server))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.caption_font(bold=True))
        words = min(_WIDEST, metrics.horizontalAdvance(self.text()))
        return QSize(words + _ICON + measures.GAP_XS + 2 * measures.GAP_S, measures.HIT_AREA)

    def minimumSizeHint(self) -> QSize:
        return QSize(measures.HIT_AREA, measures.HIT_AREA)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, focused = self._theme.palette, self.hasFocus()
        pen = painter.pen()
        pen.setWidth(measures.FOCUS_RING if focused else 1)
        pen.setColor(self._theme.colour("accent" if focused else "caution"))
        painter.setPen(pen)
        painter.setBrush(self._theme.colour("raised" if self.underMouse() else "surface"))
        inset = pen.width() / 2
        box = QRectF(self.rect()).adjusted(inset, inset + 2, -inset, -inset - 2)
        painter.drawRoundedRect(box, measures.RADIUS_CONTROL, measures.RADIUS_CONTROL)
        drawn = pixmap("server", palette.caution, _ICON, self.devicePixelRatioF())
        room = self.width() - 2 * measures.GAP_S - _ICON - measures.GAP_XS
        alone = room < 24
        left = (self.width() - _ICON) // 2 if alone else measures.GAP_S
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft and not alone
        x = self.width() - left - _ICON if mirrored else left
        painter.drawPixmap(QPoint(x, (self.height() - _ICON) // 2), drawn)
        if not alone:
            start = measures.GAP_S if mirrored else left + _ICON + measures.GAP_XS
            self._paint_words(painter, QRect(start, 0, room, self.height()))

    def _paint_words(self, painter: QPainter, area: QRect) -> None:
        font = self._theme.caption_font(bold=True)
        painter.setFont(font)
        painter.setPen(self._theme.colour("caution"))
        text = QFontMetrics(font).elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, area.width()
        )
        flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(flags), text)


class DestinationLine(QWidget):
    """One line over what one writes; nothing while the model is on this disk."""

    def __init__(self, consent: ConsentKeeper, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("destination_line")
        self._consent = consent
        self._theme = theme
        self._icon = QLabel(self)
        self.label = ElidedLabel("", self)
        self.label.setProperty("tone", "caution")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_XS)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        consent.changed.connect(self.refresh)
        theme.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Follow the chosen model."""
        server = self._consent.server
        self.setVisible(server is not None)
        if server is not None:
            self.show_server(server)

    def show_server(self, server: RemoteServer) -> None:
        dpr = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap("server", self._theme.palette.caution, _ICON, dpr))
        self.label.setFont(self._theme.caption_font())
        self.label.set_full_text(destination_text(server))
        self.setToolTip(destination_hint(server))
        self.setAccessibleName(destination_text(server))
