"""Reads the header of a model file in a process of its own.

The file is a stranger's: whatever it makes the reader do, the process has a limit of time and of
memory, and nobody else is hurt. It writes one JSON document, `HeaderRead`, and ends.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from assistant.core.errors import ErrorKind, UserError
from assistant.core.hub.model_facts import ModelFacts

PATIENCE_S = 30.0
CPU_SECONDS = 15
MEMORY_BYTES = 768 * 1024 * 1024  # address space: Python alone takes a part of it


class HeaderRead(msgspec.Struct, frozen=True, omit_defaults=True):
    """The facts, or why there are none."""

    facts: ModelFacts | None = None
    kind: ErrorKind = "bug"
    text: str = ""
    hint: str = ""


def main(argv: Sequence[str]) -> int:
    """`header-child PATH`: write `HeaderRead` to stdout; nothing else reaches it."""
    answer = os.dup(1)
    with contextlib.suppress(OSError):
        os.dup2(2, 1)
    from assistant.engine.gguf import read_header
    from assistant.engine.header_facts import facts_of
    from assistant.engine.template_child import end_with_parent

    end_with_parent()
    _limit()
    try:
        read = HeaderRead(facts=facts_of(read_header(Path(argv[0]))))
    except UserError as error:
        read = HeaderRead(kind=error.kind, text=error.text, hint=error.hint)
    except MemoryError:
        refused = _unreadable(Path(argv[0]), "it takes too much memory")
        read = HeaderRead(kind=refused.kind, text=refused.text, hint=refused.hint)
    with os.fdopen(answer, "wb") as out:
        out.write(msgspec.json.encode(read))
    return 0


def read_facts(command: Sequence[str], path: Path) -> ModelFacts:
    """What the model at `path` says of itself; `command` starts the process.

    Any thread but the window's: takes a moment, at most half a minute. Raises `UserError`.
    """
    if "\0" in str(path):  # no process can be told such a name
        raise UserError("no_such_file", "There is no such file.")
    try:
        ended = subprocess.run(
            [*command, os.fspath(path)], capture_output=True, timeout=PATIENCE_S, check=False
        )
        if ended.returncode != 0:
            raise _unreadable(path, "reading it brought down the process that did it")
        read = msgspec.json.decode(ended.stdout, type=HeaderRead)
    except subprocess.TimeoutExpired as error:
        raise _unreadable(path, "reading it takes too long") from error
    except (OSError, msgspec.MsgspecError) as error:
        raise UserError(
            "engine_start", "The process that reads model files could not be used.", str(error)
        ) from error
    if read.facts is None:
        raise UserError(read.kind, read.text, read.hint)
    return read.facts


def _unreadable(path: Path, why: str) -> UserError:
    from assistant.engine.gguf import clean_text

    return UserError(
        "damaged_model",
        f"“{clean_text(path.name)}” is damaged: {why}.",
        "Download or copy it again.",
    )


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource

    for what, most in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
