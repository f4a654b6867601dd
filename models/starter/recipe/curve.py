"""The curve of the loss as a picture (SVG)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 720, 360, 56, 40
_INK, _LINE, _GRID = "#1F2328", "#2B5C8A", "#DFDBD2"
_SMOOTH = 0.9


def draw(points: Sequence[tuple[int, float]], path: Path) -> None:
    """Loss (logarithmic) over tokens, smoothed; nothing is drawn of fewer than two points."""
    if len(points) < 2:
        return
    smoothed, mean = [], points[0][1]
    for tokens, loss in points:
        mean = _SMOOTH * mean + (1 - _SMOOTH) * loss
        smoothed.append((tokens, max(mean, 1e-4)))
    last = smoothed[-1][0]
    low = math.floor(math.log10(min(loss for _, loss in smoothed)))
    high = math.ceil(math.log10(max(loss for _, loss in smoothed)))
    high = max(high, low + 1)

    def x(tokens: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - 16) * tokens / last

    def y(loss: float) -> float:
        return 16 + (_HEIGHT - _BOTTOM - 16) * (high - math.log10(loss)) / (high - low)

    line = " ".join(f"{x(tokens):.1f},{y(loss):.1f}" for tokens, loss in smoothed)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'font-family="sans-serif" font-size="12" fill="{_INK}">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#FFFFFF"/>',
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(f'<path d="M{_LEFT} {at:.1f}H{_WIDTH - 16}" stroke="{_GRID}"/>')
        parts.append(
            f'<text x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10**power:g}</text>'
        )
    for quarter in range(5):
        tokens = last * quarter / 4
        parts.append(
            f'<text x="{x(tokens):.1f}" y="{_HEIGHT - 16}" text-anchor="middle">'
            f"{tokens / 1e6:.1f} M</text>"
        )
    parts.append(f'<polyline points="{line}" fill="none" stroke="{_LINE}" stroke-width="1.5"/>')
    parts.append(f'<text x="{_LEFT}" y="12">loss over tokens</text></svg>')
    path.write_text("\n".join(parts), "utf-8")
