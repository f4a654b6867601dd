"""Draw the application's icon in every size a desktop asks for, from `resources/inkstone.svg`."""

from __future__ import annotations

import argparse
import os
import struct
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "resources/inkstone.svg"
SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
_ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
_ICNS_KINDS = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--theme", type=Path, help="an icon theme's folder, such as hicolor")
    parser.add_argument("--ico", type=Path, help="write an icon for Windows")
    parser.add_argument("--icns", type=Path, help="write an icon for macOS")
    options = parser.parse_args()
    if options.theme:
        draw_theme(options.theme)
    if options.ico:
        options.ico.write_bytes(ico())
    if options.icns:
        options.icns.write_bytes(icns())


def draw_theme(theme: Path) -> None:
    """The icon of the application, and the same one for model files, below `theme`."""
    for name, part in (("inkstone", "apps"), ("application-x-gguf", "mimetypes")):
        for size in SIZES:
            file = theme / f"{size}x{size}" / part / f"{name}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(png(size))
        scalable = theme / "scalable" / part / f"{name}.svg"
        scalable.parent.mkdir(parents=True, exist_ok=True)
        scalable.write_bytes(SOURCE.read_bytes())


def png(size: int) -> bytes:
    """The icon with `size` pixels a side; no display is needed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(SOURCE.read_bytes())).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise RuntimeError("Qt cannot write PNG files")
    return bytes(buffer.data().data())


def ico() -> bytes:
    """All sizes that Windows uses, as PNG inside one ICO."""
    pictures = [(size, png(size)) for size in _ICO_SIZES]
    at = 6 + 16 * len(pictures)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures:
        edge = size % 256  # 0 stands for 256
        head += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + b"".join(picture for _size, picture in pictures)


def icns() -> bytes:
    """The sizes that macOS uses, as PNG inside one ICNS."""
    body = b""
    for size, kind in _ICNS_KINDS.items():
        picture = png(size)
        body += kind + struct.pack(">I", 8 + len(picture)) + picture
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


if __name__ == "__main__":
    main()
