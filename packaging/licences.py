"""Collect the licences of everything in the package into one file, `build/licences.txt`.

The About page shows it, and it lies beside the program. Each distribution that the lock names and
this environment holds appears with its own texts; what is bundled without being a distribution
(Python, Qt's and SQLite's terms, fastText's model, the icons) has an entry of its own.
"""

from __future__ import annotations

import argparse
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import locked_packages

ROOT = locked_packages.ROOT
RESULT = ROOT / "build/licences.txt"
_WORDS = ("licen", "copying", "notice", "authors", "copyright")
_LINE = "=" * 78

BESIDES = (
    (
        "Qt 6 and PySide6 (LGPL-3.0)",
        "Qt is used under the GNU Lesser General Public License, version 3. Its libraries are "
        "separate files in the folder PySide6/Qt/lib (on Windows: PySide6) of this program, "
        "loaded at run time: you may replace them with your own build of the same version. Qt's "
        "source is at https://download.qt.io/official_releases/qt/, that of PySide6 at "
        "https://code.qt.io/cgit/pyside/pyside-setup.git/.",
    ),
    (
        "llama.cpp and ggml (MIT)",
        "Copyright (c) 2023-2026 The ggml authors. The text is the MIT licence, as for "
        "llama-cpp-python below.",
    ),
    (
        "SQLCipher and SQLite (BSD-3-Clause; public domain)",
        "SQLCipher: Copyright (c) 2025, ZETETIC LLC. Redistribution and use in source and binary "
        "forms are permitted under the terms of the BSD 3-Clause licence. SQLite is in the "
        "public domain.",
    ),
    (
        "OpenSSL (Apache-2.0)",
        "In sqlcipher3 and cryptography. Copyright (c) 1998-2026 The OpenSSL Project Authors.",
    ),
    (
        "fastText's language model lid.176 (CC BY-SA 3.0)",
        "Facebook AI Research, https://fasttext.cc/docs/en/language-identification.html. It is "
        "distributed unchanged in its compressed form.",
    ),
    (
        "Lucide's icons (ISC)",
        "Copyright (c) 2022-2026 Lucide contributors. Some are derived from Feather (MIT), "
        "Copyright (c) 2013-2022 Cole Bemis.",
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=RESULT)
    options = parser.parse_args()
    text, without = collected()
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(text, encoding="utf-8")
    for name in without:
        print(f"inkstone: {name} brings no text of its licence; its name is given", file=sys.stderr)
    print(f"inkstone: {options.output}: {len(text) / 1000:.0f} kB")


def collected() -> tuple[str, list[str]]:
    """The whole text, and the distributions that bring none of their own."""
    parts = [_chapter("Inkstone (Apache-2.0)", (ROOT / "LICENSE").read_text(encoding="utf-8"))]
    parts += [_chapter(title, text) for title, text in BESIDES]
    parts.append(_chapter(f"Python {sys.version.split()[0]} (PSF-2.0)", _python()))
    without = []
    for locked in locked_packages.read():
        try:
            found = distribution(locked.name)
        except PackageNotFoundError:
            continue  # for another system or another Python
        texts = licence_texts(found)
        if not texts:
            without.append(locked.name)
        title = f"{locked.name} {locked.version} ({licence_name(found)})"
        parts.append(_chapter(title, "\n\n".join(texts) or _terms_elsewhere(found)))
    return "\n".join(parts), without


def licence_name(found: Distribution) -> str:
    """The licence as the distribution states it: an SPDX expression, or its own words."""
    facts = found.metadata
    if expression := facts.get("License-Expression"):
        return str(expression)
    classifiers = facts.get_all("Classifier") or []
    named = [line.rsplit(" :: ", 1)[-1] for line in classifiers if line.startswith("License ::")]
    said = (facts.get("License") or "").strip()
    if said and len(said) < 60 and "\n" not in said:
        return said
    return ", ".join(named) or "see its text"


def licence_texts(found: Distribution) -> list[str]:
    """The files of a distribution that look like its licence, once each."""
    texts: list[str] = []
    for file in found.files or []:
        name = file.name.lower()
        if not name.startswith(_WORDS) or file.suffix in (".py", ".pyc", ".json"):
            continue
        path = Path(str(file.locate()))
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace").strip()
            if text and text not in texts:
                texts.append(text)
    said = (found.metadata.get("License") or "").strip()
    if not texts and len(said) > 200:
        texts.append(said)
    return texts


def _terms_elsewhere(found: Distribution) -> str:
    home = found.metadata.get("Home-page") or ""
    links = found.metadata.get_all("Project-URL") or []
    where = home or (links[0].split(", ", 1)[-1] if links else "its project's page")
    return f"Terms: {licence_name(found)}. The text: {where}"


def _python() -> str:
    base = Path(sys.base_prefix)
    places = [base / "LICENSE.txt", *base.glob("lib/python3.*/LICENSE.txt")]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        return "The text: https://docs.python.org/3/license.html"
    return found.read_text(encoding="utf-8", errors="replace")


def _chapter(title: str, text: str) -> str:
    return f"{_LINE}\n{title}\n{_LINE}\n\n{text.strip()}\n"


if __name__ == "__main__":
    main()
