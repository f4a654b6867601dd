"""Which libraries of the system a folder of ELF files needs, and which Debian packages hold them.

Needs objdump and dpkg. What lies in the folder itself is not asked of the system.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from pathlib import Path

_NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)", re.MULTILINE)
_GLIBC = re.compile(r"\(?GLIBC_(\d+)\.(\d+)")
# Loaded only where what they need is there: Qt's theme for GTK desktops, llama.cpp's GPU backends.
OPTIONAL_FILES = ("libqgtk3.so", "libggml-vulkan.so", "libggml-cuda.so")
_PLACES = ("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib",
           "/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/local/lib")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    for library, users in sorted(needed(options.folder).items()):
        print(f"{library:<28}{package_of(library) or '?':<24}{users[0]}")
    print("Depends:", ", ".join(depends(options.folder)))


def depends(folder: Path) -> list[str]:
    """The Debian packages that everything in `folder` needs, libc6 with its version.

    Raises LookupError for a library that no installed package holds.
    """
    packages = set()
    for library, users in needed(folder).items():
        package = package_of(library)
        if package is None:
            raise LookupError(f"no package holds {library}, which {users[0]} needs")
        packages.add(package)
    packages.discard("libc6")
    major, minor = newest_glibc(folder)
    return [f"libc6 (>= {major}.{minor})", *sorted(packages)]


def needed(folder: Path) -> dict[str, list[Path]]:
    """Each library that is not in `folder`, and the files that name it."""
    files = elf_files(folder)
    own = {path.name for path in folder.rglob("*.so*")}
    found: dict[str, list[Path]] = {}
    for path in files:
        if path.name in OPTIONAL_FILES:
            continue
        for library in _NEEDED.findall(_objdump(path)):
            if library not in own and not library.startswith("ld-linux"):
                found.setdefault(library, []).append(path.relative_to(folder))
    return found


def newest_glibc(folder: Path) -> tuple[int, int]:
    """The version of glibc that the most demanding file asks for."""
    versions = [(2, 28)]
    for path in elf_files(folder):
        versions += [(int(a), int(b)) for a, b in _GLIBC.findall(_objdump(path))]
    return max(versions)


def elf_files(folder: Path) -> list[Path]:
    """Programs and libraries below `folder`, links aside."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    found.append(path)
    return found


def package_of(library: str) -> str | None:
    """The installed Debian package with `library`; None where there is none."""
    for place in _PLACES:
        path = Path(place) / library
        if not path.exists():
            continue
        for name in {str(path), str(path.resolve()), str(path).removeprefix("/usr")}:
            asked = subprocess.run(
                ["dpkg", "-S", name], check=False, capture_output=True, text=True
            )
            if asked.returncode == 0:
                return asked.stdout.split(":", 1)[0]
    return None


_seen: dict[Path, str] = {}


def _objdump(path: Path) -> str:
    if path not in _seen:
        asked = subprocess.run(
            ["objdump", "-p", str(path)], check=False, capture_output=True, text=True
        )
        _seen[path] = asked.stdout
    return _seen[path]


if __name__ == "__main__":
    main()
