"""What is kept of a document that was read: its text, and where everything in it stands."""

from __future__ import annotations

from typing import Literal

import msgspec

BlockKind = Literal[
    "heading", "paragraph", "list_item", "table", "code", "quote", "footnote", "caption"
]


class Block(msgspec.Struct, frozen=True, omit_defaults=True):
    """A piece of the text: characters `start` to `end` (exclusive) of `ExtractedText.text`.

    `page` counts from 1, 0 where the format has no pages (a sheet or a slide is a page).
    `level` is that of a heading (1 to 6) or of a list item's nesting; 0 otherwise.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    page: int = 0
    level: int = 0


class ExtractedText(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole text of a document, in reading order.

    `blocks` are in order and do not overlap; between two of them stands only white space.
    `page_starts[n]` is the character where page n + 1 begins. `sha256` is of the file's bytes.
    `notes` are sentences for the person about what could not be read as it was meant.
    """

    name: str
    format: str
    sha256: str
    text: str
    blocks: tuple[Block, ...] = ()
    page_starts: tuple[int, ...] = ()
    title: str = ""
    notes: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        return len(self.page_starts)

    def page_at(self, offset: int) -> int:
        """The page (from 1) that holds the character at `offset`; 0 without pages."""
        import bisect

        return bisect.bisect_right(self.page_starts, offset) if self.page_starts else 0

    def page_span(self, page: int) -> tuple[int, int]:
        """Where the text of `page` (from 1) begins and ends; all of it without pages."""
        if not self.page_starts:
            return 0, len(self.text)
        ends = (*self.page_starts[1:], len(self.text))
        return self.page_starts[page - 1], ends[page - 1]
