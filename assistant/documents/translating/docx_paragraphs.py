"""What stands in a paragraph of a Word document, as pieces."""

from __future__ import annotations

from collections.abc import Hashable

import msgspec
from lxml import etree

from assistant.documents.translating.marks import Piece, may_be_hard
from assistant.documents.translating.runs import (
    Element,
    Grammar,
    Holder,
    Paragraph,
    make_paragraph,
    split_text,
)

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
PARAGRAPH = (WORD + "p", STRICT + "p")

_AROUND = frozenset(("hyperlink", "ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "sdt"))
_IGNORED = frozenset(
    (
        *("pPr", "bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart"),
        *("commentRangeEnd", "permStart", "permEnd", "del", "moveFrom", "moveFromRangeStart"),
        *("moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "smartTagPr", "customXmlPr"),
        *("customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart"),
        *("customXmlDelRangeEnd", "subDoc"),
    )
)
_IGNORED_IN_RUN = frozenset(
    ("rPr", "lastRenderedPageBreak", "delText", "delInstrText", "commentReference", "softHyphen")
)
_CHOSEN = ("dropDownList", "comboBox", "date", "checkbox", "picture", "docPartList")
_NO_FORMATTING = frozenset(("lang", "noProof", "rPrChange", "ins", "moveTo"))


class _Field(msgspec.Struct, eq=False):
    """A field that has begun: where, and what it says so far."""

    start: int
    depth: int
    instruction: list[str] = []
    separated: int = -1


class ParagraphReader:
    """Reads the paragraphs of one part; remembers formattings that it has seen."""

    def __init__(self, root: Element) -> None:
        self._ns = STRICT if root.tag.startswith(STRICT) else WORD
        self.grammar = Grammar(self._ns + "r", self._ns + "t", self._ns + "rPr", keeps_space=True)
        self._names: dict[str, str] = {}

    def read(self, paragraph: Element) -> Paragraph | None:
        """The unit of the paragraph; None without words."""
        self._found: list[Piece] = []
        self._split: list[tuple[Element, Element]] = []
        self._fields: list[_Field] = []
        self._depth = 0
        self._count = 0
        self._children(paragraph)
        return make_paragraph(paragraph, self._found, self._split)

    def _name(self, element: Element) -> str:
        """The local name in our namespace; others keep theirs with it, "" for no element."""
        tag = element.tag
        name = self._names.get(tag)
        if name is None:
            name = tag.removeprefix(self._ns) if isinstance(tag, str) else ""
            self._names[tag] = name
        return name

    def _children(self, parent: Element) -> None:
        for child in parent:
            name = self._name(child)
            if name == "r":
                self._run(child)
            elif name in _AROUND:
                self._around(child, name)
            elif name and name not in _IGNORED:
                self._alone([child])

    def _around(self, element: Element, name: str) -> None:
        inner = element
        if name == "sdt":
            content = element.find(self._ns + "sdtContent")
            if content is None or self._is_chosen(element):
                self._alone([element])
                return
            inner = content
        self._count += 1
        number = self._count
        holder = Holder("element", element, inner)
        self._found.append(Piece("open", source=holder, number=number))
        self._depth += 1
        self._children(inner)
        self._depth -= 1
        self._fields = [one for one in self._fields if one.depth <= self._depth]
        self._found.append(Piece("close", source=holder, number=number))

    def _is_chosen(self, sdt: Element) -> bool:
        """Whether the control's text is chosen from a list, computed, or no text at all."""
        properties = sdt.find(self._ns + "sdtPr")
        return properties is not None and any(
            etree.QName(one).localname in _CHOSEN for one in properties.iterchildren("*")
        )

    def _run(self, run: Element) -> None:
        key: Hashable = ()
        names = self._names
        for child in run:
            name = names.get(child.tag)
            if name is None:
                name = self._name(child)
            if name == "t":
                self._text(child, key)
            elif name == "rPr":  # it comes first
                key = self._formatting(child)
            elif name == "fldChar":
                self._field(child)
            elif name == "instrText":
                if self._fields:
                    self._fields[-1].instruction.append(child.text or "")
                self._alone([child])
            elif name and name not in _IGNORED_IN_RUN:
                self._alone([child])

    def _text(self, element: Element, key: Hashable) -> None:
        text = element.text
        if not text:
            return
        if not may_be_hard(text):
            self._found.append(Piece("text", text, element, 0, key))
            return
        for part, hard in split_text(element, self.grammar, self._split):
            if hard:
                self._alone([part])
            else:
                self._found.append(Piece("text", part.text or "", part, key=key))

    def _alone(self, elements: list[Element]) -> None:
        self._count += 1
        self._found.append(Piece("alone", source=elements, number=self._count))

    def _formatting(self, properties: Element) -> Hashable:
        """What makes a run look as it does, without what nobody sees."""
        seen: list[Hashable] = []
        for one in properties:
            name = self._name(one)
            if not name or name in _NO_FORMATTING:
                continue
            attributes = one.attrib.items()
            if name == "rFonts":
                attributes = [pair for pair in attributes if not pair[0].endswith("}hint")]
                if not attributes:
                    continue
            seen.append((name, *attributes, etree.tostring(one) if len(one) else b""))
        return tuple(seen)

    def _field(self, mark: Element) -> None:
        kind = mark.get(self._ns + "fldCharType", "")
        at = len(self._found)
        self._alone([mark])
        if kind == "begin":
            self._fields.append(_Field(at, self._depth))
        elif kind == "separate" and self._fields:
            self._fields[-1].separated = at
        elif kind == "end" and self._fields:
            begun = self._fields.pop()
            if begun.depth == self._depth:
                self._finish(begun)

    def _finish(self, begun: _Field) -> None:
        """A hyperlink's words are translated, every other field stands alone."""
        is_link = "".join(begun.instruction).split()[:1] == ["HYPERLINK"]
        if not is_link or begun.separated < 0:
            whole = _elements(self._found[begun.start :])
            del self._found[begun.start :]
            self._alone(whole)
            return
        self._count += 1
        end = self._found.pop()
        first = _elements(self._found[begun.start : begun.separated + 1])
        holder = Holder("field", first=first, last=list(end.source))
        opening = Piece("open", source=holder, number=self._count)
        self._found[begun.start : begun.separated + 1] = [opening]
        self._found.append(Piece("close", source=holder, number=self._count))


def _elements(found: list[Piece]) -> list[Element]:
    """All elements of these pieces, in order; what is in an element is moved with it."""
    elements: list[Element] = []
    inside = 0
    for one in found:
        source, kind = one.source, one.kind
        around = kind in ("open", "close") and source.kind == "element"
        if around and kind == "close":
            inside -= 1
        if not inside:
            if kind == "text":
                elements.append(source)
            elif kind == "alone":
                elements += source
            elif kind == "open":
                elements += [source.element] if around else source.first
            elif not around:
                elements += source.last
        if around and kind == "open":
            inside += 1
    return elements
