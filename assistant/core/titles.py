"""The title that the model gives a conversation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.core.background import TITLE_PRIORITY, aside, is_chinese
from assistant.core.messages import Generate, Turn

LONGEST = 60
_MAX_TOKENS = 24
_LOOKED_AT = 1000
_ASKED = (
    "Give this conversation a title of at most six words, in the language of my first message. "
    "Answer with the title alone, without quotation marks and without a full stop."
)
_ASKED_CHINESE = "请为以上对话拟一个标题，不超过十二个字。只回答标题本身，不要引号，也不要句号。"
_LABEL = re.compile(r"^\s*(?:title|titel|titre|título|标题)\s*[:：]\s*", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_LEADING = re.compile(r"^(?:#{1,6}\s+|>\s*|[-*+•]\s+|\d{1,2}[.)]\s+)+")
_MARKS = re.compile(r"\*\*|__|~~|`+|(?<!\w)[*_]|[*_](?!\w)|\$")
_PAIRS = (
    *('""', "''", "“”", "‘’", "„“", "«»", "‹›", "「」", "『』", "《》", "〈〉"),
    *("()", "[]", "（）"),
)
_QUOTES = frozenset('"“”„«»')
_STUTTER = re.compile(r"(.{1,12}?)\1{3,}")
_LONGEST_STUTTER = 12
_TRAILING = " .,;:。，、；：·-–—…|/\\"
_JOINERS = "\u200c\u200d"


def title_request(turns: Sequence[Turn], conversation: str) -> Generate:
    """Ask for a title of the conversation that sent `turns`, the answer included."""
    asked = _ASKED_CHINESE if is_chinese(turns) else _ASKED
    return aside(
        turns,
        asked,
        conversation=conversation,
        max_tokens=_MAX_TOKENS,
        priority=TITLE_PRIORITY,
        stop=("\n",),
    )


def clean_title(text: str) -> str:
    """The title in what the model answered; "" when there is none that can be used.

    One line of at most `LONGEST` characters that shows something, without quotation marks,
    Markdown, control characters or a full stop; not the request itself, and nothing that goes round
    in circles.
    """
    line = next((line for line in text[:_LOOKED_AT].splitlines() if _visible(line)), "")
    title = _unwrapped(_visible(_LABEL.sub("", _unmarked(_visible(line)))))
    if not any(character.isalnum() for character in title):
        return ""
    if _echoes(title) or _stutters(title):
        return ""
    return title if len(title) <= LONGEST else _cut(title)


def _visible(line: str) -> str:
    """`line` without what is not seen, white space collapsed."""
    kept = (
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in line
        if unicodedata.category(c) not in ("Cf", "Cs", "Cn", "Co") or c in _JOINERS
    )
    return " ".join("".join(kept).split())


def _unmarked(line: str) -> str:
    return _MARKS.sub("", _LEADING.sub("", _LINK.sub(r"\1", line))).strip()


def _unwrapped(title: str) -> str:
    """Without what stands around it, however deep."""
    before = None
    while title != before:
        before = title
        title = title.strip(" ").rstrip(_TRAILING).lstrip("#>*-–—•|:： ")
        title = _LABEL.sub("", title)
        for pair in _PAIRS:
            if _wraps(title, pair[0], pair[1]):
                title = title[1:-1]
        if title[:1] in _QUOTES and not _QUOTES & set(title[1:]):
            title = title[1:]
        if title[-1:] in _QUOTES and not _QUOTES & set(title[:-1]):
            title = title[:-1]
    return title


def _wraps(title: str, opening: str, closing: str) -> bool:
    """Whether the mark at the beginning is closed by the one at the end."""
    if len(title) < 2 or title[0] != opening or title[-1] != closing:
        return False
    if opening == closing:
        return opening not in title[1:-1]
    depth = 0
    for character in title[:-1]:
        depth += (character == opening) - (character == closing)
        if depth == 0:
            return False
    return depth == 1


def _echoes(title: str) -> bool:
    """Whether the model said what it was asked."""
    said = _bare(title)
    return any(said in _bare(asked) and len(said) > len(_bare(asked)) // 3 for asked in _REQUESTS)


def _stutters(title: str) -> bool:
    """Whether a piece comes four times in a row and more: the model did not find its way out."""
    found = _STUTTER.finditer(title.casefold())
    return any(len(match[0]) > _LONGEST_STUTTER for match in found)


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


_REQUESTS = (_ASKED, _ASKED_CHINESE)


def _cut(title: str) -> str:
    """At most `LONGEST` characters, between words where there are any."""
    shown = title[: LONGEST - 1]
    space = shown.rfind(" ")
    if space > LONGEST // 2 and title[LONGEST - 1] != " ":
        shown = shown[:space]
    while shown and (unicodedata.combining(shown[-1]) or shown[-1] in _JOINERS):
        shown = shown[:-1]
    return shown.rstrip(_TRAILING) + "…"
