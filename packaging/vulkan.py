"""What llama.cpp's Vulkan backend needs to be built and run. Standard library only."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

CMAKE_FLAG = "-DGGML_VULKAN=on"
LAYER_SETTINGS = Path(__file__).resolve().with_name("vulkan_layer_settings.hpp")
"""Three types of VK_EXT_layer_settings."""

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


def lacks_layer_settings() -> bool:
    """WORKAROUND(https://github.com/KhronosGroup/Vulkan-Headers): headers older than
    VK_EXT_layer_settings lack three types that llama.cpp names; a header of ours has them."""
    core = _HEADERS / "vulkan/vulkan_core.h"
    return core.exists() and "VK_EXT_layer_settings" not in core.read_text(errors="replace")
