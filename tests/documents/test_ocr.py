"""Scanned pages: offered for recognition where tesseract is, and recognised on request.

A small program stands in for tesseract: it checks the picture it gets and answers.
"""

from __future__ import annotations

import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.core.errors import Cancelled, UserError
from assistant.documents.extractor import Extractor
from assistant.documents.ocr import Tesseract
from assistant.documents.wire import Picture
from assistant.paths import child_command
from tests.documents.pdf_making import LEFT, TOP, PdfWriter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs an executable script")

_PROGRAM = """#!{python}
import sys
if "--list-langs" in sys.argv:
    print("List of available languages in /there (3):\\nchi_sim\\neng\\nosd")
    sys.exit()
kind, width, height, deepest = sys.stdin.buffer.readline().split()
pixels = sys.stdin.buffer.read()
assert kind == b"P5" and len(pixels) == int(width) * int(height)
languages = sys.argv[sys.argv.index("-l") + 1]
dark = sum(value < 128 for value in pixels[::97]) * 97 / len(pixels)
{behave}
print(f"Recog-\\nnised in {{languages}} at {{sys.argv[sys.argv.index('--dpi') + 1]}} dpi.\\n")
print(f"Dark: {{dark:.1f}}")
"""


def _program(folder: Path, behave: str = "") -> Tesseract:
    path = folder / "tesseract"
    path.write_text(_PROGRAM.format(python=sys.executable, behave=behave))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return Tesseract(str(path), ("eng", "chi_sim", "tlh"))


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """Three pages: a black one, one with text, and one that is half black."""
    writer = PdfWriter()
    writer.canvas.rect(0, 0, 600, 850, fill=1)
    writer.page()
    writer.line("Typed words.", LEFT, TOP)
    writer.page()
    writer.canvas.rect(0, 0, 600, 421, fill=1)
    return writer.save(tmp_path / "scan.pdf")


@pytest.fixture
def recognising(tmp_path: Path) -> Iterator[Extractor]:
    extractor = Extractor(child_command("extract-child"), tesseract=_program(tmp_path))
    yield extractor
    extractor.close()


def test_pages_are_recognised_in_their_places(recognising: Extractor, scan: Path) -> None:
    found = recognising.read(scan, ocr=True)
    said = "Recognised in eng+chi_sim at 300 dpi."
    assert found.text == f"{said}\n\nDark: 1.0\n\nTyped words.\n\n{said}\n\nDark: 0.5"
    assert [block.page for block in found.blocks] == [1, 1, 2, 3, 3]
    assert found.notes == ("Pages 1, 3 were recognised from pictures.",)


def test_without_being_asked_nothing_is_recognised(recognising: Extractor, scan: Path) -> None:
    found = recognising.read(scan)
    assert found.text == "Typed words."
    assert found.notes == ("Pages 1, 3 were not read: only pictures, no text.",)


def test_a_program_that_fails_is_said(tmp_path: Path, scan: Path) -> None:
    failing = _program(tmp_path, "sys.exit(1)")
    extractor = Extractor(child_command("extract-child"), tesseract=failing)
    with pytest.raises(UserError) as caught:
        extractor.read(scan, ocr=True)
    assert "page 1" in caught.value.text
    extractor.close()


def test_recognising_can_be_cancelled(tmp_path: Path) -> None:
    endless = _program(tmp_path, "while True: pass")
    looks = iter(range(100))
    with pytest.raises(Cancelled):
        endless.recognise(Picture(1, 2, 2, 300, b"1234"), lambda: next(looks) > 2)


def test_a_slow_reader_gets_the_whole_picture(tmp_path: Path) -> None:
    """It takes longer than a look at the clock, and more than a pipe holds."""
    slow = "import time; time.sleep(0.5)"  # in the program, which nobody waits for otherwise
    program = _program(tmp_path)
    path = tmp_path / "tesseract"
    path.write_text(path.read_text().replace("kind, width", f"{slow}\nkind, width"))
    words = program.recognise(Picture(1, 1000, 1000, 300, bytes(1_000_000)), lambda: False)
    assert words[-1] == "Dark: 1.0"


def test_the_hint_says_what_to_do(tmp_path: Path) -> None:
    assert "Install tesseract" in Tesseract(str(tmp_path / "nothing")).hint() or (
        sys.platform != "linux"
    )
    assert "can be recognised" in _program(tmp_path).hint()
    assert Tesseract(str(tmp_path / "nothing")).available == ()


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_a_real_scan_is_recognised(extractor: Extractor, documents: Path) -> None:
    found = extractor.read(documents / "scanned-report.pdf", ocr=True)
    assert found.pages == 3
    assert len(found.text.split()) > 100
