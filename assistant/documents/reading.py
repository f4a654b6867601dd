"""What a reader of one format gets, and where it puts what it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from assistant.core.document_text import Block, BlockKind
from assistant.core.errors import UserError

LARGEST_TEXT = 200_000_000  # characters


@dataclass(slots=True)
class Source:
    """A file to read, in the reading process. `report` takes the part (0 to 1) that is done."""

    path: Path
    name: str
    password: str = ""
    ocr: bool = False
    report: Callable[[float], None] = lambda _fraction: None


@dataclass(slots=True)
class TextBuilder:
    """Collects blocks in reading order; the text is theirs, an empty line between two.

    `add` drops white space around a block and blocks that are empty.
    """

    title: str = ""
    notes: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    page_starts: list[int] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

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

    def add(self, text: str, kind: BlockKind = "paragraph", level: int = 0) -> None:
        """Append a block. Raises `UserError("too_large")` beyond `LARGEST_TEXT` characters."""
        text = text.strip()
        if not text:
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
        if self.page_starts and self.blocks and self.blocks[-1].page < self.page:
            # the empty line belongs to the page before
            first = self.blocks[-1].page
            for index in range(first, self.page):
                self.page_starts[index] = self._length
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        self.blocks.append(Block(start, self._length, kind, self.page, level))

    def note(self, sentence: str) -> None:
        """Tell the person, once, about something that was not read as it was meant."""
        if sentence not in self.notes:
            self.notes.append(sentence)


Reader = Callable[[Source, TextBuilder], None]
