"""PowerPoint presentations: the texts of slides and of their notes."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from copy import deepcopy

from lxml import etree

from assistant.documents.translating.marks import Piece
from assistant.documents.translating.office_file import OfficeFile
from assistant.documents.translating.opened import Layout, Opened, Report, note
from assistant.documents.translating.package import Package
from assistant.documents.translating.runs import (
    Element,
    Grammar,
    Paragraph,
    joined,
    make_paragraph,
    split_text,
)
from assistant.documents.translating.spliced_file import no_table

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/drawingml/main}"
_NUMBER = re.compile(r"(\d+)")
_NO_FORMATTING = frozenset(("lang", "altLang", "dirty", "err", "noProof", "smtClean", "smtId"))
_DIAGRAMS_NOTE = note("Text in SmartArt, charts and pictures stays untranslated.")


def opened(data: bytes, report: Report) -> Opened:
    """The texts of a presentation."""
    package = Package(data)
    slides = sorted(package.of_type(".slide+xml"), key=_place)
    notes = sorted(package.of_type(".notesSlide+xml"), key=_place)
    return OfficeFile(
        package,
        [*slides, *notes],
        (_DRAWING + "p", _STRICT + "p"),
        _Reader,
        report,
        notes=lambda _roots: _notes(package),
        bilingual=_Below(),
    )


def _place(name: str) -> list[tuple[int, str]]:
    """Slide 10 comes after slide 9."""
    return [(int(one), "") if one.isdigit() else (0, one) for one in _NUMBER.split(name)]


def _notes(package: Package) -> list[str]:
    drawn = ("ppt/diagrams/", "ppt/charts/")
    return [_DIAGRAMS_NOTE] if any(one.startswith(drawn) for one in package.names) else []


class _Reader:
    """Reads the paragraphs of one slide."""

    def __init__(self, _root: Element) -> None:
        self.grammar = self._grammar(_DRAWING)

    @staticmethod
    def _grammar(namespace: str) -> Grammar:
        return Grammar(namespace + "r", namespace + "t", namespace + "rPr", keeps_space=False)

    def read(self, paragraph: Element) -> Paragraph | None:
        """The unit of the paragraph; None without words."""
        namespace = paragraph.tag.removesuffix("p")
        if self.grammar.run != namespace + "r":
            self.grammar = self._grammar(namespace)
        found: list[Piece] = []
        split: list[tuple[Element, Element]] = []
        aside = (namespace + "pPr", namespace + "endParaRPr")
        for number, child in enumerate(list(paragraph)):
            text = child.find(self.grammar.text) if child.tag == self.grammar.run else None
            if text is not None:
                key = self._formatting(child)
                for part, hard in split_text(text, self.grammar, split):
                    if hard:
                        found.append(_alone(part, len(found)))
                    elif part.text:
                        found.append(Piece("text", part.text, part, 0, key))
            elif isinstance(child.tag, str) and child.tag not in aside:
                found.append(_alone(child, number))
        return make_paragraph(paragraph, found, split)

    def _formatting(self, run: Element) -> Hashable:
        properties = run.find(self.grammar.properties)
        if properties is None:
            return ()
        attributes = [
            (name, value) for name, value in properties.attrib.items() if name not in _NO_FORMATTING
        ]
        return (*attributes, *map(etree.tostring, properties))


def _alone(element: Element, number: int) -> Piece:
    return Piece("alone", source=[element], number=number)


class _Below:
    """The source above its translation; slides have no room for columns."""

    def doubled(self, paragraphs: Sequence[Paragraph], grammar: Grammar, layout: Layout) -> None:
        """See `Bilingual`."""
        if layout == "table":
            raise no_table()
        for paragraph in paragraphs:
            element = paragraph.element
            copy = deepcopy(element)
            order = {id(one): number for number, one in enumerate(element.iter())}
            copies = list(copy.iter())
            joined(
                [(copies[order[id(a)]], copies[order[id(b)]]) for a, b in paragraph.split],
                grammar,
            )
            element.addprevious(copy)
