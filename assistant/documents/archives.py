"""Reading a zip-based document without believing what it says about itself.

Nothing is ever unpacked to the disk, so `..`, absolute names and links are mere names. A member
is read through `ZipFile.open`, which stops at the size that the directory declares; what is
declared is therefore what can be spent, and it is checked first.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO

from lxml import etree

from assistant.core.errors import UserError

MOST_MEMBERS = 30_000
LARGEST_TREE = 48_000_000
"""Bytes of XML that is held in memory as a whole (about ten times as much there)."""
LARGEST_STREAM = 400_000_000
"""Bytes of one member that is read piece by piece."""
LARGEST_TOTAL = 4_000_000_000
_SUSPICIOUS_SIZE = 16_000_000
_LARGEST_RATIO = 200
"""Text that people write is compressed 3 to 20 times, sparse sheets up to about 100 times."""

_CAREFUL = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""How XML of strangers is parsed: nothing is fetched, nothing expands."""
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    struct.error,
    UnicodeError,
    OSError,
    ValueError,
    OverflowError,
    KeyError,
    IndexError,
    etree.XMLSyntaxError,
)


def damaged() -> UserError:
    return UserError(
        "damaged_document",
        "The document is damaged: a part of it is missing or makes no sense.",
        "Open it in the program that wrote it, save it again, and read that file.",
    )


def too_much() -> UserError:
    return UserError(
        "document_limit",
        "The document unpacks to far more data than it has text, or than fits into the memory.",
        "If it is a document of yours, split it or save it in another format.",
    )


def locked() -> UserError:
    return UserError(
        "password_needed",
        "The document is protected by a password.",
        "Open it in the program that wrote it and save it without a password.",
    )


@contextmanager
def faults_of_the_file(*others: type[Exception]) -> Iterator[None]:
    """What zipfile, lxml and `others` raise for a broken file becomes "damaged_document"."""
    try:
        yield
    except (*_FAULTS, *others) as error:
        raise damaged() from error


class Archive:
    """The members of a zip file; a context manager.

    Raises `UserError`: "damaged_document", "password_needed" (also for an Office file in an
    encrypted container), "unsupported_document" for an Office file of before 2007, and
    "document_limit" for a bomb, on opening and on reading.
    """

    def __init__(self, file: Path | bytes) -> None:
        with io.BytesIO(file) if isinstance(file, bytes) else file.open("rb") as stream:
            _refuse_compound_file(stream)
        with faults_of_the_file():
            self._zip = zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)
        try:
            self._members = {}
            for info in self._zip.infolist():
                self._members[info.filename.lstrip("/")] = info
            self._check()
        except UserError:
            self._zip.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name.lstrip("/") in self._members

    @property
    def names(self) -> list[str]:
        return list(self._members)

    @property
    def infos(self) -> list[zipfile.ZipInfo]:
        """Every entry of the directory, also of names that occur twice, in its order."""
        return self._zip.infolist()

    def size(self, name: str) -> int:
        return self._members[name.lstrip("/")].file_size

    def _check(self) -> None:
        infos = self._members.values()
        if len(infos) > MOST_MEMBERS or sum(one.file_size for one in infos) > LARGEST_TOTAL:
            raise too_much()
        for one in infos:
            if one.flag_bits & 0x1:
                raise locked()
            if one.file_size > max(_SUSPICIOUS_SIZE, one.compress_size * _LARGEST_RATIO):
                raise too_much()

    @contextmanager
    def open(self, name: str, limit: int = LARGEST_STREAM) -> Iterator[IO[bytes]]:
        """A member as a stream of at most `limit` bytes. Faults while reading are translated."""
        info = self._members.get(name.lstrip("/"))
        if info is None:
            raise damaged()
        if info.file_size > limit:
            raise too_much()
        with faults_of_the_file(RuntimeError), self._zip.open(info) as stream:
            yield stream

    def read(self, name: str, limit: int = LARGEST_TREE) -> bytes:
        """A whole member."""
        with self.open(name, limit) as stream:
            return stream.read()

    def tree(self, name: str) -> etree._Element:
        """The root of a member that is XML."""
        return parse_xml(self.read(name))


def parse_xml(data: bytes) -> etree._Element:
    """The root element. Nothing outside `data` is read, no entity is replaced.

    Raises `UserError("damaged_document")` for what is not well-formed, nested beyond 256 levels
    or has text of more than 10 MB in one place (libxml2's own limits).
    """
    with faults_of_the_file():
        root = etree.fromstring(data, _parser())
    if root is None:
        raise damaged()
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(**_CAREFUL)


def streamed(stream: IO[bytes], *names: str) -> etree.iterparse:
    """Pairs ("start" or "end", element) for elements of these local names, in any namespace.

    As careful as `parse_xml`. The caller clears what it has read; the iterator raises errors of
    the XML.
    """
    return etree.iterparse(
        stream,
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in names],
        **_CAREFUL,
    )


def forget(element: etree._Element) -> None:
    """Free what has been read of a stream: the content of `element` and what stands before it."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; "" for an entity or the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """The attribute called `name` in any namespace, "" without it."""
    ending = "}" + name
    for key, value in element.attrib.items():
        if key == name or key.endswith(ending):
            return str(value)
    return ""


def _refuse_compound_file(stream: IO[bytes]) -> None:
    if stream.read(8) != _COMPOUND_FILE:
        return
    encrypted = False
    tail = b""
    while chunk := stream.read(1 << 20):
        if _ENCRYPTED_PACKAGE in tail + chunk:
            encrypted = True
            break
        tail = chunk[-64:]
    if encrypted:
        raise locked()
    raise UserError(
        "unsupported_document",
        "This is an Office document of the format used before 2007.",
        "Open it in Word, Excel, PowerPoint or LibreOffice and save it in the present format.",
    )
