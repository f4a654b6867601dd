"""One thing that the quick window does with a text, while it goes on and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from assistant.controllers.quick_tasks import QuickTask
from assistant.core.errors import UserError
from assistant.core.translation.order import Segment, Translation
from assistant.core.writing.action import Action
from assistant.core.writing.change import Change, Flag
from assistant.core.writing.order import Piece, WriteOrder, WriteResult
from assistant.core.writing.session import WritingSession

QuickPhase: TypeAlias = Literal["working", "done", "stopped", "failed"]

PRIORITY = 1
"""What is written in the main window comes first."""


class QuickRun:
    """Window thread. `told(piece, text)` is called whenever there is more to see:
    more of the raw answer to a piece, or (-1, "") for anything else.

    `session` holds the changes of a "write" task. `text` is the result as it stands.
    """

    def __init__(
        self,
        task: QuickTask,
        source: str,
        note: str,
        language: str,
        told: Callable[[int, str], None],
    ) -> None:
        self.task = task
        self.source = source
        self.note = note
        self.language = language
        self.phase: QuickPhase = "working"
        self.error: UserError | None = None
        self.session: WritingSession | None = None
        self.flags: tuple[Flag, ...] = ()
        self._told = told
        self._segments: list[Segment] = []
        self._streams: dict[int, str] = {}
        self._translated: str | None = None

    def order(self, action: Action) -> WriteOrder:
        """What is asked of the writing desk; the session begins."""
        order = WriteOrder(text=self.source, action=action, note=self.note, priority=PRIORITY)
        self.session = WritingSession(order)
        return order

    @property
    def compares(self) -> bool:
        """Whether the result is the source with changes."""
        return self.session is not None and not self.session.composes

    @property
    def changes(self) -> tuple[Change, ...]:
        return () if self.session is None else tuple(self.session.review.changes)

    @property
    def text(self) -> str:
        if self.session is not None:
            return self.session.text()
        return self._translation()

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        if self.session is not None:
            spans = self.session.spans
            return len(self.session.done) / len(spans) if len(spans) > 1 else 0.0
        finished = sum(bool(segment.target) for segment in self._segments)
        return finished / len(self._segments) if len(self._segments) > 1 else 0.0

    def take(self, result: WriteResult | Translation) -> None:
        """It is done."""
        if isinstance(result, Translation):
            self._translated = result.text
            flags = [flag for segment in result.segments for flag in segment.flags]
            self.flags = tuple(flags)
        elif self.session is not None:
            self.flags = result.flags
            self.session.cut = result.cut
            if self.session.composes:
                self.session.composed = result.text
            self.session.phase = "done"
        self.phase = "done"

    def _translation(self) -> str:
        if self._translated is not None:
            return self._translated
        parts, at = [], 0
        for number, segment in enumerate(self._segments):
            said = segment.target or self._streams.get(number, "")
            if not said:
                break
            parts += (self.source[at : segment.start], said)
            at = segment.end
        return "".join(parts)


class WriteEar:
    """Fulfils `WriteHearing` for a run."""

    def __init__(self, run: QuickRun, session: WritingSession) -> None:
        self._run = run
        self._session = session

    def began(self, pieces: tuple[tuple[int, int], ...]) -> None:
        self._session.plan(pieces)
        self._run._told(-1, "")

    def extended(self, piece: int, text: str) -> None:
        self._session.extend(piece, text)
        self._run._told(piece, text)

    def finished(self, piece: int, done: Piece) -> None:
        self._session.finish(done)
        self._run._told(-1, "")


class TranslateEar:
    """Fulfils `TranslateHearing` for a run."""

    def __init__(self, run: QuickRun) -> None:
        self._run = run

    def began(self, source_language: str, segments: tuple[Segment, ...]) -> None:
        self._run._segments = list(segments)
        self._run._told(-1, "")

    def extended(self, segment: int, text: str) -> None:
        streams = self._run._streams
        streams[segment] = streams.get(segment, "") + text
        self._run._told(segment, text)

    def finished(self, segment: int, done: Segment) -> None:
        self._run._segments[segment] = done
        self._run._told(-1, "")
