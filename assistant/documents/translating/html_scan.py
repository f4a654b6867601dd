"""HTML as a row of tags and texts, each with its range; nothing is corrected or dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

TagKind: TypeAlias = Literal["text", "open", "close", "other"]

_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?P<name>[^\s/>][^\s/>=]*+)"
    r"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s>\"'][^\s>]*+)))?"
)
_TAG_END = re.compile(r"[\s/]*+>")
_RAW_NAMES = "script style textarea title xmp iframe noembed noframes plaintext"
_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_RAW = frozenset(_RAW_NAMES.split())
VOID = frozenset(_VOID_NAMES.split())


class Attribute(msgspec.Struct, eq=False):
    """The range of a value, without its quotes; `quote` is "" without any."""

    start: int
    end: int
    quote: str


class Tag(msgspec.Struct, eq=False):
    """A part of the file; `closed` says that it is an element without content."""

    kind: TagKind
    start: int
    end: int
    name: str = ""
    attributes: dict[str, Attribute] = {}
    closed: bool = False


def scanned(text: str) -> Iterator[Tag]:
    """All of `text`, in order and without gaps."""
    at = text_start = 0
    while (at := text.find("<", at)) >= 0:
        tag = _tag(text, at)
        if tag is None:
            at += 1
            continue
        if at > text_start:
            yield Tag("text", text_start, at)
        yield tag
        at = text_start = tag.end
        if tag.kind == "open" and tag.name in _RAW and not tag.closed:
            end = _raw_end(text, at, tag.name)
            if end > at:
                yield Tag("text", at, end)
            at = text_start = end
    if text_start < len(text):
        yield Tag("text", text_start, len(text))


def _tag(text: str, at: int) -> Tag | None:
    following = text[at + 1 : at + 2]
    if following in ("!", "?"):
        return Tag("other", at, _comment_end(text, at))
    close = following == "/"
    name = _NAME.match(text, at + 2 if close else at + 1)
    if name is None:
        return None
    tag = Tag("close" if close else "open", at, name.end(), name[0].lower())
    position = name.end()
    while not (end := _TAG_END.match(text, position)):
        attribute = _ATTRIBUTE.match(text, position)
        if attribute is None:  # the file ends within the tag
            return Tag("other", at, len(text))
        position = attribute.end()
        for quote, group in (('"', "double"), ("'", "single"), ("", "bare")):
            if attribute[group] is not None:
                value = Attribute(*attribute.span(group), quote)
                tag.attributes.setdefault(attribute["name"].lower(), value)
        if attribute[0].endswith("=") or text[position : position + 1] in ('"', "'"):
            position += 1  # a quote that is never closed, or an empty value
            if position >= len(text):
                return Tag("other", at, len(text))
        if attribute["bare"] is None and attribute["double"] is None:
            tag.attributes.setdefault(attribute["name"].lower(), Attribute(0, 0, ""))
    tag.end = end.end()
    tag.closed = tag.name in VOID or end[0].rstrip(">").endswith("/")
    return tag


def _comment_end(text: str, at: int) -> int:
    if text.startswith("<!--", at):
        if text.startswith((">", "->"), at + 4):
            return text.index(">", at + 4) + 1
        found = text.find("-->", at + 4)
        return found + 3 if found >= 0 else len(text)
    found = text.find(">", at)
    return found + 1 if found >= 0 else len(text)


def _raw_end(text: str, at: int, name: str) -> int:
    if name == "plaintext":
        return len(text)
    found = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(text, at)
    return found.start() if found else len(text)
