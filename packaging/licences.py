"""Collect the licences of everything in the package: `build/licences.json`, which the About page
shows, and `build/licences.txt`, which lies beside the program."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import locked_packages

ROOT = locked_packages.ROOT
sys.path.insert(0, str(ROOT))
import msgspec  # noqa: E402

from assistant import licences  # noqa: E402

RESULT = ROOT / "build/licences.txt"
_LINE = "=" * 78


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=RESULT)
    options = parser.parse_args()
    found = licences.collected(locked.name for locked in locked_packages.read())
    options.output.parent.mkdir(parents=True, exist_ok=True)
    text = as_text(found)
    options.output.write_text(text, encoding="utf-8")
    options.output.with_suffix(".json").write_bytes(msgspec.json.encode(found))
    print(f"inkstone: {options.output}: {len(text) / 1000:.0f} kB")


def as_text(found: list[licences.Chapter]) -> str:
    """All of it, one after the other."""
    return "\n".join(f"{_LINE}\n{each.title}\n{_LINE}\n\n{each.text}\n" for each in found)


if __name__ == "__main__":
    main()
