"""Build the application as one folder, `dist/inkstone`, and say how large each part is.

Run by `make package` with the Python of an environment that has the locked packages and
PyInstaller. The same sources and packages give the same files: the clock, the order of sets and
the account are kept out of them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import bundle_contents
from bundle_contents import ROOT

DIST = ROOT / "dist"
FOLDER = DIST / "inkstone"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true", help="only measure what was built")
    options = parser.parse_args()
    if not options.measure:
        build()
    total = measure(FOLDER)
    if total > bundle_contents.LARGEST_BYTES:
        sys.exit(f"inkstone: {megabytes(total)} without models, over the budget.")


def build() -> None:
    """Run PyInstaller; its messages go to `build/pyinstaller.log`."""
    began = time.monotonic()
    log = ROOT / "build/pyinstaller.log"
    log.parent.mkdir(exist_ok=True)
    subprocess.run([sys.executable, str(ROOT / "packaging/licences.py")], check=True)
    command = [
        *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
        *("--distpath", str(DIST), "--workpath", str(ROOT / "build/pyinstaller")),
        str(ROOT / "packaging/inkstone.spec"),
    ]
    with log.open("w", encoding="utf-8") as out:
        ended = subprocess.run(
            command, check=False, cwd=ROOT, env=environment(), stdout=out, stderr=out
        )
    if ended.returncode:
        print(log.read_text(encoding="utf-8")[-4000:])
        sys.exit("inkstone: PyInstaller failed; the lines above say why.")
    join_equal_libraries(FOLDER)
    strip(FOLDER)
    even_out(FOLDER)
    print(f"inkstone: built {FOLDER} in {time.monotonic() - began:.0f} s")


def environment() -> dict[str, str]:
    """PyInstaller's: everything that would differ from build to build is fixed."""
    return {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(source_date())}


def source_date() -> int:
    """The time of the last commit; of the change log where there is no repository."""
    if named := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(named)
    asked = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], check=False, cwd=ROOT, capture_output=True, text=True
    )
    if asked.returncode == 0 and asked.stdout.strip():
        return int(asked.stdout)
    return int((ROOT / "CHANGELOG.md").stat().st_mtime)


def join_equal_libraries(folder: Path) -> None:
    """`libx.so` and `libx.so.0` with the same content become one file and a link to it.

    A wheel cannot hold links, so that llama.cpp's libraries come several times.
    """
    if sys.platform == "win32":
        return
    for short in sorted(folder.rglob("lib*.so")):
        longer = [path for path in short.parent.glob(f"{short.name}.*") if not path.is_symlink()]
        if short.is_symlink() or not longer:
            continue
        if short.read_bytes() == longer[0].read_bytes():
            short.unlink()
            short.symlink_to(longer[0].name)


def strip(folder: Path) -> None:
    """Take debugging symbols out of Linux's libraries: about 60 MB.

    Those in folders named `*.libs` were rewritten by auditwheel, and strip may break them. The
    program itself ends with the archive of its modules, which strip would cut off.
    """
    if not sys.platform.startswith("linux") or shutil.which("strip") is None:
        return
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or ".so" not in path.name:
            continue
        if not path.parent.name.endswith(".libs"):
            subprocess.run(["strip", "--strip-unneeded", "-p", str(path)], check=True)


def even_out(folder: Path) -> None:
    """Every file of the date of the sources, readable by all."""
    date = source_date()
    links = os.utime in os.supports_follow_symlinks  # Windows cannot date a link
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
            os.utime(path, (date, date))
        elif links:
            os.utime(path, (date, date), follow_symlinks=False)


def built_folder(description: str | None) -> Path:
    """What a script that packs the folder is told to pack; ends the script where nothing is."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().folder
    if not (folder / "inkstone").is_file():
        sys.exit("inkstone: there is nothing to pack; make package builds it first.")
    return folder


def copy_licences(place: Path) -> None:
    """The terms of every part, as `licences.py` collected them; else our own."""
    collected = ROOT / "build/licences.txt"
    shutil.copy(collected if collected.is_file() else ROOT / "LICENSE", place)


def measure(folder: Path) -> int:
    """Print the size by part; the bytes in all, without models."""
    parts: dict[str, int] = {}
    models = 0
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file():
            continue
        size = path.stat().st_size
        inside = path.relative_to(folder)
        if "models" in inside.parts and path.suffix == ".gguf":
            models += size
            continue
        name = part_of(inside)
        parts[name] = parts.get(name, 0) + size
    for name, size in sorted(parts.items(), key=lambda entry: -entry[1]):
        print(f"{megabytes(size):>10}  {name}")
    total = sum(parts.values())
    budget = megabytes(bundle_contents.LARGEST_BYTES)
    print(f"{megabytes(total):>10}  in all, of {budget}; models besides: {megabytes(models)}")
    return total


def part_of(inside: Path) -> str:
    """The part of the application that a file of the bundle belongs to."""
    parts = inside.parts[1:] if inside.parts[0] in ("_internal", "Contents") else inside.parts
    name = parts[0]
    if name.startswith(("libQt6", "libicu", "libpyside", "libshiboken")):
        return "PySide6"
    if len(parts) == 1 and ".so" in name:
        return "libraries of the system" if not name.startswith("libpython") else "python"
    if name.endswith((".dist-info", ".libs")):
        name = name.split("-")[0].removesuffix(".libs")
    return {"inkstone": "inkstone and its Python modules", "lib-dynload": "python"}.get(name, name)


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


if __name__ == "__main__":
    main()
