"""A drawn page with its passages: scrolled, zoomed, turned by keys and wheel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from assistant.core.drawn_page import DrawnPage, Rect
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

MARGIN = 12
STEP = 1.25
LEAST, MOST = 0.5, 6.0
WIDEST_PX = 4000
"""Device pixels of a drawn page at most: 4000 are about 90 MB."""
_LINE = 48
_REDRAW_MS = 150
_HIGHLIGHT_ALPHA = {False: 64, True: 120}
"""Of the accent over a page, by whether the dark theme's lighter accent is used."""


class PageCanvas(QAbstractScrollArea):
    """Shows one page, as wide as the room times `factor`. GUI thread.

    width_changed()   the page is to be drawn `wanted_px` wide; a little after it last changed
    turned(int)       the person wants the next (1) or the previous (-1) page
    zoomed()          `factor` is another
    """

    width_changed = Signal()
    turned = Signal(int)
    zoomed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_canvas")
        self._theme = theme
        self._image: QImage | None = None
        self._highlights: list[Rect] = []
        self._ring = False
        self.factor = 1.0
        self._width = 0.0
        """Of the page as it was laid out the last time."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._redraw.timeout.connect(self.width_changed)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(_LINE)
            bar.valueChanged.connect(self.viewport().update)
        theme.changed.connect(self.viewport().update)

    # What is shown -------------------------------------------------------------------------

    @property
    def room(self) -> int:
        """The width of a page that fits; the same with a scroll bar and without."""
        return max(40, self.width() - self.verticalScrollBar().sizeHint().width() - 2 * MARGIN)

    @property
    def wanted_px(self) -> int:
        """How many device pixels wide the page is to be drawn."""
        wide = round(self.room * self.factor * self.devicePixelRatioF())
        return max(40, min(WIDEST_PX, wide))

    @property
    def has_page(self) -> bool:
        return self._image is not None

    def show_page(self, drawn: DrawnPage, *, keep_place: bool, at_end: bool = False) -> None:
        """Show a page: at its passage, at its start or end, or where the last one stood."""
        # QImage does not keep the bytes alive, so it gets a copy.
        self._image = QImage(
            drawn.pixels, drawn.width, drawn.height, 4 * drawn.width, QImage.Format.Format_RGB32
        ).copy()
        self._highlights = [rect for passage in drawn.highlights for rect in passage]
        self._lay_out()
        if self._highlights and not keep_place:
            self.show_passage()
        elif not keep_place:
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum() if at_end else 0)
        self.viewport().update()

    def clear(self) -> None:
        """Show nothing."""
        self._image = None
        self._highlights = []
        self._lay_out()
        self.viewport().update()

    def show_passage(self) -> None:
        """Bring the first marked place to the upper third."""
        if not self._highlights or self._image is None:
            return
        left, top, width, height = (value * self._scale() for value in self._highlights[0])
        view = self.viewport()
        above = max(0.0, (view.height() - height) / 3)
        self.verticalScrollBar().setValue(round(MARGIN + top - above))
        beyond = left + width + 2 * MARGIN - view.width()
        self.horizontalScrollBar().setValue(max(0, min(round(left), round(beyond))))

    def highlight_rects(self) -> list[QRectF]:
        """Where the passages are, in pixels of the viewport."""
        page = self._page_rect()
        scale = self._scale()
        return [
            QRectF(page.x() + x * scale, page.y() + y * scale, w * scale, h * scale)
            for x, y, w, h in self._highlights
        ]

    def set_factor(self, factor: float) -> None:
        """Show the page `factor` times as wide as the room (1.0 fits)."""
        factor = min(MOST, max(LEAST, factor))
        if abs(factor - 1.0) < 0.03:
            factor = 1.0
        if factor == self.factor:
            return
        share, looked_at = self._share(), self._passage_in_view()
        self.factor = factor
        self._reshape(share, looked_at=looked_at)
        self.zoomed.emit()

    def zoom(self, steps: int) -> None:
        """Larger or smaller by steps of a quarter."""
        self.set_factor(self.factor * STEP**steps)

    # Geometry --------------------------------------------------------------------------------

    def _size(self) -> tuple[float, float]:
        if self._image is None:
            return 0.0, 0.0
        width = self._width
        return width, width * self._image.height() / self._image.width()

    def _scale(self) -> float:
        """Pixels of the window for one of the picture."""
        return self._size()[0] / self._image.width() if self._image is not None else 1.0

    def _page_rect(self) -> QRectF:
        width, height = self._size()
        x = max(float(MARGIN), (self.viewport().width() - width) / 2)
        x -= self.horizontalScrollBar().value()
        return QRectF(x, MARGIN - self.verticalScrollBar().value(), width, height)

    def _lay_out(self) -> None:
        self._width = self.room * self.factor
        width, height = self._size()
        view = self.viewport().size()
        for bar, size, room in (
            (self.horizontalScrollBar(), width, view.width()),
            (self.verticalScrollBar(), height, view.height()),
        ):
            bar.setPageStep(max(_LINE, room - _LINE))
            bar.setRange(0, max(0, round(size) + 2 * MARGIN - room) if size else 0)

    def _reshape(self, share: tuple[float, float], *, looked_at: bool) -> None:
        """The page is larger or smaller: what was in the middle stays, or else the passage."""
        self._lay_out()
        if looked_at:
            self.show_passage()
        else:
            self._go_to_share(share)
        self.viewport().update()
        self._redraw.start()

    def _passage_in_view(self) -> bool:
        view = QRectF(self.viewport().rect())
        return any(rect.intersects(view) for rect in self.highlight_rects()[:1])

    def _share(self) -> tuple[float, float]:
        """What part of the page is in the middle of the viewport."""
        page, view = self._page_rect(), self.viewport().size()
        if page.height() <= 0 or page.width() <= 0:
            return 0.5, 0.0
        return (
            (view.width() / 2 - page.x()) / page.width(),
            (view.height() / 2 - page.y()) / page.height(),
        )

    def _go_to_share(self, share: tuple[float, float]) -> None:
        (width, height), view = self._size(), self.viewport().size()
        self.horizontalScrollBar().setValue(round(share[0] * width + MARGIN - view.width() / 2))
        self.verticalScrollBar().setValue(round(share[1] * height + MARGIN - view.height() / 2))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    # Events ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.colour("side"))
        if self._image is not None:
            self._paint_page(painter)
        if self._ring and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("accent"), measures.FOCUS_RING))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_page(self, painter: QPainter) -> None:
        page = self._page_rect()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(page, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("hairline"), 1))
        painter.drawRect(page.adjusted(-0.5, -0.5, 0.5, 0.5))
        colour = self._theme.colour("accent")
        colour.setAlpha(_HIGHLIGHT_ALPHA[self._theme.dark])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        # As one shape: where rectangles overlap it is not darker.
        shape = QPainterPath()
        shape.setFillRule(Qt.FillRule.WindingFill)
        for rect in self.highlight_rects():
            shape.addRoundedRect(rect.adjusted(-1.5, -1, 1.5, 1), 2.5, 2.5)
        painter.drawPath(shape)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever uses the keyboard sees where it is."""
        by_key = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._ring = event.reason() in by_key
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() == event.oldSize().width():
            self._lay_out()
            return
        looked_at = self._passage_in_view()
        self._reshape(self._share(), looked_at=looked_at)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Everything is painted where the bars say."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._redraw.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            delta = event.angleDelta().y()
            if delta:
                self.zoom(1 if delta > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._ring:
            self._ring = True
            self.viewport().update()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        scrolled = {
            Qt.Key.Key_Up: (down, -_LINE),
            Qt.Key.Key_Down: (down, _LINE),
            Qt.Key.Key_Left: (across, -_LINE),
            Qt.Key.Key_Right: (across, _LINE),
            Qt.Key.Key_Home: (down, -down.maximum()),
            Qt.Key.Key_End: (down, down.maximum()),
        }
        key = Qt.Key(event.key())
        if plain == Qt.KeyboardModifier.NoModifier and key in scrolled:
            bar, by = scrolled[key]
            bar.setValue(bar.value() + by)
        elif plain == Qt.KeyboardModifier.NoModifier and key in _TURNING:
            self._scroll_or_turn(_TURNING[key])
        else:
            event.ignore()

    def _scroll_or_turn(self, way: int) -> None:
        """A screenful on or back; beyond the end of the page the next one."""
        bar = self.verticalScrollBar()
        if bar.value() == (bar.maximum() if way > 0 else bar.minimum()):
            self.turned.emit(way)
        else:
            bar.setValue(bar.value() + way * bar.pageStep())

    def redraw_soon(self) -> None:
        """Have `width_changed` told in a moment."""
        self._redraw.start()

    @Slot()
    def fit(self) -> None:
        """As wide as the room."""
        self.set_factor(1.0)


_TURNING = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
