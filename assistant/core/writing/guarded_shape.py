"""The Markdown structure of a text: headings, lists, links, images, tables, emphasis."""

from __future__ import annotations

import re

import msgspec

from assistant.core.writing.change import Flag, FlagProblem

Span = tuple[int, int]


class Shaped(msgspec.Struct, frozen=True):
    """A flag, and its place in the text before or after."""

    flag: Flag
    before: Span | None = None
    after: Span | None = None


_HEADING = re.compile(r"^[ \t]{0,3}(#{1,6})[ \t]+[^\n]*$", re.M)
_LIST_ITEM = re.compile(r"^([ \t]*)(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)[^\n]*$", re.M)
_ORDERED = re.compile(r"^[ \t>]*(\d{1,3}[.)])(?=[ \t])", re.M)
_QUOTE = re.compile(r"^[ \t]{0,3}>[^\n]*$", re.M)
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\][(\[]")
_LINK = re.compile(r"(?<!!)\[[^\[\]\n]{1,300}\](?:\(|\[[^\[\]\n]{0,300}\])")
_ROW = re.compile(r"^[ \t]*\|[^\n]*\|[ \t]*$", re.M)
_RULE = re.compile(r"^[ \t]*(?:={3,}|-{3,}|\*{3,}|_{3,})[ \t]*$", re.M)
_BOLD = re.compile(
    r"(?<![\w*])\*\*(?=[^\s*])|(?<=[^\s*])\*\*(?![\w*])|(?<=[^\s*])\*\*(?=\w)|(?<=\w)\*\*(?=[^\s*])"
)
_BOLD_WORDS = re.compile(r"\*\*(?=\S)([^\n*]+?)(?<=\S)\*\*")
_FENCE = re.compile(r"^[ \t]{0,3}(?:`{3,}|~{3,})[^\n]*$", re.M)


def shape_flags(before: str, after: str) -> list[Shaped]:
    """What of the structure became another; `before` and `after` without their code."""
    return [
        *_headings(before, after),
        *_counted(before, after, _IMAGE, "image"),
        *_counted(before, after, _LINK, "link"),
        *_counted(before, after, _ROW, "table row"),
        *_counted(before, after, _RULE, "line"),
        *_counted(before, after, _FENCE, "code fence"),
        *_loose(before, after, _LIST_ITEM, "list"),
        *_loose(before, after, _QUOTE, "quotation"),
        *_order(before, after),
        *_emphasis(before, after),
    ]


def _flag(problem: FlagProblem, item: str = "", became: str = "") -> Flag:
    return Flag(kind="markdown", problem=problem, item=item, became=became)


def _headings(before: str, after: str) -> list[Shaped]:
    old, new = list(_HEADING.finditer(before)), list(_HEADING.finditer(after))
    if [each[1] for each in old] == [each[1] for each in new]:
        return []
    for one, other in zip(old, new, strict=False):
        if one[1] != other[1]:
            flag = _flag("changed", one[0].strip(), other[0].strip())
            return [Shaped(flag, one.span(), other.span())]
    if len(old) > len(new):
        lost = old[len(new)]
        return [Shaped(_flag("missing", lost[0].strip()), before=lost.span())]
    if len(new) > len(old):
        gained = new[len(old)]
        return [Shaped(_flag("added", became=gained[0].strip()), after=gained.span())]
    return []


def _counted(before: str, after: str, pattern: re.Pattern[str], name: str) -> list[Shaped]:
    """Of these there are as many as before."""
    old, new = list(pattern.finditer(before)), list(pattern.finditer(after))
    if len(old) == len(new):
        return []
    if len(new) < len(old):
        lost = _odd_one(old, new, before)
        return [Shaped(_flag("missing", name), before=lost.span())]
    return [Shaped(_flag("added", became=name), after=_odd_one(new, old, after).span())]


def _odd_one(more: list[re.Match[str]], less: list[re.Match[str]], _text: str) -> re.Match[str]:
    """The first one that the other text does not have in this place."""
    for one, other in zip(more, less, strict=False):
        if one[0] != other[0]:
            return one
    return more[len(less)]


def _loose(before: str, after: str, pattern: re.Pattern[str], name: str) -> list[Shaped]:
    """Lines that may become fewer or more, but not none, nor appear from nowhere."""
    old, new = list(pattern.finditer(before)), list(pattern.finditer(after))
    if len(old) == len(new):
        return []
    if not new:
        return [Shaped(_flag("missing", name), before=old[0].span())]
    if not old:
        if len(new) == 1 and name == "list":
            return []  # a dash that begins a line of dialogue
        return [Shaped(_flag("added", became=name), after=new[0].span())]
    return [Shaped(_flag("doubtful", name), before=old[-1].span(), after=new[-1].span())]


def _order(before: str, after: str) -> list[Shaped]:
    """Lists that are as long as before count as before."""
    old, new = list(_ORDERED.finditer(before)), list(_ORDERED.finditer(after))
    if len(old) != len(new):
        return []
    return [
        Shaped(_flag("changed", one[1], other[1]), one.span(1), other.span(1))
        for one, other in zip(old, new, strict=True)
        if one[1] != other[1]
    ]


def _emphasis(before: str, after: str) -> list[Shaped]:
    old, new = list(_BOLD.finditer(before)), list(_BOLD.finditer(after))
    if len(new) % 2 and not len(old) % 2:
        place = _lost_bold(before, after)
        return [Shaped(_flag("changed", "**", "**"), place, new[-1].span() if not place else None)]
    if old and not new:
        return [Shaped(_flag("missing", "**"), before=_lost_bold(before, after) or old[0].span())]
    if new and not old:
        return [Shaped(_flag("added", became="**"), after=new[0].span())]
    if len(new) < len(old):
        place = _lost_bold(before, after) or old[-1].span()
        return [Shaped(_flag("doubtful", "**"), before=place)]
    return []


def _lost_bold(before: str, after: str) -> Span | None:
    """Words that are bold in the text before, and not after."""
    there = {found[1].casefold() for found in _BOLD_WORDS.finditer(after)}
    lost = (each for each in _BOLD_WORDS.finditer(before) if each[1].casefold() not in there)
    found = next(lost, None)
    return found.span() if found else None
