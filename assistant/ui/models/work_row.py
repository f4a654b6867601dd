"""The progress of long work on a model: a bar, how long it still takes, and a stop."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from assistant.core.hub.model_work import Work
from assistant.ui.controls import Caption, push_button
from assistant.ui.models.words import time_left_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_STEPS = 1000


class WorkRow(QWidget):
    """`stopped()`: the person wants no more of it. `doing` says what is done ("Reading")."""

    stopped = Signal()

    def __init__(self, theme: Theme, doing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doing = doing
        self.words = Caption(theme, "", self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(doing)
        self.stop = push_button(self.tr("Stop"), "", self)
        self.stop.setAccessibleName(self.tr("Stop: {doing}").format(doing=doing))
        self.stop.clicked.connect(self.stopped)
        left = QVBoxLayout()
        left.setSpacing(measures.GAP_XS)
        left.addWidget(self.words)
        left.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_M)
        row.addLayout(left, 1)
        row.addWidget(self.stop)
        self.hide()

    def show_work(self, work: Work | None) -> None:
        """Show where it stands; None hides it."""
        had_focus = self.stop.hasFocus()
        self.setVisible(work is not None)
        if work is None:
            if had_focus and self.parentWidget() is not None:
                self.parentWidget().setFocus()
            return
        self.bar.setRange(0, _STEPS if work.total else 0)
        fraction = work.done / work.total if work.total else 0.0
        self.bar.setValue(round(fraction * _STEPS))
        percent = self.tr("{doing}, {percent} %").format(
            doing=self._doing, percent=int(fraction * 100)
        )
        left = time_left_text(work.seconds_left)
        self.words.setText(
            "  ·  ".join(filter(None, (percent if work.total else self._doing, left)))
        )
