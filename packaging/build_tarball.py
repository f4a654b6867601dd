"""Make `dist/inkstone-VERSION-linux-MACHINE.tar.gz`: the application with a script to install it.

For systems without Debian's packages, and for people without rights on the machine. An AppImage
would need its runtime, which neither PyPI, npm nor Debian distributes (docs/packaging.md).
"""

from __future__ import annotations

import gzip
import platform
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

import build_app
import build_deb
from bundle_contents import ROOT

sys.path.insert(0, str(ROOT))


def main() -> None:
    folder = build_app.built_folder(__doc__)
    from assistant import __version__

    name = f"inkstone-{__version__}-linux-{platform.machine()}"
    with tempfile.TemporaryDirectory(prefix="inkstone-tar-") as place:
        top = Path(place) / name
        shutil.copytree(folder, top / "app", symlinks=True)
        build_deb.fill_share(top / "share")
        shutil.copy(ROOT / "packaging/linux/install.sh", top / "install.sh")
        build_app.copy_licences(top / "LICENCES.txt")
        print(f"inkstone: {write(top, build_app.DIST / f'{name}.tar.gz')}")


def write(top: Path, result: Path) -> Path:
    """The archive of `top`: names in order, one owner, the date of the sources."""
    date = build_app.source_date()

    def evened(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = date
        executable = entry.isdir() or entry.mode & 0o100
        entry.mode = 0o755 if executable else 0o644
        return entry

    with (
        result.open("wb") as file,
        gzip.GzipFile("", "wb", 6, file, mtime=date) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in (top, *sorted(top.rglob("*"))):
            archive.add(path, str(path.relative_to(top.parent)), recursive=False, filter=evened)
    return result


if __name__ == "__main__":
    main()
