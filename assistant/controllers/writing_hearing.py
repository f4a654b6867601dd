"""What is heard of a work of the writing desk while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assistant.core.writing.order import Piece, WriteOrder, WriteResult
from assistant.core.writing.session import WritingSession, moved

if TYPE_CHECKING:
    from assistant.controllers.writing import WritingDesk


class RunHearing:
    """Hears one run over what a session has left, which begins at `at` in its text."""

    def __init__(self, desk: WritingDesk, session: WritingSession, at: int) -> None:
        self._desk = desk
        self._session = session
        self._at = at
        self._before = len(session.done)

    def began(self, pieces: tuple[tuple[int, int], ...]) -> None:
        self._session.plan([(start + self._at, end + self._at) for start, end in pieces])
        self._desk.began.emit()

    def extended(self, piece: int, text: str) -> None:
        self._session.extend(piece + self._before, text)
        self._desk.extended.emit(piece + self._before, text)

    def finished(self, piece: int, done: Piece) -> None:
        self._session.finish(moved(done, self._at))
        self._desk.piece_finished.emit(piece + self._before)

    def done(self, result: WriteResult) -> None:
        session = self._session
        session.cut = result.cut
        session.flags = result.flags
        if session.composes and not self._before:
            session.composed = result.text
        self._desk._end("done")
        self._desk.finished.emit()


class Silent:
    """Hears what is asked beside the pieces of a session."""

    def __init__(self, extended: Callable[[int, str], None] | None = None) -> None:
        self._extended = extended

    def began(self, pieces: tuple[tuple[int, int], ...]) -> None:
        """One piece, which is known."""

    def extended(self, piece: int, text: str) -> None:
        if self._extended is not None:
            self._extended(piece, text)

    def finished(self, piece: int, done: Piece) -> None:
        """The result has it as well."""


def fields_of(order: WriteOrder) -> dict[str, Any]:
    return {name: getattr(order, name) for name in order.__struct_fields__}


def gap_after(text: str) -> str:
    """What stands between a text and its continuation."""
    if not text or text[-1].isspace():
        return ""
    if text[-1] in '.!?…。！？”"»:':
        return "\n\n"
    return " " if text[-1].isascii() else ""
