"""Make the Debian package of `dist/inkstone`: `dist/inkstone_VERSION_ARCHITECTURE.deb`.

What it depends on is found in the ELF files themselves. Standard library, dpkg-deb, objdump; Qt
draws the icons.
"""

from __future__ import annotations

import gzip
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import build_app
import draw_icons
import elf_needs
import make_completions
import make_manual
from bundle_contents import ROOT

sys.path.insert(0, str(ROOT))
PROGRAM = Path("opt/inkstone")
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
# Loaded by name while it runs, or asked of the desktop: no ELF file says that it needs them.
_ALSO = ("libgl1", "libegl1", "fontconfig")
_RECOMMENDS = ("fonts-noto-core", "fonts-noto-cjk", "xdg-utils", "xdg-desktop-portal", "libvulkan1")
_SUGGESTS = ("tesseract-ocr", "mesa-vulkan-drivers", "gnome-keyring")

_POSTINST = """\
#!/bin/sh
set -e
if [ "$1" = configure ]; then
    for refresh in "update-desktop-database -q /usr/share/applications" \\
        "update-mime-database /usr/share/mime" \\
        "gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor"; do
        if command -v "${refresh%% *}" >/dev/null 2>&1; then $refresh || true; fi
    done
fi
"""
_POSTRM = (
    _POSTINST.replace('[ "$1" = configure ]', '[ "$1" = remove ] || [ "$1" = purge ]')
    + """\
if [ "$1" = remove ] || [ "$1" = purge ]; then
    cat <<'END'
Inkstone is removed. What its users wrote, their models and settings stay, for each of them in
  ~/.local/share/inkstone  ~/.config/inkstone  ~/.cache/inkstone  ~/.local/state/inkstone
Delete these folders to have everything gone.
END
fi
"""
)


def main() -> None:
    folder = build_app.built_folder(__doc__)
    with tempfile.TemporaryDirectory(prefix="inkstone-deb-") as name:
        root = Path(name) / "root"
        fill(root, folder)
        control(root)
        print(f"inkstone: {pack(root)}")


def fill(root: Path, folder: Path) -> None:
    """Put every file of the package below `root`, where it comes to lie."""
    shutil.copytree(folder, root / PROGRAM, symlinks=True)
    command = root / "usr/bin/inkstone"
    command.parent.mkdir(parents=True)
    command.symlink_to("/opt/inkstone/inkstone")
    fill_share(root / "usr/share")
    documents = root / "usr/share/doc/inkstone"
    documents.mkdir(parents=True)
    shutil.copy(ROOT / "CHANGELOG.md", documents / "CHANGELOG.md")
    build_app.copy_licences(documents / "copyright")


def fill_share(share: Path) -> None:
    """Menu entry, file type, icons, store page, manual and completions below `share`."""
    from assistant import __version__

    desktop = ROOT / "resources/desktop"
    for source, place in (
        (desktop / "inkstone.desktop", share / "applications/inkstone.desktop"),
        (desktop / "inkstone.xml", share / "mime/packages/inkstone.xml"),
    ):
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, place)
    page = (ROOT / "packaging/linux/org.inkstone.Inkstone.metainfo.xml").read_text("utf-8")
    date = make_manual.page_date().isoformat()
    store = share / "metainfo/org.inkstone.Inkstone.metainfo.xml"
    store.parent.mkdir(parents=True, exist_ok=True)
    store.write_text(page.replace("@VERSION@", __version__).replace("@DATE@", date), "utf-8")
    draw_icons.draw_theme(share / "icons/hicolor")
    manual = share / "man/man1/inkstone.1.gz"
    manual.parent.mkdir(parents=True, exist_ok=True)
    manual.write_bytes(gzip.compress(make_manual.manual().encode(), 9, mtime=0))
    make_completions.write(share)


def control(root: Path) -> None:
    """Write `DEBIAN/`: the facts, the checksums, what runs at installing and removing."""
    from assistant import __version__

    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    size = sum((path.stat().st_size + 1023) // 1024 for path in files)
    depends = sorted({*elf_needs.depends(root / PROGRAM), *_ALSO})
    facts = {
        "Package": "inkstone",
        "Version": __version__,
        "Architecture": architecture(),
        "Maintainer": "The Inkstone developers <packages@inkstone.invalid>",
        "Installed-Size": str(size),
        "Depends": ", ".join(depends),
        "Recommends": ", ".join(_RECOMMENDS),
        "Suggests": ", ".join(_SUGGESTS),
        "Section": "editors",
        "Priority": "optional",
        "Description": "private writing desk with a language model on your own machine\n"
        " Inkstone chats, writes, translates, summarises documents and answers questions\n"
        " about them. Nothing is sent anywhere unless you start it. Python, Qt and\n"
        " llama.cpp are inside.",
    }
    folder = root / "DEBIAN"
    folder.mkdir()
    text = "".join(f"{name}: {value}\n" for name, value in facts.items())
    (folder / "control").write_text(text, encoding="utf-8")
    sums = subprocess.run(
        ["md5sum", *(str(path.relative_to(root)) for path in files)],
        cwd=root, check=True, capture_output=True, text=True,
    )  # fmt: skip
    (folder / "md5sums").write_text(sums.stdout, encoding="utf-8")
    for name, script in (("postinst", _POSTINST), ("postrm", _POSTRM)):
        (folder / name).write_text(script, encoding="utf-8")
        (folder / name).chmod(0o755)


def architecture() -> str:
    """This machine's, in Debian's words."""
    return _ARCHITECTURES.get(platform.machine(), platform.machine())


def pack(root: Path) -> Path:
    """Build the package from `root`; the file."""
    from assistant import __version__

    build_app.even_out(root)
    version = re.sub(r"[^A-Za-z0-9.+~]", "~", __version__)
    result = build_app.DIST / f"inkstone_{version}_{architecture()}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z9", "--build", str(root), str(result)]
    subprocess.run(command, check=True, env=build_app.environment(), stdout=subprocess.DEVNULL)
    return result


if __name__ == "__main__":
    main()
