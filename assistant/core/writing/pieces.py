"""A long text in pieces that are asked apart, each a few paragraphs, in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from assistant.core.cutting import pieces as cut
from assistant.core.sentences import sentences
from assistant.core.writing.blocks import Block, blocks

Span: TypeAlias = tuple[int, int]

TARGET_TOKENS = 320
"""Of a piece: enough to know what it is about, little enough to be done carefully."""
_LEAST_TARGET = 24


def prose(text: str) -> list[Block]:
    """What is asked of `text`: its paragraphs, none where it has only code and tables."""
    return [block for block in blocks(text) if block.kind == "prose"]


def divided(
    text: str, paragraphs: Sequence[Block], tokens: Sequence[int], target: int
) -> list[Span]:
    """The pieces of `text`: neighbouring `paragraphs` of together about `target` tokens.

    `tokens` has the number for each paragraph. One that is longer is cut between sentences,
    lines or words. What stands between two pieces (empty lines, code, tables) belongs to none.
    """
    target = max(_LEAST_TARGET, target)
    spans: list[Span] = []
    used = 0
    for place, (block, count) in enumerate(zip(paragraphs, tokens, strict=True)):
        if count > target + target // 2:
            spans += _cut(text, block, count, target)
            used = target  # what follows begins anew
            continue
        joins = bool(spans) and used + count <= target and _beside(text, paragraphs, place)
        if joins:
            spans[-1] = (spans[-1][0], block.end)
            used += count
        else:
            spans.append((block.start, block.end))
            used = count
    return spans


def _beside(text: str, paragraphs: Sequence[Block], place: int) -> bool:
    """Whether only white space separates a paragraph from the one before."""
    before, block = paragraphs[place - 1], paragraphs[place]
    return not text[before.end : block.start].strip()


def _cut(text: str, block: Block, tokens: int, target: int) -> list[Span]:
    """A long paragraph in parts of like length, by the tokens that a letter has in it."""
    letters = max(1, target * (block.end - block.start) // tokens)
    units: list[Span] = []
    for start, end in sentences(text[block.start : block.end]):
        first, last = block.start + start, block.start + end
        if last - first > letters + letters // 2:
            units += cut(text, first, last, -(-(last - first) // letters))
        else:
            units.append((first, last))
    spans: list[Span] = []
    for first, last in units:
        if spans and last - spans[-1][0] <= letters:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return [_trimmed(text, span) for span in spans if text[slice(*span)].strip()]


def _trimmed(text: str, span: Span) -> Span:
    part = text[slice(*span)]
    start = span[0] + len(part) - len(part.lstrip())
    return start, start + len(part.strip())
