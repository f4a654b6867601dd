"""Collect the window's texts into .ts files and compile them to .qm.

`make translations` after texts changed; then fill in what is new in inkstone_zh_CN.ts and run it
again. `--check` writes nothing and fails where Chinese is incomplete or a .qm is out of date.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
import tempfile
from itertools import accumulate
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("en", "zh_CN")
BIN = Path(sys.executable).parent
_MARKED = re.compile(r"self\.tr\(|translate\(|QT_TRANSLATE_NOOP\(")
PLACEHOLDER = re.compile(r"(?<!\{)\{[^{}]*\}(?!\})|%n")


def sources() -> list[str]:
    """The Python files that can hold texts of the window."""
    files = sorted((ROOT / "assistant").rglob("*.py"))
    wanted = [path for path in files if _MARKED.search(path.read_text("utf-8"))]
    return [str(path.relative_to(ROOT)) for path in wanted]


def with_literal_counts(source: str) -> bytes:
    """`source` with 1 as the count of each `translate("Context", "text", "", count)`.

    lupdate sees a plural form only where the count is a number, and passes over the whole call
    where it is an attribute or a call.
    """
    text = source.encode()
    starts = list(accumulate(map(len, text.splitlines(keepends=True)), initial=0))
    spans = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and len(node.args) == 4:
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            count = node.args[3]
            if name == "translate" and count.end_lineno and count.end_col_offset:
                start = starts[count.lineno - 1] + count.col_offset
                spans.append((start, starts[count.end_lineno - 1] + count.end_col_offset))
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + b"1" + text[end:]
    return text


def collect(language: str, target: Path) -> None:
    """Merge today's texts into the .ts file; English keeps the plural forms alone."""
    options = ["-no-obsolete", "-source-language", "en", "-target-language", language]
    if language == "en":
        options.append("-pluralonly")
    with tempfile.TemporaryDirectory() as folder:
        for name in (names := sources()):
            copy = Path(folder) / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(with_literal_counts((ROOT / name).read_text("utf-8")))
        command = [str(BIN / "pyside6-lupdate"), *names, "-ts", str(target), "-locations", "none"]
        subprocess.run(command + options, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def compile_qm(source: Path, target: Path) -> None:
    command = [str(BIN / "pyside6-lrelease"), "-silent", str(source), "-qm", str(target)]
    subprocess.run(command, check=True)


def unfinished(path: Path) -> list[str]:
    """The source texts without a translation in a .ts file."""
    found = []
    for message in ET.parse(path).iter("message"):
        translation = message.find("translation")
        forms = [] if translation is None else list(translation.iter("numerusform"))
        texts = [form.text for form in forms] if forms else [getattr(translation, "text", None)]
        if not all(text and text.strip() for text in texts):
            found.append(message.findtext("source", ""))
    return found


def mismatched(path: Path) -> list[str]:
    """The source texts whose translation has other placeholders."""
    found = []
    for message in ET.parse(path).iter("message"):
        source = message.findtext("source", "")
        wanted = sorted(PLACEHOLDER.findall(source))
        translation = message.find("translation")
        texts = [] if translation is None else ["".join(translation.itertext())]
        if translation is not None and (forms := list(translation.iter("numerusform"))):
            texts = [form.text or "" for form in forms]
        if any(text.strip() and sorted(PLACEHOLDER.findall(text)) != wanted for text in texts):
            found.append(source)
    return found


def fill_english_plurals(path: Path) -> None:
    """New English plural forms follow from the source text: "%n token(s)" is one token, two tokens.

    What stands in the file is kept: "%n document(s) are read" needs "is" for one, by hand.
    """
    tree = ET.parse(path)
    for message in tree.iter("message"):
        translation = message.find("translation")
        if translation is None or translation.attrib.pop("type", None) is None:
            continue
        source = message.findtext("source", "")
        forms = translation.iter("numerusform")
        for form, (short, long) in zip(forms, (("", ""), ("s", "es")), strict=False):
            form.text = source.replace("(s)", short).replace("(es)", long)
    tree.write(path, encoding="utf-8", xml_declaration=True)


def check() -> int:
    """0 when Chinese is complete and the .ts files hold today's texts."""
    missing = unfinished(FOLDER / "inkstone_zh_CN.ts")
    for language in LANGUAGES:
        missing += mismatched(FOLDER / f"inkstone_{language}.ts")
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "inkstone_zh_CN.ts"
        fresh.write_bytes((FOLDER / "inkstone_zh_CN.ts").read_bytes())
        collect("zh_CN", fresh)
        missing += [text for text in unfinished(fresh) if text not in missing]
        for language in LANGUAGES:
            qm = Path(folder) / f"{language}.qm"
            compile_qm(FOLDER / f"inkstone_{language}.ts", qm)
            if qm.read_bytes() != (FOLDER / f"inkstone_{language}.qm").read_bytes():
                missing.append(f"(inkstone_{language}.qm is out of date)")
    for text in missing:
        print(f"not translated, or with other placeholders: {text}")
    return 1 if missing else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        return check()
    for language in LANGUAGES:
        source = FOLDER / f"inkstone_{language}.ts"
        collect(language, source)
        if language == "en":
            fill_english_plurals(source)
        compile_qm(source, source.with_suffix(".qm"))
    left = unfinished(FOLDER / "inkstone_zh_CN.ts")
    print(f"{len(left)} texts have no Chinese yet" if left else "Chinese is complete")
    for text in left:
        print(f"  {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
