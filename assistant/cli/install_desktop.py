"""`inkstone install-desktop`: an entry in the desktop's menu for a copy that pip or uv installed.

Packages of the system bring their own. Everything goes below the person's own data folder, and
`--remove` takes away the same files and nothing else.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from assistant.cli import exit_codes
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal
from assistant.core.errors import UserError
from assistant.paths import resources
from assistant.whole_files import write_whole

_ENTRY = Path("applications/inkstone.desktop")
_TYPE = Path("mime/packages/inkstone.xml")
_ICONS = (
    Path("icons/hicolor/scalable/apps/inkstone.svg"),
    Path("icons/hicolor/scalable/mimetypes/application-x-gguf.svg"),
)
_REFRESH = (
    ("update-desktop-database", "-q", "applications"),
    ("update-mime-database", "mime"),
    ("gtk-update-icon-cache", "-q", "-t", "-f", "icons/hicolor"),
)
_PATIENCE_S = 20.0
_SPECIAL = " \t\n\"'\\><~|&;$*?#()`"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone install-desktop`."""
    parser.add_argument("--remove", action="store_true", help="take the entry away again")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Install or remove the entry; the exit code. Raises `UserError("install_desktop")`."""
    if not sys.platform.startswith("linux"):
        raise UserError(
            "install_desktop",
            "Menu entries can be made only on Linux.",
            "On macOS and Windows, use the application's installer.",
        )
    share = data_home()
    try:
        files = remove(share) if options.remove else install(share, program())
    except OSError as error:
        raise UserError(
            "install_desktop",
            f"{error.filename or share} cannot be written: {error.strerror}.",
            "Set XDG_DATA_HOME to a folder that can.",
        ) from error
    refresh(share)
    _report(surroundings.terminal, options, files)
    return exit_codes.DONE


def _report(terminal: Terminal, options: argparse.Namespace, files: list[Path]) -> None:
    if options.json:
        done = "removed" if options.remove else "installed"
        terminal.json({done: [str(file) for file in files]})
        return
    for file in files:
        terminal.line(str(file))
    if options.remove:
        said = "The menu entry is gone." if files else "There was no menu entry."
        terminal.note(f"{said} What you wrote and your models are still there.")
    else:
        terminal.note(
            "Inkstone is in the menu now. Remove it with: inkstone install-desktop --remove"
        )


def data_home() -> Path:
    """The folder that desktops read besides the system's (XDG Base Directory Specification)."""
    named = os.environ.get("XDG_DATA_HOME", "")
    return Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "share"


def program() -> list[str]:
    """The command line that starts this very copy, also where its folder is not on the path."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    beside = Path(sys.executable).with_name("inkstone")
    if beside.is_file():
        return [str(beside)]
    return [sys.executable, "-P", "-m", "assistant"]


def install(share: Path, command: list[str]) -> list[Path]:
    """Write the entry, the file type and the icons below `share`; the files. Raises OSError."""
    entry = (resources() / "desktop" / "inkstone.desktop").read_text(encoding="utf-8")
    contents = {
        _ENTRY: _starting(entry, command).encode(),
        _TYPE: (resources() / "desktop" / "inkstone.xml").read_bytes(),
        **dict.fromkeys(_ICONS, (resources() / "inkstone.svg").read_bytes()),
    }
    for inside, content in contents.items():
        file = share / inside
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, content)
    return [share / inside for inside in contents]


def remove(share: Path) -> list[Path]:
    """Delete what `install` writes; the files that were there. Raises OSError."""
    found = [share / inside for inside in (_ENTRY, _TYPE, *_ICONS) if (share / inside).exists()]
    for file in found:
        file.unlink()
    return found


def refresh(share: Path) -> None:
    """Have the desktop look again, where it has the programs for it."""
    for name, *arguments, folder in _REFRESH:
        path = share / folder
        if shutil.which(name) is None or not path.is_dir():
            continue
        try:
            subprocess.run(
                [name, *arguments, str(path)], check=False, capture_output=True, timeout=_PATIENCE_S
            )
        except (OSError, subprocess.TimeoutExpired):
            continue  # it looks by itself at the next login


def _starting(entry: str, command: list[str]) -> str:
    """`entry` with `command` where it says `inkstone`."""
    quoted = " ".join(_quoted(word) for word in command)
    lines = []
    for line in entry.splitlines():
        if line.startswith("TryExec="):
            lines.append(f"TryExec={_escaped(command[0])}")
        elif line.startswith("Exec=inkstone"):
            lines.append(f"Exec={quoted}{line.removeprefix('Exec=inkstone')}")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    """An argument of a key `Exec` (Desktop Entry Specification 1.5): quoted, then escaped."""
    word = word.replace("%", "%%")
    if any(sign in word for sign in _SPECIAL):
        for sign in '\\"`$':
            word = word.replace(sign, f"\\{sign}")
        word = f'"{word}"'
    return _escaped(word)


def _escaped(text: str) -> str:
    """A value of a desktop entry: a backslash is written twice."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
