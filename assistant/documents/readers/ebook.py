"""EPUB 2 and 3: the pages of the book in the order of its spine."""

from __future__ import annotations

import html
import posixpath
import re
from urllib.parse import unquote

from lxml import etree

from assistant.core.errors import UserError
from assistant.documents.archives import (
    Archive,
    attribute,
    damaged,
)
from assistant.documents.encodings import decode
from assistant.documents.readers.html_text import add_html
from assistant.documents.readers.table_text import cell_text
from assistant.documents.readers.web_page import declared_encoding
from assistant.documents.reading import Source, TextBuilder

_LARGEST_PAGE = 20_000_000
_PAGE_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_EMPTY_ELEMENT = re.compile(r"<([A-Za-z][\w.-]*)((?:\s[^<>]*)?)/>")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_FONT_SCHEMES = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def read(source: Source, builder: TextBuilder) -> None:
    """The blocks of every page in the spine.

    Raises `UserError("password_needed")` for a book that is encrypted for its shop's readers.
    """
    with Archive(source.path) as archive:
        package = _package_name(archive)
        root = archive.tree(package)
        pages = _pages(root, posixpath.dirname(package))
        if not pages:
            raise damaged()
        _refuse_protected(archive, set(pages))
        builder.title = _title(root)
        for done, name in enumerate(pages, 1):
            if name in archive:
                _add_page(archive.read(name, _LARGEST_PAGE), builder)
            else:
                builder.note("A page that the book lists is missing from the file.")
            source.report(done / len(pages))


def _package_name(archive: Archive) -> str:
    """The package document that META-INF/container.xml names, or the only one there is."""
    container = "META-INF/container.xml"
    if container in archive:
        for element in archive.tree(container).iter("{*}rootfile"):
            name = unquote(attribute(element, "full-path"))
            if name in archive:
                return name
    for name in archive.names:
        if name.lower().endswith(".opf"):
            return name
    raise damaged()


def _pages(root: etree._Element, folder: str) -> list[str]:
    items: dict[str, str] = {}
    for item in root.iter("{*}item"):
        if attribute(item, "media-type").lower() in _PAGE_TYPES:
            name = unquote(attribute(item, "href")).partition("#")[0]
            joined = posixpath.normpath(posixpath.join("/", folder, name))
            items[attribute(item, "id")] = joined.lstrip("/")
    spine = [attribute(one, "idref") for one in root.iter("{*}itemref")]
    names = [items[one] for one in spine if one in items]
    return list(dict.fromkeys(names)) or list(items.values())


def _title(root: etree._Element) -> str:
    found = root.find(".//{http://purl.org/dc/elements/1.1/}title")
    return "" if found is None else cell_text("".join(found.itertext()))


def _refuse_protected(archive: Archive, pages: set[str]) -> None:
    name = "META-INF/encryption.xml"
    if name not in archive:
        return
    for data in archive.tree(name).iter("{*}EncryptedData"):
        method = data.find("{*}EncryptionMethod")
        if method is not None and attribute(method, "Algorithm").startswith(_FONT_SCHEMES):
            continue
        for reference in data.iter("{*}CipherReference"):
            if unquote(attribute(reference, "URI")) in pages:
                raise UserError(
                    "password_needed",
                    "The book is encrypted; only the reader of the shop it is from can open it.",
                    "Ask the shop for a copy without copy protection.",
                )


def _add_page(data: bytes, builder: TextBuilder) -> None:
    add_html(_as_html(decode(data, declared_encoding(data)).text), builder)


def _as_html(text: str) -> str:
    """XHTML as HTML, whose parsers take `<title/>` for an element that is left open."""
    first, *others = text.split("<![CDATA[")
    parts = [first]
    for other in others:
        inside, _, after = other.partition("]]>")
        parts += [html.escape(inside), after]
    return _EMPTY_ELEMENT.sub(_with_end_tag, "".join(parts))


def _with_end_tag(found: re.Match[str]) -> str:
    name = found[1]
    return found[0] if name.lower() in _VOID else f"<{name}{found[2]}></{name}>"
