"""What is written to a terminal, and how: text without controls, JSON, progress.

Everything printed by a command goes through `Terminal`, so that nothing a model, a file or
metadata holds can move the cursor, change colours, retitle the window or reorder characters.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from typing import Any, TextIO

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f"  # C0 without tab and line feed; ESC is among them
    "\x7f-\x9f"  # DEL and C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # Unicode's bidirectional controls
    "\ud800-\udfff]"  # halves of surrogate pairs: no encoding can carry them
)


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def clean_for_terminal(text: str) -> str:
    """`text` with every control character but tab and line feed as a visible escape (`\\x1b`).

    Each character is judged alone: cleaning pieces of a text and cleaning the whole give the
    same, wherever it is cut.
    """
    return _UNSAFE.sub(_visible, text)


def one_line(text: str) -> str:
    """`text` for a row of a list: cleaned, white space of any kind joined to single spaces."""
    return clean_for_terminal(" ".join(text.split()))


def json_text(document: Any, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """`document` as JSON in which every character that a terminal could obey is escaped.

    Such characters occur only inside JSON strings, so `\\u009b` is the same document.
    """
    text = json.dumps(document, ensure_ascii=ascii_only, indent=indent)
    # only a line feed between values is raw: those of strings are escaped already
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def typed_text(text: str) -> str:
    """Text from the command line or the keyboard, as whole Unicode characters.

    Bytes that were not valid in the locale's encoding arrive as lone surrogates; what is UTF-8
    among them becomes its characters, the rest U+FFFD.
    """
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class Terminal:
    """Standard output and error of one command. Main thread only.

    After the reader of standard output went away (`| head`), `reader_gone` is true and further
    output is dropped. Raises OSError for other failures of writing, such as a full disk.
    With `as_json` standard error carries nothing but one error object; notes are collected in
    `notes` for the document.
    """

    def __init__(
        self, out: TextIO | None = None, err: TextIO | None = None, *, as_json: bool = False
    ) -> None:
        self.as_json = as_json
        self.notes: list[str] = []
        self.out = _prepared(out if out is not None else sys.stdout)
        self.err = _prepared(err if err is not None else sys.stderr)
        self.reader_gone = False
        self._progress_shown = False
        self._shows_progress = self.err.isatty() and os.environ.get("TERM") != "dumb"

    # --- standard output ---------------------------------------------------------------------

    def write(self, text: str) -> None:
        """Show `text` at once, cleaned, without a line feed."""
        self._write_out(clean_for_terminal(text))

    def line(self, text: str = "") -> None:
        """Show `text`, cleaned, and end the line."""
        self.write(text + "\n")

    def json(self, document: Any) -> None:
        """Print one document, readable for people as well."""
        self._write_out(json_text(document, indent=2, ascii_only=self._ascii_only) + "\n")

    def json_line(self, document: Any) -> None:
        """Print one document on one line."""
        self._write_out(json_text(document, ascii_only=self._ascii_only) + "\n")

    @property
    def _ascii_only(self) -> bool:
        return not _speaks_utf8(self.out)

    def _write_out(self, text: str) -> None:
        self.clear_progress()
        if self.reader_gone or not text:
            return
        try:
            self.out.write(text)
            self.out.flush()
        except BrokenPipeError:
            self.reader_gone = True
            self._point_out_nowhere()

    def finish(self) -> None:
        """Let nothing that was printed be a surprise when the interpreter ends."""
        self.clear_progress()
        try:
            self.out.flush()
        except OSError:
            self._point_out_nowhere()

    def _point_out_nowhere(self) -> None:
        """What is still buffered must not fail again when the interpreter ends."""
        try:
            descriptor = self.out.fileno()
        except (OSError, ValueError):
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)

    # --- standard error ----------------------------------------------------------------------

    def note(self, text: str) -> None:
        """One diagnostic line on standard error, cleaned."""
        self.clear_progress()
        if self.as_json:
            self.notes.append(text)
            return
        self._write_err(clean_for_terminal(text) + "\n")

    def error_json(self, document: Any) -> None:
        """One JSON object on standard error."""
        self.clear_progress()
        self._write_err(json_text(document, ascii_only=not _speaks_utf8(self.err)) + "\n")

    def progress(self, text: str) -> None:
        """Replace the line of progress; only where standard error is a terminal."""
        if not self._shows_progress:
            return
        width = max(shutil.get_terminal_size().columns - 1, 10)
        self._write_err("\r" + one_line(text)[:width] + "\x1b[K")
        self._progress_shown = True

    def clear_progress(self) -> None:
        """Remove the line of progress, if there is one."""
        if self._progress_shown:
            self._progress_shown = False
            self._write_err("\r\x1b[K")

    def _write_err(self, text: str) -> None:
        try:
            self.err.write(text)
            self.err.flush()
        except OSError:
            # nobody reads diagnostics, or their disk is full: the result still counts
            return


def _speaks_utf8(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "").replace("_", "") in ("utf8", "cp65001")


def _prepared(stream: TextIO | None) -> TextIO:
    """`stream` in a shape that no character can make fail; nowhere if it is closed."""
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - lives on
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    return stream
