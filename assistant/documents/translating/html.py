"""HTML: what stands between block tags, and the attributes that people read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.core.translation import languages
from assistant.documents.translating.html_scan import Attribute, Tag, scanned
from assistant.documents.translating.html_writing import HtmlText, pieces_of
from assistant.documents.translating.marks import Piece
from assistant.documents.translating.opened import Opened, Report
from assistant.documents.translating.spliced_file import SplicedFile
from assistant.documents.translating.splicing import Spliced, Unit, make_unit
from assistant.documents.translating.text_file import TextFile

_INLINE_NAMES = """
a abbr acronym b bdi bdo big br cite data del dfn em font i img input ins mark nobr q rb ruby s
small span strike strong sub sup time tt u wbr
"""
_OPAQUE_INLINE_NAMES = "code kbd samp var rt rp svg math"
_OPAQUE_NAMES = """
script style pre textarea iframe object video audio canvas map template xmp noembed noframes
plaintext
"""
_META_NAMES = "description og:title og:description twitter:title twitter:description"
_INLINE = frozenset(_INLINE_NAMES.split())
_OPAQUE_INLINE = frozenset(_OPAQUE_INLINE_NAMES.split())
_OPAQUE = frozenset(_OPAQUE_NAMES.split())
_META = frozenset(_META_NAMES.split())
_READ = ("alt", "title", "placeholder", "aria-label")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_COLUMNS = (
    '<span style="display:flex;gap:2em"><span style="flex:1">',
    '</span><span style="flex:1">',
    "</span></span>",
)


def opened(data: bytes, report: Report) -> Opened:
    """The texts of an HTML file."""
    declared = _CHARSET.search(data, 0, 2048)
    file = TextFile(data, declared[1].decode("ascii", "replace") if declared else "")
    page = _Page(file.text, report)
    units = list(page.units())
    return SplicedFile(
        file,
        units,
        in_columns=_in_columns,
        finish=page.in_language,
        unencodable="xmlcharrefreplace",
    )


class _Page:
    def __init__(self, text: str, report: Report) -> None:
        self._text = text
        self._report = report
        self._run: list[Piece] = []
        self._names: dict[str, int] = {}
        self._root: Tag | None = None
        self._dialect = HtmlText()
        self._attribute_dialects = {quote: HtmlText(quote) for quote in ('"', "'", "")}

    def units(self) -> Iterator[Unit]:
        """In no order."""
        tags = scanned(self._text)
        for tag in tags:
            self._report(tag.start / len(self._text))
            if tag.kind == "text":
                self._run += pieces_of(self._text[tag.start : tag.end], tag.start)
                continue
            if tag.kind == "other":
                self._run.append(Piece("alone", "", (tag.start, tag.end)))
                continue
            if tag.name == "html" and tag.kind == "open":
                self._root = tag
            if tag.kind == "open" and self._is_opaque(tag):
                end = tag.end if tag.closed else _skipped(tags, tag)
                if tag.name in _INLINE or tag.name in _OPAQUE_INLINE:
                    self._run.append(Piece("alone", "", (tag.start, end)))
                else:
                    yield from self._flush()
                continue
            if tag.kind == "open":
                yield from self._attributes(tag)
            if tag.name in _INLINE:
                self._inline(tag)
            else:
                yield from self._flush(repeated=tag.name != "title")
        yield from self._flush()

    def _is_opaque(self, tag: Tag) -> bool:
        if tag.name in _OPAQUE or tag.name in _OPAQUE_INLINE:
            return True
        if tag.name in ("html", "body"):  # who opens the page here wants it translated
            return False
        return (
            self._value(tag, "translate").lower() == "no"
            or "notranslate" in self._value(tag, "class").split()
        )

    def _value(self, tag: Tag, name: str) -> str:
        found = tag.attributes.get(name)
        return self._text[found.start : found.end] if found else ""

    def _inline(self, tag: Tag) -> None:
        piece = Piece("alone", "", (tag.start, tag.end))
        if not tag.closed:
            piece.kind = "open" if tag.kind == "open" else "close"
            piece.number = self._names.setdefault(tag.name, len(self._names) + 1)
        self._run.append(piece)

    def _flush(self, *, repeated: bool = True) -> Iterator[Unit]:
        """The unit of what stands between two block tags."""
        run, self._run = self._run, []
        tags = {id(one) for one in run if one.kind in ("open", "close")}
        unit = make_unit(run, self._dialect)
        if unit is None:
            return
        if repeated:
            unit.block = _whole([(one, id(one) in tags) for one in run])
            unit.glue = "<br>"
        yield unit

    def _attributes(self, tag: Tag) -> Iterator[Unit]:
        wanted = [name for name in _READ if name in tag.attributes]
        if tag.name == "meta":
            named = self._value(tag, "name") or self._value(tag, "property")
            if named.lower() in _META and "content" in tag.attributes:
                wanted.append("content")
        if tag.name == "input" and self._value(tag, "type").lower() in (
            "submit",
            "button",
            "reset",
        ):
            wanted.append("value")
        for name in wanted:
            if name in tag.attributes:
                yield from self._attribute(tag.attributes[name])

    def _attribute(self, found: Attribute) -> Iterator[Unit]:
        pieces = pieces_of(self._text[found.start : found.end], found.start)
        unit = make_unit(pieces, self._attribute_dialects[found.quote])
        if unit is not None:
            yield unit

    def in_language(self, text: str, language: str) -> str:
        """The page `text`, whose words are in `language` now."""
        if self._root is None or not language:
            return text
        start, end = self._root.start, self._root.end  # no unit stands before it but in comments
        if text[start:end] != self._text[start:end]:
            return text
        wanted = {"lang": language}
        if "xml:lang" in self._root.attributes:
            wanted["xml:lang"] = language
        if languages.is_right_to_left(language):
            wanted["dir"] = "rtl"
        elif self._value(self._root, "dir").lower() == "rtl":
            wanted["dir"] = "ltr"
        return text[:start] + self._tag_with(wanted) + text[end:]

    def _tag_with(self, values: dict[str, str]) -> str:
        root = self._root
        assert root is not None  # noqa: S101 - asked by the caller
        said = self._text[root.start : root.end]
        present = {name: one for name, one in root.attributes.items() if one.end}
        for name in sorted(values, key=lambda one: -present[one].start if one in present else 0):
            if name in present:
                first, last = present[name].start - root.start, present[name].end - root.start
                said = said[:first] + values[name] + said[last:]
        added = "".join(f' {name}="{said}"' for name, said in values.items() if name not in present)
        return said[:5] + added + said[5:]


def _whole(run: list[tuple[Piece, bool]]) -> tuple[int, int]:
    """The range of the run without white space, and tags at its ends that are not in pairs."""

    def counts(piece: Piece, tag: bool) -> bool:
        return (
            bool(piece.text.strip())
            if piece.kind == "text"
            else not (tag and piece.kind == "alone")
        )

    kept = [piece for piece, tag in run if counts(piece, tag)]
    first, last = kept[0], kept[-1]
    start, end = _span(first)[0], _span(last)[1]
    if first.kind == "text":
        start += len(first.text) - len(first.text.lstrip())
    if last.kind == "text":
        end -= len(last.text) - len(last.text.rstrip())
    return start, end


def _span(piece: Piece) -> tuple[int, int]:
    if piece.kind == "text":
        return piece.source.start, piece.source.end
    first, last = piece.source
    return first, last


def _skipped(tags: Iterator[Tag], opening: Tag) -> int:
    """Pass over the content of the element; where it ends."""
    depth = 1
    end = opening.end
    for tag in tags:
        end = tag.end
        if tag.name == opening.name and tag.kind == "close":
            depth -= 1
        elif tag.name == opening.name and tag.kind == "open" and not tag.closed:
            depth += 1
        if not depth:
            break
    return end


def _in_columns(spliced: Spliced, targets: Sequence[str]) -> str:
    """Each block beside its translation: two columns that may stand wherever text may."""
    said: list[str] = []
    at = 0
    for number, unit in enumerate(spliced.units):
        if unit.block is None or unit.block[0] < at or targets[number] == unit.text:
            continue
        start, end = unit.block
        said += [spliced.text[at:start], _COLUMNS[0], spliced.text[start:end], _COLUMNS[1]]
        said += [spliced.rendered(start, end, targets), _COLUMNS[2]]
        at = end
    return "".join(said) + spliced.text[at:]
