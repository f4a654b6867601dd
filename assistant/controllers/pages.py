"""Pages of documents to look at: drawn where the format allows it, as text where not."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeAlias

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, Signal

from assistant.core.document_ports import DocumentReader
from assistant.core.document_text import ExtractedText
from assistant.core.drawn_page import DrawnPage
from assistant.core.errors import Cancelled, UserError
from assistant.core.grounding import DocumentRef
from assistant.workers.library_thread import LibraryThread
from assistant.workers.task_pool import TaskPool

DRAWN_FORMATS = {"pdf"}
MOST_CHARACTERS = 20_000
"""So much of a text is shown at once."""
_BEFORE = 3_000
_KEPT_TEXTS = 4
_PIECE = 1024 * 1024
_NOTHING = ((0, 0),)
"""Marks nothing, but has it checked whether the page still has its text."""

translate = QCoreApplication.translate


class PagePlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where to look: `page` from 1 (0 without pages); `spans` (start, end) in the whole text."""

    document: DocumentRef
    page: int = 0
    spans: tuple[tuple[int, int], ...] = ()


class ShownPage(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to see of a place.

    `page` of `pages`, both 0 for formats without pages. `drawn` is the page of a PDF, None for
    other formats or when the file is gone or has changed; `note` then says so. `text` is the
    text of the page, `spans` where the highlights stand in it. Of a long page, and of a text
    without pages, it is the part around the first highlight.
    """

    place: PagePlace
    page: int = 0
    pages: int = 0
    drawn: DrawnPage | None = None
    text: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    note: str = ""


class _Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What of a document is looked at: `shown`, and the whole text of the page with spans."""

    shown: ShownPage
    page_text: str = ""
    highlights: tuple[tuple[int, int], ...] = ()


_Outcome: TypeAlias = tuple[DrawnPage | None, str]
"""What could be drawn, and a note for the person."""


class PageDrawer(QObject):
    """Window thread. Only the newest request counts; earlier ones are stopped.

    shown(ShownPage)      of the last `show`
    failed(UserError)     there is nothing to see; the sentence says why
    """

    shown = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        reader: DocumentReader,
        library: LibraryThread,
        pool: TaskPool,
        parent: QObject | None = None,
    ) -> None:
        """The threads of `pool` may wait for a drawing."""
        super().__init__(parent)
        self._reader = reader
        self._library = library
        self._pool = pool
        self._texts: OrderedDict[str, ExtractedText] = OrderedDict()
        self._stopped = Event()

    def show(self, place: PagePlace, width_px: int) -> None:
        """Ask for a page, `width_px` device pixels wide."""
        self.stop()
        self._stopped = stopped = Event()
        sha256 = place.document.sha256
        known = self._texts.get(sha256)
        if known is not None:
            self._texts.move_to_end(sha256)
            self._draw(place, width_px, stopped, known)
            return
        self._library.submit(
            lambda store: store.documents.document(sha256),
            partial(self._on_text, place, width_px, stopped),
            partial(self._on_failed, place, stopped),
        )

    def stop(self) -> None:
        """Nobody looks any more; nothing is told of the last request."""
        self._stopped.set()

    def _on_text(
        self, place: PagePlace, width_px: int, stopped: Event, text: ExtractedText
    ) -> None:
        self._texts[place.document.sha256] = text
        while len(self._texts) > _KEPT_TEXTS:
            self._texts.popitem(last=False)
        if not stopped.is_set():
            self._draw(place, width_px, stopped, text)

    def _on_failed(self, place: PagePlace, stopped: Event, error: UserError) -> None:
        if stopped.is_set():
            return
        if error.kind == "not_found":
            sentence = translate("Pages", "“{name}” is not in the library any more.")
            hint = translate("Pages", "Add the file again to see its pages.")
            error = UserError("not_found", sentence.format(name=place.document.name), hint)
        self.failed.emit(error)

    def _draw(self, place: PagePlace, width_px: int, stopped: Event, text: ExtractedText) -> None:
        frame = _framed(place, text)
        if text.format not in DRAWN_FORMATS or not place.document.path:
            self.shown.emit(frame.shown)
            return
        self._pool.run(
            partial(_drawn, self._reader, frame, width_px, stopped.is_set),
            partial(self._on_drawn, frame, stopped),
            partial(self._on_failed, place, stopped),
        )

    def _on_drawn(self, frame: _Frame, stopped: Event, outcome: _Outcome) -> None:
        if not stopped.is_set():
            drawn, note = outcome
            self.shown.emit(msgspec.structs.replace(frame.shown, drawn=drawn, note=note))


def _framed(place: PagePlace, text: ExtractedText) -> _Frame:
    """The page, or the part of a text without pages, that `place` names."""
    first = place.spans[0][0] if place.spans else 0
    page = min(place.page or text.page_at(first), text.pages)
    page = max(page, 1) if text.pages else 0
    start, end = text.page_span(page) if page else (0, len(text.text))
    page_text = text.text[start:end] if page else ""
    on_page = _within(place.spans, start, end)
    begin, finish = _part(text.text, start, end, on_page[0][0] + start if on_page else start)
    shown = ShownPage(
        place=place,
        page=page,
        pages=text.pages,
        text=text.text[begin:finish],
        spans=_within(place.spans, begin, finish),
    )
    return _Frame(shown=shown, page_text=page_text, highlights=on_page)


def _within(
    spans: tuple[tuple[int, int], ...], start: int, end: int
) -> tuple[tuple[int, int], ...]:
    """What of `spans` lies between two places, counted from the first."""
    cut = ((max(first, start) - start, min(last, end) - start) for first, last in spans)
    return tuple((first, last) for first, last in cut if first < last)


def _part(text: str, start: int, end: int, wanted: int) -> tuple[int, int]:
    """At most `MOST_CHARACTERS` between two places, with `wanted`, from line to line."""
    if end - start <= MOST_CHARACTERS:
        return start, end
    begin = min(max(start, wanted - _BEFORE), end - MOST_CHARACTERS)
    finish = begin + MOST_CHARACTERS
    if begin > start:
        line = text.find("\n", begin, wanted) + 1
        begin = line or begin
    if finish < end:
        line = text.rfind("\n", wanted, finish)
        finish = line if line > wanted else finish
    return begin, finish


def _drawn(
    reader: DocumentReader, frame: _Frame, width_px: int, stopped: Callable[[], bool]
) -> _Outcome:
    """Draw the page; on a thread of the pool."""
    document = frame.shown.place.document
    path = Path(document.path)
    has_text = bool(frame.page_text.strip())
    try:
        drawn = reader.draw(
            path,
            frame.shown.page,
            width_px=width_px,
            page_text=frame.page_text,
            highlights=(frame.highlights or _NOTHING) if has_text else (),
            cancelled=stopped,
        )
        if drawn.matched:
            return drawn, ""
        if _digest(path, stopped) == document.sha256:
            return drawn, translate(
                "Pages",
                "The text of this page was recognised from its picture: "
                "the passage cannot be marked on it.",
            )
        return None, _why_text("document_changed", "")
    except UserError as error:
        return None, _why_text(error.kind, error.text)
    except Cancelled:
        return None, ""


def _digest(path: Path, stopped: Callable[[], bool]) -> str:
    """The SHA-256 of a file as it is now; "" when it cannot be read. Raises `Cancelled`."""
    made = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                made.update(piece)
                if stopped():
                    raise Cancelled
    except OSError:
        return ""
    return made.hexdigest()


def _why_text(kind: str, sentence: str) -> str:
    """Why the text is shown instead of the page."""
    if kind == "no_such_file":
        why = translate("Pages", "The file is not where it was any more.")
    elif kind == "document_changed":
        why = translate("Pages", "The file has changed since it was read.")
    elif kind in ("password_needed", "password_wrong"):
        why = translate("Pages", "The file is protected by a password.")
    else:
        why = sentence
    shown = translate("Pages", "This is the text as it was read.")
    return f"{why} {shown}"
