"""A page of a document as a picture."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

Rect: TypeAlias = tuple[float, float, float, float]


class DrawnPage(msgspec.Struct, frozen=True):
    """`pixels` are rows of blue, green, red, 255 without padding (QImage's `Format_RGB32`).

    `highlights` has the rectangles (left, top, width, height in pixels) for each asked range.
    `matched`: the page still has the text it had; else there are no rectangles. That is also so
    where the text was recognised from a picture.
    """

    width: int
    height: int
    pixels: bytes
    highlights: tuple[tuple[Rect, ...], ...] = ()
    matched: bool = True
