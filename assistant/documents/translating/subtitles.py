"""SRT and WebVTT: what is said in the cues; times, numbers, settings and notes stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.documents.translating import html_writing
from assistant.documents.translating.marks import Piece
from assistant.documents.translating.opened import Opened, Report
from assistant.documents.translating.plain_text import Plain
from assistant.documents.translating.spliced_file import SplicedFile
from assistant.documents.translating.splicing import Dialect, Unit, make_unit, text_pieces
from assistant.documents.translating.text_file import TextFile, lines_of
from assistant.documents.translating.wrapping import balanced, columns

_WIDTH = 42
_TIME = re.compile(
    r"\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
)
_TAG = re.compile(r"<(/?)([A-Za-z]*)[^<>\n]*>|\{\\[^{}\n]*\}")
_BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
_DASH = re.compile(r"\s*(?:<[^>]*>|\{\\[^}]*\})*\s*[-–—‐]")
_NOT_CUES = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)(?:[ \t]|\Z)")

Line = tuple[int, int, int]


def opened(data: bytes, _report: Report) -> Opened:
    """The cues of a subtitle file."""
    file = TextFile(data)
    cues = _Cues(file, vtt=file.text.lstrip("\ufeff")[:6] == "WEBVTT")
    return SplicedFile(file, list(cues.units()))


class _Cues:
    def __init__(self, file: TextFile, *, vtt: bool) -> None:
        self._file = file
        self._text = file.text
        self._vtt = vtt
        self._dialect: Dialect = html_writing.HtmlText() if vtt else Plain()

    def units(self) -> Iterator[Unit]:
        for lines in self._cues():
            dialogue = len(lines) > 1 and all(
                _DASH.match(self._text, start, end) for start, end, _next in lines
            )
            parts = [[line] for line in lines] if dialogue else [lines]
            for part in parts:
                start, end = part[0][0], part[-1][1]
                dash = _DASH.match(self._text, start, end) if dialogue else None
                words = dash.end() if dash else start
                unit = make_unit(self._pieces(words, end), self._dialect)
                if unit is not None:
                    unit.polished = self._rewrapped(part)
                    unit.block, unit.glue = (start, end), self._file.newline
                    yield unit

    def _cues(self) -> Iterator[list[Line]]:
        """The lines of text of each cue."""
        cue: list[Line] = []
        inside = fresh = False
        previous_empty = True
        for line in lines_of(self._text):
            text = self._text[line[0] : line[1]]
            if not text.strip():
                inside, previous_empty = False, True
                if cue:
                    yield cue
                cue = []
                continue
            if previous_empty:
                fresh = not (self._vtt and _NOT_CUES.match(text.lstrip("\ufeff")))
            previous_empty = False
            if inside:
                cue.append(line)
            elif fresh and _TIME.match(text):
                inside = True
        if cue:
            yield cue

    def _pieces(self, start: int, end: int) -> list[Piece]:
        pieces: list[Piece] = []
        names: dict[str, int] = {}
        at = start
        for tag in _TAG.finditer(self._text, start, end):
            pieces += self._words(at, tag.start())
            piece = Piece("alone", "", tag.span())
            if tag[2] and tag[2] != "v":
                piece.kind = "close" if tag[1] else "open"
                piece.number = names.setdefault(tag[2].lower(), len(names) + 1)
            pieces.append(piece)
            at = tag.end()
        return pieces + self._words(at, end)

    def _words(self, start: int, end: int) -> list[Piece]:
        text = self._text[start:end]
        if self._vtt:
            return html_writing.pieces_of(text, start, lines_only=True)
        spellings: list[tuple[int, str]] = []
        said: list[str] = []
        at = length = 0
        for broken in _BREAK.finditer(text):
            said += [text[at : broken.start()], " "]
            length += broken.start() - at
            spellings.append((length, broken[0]))
            length += 1
            at = broken.end()
        return text_pieces("".join([*said, text[at:]]), start, spellings)

    def _rewrapped(self, lines: Sequence[Line]) -> _Rewrapping:
        shown = [_TAG.sub("", self._text[start:end]) for start, end, _next in lines]
        return _Rewrapping(max(_WIDTH, *map(columns, shown), 0), len(lines))


class _Rewrapping:
    """Breaks lines anew where the cue had several and they have become more, or too long."""

    def __init__(self, widest: int, lines: int) -> None:
        self._widest = widest
        self._lines = lines

    def __call__(self, text: str, broken: str) -> str:
        lines = re.split(r"\r\n|\r|\n", text)
        fits = max(columns(_TAG.sub("", line)) for line in lines) <= self._widest
        if not broken or (fits and len(lines) <= self._lines):
            return text
        tags: list[str] = []

        def hide(tag: re.Match[str]) -> str:
            tags.append(tag[0])
            return chr(0xE000 + len(tags) - 1)

        hidden = _TAG.sub(hide, " ".join(line.strip() for line in lines))
        joined = broken.join(balanced(hidden, _WIDTH))
        return re.sub(
            "[\ue000-\uf8ff]",
            lambda one: tags[ord(one[0]) - 0xE000] if ord(one[0]) - 0xE000 < len(tags) else one[0],
            joined,
        )
