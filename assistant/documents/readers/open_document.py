"""ODT (OpenDocument 1.3 text), read as a stream with lxml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from assistant.core.document_text import BlockKind
from assistant.documents.archives import (
    LARGEST_STREAM,
    Archive,
    attribute,
    damaged,
    forget,
    local_name,
    locked,
    streamed,
)
from assistant.documents.readers.table_text import cell_text, table_text
from assistant.documents.reading import Source, TextBuilder

_SPACE = re.compile(r"[ \t\n\r]+")
_SKIPPED = frozenset(
    {"tracked-changes", "annotation", "note", "frame", "sequence-decls", "title", "desc"}
    | {"bookmark", "soft-page-break", "ruby-text", "custom-shape", "g"}
)
_KINDS: dict[str, BlockKind] = {
    "quotations": "quote",
    "preformatted text": "code",
    "caption": "caption",
    "illustration": "caption",
}
_MOST_SPACES = 1000
_MOST_REPEATED = 200
"""Of a cell or row; what is repeated more often fills the rest of a sheet."""
_LARGEST_TABLE = 2_000_000  # cells


@dataclass(slots=True)
class _Found:
    notes: list[tuple[int, etree._Element]] = field(default_factory=list)
    frames: list[etree._Element] = field(default_factory=list)


def read(source: Source, builder: TextBuilder) -> None:
    """Blocks in the order of the text; headers once before it, footers once after it."""
    with Archive(source.path) as archive:
        _check_password(archive)
        if "content.xml" not in archive:
            raise damaged()
        writer = _Writer(builder)
        styles = archive.tree("styles.xml") if "styles.xml" in archive else None
        builder.title = _title(archive)
        writer.learn(styles)
        writer.add_margins(styles, "header")
        size = max(1, archive.size("content.xml"))
        with archive.open("content.xml", LARGEST_STREAM) as stream:
            for done in writer.add_content(streamed(stream, *_TOP)):
                if done:
                    source.report(min(1.0, stream.tell() / size))
        writer.add_margins(styles, "footer")
    source.report(1.0)


_TOP = ("automatic-styles", "body", "tracked-changes", "h", "p", "list", "table")


def _check_password(archive: Archive) -> None:
    name = "META-INF/manifest.xml"
    if name in archive and b"encryption-data" in archive.read(name):
        raise locked()


def _title(archive: Archive) -> str:
    if "meta.xml" not in archive:
        return ""
    found = archive.tree("meta.xml").find(".//{http://purl.org/dc/elements/1.1/}title")
    return "" if found is None else cell_text(found.text or "")


class _Writer:
    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._styles: dict[str, tuple[str, str]] = {}  # name: (display name, parent)
        self._notes = 0

    def learn(self, root: etree._Element | None) -> None:
        """Remember the paragraph styles under `root`."""
        for style in root.iter("{*}style") if root is not None else ():
            name = attribute(style, "name")
            display = attribute(style, "display-name") or name.replace("_20_", " ")
            self._styles[name] = (display.lower(), attribute(style, "parent-style-name"))

    def add_margins(self, styles: etree._Element | None, kind: str) -> None:
        known: set[str] = set()
        for margin in styles.iter(f"{{*}}{kind}") if styles is not None else ():
            lines = [self._text(one, _Found()) for one in margin.iter("{*}p", "{*}h")]
            text = "\n".join(line for line in lines if line)
            if text not in known:
                known.add(text)
                self._builder.add(text)

    def add_content(self, events: Iterator[tuple[str, etree._Element]]) -> Iterator[bool]:
        """Add the body; yields True after each block that is done."""
        depth = 0
        in_body = False
        for event, element in events:
            name = local_name(element)
            if name == "automatic-styles":
                if event == "end":
                    self.learn(element)
            elif name == "body":
                in_body = event == "start"
            else:
                depth += 1 if event == "start" else -1
                if event == "end" and depth == 0 and in_body:
                    self._add(element, 0)
                    forget(element)
                    yield True

    def _add(self, element: etree._Element, list_level: int) -> None:
        name = local_name(element)
        if name == "tracked-changes":
            self._builder.note("Text that tracked changes delete was left out.")
        elif name == "h":
            self._add_paragraph(element, "heading", _level(element))
        elif name == "p":
            kind: BlockKind = "list_item" if list_level else self._kind(element)
            level = list_level or (1 if kind == "heading" else 0)
            self._add_paragraph(element, kind, level)
        elif name == "table":
            self._add_table(element)
        elif name not in _SKIPPED:
            deeper = min(9, list_level + (name == "list"))
            for child in element:
                self._add(child, deeper)

    def _kind(self, paragraph: etree._Element) -> BlockKind:
        """By the first style of the chain that has a name with a meaning."""
        name = attribute(paragraph, "style-name")
        for _ in range(20):
            display, parent = self._styles.get(name, ("", ""))
            if display == "title":
                return "heading"
            if display in _KINDS:
                return _KINDS[display]
            name = parent
        return "paragraph"

    def _add_paragraph(self, element: etree._Element, kind: BlockKind, level: int) -> None:
        found = _Found()
        text = self._text(element, found)
        if kind == "heading" and not self._builder.title and level == 1:
            self._builder.title = cell_text(text)
        self._builder.add(text, kind, level)
        self._add_found(found)

    def _add_found(self, found: _Found) -> None:
        for frame in found.frames:
            for box in frame.iter("{*}text-box"):
                for child in box:
                    self._add(child, 0)
                break  # frames within it are found in its paragraphs
        for number, note in found.notes:
            body = note.find("{*}note-body")
            lines = [] if body is None else [self._text(one, _Found()) for one in body.iter("{*}p")]
            self._builder.add(f"[{number}] {' '.join(lines)}", "footnote")

    def _add_table(self, table: etree._Element) -> None:
        found = _Found()
        rows: list[list[str]] = []
        cells = 0
        for row in table.iter("{*}table-row"):
            if next(row.iterancestors("{*}table")) is not table:
                continue
            texts = self._row(row, found)
            times = _repeated(row, "number-rows-repeated") if any(texts) else 1
            cells += len(texts) * times
            if cells > _LARGEST_TABLE:
                self._builder.note("A table is very long; its last rows were left out.")
                break
            rows.extend([texts] * times)
        self._builder.add(table_text(rows), "table")
        self._add_found(found)

    def _row(self, row: etree._Element, found: _Found) -> list[str]:
        texts: list[str] = []
        for cell in row:
            name = local_name(cell)
            if name in ("table-cell", "covered-table-cell"):
                lines = [self._text(one, found) for one in cell.iter("{*}p", "{*}h")]
                text = "" if name == "covered-table-cell" else cell_text(" ".join(lines))
                texts.extend([text] * _repeated(cell, "number-columns-repeated"))
        return texts

    def _text(self, element: etree._Element, found: _Found) -> str:
        """The text with the rules for white space of ODF 1.3, part 3, 6.1.2."""
        parts = [_SPACE.sub(" ", element.text or "")]
        waiting = [(child, True) for child in reversed(element)]
        while waiting:
            one, way_in = waiting.pop()
            if not way_in:
                parts.append(_SPACE.sub(" ", one.tail or ""))
                continue
            waiting.append((one, False))
            name = local_name(one)
            if name in _SKIPPED:
                parts.append(self._beside(name, one, found))
            elif name == "s":
                parts.append(" " * min(_MOST_SPACES, _number(one, "c")))
            elif name in ("tab", "line-break"):
                parts.append("\t" if name == "tab" else "\n")
            else:
                parts.append(_SPACE.sub(" ", one.text or ""))
                waiting.extend((child, True) for child in reversed(one))
        return "".join(parts).strip()

    def _beside(self, name: str, element: etree._Element, found: _Found) -> str:
        """What stands in the text for something that is not part of it."""
        if name == "note":
            self._notes += 1
            found.notes.append((self._notes, element))
            return f"[{self._notes}]"
        if name in ("frame", "custom-shape", "g"):
            found.frames.append(element)
        elif name == "annotation":
            self._builder.note("Comments were left out.")
        elif name == "ruby-text":
            return f"({element.text})" if element.text else ""
        return ""


def _level(heading: etree._Element) -> int:
    return min(6, _number(heading, "outline-level"))


def _repeated(element: etree._Element, name: str) -> int:
    return min(_MOST_REPEATED, _number(element, name))


def _number(element: etree._Element, name: str) -> int:
    """A count in an attribute; 1 without it."""
    value = attribute(element, name)
    return max(1, int(value)) if re.fullmatch(r"\d{1,6}", value, re.ASCII) else 1
