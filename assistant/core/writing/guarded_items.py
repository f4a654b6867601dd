"""What of a text has to stay as it is, found by rules: links, placeholders, code, numbers, …"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from assistant.core.writing.change import FlagKind


class Item(msgspec.Struct, frozen=True):
    """Characters `start` to `end` of a text, which are `text`; equal keys mean the same."""

    kind: FlagKind
    text: str
    key: str
    start: int
    end: int


class Masked:
    """A text of which more and more is taken; what is taken once is not found again."""

    _BLANK = "\x00"

    def __init__(self, text: str) -> None:
        self.text = text
        self.rest = text
        self.items: list[Item] = []

    def take(
        self,
        kind: FlagKind,
        pattern: re.Pattern[str],
        key: Callable[[re.Match[str]], str | None],
        group: str | int = 0,
        *,
        needs: str = "",
    ) -> None:
        """Take what `pattern` finds in the rest; where `key` is None it stays there.

        `needs` names characters of which each find has one: most texts have none of them.
        """
        if needs and not any(one in self.rest for one in needs):
            return
        taken: list[tuple[int, int]] = []
        for found in pattern.finditer(self.rest):
            name = key(found)
            if name is None:
                continue
            start, end = found.span(group)
            self.items.append(Item(kind, self.text[start:end], name, start, end))
            taken.append((start, end))
        self._blank(taken)

    def add(self, items: Sequence[Item]) -> None:
        """Take `items`, which stand in the rest in this order."""
        self.items += items
        self._blank([(item.start, item.end) for item in items])

    def skip(self, pattern: re.Pattern[str], group: str | int = 0) -> None:
        """What `pattern` finds is nothing that has to stay."""
        self._blank([found.span(group) for found in pattern.finditer(self.rest)])

    def _blank(self, spans: list[tuple[int, int]]) -> None:
        parts: list[str] = []
        at = 0
        for start, end in spans:
            parts += (self.rest[at:start], self._BLANK * (end - start))
            at = end
        self.rest = "".join((*parts, self.rest[at:]))


_FENCE = re.compile(
    r"^[ \t]{0,3}(?P<mark>`{3,}|~{3,})[^\n]*\n(?P<code>[\s\S]*?)(?:^[ \t]{0,3}(?P=mark)[ \t]*$|\Z)",
    re.M,
)
_FENCE_LINE = re.compile(r"^[ \t]{0,3}(?:`{3,}|~{3,})[^\n]*$", re.M)
_CODE_SPAN = re.compile(r"(?<!`)(?P<ticks>`{1,2})(?!`)(?P<code>[^\n]+?)(?<!`)(?P=ticks)(?!`)")
_FORMULA = re.compile(
    r"\$\$[^$]{1,400}\$\$|\$(?=[^$\n]*[\\^_{])[^$\n]{1,200}\$"
    r"|\\\([^\n]{1,200}?\\\)|\\\[[\s\S]{1,400}?\\\]"
)
_TARGET = re.compile(r"\]\((?P<target><[^<>\n]+>|[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)[^()\n]*\)")
_REFERENCE = re.compile(r"^[ \t]{0,3}\[[^\]\n]+\]:[ \t]*(?P<target>\S+)", re.M)
_URL = re.compile(
    r"(?:(?:https?|ftp|file|wss?)://|www\.|mailto:|tel:)"
    r"(?:[^\s<>\"“”«»`\x00\u2e80-\u9fff\uff00-\uffef]|(?<=[/=])[\u3400-\u9fff]+)+",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    r"(?<![\w@.])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|edu|gov|io|dev|app|ai|eu|"
    r"de|fr|uk|us|cn|jp|ch|at|it|es|nl|info|biz)\b(?:/[^\s<>\"“”«»`\x00\u2e80-\u9fff\uff00-\uffef]*)?",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PLACEHOLDERS = (
    (
        re.compile(
            r"\{\{[^{}\n]{1,80}\}\}|\{%[^{}\n]{1,80}%\}|\$\{[^{}\n]{1,80}\}|#\{[^{}\n]{1,80}\}"
        ),
        "{",
    ),
    (re.compile(r"\{[\w.:!\[\]-]{0,60}\}"), "{"),
    (re.compile(r"%\([A-Za-z_]\w*\)[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]"), "%"),
    (
        re.compile(
            r"(?<![\d%])(?<!\d )%(?:\d+\$)?[-+#0]*\d*(?:\.\d+)?(?:hh?|ll?|z)?[diouxXeEfgGcsp@]"
            r"(?![A-Za-z])"
        ),
        "%",
    ),
    (re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>\n]*)?/?>"), "<"),
    (re.compile(r"⟦/?\d+/?⟧"), "⟦"),
    (re.compile(r"\[\[[^\[\]\n]{1,80}\]\]"), "["),
    (re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,6});"), "&"),
)
_CITATIONS = (
    (re.compile(r"\[\^[^\]\s]{1,40}\]"), "["),
    (re.compile(r"\[-?@[^\]\n]{1,120}\]"), "@"),
    (
        re.compile(r"\\(?:cite|citep|citet|ref|eqref|label)\*?(?:\[[^\]\n]*\])*\{[^{}\n]{1,120}\}"),
        "\\",
    ),
    (re.compile(r"\[\d{1,4}(?:\s?[,;–-]\s?\d{1,4})*\](?!\()"), "["),
    (
        re.compile(
            r"\((?:see |cf\. |e\.g\.,? )?[A-ZÀ-Þ][^()\n\d]{0,80}?,?\s(?:1[5-9]|20)\d\d[a-z]?"
            r"(?:[,:]\s?(?:pp?\.\s?)?\d+(?:[–-]\d+)?)?(?:;[^()\n]{1,120})?\)"
        ),
        "(",
    ),
    (re.compile(r"（[^（）\n\d]{1,40}[，,]\s?(?:1[5-9]|20)\d\d[a-z]?）"), "（"),
)
_TRAILING = ".,;:!?'\"’”*_~"
_LIST_NUMBER = re.compile(r"^[ \t>]*\d{1,3}[.)](?=[ \t])", re.M)


def take_markup(text: Masked) -> None:
    """Take code, addresses, placeholders and citations."""
    text.take("code", _FENCE, lambda found: found["code"].rstrip(), "code", needs="`~")
    text.skip(_FENCE_LINE)
    text.take("code", _CODE_SPAN, lambda found: found["code"].strip(), needs="`")
    text.take("code", _FORMULA, lambda found: "".join(found[0].split()), needs="$\\")
    for pattern in (_TARGET, _REFERENCE):
        text.take("url", pattern, _target_of, "target", needs="]")
    text.take("placeholder", _PLACEHOLDERS[0][0], _whole, needs="{")
    _take_addresses(text)
    text.take("email", _EMAIL, lambda found: found[0].rstrip(".-_").casefold(), needs="@")
    text.take("url", _DOMAIN, lambda found: _address(found[0].rstrip(_TRAILING)), needs=".")
    for pattern, needs in _PLACEHOLDERS[1:]:
        text.take("placeholder", pattern, _whole, needs=needs)
    for pattern, needs in _CITATIONS:
        text.take("citation", pattern, lambda found: _citation(found[0]), needs=needs)
    text.skip(_LIST_NUMBER)


def _whole(found: re.Match[str]) -> str:
    return found[0]


def _target_of(found: re.Match[str]) -> str:
    return _address(found["target"].strip("<>"))


def _take_addresses(text: Masked) -> None:
    """URLs without the punctuation of the sentence, and without a bracket that it closes."""
    items: list[Item] = []
    for found in _URL.finditer(text.rest):
        address = _trimmed(found[0])
        start = found.start()
        items.append(Item("url", address, _address(address), start, start + len(address)))
    text.add(items)


def _trimmed(address: str) -> str:
    """The end of a sentence is not part of an address; brackets only where they are closed."""
    while address:
        last = address[-1]
        if last in _TRAILING or (
            last in ")]}" and address.count(last) > address.count(_OPENS[last])
        ):
            address = address[:-1]
        else:
            break
    return address


_OPENS = {")": "(", "]": "[", "}": "{"}


def _address(text: str) -> str:
    """Scheme and host in small letters; the rest counts as it is."""
    found = re.match(r"([a-zA-Z][\w+.-]*://|www\.)?[^/?#]*", text)
    head = found[0] if found else ""
    return (head.casefold() + text[len(head) :]).rstrip("/")


def _citation(text: str) -> str:
    """Brackets and their content without what styles differ in."""
    return re.sub(
        r"[\s,，]+", " ", text.replace("–", "-").replace("（", "(").replace("）", ")")
    ).casefold()
