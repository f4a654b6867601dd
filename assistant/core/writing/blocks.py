"""A text as its blocks: paragraphs, and what nobody should touch."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, TypeAlias

import msgspec

BlockKind: TypeAlias = Literal["prose", "kept"]

_FENCE = re.compile(r"[ \t]{0,3}(`{3,}|~{3,})")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_HTML = re.compile(r"<(?:/?[a-zA-Z][\w-]*(?:[ \t][^<>\n]*)?/?|!--|!doctype)", re.IGNORECASE)
_RULE = re.compile(r"[ \t]*(?:[-*_=][ \t]*){3,}$")
_REFERENCE = re.compile(r"[ \t]{0,3}\[[^\]\n]+\]:[ \t]*\S+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_FRONT = ("---", "+++")


class Block(msgspec.Struct, frozen=True):
    """Characters `start` to `end` of a text, without white space around them.

    "kept" blocks are code, tables, HTML, rules, link references and front matter.
    """

    start: int
    end: int
    kind: BlockKind


def blocks(text: str) -> list[Block]:
    """The blocks of `text` in order; between them is white space alone."""
    lines = [(found.start(), found.end()) for found in _LINE.finditer(text)]
    made: list[Block] = []
    at = _front_matter(text, lines)
    if at:
        made.append(_block(text, 0, lines[at - 1][1], "kept"))
    while at < len(lines):
        if not text[slice(*lines[at])].strip():
            at += 1
            continue
        last, kind = _block_from(text, lines, at)
        made.append(_block(text, lines[at][0], lines[last][1], kind))
        at = last + 1
    return made


def _block(text: str, start: int, end: int, kind: BlockKind) -> Block:
    """Without the white space around it."""
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    return Block(start, start + len(part.strip()), kind)


def _front_matter(text: str, lines: list[tuple[int, int]]) -> int:
    """The lines of a YAML or TOML head; 0 without one."""
    if not lines or text[slice(*lines[0])].strip() not in _FRONT:
        return 0
    mark = text[slice(*lines[0])].strip()
    for number, line in enumerate(lines[1:], 1):
        content = text[slice(*line)].strip()
        if content == mark:
            return number + 1
        if number == 1 and not re.match(r"[\w\"'-]+\s*[:=]|#|\[", content):
            return 0  # a rule above a paragraph
    return 0


def _block_from(text: str, lines: list[tuple[int, int]], first: int) -> tuple[int, BlockKind]:
    """The last line of the block that begins at line `first`, and what it is."""
    line = text[slice(*lines[first])]
    fence = _FENCE.match(line)
    if fence is not None and not (fence[1][0] == "`" and "`" in line[fence.end() :]):
        return _fence_end(text, lines, first, fence[1]), "kept"
    if _is_table(text, lines, first):
        return _run(text, lines, first, lambda each: "|" in each), "kept"
    if _REFERENCE.match(line):
        return _run(text, lines, first, lambda each: bool(_REFERENCE.match(each))), "kept"
    if _RULE.match(line.rstrip()):
        return first, "kept"
    if _HTML.match(line.lstrip()) and _is_markup(line):
        return _run(text, lines, first, lambda each: bool(each.strip())), "kept"
    return _paragraph_end(text, lines, first), "prose"


def _is_markup(line: str) -> bool:
    """Whether a line is tags alone, or begins a comment."""
    return line.lstrip().startswith("<!--") or not re.sub(r"<[^<>]*>", "", line).strip()


def _fence_end(text: str, lines: list[tuple[int, int]], first: int, mark: str) -> int:
    for number in range(first + 1, len(lines)):
        content = text[slice(*lines[number])].strip()
        if content.startswith(mark) and not content.strip(mark[0]):
            return number
    return len(lines) - 1


def _is_table(text: str, lines: list[tuple[int, int]], first: int) -> bool:
    if first + 1 >= len(lines) or "|" not in text[slice(*lines[first])]:
        return False
    rule = text[slice(*lines[first + 1])].rstrip()
    return "|" in rule and bool(_TABLE_RULE.match(rule))


def _run(
    text: str, lines: list[tuple[int, int]], first: int, belongs: Callable[[str], bool]
) -> int:
    last = first
    while last + 1 < len(lines) and belongs(text[slice(*lines[last + 1])]):
        last += 1
    return last


def _paragraph_end(text: str, lines: list[tuple[int, int]], first: int) -> int:
    """Up to an empty line, or to what begins another kind of block."""
    last = first
    while last + 1 < len(lines):
        following = text[slice(*lines[last + 1])]
        fence = _FENCE.match(following)
        if not following.strip() or (fence is not None and "`" not in following[fence.end() :]):
            break
        if _is_table(text, lines, last + 1):
            break
        last += 1
    return last
