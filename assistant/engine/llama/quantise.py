"""llama.cpp's own quantiser: from weights as they were trained to fewer bits."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import llama_cpp
from llama_cpp import _logger

Line = Callable[[str], None]


def quantise(
    source: Path, destination: Path, file_type: int, *, threads: int, dry: bool, said: Line
) -> bool:
    """Write `source` to `destination` in the type of llama.cpp's number `file_type`.

    `dry`: nothing is written, only counted. `said` gets what llama.cpp says, in pieces. Whether
    it worked; why not is in what was said. Blocks for minutes; one at a time in a process.
    """
    llama_cpp.llama_backend_init()

    def hear(_level: int, text: bytes, _data: Any) -> None:
        said(text.decode("utf-8", "replace"))

    callback = llama_cpp.llama_log_callback(hear)
    llama_cpp.llama_log_set(callback, ctypes.c_void_p(0))
    try:
        parameters = llama_cpp.llama_model_quantize_default_params()
        parameters.ftype = file_type
        parameters.nthread = threads
        parameters.dry_run = dry
        code = llama_cpp.llama_model_quantize(
            os.fsencode(source), os.fsencode(destination), ctypes.byref(parameters)
        )
    finally:
        llama_cpp.llama_log_set(_logger.llama_log_callback, ctypes.c_void_p(0))
    return bool(code == 0)
