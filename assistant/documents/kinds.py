"""Which reader a file needs: decided by its first bytes, then by its name."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from assistant.core.errors import UserError
from assistant.documents.readers.names import READERS

MODULES = {"pdf": "pdf", **READERS}
"""Format → module in `assistant.documents.readers`."""

SUFFIXES = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".odt": "odt",
    ".ott": "odt",
    ".rtf": "rtf",
    ".pptx": "pptx",
    ".pptm": "pptx",
    ".ppsx": "pptx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    ".epub": "epub",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".log": "text",
    ".eml": "email",
    ".srt": "subtitles",
    ".vtt": "subtitles",
    ".ass": "subtitles",
    ".ssa": "subtitles",
}
_CODE = """
py pyi js mjs ts tsx jsx c h cc cpp cxx hpp cs java kt kts go rs rb php pl pm lua r jl swift scala
clj ex exs erl hs ml m mm f90 sh bash zsh fish ps1 bat sql css scss less vue svelte json jsonl yaml
yml toml ini cfg conf xml tex bib cmake gradle proto diff patch dockerfile ipynb
"""
CODE_SUFFIXES = frozenset(f".{ending}" for ending in _CODE.split())

_ONE_OF_OURS = "PDF, Word (.docx), OpenDocument, RTF, EPUB, HTML or plain text"
_SAVE_AS = {
    ".doc": "Open it in Word or LibreOffice and save it as .docx.",
    ".dot": "Open it in Word or LibreOffice and save it as .docx.",
    ".xls": "Open it in Excel or LibreOffice and save it as .xlsx.",
    ".ppt": "Open it in PowerPoint or LibreOffice and save it as .pptx.",
    ".pps": "Open it in PowerPoint or LibreOffice and save it as .pptx.",
    ".pages": "Open it in Pages and export it as Word or PDF.",
    ".numbers": "Open it in Numbers and export it as Excel or CSV.",
    ".key": "Open it in Keynote and export it as PowerPoint or PDF.",
    ".ods": "Open it in LibreOffice and save it as .xlsx or .csv.",
    ".odp": "Open it in LibreOffice and save it as .pptx or export it as PDF.",
    ".wps": "Open it in LibreOffice and save it as .docx.",
    ".hwp": "Open it in Hangul or LibreOffice and save it as PDF or .docx.",
    ".mobi": "Convert it to EPUB, for example with Calibre.",
    ".azw3": "Convert it to EPUB, for example with Calibre.",
    ".djvu": "Convert it to PDF first.",
    ".msg": "Open it in the mail program and save it as .eml.",
}
_OLE, _ZIP, _GZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"\x1f\x8b"
_NOT_TEXT = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
    b"BM": "",
    b"7z\xbc\xaf": "an archive",
    b"Rar!": "an archive",
    _GZIP: "a compressed file",
    b"\x7fELF": "a program",
    b"MZ": "",
    b"GGUF": "a model",
    b"ID3": "a sound file",
    b"OggS": "a sound file",
    b"SQLite format 3": "a database",
}
_MEMBERS = {
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
    "xl/workbook.xml": "xlsx",
}
_MIME = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/epub+zip": "epub",
}
_HEAD_BYTES = 4096


def can_be_read(name: str) -> bool:
    """Whether a file of this name is probably a document we read; its content decides."""
    suffix = Path(name).suffix.lower()
    return suffix in SUFFIXES or suffix in CODE_SUFFIXES


def is_pdf(head: bytes) -> bool:
    """Whether a file that begins with `head` is a PDF; its mark may come a little later."""
    return b"%PDF-" in head[:1024]


def kind_of(path: Path, name: str = "") -> str:
    """The format of the file, a key of `MODULES`.

    Raises `UserError` ("unsupported_document", "empty_document", "damaged_document") with what
    to do, and OSError. `name` is the name the person knows, where `path` is another.
    """
    name = name or path.name
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if not head:
            raise UserError("empty_document", f"“{name}” is empty.")
        if is_pdf(head):
            return "pdf"
        if head.startswith(_ZIP):
            return _zipped(file, name)
    if head.startswith(_OLE):
        raise _legacy(path, name)
    for magic, what in _NOT_TEXT.items():
        if head.startswith(magic) and (what or b"\x00" in head):
            raise _not_a_document(name, what)
    return _by_text(head, name)


def _by_text(head: bytes, name: str) -> str:
    suffix = Path(name).suffix.lower()
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if suffix in _SAVE_AS:
        raise UserError("unsupported_document", f"“{name}” cannot be read.", _SAVE_AS[suffix])
    if suffix in SUFFIXES and SUFFIXES[suffix] not in _NEEDS_MAGIC:
        return SUFFIXES[suffix]
    if suffix in CODE_SUFFIXES or Path(name).name in ("Makefile", "Dockerfile"):
        return "code"
    if _is_binary(head):
        raise _not_a_document(name, "")
    if SUFFIXES.get(suffix) in _NEEDS_MAGIC:
        raise UserError(
            "damaged_document",
            f"“{name}” is damaged or is not what its name says.",
            "Try to open it in the program that made it and save it again.",
        )
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "text"


_NEEDS_MAGIC = frozenset({"pdf", "docx", "odt", "pptx", "xlsx", "epub"})


def _is_binary(head: bytes) -> bool:
    """UTF-16 and UTF-32 with their mark are text; a NUL anywhere else is not."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return False
    return b"\x00" in head


def _zipped(file: IO[bytes], name: str) -> str:
    import zipfile  # not before: most documents are PDFs, and their process starts faster

    try:
        with zipfile.ZipFile(file) as archive:
            members = set(archive.namelist())
            if "mimetype" in members:
                with archive.open("mimetype") as kind:
                    mime = kind.read(100).decode("ascii", "replace").strip()
                if mime in _MIME:
                    return _MIME[mime]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UserError(
            "damaged_document",
            f"“{name}” is damaged: its parts cannot be listed.",
            "Copy or download it again, or open it in the program that made it and save it again.",
        ) from error
    for member, kind_name in _MEMBERS.items():
        if member in members:
            return kind_name
    if "META-INF/container.xml" in members:
        return "epub"
    suffix = Path(name).suffix.lower()
    if suffix in _SAVE_AS:
        raise UserError("unsupported_document", f"“{name}” cannot be read.", _SAVE_AS[suffix])
    if SUFFIXES.get(suffix) in _NEEDS_MAGIC:
        return SUFFIXES[suffix]  # unusual part names: its reader decides
    raise _not_a_document(name, "an archive")


def _legacy(path: Path, name: str) -> UserError:
    """OLE files are Office before 2007, and newer ones that are encrypted."""
    suffix = Path(name).suffix.lower()
    if suffix in (".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".pptm"):
        return UserError(
            "unsupported_document",
            f"“{name}” is protected with a password.",
            "Open it in its program, remove the password and save a copy.",
        )
    what = _SAVE_AS.get(suffix, "Open it in the program that made it and save it as PDF.")
    return UserError("unsupported_document", f"“{name}” is in an old format.", what)


def _not_a_document(name: str, what: str) -> UserError:
    said = f"“{name}” is {what}." if what else f"“{name}” is not a document that can be read."
    return UserError("unsupported_document", said, f"Use {_ONE_OF_OURS}.")
