"""The engine process: the loop of `loop.py` between its stdin and its stdout.

The first thing it does is to keep the two pipes for itself: descriptors 1 and 2 become the log
file, so that nothing but our lines can reach the application. It ends when stdin ends, also
while it loads or computes.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from assistant.core.errors import UserError
from assistant.core.messages import AnyEvent, Failed
from assistant.engine import wire
from assistant.engine.template_child import end_with_parent

if TYPE_CHECKING:
    from assistant.engine.loop import EngineLoop

LOG_LIMIT_BYTES = 4 * 1024 * 1024
GRACE_SECONDS = 2.0
SAVING_SECONDS = 9.0


def main(argv: Sequence[str]) -> int:
    """Run the engine; the exit code.

    `[--log PATH] [--states FOLDER] [--template-child PROGRAM [ARGUMENT …]]`
    """
    arguments = _arguments(argv)
    end_with_parent()
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the application
    commands, events = _take_pipes(arguments.log)
    faulthandler.enable()

    from assistant.engine.loop import EngineLoop  # imports llama_cpp: the pipes must be safe

    sender = _Sender(events)
    loop = EngineLoop(
        sender.send,
        log=arguments.log,
        template_command=arguments.template_child or None,
        states=arguments.states,
    )
    sender.lost = loop.hang_up
    reader = threading.Thread(
        target=_read_commands, args=(commands, loop, sender), name="commands", daemon=True
    )
    reader.start()
    loop.run(os.getpid())
    return 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="engine-child")
    parser.add_argument("--log", type=Path, default=None)
    parser.add_argument("--states", type=Path, default=None)
    parser.add_argument("--template-child", nargs=argparse.REMAINDER, default=None)
    return parser.parse_args(list(argv))


def _take_pipes(log: Path | None) -> tuple[BinaryIO, BinaryIO]:
    """Our ends of the pipes; 0 becomes empty, 1 and 2 the log."""
    commands = os.fdopen(os.dup(0), "rb")
    events = os.fdopen(os.dup(1), "wb")
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    target = os.open(
        os.devnull if log is None else _fresh(log), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600
    )
    os.dup2(target, 1)
    os.dup2(target, 2)
    os.close(target)
    return commands, events


def _fresh(log: Path) -> Path:
    """`log`, moved aside first when it has grown large."""
    with contextlib.suppress(OSError):
        if log.stat().st_size > LOG_LIMIT_BYTES:
            log.replace(log.with_name(log.name + ".1"))
    return log


class _Sender:
    """Writes events, one line each, from any thread."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self.greeted = threading.Event()
        self.lost = _nothing

    def send(self, event: AnyEvent) -> None:
        line = wire.encode(event)
        try:
            with self._lock:
                self._stream.write(line)
                self._stream.flush()
        except (OSError, ValueError):  # nobody reads any more
            self.lost()
        self.greeted.set()  # the loop greets before it says anything else


def _nothing() -> None:
    """Before the loop exists there is nothing to stop."""


def _read_commands(stream: BinaryIO, loop: EngineLoop, sender: _Sender) -> None:
    """Hand every line to the loop; a bad one is answered and forgotten."""
    for line in wire.read_lines(stream):
        try:
            if line is None:
                raise UserError("protocol", "A message was too long for the engine.")
            loop.receive(wire.decode_command(line))
        except UserError as error:
            request_id = wire.request_id_of(line or b"")
            sender.greeted.wait()
            sender.send(
                Failed(request_id=request_id, kind=error.kind, text=error.text, hint=error.hint)
            )
    loop.hang_up()
    time.sleep(SAVING_SECONDS if loop.closing else GRACE_SECONDS)
    os._exit(0)  # something native does not come back, and nobody is left to wait for it


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
