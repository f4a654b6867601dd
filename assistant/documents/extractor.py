"""Reads documents in processes of their own, so that no file takes the application down."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from assistant.core.document_ports import FoundFiles
from assistant.core.document_text import ExtractedText
from assistant.core.drawn_page import DrawnPage
from assistant.core.errors import Cancelled, UserError
from assistant.documents import complaints, folders, partners, wire
from assistant.documents.child_process import discard, end
from assistant.documents.digest import Digest
from assistant.documents.exchange import Exchange, Progress, Stop, never, unheard
from assistant.documents.ocr import Tesseract
from assistant.documents.sandbox import Layers

STALL_SECONDS = 30.0
TOTAL_SECONDS = 600.0
_LOOK_SECONDS = 0.1
_NEXT = "translating.docx"  # what takes longest to load of what puts files together
_CREATE_NO_WINDOW = 0x08000000
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "TEMP", "LD_LIBRARY_PATH")

_T = TypeVar("_T")
_Stamped = TypeVar("_Stamped", wire.Units, wire.Rebuilt)


class Extractor:
    """Reads files and draws pages; any thread, several at once.

    At most `at_once` processes work together, others wait. `command` starts a reading process.
    With `spare`, one is kept waiting after the first use, so that the next file need not wait
    for a start.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        at_once: int = 2,
        spare: bool = False,
        stall_s: float = STALL_SECONDS,
        total_s: float = TOTAL_SECONDS,
        tesseract: Tesseract | None = None,
    ) -> None:
        self._command = list(command)
        self._turns = threading.BoundedSemaphore(at_once)
        self._at_once = at_once
        self._keeps_spare = spare and os.name == "posix"
        self._stall_s = stall_s
        self._total_s = total_s
        self._tesseract = tesseract or Tesseract()
        self._lock = threading.Lock()
        self._spare: subprocess.Popen[bytes] | None = None
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def read(
        self,
        path: Path,
        *,
        password: str = "",
        ocr: bool = False,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> ExtractedText:
        """The text of the file at `path`; `ocr` recognises pages that are only pictures.

        `progress` gets the part that is done, on the calling thread. Raises `UserError`, of
        kind "password_needed", "password_wrong" or "scanned" where asking the person helps, and
        `Cancelled` soon after `cancelled` says so.
        """
        path = _named(path)
        request = wire.Request(
            action="read",
            path=os.fspath(path),
            name=path.name,
            password=password,
            partners=self._partners(),
            ocr=ocr,
        )
        digest = Digest(path)
        try:
            reading = Exchange(self, request, progress or unheard, cancelled or never, digest)
            result = self._with_turn(reading, wire.Result)
            sha256 = digest.of(result.stamp)
        finally:
            digest.close()
        if not sha256:
            raise complaints.changed(path.name)
        _check(result.text, path.name)
        return msgspec.structs.replace(result.text, sha256=sha256)

    def draw(
        self,
        path: Path,
        page: int,
        *,
        width_px: int,
        page_text: str = "",
        highlights: Sequence[tuple[int, int]] = (),
        password: str = "",
        cancelled: Stop | None = None,
    ) -> DrawnPage:
        """Page `page` (from 1) of the PDF, `width_px` wide, and where `highlights` stand on it.

        `highlights` are (start, end) in `page_text`, the part of the text that `page_span`
        names. Raises as `read`, and "document_changed" where there is no such page any more.
        """
        path = _named(path)
        request = wire.Request(
            action="draw",
            path=os.fspath(path),
            name=path.name,
            password=password,
            page=page,
            width_px=width_px,
            page_text=page_text,
            highlights=tuple(highlights),
        )
        reading = Exchange(self, request, unheard, cancelled or never)
        return self._with_turn(reading, DrawnPage)

    def units(self, path: Path, cancelled: Stop | None = None) -> tuple[wire.Units, str]:
        """What of the file at `path` is translated, and its SHA-256. Raises as `read`.

        Meanwhile another process is started: what was taken apart is put together again.
        """
        path = _named(path)
        request = wire.Request(action="units", path=os.fspath(path), name=path.name)
        return self._hashed(
            path, request, wire.Units, cancelled, ahead=_NEXT if os.name == "posix" else ""
        )

    def rebuild(
        self,
        path: Path,
        targets: Sequence[str],
        sink: Callable[[bytes], None],
        *,
        bilingual: Literal["", "below", "table"] = "",
        language: str = "",
        cancelled: Stop | None = None,
    ) -> tuple[wire.Rebuilt, str]:
        """Hand the file at `path` with `targets` in the place of its units to `sink`, in order.

        What `sink` got counts for nothing when this raises, or the SHA-256 in the result is not
        that of the file the units are from. Raises as `read`, and what `sink` raises.
        """
        path = _named(path)
        request = wire.Request(
            action="rebuild",
            path=os.fspath(path),
            name=path.name,
            targets=tuple(targets),
            bilingual=bilingual,
            language=language,
        )
        return self._hashed(path, request, wire.Rebuilt, cancelled, sink)

    def find(self, named: Sequence[str], limit: int, cancelled: Stop | None = None) -> FoundFiles:
        """See `folders.find`; also ends in `Cancelled` once the extractor is closed."""
        return folders.find(
            named, limit, lambda: self._closed or (cancelled is not None and cancelled())
        )

    def can_recognise(self) -> bool:
        """Whether scanned pages can be read here: tesseract is installed."""
        return self._tesseract.installed

    def recognised_languages(self) -> tuple[str, ...]:
        """The languages that are installed for that, by tesseract's names."""
        return self._tesseract.available if self._tesseract.installed else ()

    def layers(self) -> Layers:
        """What holds a reading process in, on this machine; starts one to see."""
        request = wire.Request(action="probe")
        return self._with_turn(Exchange(self, request, unheard, never), Layers)

    def warm(self, module: str = "") -> None:
        """Start a process ahead: somebody is about to open a file.

        It loads `module` of this package, or what reads a PDF, while it waits.
        """
        with self._lock:
            if not self._closed and self._living_spare() is None:
                self._spare = self._start(module)

    def close(self) -> None:
        """End every process; reads that run raise `Cancelled`."""
        with self._lock:
            self._closed = True
            spare, self._spare = self._spare, None
            for process in self._running:
                process.kill()
        discard(spare)

    @property
    def closed(self) -> bool:
        return self._closed

    @property
    def limits(self) -> tuple[float, float]:
        """Seconds without progress, and in all, after which a process is ended."""
        return self._stall_s, self._total_s

    @property
    def tesseract(self) -> Tesseract:
        return self._tesseract

    def take(self) -> subprocess.Popen[bytes]:
        """A process that waits for a request; `give_up` follows. Raises `Cancelled`."""
        with self._lock:
            if self._closed:
                raise Cancelled
            spare = self._living_spare()
            self._spare = None
            process = spare or self._start()
            self._running.add(process)
        return process

    def give_up(self, process: subprocess.Popen[bytes]) -> tuple[int, int]:
        """End the process; its exit code, and the most memory it had (bytes, 0: unknown)."""
        code, memory = end(process)
        with self._lock:
            self._running.discard(process)
        return code, memory

    def _hashed(
        self,
        path: Path,
        request: wire.Request,
        kind: type[_Stamped],
        cancelled: Stop | None,
        sink: Callable[[bytes], None] | None = None,
        *,
        ahead: str = "",
    ) -> tuple[_Stamped, str]:
        """The answer, and the SHA-256 of the file that it was made from."""
        digest = Digest(path)
        try:
            reading = Exchange(self, request, unheard, cancelled or never, digest)
            reading.sink, reading.ahead = sink, ahead
            result = self._with_turn(reading, kind)
            sha256 = digest.of(result.stamp)
        finally:
            digest.close()
        if not sha256:
            raise complaints.changed(path.name)
        return result, sha256

    def _with_turn(self, reading: Exchange, kind: type[_T]) -> _T:
        while not self._turns.acquire(timeout=_LOOK_SECONDS):
            if self._closed or reading.cancelled():
                raise Cancelled
        try:
            payload = reading.run()
        finally:
            self._turns.release()
            if self._keeps_spare:
                self.warm()
        try:
            return msgspec.msgpack.decode(payload, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise complaints.damaged(reading.name) from error

    def _partners(self) -> int:
        with self._lock:
            alone = not self._running
        return partners.possible() if alone else 0

    def _living_spare(self) -> subprocess.Popen[bytes] | None:
        """The spare process, if it still waits; the lock is held."""
        if self._spare is not None and self._spare.poll() is not None:
            discard(self._spare)
            self._spare = None
        return self._spare

    def _start(self, module: str = "") -> subprocess.Popen[bytes]:
        kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        try:
            return subprocess.Popen(
                [*self._command, *([module] if module else [])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**kept, "PYTHONUTF8": "1"},
                creationflags=_CREATE_NO_WINDOW if sys.platform == "win32" else 0,
            )
        except OSError as error:
            raise UserError(
                "bug", f"The process that reads documents cannot be started: {error.strerror}."
            ) from error


def _named(path: Path) -> Path:
    path = path.absolute()
    if unnamed := complaints.name_is_no_text(path):
        raise unnamed
    return path


def _check(text: ExtractedText, name: str) -> None:
    """A process that was taken over by its file may send anything."""
    length, at = len(text.text), 0
    fine = all(0 <= start <= length for start in text.page_starts)
    for block in text.blocks:
        fine = fine and at <= block.start <= block.end <= length
        at = block.end
    if not fine or list(text.page_starts) != sorted(text.page_starts):
        raise complaints.damaged(name)
