"""Word documents in two languages: the source above or beside its translation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from assistant.documents.translating.opened import Layout
from assistant.documents.translating.runs import Element, Grammar, Paragraph, joined

_ONCE = frozenset(
    (
        *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"),
        *("commentReference", "permStart", "permEnd", "drawing", "pict", "object", "sectPr"),
    )
)
"""What a document must not have twice."""
_NOTE_MARKS = frozenset(("footnoteReference", "endnoteReference"))


def doubled(paragraphs: Sequence[Paragraph], grammar: Grammar, layout: Layout) -> None:
    """Put a copy of each paragraph before it ("below"), or into a table with it ("table").

    Only paragraphs that stand in the body itself get into a table. The copy stays in the source
    language; the paragraph itself is translated afterwards.
    """
    namespace = grammar.run.removesuffix("r")
    done: list[tuple[Element, Element]] = []
    for paragraph in paragraphs:
        element = paragraph.element
        copy = deepcopy(element)
        _joined_copy(copy, paragraph, grammar)
        for one in list(copy.iter()):
            if _name(one) in _ONCE or _in_fallback(one):
                _drop(one)
        for name in list(copy.attrib):
            if name.endswith(("}paraId", "}textId")):
                del copy.attrib[name]
        _unnumbered(element, namespace)
        element.addprevious(copy)
        done.append((copy, element))
    if layout == "table":
        _tables(done, namespace)


def _joined_copy(copy: Element, paragraph: Paragraph, grammar: Grammar) -> None:
    """Texts that were split in the paragraph are whole in its copy."""
    if not paragraph.split:
        return
    order = {id(one): number for number, one in enumerate(paragraph.element.iter())}
    copies = list(copy.iter())
    joined([(copies[order[id(a)]], copies[order[id(b)]]) for a, b in paragraph.split], grammar)


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _in_fallback(element: Element) -> bool:
    """A drawing in its alternative forms: all of it is dropped."""
    return _name(element) == "AlternateContent"


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unnumbered(paragraph: Element, namespace: str) -> None:
    """The translation of an item is no item of its own."""
    properties = paragraph.find(f"{namespace}pPr")
    numbering = properties.find(f"{namespace}numPr") if properties is not None else None
    if numbering is not None:
        for child in list(numbering):
            numbering.remove(child)
        _made(numbering, f"{namespace}numId", val="0")


def _made(parent: Element, tag: str, **values: str) -> Element:
    made = parent.makeelement(tag)
    namespace = tag.partition("}")[0] + "}"
    for name, value in values.items():
        made.set(namespace + name, value)
    parent.append(made)
    return made


def _tables(done: Sequence[tuple[Element, Element]], namespace: str) -> None:
    for rows in _neighbours([pair for pair in done if _in_body(pair[1])]):
        last = rows[-1][1]
        table = last.makeelement(f"{namespace}tbl")
        rows[0][0].addprevious(table)
        properties = _made(table, f"{namespace}tblPr")
        _made(properties, f"{namespace}tblW", w="5000", type="pct")
        _made(properties, f"{namespace}tblLayout", type="fixed")
        grid = _made(table, f"{namespace}tblGrid")
        for _column in range(2):
            _made(grid, f"{namespace}gridCol", w="4536")
        break_after = _section_of(last, namespace)
        for pair in rows:
            row = _made(table, f"{namespace}tr")
            for paragraph in pair:
                cell = _made(row, f"{namespace}tc")
                width = _made(_made(cell, f"{namespace}tcPr"), f"{namespace}tcW")
                width.set(f"{namespace}w", "2500")
                width.set(f"{namespace}type", "pct")
                cell.append(paragraph)
        following = table.makeelement(f"{namespace}p")
        table.addnext(following)
        if break_after is not None:
            _made(following, f"{namespace}pPr").append(break_after)


def _in_body(paragraph: Element) -> bool:
    parent = paragraph.getparent()
    return parent is not None and _name(parent) == "body"


def _section_of(paragraph: Element, namespace: str) -> Element | None:
    """The end of a section, taken out of the paragraph: it cannot stand in a table."""
    found = paragraph.find(f"{namespace}pPr/{namespace}sectPr")
    if found is not None:
        _drop(found)
    return found


def _neighbours(
    done: Sequence[tuple[Element, Element]],
) -> Iterator[list[tuple[Element, Element]]]:
    """Pairs that follow each other; a section ends a table."""
    rows: list[tuple[Element, Element]] = []
    for copy, element in done:
        if rows:
            previous = rows[-1][1]
            ends = any(_name(one) == "sectPr" for one in previous.iterdescendants())
            if ends or previous.getnext() is not copy:
                yield rows
                rows = []
        rows.append((copy, element))
    if rows:
        yield rows
