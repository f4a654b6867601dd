"""What the sources of an answer are, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from assistant.core.citation import Citation
from assistant.core.citation_marks import MarkPlace, place_of, section_place
from assistant.core.display_text import one_line
from assistant.core.grounding import DocumentRef, Sources
from assistant.core.summary_point import Point
from assistant.ui.error_words import in_window_language
from assistant.ui.transcript.sources_line import read_words
from assistant.ui.words import number_text

translate = QCoreApplication.translate
_QUOTE, _WARNING, _NAME = 400, 300, 200


@dataclass(frozen=True, slots=True)
class SourceRow:
    """`number` of a citation, `where` it stands, `verdict` on a quotation in the tone's colour.

    `place` is what a click opens, None where there is nothing to open.
    """

    kind: Literal["read", "warning", "document", "heading", "citation", "point"]
    text: str
    number: int = 0
    where: str = ""
    verdict: str = ""
    tone: Literal["secondary", "good", "caution"] = "secondary"
    place: MarkPlace | None = None

    @property
    def spoken(self) -> str:
        """The whole row for a screen reader."""
        number = translate("Sources", "Source {number}").format(number=self.number)
        words = [self.where, self.text] if self.kind == "citation" else [self.text, self.where]
        parts = [number if self.number else "", *words, self.verdict]
        return ", ".join(part for part in parts if part)


def source_rows(sources: Sources) -> list[SourceRow]:
    """How much was read, what is to be known of it, then document by document."""
    rows = [SourceRow("read", "  ·  ".join(read_words(sources)))]
    rows += [
        SourceRow("warning", one_line(in_window_language(text), _WARNING), tone="caution")
        for text in sources.warnings
    ]
    lost = [_citation_row(each, sources) for each in sources.citations]
    points = list(sources.points)
    unused: list[SourceRow] = []
    for index, document in enumerate(sources.documents):
        own = [row for row in lost if row.place is not None and row.place.document == document]
        own += [_point_row(each, sources) for each in points if each.documents == (index,)]
        lost = [row for row in lost if row not in own]
        points = [each for each in points if each.documents != (index,)]
        if own or len(sources.documents) == 1:
            rows += [_document_row(document), *own]
        else:
            unused.append(_document_row(document))
    compared = [_point_row(each, sources) for each in points]
    rows += _headed(translate("Sources", "In no document"), lost)
    rows += _headed(translate("Sources", "Comparison"), compared)
    return rows + _headed(translate("Sources", "Also searched"), unused)


def _document_row(document: DocumentRef) -> SourceRow:
    name = one_line(document.name, _NAME) or translate("Sources", "Text without a name")
    pages = translate("Sources", "1 page") if document.pages else ""
    if document.pages > 1:
        pages = translate("Sources", "{count} pages").format(count=number_text(document.pages))
    return SourceRow("document", name, where=pages, place=MarkPlace(document=document))


def _headed(heading: str, rows: list[SourceRow]) -> list[SourceRow]:
    return [SourceRow("heading", heading), *rows] if rows else []


def _citation_row(citation: Citation, sources: Sources) -> SourceRow:
    where = ""
    if citation.page:
        where = translate("Sources", "Page {page}").format(page=number_text(citation.page))
    text = one_line(citation.quote, _QUOTE)
    verdict, tone = translate("Sources", "the answer refers to this passage"), "secondary"
    if citation.by_model:
        text = f"“{text}”"
        verdict, tone = translate("Sources", "found in the text"), "good"
        if not citation.verified:
            verdict, tone = translate("Sources", "not found in the text"), "caution"
    place = place_of(citation, sources)
    return SourceRow("citation", text, citation.n, where, verdict, tone, place)  # type: ignore[arg-type]


def _point_row(point: Point, sources: Sources) -> SourceRow:
    text = one_line(point.text, _QUOTE)
    known = [index for index in point.documents if 0 <= index < len(sources.documents)]
    if not known:
        return SourceRow("point", text)
    document = sources.documents[known[0]]
    place: MarkPlace | None = MarkPlace(document=document)
    where = ""
    if len(known) > 1:
        where = ", ".join(one_line(sources.documents[index].name, 60) for index in known)
    elif point.pages:
        place = MarkPlace(document=document, page=point.pages[0])
        one, many = translate("Sources", "Page {numbers}"), translate("Sources", "Pages {numbers}")
        where = _numbers(point.pages, one, many)
    elif point.sections:
        place = section_place(point.sections[0], known[0], sources)
        one = translate("Sources", "Section {numbers}")
        where = _numbers(point.sections, one, translate("Sources", "Sections {numbers}"))
    return SourceRow("point", text, where=where, place=place)


def _numbers(numbers: tuple[int, ...], one: str, many: str) -> str:
    """ "Pages 3–5, 9"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    words = ", ".join("–".join(map(number_text, run)) for run in runs)
    return (many if len(set(numbers)) > 1 else one).format(numbers=words)
