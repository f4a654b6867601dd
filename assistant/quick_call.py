"""`inkstone quick`: asks the running application for its quick window, as fast as Python starts.

A desktop's own shortcut calls this. Qt is not imported where an application answers.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

QUICK = "quick"
_TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - the name of a variable
_PATIENCE_S = 2.0


def main() -> int:
    """Have the quick window opened, or closed; start the application where none runs."""
    if _asked_running():
        return 0
    from assistant.start import main as window_main

    return window_main([QUICK])


def request() -> list[str]:
    """What is said to the running application: what may bring a window to the front on Wayland
    is passed on."""
    token = os.environ.get(_TOKEN, "")
    return [QUICK, token] if token else [QUICK]


def use_token(asked: list[str]) -> None:
    """In the running application: let Qt use what `request` passed on."""
    if len(asked) > 1:
        os.environ[_TOKEN] = asked[1]


def _asked_running() -> bool:
    """Whether an application heard it. False is no proof that there is none: it may be starting."""
    import json
    import socket

    from assistant.paths import app_paths
    from assistant.socket_name import socket_name

    line = json.dumps(request()).encode() + b"\n"
    name = socket_name(app_paths().data)
    with suppress(OSError):
        if sys.platform == "win32":
            with open(rf"\\.\pipe\{name}", "r+b", buffering=0) as pipe:  # noqa: PTH123 - no file
                pipe.write(line)
                return pipe.read(1) != b""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as heard:
            heard.settimeout(_PATIENCE_S)
            heard.connect(f"{_folder()}/{name}")
            heard.sendall(line)
            return heard.recv(8) != b""
    return False


def _folder() -> str:
    """Where Qt puts the sockets that are named without one."""
    if sys.platform == "darwin":
        import tempfile

        return tempfile.gettempdir().rstrip("/")
    return os.environ.get("TMPDIR", "/tmp").rstrip("/") or "/tmp"  # noqa: S108 - only looked into
