"""The button that names the model, and the list it opens."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from assistant.controllers.models import ModelsController, ModelState
from assistant.core.display_text import one_line
from assistant.ui.actions import ActionRegistry
from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import starter_badge

_WIDEST_NAME = 220
_BADGE_PADDING = 6


class ModelPicker(QToolButton):
    """Shows name and state of the model, and a line that fills while it loads.

    `opened()`: the list of models is shown now.
    """

    opened = Signal()

    def __init__(
        self,
        models: ModelsController,
        theme: Theme,
        actions: ActionRegistry,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("model_picker")
        self._models = models
        self._theme = theme
        self._actions = actions
        self._popup: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(64)
        self.clicked.connect(self.open_popup)
        models.state_changed.connect(self._on_state)
        theme.changed.connect(self.updateGeometry)
        actions.changed.connect(self._refresh)
        self._refresh()

    def phase_text(self) -> str:
        """What stands beside the name; "" when the model is ready."""
        state = self._models.state
        match state.phase:
            case "loading":
                return self.tr("loading {percent} %").format(percent=int(state.fraction * 100))
            case "failed":
                return self.tr("could not be loaded")
            case "chosen":
                return self.tr("not loaded")
        return ""

    def badge_text(self) -> str:
        """What kind of model it is, where that matters."""
        return starter_badge() if self._models.state.starter else ""

    def name_text(self) -> str:
        return one_line(self._models.state.name) or self.tr("Choose a model")

    @Slot()
    def open_popup(self) -> None:
        """Open the list of models below the button."""
        from assistant.ui.chat.model_popup import ModelPopup

        if self._popup is None:
            self._popup = ModelPopup(self._models, self._theme, self._actions, self)
        popup = self._popup
        popup.adjustSize()
        where = self.mapToGlobal(QPoint(self.width() - popup.width(), self.height() + 4))
        popup.move(_kept_on_screen(self, QRect(where, popup.size())))
        popup.show()
        self.opened.emit()

    @Slot(object)
    def _on_state(self, _state: ModelState) -> None:
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        parts = (self.name_text(), self.badge_text(), self.phase_text())
        spoken = ", ".join(part for part in parts if part)
        self.setText(spoken)
        self.setAccessibleName(self.tr("Model: {name}").format(name=spoken))
        self.setToolTip(self._actions.tooltip("choose_model", spoken))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        name = QFontMetrics(self._theme.interface_font(bold=True))
        caption = QFontMetrics(self._theme.caption_font())
        width = min(_WIDEST_NAME, name.horizontalAdvance(self.name_text()))
        if badge := self.badge_text():
            width += _badge_width(caption, badge)
        if phase := self.phase_text():
            width += caption.horizontalAdvance(phase) + measures.GAP_S
        return QSize(width + 48, measures.HIT_AREA)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, measures.HIT_AREA)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_frame(painter)
        dpr = self.devicePixelRatioF()
        state = self._models.state
        right = self.width() - 10
        chevron = pixmap("chevron-down", self._theme.palette.secondary, 14, dpr)
        painter.drawPixmap(QPoint(right - 14, (self.height() - 14) // 2), chevron)
        area = QRect(12, 0, right - 14 - 12 - 6, self.height())
        self._paint_words(painter, area)
        if state.phase == "loading":
            self._paint_progress(painter, state.fraction)

    def _paint_frame(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        width = measures.FOCUS_RING if focused else 1
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        pen = painter.pen()
        pen.setWidth(width)
        pen.setColor(self._theme.colour("accent" if focused else "hairline"))
        painter.setPen(pen)
        raised = self.underMouse() or self.isDown()
        painter.setBrush(self._theme.colour("raised" if raised else "surface"))
        painter.drawRoundedRect(box, measures.RADIUS_CONTROL, measures.RADIUS_CONTROL)

    def _paint_words(self, painter: QPainter, area: QRect) -> None:
        phase = self.phase_text()
        caption = QFontMetrics(self._theme.caption_font())
        font = self._theme.interface_font(bold=True)
        metrics = QFontMetrics(font)
        phase_width = caption.horizontalAdvance(phase) + measures.GAP_S if phase else 0
        badge = self.badge_text()
        badge_width = _badge_width(caption, badge) if badge else 0
        least = min(60, metrics.horizontalAdvance(self.name_text())) + badge_width
        if area.width() - phase_width < least:
            phase, phase_width = "", 0
        room = area.width() - phase_width - badge_width
        name = metrics.elidedText(self.name_text(), Qt.TextElideMode.ElideMiddle, room)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font)
        painter.setPen(self._theme.colour("ink"))
        painter.drawText(area, left, name)
        start = area.left() + metrics.horizontalAdvance(name) + measures.GAP_S
        if badge:
            self._paint_badge(painter, badge, start, badge_width - measures.GAP_S)
            start += badge_width
        if phase:
            failed = self._models.state.phase == "failed"
            painter.setFont(self._theme.caption_font())
            painter.setPen(self._theme.colour("danger" if failed else "secondary"))
            painter.drawText(area.adjusted(start - area.left(), 0, 0, 0), left, phase)

    def _paint_badge(self, painter: QPainter, text: str, left: int, width: int) -> None:
        painter.setFont(self._theme.caption_font())
        height = painter.fontMetrics().height() + 2
        box = QRectF(left, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("weak_accent"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self._theme.colour("ink"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_progress(self, painter: QPainter, fraction: float) -> None:
        track = QRectF(6, self.height() - 4, self.width() - 12, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("hairline"))
        painter.drawRoundedRect(track, 1, 1)
        track.setWidth(track.width() * min(1.0, max(0.02, fraction)))
        painter.setBrush(self._theme.colour("accent"))
        painter.drawRoundedRect(track, 1, 1)


def _badge_width(metrics: QFontMetrics, text: str) -> int:
    """With the gap before it."""
    return metrics.horizontalAdvance(text) + 2 * _BADGE_PADDING + measures.GAP_S


def _kept_on_screen(widget: QWidget, wanted: QRect) -> QPoint:
    screen = widget.screen().availableGeometry()
    x = min(max(wanted.left(), screen.left() + 4), screen.right() - wanted.width() - 4)
    y = min(max(wanted.top(), screen.top() + 4), screen.bottom() - wanted.height() - 4)
    return QPoint(x, y)
