"""From the lines of a page to running text: what is joined, and with what between."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Set

from assistant.documents.readers.pdf_file import HYPHEN

_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_DROPPED = {chr(code): "" for code in (*range(9), *range(11, 32), 0x7F, 0xAD, 0xFEFF)}
_REPLACED = str.maketrans({**_LIGATURES, **_DROPPED, "\u00a0": " ", "\n": " "})
_NEEDS_CARE = re.compile("[\x00-\x08\x0a-\x1f\x7f\u00a0\u00ad\u2e80-\u2fd5\ufb00-\ufb06\ufeff]")

_CJK_RANGES = (
    *((0x2E80, 0x2FDF), (0x3000, 0x312F), (0x31A0, 0x31BF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF)),
    *((0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF01, 0xFF60), (0x20000, 0x3FFFF)),
)
_COMPOUND = re.compile(r"\w+(?:-\w+)+")
_LOOK = 60  # characters: so far a paragraph shows what script it is in
_SPACES = re.compile("[ \u2000-\u200a]{2,}")


def clean(text: str) -> str:
    """Ligatures and radicals as plain letters, soft hyphens and control characters gone."""
    if not _NEEDS_CARE.search(text):
        return text
    return text.translate(_REPLACED).translate(_radicals())


@functools.cache
def _radicals() -> dict[int, str]:
    """PDFs often name Chinese characters by the radical they look like (U+2E80 to U+2FD5)."""
    import unicodedata

    plain = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FD6)}
    return {code: text for code, text in plain.items() if len(text) == 1}


def is_cjk(character: str) -> bool:
    """Whether lines that end or begin with it are joined without a space."""
    code = ord(character)
    return code >= 0x2E80 and any(first <= code <= last for first, last in _CJK_RANGES)


@functools.cache
def _spaced_cjk() -> re.Pattern[str]:
    """A space between two such characters, or one of them; slow to compile, rarely needed."""
    letters = "".join(f"{chr(first)}-{chr(last)}" for first, last in _CJK_RANGES)
    return re.compile(f"(?<=[{letters}])( )(?=[{letters}])|[{letters}]")


def median(values: Iterable[float]) -> float:
    """The middle one; `statistics` takes longer to import than a short document to read."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def compounds(lines: Iterable[str]) -> set[str]:
    """The words with a hyphen inside a line: written so on purpose."""
    found: set[str] = set()
    for line in lines:
        if "-" in line:
            found.update(word.casefold() for word in _COMPOUND.findall(line))
    return found


def join(lines: Iterable[str], known: Set[str]) -> str:
    """The lines as running text; `known` are the compounds that keep their hyphen."""
    pieces: list[str] = []
    for line in lines:
        if not line:
            continue
        if pieces:
            pieces[-1:] = join_two(pieces[-1], line, known)
        else:
            pieces.append(line)
    return finish("".join(pieces))


def join_two(before: str, after: str, known: Set[str]) -> tuple[str, str]:
    """The two, changed so that they can stand side by side."""
    if before[-1] in (HYPHEN, "\u00ad"):
        return _unhyphenated(before[:-1], after, known), after
    if before[-1].isspace() or after[0].isspace():
        return before, after
    if is_cjk(before[-1]) or is_cjk(after[0]):
        return before, after
    return before + " ", after


def _unhyphenated(before: str, after: str, known: Set[str]) -> str:
    first, second = _last_word(before), _first_word(after)
    if not second[:1].islower() or f"{first}-{second}".casefold() in known:
        return before + "-"
    return before


def _last_word(text: str) -> str:
    found = re.search(r"[\w-]+$", text[-60:])
    return found[0] if found else ""


def _first_word(text: str) -> str:
    found = re.match(r"[\w-]+", text[:60])
    return found[0].rstrip("-") if found else ""


def finish(text: str) -> str:
    """The joined text without marks of line ends, double spaces and spread-out Chinese."""
    text = clean(text.replace(HYPHEN, "-")).strip()
    if "  " in text or not text.isascii():
        text = _SPACES.sub(" ", text)
        if " " in text and any(map(is_cjk, text[:_LOOK])):
            text = _closed_up(text)
    return text


def _closed_up(text: str) -> str:
    """Without the spaces between Chinese characters, where most of them have one."""
    found = _spaced_cjk().findall(text)
    gaps = sum(map(bool, found))
    if gaps and gaps * 3 > len(found) - gaps:
        text = _spaced_cjk().sub(lambda match: "" if match[1] else match[0], text)
    return text
