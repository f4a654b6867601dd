"""How far the work is, and the end of it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from assistant.controllers.writing import WritingDesk
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, push_button
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.writing.words import progress_text

_EVERY_MS = 1_000


class ProgressRow(QWidget):
    """Shown while the desk works. `stopped()`: the person wants it to end."""

    stopped = Signal()

    def __init__(
        self, desk: WritingDesk, theme: Theme, actions: ActionRegistry, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.line = Caption(theme, "", self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.stop_button = push_button(self.tr("Stop"), "", self)
        self.stop_button.setObjectName("write_stop")
        self.stop_button.setToolTip(actions.tooltip("stop") if _has(actions, "stop") else "")
        self.stop_button.clicked.connect(self.stopped)
        said = QVBoxLayout()
        said.setSpacing(measures.GAP_XS)
        said.addWidget(self.line)
        said.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_M)
        row.addLayout(said, 1)
        row.addWidget(self.stop_button)
        self._tick = QTimer(self, interval=_EVERY_MS)
        self._tick.timeout.connect(self.refresh)
        self.hide()

    def refresh(self) -> None:
        """Show how far it is now."""
        session = self._desk.session
        working = self._desk.working and session is not None
        self.setVisible(working)
        if not working or session is None:
            self._tick.stop()
            return
        if not self._tick.isActive():
            self._tick.start()
        text = progress_text(session, self._desk.seconds_left())
        if self._desk.loading:
            text = self.tr("The model is loading…")
        if text != self.line.text():
            self.line.setText(text)
            self.setAccessibleDescription(text)
        total = len(session.spans)
        self.bar.setRange(0, total if total > 1 else 0)  # one piece: nobody knows how far it is
        self.bar.setValue(len(session.done))


def _has(actions: ActionRegistry, action_id: str) -> bool:
    return any(entry.id == action_id for entry in actions.entries())
