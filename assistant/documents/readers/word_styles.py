"""What the paragraph styles of a Word document mean, whatever language their names are in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from assistant.core.document_text import BlockKind
from assistant.documents.archives import attribute, local_name

_HEADING = re.compile(r"heading (\d)$")
_NAMED: dict[str, BlockKind] = {
    "quote": "quote",
    "intense quote": "quote",
    "block text": "quote",
    "caption": "caption",
    "html preformatted": "code",
    "source code": "code",
    "code": "code",
    "macro": "code",
    "macro text": "code",
}
_LIST_NAME = re.compile(r"list(?: bullet| number| paragraph)?(?: (\d))?$")
_DEEPEST = 20
_NO_LEVEL = 9
"""`outlineLvl` 9 is body text."""


@dataclass(frozen=True, slots=True)
class Style:
    """`level` as in a block; `is_title` for the title of the document."""

    kind: BlockKind = "paragraph"
    level: int = 0
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class _Written:
    name: str = ""
    based_on: str = ""
    outline: int | None = None
    list_level: int | None = None


class Styles:
    """The styles of `word/styles.xml`; `root` None: the document has none."""

    def __init__(self, root: etree._Element | None) -> None:
        self._written: dict[str, _Written] = {}
        self._meaning: dict[str, Style] = {}
        for element in root if root is not None else ():
            if local_name(element) == "style":
                self._written[attribute(element, "styleId")] = _written(element)

    def of(self, style_id: str) -> Style:
        if style_id not in self._meaning:
            self._meaning[style_id] = self._find(style_id)
        return self._meaning[style_id]

    def _find(self, style_id: str) -> Style:
        """The first style of the chain that says something."""
        for _ in range(_DEEPEST):
            written = self._written.get(style_id)
            if written is None:
                return Style()
            found = _meaning(written)
            if found is not None:
                return found
            style_id = written.based_on
        return Style()


def _written(element: etree._Element) -> _Written:
    name, based_on = "", ""
    outline: int | None = None
    list_level: int | None = None
    for child in element:
        match local_name(child):
            case "name":
                name = attribute(child, "val").lower()
            case "basedOn":
                based_on = attribute(child, "val")
            case "pPr":
                outline, list_level = paragraph_levels(child)
    return _Written(name, based_on, outline, list_level)


def paragraph_levels(properties: etree._Element) -> tuple[int | None, int | None]:
    """The outline level and the list level (both from 0) that a `w:pPr` sets itself.

    A list level of -1 takes the paragraph out of its list.
    """
    outline: int | None = None
    level: int | None = None
    for child in properties:
        match local_name(child):
            case "outlineLvl":
                outline = whole_number(attribute(child, "val"))
            case "numPr":
                level = 0
                for part in child:
                    number = whole_number(attribute(part, "val"))
                    if local_name(part) == "numId" and number == 0:
                        return outline, -1
                    if local_name(part) == "ilvl":
                        level = min(number or 0, 8)
    return outline, level


def whole_number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else None


def _meaning(written: _Written) -> Style | None:
    heading = _HEADING.match(written.name)
    listed = _LIST_NAME.match(written.name)
    if written.name == "title":
        return Style("heading", 1, is_title=True)
    if heading:
        return Style("heading", min(6, max(1, int(heading[1]))))
    if written.outline is not None and written.outline < _NO_LEVEL:
        return Style("heading", min(6, written.outline + 1))
    if written.name in _NAMED:
        return Style(_NAMED[written.name])
    if written.list_level is not None and written.list_level >= 0:
        level = int(listed[1] or 1) if listed else written.list_level + 1
        return Style("list_item", level)
    return Style("list_item", int(listed[1] or 1)) if listed and listed[1] else None
