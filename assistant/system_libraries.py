"""The shared libraries that Qt needs from a Linux system, and which Debian package has each.

Standard library only: the set-up runs it before anything is installed, `doctor` runs it later.
The list was found on a bare Debian 12 with `ldd` on Qt 6.12's plugins.
"""

from __future__ import annotations

import ctypes
import sys

_WINDOW = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libbrotlidec.so.1": "libbrotli1",
}
_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}


def missing() -> dict[str, str]:
    """The libraries that cannot be loaded, each with the Debian package that holds it.

    Empty on systems other than Linux, where Qt brings all it needs.
    """
    if not sys.platform.startswith("linux"):
        return {}
    wanted = {**_WINDOW, **_X11, **_WAYLAND}
    return {name: package for name, package in wanted.items() if not _loads(name)}


def install_command(packages: list[str]) -> str:
    """The one command that installs `packages` on Debian and its kin."""
    return "sudo apt-get install -y " + " ".join(sorted(packages))


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
