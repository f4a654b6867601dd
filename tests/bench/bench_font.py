"""A TrueType font for any characters, embedded as most Chinese PDFs have theirs.

reportlab's own Chinese fonts are not embedded: what is measured with them is how PDFium looks for
a font on this machine. The glyphs are a few strokes each, other ones for each character; nobody
reads them, but PDFium measures them as it does real ones.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Sequence

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

_UNITS = 1000
_STROKES = 8
_NARROW = 500
_ON_CURVE = 0x01
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
%d beginbfrange
%s
endbfrange endcmap CMapName currentdict /CMap defineresource pop end end
"""


class EmbeddedFont(UnicodeCIDFont):  # type: ignore[misc]
    """Has every one of `characters`, of the basic plane; codes in the PDF are UTF-16."""

    def __init__(self, name: str, characters: Sequence[str]) -> None:
        super().__init__("STSong-Light")
        self.name = self.fontName = name
        self._characters = sorted({*characters, *map(chr, range(0x20, 0x7F))})
        self.unicodeWidths = {each: _width(each) for each in self._characters}

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:
        """Write the font and everything that belongs to it."""
        internal = f"F{len(doc.fontMapping) + 1}"
        program = truetype(self._characters)
        file = pdfdoc.PDFStream(content=program)
        file.dictionary = pdfdoc.PDFDictionary({"Length1": len(program)})
        descriptor = {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": pdfdoc.PDFName(self.name),
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray([0, -120, _UNITS, 880]),
            "ItalicAngle": 0,
            "Ascent": 880,
            "Descent": -120,
            "CapHeight": 700,
            "StemV": 80,
            "FontFile2": _kept(doc, file),
        }
        below = {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType2"),
            "BaseFont": pdfdoc.PDFName(self.name),
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {
                    "Registry": pdfdoc.PDFString("Adobe"),
                    "Ordering": pdfdoc.PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "DW": _UNITS,
            "W": pdfdoc.PDFArray([0x20, 0x7E, _NARROW]),
            "FontDescriptor": _kept(doc, pdfdoc.PDFDictionary(descriptor)),
            "CIDToGIDMap": _kept(doc, _stream(self._glyph_numbers())),
        }
        whole = {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("Type0"),
            "BaseFont": pdfdoc.PDFName(self.name),
            "Encoding": pdfdoc.PDFName("Identity-H"),
            "ToUnicode": _kept(doc, _stream(self._to_unicode())),
            "DescendantFonts": pdfdoc.PDFArray([_kept(doc, pdfdoc.PDFDictionary(below))]),
        }
        reference = doc.Reference(pdfdoc.PDFDictionary(whole), internal)
        doc.idToObject["BasicFonts"].dict[internal] = reference
        doc.fontMapping[self.name] = "/" + internal

    def _glyph_numbers(self) -> bytes:
        numbers = [0] * 65536
        for number, character in enumerate(self._characters, 1):
            numbers[ord(character)] = number
        return struct.pack(">65536H", *numbers)

    def _to_unicode(self) -> bytes:
        """Each code is its character: 256 ranges, for a range may not leave its first byte."""
        ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
        parts = [ranges[at : at + 100] for at in range(0, 256, 100)]
        middle = b"\nendbfrange %d beginbfrange\n"
        text = b""
        for number, part in enumerate(parts):
            text += (middle % len(part) if number else b"") + "\n".join(part).encode()
        return _TO_UNICODE % (len(parts[0]), text)


def _kept(doc: pdfdoc.PDFDocument, content: object) -> object:
    return doc.Reference(content)


def _stream(content: bytes) -> pdfdoc.PDFStream:
    return pdfdoc.PDFStream(content=content)


def _width(character: str) -> int:
    return _NARROW if character.isascii() else _UNITS


def truetype(characters: Sequence[str]) -> bytes:
    """The font file; glyph n is that of character n - 1. Tables as in Apple's and Microsoft's
    specification of TrueType, only those that a PDF needs."""
    draw = random.Random(3)
    glyphs = [b"", *(_glyph(draw, _width(each)) for each in characters)]
    places, body = [0], b""
    for glyph in glyphs:
        body += glyph + b"\0" * (-len(glyph) % 4)
        places.append(len(body))
    widths = [_UNITS, *map(_width, characters)]
    points, contours = 4 * _STROKES, _STROKES
    box = (0, -120, _UNITS, 880)
    tables = {
        b"glyf": body,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh",
            *(0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0, *box, 0, 8, 2, 1, 0),
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH",
            *(0x10000, 880, -120, 0, _UNITS, 0, 0, _UNITS, 1, 0, 0, 0, 0, 0, 0, 0, len(glyphs)),
        ),
        b"hmtx": b"".join(struct.pack(">Hh", width, 0) for width in widths),
        b"loca": struct.pack(f">{len(places)}I", *places),
        b"maxp": struct.pack(
            ">IHHHHHHHHHHHHHH",
            *(0x10000, len(glyphs), points, contours, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
        ),
    }
    return _assembled(tables)


def _glyph(draw: random.Random, width: int) -> bytes:
    """Strokes as thin rectangles, lying and standing by turns."""
    corners: list[tuple[int, int]] = []
    for number in range(_STROKES):
        x, y = draw.randrange(40, width // 2), draw.randrange(-80, 500)
        long, thin = draw.randrange(100, width // 2), draw.randrange(30, 60)
        across, up = (long, thin) if number % 2 else (thin, long)
        corners += [(x, y), (x, y + up), (x + across, y + up), (x + across, y)]
    ends = [4 * number + 3 for number in range(_STROKES)]
    xs, ys = ([corner[axis] for corner in corners] for axis in (0, 1))
    steps = [
        value - before
        for values in (xs, ys)
        for before, value in zip([0, *values], values, strict=False)
    ]
    return (
        struct.pack(">hhhhh", _STROKES, min(xs), min(ys), max(xs), max(ys))
        + struct.pack(f">{_STROKES}H", *ends)
        + struct.pack(">H", 0)
        + bytes([_ON_CURVE]) * len(corners)
        + struct.pack(f">{len(steps)}h", *steps)
    )


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    at = len(head) + 16 * len(tables)
    directory, body = b"", b""
    for name, content in sorted(tables.items()):
        content += b"\0" * (-len(content) % 4)  # noqa: PLW2901 - tables begin at words
        directory += struct.pack(">4sIII", name, 0, at + len(body), len(tables[name]))
        body += content
    return head + directory + body


def register(name: str, characters: Sequence[str]) -> str:
    """Make the font known to reportlab; its name."""
    pdfmetrics.registerFont(EmbeddedFont(name, characters))
    return name
