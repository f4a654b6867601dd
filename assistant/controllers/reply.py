"""One answer that is being written: its text so far and where its request stands."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.core.entities import Message
from assistant.core.grounding import Task
from assistant.core.messages import Generate

if TYPE_CHECKING:  # the terminal has replies as well, and no Qt
    from assistant.controllers.reply_work import ReplyWork, WorkProgress

CHECKPOINT_S = 1.0


@dataclass(eq=False)
class Reply:
    """Lives on the window's thread. `text` and `reasoning` are whole characters so far.

    There is no `request` until it is known what fits into the context. A reply to a turn with a
    `task` has a `work` that writes it instead. `sent_to` and `masked` are as in `Message`.
    """

    message: Message
    request: Generate | None = None
    parts: list[str] = field(default_factory=list)
    reasoning_parts: list[str] = field(default_factory=list)
    reasoning_began: float = 0.0
    reasoning_s: float = 0.0
    tokens: int = 0
    saved_at: float = field(default_factory=time.monotonic)
    first_token_at: float = 0.0
    stopping: bool = False
    task: Task | None = None
    work: ReplyWork | None = None
    progress: WorkProgress | None = None
    sent_to: str = ""
    masked: dict[str, int] = field(default_factory=dict)
    sent_requests: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def reasoning(self) -> str:
        return "".join(self.reasoning_parts)

    def extend(self, text: str, channel: str, tokens: int) -> None:
        """Take in a piece of the answer or of the reasoning."""
        now = time.monotonic()
        self.first_token_at = self.first_token_at or now
        self.tokens += tokens
        if channel == "reasoning":
            self.reasoning_began = self.reasoning_began or now
            self.reasoning_parts.append(text)
            self.reasoning_s = now - self.reasoning_began
        else:
            self.parts.append(text)

    def sent(self, host: str, masked: Mapping[str, int], request_id: str = "") -> None:
        """A request was sent for it; one that is tried again counts once."""
        self.sent_to = host
        if request_id and request_id in self.sent_requests:
            return
        self.sent_requests.add(request_id)
        for kind, count in masked.items():
            self.masked[kind] = self.masked.get(kind, 0) + count

    def replace(self, text: str) -> None:
        """All of the answer so far is `text`."""
        self.parts = [text] if text else []

    def speed(self) -> float:
        """Tokens per second since the first one; 0.0 before there is something to measure."""
        elapsed = time.monotonic() - self.first_token_at
        return self.tokens / elapsed if self.first_token_at and elapsed > 0.25 else 0.0

    def due_for_checkpoint(self) -> bool:
        """True once a second; asking starts the next second."""
        now = time.monotonic()
        if now - self.saved_at < CHECKPOINT_S:
            return False
        self.saved_at = now
        return True
