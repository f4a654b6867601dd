"""Runs `inkstone …` as a process of its own, as a shell would."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

REPOSITORY = Path(__file__).parents[2]
PATIENCE_S = 60.0


class Finished:
    """How a command ended, and what it printed."""

    def __init__(self, code: int, out: bytes, err: bytes) -> None:
        self.code = code
        self.raw = out
        self.out = out.decode("utf-8")
        self.err = err.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        """The error object of `--json`, the only thing on standard error."""
        document = json.loads(self.err)
        assert list(document) == ["error"]
        return document["error"]


class Inkstone:
    """The command, with every file below `home`; `scripted` options replace the engine."""

    def __init__(self, home: Path, scripted: dict[str, Any] | None = None) -> None:
        self.home = home
        self.scripted = scripted

    def command(self, *arguments: str) -> list[str]:
        if self.scripted is None:
            return [sys.executable, "-W", "error", "-m", "assistant", *arguments]
        driver = [sys.executable, "-W", "error", "-m", "tests.e2e.scripted_terminal"]
        return [*driver, json.dumps(self.scripted), *arguments]

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "INKSTONE_ENGINE")
        }
        return {**kept, "INKSTONE_HOME": str(self.home), **(extra or {})}

    def run(
        self,
        *arguments: str,
        stdin: bytes | None = b"",
        env: Mapping[str, str] | None = None,
    ) -> Finished:
        process = subprocess.run(
            self.command(*arguments),
            input=stdin,
            capture_output=True,
            env=self.environment(env),
            cwd=REPOSITORY,
            timeout=PATIENCE_S,
            check=False,
        )
        return Finished(process.returncode, process.stdout, process.stderr)

    @contextmanager
    def started(self, *arguments: str, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
        """A running command; killed if the test did not wait for its end."""
        process = subprocess.Popen(
            self.command(*arguments),
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=options.pop("stderr", subprocess.PIPE),
            env=self.environment(),
            cwd=REPOSITORY,
            bufsize=0,
            **options,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    stream.close()


def end_of(process: subprocess.Popen[bytes], before: bytes = b"") -> Finished:
    """Wait for the end; `before` is what was read of its output already.

    One that does not end is aborted, so that its `.crash` file has where each thread stands.
    """
    try:
        out, err = process.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        if os.name == "posix":
            process.send_signal(signal.SIGABRT)
        else:
            process.kill()
        out, err = process.communicate()
        said = f"{len(before) + len(out or b'')} bytes of output, errors {err!r}"
        raise AssertionError(f"it did not end; {said}") from None
    return Finished(process.returncode, before + (out or b""), err or b"")


def read_some(process: subprocess.Popen[bytes], wanted: int = 1) -> bytes:
    """At least `wanted` bytes of standard output."""
    assert process.stdout is not None
    data = b""
    while len(data) < wanted:
        piece = os.read(process.stdout.fileno(), 4096)
        assert piece, f"the output ended after {data!r}"
        data += piece
    return data


class Keyboard:
    """A pseudo-terminal with a command in it: what is typed goes in, what is shown comes out."""

    def __init__(self, inkstone: Inkstone, *arguments: str) -> None:
        import pty

        self._master, slave = pty.openpty()
        environment = {"TERM": "xterm", "COLUMNS": "100", "INPUTRC": "/dev/null"}
        self.process = subprocess.Popen(
            inkstone.command(*arguments),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=inkstone.environment(environment),
            cwd=REPOSITORY,
            preexec_fn=_own_terminal,  # noqa: PLW1509 - one thread, and Ctrl+C must reach it
        )
        os.close(slave)
        self.shown = ""
        self._undecoded = b""

    def type(self, text: str | bytes) -> None:
        os.write(self._master, text.encode() if isinstance(text, str) else text)

    def wait_for(self, text: str) -> str:
        """Read until `text` is shown; what was shown up to its end, which is then forgotten."""
        deadline = time.monotonic() + PATIENCE_S
        while text not in self.shown:
            ready, _, _ = select.select([self._master], [], [], deadline - time.monotonic())
            assert ready, f"{text!r} did not come; shown: {self.shown!r}"
            assert self._read(), f"{text!r} did not come before the end; shown: {self.shown!r}"
        seen, _, self.shown = self.shown.partition(text)
        return seen + text

    def wait_until_it_waits(self) -> None:
        """Read on until the command does nothing but wait for a key.

        Python's readline sees a Ctrl+C only while it waits: one that comes while it still shows
        the last key is seen with the next key.
        """
        process = psutil.Process(self.process.pid)
        deadline = time.monotonic() + PATIENCE_S
        while process.status() != psutil.STATUS_SLEEPING:
            assert time.monotonic() < deadline

    def end(self) -> int:
        """Wait for the command to end by itself; its exit code."""
        while self._read():
            pass
        return self.process.wait(PATIENCE_S)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self._master)

    def _read(self) -> bool:
        try:
            data = os.read(self._master, 4096)
        except OSError:  # the other side is closed
            return False
        self.shown += data.decode("utf-8", "replace")
        return bool(data)


def _own_terminal() -> None:
    import fcntl
    import termios

    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def lines_of(out: str) -> Sequence[Any]:
    """JSON lines as documents."""
    return [json.loads(line) for line in out.splitlines()]
