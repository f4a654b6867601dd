"""The process that talks to hubs: the only one of ours that opens connections to them.

Commands come on stdin, events go to stdout, a line each; a log file takes the rest. It ends when
stdin does: whoever started it is gone. Downloads stay as they are and go on at its next start.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import BinaryIO

from assistant.core.errors import UserError
from assistant.core.hub.messages import AnyHubEvent, CloseHub, SetAccess
from assistant.hub import hub_library, wire
from assistant.hub.requests import Requests

CLOSING_SECONDS = 8.0
_LOG_BYTES = 1_000_000

log = logging.getLogger(__name__)


def main(argv: Sequence[str]) -> int:
    """Serve until stdin ends or `CloseHub` comes; the exit code.

    `[--log PATH] [--downloads FOLDER]`: see `Requests`.
    """
    parser = argparse.ArgumentParser(prog="hub-child")
    parser.add_argument("--log", type=Path, default=None)
    parser.add_argument("--downloads", type=Path, default=None)
    options = parser.parse_args(list(argv))
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the application
    commands, events = _take_pipes()
    discreet = _begin_log(options.log)
    hub_library.prepare_environment()
    requests = Requests(_Sender(events).send, options.downloads)
    try:
        _serve(commands, requests, discreet)
    finally:
        _end_in_time()
        requests.close()
        logging.shutdown()
    # a request that waits for its hub must not hold up the end
    os._exit(0)


def _serve(commands: BinaryIO, requests: Requests, discreet: _Discreet) -> None:
    for line in wire.read_lines(commands):
        try:
            command = wire.decode_command(line)
        except UserError as error:
            requests.refuse(wire.request_id_of(line), error)
            continue
        if isinstance(command, CloseHub):
            return
        if isinstance(command, SetAccess):
            discreet.hide(command.access.token)
        requests.handle(command)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Our ends of the pipes; what else reads or writes 0, 1 and 2 meets nothing."""
    commands = os.fdopen(os.dup(0), "rb")
    events = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    return commands, events


class _Discreet(logging.Formatter):
    """Nothing that is logged should hold a token; what does all the same shows a dash for it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._hidden: set[str] = set()

    def hide(self, secret: str) -> None:
        if secret:
            self._hidden.add(secret)

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in tuple(self._hidden):
            text = text.replace(secret, "—")
        return text


def _begin_log(path: Path | None) -> _Discreet:
    """Log to `path`; without one, or where it cannot be written, to nothing."""
    handler: logging.Handler = logging.NullHandler()
    if path is not None:
        with contextlib.suppress(OSError):
            handler = RotatingFileHandler(
                path, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8"
            )
    discreet = _Discreet()
    handler.setFormatter(discreet)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return discreet


def _end_in_time() -> None:
    """However long a disk takes to sync: the process ends."""
    watch = threading.Timer(CLOSING_SECONDS, os._exit, (1,))
    watch.daemon = True
    watch.start()


class _Sender:
    """Writes events, one line each, from any thread."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, event: AnyHubEvent) -> None:
        line = wire.encode(event)
        with self._lock, contextlib.suppress(OSError, ValueError):  # stdin ends as well, then
            self._stream.write(line)
            self._stream.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
