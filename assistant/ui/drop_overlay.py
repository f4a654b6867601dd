"""What the whole window answers while a file is held over it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from PySide6.QtCore import QMimeData, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from assistant.core.display_text import one_line
from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

Kind = Literal["model", "text", "nothing"]


@dataclass(frozen=True)
class Dropped:
    """What is held over the window: paths of local files, and what would happen to them."""

    kind: Kind
    paths: tuple[str, ...]


def dropped(data: QMimeData) -> Dropped:
    """What `data` holds; the first model wins over everything else."""
    paths = tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())
    models = tuple(path for path in paths if path.lower().endswith(".gguf"))
    if models:
        return Dropped("model", models[:1])
    return Dropped("text", paths) if paths else Dropped("nothing", ())


class DropOverlay(QWidget):
    """Covers the window. `file_dropped(Dropped)`."""

    file_dropped = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drop_overlay")
        self.setAccessibleName(self.tr("Drop a file"))
        self.setAcceptDrops(True)
        self._theme = theme
        self._held = Dropped("nothing", ())
        self.hide()

    def show_for(self, held: Dropped) -> None:
        self._held = held
        self.setAccessibleDescription(f"{self.title()} {self.explanation()}")
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()
        self.update()

    def title(self) -> str:
        """What would happen."""
        if self._held.kind == "model":
            return self.tr("Use this model")
        return self.tr("Attach")

    def explanation(self) -> str:
        names = [one_line(PurePath(path).name, 80) for path in self._held.paths]
        if self._held.kind == "model":
            return self.tr("{name} is loaded and used from the next message on.").format(
                name=names[0]
            )
        if len(names) == 1:
            return self.tr("The text of {name} is sent with your message.").format(name=names[0])
        return self.tr("The text of %n file(s) is sent with your message.", "", len(names))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.hide()
        held = dropped(event.mimeData())
        if held.kind != "nothing":
            event.acceptProposedAction()
            self.file_dropped.emit(held)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = self._theme.colour("paper")
        veil.setAlphaF(0.85)
        painter.fillRect(self.rect(), veil)
        card = QRect(0, 0, min(480, self.width() - 48), 168)
        card.moveCenter(self.rect().center())
        painter.setPen(QPen(self._theme.colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(self._theme.colour("weak_accent"))
        painter.drawRoundedRect(QRectF(card), measures.RADIUS_CARD, measures.RADIUS_CARD)
        name = "box" if self._held.kind == "model" else "paperclip"
        drawn = pixmap(name, self._theme.palette.accent, 28, self.devicePixelRatioF())
        painter.drawPixmap(card.center().x() - 14, card.top() + 24, drawn)
        painter.setFont(self._theme.title_font())
        painter.setPen(self._theme.colour("ink"))
        centred = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        painter.drawText(card.adjusted(16, 62, -16, 0), centred, self.title())
        painter.setFont(self._theme.interface_font())
        painter.setPen(self._theme.colour("secondary"))
        wrapped = centred | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(card.adjusted(24, 98, -24, -12), wrapped, self.explanation())
