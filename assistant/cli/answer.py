"""An answer as the terminal shows it: text that grows, or JSON documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from assistant.cli.terminal import Terminal
from assistant.core.entities import Message, Timings, Usage
from assistant.core.errors import UserError
from assistant.core.messages import AnyEvent, Delta, FinishReason, PromptProgress, TokenProbability


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A reply that came to its end. `unsaved` says why its last text could not be stored."""

    message: Message
    reason: FinishReason
    model: str
    model_path: str
    unsaved: UserError | None = None


def speed_fields(usage: Usage, timings: Timings) -> dict[str, Any]:
    """The `usage` and `timings` of the contract, every field present."""
    return {"usage": msgspec.structs.asdict(usage), "timings": msgspec.structs.asdict(timings)}


def answer_document(
    answer: Answer,
    notes: Sequence[str] = (),
    probabilities: Sequence[TokenProbability] | None = None,
) -> dict[str, Any]:
    """The JSON document of `inkstone chat`; `notes` is what else the person should know.

    `probabilities` are of every token that was drawn, None if nobody asked.
    """
    message = answer.message
    document = {
        "text": message.text,
        "reasoning": message.reasoning,
        "finish_reason": answer.reason,
        "conversation_id": message.conversation_id,
        "message_id": message.id,
        "model": answer.model,
        "model_path": answer.model_path,
        "sent_to": message.sent_to,
        "masked": dict(message.masked),
        **speed_fields(message.usage, message.timings),
        "notes": list(notes),
    }
    if probabilities is not None:
        document["logprobs"] = [_probability_document(each) for each in probabilities]
    return document


def _probability_document(token: TokenProbability) -> dict[str, Any]:
    return {
        "text": token.text,
        "logprob": token.logprob,
        "top": [{"text": other.text, "logprob": other.logprob} for other in token.top],
    }


class AnswerView(Protocol):
    """Shows one answer while it is written."""

    def loading(self, fraction: float) -> None: ...

    def event(self, event: AnyEvent) -> None: ...

    def finished(self, answer: Answer) -> None: ...

    def broken_off(self) -> None:
        """There will be no more of this answer; an error follows."""


class _View:
    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._reasoning_tokens = 0

    def loading(self, fraction: float) -> None:
        self.terminal.progress(f"Loading {fraction:.0%}".replace("%", " %"))

    def event(self, event: AnyEvent) -> None:
        if isinstance(event, PromptProgress):
            self.terminal.progress(f"Reading {event.done:,} of {event.total:,} tokens")
        elif isinstance(event, Delta):
            if event.channel == "reasoning":
                self._reasoning_tokens += event.tokens
                self.terminal.progress(f"Thinking, {self._reasoning_tokens:,} tokens")
            self.delta(event)

    def delta(self, delta: Delta) -> None:
        """More text has come."""

    def finished(self, answer: Answer) -> None:
        self.terminal.clear_progress()

    def broken_off(self) -> None:
        self.terminal.clear_progress()


class PlainView(_View):
    """The answer's text on standard output as it comes; reasoning is only counted."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__(terminal)
        self._last = "\n"

    def delta(self, delta: Delta) -> None:
        if delta.channel == "answer" and delta.text:
            self.terminal.write(delta.text)
            self._last = delta.text[-1]

    def finished(self, answer: Answer) -> None:
        self.broken_off()
        note = _closing_note(answer)
        if note:
            self.terminal.note(note)

    def broken_off(self) -> None:
        super().broken_off()
        if self._last != "\n":
            self.terminal.line()
            self._last = "\n"


class JsonView(_View):
    """One document at the end. With `probabilities` it holds those of each token."""

    def __init__(self, terminal: Terminal, *, probabilities: bool = False) -> None:
        super().__init__(terminal)
        self._probabilities: list[TokenProbability] | None = [] if probabilities else None

    def delta(self, delta: Delta) -> None:
        if self._probabilities is not None:
            self._probabilities += delta.logprobs

    def finished(self, answer: Answer) -> None:
        super().finished(answer)
        self._print(answer_document(answer, self.terminal.notes, self._probabilities))

    def _print(self, document: dict[str, Any]) -> None:
        self.terminal.json(document)


class JsonLinesView(JsonView):
    """A line `{"delta": {"text": …}}` or `{"delta": {"reasoning": …}}` for each piece, then the
    whole document on one line."""

    def delta(self, delta: Delta) -> None:
        super().delta(delta)
        key = "reasoning" if delta.channel == "reasoning" else "text"
        if delta.text:
            self.terminal.json_line({"delta": {key: delta.text}})

    def _print(self, document: dict[str, Any]) -> None:
        self.terminal.json_line(document)


def _closing_note(answer: Answer) -> str:
    """What a reader should know about how the answer ended; "" if it simply ended."""
    if answer.reason == "length":
        tokens = answer.message.usage.completion_tokens
        noun = "token" if tokens == 1 else "tokens"
        return f"[The answer was cut at the limit of {tokens:,} {noun}.]"
    if answer.reason == "context_full":
        return "[The context of the model is full: the answer was cut.]"
    if answer.reason == "cancelled":
        return "[Stopped. What was written is kept.]"
    if not answer.message.text.strip():
        return "[The model ended without an answer.]"
    return ""
