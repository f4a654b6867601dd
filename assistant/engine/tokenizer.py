"""Text to tokens where template text and content are told apart.

Template text may hold control tokens; content never becomes one. Apart from that the result is
exactly what llama.cpp makes of the whole rendered text, because neighbouring pieces of ordinary
text are joined before they are tokenised.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

LONG_BYTES = 65_536
ESTIMATE_SECONDS = 0.5
_CHUNK_BYTES = 8192
_SPACE = b" \t\n\v\f\r"  # what isspace() of the C locale takes off beside a stripping token
_MARKUP = re.compile(rb"<[^\s<>]+>|<\xef\xbd\x9c.*>|\[/?[A-Z_]+\]", re.DOTALL)


class SpecialToken(Protocol):
    """A token that the tokeniser looks for in the text before anything else."""

    @property
    def id(self) -> int: ...
    @property
    def text(self) -> bytes: ...
    @property
    def control(self) -> bool: ...
    @property
    def ends_generation(self) -> bool: ...
    @property
    def strips_left(self) -> bool: ...
    @property
    def strips_right(self) -> bool: ...


class Vocabulary(Protocol):
    """What is needed of a model's vocabulary; `special` is sorted, longest text first."""

    @property
    def special(self) -> Sequence[SpecialToken]: ...
    @property
    def adds_bos(self) -> bool: ...
    @property
    def bos(self) -> int: ...

    def tokenize(self, text: bytes, *, parse_special: bool = False) -> list[int]: ...


@dataclass(frozen=True, slots=True)
class Literal:
    """Text of the template: control tokens in it are meant."""

    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """Text of a message: data."""

    text: str


@dataclass(frozen=True, slots=True)
class Exact:
    """Tokens that are known already, those of an answer that the model generated."""

    tokens: tuple[int, ...]


Segment = Literal | Content | Exact
_Part = bytes | SpecialToken | tuple[int, ...]


class TooLong(Exception):  # noqa: N818 - the text is, nothing is broken
    """A prompt of about `tokens` tokens, more than the context could ever hold."""

    def __init__(self, tokens: int) -> None:
        super().__init__(f"about {tokens} tokens")
        self.tokens = tokens


class PromptTokenizer:
    """Turns segments into tokens for one vocabulary.

    `template` is the template's source: user-defined tokens that it uses as markup are guarded
    like control tokens. `limit` is the length of the context, if there is one.
    """

    def __init__(self, vocabulary: Vocabulary, template: str = "", *, limit: int = 0) -> None:
        self._vocabulary = vocabulary
        self._limit = limit
        source = template.encode("utf-8", "replace")
        self._marks = [
            token
            for token in vocabulary.special
            if token.text and (token.control or token.ends_generation or _is_markup(token, source))
        ]
        # llama.cpp finds these even in text where control tokens are not looked for
        self._guarded = [token.text for token in self._marks if not token.control]
        self._partition = lru_cache(maxsize=512)(self._partition_text)

    def tokens(self, segments: Sequence[Segment]) -> list[int]:
        """All tokens, with the beginning-of-sequence token if the vocabulary asks for it.

        Raises `TooLong` for a text that is far beyond `limit`, without tokenising all of it:
        some tokenisers take time that grows with the square of the length.
        """
        self._check_length(segments)
        out: list[int] = []
        run = b""
        parts = self._strip([part for segment in segments for part in self._parts(segment)])
        after_exact = False
        for part in parts:
            if isinstance(part, bytes):
                run += part
                continue
            out += self._run(run, continues=after_exact)
            run = b""
            after_exact = isinstance(part, tuple)
            if isinstance(part, tuple):
                out += part
            else:
                out.append(part.id)
        out += self._run(run, continues=after_exact)
        if self._vocabulary.adds_bos and out[:1] != [self._vocabulary.bos]:
            out.insert(0, self._vocabulary.bos)
        return out

    def count(self, text: str) -> int:
        """The number of tokens of data on its own; nearly so for a very long text."""
        data = text.encode("utf-8", "replace")
        if len(data) <= LONG_BYTES:
            return len(self._run(data, continues=False))
        return self._estimate(data)

    def _check_length(self, segments: Sequence[Segment]) -> None:
        texts = [segment.text for segment in segments if not isinstance(segment, Exact)]
        if not self._limit or sum(map(len, texts)) <= LONG_BYTES // 4:
            return
        about = sum(self.count(text) for text in texts)
        if about > self._limit + self._limit // 4 + LONG_BYTES // _CHUNK_BYTES:
            raise TooLong(about)

    def _estimate(self, data: bytes) -> int:
        """The sum over pieces; what takes longer than `ESTIMATE_SECONDS` is extrapolated."""
        began = time.monotonic()
        count = start = 0
        while start < len(data) and time.monotonic() - began < ESTIMATE_SECONDS:
            end = start + _CHUNK_BYTES
            while end < len(data) and data[end] & 0xC0 == 0x80:  # within a character
                end += 1
            count += len(self._run(data[start:end], continues=False))
            start = end
        return count * len(data) // max(1, min(start, len(data)))

    def _parts(self, segment: Segment) -> Sequence[_Part]:
        if isinstance(segment, Exact):
            return (segment.tokens,)
        data = segment.text.encode("utf-8", "replace")
        if isinstance(segment, Content):
            return (data,) if data else ()
        return self._partition(data)

    def _partition_text(self, text: bytes) -> tuple[_Part, ...]:
        """`text` cut at the special tokens in it, the longest first, as llama.cpp does."""
        parts: list[_Part] = [text]
        for token in self._marks:
            if token.text in text:
                parts = [
                    piece
                    for part in parts
                    for piece in (_cut(part, token) if isinstance(part, bytes) else (part,))
                ]
        return tuple(part for part in parts if part != b"")

    def _strip(self, parts: list[_Part]) -> list[_Part]:
        """Take off the white space beside tokens that swallow it."""
        out: list[_Part] = []
        swallow = False
        for part in parts:
            kept = part
            if isinstance(kept, bytes):
                if swallow:
                    kept = kept.lstrip(_SPACE)
                    swallow = not kept
            else:
                swallow = False
                if not isinstance(kept, tuple):
                    swallow = kept.strips_right
                    if kept.strips_left:
                        _strip_end(out)
            if kept != b"":
                out.append(kept)
        return out

    def _run(self, text: bytes, *, continues: bool) -> list[int]:
        """Ordinary text; no control token comes out. `continues`: no space is put before it."""
        out: list[int] = []
        for piece in self._guard(text):
            if continues or out:
                out += self._continuation(piece)
            else:
                out += self._vocabulary.tokenize(piece)
        return out

    def _guard(self, text: bytes) -> list[bytes]:
        """`text` broken inside every guarded mark, so that none is found in the pieces."""
        if not text:
            return []
        pieces = [text]
        for mark in self._guarded:
            if mark not in text:
                continue
            first = max(1, len(mark.decode("utf-8", "replace")[:1].encode()))
            broken: list[bytes] = []
            for piece in pieces:
                halves = piece.split(mark)
                broken += [halves[0] + mark[:first]] if len(halves) > 1 else halves
                for half in halves[1:-1]:
                    broken.append(mark[first:] + half + mark[:first])
                if len(halves) > 1:
                    broken.append(mark[first:] + halves[-1])
            pieces = broken
        return [piece for piece in pieces if piece]

    def _continuation(self, text: bytes) -> list[int]:
        """Tokens of `text` as they are in the middle of a text.

        Some vocabularies put a space before whatever they are given; a lead-in whose tokens do
        not change keeps that space away from `text`.
        """
        tokenize = self._vocabulary.tokenize
        for lead in (b"\n", b".", b"a"):
            alone = tokenize(lead)
            both = tokenize(lead + text)
            if both[: len(alone)] == alone:
                return both[len(alone) :]
        return tokenize(text)


def _is_markup(token: SpecialToken, source: bytes) -> bool:
    return _MARKUP.fullmatch(token.text) is not None and token.text in source


def _cut(text: bytes, token: SpecialToken) -> list[_Part]:
    out: list[_Part] = []
    for index, piece in enumerate(text.split(token.text)):
        if index:
            out.append(token)
        if piece:
            out.append(piece)
    return out


def _strip_end(parts: list[_Part]) -> None:
    while parts and isinstance(last := parts[-1], bytes):
        kept = last.rstrip(_SPACE)
        if kept:
            parts[-1] = kept
            return
        parts.pop()
