"""The entries of a PO file: where they stand, how their strings are read and written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from assistant.documents.translating.text_file import lines_of
from assistant.documents.translating.wrapping import columns

_LINE = re.compile(r'\s*(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s*)?"(.*)"\s*\Z')
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_WRITTEN = {"\\": "\\\\", '"': '\\"', **{one: "\\" + name for name, one in _NAMED.items()}}
_TO_WRITE = re.compile(r'[\\"\n\t\r\x07\x08\x0c\x0b]')
_CHUNK = re.compile(r"(?:\\.|[^\\ ])*(?: +|\Z)")
_WIDTH = 79


class Entry(msgspec.Struct, eq=False):
    """A message; `span` is the range of its msgstr lines, `waits`: it has no translation."""

    strings: dict[str, str] = {}
    span: tuple[int, int] = (0, 0)
    fuzzy: bool = False
    obsolete: bool = False

    @property
    def source(self) -> str:
        return self.strings.get("msgid", "")

    @property
    def context(self) -> str:
        return self.strings.get("msgctxt", "")

    @property
    def sources(self) -> tuple[str, ...]:
        plural = self.strings.get("msgid_plural")
        return (self.source,) if plural is None else (self.source, plural)

    @property
    def forms(self) -> int:
        return sum(1 for name in self.strings if name.startswith("msgstr["))

    @property
    def waits(self) -> bool:
        made = [text for name, text in self.strings.items() if name.startswith("msgstr")]
        return bool(made) and not any(made) and not self.fuzzy


def entries(text: str) -> Iterator[Entry]:
    """The entries that are in use, in order."""
    entry, name = Entry(), ""
    for start, end, _next in lines_of(text):
        line = text[start:end]
        stripped = line.strip()
        found = _LINE.match(line)
        begins = stripped.startswith("#") or bool(found and found[1] in ("msgctxt", "msgid"))
        if name.startswith("msgstr") and (begins or not stripped):
            yield entry
            entry, name = Entry(), ""
        if stripped.startswith("#,"):
            entry.fuzzy = entry.fuzzy or "fuzzy" in re.split(r"[,\s]+", stripped)
        if not found or stripped.startswith("#"):
            continue
        if found[1]:
            name = found[1]
            entry.strings[name] = ""
            if name.startswith("msgstr"):
                entry.span = (entry.span[0] or start, end)
        if name:
            entry.strings[name] += _read(found[3])
            if name.startswith("msgstr"):
                entry.span = (entry.span[0], end)
    if name.startswith("msgstr"):
        yield entry


def _read(written: str) -> str:
    def one(escape: re.Match[str]) -> str:
        if escape[1]:
            return chr(int(escape[1], 16))
        if escape[2]:
            return chr(int(escape[2], 8) & 0xFF)
        return _NAMED.get(escape[3], escape[3])

    return _ESCAPE.sub(one, written) if "\\" in written else written


def usual_width(text: str) -> int:
    """How wide the file writes its strings: 0 where it breaks them only at line ends."""
    widths = [
        columns(text[start:end])
        for start, end, _next in lines_of(text)
        if text[start : start + 1] == '"' or text[start : start + 3] == "msg"
    ]
    return 0 if any(width > _WIDTH + 1 for width in widths) else _WIDTH


def lines(keyword: str, text: str, width: int) -> list[str]:
    """The lines of a string, as gettext writes them."""
    written = _TO_WRITE.sub(lambda one: _WRITTEN[one[0]], text)
    single = f'{keyword} "{written}"'
    if "\n" not in text[:-1] and (not width or columns(single) <= width):
        return [single]
    said = [f'{keyword} ""']
    for line in re.findall(r"(?:\\.|[^\\])*?\\n|(?:\\.|[^\\])+\Z", written):
        said += [f'"{part}"' for part in _wrapped(line, width - 2 if width else 0)]
    return said


def _wrapped(line: str, width: int) -> list[str]:
    if not width:
        return [line]
    parts: list[str] = [""]
    for chunk in _CHUNK.findall(line):
        if parts[-1] and columns(parts[-1]) + columns(chunk) > width:
            parts.append("")
        parts[-1] += chunk
    return [part for part in parts if part]
