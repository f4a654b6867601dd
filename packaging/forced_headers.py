"""Headers of ours that llama.cpp is compiled with, before all of its own. Standard library only."""

from __future__ import annotations

import hashlib
import platform
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

import vulkan

_NO_AMX = Path(__file__).resolve().with_name("no_amx.h")


def headers(gpu: str) -> list[Path]:
    """Those that a build with this GPU's backend needs here."""
    found = []
    if sys.platform.startswith("linux") and platform.machine() == "x86_64":
        found.append(_NO_AMX)
    if gpu == "vulkan" and vulkan.lacks_layer_settings():
        found.append(vulkan.LAYER_SETTINGS)
    return found


def environment(gpu: str, given: Mapping[str, str]) -> dict[str, str]:
    """The compilers' variables, after what they hold in `given`.

    CMake reads them only where it is not told other flags.
    """
    included = [part for path in headers(gpu) for part in ("-include", str(path))]
    return {
        name: f"{given.get(name, '')} {shlex.join(included)}".strip()
        for name in ("CFLAGS", "CXXFLAGS")
    }


def digest(gpu: str) -> bytes:
    """What of them the result depends on; the same in any clone."""
    whole = hashlib.sha256()
    for path in headers(gpu):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.digest()
