"""Log files and what happens when something goes wrong that nobody expected.

Logs hold what the program did, never what a person wrote or received.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

_FORMAT = "%(asctime)s %(levelname)s %(process)d %(threadName)s %(name)s: %(message)s"
_fault_file: TextIO | None = None


class _LogFile(logging.Handler):
    """A rotating file that is made by the first record: its module takes 12 ms to load."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(
                self._path, maxBytes=1_000_000, backupCount=5, encoding="utf-8"
            )
            self._file.setFormatter(logging.Formatter(_FORMAT))
        self._file.emit(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def setup(log_file: Path, *, level: int = logging.INFO) -> None:
    """Send logging to `log_file` (5 files of 1 MB, owner only) and native crashes beside it.

    Called once, on the main thread, before any other thread exists. Raises OSError.
    """
    global _fault_file  # noqa: PLW0603 - faulthandler needs a file that stays open
    log_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    log_file.touch(mode=0o600)
    handler = _LogFile(log_file)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    fault_path = log_file.with_suffix(".crash")
    fault_path.touch(mode=0o600)
    _fault_file = fault_path.open("a", encoding="utf-8")
    faulthandler.enable(_fault_file)


def close() -> None:
    """Undo `setup`: handlers closed, native crashes no longer recorded."""
    global _fault_file  # noqa: PLW0603
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, _LogFile):
            root.removeHandler(handler)
            handler.close()
    if _fault_file is not None:
        faulthandler.disable()
        _fault_file.close()
        _fault_file = None


def install_hooks(on_bug: Callable[[str], None] | None = None) -> None:
    """Log every exception that nothing caught; `on_bug` gets one line about it, on any thread.

    The line names the exception's type alone: its message could quote what a person wrote.
    """
    log = logging.getLogger("assistant.bug")

    def report(
        kind: type[BaseException], value: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, value, trace)
            return
        log.error("uncaught %s", kind.__name__, exc_info=(kind, value, trace))
        if on_bug is not None:
            on_bug(kind.__name__)

    def report_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            report(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = report
    threading.excepthook = report_thread
