"""Applies a model's own chat template in a separate process, with limits of time and size.

The process is started early, stays for the next render, and is killed and replaced when it does
not answer in time. Used by the engine's loop only, from its thread.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import IO, Any

from assistant.engine.markers import Message
from assistant.engine.prompt import TemplateBroken, TemplateRefused

RENDER_SECONDS = 2.0
START_SECONDS = 15.0
MAX_TEMPLATE_CHARACTERS = 1024 * 1024
_BASE_LIMIT = 1024 * 1024
_MESSAGE_LIMIT = 8 * 1024

_CREATE_NO_WINDOW = 0x08000000


def default_command() -> tuple[str, ...]:
    """How to start the renderer where nobody said otherwise."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "template-child")
    return (sys.executable, "-m", "assistant", "template-child")


class TemplateProcess:
    """The rendering process: started on `start` or at the first render, replaced when killed."""

    def __init__(
        self, command: Sequence[str] | None = None, *, render_s: float = RENDER_SECONDS
    ) -> None:
        self._command = tuple(command or default_command())
        self._render_s = render_s
        self._process: subprocess.Popen[bytes] | None = None
        self._stdin: IO[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._lines: queue.Queue[bytes] = queue.Queue()
        self._warm = False

    def start(self) -> None:
        """Start the process if it does not run; returns before it is ready."""
        with contextlib.suppress(OSError):  # the first render tells
            self._running()

    def _running(self) -> IO[bytes]:
        """The stdin of the process, which is started if it does not run."""
        if self._process is not None and self._stdin is not None and self._process.poll() is None:
            return self._stdin
        self._stop()
        self._lines = queue.Queue()
        self._warm = False
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_CREATE_NO_WINDOW if sys.platform == "win32" else 0,
        )
        if process.stdin is None or process.stdout is None:
            raise OSError("no pipes")
        self._process, self._stdin = process, process.stdin
        self._reader = threading.Thread(
            target=_read,
            args=(process.stdout, self._lines),
            name="template-reader",
            daemon=True,
        )
        self._reader.start()
        return self._stdin

    def render(self, template: str, variables: dict[str, Any], limit: int) -> str:
        """`template` with `variables`, at most `limit` characters.

        Raises `TemplateRefused` when the template raised an exception, `TemplateBroken` when it
        cannot be compiled or exceeds a limit.
        """
        if not self._warm:
            self._ask({"template": "", "variables": {}, "limit": 1}, START_SECONDS)
            self._warm = True
        request = {"template": template, "variables": variables, "limit": limit}
        answer = self._ask(request, self._render_s)
        if "text" in answer:
            return str(answer["text"])
        if "refused" in answer:
            raise TemplateRefused(str(answer["refused"]))
        raise TemplateBroken(str(answer.get("broken", "")))

    def close(self) -> None:
        """End the process."""
        self._stop()

    def _ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        line = b""
        try:
            stdin = self._running()
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            self._stop()
            raise TemplateBroken(f"it took longer than {seconds:g} seconds") from None
        except OSError:
            pass
        try:
            answer = json.loads(line)
        except ValueError:
            self._stop()
            raise TemplateBroken("it brought down the process that renders it") from None
        return answer if isinstance(answer, dict) else {}

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        if self._reader is not None:
            self._reader.join()
            self._reader = None
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


class ChatTemplate:
    """One model's template; callable as `prompt.Render`."""

    def __init__(self, process: TemplateProcess, source: str, *, bos: str, eos: str) -> None:
        self._process = process
        self._source = source
        self._tokens = {"bos_token": bos, "eos_token": eos}

    def __call__(self, messages: Sequence[Message], thinking: bool | None) -> str:
        """The text of `messages` with the opening of an answer."""
        if len(self._source) > MAX_TEMPLATE_CHARACTERS:
            raise TemplateBroken("it is too long")
        variables: dict[str, Any] = {
            "messages": list(messages),
            "add_generation_prompt": True,
            **self._tokens,
        }
        if thinking is not None:
            variables["enable_thinking"] = thinking
        limit = _BASE_LIMIT + _MESSAGE_LIMIT * len(messages)
        return self._process.render(self._source, variables, limit)


def _read(stream: IO[bytes], lines: queue.Queue[bytes]) -> None:
    """Hand on each line; an empty one says that the process has gone."""
    with contextlib.suppress(OSError, ValueError):
        for line in stream:
            lines.put(line)
    lines.put(b"")
