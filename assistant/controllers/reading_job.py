"""One document that is read on the task pool."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from assistant.core.document_ports import DocumentReader
from assistant.core.document_text import ExtractedText
from assistant.core.errors import Cancelled, UserError
from assistant.core.plain_document import plain_document

_PASSWORD = ("password_needed", "password_wrong")


@dataclass(eq=False)
class ReadingJob:
    """What is to be read: the file at `path`, or a `text`. `fraction` may be read by any thread."""

    path: str = ""
    text: str = ""
    name: str = ""
    password: str = ""
    ocr: bool = False
    fraction: float = 0.0
    _stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def absolute(self) -> str:
        """Where the file is, links not followed; "" for a text."""
        return str(Path(self.path).absolute()) if self.path else ""

    def again(self, *, password: str, ocr: bool) -> ReadingJob:
        """The same once more; a password that was given stays."""
        return ReadingJob(
            path=self.path,
            text=self.text,
            name=self.name,
            password=password or self.password,
            ocr=ocr or self.ocr,
        )

    def stop(self) -> None:
        self._stopped.set()

    def stopped(self) -> bool:
        return self._stopped.is_set()

    def report(self, fraction: float) -> None:
        self.fraction = fraction


@dataclass(frozen=True)
class Read:
    """A `text`, or an `error` and whether the person can help."""

    text: ExtractedText
    error: UserError | None = None
    phase: Literal["failed", "password", "scanned"] = "failed"


def read_one(reader: DocumentReader, job: ReadingJob) -> Read | None:
    """Pool thread: read it; None when it was stopped. Raises only what is a bug."""
    try:
        if not job.path:
            return Read(plain_document(job.text, job.name))
        return Read(
            reader.read(
                Path(job.path),
                password=job.password,
                ocr=job.ocr,
                progress=job.report,
                cancelled=job.stopped,
            )
        )
    except Cancelled:
        return None
    except UserError as error:
        if error.kind in _PASSWORD:
            return Read(_NOTHING, error, "password")
        if error.kind == "scanned" and not job.ocr:
            return Read(_NOTHING, error, "scanned")
        return Read(_NOTHING, error)


_NOTHING = ExtractedText(name="", format="", sha256="", text="")
