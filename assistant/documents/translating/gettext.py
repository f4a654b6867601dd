"""PO files: what is not translated yet; everything else stays byte for byte."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.documents.translating import gettext_entries
from assistant.documents.translating.gettext_entries import Entry
from assistant.documents.translating.marks import (
    HARD,
    Piece,
    arranged,
    has_words,
    numbered,
    paired,
)
from assistant.documents.translating.opened import Layout, Opened, Rebuilt, Report, note
from assistant.documents.translating.text_file import TextFile

_CHARSET = re.compile(rb"Content-Type:[^\n\"]*charset=([\w.:-]{1,40})", re.IGNORECASE)
_PLURALS = re.compile(r"nplurals\s*=\s*([1-9])\b")
_LANGUAGE = re.compile(r'(?m)^("Language: )(\\n")')
_HARD = re.compile(
    HARD + r"|%\d+\$[-+#0-9.]*[a-zA-Z]"
    r"|%(?:\(\w{1,60}\))?[-+#0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|L|q|j|z|t)?[a-zA-Z@%]"
    r"|%[1-9]\d?|\$?\{[^{}\s]{0,80}\}|<(?P<close>/?)(?P<name>[A-Za-z][\w-]*)[^<>]*?(?P<single>/?)>"
)
_KEPT_NOTE = note("Entries that are translated or marked as fuzzy stay as they are.")


def opened(data: bytes, _report: Report) -> Opened:
    """The untranslated entries of a PO or POT file."""
    declared = _CHARSET.search(data, 0, 20_000)
    charset = declared[1].decode("ascii", "replace") if declared else ""
    return _Catalogue(TextFile(data, "" if charset == "CHARSET" else charset))


class _Catalogue:
    def __init__(self, file: TextFile) -> None:
        self._file = file
        self._width = gettext_entries.usual_width(file.text)
        self._entries: list[Entry] = []
        self._pieces: list[list[Piece]] = []
        self._header: Entry | None = None
        self.notes: tuple[str, ...] = ()
        self.units: list[str] = []
        for entry in gettext_entries.entries(file.text):
            if not entry.source and not entry.context:
                self._header = self._header or entry
            elif not entry.waits:
                self.notes = (_KEPT_NOTE,)
            else:
                self._add(entry)

    def _add(self, entry: Entry) -> None:
        found = [_pieces(source) for source in entry.sources]
        if any(one.kind == "text" and has_words(one.text) for pieces in found for one in pieces):
            self._entries.append(entry)
            self._pieces += found
            self.units += map(numbered, found)

    def rebuilt(self, targets: Sequence[str], bilingual: Layout, language: str = "") -> Rebuilt:
        """See `Opened`; a PO file is in two languages as it is."""
        said: list[str] = []
        at = number = 0
        if self._header is not None and language:
            start, end = self._header.span
            header = self._file.text[start:end]
            named = language.replace("-", "_")
            said.append(self._file.text[:start])
            said.append(_LANGUAGE.sub(lambda one: one[1] + named + one[2], header, count=1))
            at = end
        for entry in self._entries:
            count = len(entry.sources)
            made = [
                _ended_alike(source, _text(arranged(target, pieces)))
                for source, target, pieces in zip(
                    entry.sources,
                    targets[number : number + count],
                    self._pieces[number : number + count],
                    strict=True,
                )
            ]
            number += count
            if not all(text.strip() for text in made):
                continue
            start, end = entry.span
            said.append(self._file.text[at:start])
            said.append(self._strings(entry, made))
            at = end
        data, notes = self._file.encoded("".join(said) + self._file.text[at:])
        return Rebuilt([data], notes)

    def _strings(self, entry: Entry, made: Sequence[str]) -> str:
        """The msgstr lines of the entry, without the last line end."""
        newline = self._file.newline
        if len(made) == 1:
            return newline.join(gettext_entries.lines("msgstr", made[0], self._width))
        forms = self._forms() or max(2, entry.forms)
        said: list[str] = []
        for form in range(forms):
            text = made[0] if form == 0 and forms > 1 else made[1]
            said += gettext_entries.lines(f"msgstr[{form}]", text, self._width)
        return newline.join(said)

    def _forms(self) -> int:
        """How many plural forms the header says there are; 0 where it does not."""
        if self._header is None:
            return 0
        start, end = self._header.span
        found = _PLURALS.search(self._file.text, start, end)
        return int(found[1]) if found else 0


def _pieces(source: str) -> list[Piece]:
    pieces: list[Piece] = []
    names: dict[str, int] = {}
    at = 0
    for hard in _HARD.finditer(source):
        if hard.start() > at:
            pieces.append(Piece("text", source[at : hard.start()]))
        piece = Piece("alone", source=hard[0])
        if hard["name"] and not hard["single"]:
            piece.kind = "close" if hard["close"] else "open"
            piece.number = names.setdefault(hard["name"].lower(), len(names) + 1)
        pieces.append(piece)
        at = hard.end()
    if at < len(source):
        pieces.append(Piece("text", source[at:]))
    return paired(pieces)


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(one.text if one.kind == "text" else one.source for one in pieces)


def _ended_alike(source: str, target: str) -> str:
    """gettext refuses a translation that does not begin and end with a line end as the source."""
    first, last = source.startswith("\n"), source.endswith("\n")
    core = target.strip("\n")
    return ("\n" if first else "") + core + ("\n" if last and len(source) > 1 else "")
