"""llama.cpp as this process has it: its log, version and devices."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any

import llama_cpp
from llama_cpp import _ggml, _logger

_LOG_DEBUG, _LOG_CONTINUED = 1, 5  # ggml.h; the binding numbers them wrongly


class NativeLog:
    """Receives llama.cpp's own output: every line to a file descriptor, the recent ones kept.

    Made once for a process; `take` returns and forgets the lines kept since the last call.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._kept: list[str] = []
        self._skipping = False
        self._callback = llama_cpp.llama_log_callback(self._on_line)
        llama_cpp.llama_log_set(self._callback, ctypes.c_void_p(0))

    def close(self) -> None:
        """Stop receiving; llama.cpp goes back to its binding's own handler."""
        llama_cpp.llama_log_set(_logger.llama_log_callback, ctypes.c_void_p(0))
        os.close(self._descriptor)

    def take(self) -> str:
        """What was said since the last call."""
        text, self._kept = "".join(self._kept), []
        return text

    def _on_line(self, level: int, text: bytes, _data: Any) -> None:
        if level != _LOG_CONTINUED:
            self._skipping = level == _LOG_DEBUG
        if self._skipping:
            return
        if len(self._kept) < 20_000:
            self._kept.append(text.decode("utf-8", "replace"))
        try:
            os.write(self._descriptor, text)
        except OSError:
            self._skipping = True  # a full disk must not stop the model


def start(log: Path | None) -> NativeLog:
    """Initialise llama.cpp for this process, its output going to `log` (None: nowhere)."""
    target = os.devnull if log is None else log
    descriptor = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    native_log = NativeLog(descriptor)
    llama_cpp.llama_backend_init()
    return native_log


def version() -> str:
    """The versions of llama.cpp and of its Python binding."""
    return f"{llama_cpp.llama_version().decode()} (llama-cpp-python {llama_cpp.__version__})"


def backends() -> tuple[str, ...]:
    """The compute devices that llama.cpp was built for and found, such as "CPU" or "CUDA0"."""
    library = _ggml.libggml
    library.ggml_backend_dev_count.restype = ctypes.c_size_t
    library.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    library.ggml_backend_dev_get.restype = ctypes.c_void_p
    library.ggml_backend_dev_name.argtypes = [ctypes.c_void_p]
    library.ggml_backend_dev_name.restype = ctypes.c_char_p
    names = []
    for index in range(library.ggml_backend_dev_count()):
        name = library.ggml_backend_dev_name(library.ggml_backend_dev_get(index))
        names.append(name.decode("utf-8", "replace"))
    return tuple(names)


def supports_offload() -> bool:
    """Whether this build of llama.cpp can put layers on a GPU that it found."""
    return bool(llama_cpp.llama_supports_gpu_offload())
