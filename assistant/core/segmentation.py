"""Dividing a document into sections that fit a model, by its structure.

Own code rather than the semantic-text-splitter library: that one counts one string at a time,
and a count is a message to another process. Here all strings of a round are counted together:
one round for the blocks, one for the sentences of long blocks, one for the finished sections;
further ones only where a single sentence is too long or a sum was too low.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import msgspec

from assistant.core.cutting import pieces
from assistant.core.document_text import Block, ExtractedText
from assistant.core.sentences import sentences

CountTokens = Callable[[Sequence[str]], Sequence[int]]
"""The number of tokens of each string; deterministic."""

Span = tuple[int, int]

# How good a place to begin a section is, 0 to 1.
_HEADING = (1.0, 1.0, 0.95, 0.9, 0.85, 0.8, 0.8)
_PARAGRAPH = 0.6
_LIST_ITEM = 0.5
_SENTENCE = 0.4
_LINE = 0.35
_BELONGS_TO_BEFORE = 0.3
_AFTER_HEADING = 0.1
_WORD = 0.05

_EVENNESS = 1.2
"""What a section that is twice as long as planned costs, on the same scale."""
_SHORTEST, _LONGEST = 0.35, 1.5
"""Of the planned length."""
_WHOLE = frozenset({"code", "table"})
_EMPTY_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n+")
_MARKDOWN_MARK = re.compile(r"^\s*#{1,6}\s+|\s+#+\s*$")


class Section(msgspec.Struct, frozen=True, omit_defaults=True):
    """Characters `start` to `end` (exclusive) of a text, and how many tokens they are.

    `heading_path` names the headings, outermost first, that the section begins under or with.
    `first_page` and `last_page` count from 1, 0 in a text without pages.
    """

    start: int
    end: int
    tokens: int
    heading_path: tuple[str, ...] = ()
    first_page: int = 0
    last_page: int = 0


def sections(
    text: ExtractedText, count: CountTokens, target: int, maximum: int, *, exact: bool = True
) -> list[Section]:
    """Divide `text` into sections of about `target` and at most `maximum` tokens.

    Every character lies in exactly one section, in order; white space between two blocks goes
    with the one before. A section begins at a heading rather than a paragraph, a paragraph
    rather than a sentence, a sentence rather than a word; code and tables are cut between
    lines, and only when they alone exceed `maximum`. Only a section of a single code point may
    have more tokens than `maximum`. `count` is called a few times, with many strings each.
    Any thread may call it.

    Without `exact` the tokens of a section are the sum of its parts', a few more than it has as
    a whole, and almost every character is counted only once: for texts of many pages.
    """
    if target < 1 or maximum < 1:
        raise ValueError("target and maximum count tokens, from 1")
    if not text.text:
        return []
    counter = _Counter(text.text, count)
    target = min(target, maximum)
    atoms = _atoms(text, counter, target, maximum)
    ranges = _planned(atoms, target, maximum)
    if exact:
        spans = _fitting(atoms, ranges, counter, maximum)
        return _described(text, spans, counter.tokens(spans))
    sums = [atoms.sums[last] - atoms.sums[first] for first, last in ranges]
    return _described(text, [atoms.span(*one) for one in ranges], sums)


def passages(
    text: ExtractedText, count: CountTokens, target: int = 256, maximum: int = 400
) -> list[Section]:
    """Divide `text` for retrieval: short sections that consist of whole sentences.

    As `sections`; a sentence is cut only when it alone exceeds `maximum` tokens.
    """
    return sections(text, count, target, maximum)


@dataclass(slots=True)
class _Counter:
    text: str
    count: CountTokens
    known: dict[Span, int] = field(default_factory=dict)

    def tokens(self, spans: Iterable[Span]) -> list[int]:
        """The tokens of each span, the unknown ones counted in one call."""
        spans = list(spans)
        missing = [span for span in dict.fromkeys(spans) if span not in self.known]
        if missing:
            counted = self.count([self.text[start:end] for start, end in missing])
            self.known.update(zip(missing, counted, strict=True))
        return [self.known[span] for span in spans]


@dataclass(slots=True)
class _Atoms:
    """What is not cut any further. `sums[i]` is the tokens before atom i."""

    starts: list[int]
    strengths: list[float]
    sums: list[int]
    end: int

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, first: int, last: int) -> Span:
        return self.starts[first], self.starts[last] if last < len(self) else self.end


@dataclass(slots=True)
class _Part:
    span: Span
    strength: float
    whole: bool = False


def _atoms(text: ExtractedText, counter: _Counter, target: int, maximum: int) -> _Atoms:
    fine = max(1, target // 4)
    parts: list[_Part] = []
    for part in _block_parts(text):  # what is likely to be cut need not be counted before
        long = not part.whole and _likely(text.text, part.span) > fine // 2
        parts += _within(text.text, part) if long else [part]
    counts = counter.tokens(part.span for part in parts)
    finer: list[_Part] = []
    for part, tokens in zip(parts, counts, strict=True):
        if tokens > (maximum if part.whole else fine):
            finer.extend(_within(text.text, part))
        else:
            finer.append(part)
    while True:
        counts = counter.tokens(part.span for part in finer)
        if all(
            tokens <= maximum or part.span[1] - part.span[0] < 2
            for part, tokens in zip(finer, counts, strict=True)
        ):
            break
        finer = list(_cut_oversized(text.text, finer, counts, fine, maximum))
    return _Atoms(
        [part.span[0] for part in finer],
        [part.strength for part in finer],
        list(accumulate(counts, initial=0)),
        len(text.text),
    )


def _likely(text: str, span: Span) -> int:
    """About how many tokens that is, rather too many."""
    content = text[slice(*span)]
    return (len(content) if content.isascii() else len(content.encode("utf-8", "replace"))) // 3


def _block_parts(text: ExtractedText) -> list[_Part]:
    """The blocks of `text` as parts that cover all of it."""
    blocks: list[Block] = []
    for block in text.blocks or _paragraphs(text.text):
        if block.start < len(text.text) and (not blocks or block.start > blocks[-1].start):
            blocks.append(block)
    if not blocks:
        blocks = [Block(0, len(text.text))]
    starts = [0, *(block.start for block in blocks[1:])]
    ends = [*starts[1:], len(text.text)]
    before = [None, *blocks[:-1]]
    return [
        _Part((start, end), _strength(block, previous), block.kind in _WHOLE)
        for start, end, block, previous in zip(starts, ends, blocks, before, strict=True)
    ]


def _paragraphs(text: str) -> list[Block]:
    starts = [0, *(found.end() for found in _EMPTY_LINES.finditer(text))]
    return [Block(start, start) for start in starts]


def _strength(block: Block, before: Block | None) -> float:
    """How good a place `block` is to begin a section."""
    if before is not None and before.kind == "heading":
        deeper = block.kind != "heading" or block.level > before.level
        if deeper:
            return _AFTER_HEADING
    if block.kind == "heading":
        return _HEADING[min(max(block.level, 0), 6)]
    if block.kind in ("footnote", "caption"):
        return _BELONGS_TO_BEFORE
    return _LIST_ITEM if block.kind == "list_item" else _PARAGRAPH


def _within(text: str, part: _Part) -> list[_Part]:
    """The lines of a code block or table, the sentences of anything else."""
    start, end = part.span
    if part.whole:
        cuts = [start, *(found.end() for found in _LINE_END.finditer(text, start, end))]
        cuts = [cut for cut in cuts if cut < end]
        spans = list(zip(cuts, [*cuts[1:], end], strict=True))
    else:
        spans = [(start + a, start + b) for a, b in sentences(text[start:end])]
    parts = [_Part(spans[0], part.strength)]
    for span in spans[1:]:
        empty_line = part.whole and text.startswith("\n\n", span[0] - 2)
        parts.append(_Part(span, _SENTENCE if empty_line or not part.whole else _LINE))
    return parts


def _cut_oversized(
    text: str, parts: list[_Part], counts: list[int], fine: int, maximum: int
) -> Iterable[_Part]:
    for part, tokens in zip(parts, counts, strict=True):
        start, end = part.span
        if tokens <= maximum or end - start < 2:
            yield part
            continue
        first, *others = pieces(text, start, end, -(-tokens // fine))
        yield _Part(first, part.strength)
        for span in others:
            yield _Part(span, _WORD)


def _planned(atoms: _Atoms, target: int, maximum: int) -> list[Span]:
    """Ranges of atoms (first, last exclusive) of about the same number of tokens each."""
    ranges = []
    first, last = 0, len(atoms)
    while first < last:
        cut = _next_cut(atoms, first, last, target, maximum)
        ranges.append((first, cut))
        first = cut
    return ranges


def _next_cut(atoms: _Atoms, first: int, last: int, target: int, maximum: int) -> int:
    remaining = atoms.sums[last] - atoms.sums[first]
    number = max(1, round(remaining / target))
    if remaining > 0.95 * maximum * number:
        number += 1
    if number == 1 or remaining == 0 or last - first == 1:
        return last
    ideal = remaining / number
    chosen = _best_break(
        atoms, first, last, ideal, (_SHORTEST * ideal, min(maximum, _LONGEST * ideal))
    )
    if chosen:
        return chosen
    fits = bisect_right(atoms.sums, atoms.sums[first] + maximum, first + 1, last + 1) - 1
    return max(fits, first + 1)


def _best_break(
    atoms: _Atoms, first: int, last: int, ideal: float, window: tuple[float, float]
) -> int:
    """The atom in `window` (tokens after `first`) that is best to begin with; 0: none."""
    sums, base = atoms.sums, atoms.sums[first]
    low, high = window
    from_atom = bisect_left(sums, base + low, first + 1, last)
    to_atom = bisect_right(sums, base + high, from_atom, last)
    best, best_score = 0, float("-inf")
    for at in range(from_atom, to_atom):
        size = sums[at] - base
        if sums[last] - sums[at] < _SHORTEST * ideal:
            break
        score = atoms.strengths[at] - _EVENNESS * ((size - ideal) / ideal) ** 2
        if score > best_score:
            best, best_score = at, score
    return best


def _fitting(atoms: _Atoms, ranges: list[Span], counter: _Counter, maximum: int) -> list[Span]:
    """The spans of `ranges`, halved where the whole has more tokens than its parts together."""
    while True:
        counts = counter.tokens(atoms.span(*one) for one in ranges)
        fitting: list[Span] = []
        for (first, last), tokens in zip(ranges, counts, strict=True):
            if tokens <= maximum or last - first == 1:
                fitting.append((first, last))
                continue
            half = (atoms.sums[last] - atoms.sums[first]) / 2
            cut = 0
            if half:
                cut = _best_break(atoms, first, last, half, (0.5 * half, 1.5 * half))
            cut = cut or (first + last) // 2
            fitting += [(first, cut), (cut, last)]
        if len(fitting) == len(ranges):
            return [atoms.span(*one) for one in ranges]
        ranges = fitting


def _described(text: ExtractedText, spans: Sequence[Span], counts: Sequence[int]) -> list[Section]:
    found = []
    paths = _heading_paths(text, spans)
    for (start, end), tokens, path in zip(spans, counts, paths, strict=True):
        last = max(start, start + len(text.text[start:end].rstrip()) - 1)
        found.append(Section(start, end, tokens, path, text.page_at(start), text.page_at(last)))
    return found


def _heading_paths(text: ExtractedText, spans: Sequence[Span]) -> list[tuple[str, ...]]:
    """For each of `spans`, the headings above it and the ones it begins with."""
    paths: list[tuple[str, ...]] = []
    path: list[tuple[int, str]] = []
    blocks, at = text.blocks, 0
    for start, end in spans:
        if start == 0 and blocks:
            start = blocks[0].start  # noqa: PLW2901 - white space may stand before it
        while at < len(blocks) and (
            blocks[at].start <= start or _begins_too(blocks, at, start, end)
        ):
            block = blocks[at]
            if block.kind == "heading":
                while path and path[-1][0] >= block.level:
                    path.pop()
                path.append((block.level, _title(text.text[block.start : block.end])))
            at += 1
        paths.append(tuple(title for _, title in path))
    return paths


def _begins_too(blocks: Sequence[Block], at: int, start: int, end: int) -> bool:
    """Whether block `at` is a deeper heading right under one that the section begins with."""
    if at == 0 or blocks[at].kind != "heading" or blocks[at].start >= end:
        return False
    above = blocks[at - 1]
    return above.kind == "heading" and above.start >= start and above.level < blocks[at].level


def _title(heading: str) -> str:
    lines = heading.strip().splitlines()
    return _MARKDOWN_MARK.sub("", lines[0]).strip() if lines else ""
