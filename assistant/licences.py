"""Under which terms comes what the application consists of."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import msgspec

from assistant.paths import resources

PACKED = "licences.json"
"""Where a package keeps, below its resources, what was collected when it was built."""

_WORDS = ("licen", "copying", "notice", "authors", "copyright")
_NO_TEXT = (".py", ".pyc", ".json")
_NAME = re.compile(r"[A-Za-z0-9._-]+")


class Chapter(msgspec.Struct, frozen=True):
    """`title` names a part and its licence; `text` are the terms."""

    title: str
    text: str


_QT_TITLE = "Qt 6 and PySide6 (LGPL-3.0)"
_QT = (
    "Qt is used under the GNU Lesser General Public License, version 3. Its libraries are separate "
    "files in the folder PySide6/Qt/lib (on Windows: PySide6), loaded at run time: you may replace "
    "them with your own build of the same version. Qt's source is at "
    "https://download.qt.io/official_releases/qt/, that of PySide6 at "
    "https://code.qt.io/cgit/pyside/pyside-setup.git/."
)
_BESIDES = (
    Chapter(
        "llama.cpp and ggml (MIT)",
        "Copyright (c) 2023-2026 The ggml authors. The text is the MIT licence, as for "
        "llama-cpp-python.",
    ),
    Chapter(
        "SQLCipher and SQLite (BSD-3-Clause; public domain)",
        "SQLCipher: Copyright (c) 2025, ZETETIC LLC. Redistribution and use in source and binary "
        "forms are permitted under the terms of the BSD 3-Clause licence. SQLite is in the "
        "public domain.",
    ),
    Chapter(
        "OpenSSL (Apache-2.0)",
        "In sqlcipher3 and cryptography. Copyright (c) 1998-2026 The OpenSSL Project Authors.",
    ),
    Chapter(
        "fastText's language model lid.176 (CC BY-SA 3.0)",
        "Facebook AI Research, https://fasttext.cc/docs/en/language-identification.html. It is "
        "distributed unchanged in its compressed form.",
    ),
    Chapter(
        "Lucide's icons (ISC)",
        "Copyright (c) 2022-2026 Lucide contributors. Some are derived from Feather (MIT), "
        "Copyright (c) 2013-2022 Cole Bemis.",
    ),
)


def chapters() -> list[Chapter]:
    """What a package holds, or else what is installed here. Any thread; reads some 80 files."""
    packed = resources() / PACKED
    if packed.is_file():
        return msgspec.json.decode(packed.read_bytes(), type=list[Chapter])
    return collected(needed("inkstone"))


def collected(names: Iterable[str]) -> list[Chapter]:
    """The application's terms, those of what is no distribution, and of the distributions
    `names` that are installed."""
    found = [Chapter("Inkstone (Apache-2.0)", _inkstone()), _qt(), *_BESIDES]
    found.append(Chapter(f"Python {sys.version.split()[0]} (PSF-2.0)", _python()))
    for name in names:
        try:
            each = distribution(name)
        except PackageNotFoundError:
            continue  # for another system or another Python
        title = f"{name} {each.version} ({licence_name(each)})"
        found.append(Chapter(title, "\n\n".join(licence_texts(each)) or _terms(each)))
    return found


def needed(name: str) -> list[str]:
    """The distributions that `name` needs, and those need, in the order of the alphabet."""
    known: set[str] = set()
    waiting = [name]
    while waiting:
        try:
            required = distribution(waiting.pop()).requires or []
        except PackageNotFoundError:
            continue
        for line in required:
            match = _NAME.match(line)
            if match and "extra ==" not in line and match[0].lower() not in known:
                known.add(match[0].lower())
                waiting.append(match[0])
    return sorted(known)


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
        among_licences = {"licenses", "licences"} & {part.lower() for part in file.parts[:-1]}
        if not (name.startswith(_WORDS) or among_licences) or file.suffix in _NO_TEXT:
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


def _terms(found: Distribution) -> str:
    """Those of a distribution that brings no text: some only name a well-known licence."""
    named = licence_name(found)
    if named.startswith("LGPL-3.0"):
        return f"{_QT_TITLE}: its terms are these, too."
    if named == "MIT":
        author = found.metadata.get("Author") or found.metadata.get("Author-email") or "its authors"
        return f"Copyright (c) {author}\n\n{_text(resources() / 'licences/MIT.txt')}"
    return f"{named}. The text: {found.metadata.get('Home-page') or 'on its page'}"


def _inkstone() -> str:
    return _text(resources().parent / "LICENSE") or "\n\n".join(
        licence_texts(distribution("inkstone"))
    )


def _qt() -> Chapter:
    folder = resources() / "licences"
    texts = [_text(folder / f"{name}.txt") for name in ("LGPL-3.0", "GPL-3.0")]
    return Chapter(_QT_TITLE, "\n\n".join([_QT, *texts]))


def _python() -> str:
    base = Path(sys.base_prefix)
    places = [base / "LICENSE.txt", *base.glob("lib/python3.*/LICENSE.txt")]
    texts = filter(None, map(_text, places))
    return next(texts, "The text: https://docs.python.org/3/license.html")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").strip() if path.is_file() else ""
