"""What a reader of one format gets, and where it puts what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from assistant.core.document_text import Block, BlockKind
from assistant.core.errors import UserError
from assistant.core.plain_document import LARGEST_TEXT

if TYPE_CHECKING:
    from assistant.documents.partners import Partner
    from assistant.documents.wire import Picture

_EMPTY_START = re.compile(r"\A(?:[^\S\n]*\n)+")
_BROKEN = re.compile("[\x00\ud800-\udfff]")


def _cannot_recognise(_picture: Picture) -> tuple[str, ...]:
    return ()


class Source(msgspec.Struct):
    """A file to read, in the reading process.

    `report` takes the part (0 to 1) that is done; a reader that does not call it for 30 seconds
    is ended. `file` is a descriptor open for reading; `path` can be opened again. `recognise`
    gives the paragraphs of a picture, `partners` are idle processes that know the file.
    """

    path: Path
    name: str
    password: str = ""
    ocr: bool = False
    report: Callable[[float], None] = lambda _fraction: None
    file: int = -1
    recognise: Callable[[Picture], tuple[str, ...]] = _cannot_recognise
    partners: Sequence[Partner] = ()


class TextBuilder(msgspec.Struct):
    """Collects blocks in reading order; the text is theirs, an empty line between two.

    `add` drops white space around a block (code keeps what its first line is indented by) and
    blocks that are empty. NUL and halves of surrogate pairs become U+FFFD.
    """

    title: str = ""
    notes: list[str] = []
    blocks: list[Block] = []
    page_starts: list[int] = []
    _parts: list[str] = []
    _length: int = 0
    _fresh_pages: int = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def page(self) -> int:
        """The page that is being read, from 1; 0 before the first `begin_page`."""
        return len(self.page_starts)

    def begin_page(self) -> None:
        """What follows stands on the next page; a page may stay empty."""
        self.page_starts.append(self._length)
        self._fresh_pages += 1

    def add(
        self,
        text: str,
        kind: BlockKind = "paragraph",
        level: int = 0,
        page_breaks: Sequence[int] = (),
    ) -> None:
        """Append a block, which belongs to the page where it begins.

        At each of `page_breaks`, characters of `text`, the next page begins: a paragraph can
        run over several pages. Raises `UserError("too_large")` beyond `LARGEST_TEXT` characters.
        """
        kept = _EMPTY_START.sub("", text) if kind == "code" else text.lstrip()
        cut = len(text) - len(kept)
        text = kept.rstrip()
        if "\x00" in text or not text.isascii():
            text = _BROKEN.sub("\ufffd", text)
        if not text:
            for _ in page_breaks:
                self.begin_page()
            return
        if self._length + len(text) > LARGEST_TEXT:
            raise UserError(
                "too_large",
                f"The text is longer than {LARGEST_TEXT:,} characters.",
                "Split the document and read the parts one by one.",
            )
        if self._parts:
            self._parts.append("\n\n")
            self._length += 2
        if self._fresh_pages:  # the empty line belongs to the page before
            self.page_starts[-self._fresh_pages :] = [self._length] * self._fresh_pages
            self._fresh_pages = 0
        start = self._length
        page = self.page
        self.page_starts += [start + min(max(0, at - cut), len(text)) for at in page_breaks]
        self._parts.append(text)
        self._length += len(text)
        self.blocks.append(Block(start, self._length, kind, page, level))

    def note(self, sentence: str) -> None:
        """Tell the person, once, about something that was not read as it was meant."""
        if sentence not in self.notes:
            self.notes.append(sentence)


Reader = Callable[[Source, TextBuilder], None]
