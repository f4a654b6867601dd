"""Renders chat templates of model files, in a process that may be killed at any time.

A template is a program by a stranger: Jinja's sandbox keeps it from attributes and files, this
process keeps its time and memory from everything else. One JSON line in (`template`,
`variables`, `limit` in characters), one out: `text`, or `refused` (the template itself raised:
another conversation may do) or `broken` (it can never be used).
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime
import json
import signal
import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NoReturn

MEMORY_BYTES = 256 * 1024 * 1024
CPU_SECONDS = 5


class _Raised(Exception):  # noqa: N818 - the template's own exception
    """The template called `raise_exception`."""


def main(argv: Sequence[str] = ()) -> int:
    """Serve renders on stdin and stdout until stdin ends."""
    del argv
    end_with_parent()
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    compiled("")  # imports everything before memory is limited
    _limit_memory()
    for line in sys.stdin.buffer:
        _limit_cpu()
        answer = _answer(line)
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()
    return 0


def end_with_parent() -> None:
    """Ask Linux to kill this process when its parent dies; elsewhere the pipe's end does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _limit_cpu() -> None:
    """Let one render use `CPU_SECONDS`, in case nobody is left to kill this process."""
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        used = int(usage.ru_utime + usage.ru_stime)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (used + CPU_SECONDS, hard))


def _answer(line: bytes) -> dict[str, str]:
    import jinja2

    try:
        request = json.loads(line)
        template = compiled(request["template"])
    except jinja2.TemplateSyntaxError as error:
        return {"broken": f"line {error.lineno}: {error.message}"}
    except Exception as error:  # noqa: BLE001 - the top of this process: a stranger's program
        return {"broken": type(error).__name__}
    try:
        return _render(template, request["variables"], int(request["limit"]))
    except MemoryError:
        return {"broken": "it needs too much memory"}
    except Exception as error:  # noqa: BLE001 - as above
        return {"refused": f"{type(error).__name__}: {error}"[:500]}


def _render(template: Any, variables: dict[str, Any], limit: int) -> dict[str, str]:
    pieces: list[str] = []
    size = 0
    for piece in template.generate(**variables):
        size += len(piece)
        if size > limit:
            return {"broken": "its output is too long"}
        pieces.append(piece)
    return {"text": "".join(pieces)}


@lru_cache(maxsize=4)
def compiled(source: str) -> Any:
    """The Jinja template of `source`, in the sandbox. Raises `jinja2.TemplateSyntaxError`."""
    return _environment().from_string(source)


@lru_cache(maxsize=1)
def _environment() -> Any:
    """The environment that templates of this kind are written for (Hugging Face's)."""
    from jinja2 import nodes
    from jinja2.ext import Extension, loopcontrols
    from jinja2.parser import Parser
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Generation(Extension):
        """`{% generation %}` marks what training learns from; here it is only its body."""

        tags = {"generation"}  # noqa: RUF012 - the base class declares it so

        def parse(self, parser: Parser) -> list[nodes.Node]:
            next(parser.stream)
            return parser.parse_statements(("name:endgeneration",), drop_needle=True)

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols, Generation]
    )
    environment.filters["tojson"] = _tojson
    environment.globals["raise_exception"] = _raise_exception
    environment.globals["strftime_now"] = _strftime_now
    environment.globals.pop("lipsum", None)
    return environment


def _tojson(value: Any, **options: Any) -> str:
    allowed = {"indent", "separators", "sort_keys", "ensure_ascii"}
    chosen = {key: option for key, option in options.items() if key in allowed}
    return json.dumps(value, **{"ensure_ascii": False, **chosen})


def _raise_exception(message: str) -> NoReturn:
    raise _Raised(message)


def _strftime_now(pattern: str) -> str:
    return datetime.datetime.now().astimezone().strftime(pattern)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
