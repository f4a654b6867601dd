"""llama.cpp as this process has it: its log, version and devices."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

import llama_cpp
from llama_cpp import _ggml, _logger

from assistant.engine.machine import Device, DeviceKind

_LOG_DEBUG, _LOG_CONTINUED = 1, 5  # ggml.h; the binding numbers them wrongly
_NO_INSTRUCTIONS = {"LLAMAFILE", "OPENMP", "REPACK", "ACCELERATE", "KLEIDIAI"}
# enum ggml_backend_dev_type
_KINDS: dict[int, DeviceKind] = {0: "cpu", 1: "gpu", 2: "igpu", 3: "accelerator"}


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
    _load_backends()
    llama_cpp.llama_backend_init()
    return native_log


def _load_backends() -> None:
    """Load the processor's best backend, and those of GPUs, where they are separate files.

    llama.cpp is built so for packages (GGML_BACKEND_DL); by itself it would look for them beside
    the running program. Elsewhere they are registered from the beginning.
    """
    library = _device_functions()
    if library.ggml_backend_dev_count() == 0:
        library.ggml_backend_load_all_from_path.argtypes = [ctypes.c_char_p]
        library.ggml_backend_load_all_from_path.restype = None
        library.ggml_backend_load_all_from_path(os.fsencode(_ggml.libggml_base_path))


def version() -> str:
    """The versions of llama.cpp and of its Python binding."""
    return f"{llama_cpp.llama_version().decode()} (llama-cpp-python {llama_cpp.__version__})"


def devices() -> tuple[Device, ...]:
    """What llama.cpp was built for and found, in its order, with the memory that is free now."""
    library = _device_functions()
    found = []
    for index in range(library.ggml_backend_dev_count()):
        pointer = library.ggml_backend_dev_get(index)
        free, total = ctypes.c_size_t(0), ctypes.c_size_t(0)
        library.ggml_backend_dev_memory(pointer, ctypes.byref(free), ctypes.byref(total))
        found.append(
            Device(
                name=library.ggml_backend_dev_name(pointer).decode("utf-8", "replace"),
                description=library.ggml_backend_dev_description(pointer).decode(
                    "utf-8", "replace"
                ),
                kind=_KINDS.get(library.ggml_backend_dev_type(pointer), "other"),
                free=min(free.value, total.value),
                total=total.value,
            )
        )
    return tuple(found)


def _device_functions() -> Any:
    """ggml's functions that its Python binding does not declare.

    They are found through llama.cpp's library, which needs ggml's: a wheel cannot hold links, so
    that libggml lies in it under several names, and opened by another one it would be a second
    library, with backends of which llama.cpp knows nothing. Windows looks in one library alone.
    """
    library = _ggml.libggml if sys.platform == "win32" else llama_cpp.llama_cpp._lib
    library.ggml_backend_dev_count.restype = ctypes.c_size_t
    library.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    library.ggml_backend_dev_get.restype = ctypes.c_void_p
    for function in (library.ggml_backend_dev_name, library.ggml_backend_dev_description):
        function.argtypes = [ctypes.c_void_p]
        function.restype = ctypes.c_char_p
    library.ggml_backend_dev_type.argtypes = [ctypes.c_void_p]
    library.ggml_backend_dev_type.restype = ctypes.c_int
    size = ctypes.POINTER(ctypes.c_size_t)
    library.ggml_backend_dev_memory.argtypes = [ctypes.c_void_p, size, size]
    library.ggml_backend_dev_memory.restype = None
    return library


def backends() -> tuple[str, ...]:
    """The names of `devices`, such as "CPU" or "CUDA0"."""
    return tuple(device.name for device in devices())


def instructions() -> tuple[str, ...]:
    """The processor's extensions that the loaded backend computes with, such as "AVX2"."""
    _, _, said = llama_cpp.llama_print_system_info().decode("utf-8", "replace").partition("CPU : ")
    found = []
    for part in said.split(" | "):
        name, equals, value = part.partition(" = ")
        if ":" in name or not equals:
            break  # the features of the next backend
        if value == "1" and name not in _NO_INSTRUCTIONS:
            found.append(name)
    return tuple(found)


def supports_offload() -> bool:
    """Whether this build of llama.cpp can put layers on a GPU that it found."""
    return bool(llama_cpp.llama_supports_gpu_offload())
