"""The reading process: reads one file, locked in, and ends.

It waits for its one `Request` on standard input, opens the file, enters the sandbox and only
then looks at what the file holds. Standard output carries frames (see `wire`) and nothing else.
"""

from __future__ import annotations

import gc
import importlib
import os
import select
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import NoReturn

import msgspec

from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.documents import complaints, kinds, partners, sandbox, wire
from assistant.documents.reading import Reader, Source, TextBuilder

IDLE_SECONDS = 300.0  # a process that waits for a file for so long goes away
LARGEST_FILE = 4 * 1024**3
_TICK_SECONDS = 0.05


class _Desk:
    """The opened file, and the way back to the application."""

    def __init__(self, request: wire.Request, out: int) -> None:
        self.request = request
        self.out = out
        self.file = -1
        self.size = 0
        self.stamp: tuple[int, ...] = ()
        self.partners: list[partners.Partner] = []
        self._ticked = 0.0

    def report(self, fraction: float) -> None:
        now = monotonic()
        if now - self._ticked >= _TICK_SECONDS:
            self._ticked = now
            sandbox.made_progress()
            wire.send(self.out, wire.PROGRESS, msgspec.msgpack.encode(fraction))

    def recognise(self, picture: wire.Picture) -> tuple[str, ...]:
        wire.send(self.out, wire.PICTURE, msgspec.msgpack.encode(picture))
        line = sys.stdin.buffer.readline(wire.LARGEST_REQUEST)
        sandbox.made_progress()
        return msgspec.json.decode(line, type=wire.Recognised).paragraphs


def main(arguments: list[str] | None = None) -> int:
    """Serve one request; the exit code. `arguments` may name the module that it will need."""
    out = os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(out, os.O_BINARY)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    if not _request_waits(0.0):  # started ahead: prepare for what comes most often
        named = arguments[0] if arguments else "readers.pdf"
        importlib.import_module(f"assistant.documents.{named}")
        if not _request_waits(IDLE_SECONDS):
            return 0
    line = sys.stdin.buffer.readline(wire.LARGEST_REQUEST)
    if not line.endswith(b"\n"):
        return 0
    desk = _Desk(msgspec.json.decode(line, type=wire.Request), out)
    try:
        _serve(desk)
    except Exception as error:  # noqa: BLE001 - the top of this process
        trouble = _trouble(error, desk.request.name)
        wire.send(out, wire.ERROR, msgspec.msgpack.encode(trouble))
    _end()


def _end() -> NoReturn:
    """Without the interpreter's long goodbye."""
    os._exit(0)


def _request_waits(seconds: float) -> bool:
    if sys.platform == "win32":  # no select on pipes there
        return True
    return bool(select.select([0], [], [], seconds)[0])


def _serve(desk: _Desk) -> None:
    request = desk.request
    readable: list[str | os.PathLike[str]] = []
    if request.action != "probe":
        _open(desk)
        readable.append(request.path)
    pdf = desk.file >= 0 and kinds.is_pdf(_head(desk))
    if pdf:  # once, before the fork, and while Python may still keep what it compiled
        gc.disable()  # lines and paragraphs form no rings
        sandbox.keep_freed_memory()
        importlib.import_module("assistant.documents.readers.pdf")
    if request.action == "draw":
        readable += sandbox.FONT_FOLDERS
    if pdf and request.action == "read" and desk.size >= partners.SMALLEST_FILE:
        desk.partners = partners.fork(request.partners, _partner_of(desk), desk.out)
    mapped = pdf or request.action in ("units", "rebuild")
    layers = sandbox.enter(readable, mapped_bytes=desk.size if mapped else 0)
    wire.send(desk.out, wire.LAYERS, msgspec.msgpack.encode(layers))
    if request.action == "read":
        found = wire.Result(_read(desk), desk.stamp)
        wire.send(desk.out, wire.RESULT, msgspec.msgpack.encode(found))
    elif request.action == "draw":
        from assistant.documents import pages

        drawn = pages.draw(desk.file, request)
        wire.send(desk.out, wire.DRAWN, msgspec.msgpack.encode(drawn))
    elif request.action in ("units", "rebuild"):
        _translate(desk)


def _translate(desk: _Desk) -> None:
    """Send the texts of the file, or the file with translations."""
    from assistant.documents.translating import child

    request = desk.request
    gc.disable()  # the process ends before what it holds could become much
    source = _source(desk)
    try:
        if request.action == "units":
            found = child.units(source, desk.stamp)
        else:
            rebuilt = child.rebuilt(source, request.targets, request.bilingual, request.language)
    finally:
        _refuse_changes(desk)
    if request.action == "units":
        wire.send(desk.out, wire.UNITS, msgspec.msgpack.encode(found))
        return
    for part in child.portions(rebuilt.parts):
        sandbox.made_progress()
        wire.send(desk.out, wire.PART, part)
    whole = wire.Rebuilt(rebuilt.notes, desk.stamp)
    wire.send(desk.out, wire.REBUILT, msgspec.msgpack.encode(whole))


def _partner_of(desk: _Desk) -> Callable[[partners.Calls], None]:
    def serve(calls: partners.Calls) -> None:
        sandbox.enter([desk.request.path], mapped_bytes=desk.size)
        from assistant.documents.readers import pdf

        pdf.serve(calls, desk.file, desk.request.password)

    return serve


def _open(desk: _Desk) -> None:
    name, path = desk.request.name, desk.request.path
    try:
        desk.file = os.open(path, wire.OPEN_FLAGS)
        found = os.fstat(desk.file)
    except FileNotFoundError:
        raise UserError(
            "no_such_file",
            f"“{name}” cannot be found: it was moved or deleted, or has another name.",
        ) from None
    except IsADirectoryError:
        raise UserError("is_directory", f"“{name}” is a folder.") from None
    except OSError as error:
        said = error.strerror or "the system refuses"
        raise UserError("no_permission", f"“{name}” cannot be opened: {said}.") from None
    if stat.S_ISDIR(found.st_mode):
        raise UserError("is_directory", f"“{name}” is a folder.")
    if not stat.S_ISREG(found.st_mode):
        raise UserError("unsupported_document", f"“{name}” is not a file.")
    if found.st_size > LARGEST_FILE:
        raise UserError(
            "document_limit", f"“{name}” is larger than 4 GB.", "Split it into smaller parts."
        )
    desk.size, desk.stamp = found.st_size, wire.stamp(found)


def _head(desk: _Desk) -> bytes:
    head = os.read(desk.file, 1024)
    os.lseek(desk.file, 0, os.SEEK_SET)
    return head


def _read(desk: _Desk) -> ExtractedText:
    """The text; the application adds the SHA-256, which it takes at the same time."""
    request = desk.request
    path = Path(request.path)
    try:
        kind = kinds.kind_of(path, request.name)
        module = importlib.import_module(f"assistant.documents.readers.{kinds.MODULES[kind]}")
        reader: Reader = module.read
        builder = TextBuilder()
        reader(_source(desk), builder)
    finally:
        _refuse_changes(desk)
    text = builder.text
    if not text:
        raise UserError("empty_document", f"“{request.name}” holds no text.")
    return ExtractedText(
        name=request.name,
        format=kind,
        sha256="",
        text=text,
        blocks=tuple(builder.blocks),
        page_starts=tuple(builder.page_starts),
        title=builder.title,
        notes=tuple(builder.notes),
    )


def _refuse_changes(desk: _Desk) -> None:
    """Whatever was found in a file that changed meanwhile counts for nothing."""
    changed = wire.stamp(os.fstat(desk.file)) != desk.stamp
    if changed or not _same_file(desk, Path(desk.request.path)):
        raise complaints.changed(desk.request.name)


def _same_file(desk: _Desk, path: Path) -> bool:
    """Whether the path still leads to the file that was opened."""
    try:
        return os.path.samestat(path.stat(), os.fstat(desk.file))
    except OSError:
        return False


def _source(desk: _Desk) -> Source:
    request = desk.request
    return Source(
        path=Path(request.path),
        name=request.name,
        password=request.password,
        ocr=request.ocr,
        report=desk.report,
        file=desk.file,
        recognise=desk.recognise,
        partners=desk.partners,
    )


def _trouble(error: Exception, name: str) -> wire.Trouble:
    said, detail = error, ""
    if not isinstance(said, UserError):
        detail = _where(error)
        memory = isinstance(error, MemoryError)
        said = complaints.too_costly(name) if memory else complaints.damaged(name)
    return wire.Trouble(said.kind, said.text, said.hint, detail)


def _where(error: Exception) -> str:
    """The error's type and place, without its words: they may be the document's."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-4:]]
    return f"{type(error).__name__} at {' > '.join(places)}"
