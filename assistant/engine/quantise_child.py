"""Makes a smaller copy of a model in a process of its own, which may be killed at any time.

`quantise-child`: one `QuantiseOrder` as a JSON line on stdin; on stdout a line for each step and
one for the end. Nothing else reaches stdout. The parent removes what a killed process left.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from assistant.engine.template_child import end_with_parent
from assistant.engine.tensor_types import FILE_TYPES

_STEP = re.compile(r"\[\s*(\d+)/\s*(\d+)\]")
_SIZE = re.compile(r"quant size\s*=\s*([\d.]+) MiB")
_KEPT = 4000  # characters of what was said last
_NICENESS = 5


class QuantiseOrder(msgspec.Struct, frozen=True, kw_only=True):
    """`type` is a name like "Q4_K_M"; `dry`: only count."""

    source: str
    destination: str
    type: str
    threads: int = 1
    dry: bool = False


class Step(msgspec.Struct, frozen=True, tag=True):
    """So many of all tensors have been looked at."""

    done: int
    total: int


class Ended(msgspec.Struct, frozen=True, tag=True):
    """`size` bytes of tensors come of it. `worked` False: `said` is llama.cpp's last words."""

    worked: bool
    size: int = 0
    said: str = ""


AnyWord = Step | Ended


class _Course:
    """Hears what llama.cpp says and hands on what matters."""

    def __init__(self, out: int) -> None:
        self._out = out
        self._said = ""
        self._steps = 0
        self.size = 0

    def hear(self, text: str) -> None:
        self._said = (self._said + text)[-_KEPT:]
        if (step := _STEP.search(text)) and int(step[1]) > self._steps:
            self._steps = int(step[1])
            self.tell(Step(self._steps, int(step[2])))
        if size := _SIZE.search(self._said):
            self.size = int(float(size[1]) * 1024 * 1024)

    @property
    def said(self) -> str:
        return self._said

    def tell(self, word: AnyWord) -> None:
        line = msgspec.json.encode(word) + b"\n"
        while line:
            line = line[os.write(self._out, line) :]


def main(argv: Sequence[str]) -> int:
    """Serve one order; the exit code."""
    del argv
    end_with_parent()
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the application
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=QuantiseOrder)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # whoever writes or reads meanwhile comes first
    course = _Course(out)
    course.tell(_made(order, course))
    return 0


def _made(order: QuantiseOrder, course: _Course) -> Ended:
    from assistant.engine.llama.quantise import quantise

    destination = Path(order.destination)
    numbers = {name: number for number, name in FILE_TYPES.items()}
    worked = quantise(
        Path(order.source),
        destination,
        numbers[order.type],
        threads=order.threads,
        dry=order.dry,
        said=course.hear,
    )
    if worked and not order.dry:
        try:
            _sync(destination)
        except OSError as error:
            return Ended(False, said=str(error))
    return Ended(worked, course.size, "" if worked else course.said)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
