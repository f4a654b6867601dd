"""What went another way than it was meant to, and the one best thing to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from assistant.core.writing.session import WritingSession
from assistant.ui.controls import Caption, push_button, repolish
from assistant.ui.error_words import error_text, joined
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Said:
    """`action`: what the button does ("resume", "redo", "write_on", "choose_model"), "" none."""

    text: str
    action: str = ""
    label: str = ""
    severity: str = ""


def said_of(session: WritingSession) -> Said | None:
    """What is to be said of a session that has ended; None where all is well."""
    if session.phase == "failed" and session.failure is not None:
        return _failed(session)
    if session.phase == "stopped":
        text = joined(translate("Writing", "Stopped."), _so_far(session))
        act = "write_on" if _goes_on(session) else "resume"
        return Said(text, act, translate("Writing", "Continue"))
    if session.phase != "done":
        return None
    if session.composes and session.cut:
        text = translate("Writing", "The answer had no more room: its end is missing.")
        return Said(text, "write_on", translate("Writing", "Continue"))
    return _unusable(session)


def _unusable(session: WritingSession) -> Said | None:
    bad = len(session.unusable())
    if not bad:
        return None
    text = translate("Writing", "The model did not do this as it was asked to.")
    if len(session.done) > 1:
        text = translate(
            "Writing", "The model did not do %n paragraph(s) as it was asked to.", "", bad
        )
    return Said(text, "redo", translate("Writing", "Try again"))


def _failed(session: WritingSession) -> Said:
    assert session.failure is not None  # noqa: S101 - whoever asks has looked
    text = joined(error_text(session.failure), _so_far(session))
    if session.failure.kind == "no_model":
        label = translate("Writing", "Choose a model")
        return Said(text, "choose_model", label, "error")
    if _goes_on(session):
        return Said(text, "write_on", translate("Writing", "Continue"), "error")
    return Said(text, "resume", translate("Writing", "Retry"), "error")


def _goes_on(session: WritingSession) -> bool:
    """Whether what is written already is continued, rather than written once more."""
    return session.composes and len(session.spans) < 2 and bool(session.composed.strip())


def _so_far(session: WritingSession) -> str:
    if len(session.spans) < 2:
        return ""
    text = translate("Writing", "{done} of {total} paragraphs are done; the rest is as it was.")
    return text.format(done=number_text(len(session.done)), total=number_text(len(session.spans)))


class MessageRow(QFrame):
    """Hidden until something is said; `act(str)` is called with what its button means."""

    def __init__(self, theme: Theme, act: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("refusal")
        self._act = act
        self._action = ""
        self.words = Caption(theme, "", self)
        self.words.setProperty("tone", "")
        self.button: QPushButton = push_button(translate("Writing", "Continue"), "", self)
        self.button.clicked.connect(lambda _checked=False: self._act(self._action))
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.GAP_M, measures.GAP_XS, measures.GAP_XS, measures.GAP_XS)
        row.setSpacing(measures.GAP_M)
        row.addWidget(self.words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def say(self, said: Said | None) -> None:
        """Say it, or nothing."""
        if said is None:
            self.hide()
            return
        self._action = said.action
        self.words.setText(said.text)
        self.setAccessibleName(said.text)
        self.button.setText(said.label)
        self.button.setAccessibleName(said.label)
        self.button.setVisible(bool(said.action))
        if self.property("severity") != said.severity:
            self.setProperty("severity", said.severity)
            repolish(self)
        self.show()
