"""A Word document of 500 pages: its texts taken out, translated at once, and put back.

Against python-docx, which opens and saves the same file: parsing and writing, and nothing between.
Both sides count from the wish to the written file, the start of their processes included.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import closing
from pathlib import Path
from random import Random

from assistant import compose

ROUNDS = 7
PAGES = 500
PARAGRAPHS_A_PAGE = 6
_SAID = """
the house of many words stands near a river where people write long reports about harvest machines
contracts weather schools and the price of bread in towns that nobody visits
"""
WORDS = _SAID.split()
BARE = "import sys, docx; docx.Document(sys.argv[1]).save(sys.argv[2])"


def long_docx(folder: Path, pages: int) -> Path:
    """About 450 words a page; every third paragraph has a bold and an italic run, and what Word
    leaves between runs."""
    import docx

    random = Random(7)
    blank = io.BytesIO()
    docx.Document().save(blank)
    body: list[str] = []
    for number in range(pages * PARAGRAPHS_A_PAGE):
        style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if number % 20 == 0 else ""
        runs = [_run(random, 5)] if style else [_run(random, 75)]
        if not style and number % 3 == 0:
            runs = [
                _run(random, 25),
                _run(random, 2, "<w:rPr><w:b/></w:rPr>"),
                '<w:proofErr w:type="spellStart"/>',
                _run(random, 20),
                _run(random, 20),
                '<w:proofErr w:type="spellEnd"/>',
                _run(random, 2, "<w:rPr><w:i/></w:rPr>"),
                _run(random, 6),
            ]
        body.append(f"<w:p>{style}{''.join(runs)}</w:p>")
    path = folder / "long.docx"
    with (
        zipfile.ZipFile(blank) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "word/document.xml":
                start, end = data.index(b"<w:body>") + 8, data.index(b"<w:sectPr")
                data = data[:start] + "".join(body).encode() + data[end:]
            made.writestr(info, data)
    return path


def _run(random: Random, words: int, formatting: str = "") -> str:
    said = " ".join(random.choices(WORDS, k=words))
    return f'<w:r>{formatting}<w:t xml:space="preserve">{said} </w:t></w:r>'


def run(rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds of both sides, and ours over theirs."""
    bare: list[float] = []
    ours: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path = long_docx(Path(folder), PAGES)
        out = Path(folder) / "out.docx"
        _bare(path, out)  # everything is in the system's cache from here on
        for number in range(rounds):
            sides = [(bare, _bare), (ours, _translated)]
            for took, side in sides if number % 2 else reversed(sides):
                began = time.perf_counter()
                side(path, out)
                took.append(time.perf_counter() - began)
    return {
        "docx_bare_s": statistics.median(bare),
        "docx_translate_s": statistics.median(ours),
        "docx_translate_ratio": statistics.median(
            our / one for our, one in zip(ours, bare, strict=True)
        ),
    }


def _bare(path: Path, out: Path) -> None:
    subprocess.run([sys.executable, "-c", BARE, str(path), str(out)], check=True)


def _translated(path: Path, out: Path) -> None:
    with closing(compose.make_file_translator()) as files:
        found = files.units(path)
        files.write(path, found.sha256, [unit.upper() for unit in found.units], out)


if __name__ == "__main__":
    for key, value in run().items():
        print(f"{key:24} {value:8.3f}")
