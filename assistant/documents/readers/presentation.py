"""PPTX, by python-pptx. A slide is a page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError

from assistant.documents.archives import (
    LARGEST_TREE,
    Archive,
    faults_of_the_file,
    parse_xml,
    too_much,
)
from assistant.documents.readers.table_text import cell_text, table_text
from assistant.documents.reading import Source, TextBuilder

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
_LISTS = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY)
_REPEATED = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_ROWS_ON_A_SLIDE = 25
"""Shapes whose tops differ by less than this part of the height stand side by side."""
_DEEPEST_GROUP = 30
_FAULTS = (PythonPptxError, TypeError, AttributeError, AssertionError, RecursionError)


def read(source: Source, builder: TextBuilder) -> None:
    """The title of each slide as a heading, its text from top to bottom, and its notes."""
    with Archive(source.path) as archive:
        package = _without_media(archive)
    with faults_of_the_file(*_FAULTS):
        presentation = Presentation(package)
        builder.title = cell_text(presentation.core_properties.title or "")
        slides = list(presentation.slides)
        row = (presentation.slide_height or 0) // _ROWS_ON_A_SLIDE
        hidden = []
        for number, slide in enumerate(slides, 1):
            builder.begin_page()
            if slide.element.get("show") in ("0", "false"):
                hidden.append(str(number))
            _add_slide(slide, row, builder)
            source.report(number / len(slides))
    if hidden:
        builder.note(f"Hidden slides were read too: {', '.join(hidden)}.")


def _without_media(archive: Archive) -> io.BytesIO:
    """The package with pictures, films and fonts emptied: python-pptx loads every part."""
    package = io.BytesIO()
    total = 0
    with zipfile.ZipFile(package, "w") as written:
        for name in archive.names:
            if not name.lower().endswith((".xml", ".rels")):
                written.writestr(name, b"")
                continue
            total += archive.size(name)
            if total > LARGEST_TREE:
                raise too_much()
            written.writestr(name, archive.read(name))
    package.seek(0)
    return package


def _add_slide(slide: Any, row: int, builder: TextBuilder) -> None:
    title = slide.shapes.title
    if title is not None:
        builder.add(_plain(title.text_frame.text), "heading", 1)
    for shape in _in_order(slide.shapes, row):
        if title is None or shape.shape_id != title.shape_id:
            _add_shape(shape, row, builder, 0)
    if slide.has_notes_slide:
        frame = slide.notes_slide.notes_text_frame
        for paragraph in frame.paragraphs if frame is not None else ():
            builder.add(_plain(paragraph.text), "footnote")


def _in_order(shapes: Iterable[Any], row: int) -> Iterator[Any]:
    """From top to bottom, and from left to right what stands side by side."""
    placed = sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0))
    beside: list[Any] = []
    for shape in placed:
        if beside and (shape.top or 0) - (beside[0].top or 0) > row:
            yield from sorted(beside, key=lambda one: one.left or 0)
            beside = []
        beside.append(shape)
    yield from sorted(beside, key=lambda one: one.left or 0)


def _add_shape(shape: Any, row: int, builder: TextBuilder, depth: int) -> None:
    kind = shape.placeholder_format.type if shape.is_placeholder else None
    if kind in _REPEATED or depth > _DEEPEST_GROUP:
        return
    if hasattr(shape, "shapes"):
        for inner in _in_order(shape.shapes, row):
            _add_shape(inner, row, builder, depth + 1)
    elif shape.has_text_frame:
        _add_text(shape.text_frame, kind, builder)
    elif getattr(shape, "has_table", False):
        builder.add(table_text(map(_cells, shape.table.rows)), "table")
    elif getattr(shape, "has_chart", False):
        _add_chart(shape.chart, builder)
    else:
        _add_diagram(shape, builder)


def _add_text(frame: Any, kind: Any, builder: TextBuilder) -> None:
    for paragraph in frame.paragraphs:
        text = _plain(paragraph.text)
        if kind in _TITLES:
            builder.add(text, "heading", 1)
        elif kind in _LISTS:
            builder.add(text, "list_item", paragraph.level + 1)
        else:
            builder.add(text)


def _cells(row: Any) -> list[str]:
    return ["" if cell.is_spanned else cell_text(cell.text_frame.text) for cell in row.cells]


def _add_chart(chart: Any, builder: TextBuilder) -> None:
    if chart.has_title and chart.chart_title.has_text_frame:
        builder.add(_plain(chart.chart_title.text_frame.text), "caption")
    for plot in chart.plots:
        series = list(plot.series)
        columns = [[_number(value) for value in one.values] for one in series]
        names = [str(category) for category in plot.categories]
        rows = [["", *(cell_text(one.name) for one in series)]]
        length = max(map(len, [names, *columns]))
        rows.extend(
            [column[at] if at < len(column) else "" for column in [names, *columns]]
            for at in range(length)
        )
        builder.add(table_text(rows), "table")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _add_diagram(shape: Any, builder: TextBuilder) -> None:
    """SmartArt: its text stands in a part of its own, point by point."""
    for reference in shape.element.iter(f"{{{_DIAGRAM}}}relIds"):
        for key, relation in reference.attrib.items():
            if key.endswith("}dm"):
                for point in parse_xml(shape.part.related_part(relation).blob).iter("{*}pt"):
                    for paragraph in point.iter("{*}p"):
                        builder.add("".join(one.text or "" for one in paragraph.iter("{*}t")))


def _plain(text: str) -> str:
    """python-pptx writes a line break as a vertical tab."""
    return text.replace("\v", "\n")
