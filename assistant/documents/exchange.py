"""One request to a reading process, from its start to its end."""

from __future__ import annotations

import contextlib
import logging
import queue
import subprocess
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from assistant.core.errors import Cancelled, UserError
from assistant.documents import complaints, wire
from assistant.documents.child_process import MemoryWatch, close_pipes, pump, tell
from assistant.documents.digest import Digest
from assistant.documents.sandbox import MEMORY_BYTES

if TYPE_CHECKING:
    from assistant.documents.extractor import Extractor

_LOOK_SECONDS = 0.1
_ANSWERS = (wire.RESULT, wire.DRAWN, wire.UNITS, wire.REBUILT)

_log = logging.getLogger(__name__)

Progress = Callable[[float], None]
Stop = Callable[[], bool]


def never() -> bool:
    return False


def unheard(_part: float) -> None:
    pass


class Exchange:
    """One request, from the start of its process to the end."""

    def __init__(
        self,
        owner: Extractor,
        request: wire.Request,
        progress: Progress,
        cancelled: Stop,
        digest: Digest | None = None,
    ) -> None:
        self._owner = owner
        self.sink: Callable[[bytes], None] | None = None
        self.ahead = ""  # the module for which the next process is started
        self._request = request
        self._progress = progress
        self.cancelled = cancelled
        self.name = request.name
        self._frames: queue.Queue[tuple[bytes, bytes] | None] = queue.Queue()
        self._entered = False
        self._digest = digest

    def run(self) -> bytes:
        """The payload of the answer."""
        process = self._owner.take()
        reader = threading.Thread(
            target=pump, args=(process.stdout, self._frames), name="extract-reader", daemon=True
        )
        reader.start()
        code = memory = 0
        payload: bytes | None = None
        try:
            line = msgspec.json.encode(self._request)
            if len(line) >= wire.LARGEST_REQUEST:
                raise complaints.too_costly(self.name)
            with contextlib.suppress(BrokenPipeError):
                tell(process, line)
            if self.ahead:
                self._owner.warm(self.ahead)
            payload = self._wait(process)
        finally:
            code, memory = self._owner.give_up(process)
            reader.join()
            close_pipes(process)
        if payload is None:
            raise self._death(code, memory)
        return payload

    def _wait(self, process: subprocess.Popen[bytes]) -> bytes | None:
        """The answer's payload; None when the process died. Raises `UserError`, `Cancelled`."""
        stall_s, total_s = self._owner.limits
        began = alive = time.monotonic()
        watch = MemoryWatch(process.pid)
        while True:
            if self._owner.closed or self.cancelled():
                raise Cancelled
            try:
                frame = self._next_frame()
            except queue.Empty:
                if self._digest is not None and not self._digest.done:
                    self._digest.step()
                    continue
                now = time.monotonic()
                late = now - began > total_s and not self._request.ocr
                if late or now - alive > stall_s or watch.exceeded():
                    raise complaints.too_costly(self.name) from None
                continue
            if frame is None:
                return None
            answer = self._take(process, *frame)
            if answer is not None:
                return answer
            alive = time.monotonic()
            if alive - began > total_s and not self._request.ocr:
                raise complaints.too_costly(self.name)

    def _next_frame(self) -> tuple[bytes, bytes] | None:
        """Raises `queue.Empty`; at once while there is something else to do."""
        if self._digest is not None and not self._digest.done:
            return self._frames.get_nowait()
        return self._frames.get(timeout=_LOOK_SECONDS)

    def _take(
        self, process: subprocess.Popen[bytes], letter: bytes, payload: bytes
    ) -> bytes | None:
        if letter in _ANSWERS:
            return payload
        if letter == wire.PART and self.sink is not None:
            self.sink(payload)
        if letter == wire.LAYERS:
            self._entered = True
            return payload if self._request.action == "probe" else None
        try:
            if letter == wire.PROGRESS:
                self._progress(min(1.0, max(0.0, msgspec.msgpack.decode(payload, type=float))))
            elif letter == wire.PICTURE:
                picture = msgspec.msgpack.decode(payload, type=wire.Picture)
                words = self._owner.tesseract.recognise(picture, self._stopped)
                with contextlib.suppress(BrokenPipeError):
                    tell(process, msgspec.json.encode(wire.Recognised(words)))
            elif letter == wire.ERROR:
                raise self._error(msgspec.msgpack.decode(payload, type=wire.Trouble))
        except msgspec.MsgspecError as error:
            raise complaints.damaged(self.name) from error
        return None

    def _stopped(self) -> bool:
        return self._owner.closed or self.cancelled()

    def _error(self, trouble: wire.Trouble) -> UserError:
        if trouble.detail:
            _log.info("a document could not be read: %s", trouble.detail)
        hint = trouble.hint
        if trouble.kind == "scanned":
            hint = self._owner.tesseract.hint()
        return UserError(trouble.kind, trouble.text, hint)

    def _death(self, code: int, memory: int) -> UserError | Cancelled:
        if self._owner.closed:
            return Cancelled()
        _log.info("a process that reads documents ended with code %d", code)
        if not self._entered and code > 0:
            return UserError("bug", f"The process that reads documents ended with code {code}.")
        limits = {-9, -24, -25}  # killed by the system for its memory, SIGXCPU, SIGXFSZ
        if code in limits or memory > 0.8 * MEMORY_BYTES:
            return complaints.too_costly(self.name)
        return complaints.damaged(self.name)
