"""Files that are held over the library page."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


def dropped_paths(data: QMimeData) -> tuple[str, ...]:
    """The local files and folders in `data`; none where a model is among them."""
    paths = tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())
    return () if any(path.lower().endswith(".gguf") for path in paths) else paths


class DropHint(QWidget):
    """Covers the page while files are held over it, and says what would happen."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_hint(self) -> None:
        self.setGeometry(self.parentWidget().rect())
        self.setAccessibleName(self.words())
        self.show()
        self.raise_()

    def words(self) -> str:
        """What would happen."""
        return self.tr("Add to your documents")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = self._theme.colour("paper")
        veil.setAlphaF(0.85)
        painter.fillRect(self.rect(), veil)
        inside = QRectF(self.rect()).adjusted(*(2 * (measures.GAP_L,)), *(2 * (-measures.GAP_L,)))
        painter.setPen(QPen(self._theme.colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(self._theme.colour("weak_accent"))
        painter.drawRoundedRect(inside, measures.RADIUS_CARD, measures.RADIUS_CARD)
        centre = self.rect().center()
        drawn = pixmap("folder", self._theme.palette.accent, 28, self.devicePixelRatioF())
        painter.drawPixmap(centre.x() - 14, centre.y() - 40, drawn)
        painter.setFont(self._theme.title_font())
        painter.setPen(self._theme.colour("ink"))
        words = inside.adjusted(measures.GAP_L, 0, -measures.GAP_L, 0)
        words.setTop(centre.y())
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(words, int(centred | Qt.TextFlag.TextWordWrap), self.words())
