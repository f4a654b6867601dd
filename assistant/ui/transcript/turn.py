"""What the transcript knows of a message, whether or not a widget shows it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.core.entities import Message, MessageState
from assistant.core.grounding import SummaryTask, Task, goes_on
from assistant.core.starter import Offer
from assistant.ui.markdown.citations import CitationLinks
from assistant.ui.markdown.flow import Flow
from assistant.ui.markdown.leaves import Leaf, plain_leaves
from assistant.ui.markdown.rendering import Rendering
from assistant.ui.markdown.stream import MarkdownStream
from assistant.ui.markdown.style import Style
from assistant.ui.theme import measures

ACTIONS_ROOM = measures.HIT_AREA + measures.GAP_L
NAME_ROOM = 22
READ_S = 0.008
GUTTER = 8
"""What a turn's widget reaches beyond the column at either side, for what sticks out."""
CARD_PADDING_X = 16
CARD_PADDING_Y = 11


@dataclass(frozen=True, slots=True)
class Failure:
    """What is shown in place of a failed reply; `action_label` "" shows no button."""

    text: str
    hint: str
    action_label: str


@dataclass(frozen=True, slots=True)
class FoldNote:
    """What is said where a branch is cut; `summary` "" can not be read."""

    text: str
    summary: str = ""
    offers_rule: bool = True


class Turn:
    """One message of the branch: its text, read so far, and its height. GUI thread.

    `height` includes the room for the actions below; it is an estimate until `measured`.
    """

    def __init__(self, message: Message, *, task: Task | None = None) -> None:
        """`task` is that of the turn which is answered."""
        self.message = message
        self.resumable = goes_on(task)
        """Answered again, it goes on where it ended."""
        self.offered_in_panel = isinstance(task, SummaryTask)
        """A stopped summary is continued from the panel that says what is kept of it."""
        self.flow: Flow | None = None
        self.height = 0.0
        self.measured = False
        self.progress: tuple[int, int] | None = None
        self.stage = ""
        self.failure: Failure | None = None
        self.fold: FoldNote | None = None
        self.summary_open = False
        self.suggestions: tuple[str, ...] = ()
        self.offer: Offer = ""
        self.reasoning_open = False
        self.editing = False
        self.draft: str | None = None
        self.reasoning_flow: Flow | None = None
        self._stream: MarkdownStream | None = None
        self._replaced = False
        self._reasoning: list[str] = [message.reasoning] if message.reasoning else []
        self._reasoning_shown = -1

    @property
    def from_user(self) -> bool:
        return self.message.role != "assistant"

    @property
    def streaming(self) -> bool:
        return self.message.state is MessageState.STREAMING

    @property
    def source(self) -> str:
        """The text so far, exactly as it came."""
        return self._stream.source if self._stream is not None else self.message.text

    @property
    def reasoning(self) -> str:
        if len(self._reasoning) > 1:
            self._reasoning = ["".join(self._reasoning)]
        return self._reasoning[0] if self._reasoning else ""

    @property
    def has_reasoning(self) -> bool:
        return bool(self._reasoning)

    @property
    def behind(self) -> bool:
        """Whether some of the text has not been read into leaves."""
        return self._stream is not None and self._stream.behind

    def estimate(self, width: int, style: Style) -> float:
        """A height from nothing but the length of the text."""
        text = self.message.text
        room = width * (measures.USER_CARD_SHARE if self.from_user else 1.0)
        per_line = max(10.0, room / style.average_width)
        lines = text.count("\n") * 0.8 + len(text) / per_line + 1
        extra = 2 * CARD_PADDING_Y if self.from_user else NAME_ROOM
        return round(lines * style.line_height) + extra + ACTIONS_ROOM

    def ensure_flow(self, rendering: Rendering) -> Flow:
        """The flow, made from the message the first time."""
        if self.flow is None:
            self.flow = Flow(rendering.workshop)
            self._cite()
            stream = self._ensure_stream()
            self.flow.update(stream.leaves, stream.environment, 0)
            self.read()
        return self.flow

    def _ensure_stream(self) -> MarkdownStream:
        if self._stream is None:
            # What a person typed is shown as it is, without any formatting.
            self._stream = MarkdownStream(limit=0) if self.from_user else MarkdownStream()
            self._stream.append(self.message.text)
        return self._stream

    def _cite(self) -> None:
        """Have marks lead to what the answer stands on."""
        sources = self.message.sources
        if self.flow is not None:
            self.flow.set_citations(CitationLinks(sources) if sources is not None else None)

    def read(self) -> int:
        """Read what is behind, for about `READ_S` at most; the first leaf that changed.

        A text that was replaced is shown once all of it is read.
        """
        if self.flow is None or self._stream is None:
            return 0
        until = time.perf_counter() + READ_S
        changed = self._stream.refresh()
        while self._stream.behind and time.perf_counter() < until:
            changed = min(changed, self._stream.refresh())
        if not self._stream.behind and not self.streaming:
            changed = min(changed, self._stream.finish())
        if self._replaced:
            if self._stream.behind:
                return len(self.flow.leaves)
            self._replaced = False
            changed = _first_difference(self.flow.leaves, self._stream.leaves)
        self.flow.update(self._stream.leaves, self._stream.environment, changed)
        return changed

    def extend(self, text: str, reasoning: str) -> None:
        """More of a streaming reply; cheap."""
        if reasoning:
            self._reasoning.append(reasoning)
        if text:
            self._ensure_stream().append(text)

    def replace_text(self, text: str) -> None:
        """All of a streaming reply is `text` from now on; cheap."""
        so_far = self.source
        if text.startswith(so_far):
            self.extend(text[len(so_far) :], "")
            return
        self._stream = MarkdownStream()
        self._stream.append(text)
        self._replaced = self.flow is not None

    def replace_message(self, message: Message) -> bool:
        """Take a newer state of the message; whether its text has to be read anew."""
        source = self.source
        # What is stored of a streaming reply lags behind what has been shown.
        lagging = message.state is MessageState.STREAMING and source.startswith(message.text)
        same_text = lagging or source == message.text
        finished = self.streaming and message.state is not MessageState.STREAMING
        self.message = message
        self.failure = None
        if message.reasoning != self.reasoning:
            self._reasoning = [message.reasoning] if message.reasoning else []
        if message.state is not MessageState.STREAMING:
            self.progress = None
            self.stage = ""
        self._cite()
        if same_text:
            if finished and self._stream is not None and self.flow is not None:
                self.read()
            return False
        self._stream = None
        self.flow = None
        self._replaced = False
        return True

    def reasoning_leaves(self, rendering: Rendering) -> Flow:
        """The flow of the reasoning, up to date."""
        text = self.reasoning
        if self.reasoning_flow is None:
            self.reasoning_flow = Flow(rendering.workshop)
            self._reasoning_shown = -1
        if len(text) != self._reasoning_shown:
            fresh = [
                replace(leaf, containers="Q", shared=1 if leaf.part else 0)
                for leaf in plain_leaves(text.strip("\n"))
            ]
            changed = _first_difference(self.reasoning_flow.leaves, fresh)
            self.reasoning_flow.update(fresh, {}, changed)
            self._reasoning_shown = len(text)
        return self.reasoning_flow

    def restyle(self, rendering: Rendering) -> None:
        """Another theme or screen."""
        self.measured = False
        for flow in (self.flow, self.reasoning_flow):
            if flow is not None:
                flow.set_workshop(rendering.workshop)

    def drop_flow(self) -> None:
        """Free what can be made again; a streaming reply keeps its own."""
        if not self.streaming:
            self.flow = None
            self.reasoning_flow = None
            self._stream = None
            self._replaced = False


def turns_of(messages: Sequence[Message], before: Message | None = None) -> list[Turn]:
    """The messages of a branch as turns; `before` is what precedes them."""
    turns = []
    for message in messages:
        turns.append(Turn(message, task=None if before is None else before.task))
        before = message
    return turns


def _first_difference(old: list[Leaf], new: list[Leaf]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count
