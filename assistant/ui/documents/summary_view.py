"""A kept summary on the right side of the library."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from assistant.core.display_text import one_line
from assistant.core.summary_job import SummaryJob
from assistant.core.summary_report import readable
from assistant.core.summary_result import SummaryResult
from assistant.ui.controls import Caption, push_button, repolish
from assistant.ui.documents import library_words as words
from assistant.ui.documents.details import Details
from assistant.ui.documents.reading_view import ReadingView
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.error_words import in_window_language
from assistant.ui.markdown.safe_text import encodable
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_COPIED_MS = 1500


def summary_text(result: SummaryResult) -> str:
    """All of a summary as Markdown: of several documents each under its name."""
    if len(result.documents) == 1 and result.comparison is None:
        return readable(result.documents[0])
    parts = [result.comparison] if result.comparison is not None else []
    return "\n\n".join(
        f"## {one_line(part.name)}\n\n{readable(part)}" if part.name else readable(part)
        for part in (*parts, *result.documents)
    )


class SummaryView(Details):
    """`continue_requested`, `ask_requested` and `delete_requested` bring a SummaryJob."""

    continue_requested = Signal(object)
    ask_requested = Signal(object)
    delete_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.job: SummaryJob | None = None
        self.continue_button = push_button(self.tr("Continue"), "primary", self)
        self.continue_button.clicked.connect(lambda: self.continue_requested.emit(self.job))
        self.ask_button = push_button(self.tr("Ask"), "", self)
        self.ask_button.setAccessibleName(self.tr("Ask the documents of this summary"))
        self.ask_button.clicked.connect(lambda: self.ask_requested.emit(self.job))
        self.copy_button = push_button(self.tr("Copy"), "", self)
        self.copy_button.clicked.connect(self._on_copy)
        self.delete_button = push_button(self.tr("Delete…"), "", self)
        self.delete_button.clicked.connect(self.ask_to_delete)
        self.wishes = Caption(theme, "", self)
        self.state = Caption(theme, "", self)
        self.text = ReadingView(theme, self)
        self.text.setAccessibleName(self.tr("The summary"))
        self._copied = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._copied.timeout.connect(lambda: self.copy_button.setText(self.tr("Copy")))
        self.column.addWidget(self.wishes)
        self.column.addWidget(
            wrapping(
                measures.GAP_S,
                self.continue_button,
                self.ask_button,
                self.copy_button,
                self.delete_button,
            )
        )
        self.column.addWidget(self.question)
        self.column.addWidget(self.state)
        self.column.addWidget(self.text, 1)
        self.column.addStretch(0)

    def show_job(self, job: SummaryJob, name: str) -> None:
        """`name` is what it is a summary of."""
        if self.job is None or self.job.id != job.id:
            self.question.hide()
        self.job = job
        self.title.set_full_text(name)
        self.facts.setText(words.job_wishes(job))
        self.wishes.setText(one_line(job.options.instructions))
        self.wishes.setVisible(bool(job.options.instructions))
        done = job.state == "done"
        self.continue_button.setText(self.tr("Summarise again…") if done else self.tr("Continue…"))
        self.continue_button.setAccessibleName(self.continue_button.text())
        for button, primary in ((self.continue_button, not done), (self.ask_button, done)):
            button.setProperty("kind", "primary" if primary else "")
            repolish(button)
        text = "" if job.result is None else summary_text(job.result)
        self.text.show_markdown(text)
        self.text.setVisible(bool(text))
        self.copy_button.setVisible(bool(text))
        self._show_state(job)

    def _show_state(self, job: SummaryJob) -> None:
        warnings = job.result.warnings if job.result is not None else ()
        text, tone = "\n".join(map(in_window_language, warnings)), "caution"
        if job.state != "done":
            text, tone = self._unfinished(job), "secondary"
        self.state.setText(text)
        self.state.set_tone(tone)
        self.state.setVisible(bool(text))

    def _unfinished(self, job: SummaryJob) -> str:
        if not job.passes_kept:
            return self.tr("It was not finished, and nothing of it is done yet.")
        return self.tr(
            "It was not finished; %n pass(es) are kept and not computed again.", "", job.passes_kept
        )

    def take_focus(self) -> None:
        self.continue_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def ask_to_delete(self) -> None:
        """Say what would be lost, and do it only when that is confirmed."""
        job = self.job
        if job is None:
            return
        self.question.ask(
            self.tr(
                "Delete this summary for good? Its documents stay, and so do the conversations "
                "it stands in."
            ),
            [(self.tr("Delete for good"), lambda: self.delete_requested.emit(job))],
        )

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(encodable(self.text.shown_text()))
        self.copy_button.setText(self.tr("Copied"))
        self._copied.start()
