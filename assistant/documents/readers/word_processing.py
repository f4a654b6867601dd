"""DOCX, read as a stream: one paragraph or table at a time is in memory.

python-docx loads the whole package with its pictures, and its paragraphs lack tracked changes,
content controls, text boxes and notes; so the XML (ECMA-376, transitional and strict) is read
with lxml directly. Elements are told apart by their local names.
"""

from __future__ import annotations

import posixpath
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
    streamed,
)
from assistant.documents.readers.table_text import cell_text, table_text
from assistant.documents.readers.word_styles import Style, Styles, paragraph_levels
from assistant.documents.reading import Source, TextBuilder

_DELETED = frozenset({"del", "moveFrom", "delText", "delInstrText"})
_SKIPPED = frozenset(
    {"pPr", "rPr", "instrText", "tblPr", "trPr", "tcPr", "sdtPr", "sdtEndPr", "rt"}
)
_CHARACTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_DELETED_NOTE = "Text that tracked changes delete was left out."
_INSERTED_NOTE = "The document has tracked changes; inserted text was read."
_COMMENT_NOTE = "Comments were left out."
_HIDDEN_NOTE = "Hidden text was left out."
_OTHER_FILE_NOTE = "A file that is embedded in the document was not read."


def read(source: Source, builder: TextBuilder) -> None:
    """Blocks in the order of the text; each note follows the paragraph that refers to it.

    Headers come once before the text, footers once after it. Pages are not known before Word
    lays the document out, so there are none. Raises `UserError` as `Archive` does.
    """
    with Archive(source.path) as archive:
        package = _Package(archive)
        builder.title = package.title()
        writer = _Writer(builder, package)
        writer.add_margins("header")
        writer.add_body(source)
        writer.add_margins("footer")
    source.report(1.0)


class _Package:
    """The parts of a DOCX that hold text."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.main = next(iter(self._related("", "officeDocument")), "word/document.xml")
        if self.main not in archive:
            raise damaged()
        self.styles = Styles(self._root("styles"))
        self.notes = {kind: self._notes(kind) for kind in ("footnotes", "endnotes")}

    def title(self) -> str:
        for name in self._related("", "core-properties"):
            if name in self.archive:
                for element in self.archive.tree(name).iter():
                    if local_name(element) == "title":
                        return cell_text(element.text or "")
        return ""

    def margins(self, kind: str) -> Iterator[etree._Element]:
        for name in self._related(self.main, kind):
            if name in self.archive:
                yield self.archive.tree(name)

    def _root(self, kind: str) -> etree._Element | None:
        name = next(iter(self._related(self.main, kind)), "")
        return self.archive.tree(name) if name in self.archive else None

    def _notes(self, kind: str) -> dict[str, etree._Element]:
        root = self._root(kind)
        if root is None:
            return {}
        return {
            attribute(note, "id"): note
            for note in root
            if attribute(note, "type") in ("", "normal")
        }

    def _related(self, part: str, kind: str) -> list[str]:
        """The members that `part` ("": the package) refers to as `kind`."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self.archive:
            return []
        found = []
        for relation in self.archive.tree(relations):
            type_name = attribute(relation, "Type").rpartition("/")[2]
            if type_name == kind and attribute(relation, "TargetMode") != "External":
                target = attribute(relation, "Target")
                found.append(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        return found


@dataclass(slots=True)
class _Found:
    """What stands in a paragraph beside its text."""

    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


class _Writer:
    def __init__(self, builder: TextBuilder, package: _Package) -> None:
        self._builder = builder
        self._package = package
        self._numbers: dict[tuple[str, str], int] = {}
        self._code: list[str] = []
        self._joined = ""

    def add_margins(self, kind: str) -> None:
        """The texts of all headers or footers, each once."""
        known: set[str] = set()
        for root in self._package.margins(kind):
            lines = [self._text(one, _Found()) for one in root.iter("{*}p")]
            text = "\n".join(line.strip() for line in lines if line.strip())
            if text not in known:
                known.add(text)
                self._builder.add(text)

    def add_body(self, source: Source) -> None:
        archive, main = self._package.archive, self._package.main
        size = max(1, archive.size(main))
        depth = 0
        rows: list[list[str]] = []
        found = _Found()
        with archive.open(main, LARGEST_STREAM) as stream:
            for event, element in streamed(stream, "p", "tbl", "tr", "altChunk"):
                name = local_name(element)
                if name == "altChunk":
                    self._builder.note(_OTHER_FILE_NOTE)
                elif name == "tr":
                    if event == "end" and depth == 1:
                        rows.append(self._row(element, found))
                        forget(element)
                        source.report(min(1.0, stream.tell() / size))
                else:
                    depth += 1 if event == "start" else -1
                    if event == "start" or depth:
                        continue
                    if name == "tbl":
                        self._finish_table(rows, found)
                        rows, found = [], _Found()
                    else:
                        self._add_paragraph(element)
                    forget(element)
                    source.report(min(1.0, stream.tell() / size))
        self._builder.add(self._joined)
        self._end_code()

    def _add(self, element: etree._Element) -> None:
        if local_name(element) == "tbl":
            found = _Found()
            self._finish_table([self._row(row, found) for row in _rows(element)], found)
        else:
            self._add_paragraph(element)

    def _add_paragraph(self, element: etree._Element) -> None:
        found = _Found()
        text = self._joined + self._text(element, found)
        self._joined = ""
        properties = element.find("{*}pPr")
        if properties is not None and properties.find("{*}rPr/{*}del") is not None:
            self._joined = text  # its end is deleted: the next paragraph goes on with it
            return
        style = self._style(properties)
        if style.kind == "code":
            self._code.append(text)
        else:
            self._end_code()
            if style.is_title and not self._builder.title:
                self._builder.title = cell_text(text)
            self._builder.add(text, style.kind, style.level)
        self._add_found(found)

    def _style(self, properties: etree._Element | None) -> Style:
        if properties is None:
            return Style()
        named = properties.find("{*}pStyle")
        style = self._package.styles.of("" if named is None else attribute(named, "val"))
        outline, level = paragraph_levels(properties)
        if outline is not None and outline < 9 and style.kind != "heading":
            return Style("heading", min(6, outline + 1))
        if style.kind == "heading" or level is None:
            return style
        if level < 0:
            return Style() if style.kind == "list_item" else style
        return Style("list_item", level + 1)

    def _end_code(self) -> None:
        self._builder.add("\n".join(self._code), "code")
        self._code = []

    def _finish_table(self, rows: list[list[str]], found: _Found) -> None:
        self._end_code()
        self._builder.add(table_text(rows), "table")
        self._add_found(found)

    def _row(self, row: etree._Element, found: _Found) -> list[str]:
        """The cells of a row; one that a cell above reaches into is empty."""
        texts = []
        for cell in row.iter("{*}tc"):
            if next(cell.iterancestors("{*}tr")) is not row:
                continue  # of a table within a cell, which is part of that cell's text
            merged = cell.find("{*}tcPr/{*}vMerge")
            goes_on = merged is not None and attribute(merged, "val") != "restart"
            texts.append("" if goes_on else self._cell(cell, found))
        return texts

    def _cell(self, cell: etree._Element, found: _Found) -> str:
        paragraphs = (
            self._text(one, found)
            for one in cell.iter("{*}p")
            if not any(local_name(above) == "txbxContent" for above in _up_to(one, cell))
        )
        return cell_text(" ".join(paragraphs))

    def _add_found(self, found: _Found) -> None:
        """Text boxes and notes that a paragraph or a table holds or refers to."""
        for box in found.boxes:
            for element in box:
                for one in _paragraphs_and_tables(element):
                    self._add(one)
        for kind, note_id in found.notes:
            note = self._package.notes[kind].get(note_id)
            if note is not None:
                text = " ".join(self._text(one, _Found()).strip() for one in note.iter("{*}p"))
                mark = f"[{self._numbers[kind, note_id]}]"
                kind_of_block: BlockKind = "footnote"
                self._builder.add(f"{mark} {text.strip()}", kind_of_block)

    def _text(self, element: etree._Element, found: _Found) -> str:
        """The text of a paragraph as it reads with all changes accepted."""
        parts: list[str] = []
        waiting = list(reversed(element))
        while waiting:
            one = waiting.pop()
            name = local_name(one)
            if name == "t":
                parts.append(one.text or "")
            elif name in _CHARACTERS:
                parts.append(_CHARACTERS[name])
            elif name in ("footnoteReference", "endnoteReference"):
                parts.append(self._reference(name, attribute(one, "id"), found))
            elif name == "txbxContent":
                found.boxes.append(one)
            elif name == "AlternateContent":
                waiting.extend(one[:1])  # the choices after the first show the same
            elif name == "ruby":
                parts.append(_ruby(one))
            elif name == "r" and one.find("{*}rPr/{*}vanish") is not None and _is_hidden(one):
                self._builder.note(_HIDDEN_NOTE)
            elif self._is_read(name):
                waiting.extend(reversed(one))
        return "".join(parts)

    def _is_read(self, name: str) -> bool:
        if name in _DELETED:
            self._builder.note(_DELETED_NOTE)
            return False
        if name in ("ins", "moveTo"):
            self._builder.note(_INSERTED_NOTE)
        elif name == "commentReference":
            self._builder.note(_COMMENT_NOTE)
        return name not in _SKIPPED

    def _reference(self, name: str, note_id: str, found: _Found) -> str:
        kind = name.removesuffix("Reference") + "s"
        if note_id not in self._package.notes[kind]:
            return ""
        number = self._numbers.setdefault((kind, note_id), len(self._numbers) + 1)
        found.notes.append((kind, note_id))
        return f"[{number}]"


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find("{*}rPr/{*}vanish")
    return vanish is not None and attribute(vanish, "val") not in ("0", "false", "off")


def _ruby(element: etree._Element) -> str:
    """Characters with their reading in brackets."""
    texts = {
        local_name(part): "".join(one.text or "" for one in part.iter("{*}t")) for part in element
    }
    reading = texts.get("rt", "")
    return texts.get("rubyBase", "") + (f"({reading})" if reading else "")


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in table.iter("{*}tr"):
        if next(row.iterancestors("{*}tbl")) is table:
            yield row


def _up_to(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    for above in element.iterancestors():
        if above is top:
            return
        yield above


def _paragraphs_and_tables(element: etree._Element) -> Iterator[etree._Element]:
    if local_name(element) in ("p", "tbl"):
        yield element
    else:
        for child in element:
            yield from _paragraphs_and_tables(child)
