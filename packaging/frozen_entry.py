"""Where the packaged application begins: its one binary is window, command and every child."""

from __future__ import annotations

import os
import sys


def _give_back_the_library_path() -> None:
    """Programs that Inkstone starts (a browser, tesseract) must load the system's libraries.

    PyInstaller's loader points `LD_LIBRARY_PATH` at the bundle and keeps what it was before. This
    process has read it already. Our own children are told to begin anew, for a loader that finds
    itself started by another would take the path for set.
    """
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        before = os.environ.pop(f"{name}_ORIG", None)
        if before:
            os.environ[name] = before
        else:
            os.environ.pop(name, None)


def _is_python_helper() -> bool:
    """Whether `multiprocessing` started this process for itself (macOS, Windows)."""
    return "--multiprocessing-fork" in sys.argv or sys.argv[-2:-1] == ["-c"]


def _use_the_console_program() -> None:
    """Windows: children of the windowed program get pipes only in the one for the terminal."""
    folder, _, name = sys.executable.rpartition("\\")
    if sys.platform == "win32" and name.lower() == "inkstone-window.exe":
        sys.executable = f"{folder}\\inkstone.exe"


if __name__ == "__main__":
    _give_back_the_library_path()
    _use_the_console_program()
    if _is_python_helper():
        from multiprocessing import freeze_support

        freeze_support()
    from assistant.__main__ import main

    sys.exit(main())
