"""Recognises pictures of pages with tesseract, where it is installed.

Runs beside the application, not in the reading process, which may start no program. Tesseract
gets plain grey pixels, never anything of the file itself.
"""

from __future__ import annotations

import contextlib
import functools
import locale
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import IO

from assistant.core.errors import Cancelled, UserError
from assistant.documents.wire import Picture

PAGE_SECONDS = 120.0
_LOOK_SECONDS = 0.1
_CREATE_NO_WINDOW = 0x08000000
_INSTALL = {
    "linux": "Install tesseract to have its pages recognised (Debian, Ubuntu: tesseract-ocr).",
    "darwin": "Install tesseract to have its pages recognised (brew install tesseract).",
    "win32": "Install Tesseract OCR to have its pages recognised.",
}
_LANGUAGES = {
    "de": "deu",
    "es": "spa",
    "fr": "fra",
    "it": "ita",
    "ja": "jpn",
    "ko": "kor",
    "nl": "nld",
    "pl": "pol",
    "pt": "por",
    "ru": "rus",
    "zh": "chi_sim",
}


class Tesseract:
    """The program, if there is one. `languages` are its names for them; empty: by the locale."""

    def __init__(self, program: str = "tesseract", languages: Sequence[str] = ()) -> None:
        self._program = program
        self._languages = tuple(languages)

    @property
    def installed(self) -> bool:
        return shutil.which(self._program) is not None

    def hint(self) -> str:
        """What a person with a scanned document can do."""
        if self.installed:
            return "Its pages can be recognised; that takes about a second a page."
        return _INSTALL.get(sys.platform, _INSTALL["linux"])

    @functools.cached_property
    def available(self) -> tuple[str, ...]:
        """The languages that are installed, by tesseract's names for them."""
        try:
            listing = subprocess.run(
                [self._program, "--list-langs"],
                check=False,
                capture_output=True,
                text=True,
                timeout=20,
                stdin=subprocess.DEVNULL,
                creationflags=_CREATE_NO_WINDOW if sys.platform == "win32" else 0,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ()
        names = [line.strip() for line in listing.stdout.splitlines()[1:]]
        return tuple(name for name in names if name and name != "osd")

    def recognise(self, picture: Picture, cancelled: Callable[[], bool]) -> tuple[str, ...]:
        """The paragraphs on the picture, lines kept. Raises `UserError`, `Cancelled`."""
        if not self.installed:
            raise UserError("scanned", "Tesseract is not installed any more.", self.hint())
        command = [self._program, "stdin", "stdout", "--dpi", str(picture.dots)]
        if chosen := self._chosen():
            command += ["-l", "+".join(chosen)]
        header = f"P5 {picture.width} {picture.height} 255\n".encode()
        text = self._run(command, header + picture.pixels, picture.page, cancelled)
        paragraphs = re.split(r"\n[ \t]*\n", text.replace("\f", "\n\n"))
        return tuple(paragraph.strip() for paragraph in paragraphs if paragraph.strip())

    def _chosen(self) -> tuple[str, ...]:
        if self._languages:
            return tuple(name for name in self._languages if name in self.available)
        own = (locale.getlocale()[0] or os.environ.get("LANG", "")).lower()
        wanted = [_LANGUAGES.get(own[:2], "eng"), "eng"]
        if own.startswith(("zh_tw", "zh_hk")):
            wanted.insert(0, "chi_tra")
        return tuple(dict.fromkeys(name for name in wanted if name in self.available))

    def _run(
        self, command: list[str], data: bytes, page: int, cancelled: Callable[[], bool]
    ) -> str:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                creationflags=_CREATE_NO_WINDOW if sys.platform == "win32" else 0,
            )
        except OSError as error:
            raise _failed(page) from error
        # communicate() forgets what it had not sent when it was interrupted once
        feed, process.stdin = process.stdin, None
        feeder = threading.Thread(target=_feed, args=(feed, data), name="ocr-feed", daemon=True)
        feeder.start()
        try:
            with process:
                text = self._wait(process, page, cancelled)
        finally:
            feeder.join()
        if process.returncode != 0:
            raise _failed(page)
        return text.decode("utf-8", "replace")

    def _wait(
        self, process: subprocess.Popen[bytes], page: int, cancelled: Callable[[], bool]
    ) -> bytes:
        began = time.monotonic()
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.communicate(timeout=_LOOK_SECONDS)[0]
            late = time.monotonic() - began > PAGE_SECONDS
            if late or cancelled():
                process.kill()
                raise _failed(page) if late else Cancelled


def _feed(stream: IO[bytes] | None, data: bytes) -> None:
    """Write everything; a program that ended early wants no more."""
    if stream is not None:
        with contextlib.suppress(OSError), stream:
            stream.write(data)


def _failed(page: int) -> UserError:
    return UserError(
        "scanned",
        f"Tesseract could not recognise page {page}.",
        "Check that it works with: tesseract --list-langs",
    )
