"""Headers of ours that llama.cpp is compiled with, before all of its own. Standard library only."""

from __future__ import annotations

import hashlib
import platform
import shlex
import sys
from pathlib import Path

import vulkan

_AMX = Path(__file__).resolve().with_name("amx_tiles.hpp")


def headers(gpu: str) -> list[Path]:
    """Those that a build with this GPU's backend needs here."""
    found = []
    if sys.platform.startswith("linux") and platform.machine() == "x86_64":
        found.append(_AMX)
    if gpu == "vulkan" and vulkan.lacks_layer_settings():
        found.append(vulkan.LAYER_SETTINGS)
    return found


def cxx_flags(gpu: str, given: str = "") -> str:
    """The variable CXXFLAGS, after what is `given`; CMake reads it if it is told no other flags."""
    included = [part for path in headers(gpu) for part in ("-include", str(path))]
    return f"{given} {shlex.join(included)}".strip()


def digest(gpu: str) -> bytes:
    """What of them the result depends on; the same in any clone."""
    whole = hashlib.sha256()
    for path in headers(gpu):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.digest()
