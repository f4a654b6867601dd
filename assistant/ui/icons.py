"""Icons: simple strokes kept as SVG, drawn in the colour that is asked for."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from assistant import paths


@cache
def _folder() -> Path:
    return paths.resources() / "icons"


@cache
def _source(name: str) -> str:
    return (_folder() / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int = 18, dpr: float = 1.0) -> QPixmap:
    """The icon `name` in `colour` ("#rrggbb"), `size` device-independent pixels square.

    GUI thread only. Raises OSError for a name that has no file.
    """
    from PySide6.QtSvg import QSvgRenderer

    svg = _source(name).replace("currentColor", colour)
    drawn = QPixmap(round(size * dpr), round(size * dpr))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(
        painter, QRectF(0, 0, drawn.width(), drawn.height())
    )
    painter.end()
    drawn.setDevicePixelRatio(dpr)
    return drawn


def icon(name: str, colour: str, size: int = 18, dpr: float = 1.0) -> QIcon:
    """`pixmap` as a QIcon that looks the same in every state."""
    drawn = pixmap(name, colour, size, dpr)
    made = QIcon(drawn)
    made.addPixmap(drawn, QIcon.Mode.Selected)
    made.addPixmap(drawn, QIcon.Mode.Active)
    return made
