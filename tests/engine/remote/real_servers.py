"""Starts real servers on loopback: llama-cpp-python's own, and llama.cpp's where it is installed.

llama.cpp's server is looked for in INKSTONE_LLAMA_SERVER, on the path, and in
/var/tmp/inkstone-tests, where somebody who compiled it may leave it.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_KEPT = Path("/var/tmp/inkstone-tests/llama-server")  # noqa: S108 - read, never written
_START_S = 100.0


def llama_server() -> str | None:
    """The program, None where there is none."""
    named = os.environ.get("INKSTONE_LLAMA_SERVER") or shutil.which("llama-server")
    if named:
        return named
    return str(_KEPT) if _KEPT.is_file() else None


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def llama_cpp_python(model: Path, key: str = "", **settings: object) -> Iterator[str]:
    """The address of llama-cpp-python's server with `model`."""
    port = free_port()
    options = {"model": model, "host": "127.0.0.1", "port": port, "n_ctx": 512, "n_threads": 1,
               "type_k": 0, "type_v": 0, "flash_attn": False, **settings}  # fmt: skip
    argv = [sys.executable, "-m", "llama_cpp.server"]
    for name, value in options.items():
        argv += [f"--{name}", str(value)]
    environment = {**os.environ, **({"API_KEY": key} if key else {})}
    with running(argv, environment, f"http://127.0.0.1:{port}", key) as url:
        yield url


@contextmanager
def llama_cpp(model: Path, *options: str, key: str = "") -> Iterator[str]:
    """The address of llama.cpp's server with `model`."""
    program = llama_server()
    assert program is not None
    port = free_port()
    argv = [program, "-m", str(model), "--host", "127.0.0.1", "--port", str(port), "-t", "1",
            "-ctk", "f32", "-ctv", "f32", "-fa", "off", "--no-webui", *options]  # fmt: skip
    environment = {**os.environ, **({"LLAMA_API_KEY": key} if key else {})}
    with running(argv, environment, f"http://127.0.0.1:{port}", key) as url:
        yield url


@contextmanager
def running(argv: list[str], environment: dict[str, str], url: str, key: str) -> Iterator[str]:
    process = subprocess.Popen(
        argv, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + _START_S
        while not _answers(f"{url}/v1/models", key):
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            with_patience = 0.05
            process_ended = _wait(process, with_patience)
            assert not process_ended
        yield url
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _answers(url: str, key: str) -> bool:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"})
    try:
        with urllib.request.urlopen(request, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False
