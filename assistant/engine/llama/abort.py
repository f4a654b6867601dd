"""Stops a running computation."""

from __future__ import annotations

import ctypes
import sys

import llama_cpp


class AbortFlag:
    """Stops a running decode from another thread.

    llama.cpp asks a C function before every node of the graph; `strlen` of a one-byte buffer is
    such a function that needs no Python: "" is false, one character is true.
    """

    def __init__(self) -> None:
        self._buffer = ctypes.create_string_buffer(2)
        library = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
        self.function = ctypes.cast(library.strlen, llama_cpp.ggml_abort_callback)
        self.address = ctypes.addressof(self._buffer)

    def set(self) -> None:
        """Make the running decode return `DECODE_ABORTED`; any thread."""
        self._buffer[0] = b"\x01"

    def clear(self) -> None:
        self._buffer[0] = b"\x00"
