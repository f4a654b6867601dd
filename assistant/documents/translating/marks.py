"""Marks in the text of a unit: what stands for formatting, and how it is found again.

"⟦1⟧bold⟦/1⟧" is around something, "⟦2/⟧" stands alone. The brackets themselves never occur in a
unit otherwise: a bracket of the source is carried by a mark that stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from functools import cache
from typing import Any, Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal["text", "open", "close", "alone"]

_MARK = re.compile(r"⟦\s*(/?)\s*(\d{1,6})\s*(/?)\s*⟧")
_UNSAFE = "[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
HARD = (
    "[⟦⟧\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]+"
    r"|(?:https?|ftp)://[^\s<>\"'`|\\()\[\]{}⟦⟧]*[\w/]"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"
)
"""What of plain text is never translated: our brackets, controls, addresses."""


@cache
def hard_parts(pattern: str = HARD) -> re.Pattern[str]:
    """The pattern, compiled when it is needed: most files hold nothing of the kind."""
    return re.compile(pattern)


def may_be_hard(text: str) -> bool:
    """Whether `HARD` might find anything; far quicker than to search."""
    if "://" in text or "@" in text or "⟦" in text or "⟧" in text:
        return True
    return not (text.isascii() or text.isprintable())


class Piece(msgspec.Struct, eq=False):
    """A part of a unit. `source` is what its format puts there; `number` is that of the mark,
    `key` the formatting of a text in formats that have runs."""

    kind: Kind
    text: str = ""
    source: Any = None
    number: int = 0
    key: Hashable = None


def paired(pieces: Sequence[Piece]) -> list[Piece]:
    """`pieces` where each "open" has its "close", properly nested; the others stand alone.

    Before the call `number` tells which belong together: equal numbers, in any quantity.
    """
    partner: dict[int, int] = {}
    stack: list[int] = []
    for at, piece in enumerate(pieces):
        if piece.kind == "open":
            stack.append(at)
        elif piece.kind == "close":
            for depth in range(len(stack) - 1, max(-1, len(stack) - 65), -1):
                if pieces[stack[depth]].number == piece.number:
                    partner[stack[depth]], partner[at] = at, stack[depth]
                    del stack[depth:]
                    break
    for at, piece in enumerate(pieces):
        if piece.kind in ("open", "close") and at not in partner:
            piece.kind = "alone"
    for at, other in partner.items():
        if at < other:
            pieces[at].number = pieces[other].number = -at - 1
    return list(pieces)


def trimmed(pieces: Sequence[Piece]) -> tuple[int, int]:
    """The range of `pieces` without what is around all words: marks, and white space beside them.

    Empty (equal numbers) where there are no words.
    """
    start, end = 0, len(pieces)
    while start < end:
        first, last = pieces[start], pieces[end - 1]
        if _wordless(first):
            start += 1
        elif _wordless(last):
            end -= 1
        elif first.kind == "open" and last.kind == "close" and first.number == last.number:
            start, end = start + 1, end - 1
        else:
            break
    if not any(one.kind == "text" and has_words(one.text) for one in pieces[start:end]):
        return start, start
    return start, end


def _wordless(piece: Piece) -> bool:
    return piece.kind == "alone" or (piece.kind == "text" and not piece.text.strip())


def has_words(text: str) -> bool:
    """Whether there is anything that a translation could change."""
    return any(map(str.isalpha, text))


def numbered(pieces: Iterable[Piece]) -> str:
    """The text of the unit; gives the marks their numbers, from 1."""
    numbers: dict[int, int] = {}
    said: list[str] = []
    count = 0
    for piece in pieces:
        if piece.kind == "text":
            said.append(piece.text)
            continue
        if piece.kind != "close":
            count += 1
            numbers[piece.number] = count
            piece.number = count
            said.append(f"⟦{count}/⟧" if piece.kind == "alone" else f"⟦{count}⟧")
        else:
            piece.number = numbers[piece.number]
            said.append(f"⟦/{piece.number}⟧")
    return "".join(said)


def arranged(target: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces in the order of `target`, the translation of a unit of these `pieces`.

    Whatever a model answers, the result is well-formed: each mark at most once and properly
    nested, unknown ones left out, lost ones that stand alone at the end. Texts are new pieces.
    """
    result: list[Piece] = []
    if "⟦" not in target and len(pieces) == 1 and pieces[0].kind == "text":
        _say(result, target)
        return result
    opens = {one.number: one for one in pieces if one.kind == "open"}
    closes = {one.number: one for one in pieces if one.kind == "close"}
    alone = {one.number: one for one in pieces if one.kind == "alone"}
    marks = list(_MARK.finditer(target))
    closed = {int(found[2]) for found in marks if found[1]}
    stack: list[int] = []
    at = 0
    for found in marks:
        _say(result, target[at : found.start()])
        at = found.end()
        number = int(found[2])
        if number in alone:
            result.append(alone.pop(number))
        elif found[1]:
            while number in stack:
                result.append(closes[stack.pop()])
        elif number in opens and number in closed:
            result.append(opens.pop(number))
            stack.append(number)
    _say(result, target[at:])
    result += [closes[number] for number in reversed(stack)]
    result += [alone[number] for number in sorted(alone)]
    return result


def _say(result: list[Piece], text: str) -> None:
    if not text.isprintable():
        text = hard_parts(_UNSAFE).sub("", text)
    if text:
        result.append(Piece("text", text))
