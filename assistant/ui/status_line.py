"""The last line of the window: the engine, its speed, and what happened."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from assistant.controllers.models import ModelState
from assistant.controllers.notices import Notices
from assistant.core.display_text import one_line
from assistant.core.notices import Notice
from assistant.ui.controls import ElidedLabel, repolish
from assistant.ui.error_words import in_window_language
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import decimal_text, number_text, starter_badge

_TONES = {"info": "secondary", "caution": "caution", "error": "danger"}


class StatusLine(QFrame):
    """24 px. `history_requested()`: the person wants to see the last ten notices."""

    history_requested = Signal()

    def __init__(self, notices: Notices, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self.setAccessibleName(self.tr("Status"))
        self.setMinimumHeight(measures.STATUS_HEIGHT)
        self._notices = notices
        self._theme = theme
        self._notice: Notice | None = None
        self._progress = ""
        self._answering = False
        self._state = ModelState()
        self._build()
        self._timeout = QTimer(self, singleShot=True)
        self._timeout.timeout.connect(self.dismiss)
        notices.posted.connect(self._on_posted)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self._refresh()

    def _build(self) -> None:
        self.engine = QLabel(self)
        self.engine.setTextFormat(Qt.TextFormat.PlainText)
        self.engine.setProperty("tone", "secondary")
        self.speed = QLabel(self)
        self.speed.setProperty("tone", "secondary")
        self.link = ElidedLabel("", self)
        self.link.setProperty("tone", "secondary")
        self.link.hide()
        self.notice = ElidedLabel("", self)
        self.notice.setObjectName("notice")
        self.notice.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.action = QToolButton(self)
        self.action.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.action.clicked.connect(self._on_action)
        self.action.setStyleSheet("padding: 0 6px; border-width: 1px;")
        self.action.hide()
        self.history = QToolButton(self)
        self.history.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.history.setArrowType(Qt.ArrowType.UpArrow)
        self.history.setAccessibleName(self.tr("Last notices"))
        self.history.setToolTip(self.tr("The last ten notices"))
        self.history.clicked.connect(self.history_requested)
        self.history.setFixedSize(32, measures.STATUS_HEIGHT - 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.GAP_M, 1, 0, 0)
        row.setSpacing(measures.GAP_M)
        row.addWidget(self.engine)
        row.addWidget(self.speed)
        row.addWidget(self.link, 1)
        row.addWidget(self.notice, 1)
        row.addWidget(self.action)
        row.addWidget(self.history)

    # --- the engine ------------------------------------------------------------------------

    @Slot(object)
    def set_model_state(self, state: ModelState) -> None:
        self._state = state
        if state.phase != "ready":
            self._progress = ""
            self.speed.clear()
        self._refresh()

    @Slot(bool)
    def set_answering(self, answering: bool) -> None:
        self._answering = answering
        self._progress = ""
        self._refresh()

    def set_progress(self, done: int, total: int) -> None:
        """The prompt is being read; `done` of `total` tokens."""
        if done < total:
            self._progress = self.tr("Reading {done} of {total} tokens").format(
                done=number_text(done), total=number_text(total)
            )
        else:
            self._progress = ""
        self._refresh()

    @Slot(float, float)
    def set_speed(self, tokens_per_s: float, first_token_s: float) -> None:
        parts = []
        if tokens_per_s > 0:
            parts.append(self.tr("{speed} tokens/s").format(speed=decimal_text(tokens_per_s, 1)))
        if first_token_s > 0:
            parts.append(
                self.tr("first token {seconds} s").format(seconds=decimal_text(first_token_s, 2))
            )
        if parts:
            self.speed.setText("  ·  ".join(parts))
            self._progress = ""
            self._refresh()

    def engine_text(self) -> str:
        """What the engine does now."""
        state = self._state
        match state.phase:
            case "none":
                return self.tr("No model")
            case "chosen" if state.idle:
                return self.tr("Model unloaded to free memory")
            case "chosen":
                return self.tr("Model not loaded")
            case "loading":
                return self.tr("Loading {percent} %").format(percent=int(state.fraction * 100))
            case "failed":
                return self.tr("Model could not be loaded")
        doing = self.tr("Ready")
        if self._answering:
            doing = self._progress or self.tr("Writing")
        backend = one_line(state.info.backend) if state.info else ""
        kind = starter_badge() if state.starter else ""
        return "  ·  ".join(part for part in (doing, kind, backend) if part)

    def _refresh(self) -> None:
        self.engine.setText(self.engine_text())
        tone = "danger" if self._state.phase == "failed" else "secondary"
        if self.engine.property("tone") != tone:
            self.engine.setProperty("tone", tone)
            repolish(self.engine)

    # --- notices ---------------------------------------------------------------------------

    @Slot(str)
    def show_link(self, target: str) -> None:
        """Show where a link leads while the pointer is on it; "" shows the notice again."""
        self.link.set_full_text(self.tr("Opens {target}").format(target=target) if target else "")
        self.link.setVisible(bool(target))
        self.notice.setVisible(not target)
        self.action.setVisible(not target and bool(self._notice and self._notice.action_label))

    @Slot(object)
    def _on_posted(self, notice: Notice) -> None:
        self._notice = notice
        self._timeout.stop()
        self.notice.set_full_text(in_window_language(notice.text))
        self.notice.setProperty("tone", _TONES[notice.severity])
        repolish(self.notice)
        self.action.setText(notice.action_label)
        self.action.setAccessibleName(notice.action_label)
        self.action.setToolTip(notice.action_label)
        self.action.setVisible(bool(notice.action_label))
        if notice.timeout_s > 0:
            self._timeout.start(int(notice.timeout_s * 1000))

    @Slot()
    def dismiss(self) -> None:
        """Take the notice away; it stays among the last ten."""
        self._timeout.stop()
        self._notice = None
        self.notice.set_full_text("")
        self.action.hide()

    @Slot()
    def _on_action(self) -> None:
        notice = self._notice
        self.dismiss()
        if notice is not None:
            self._notices.choose(notice.action)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.history_requested.emit()

    def history_anchor(self) -> QPoint:
        """Where the list of notices stands, in global coordinates (its lower right corner)."""
        return self.mapToGlobal(QPoint(self.width(), 0))

    @Slot()
    def _on_theme(self) -> None:
        font = self._theme.caption_font()
        for widget in (self.engine, self.speed, self.link, self.notice, self.action):
            widget.setFont(font)
