"""Numbers of bytes for people."""

from __future__ import annotations


def size_text(size: int) -> str:
    """`size` bytes in decimal units, one digit after the point: "4.1 GB"."""
    if size < 1000:
        return f"{size} B"
    number = float(size)
    for unit in ("kB", "MB", "GB"):
        number /= 1000
        if number < 999.95:
            return f"{number:.1f} {unit}"
    return f"{number / 1000:.1f} TB"
