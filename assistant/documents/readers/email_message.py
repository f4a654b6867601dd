"""Mail: one message (.eml) or a mailbox (.mbox), parsed by the standard library.

The compat32 policy is used and headers are decoded here: the newer policy raises many kinds of
errors for broken headers.
"""

from __future__ import annotations

import email.errors
import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path
from typing import IO

from assistant.core.errors import UserError
from assistant.core.plain_document import paragraphs
from assistant.documents.archives import faults_of_the_file
from assistant.documents.encodings import LARGEST_FILE, Decoded, clean, decode
from assistant.documents.readers.html_text import add_html
from assistant.documents.readers.plain_text import note_replaced
from assistant.documents.readers.table_text import cell_text
from assistant.documents.reading import Source, TextBuilder

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
MOST_MESSAGES = 2000
_DEEPEST = 50
_WORD = r"=\?[^?\s]+\?[bqBQ]\?[^?\s]*\?="
_ENCODED = re.compile(rf"{_WORD}(?:\s+{_WORD})*")
_FROM_LINE = re.compile(rb"From \S+ .*\d{4}")


def read(source: Source, builder: TextBuilder) -> None:
    """A block of headers and the text of each message; what is attached is named in a note."""
    if _is_mailbox(source.path):
        _read_mailbox(source, builder)
    else:
        if source.path.stat().st_size > LARGEST_FILE:
            raise UserError(
                "document_limit",
                f"The message is larger than {LARGEST_FILE // 1_000_000} MB.",
                "Save the attachments, and the message without them.",
            )
        message = _parsed(source.path.read_bytes())
        builder.title = _header(message, "Subject")
        _add_message(message, builder)
    source.report(1.0)


def _is_mailbox(path: Path) -> bool:
    with path.open("rb") as stream:
        return bool(_FROM_LINE.match(stream.readline(1000)))


def _read_mailbox(source: Source, builder: TextBuilder) -> None:
    size = max(1, source.path.stat().st_size)
    with source.path.open("rb") as stream:
        for number, data in enumerate(_messages(stream)):
            if number == MOST_MESSAGES:
                builder.note(f"Only the first {MOST_MESSAGES:,} messages of the mailbox were read.")
                break
            message = _parsed(data)
            builder.add(_header(message, "Subject") or f"({number + 1})", "heading", 1)
            _add_message(message, builder)
            source.report(min(1.0, stream.tell() / size))


def _messages(stream: IO[bytes]) -> Iterator[bytes]:
    """The messages of a mailbox: each begins with a `From ` line after an empty one."""
    lines: list[bytes] = []
    size = 0
    after_empty = True
    while line := stream.readline(LARGEST_FILE):
        if after_empty and _FROM_LINE.match(line):
            if lines:
                yield b"".join(lines)
            lines, size = [], 0
        elif size < LARGEST_FILE:
            size += len(line)
            lines.append(line[1:] if re.match(rb">+From ", line) else line)
        after_empty = line in (b"\n", b"\r\n")
    if lines:
        yield b"".join(lines)


def _parsed(data: bytes) -> Message:
    with faults_of_the_file(RecursionError, email.errors.MessageError, AttributeError, TypeError):
        return BytesParser(policy=compat32).parsebytes(data)


def _header(message: Message, name: str) -> str:
    """A header as text; a word of an encoding that is unknown stays as it is written."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            raw = str(value)
            if not raw.isascii():  # bytes beyond ASCII arrive as surrogates
                raw = _decoded(raw.encode("utf-8", "surrogateescape"), "").text
            return cell_text(clean(_ENCODED.sub(_words, raw)))
    return ""


def _words(run: re.Match[str]) -> str:
    """Encoded words that follow each other (RFC 2047) as text."""
    try:
        parts = decode_header(run[0])
    except (email.errors.HeaderParseError, ValueError):
        return run[0]
    return "".join(
        part if isinstance(part, str) else _decoded(part, charset or "").text
        for part, charset in parts
    )


def _decoded(data: bytes, charset: str) -> Decoded:
    try:
        return decode(data, charset)
    except UserError:
        return Decoded(clean(data.decode("latin-1")), "latin-1")


def _add_message(message: Message, builder: TextBuilder) -> None:
    lines = [f"{name}: {_header(message, name)}" for name in _HEADERS if _header(message, name)]
    builder.add("\n".join(lines))
    attached: list[str] = []
    _add_part(message, builder, attached, 0)
    if attached:
        builder.note("Attachments were not read: " + ", ".join(attached) + ".")


def _add_part(part: Message, builder: TextBuilder, attached: list[str], depth: int) -> None:
    kind = part.get_content_type()
    name = _file_name(part)
    if depth > _DEEPEST:
        attached.append(name or kind)
    elif kind == "message/rfc822" and isinstance(part.get_payload(), list):
        for inner in part.get_payload():
            if isinstance(inner, Message):
                _add_message(inner, builder)
    elif part.is_multipart():
        for inner in _chosen(part, kind):
            _add_part(inner, builder, attached, depth + 1)
    elif kind in ("text/plain", "text/html") and not _is_attachment(part):
        found = _decoded(_content(part), _charset(part))
        note_replaced(found, builder)
        if kind == "text/html":
            add_html(found.text, builder)
        else:
            for paragraph in paragraphs(found.text):
                builder.add(paragraph)
    else:
        attached.append(name or kind)


def _chosen(part: Message, kind: str) -> list[Message]:
    """The parts to read: all of them, or of alternatives the plain text, else the last."""
    inner = [one for one in part.get_payload() if isinstance(one, Message)]
    if kind != "multipart/alternative" or not inner:
        return inner
    for one in inner:
        if one.get_content_type() == "text/plain" and _content(one).strip():
            return [one]
    return [inner[-1]]


def _is_attachment(part: Message) -> bool:
    disposition = str(part.get("Content-Disposition", ""))
    return disposition.strip().lower().startswith("attachment")


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        return ""
    return cell_text(clean(_ENCODED.sub(_words, name))) if name else ""


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        return ""


def _content(part: Message) -> bytes:
    """The bytes of a part without their transfer encoding; broken ones as far as they go."""
    with faults_of_the_file(AttributeError, TypeError):
        content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
