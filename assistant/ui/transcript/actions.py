"""The row of small buttons under a turn."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from assistant.core.display_text import one_line
from assistant.core.entities import Message, MessageState
from assistant.ui.controls import IconButton
from assistant.ui.servers.words import masked_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import decimal_text, number_text

ROW_HEIGHT = measures.HIT_AREA
translate = QCoreApplication.translate


class ActionRow(QWidget):
    """Copy, Edit or Regenerate, ‹2/3› and Details of one message."""

    copy_wanted = Signal()
    edit_wanted = Signal()
    regenerate_wanted = Signal()
    sibling_wanted = Signal(int)
    details_wanted = Signal()

    def __init__(self, theme: Theme, *, from_user: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._theme = theme
        self.previous = self._button(
            "chevron-left", self.tr("Previous version"), "previous_sibling"
        )
        self.place = QLabel(self)
        self.place.setObjectName("sibling_place")
        self.place.setProperty("tone", "secondary")
        self.place.setFont(theme.caption_font())
        self._row.addWidget(self.place)
        self.next = self._button("chevron-right", self.tr("Next version"), "next_sibling")
        self.copy = self._button("copy", self.tr("Copy"), "copy_message")
        if from_user:
            self.edit = self._button("pencil", self.tr("Edit"), "edit_message")
            self.edit.clicked.connect(self.edit_wanted)
        else:
            self.regenerate = self._button(
                "refresh", self.tr("Regenerate (Ctrl+R)"), "regenerate_message"
            )
            self.regenerate.clicked.connect(self.regenerate_wanted)
            self.details = self._button("info", self.tr("Details"), "message_details")
            self.details.clicked.connect(self.details_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.previous.clicked.connect(self._on_previous)
        self.next.clicked.connect(self._on_next)

    def _button(self, icon: str, text: str, name: str) -> IconButton:
        button = IconButton(self._theme, icon, text, self)
        button.setObjectName(name)
        # The transcript moves the focus itself, because most turns have no widget yet.
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._row.addWidget(button)
        return button

    def show_message(self, message: Message, *, streaming: bool) -> None:
        """Follow the siblings and the state of `message`."""
        several = message.sibling_count > 1
        for widget in (self.previous, self.place, self.next):
            widget.setVisible(several)
        if several:
            current, total = message.sibling_index + 1, message.sibling_count
            self.place.setText(f"{number_text(current)}/{number_text(total)}")
            self.place.setAccessibleName(
                self.tr("Version {current} of {total}").format(current=current, total=total)
            )
            self.previous.setEnabled(message.sibling_index > 0 and not streaming)
            self.next.setEnabled(current < total and not streaming)
        for name in ("edit", "regenerate", "details"):
            button = getattr(self, name, None)
            if button is not None:
                button.setEnabled(not streaming)
        self.adjustSize()

    def stops(self) -> list[QWidget]:
        """What the Tab key reaches, left to right."""
        buttons = [self.previous, self.next, self.copy]
        buttons += [
            getattr(self, name) for name in ("edit", "regenerate", "details") if hasattr(self, name)
        ]
        return [each for each in buttons if each.isEnabled() and not each.isHidden()]

    @Slot()
    def _on_previous(self) -> None:
        self.sibling_wanted.emit(-1)

    @Slot()
    def _on_next(self) -> None:
        self.sibling_wanted.emit(1)


def details_text(message: Message) -> list[tuple[str, str]]:
    """(what, how much) of each fact that was measured for an answer."""
    usage, timings = message.usage, message.timings
    facts = []
    if message.model:
        facts.append((translate("Transcript", "Model"), message.model))
    if message.sent_to:
        facts.append((translate("Transcript", "Sent to"), one_line(message.sent_to)))
        masked = masked_text(message.masked) or translate("Transcript", "nothing was masked")
        facts.append((translate("Transcript", "Private data"), masked))
    if usage.prompt_tokens:
        tokens = translate("Transcript", "{count} tokens").format(
            count=number_text(usage.prompt_tokens)
        )
        if usage.cached_tokens:
            cached = translate("Transcript", "{count} of them known before")
            tokens += ", " + cached.format(count=number_text(usage.cached_tokens))
        facts.append((translate("Transcript", "Prompt"), tokens))
    if usage.completion_tokens:
        tokens = translate("Transcript", "{count} tokens").format(
            count=number_text(usage.completion_tokens)
        )
        facts.append((translate("Transcript", "Answer"), tokens))
    if timings.decode_tokens_per_s:
        speed = translate("Transcript", "{count} tokens/s").format(
            count=decimal_text(float(timings.decode_tokens_per_s))
        )
        facts.append((translate("Transcript", "Writing"), speed))
    if timings.prefill_tokens_per_s:
        speed = translate("Transcript", "{count} tokens/s").format(
            count=decimal_text(float(timings.prefill_tokens_per_s), 0)
        )
        facts.append((translate("Transcript", "Reading"), speed))
    if timings.first_token_s:
        seconds = translate("Transcript", "after {count} s").format(
            count=decimal_text(float(timings.first_token_s), 2)
        )
        facts.append((translate("Transcript", "First token"), seconds))
    if not facts:
        facts.append(
            (translate("Transcript", "Details"), translate("Transcript", "nothing was measured"))
        )
    return facts


def state_text(state: MessageState) -> str:
    """One sentence for an answer that did not end by itself; "" otherwise."""
    if state is MessageState.STOPPED:
        return translate("Transcript", "Stopped")
    if state is MessageState.LENGTH:
        return translate("Transcript", "Cut at the token limit")
    if state is MessageState.INTERRUPTED:
        return translate(
            "Transcript", "Interrupted: the application was closed. What was written is kept."
        )
    return ""


def thought_text(seconds: float, *, streaming: bool, answered: bool) -> str:
    """The folded line over the reasoning."""
    if streaming and not answered:
        return translate("Transcript", "Thinking")
    if seconds <= 0:
        return translate("Transcript", "Thought")
    if seconds < 1:
        return translate("Transcript", "Thought for less than 1 s")
    if seconds < 90:
        return translate("Transcript", "Thought for {count} s").format(
            count=number_text(round(seconds))
        )
    return translate("Transcript", "Thought for {count} min").format(
        count=number_text(round(seconds / 60))
    )


def progress_text(progress: tuple[int, int] | None) -> str:
    """What is said until the first word of an answer."""
    if progress is None or progress[1] <= 0:
        return translate("Transcript", "Waiting for the model")
    done, total = progress
    return translate("Transcript", "Reading {done} of {total} tokens").format(
        done=number_text(min(done, total)), total=number_text(total)
    )
