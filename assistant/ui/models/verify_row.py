"""Whether a model file is still what it was: read again to its end, and compared."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.core.errors import UserError
from assistant.core.hub.model_records import ModelRecord
from assistant.core.hub.model_work import Verification, Work
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.error_words import error_text
from assistant.ui.models.work_row import WorkRow
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class VerifyRow(QWidget):
    """`wanted()`, `stopped()`."""

    wanted = Signal()
    stopped = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome = Caption(theme, "", self)
        self.start = push_button(self.tr("Verify again"), "", self)
        self.start.clicked.connect(self.wanted)
        self.work = WorkRow(theme, self.tr("Reading the whole file"), self)
        self.work.stopped.connect(self.stopped)
        self._said = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addWidget(self.outcome)
        column.addWidget(wrapping(0, self.start))
        column.addWidget(self.work)

    def show_record(self, record: ModelRecord) -> None:
        """When it was last found unchanged, unless something newer is shown."""
        if self._said:
            return
        tone = "secondary"
        if record.verified_at:
            text = self.tr("Found unchanged on {day}.").format(day=_day(record.verified_at))
        elif record.sha256:
            text = self.tr("It was checked when it was downloaded.")
        else:
            text = self.tr("Reads the file to its end and remembers what it holds (SHA-256).")
        self.outcome.setText(text)
        self.outcome.set_tone(tone)
        self.start.setText(self.tr("Verify again") if record.sha256 else self.tr("Verify"))
        self.start.setAccessibleName(self.start.text())

    def show_work(self, work: Work | None) -> None:
        working = work is not None and work.kind == "verify"
        self.start.setVisible(not working)
        self.work.show_work(work if working else None)

    def show_result(self, result: Verification) -> None:
        self._said = True
        if result.damaged:
            text = self.tr(
                "The file is not what it was: it is damaged, or another one took its place. "
                "Download it again."
            )
            tone = "danger"
        elif result.expected:
            text, tone = self.tr("The file is unchanged, to the last byte."), "good"
        else:
            text = self.tr(
                "The file can be read to its end. Nobody knew what it should hold; from now on "
                "it is compared with what it holds today."
            )
            tone = "good"
        self.outcome.setText(text)
        self.outcome.set_tone(tone)

    def show_error(self, error: UserError) -> None:
        self._said = True
        self.outcome.setText(error_text(error))
        self.outcome.set_tone("danger")

    def forget(self) -> None:
        """Another model is shown."""
        self._said = False
        self.show_work(None)


def _day(seconds: float) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(seconds))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
