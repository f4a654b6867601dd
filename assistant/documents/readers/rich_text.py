"""RTF. striprtf gives the text; marks that are put in before tell what each line of it was.

The marks are noncharacters of Unicode (U+FDD0 and on), written as RTF's own `\\u` words, so they
come out where they were put in, and only where text comes out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from striprtf.striprtf import rtf_to_text

from assistant.core.display_text import storable
from assistant.core.document_text import BlockKind
from assistant.core.errors import UserError
from assistant.documents.archives import damaged, faults_of_the_file
from assistant.documents.encodings import LARGEST_FILE
from assistant.documents.readers.table_text import cell_text, row_text
from assistant.documents.reading import Source, TextBuilder

_LARGEST_SOURCE = 20_000_000
"""Characters without pictures; striprtf reads about a million in a second."""
_CELL, _ROW, _PARAGRAPH, _RESET, _PAGE = 0xFDD0, 0xFDD1, 0xFDD2, 0xFDD3, 0xFDD4
_NOTE = 0xFDD5
_HEADING = 0xFDD6  # and the next 8
_LIST = 0xFDDF  # and the next 8
_IN_TABLE = 0xFDE8
_WORDS = {
    "cell": _CELL,
    "nestcell": _CELL,
    "row": _ROW,
    "nestrow": _ROW,
    "par": _PARAGRAPH,
    "pard": _RESET,
    "page": _PAGE,
    "intbl": _IN_TABLE,
}
_MARKED = re.compile(
    r"\\(cell|nestcell|row|nestrow|pard|par|page|intbl|outlinelevel|ilvl)(\d*)(?![a-z]) ?"
)
_MARK = re.compile("([\ufdd0-\ufde8])")
_RAW_BYTES = re.compile(r"\\bin(\d{1,9}) ?")
_OUT_OF_SIGHT = re.compile(
    r"(\{\s*(?:\\\*\s*)?\\(?:pict|objdata|themedata|datastore|colorschememapping|latentstyles|"
    r"blipuid|fontemb|filetbl|nonshppict)\b)(?:[^{}]++|\{[^{}]*+\})*+"
)
_FOOTNOTE = re.compile(r"\{\s*\\footnote\b")
_BRACE = re.compile(r"\\[{}\\]|[{}]")
_HEAD_WORD = re.compile(r"\\(?:ansicpg\d+|deff\d+|mac|pc|pca|uc\d+)(?![a-z\d])")
_FONTS = re.compile(r"\{\s*\\fonttbl")


def read(source: Source, builder: TextBuilder) -> None:
    """Paragraphs, headings by outline level, items, tables and footnotes."""
    if source.path.stat().st_size > LARGEST_FILE:
        raise _too_long()
    rtf = source.path.read_bytes().decode("latin-1")
    if not rtf.lstrip().startswith("{\\rtf"):
        raise damaged()
    rtf = _OUT_OF_SIGHT.sub(r"\1", _without_raw_bytes(rtf))
    if len(rtf) > _LARGEST_SOURCE:
        raise _too_long()
    # striprtf appends the address of a link to its text, by a pattern that searches to the end
    # of the line for each field
    rtf = rtf.replace("HYPERLINK", "LINK").replace("{\\field", "\n{\\field")
    source.report(0.2)
    head = _head(rtf)
    rtf, notes = _without_footnotes(rtf)
    with faults_of_the_file(TypeError, AttributeError, RecursionError):
        text = storable(rtf_to_text(_marked(rtf), errors="replace"))
        note_texts = [
            storable(rtf_to_text(f"{head}{_marked(note)}}}", errors="replace")) for note in notes
        ]
    source.report(0.9)
    _Lines(builder, note_texts).add(text)
    source.report(1.0)


def _too_long() -> UserError:
    return UserError(
        "document_limit",
        "The document is too long to be read as RTF.",
        "Open it in the program that wrote it, save it as .docx, and read that file.",
    )


def _without_raw_bytes(rtf: str) -> str:
    parts, done = [], 0
    for found in _RAW_BYTES.finditer(rtf):
        if found.start() >= done:
            parts.append(rtf[done : found.start()])
            done = found.end() + int(found[1])
    return "".join([*parts, rtf[done:]])


def _group_end(rtf: str, start: int) -> int:
    """The character after the group that opens at `start`; the end when nothing closes it."""
    depth = 0
    for brace in _BRACE.finditer(rtf, start):
        if brace[0] == "{":
            depth += 1
        elif brace[0] == "}":
            depth -= 1
            if depth == 0:
                return brace.end()
    return len(rtf)


def _head(rtf: str) -> str:
    """The beginning of a document with the same code page and fonts, left open."""
    fonts = _FONTS.search(rtf)
    table = rtf[fonts.start() : _group_end(rtf, fonts.start())] if fonts else ""
    words = "".join(found[0] for found in _HEAD_WORD.finditer(rtf, 0, 2000))
    return f"{{\\rtf1{words}{table} "


def _without_footnotes(rtf: str) -> tuple[str, list[str]]:
    """striprtf drops footnotes: they are cut out, and a mark tells where each was."""
    parts: list[str] = []
    notes: list[str] = []
    done = 0
    for found in _FOOTNOTE.finditer(rtf):
        if found.start() < done:
            continue
        end = _group_end(rtf, found.start())
        parts += [rtf[done : found.start()], _mark(_NOTE)]
        notes.append("{" + rtf[found.end() : end])
        done = end
    return "".join([*parts, rtf[done:]]), notes


def _mark(code: int) -> str:
    return f"{{\\uc1\\u{code}?}}"


def _marked(rtf: str) -> str:
    def mark(found: re.Match[str]) -> str:
        word, number = found[1], int(found[2] or 0)
        if word == "outlinelevel":
            return _mark(_HEADING + number) if number < 9 else ""
        if word == "ilvl":
            return _mark(_LIST + min(number, 8))
        return _mark(_WORDS[word])

    return _MARKED.sub(mark, rtf)


@dataclass(slots=True)
class _Lines:
    """Puts the marked text back together as blocks."""

    builder: TextBuilder
    notes: list[str]
    heading: int = 0
    item: int = 0
    in_table: bool = False
    line: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    waiting: list[tuple[int, str]] = field(default_factory=list)
    next_note: int = 0

    def add(self, text: str) -> None:
        for part in _MARK.split(text):
            if _MARK.fullmatch(part):
                self._at_mark(ord(part))
            else:
                self.line.append(part)
        self._end_paragraph()
        self._end_table()

    def _at_mark(self, code: int) -> None:
        if code == _CELL:
            self.cells.append(cell_text(self._taken()))
        elif code == _ROW:
            self.rows.append(row_text(self.cells))
            self.cells = []
        elif code in (_PARAGRAPH, _PAGE):
            if self.in_table or self.cells:
                self.line.append(" ")
            else:
                self._end_paragraph()
        elif code == _RESET:
            self.heading, self.item, self.in_table = 0, 0, False
        elif code == _NOTE:
            self._at_note()
        elif code == _IN_TABLE:
            self.in_table = True
        elif code < _LIST:
            self.heading = min(6, code - _HEADING + 1)
        else:
            self.item = code - _LIST + 1

    def _taken(self) -> str:
        text = "".join(self.line)
        self.line = []
        return text

    def _at_note(self) -> None:
        self.next_note += 1
        self.line.append(f"[{self.next_note}]")
        if self.next_note <= len(self.notes):
            text = cell_text(_MARK.sub(" ", self.notes[self.next_note - 1]))
            self.waiting.append((self.next_note, text))

    def _end_paragraph(self) -> None:
        text = self._taken().strip()
        if not text:
            return
        if self.rows:
            waiting, self.waiting = self.waiting, []
            self._end_table()
            self.waiting = waiting
        kind: BlockKind = "paragraph"
        if self.heading:
            kind = "heading"
        elif self.item:
            kind = "list_item"
        self.builder.add(text, kind, self.heading or self.item)
        self._add_notes()

    def _end_table(self) -> None:
        if self.cells:
            self.rows.append(row_text(self.cells))
            self.cells = []
        if self.rows:
            self.builder.add("\n".join(row for row in self.rows if row), "table")
            self.rows = []
            self._add_notes()

    def _add_notes(self) -> None:
        for number, text in self.waiting:
            self.builder.add(f"[{number}] {text}", "footnote")
        self.waiting = []
