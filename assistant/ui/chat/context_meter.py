"""How much of the context is used: numbers and a bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from assistant.core.context_fit import Fit
from assistant.ui.chat.context_texts import reserve_text
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text, short_number

CAUTION_FROM = 0.85
DANGER_FROM = 1.0


class ContextMeter(QWidget):
    """`set_count(used, limit)` in tokens; (0, 0) while nothing is known.

    `set_forecast` adds to the tooltip what sending would do.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("context_meter")
        self._theme = theme
        self.used = 0
        self.limit = 0
        self._forecast = Fit()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Context"))
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)
        self.set_count(0, 0)

    @property
    def tone(self) -> str:
        """The palette's role: "accent", "caution" from 85 %, "danger" when full."""
        share = self.used / self.limit if self.limit else 0.0
        if share >= DANGER_FROM:
            return "danger"
        return "caution" if share >= CAUTION_FROM else "accent"

    @Slot(int, int)
    def set_count(self, used: int, limit: int) -> None:
        self.used, self.limit = used, limit
        if (used, limit) != (self._forecast.used, self._forecast.limit):
            self._forecast = Fit()
        self._tell()

    @Slot(object)
    def set_forecast(self, fit: Fit) -> None:
        self._forecast = fit
        self._tell()

    def _tell(self) -> None:
        text = self._sentence()
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        self.updateGeometry()
        self.update()

    def _sentence(self) -> str:
        if not self.limit:
            return self.tr("Context: counted once a model is loaded.")
        text = self.tr("{used} of {limit} tokens of the context are used ({percent} %).").format(
            used=number_text(self.used),
            limit=number_text(self.limit),
            percent=round(100 * self.used / self.limit),
        )
        if self._forecast.limit:
            return text + " " + reserve_text(self._forecast)
        if self.tone == "danger":
            return text + " " + self.tr("The conversation no longer fits.")
        if self.tone == "caution":
            return text + " " + self.tr("Little room is left for the answer.")
        return text

    def _text(self) -> str:
        if not self.limit:
            return "–"
        return f"{short_number(self.used)} / {short_number(self.limit)}"

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.caption_font())
        return QSize(max(72, metrics.horizontalAdvance(self._text()) + 4), metrics.height() + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.caption_font())
        tone = self.tone
        painter.setPen(self._theme.colour("secondary" if tone == "accent" else tone))
        area = self.rect().adjusted(0, 0, 0, -8)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), self._text())
        bar = QRectF(0, self.height() - 5, self.width(), 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("hairline"))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        if self.limit and self.used:
            bar.setWidth(max(3.0, bar.width() * min(1.0, self.used / self.limit)))
            painter.setBrush(self._theme.colour(tone))
            painter.drawRoundedRect(bar, 1.5, 1.5)
