"""Passages: the pieces in which documents are searched, and that answers cite."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

import msgspec

from assistant.core.document_text import ExtractedText
from assistant.core.segmentation import passages

TARGET_TOKENS = 110
MOST_TOKENS = 200

_WIDE = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
)
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_LETTERS_OF_A_TOKEN = 5


class Passage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Characters `start` to `end` (exclusive) of a document's text, which are `text`.

    `page` is that of the first character, from 1, 0 without pages; `page_breaks` are the places
    in `text` where another page begins. `id` is 0 until it is stored.
    """

    start: int
    end: int
    text: str
    page: int = 0
    heading: str = ""
    page_breaks: tuple[int, ...] = ()
    id: int = 0
    document_id: int = 0

    def page_at(self, offset: int) -> int:
        """The page of the character at `offset` in the document."""
        if not self.page:
            return 0
        return self.page + bisect.bisect_right(self.page_breaks, offset - self.start)


def passages_of(text: ExtractedText) -> list[Passage]:
    """`text` cut for retrieval; joined, the passages are the whole text.

    They are cut by an estimate of the tokens, so that they are the same for every model and
    need none: an embedding can be added later, or made by another model.
    """
    found = []
    for section in passages(text, estimated_tokens, TARGET_TOKENS, MOST_TOKENS):
        breaks = text.page_starts[
            bisect.bisect_right(text.page_starts, section.start) : bisect.bisect_left(
                text.page_starts, section.end
            )
        ]
        found.append(
            Passage(
                start=section.start,
                end=section.end,
                text=text.text[section.start : section.end],
                page=text.page_at(section.start),
                heading=" › ".join(section.heading_path),
                page_breaks=tuple(start - section.start for start in breaks),
            )
        )
    return found


def estimated_tokens(texts: Sequence[str]) -> list[int]:
    """About how many tokens each text has, rather too many: no model is asked."""
    return [_estimate(text) for text in texts]


def _estimate(text: str) -> int:
    wide, rest = 0, text
    if not text.isascii():
        rest, wide = _WIDE.subn(" ", text)
    words = _WORD.findall(rest)
    return wide + sum(-(-len(word) // _LETTERS_OF_A_TOKEN) for word in words)
