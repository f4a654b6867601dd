"""What llama.cpp's Vulkan backend needs to be built and run. Standard library only."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

_SHIM = Path(__file__).resolve().with_name("vulkan_layer_settings.hpp")
_HEADERS = Path("/usr/include")
_DRIVERS = (Path("/usr/share/vulkan/icd.d"), Path("/etc/vulkan/icd.d"))


def missing_packages(*, software_driver: bool) -> set[str]:
    """Debian's packages that building lacks, with Mesa's driver for the processor if wanted."""
    if not sys.platform.startswith("linux"):
        return set()
    present = {
        "libvulkan-dev": (_HEADERS / "vulkan/vulkan.hpp").exists(),
        "spirv-headers": (_HEADERS / "spirv").exists(),
        "glslc": shutil.which("glslc") is not None,
    }
    if software_driver:
        files = [file for folder in _DRIVERS for file in folder.glob("lvp_icd*.json")]
        present["mesa-vulkan-drivers"] = bool(files)
    return {package for package, there in present.items() if not there}


def cmake_arguments() -> str:
    """Arguments for CMake, as the variable `CMAKE_ARGS` holds them.

    WORKAROUND(https://github.com/KhronosGroup/Vulkan-Headers): headers older than
    VK_EXT_layer_settings lack three types that llama.cpp names; a header of ours has them.
    """
    arguments = ["-DGGML_VULKAN=on"]
    core = _HEADERS / "vulkan/vulkan_core.h"
    if core.exists() and "VK_EXT_layer_settings" not in core.read_text(errors="replace"):
        arguments.append(f"-DCMAKE_CXX_FLAGS=-include {shlex.quote(str(_SHIM))}")
    return shlex.join(arguments)


def recipe() -> bytes:
    """What the result of building depends on, besides llama.cpp itself; the same in any clone."""
    return cmake_arguments().replace(str(_SHIM), _SHIM.name).encode() + _SHIM.read_bytes()
