"""Glossaries as TBX (ISO 30042), the exchange format of terminology programs.

Both editions are read, `martif` of 2008 and `tbx` of 2019, in the dialect TBX-Basic; the second
is written. Nothing outside of the file is ever opened.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from assistant.core.translation.glossary import Glossary
from assistant.core.translation.languages import are_alike, find_language
from assistant.language.term_rows import Columns, ReadTerms, terms_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOTES = ("note", "descrip", "descripGrp")
_ENTRIES = ("termEntry", "conceptEntry")
_LANGUAGES = ("langSet", "langSec")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_UNKNOWN = "und"
_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Entry = tuple[list[tuple[str, list[str]]], str]
"""Of a concept: its terms in each language (as the file calls it), and its note."""


class NotTbx(Exception):  # noqa: N818 - it is a finding, told by whoever reads the file
    """The data are no XML, or hold no entries."""


def read_tbx(data: bytes, into: Glossary) -> ReadTerms:
    """The terms of a TBX file, from the language of `into`, or the file's first, to the other.

    A concept with several terms in the source language has each of them; in the target language
    the first one counts. Raises `NotTbx`.
    """
    title, entries = _parsed(data)
    source, target = _languages(entries, into)
    rows: list[tuple[str, str, str]] = []
    for languages, note in entries:
        froms, tos = _terms_in(languages, source, 0), _terms_in(languages, target, 1)
        rows += ((term, tos[0] if tos else "", note) for term in froms or [""])
    columns = Columns(
        keep=None,
        source_language=_our_code(source) or into.source_language,
        target_language=_our_code(target) or into.target_language,
    )
    named = Glossary(name=title or into.name)
    return terms_of(rows, columns, named)


def tbx_data(glossary: Glossary) -> bytes:
    """The glossary as TBX-Basic of 2019. A term that stays has itself as its translation."""
    source = glossary.source_language or _UNKNOWN
    target = glossary.target_language or _UNKNOWN
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<tbx type="TBX-Basic" style="dca" xml:lang={quoteattr(source)} xmlns="{_NAMESPACE}">',
        "<tbxHeader><fileDesc>",
        f"<titleStmt><title>{_text(glossary.name)}</title></titleStmt>",
        "<sourceDesc><p>Inkstone</p></sourceDesc>",
        "</fileDesc></tbxHeader>",
        "<text><body>",
    ]
    for number, term in enumerate(glossary.terms, 1):
        wanted = term.source if term.keep else term.target
        note = f"<note>{_text(term.note)}</note>" if term.note else ""
        lines.append(
            f'<conceptEntry id="c{number}">{note}'
            f"{_language(source, term.source)}{_language(target, wanted)}</conceptEntry>"
        )
    lines.append("</body></text>\n</tbx>\n")
    return "\n".join(lines).encode()


def _language(code: str, term: str) -> str:
    inner = f"<termSec><term>{_text(term)}</term></termSec>"
    return f"<langSec xml:lang={quoteattr(code)}>{inner}</langSec>"


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", text))


def _parsed(data: bytes) -> tuple[str, list[Entry]]:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    title = ""
    entries: list[Entry] = []
    try:
        for _event, element in iterparse(io.BytesIO(data), events=("end",)):
            name = _name(element)
            if name == "title" and not title:
                title = " ".join("".join(element.itertext()).split())
            elif name in _ENTRIES:
                entries.append(_entry(element))
                element.clear()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NotTbx from error
    if not entries and b"<tbx" not in data[:4000] and b"<martif" not in data[:4000]:
        raise NotTbx
    return title, entries


def _entry(element: Element) -> Entry:
    languages: list[tuple[str, list[str]]] = []
    note = ""
    for child in element:
        name = _name(child)
        if name in _LANGUAGES:
            found = [
                "".join(one.itertext()).strip() for one in child.iter() if _name(one) == "term"
            ]
            code = child.get(_LANG) or child.get("lang") or ""
            languages.append((code, [text for text in found if text]))
        elif name in _NOTES and not note:
            note = "".join(child.itertext()).strip()
    return languages, note


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _languages(entries: list[Entry], into: Glossary) -> tuple[str, str]:
    """The languages to take, as the file calls them; "" where any will do."""
    found = list(dict.fromkeys(code for languages, _ in entries for code, _ in languages))
    source = _wanted(found, into.source_language)
    target = _wanted([code for code in found if code != source], into.target_language)
    if not source:
        source = next((code for code in found if code != target), "")
    if not target:
        target = next((code for code in found if code != source), source)
    return source, target


def _wanted(codes: list[str], language: str) -> str:
    if not language:
        return ""
    return next((code for code in codes if are_alike(_our_code(code), language)), "")


def _our_code(code: str) -> str:
    return find_language(code) if code and code != _UNKNOWN else ""


def _terms_in(languages: list[tuple[str, list[str]]], wanted: str, place: int) -> list[str]:
    """The terms in that language; where both are called the same, by their order."""
    fitting = [terms for code, terms in languages if code == wanted]
    if len(fitting) > 1:
        return fitting[min(place, len(fitting) - 1)]
    return fitting[0] if fitting else []
