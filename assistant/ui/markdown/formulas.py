"""LaTeX drawn by a worker thread and kept as images.

ziamath takes 3 to 24 ms for a formula, more than a frame; the text shows the source until the
image is there.
"""

from __future__ import annotations

import gc
import sys
import warnings
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QRectF, QRunnable, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage, QPainter

LONGEST = 600
"""A longer formula stays source: it would keep the thread for most of a second."""
KEPT = 400
LARGEST_SIDE = 4000


@dataclass(frozen=True, slots=True)
class FormulaKey:
    """What makes two drawings the same. `pixels` is the height of the text around it."""

    latex: str
    display: bool
    pixels: int
    colour: str
    ratio: float


@dataclass(frozen=True, slots=True)
class Formula:
    """A drawing; sizes in device-independent pixels, `descent` is what hangs below the line."""

    image: QImage
    width: float
    height: float
    descent: float


class Formulas(QObject):
    """Hands out drawings. GUI thread; one worker thread of its own draws them."""

    ready = Signal()
    """One or more formulas that were asked for have been drawn or have failed."""

    _drawn = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[FormulaKey, Formula | None] = OrderedDict()
        self._waiting: set[FormulaKey] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._drawn.connect(self._on_drawn, Qt.ConnectionType.QueuedConnection)

    def get(self, key: FormulaKey) -> tuple[Formula | None, bool]:
        """(drawing or None, whether one may still come); asks for it the first time."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key], False
        if len(key.latex) > LONGEST:
            return None, False
        if key not in self._waiting:
            self._waiting.add(key)
            self._pool.start(_Drawing(key, self._drawn))
        return None, True

    def close(self) -> None:
        """Drop what was not begun and wait for the formula being drawn."""
        self._pool.clear()
        self._waiting.clear()
        self._pool.waitForDone()

    @Slot(object, object)
    def _on_drawn(self, key: FormulaKey, formula: Formula | None) -> None:
        self._waiting.discard(key)
        self._kept[key] = formula
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.ready.emit()


class _Drawing(QRunnable):
    def __init__(self, key: FormulaKey, drawn: Any) -> None:
        super().__init__()
        self._key = key
        self._drawn = drawn

    def run(self) -> None:
        try:
            formula = draw(self._key)
        except Exception:  # noqa: BLE001 - top of the thread; bad LaTeX raises anything
            formula = None
        try:
            self._drawn.emit(self._key, formula)
        except RuntimeError:
            return  # the window has gone meanwhile


@cache
def _ziamath() -> Any:
    """The library, loaded by the first formula (22 MB and a quarter of a second)."""
    # Python hands the interpreter over every 5 ms by default; the window needs it sooner. And
    # a round of the garbage collector in the middle of loading would stop it for 20 ms.
    if sys.getswitchinterval() > 0.001:
        sys.setswitchinterval(0.001)
    collected = gc.isenabled()
    gc.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # its own, about resources
            import ziamath
    finally:
        gc.freeze()
        if collected:  # the application collects on the window's thread alone
            gc.enable()
    ziamath.config.svg2 = False
    return ziamath


def draw(key: FormulaKey) -> Formula | None:
    """The drawing of `key`; raises whatever ziamath does on LaTeX it cannot read."""
    from PySide6.QtSvg import QSvgRenderer

    ziamath = _ziamath()
    size = key.pixels * (1.25 if key.display else 1.15)
    formula = ziamath.Latex(key.latex, size=size, color=key.colour, inline=not key.display)
    svg = formula.svg()
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    box = renderer.viewBoxF()
    if not renderer.isValid() or box.width() <= 0 or box.height() <= 0:
        return None
    if max(box.width(), box.height()) * key.ratio > LARGEST_SIDE:
        return None
    image = QImage(
        int(box.width() * key.ratio) + 1,
        int(box.height() * key.ratio) + 1,
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, box.width() * key.ratio, box.height() * key.ratio))
    painter.end()
    image.setDevicePixelRatio(key.ratio)
    return Formula(image, box.width(), box.height(), max(0.0, box.bottom()))
