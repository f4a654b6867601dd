"""Word documents: paragraphs of the body, headers, footers, notes and text boxes."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.documents.translating.docx_paragraphs import PARAGRAPH, WORD, ParagraphReader
from assistant.documents.translating.office_file import OfficeFile
from assistant.documents.translating.opened import Layout, Opened, Report, note
from assistant.documents.translating.package import Package
from assistant.documents.translating.runs import Element, Grammar, Paragraph

_PARTS = (".main+xml", ".footnotes+xml", ".endnotes+xml", ".header+xml", ".footer+xml")
_DELETED = {f"{WORD}{name}" for name in ("del", "moveFrom", "ins", "moveTo")}
_TRACKED_NOTE = note(
    "Tracked changes: the text with all changes accepted is translated, deleted text stays."
)
_COMMENTS_NOTE = note("Comments stay untranslated.")
_DRAWINGS_NOTE = note("Text in SmartArt, charts and pictures stays untranslated.")


def opened(data: bytes, report: Report) -> Opened:
    """The texts of a Word document."""
    package = Package(data)
    parts = package.of_type(*_PARTS) or ["word/document.xml"]
    return OfficeFile(
        package,
        parts,
        PARAGRAPH,
        ParagraphReader,
        report,
        notes=lambda roots: _notes(package, roots),
        bilingual=_Bilingual(),
    )


def _notes(package: Package, roots: Sequence[Element]) -> list[str]:
    notes: list[str] = []
    if any(next(root.iter(*_DELETED), None) is not None for root in roots):
        notes.append(_TRACKED_NOTE)
    if package.of_type(".comments+xml"):
        notes.append(_COMMENTS_NOTE)
    if any(name.startswith(("word/charts/", "word/diagrams/")) for name in package.names):
        notes.append(_DRAWINGS_NOTE)
    return notes


class _Bilingual:
    """Most files become one in one language: nothing of this is loaded for them."""

    def doubled(self, paragraphs: Sequence[Paragraph], grammar: Grammar, layout: Layout) -> None:
        """See `docx_bilingual`."""
        from assistant.documents.translating import docx_bilingual

        docx_bilingual.doubled(paragraphs, grammar, layout)
