"""Whatever lies at a path: text, or a sentence for the person, from the processes that read.

The readers alone are tried in `test_readers_hostile`, with more broken files of each format.
"""

from __future__ import annotations

import os
import random
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.core.passage import passages_of
from assistant.documents.extractor import Extractor
from assistant.paths import child_command
from tests.documents import corpus, hostile_pdfs
from tests.documents.corpus import Made
from tests.documents.pdf_making import LEFT, TOP, PdfWriter, long_report

MUTATED = int(os.environ.get("INKSTONE_MUTATED_FILES", "120"))
"""Broken files in all; 2,000 take some minutes."""
PLACES = 20
SUFFIXES = {"text": "txt", "markdown": "md", "email": "eml", "subtitles": "srt", "code": "py"}
ANSWERS = {
    *("damaged_document", "unsupported_document", "document_limit", "empty_document"),
    *("password_needed", "password_wrong", "scanned", "too_large"),
}
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")


@pytest.fixture(scope="module")
def reader() -> Iterator[Extractor]:
    """One extractor for all of them, with a process waiting, as the window has it."""
    made = Extractor(child_command("extract-child"), spare=True)
    yield made
    made.close()


def outcome(reader: Extractor, path: Path, password: str = "") -> str:
    """ "text", or the kind of a proper error."""
    try:
        found = reader.read(path, password=password)
    except UserError as error:
        assert error.text.strip().endswith((".", "!")), error.text
        assert len(error.text) > 15
        return error.kind
    check(found)
    return "text"


def check(found: ExtractedText) -> None:
    """What every text promises, whatever the file was."""
    assert found.text.strip()
    assert "\x00" not in found.text
    found.text.encode("utf-8")
    at = 0
    for block in found.blocks:
        assert at <= block.start < block.end <= len(found.text)
        assert not found.text[at : block.start].strip()
        assert not found.text[block.start : block.end].isspace()
        at = block.end
    assert not found.text[at:].strip()
    assert all(before <= after for before, after in pairwise(found.page_starts))
    assert "".join(passage.text for passage in passages_of(found)) == found.text


def written(folder: Path, made: Made, data: bytes, number: int) -> Path:
    path = folder / f"{number}.{SUFFIXES.get(made.format, made.format)}"
    path.write_bytes(data)
    return path


def outcomes(reader: Extractor, files: list[Path], password: str = "") -> Counter[str]:
    with ThreadPoolExecutor(2) as pool:
        return Counter(pool.map(lambda path: outcome(reader, path, password), files))


EVERY = [*corpus.DOCUMENTS, *hostile_pdfs.PDFS]


@pytest.mark.timeout(0 if MUTATED > 500 else 300)
def test_broken_files_of_every_format(reader: Extractor, tmp_path: Path) -> None:
    files = []
    documents = [make() for make in EVERY]
    for number in range(MUTATED):
        made = documents[number % len(documents)]
        files.append(written(tmp_path, made, corpus.mutated(made, 10_000 + number), number))
    found = outcomes(reader, files, hostile_pdfs.PASSWORD)
    print(dict(found))
    assert set(found) <= ANSWERS | {"text"}
    assert found["text"] > MUTATED // 4
    assert found["damaged_document"] > 0


@pytest.mark.parametrize("make", [hostile_pdfs.pdf_report, corpus.docx], ids=["pdf", "docx"])
def test_damage_at_twenty_places(
    reader: Extractor, tmp_path: Path, make: Callable[[], Made]
) -> None:
    made, chance = make(), random.Random(5)
    files = []
    for place in range(PLACES):
        at = len(made.data) * place // PLACES
        noise = chance.randbytes(24)
        files.append(written(tmp_path, made, made.data[:at] + noise + made.data[at + 24 :], place))
    found = outcomes(reader, files)
    assert set(found) <= ANSWERS | {"text"}
    assert found.total() == PLACES
    cut = made.data[: len(made.data) // 2]
    assert outcome(reader, written(tmp_path, made, cut, PLACES)) in ANSWERS | {"text"}


def test_pdfs_that_no_program_writes(reader: Extractor, tmp_path: Path) -> None:
    made = Made("pdf", b"")
    for number, data in enumerate((hostile_pdfs.without_pages(), hostile_pdfs.page_ring())):
        assert outcome(reader, written(tmp_path, made, data, number)) == "damaged_document"
    for number, data in enumerate((b"%PDF-1.7\n", b"%PDF-", b"%PDF-1.4\n%%EOF\n" * 9), 3):
        assert outcome(reader, written(tmp_path, made, data, number)) == "damaged_document"


@linux
def test_a_page_that_unpacks_to_a_thousand_times_its_size(
    reader: Extractor, tmp_path: Path
) -> None:
    data = hostile_pdfs.stream_bomb(600_000_000)
    assert len(data) < 4_000_000
    path = written(tmp_path, Made("pdf", b""), data, 0)
    assert outcome(reader, path) in ("document_limit", "damaged_document", "scanned")


def test_five_thousand_pages(reader: Extractor, tmp_path: Path) -> None:
    writer = PdfWriter()
    for page in range(5_000):
        writer.line(f"This is what page number{page} says.", LEFT, TOP)
        writer.page()
    found = reader.read(writer.save(tmp_path / "long.pdf"))
    check(found)
    assert found.pages == 5_000
    for page in (0, 1, 2_499, 2_500, 4_999):
        assert found.page_at(found.text.index(f"number{page} ")) == page + 1


def test_a_text_of_500_megabytes_is_refused_and_not_loaded(
    reader: Extractor, tmp_path: Path
) -> None:
    path = tmp_path / "huge.txt"
    path.write_bytes(b"A line of an endless log.\n" * 1000)
    os.truncate(path, 500_000_000)  # sparse: on the disk it is small
    me = psutil.Process()
    before = me.memory_info().rss
    assert outcome(reader, path) == "document_limit"
    assert me.memory_info().rss - before < 100_000_000


def test_a_long_text_within_the_limits_is_read(reader: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"A line of a very long log, which is read.\n\n" * 200_000)
    found = reader.read(path)
    assert len(found.text) > 8_000_000
    assert found.text.count("which is read") == 200_000


@pytest.mark.skipif(os.name != "posix", reason="no such files")
def test_things_that_are_no_files(reader: Extractor, tmp_path: Path) -> None:
    loop = tmp_path / "loop.pdf"
    loop.symlink_to(loop)
    there, back = tmp_path / "there.txt", tmp_path / "back.txt"
    there.symlink_to(back)
    back.symlink_to(there)
    for path in (loop, there):
        assert outcome(reader, path) == "no_permission"
    broken = tmp_path / "broken.txt"
    broken.symlink_to(tmp_path / "nowhere")
    assert outcome(reader, broken) == "no_such_file"
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert outcome(reader, pipe) == "unsupported_document"
    for device in ("/dev/zero", "/dev/null", "/dev/urandom"):
        assert outcome(reader, Path(device)) == "unsupported_document"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        assert outcome(reader, tmp_path / "socket") in ("no_permission", "unsupported_document")


def test_names_that_are_unusual(reader: Extractor, tmp_path: Path) -> None:
    for name in ("a\nb.txt", "שלום.txt", "-rf.txt", "😀" * 40 + ".txt", " .txt", "no suffix"):
        path = tmp_path / name
        path.write_text("some words")
        assert outcome(reader, path) == "text"


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed there")
@pytest.mark.parametrize("change", ["grow", "replace", "remove"])
def test_a_file_that_changes_while_it_is_read(
    reader: Extractor, tmp_path: Path, change: str
) -> None:
    path = long_report(tmp_path / "report.pdf", 300)

    def on_progress(_part: float) -> None:
        if change == "grow":
            with path.open("ab") as file:
                file.write(b"more")
        elif change == "remove":
            path.unlink(missing_ok=True)
        else:
            other = tmp_path / "other.pdf"
            other.write_bytes(b"%PDF-1.4 another")
            other.replace(path)

    with pytest.raises(UserError) as caught:
        reader.read(path, progress=on_progress)
    assert caught.value.kind == "document_changed"
    assert "report.pdf" in caught.value.text


@pytest.mark.parametrize("make", EVERY, ids=lambda make: make.__name__)
def test_good_files_through_the_whole_way(
    reader: Extractor, tmp_path: Path, make: Callable[[], Made]
) -> None:
    """As the readers alone give it: `test_readers_corpus` compares that with the ground truth."""
    made = make()
    path = written(tmp_path, made, made.data, 0)
    found = reader.read(path, password=hostile_pdfs.PASSWORD)
    check(found)
    assert found.format == made.format
    if made.blocks:
        texts = [found.text[block.start : block.end] for block in found.blocks]
        assert texts == [wanted.text for wanted in made.blocks]
