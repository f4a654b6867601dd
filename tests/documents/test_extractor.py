"""One bad file takes neither the application nor the next file down."""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.core.errors import Cancelled, UserError
from assistant.documents.extractor import Extractor
from assistant.paths import child_command
from tests.documents.pdf_making import PdfWriter, long_report

OPENS = "open sesame"
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")


def _file(folder: Path, text: str, name: str = "note.txt") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def _kind(extractor: Extractor, path: Path, **options: str) -> str:
    with pytest.raises(UserError) as caught:
        extractor.read(path, **options)  # type: ignore[arg-type]
    assert caught.value.text.endswith((".", "."))
    return caught.value.kind


def test_the_text_comes_with_the_digest_of_its_bytes(extractor: Extractor, tmp_path: Path) -> None:
    path = _file(tmp_path, "Grüße.\n\nZweiter Absatz.\n")
    found = extractor.read(path)
    assert found.name == "note.txt"
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [found.text[block.start : block.end] for block in found.blocks] == [
        "Grüße.",
        "Zweiter Absatz.",
    ]


@linux
@pytest.mark.parametrize("place", [b"caf\xe9.txt", b"caf\xe9/note.txt"])
def test_a_name_that_is_no_text_is_told(extractor: Extractor, tmp_path: Path, place: bytes) -> None:
    """Other systems keep no such names; the database and the window could not either."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + place))
    path.parent.mkdir(exist_ok=True)
    path.write_text("words")
    calls = (
        extractor.read,
        extractor.units,
        lambda path: extractor.draw(path, 1, width_px=100),
        lambda path: extractor.rebuild(path, [], lambda _part: None),
    )
    for call in calls:
        with pytest.raises(UserError) as caught:
            call(path)
        assert caught.value.kind == "unsupported_document"
        assert "caf?" in caught.value.text
        assert "Rename" in caught.value.hint


@pytest.mark.parametrize(
    ("deed", "kind"),
    [
        ("abort", "damaged_document"),
        ("segfault", "damaged_document"),
        ("exception", "damaged_document"),
        ("overlap", "damaged_document"),
        ("loop", "document_limit"),
        pytest.param("memory", "document_limit", marks=linux),
    ],
)
def test_a_bad_file_is_an_error_and_the_next_one_reads(
    hostile: Extractor, tmp_path: Path, deed: str, kind: str
) -> None:
    assert _kind(hostile, _file(tmp_path, deed)) == kind
    assert hostile.read(_file(tmp_path, "fine")).text == "fine"


@linux
def test_the_memory_of_the_application_is_not_the_fault_of_a_file(tmp_path: Path) -> None:
    """In a process of its own, since memory that was used once counts for ever."""
    script = f"""
import sys
from pathlib import Path
from assistant.core.errors import UserError
from assistant.documents.extractor import Extractor
held = b"x" * 1_000_000_000
extractor = Extractor([sys.executable, {str(Path(__file__).with_name("hostile_child.py"))!r}])
try:
    extractor.read(Path({str(_file(tmp_path, "abort"))!r}))
except UserError as error:
    print(error.kind)
extractor.close()
"""
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert said.stdout.strip() == "damaged_document"


def test_noise_on_standard_output_is_no_part_of_the_answer(
    hostile: Extractor, tmp_path: Path
) -> None:
    assert hostile.read(_file(tmp_path, "print quiet")).text == "quiet"


def test_words_of_the_document_are_not_logged(
    hostile: Extractor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _kind(hostile, _file(tmp_path, "exception"))
    assert "KeyError" in caplog.text
    assert "secret" not in caplog.text


def test_files_that_cannot_be_opened(extractor: Extractor, tmp_path: Path) -> None:
    assert _kind(extractor, tmp_path / "gone.txt") == "no_such_file"
    assert _kind(extractor, tmp_path) == "is_directory"
    assert _kind(extractor, _file(tmp_path, "")) == "empty_document"
    assert _kind(extractor, _file(tmp_path, " \n\n ")) == "empty_document"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_named_pipe_does_not_wait_for_a_writer(extractor: Extractor, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert _kind(extractor, pipe) == "unsupported_document"


def test_a_link_is_followed(extractor: Extractor, tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(_file(tmp_path, "there"))
    assert extractor.read(link).text == "there"


def test_cancelling_ends_the_process(hostile: Extractor, tmp_path: Path) -> None:
    looks = iter(range(1000))
    with pytest.raises(Cancelled):
        hostile.read(_file(tmp_path, "loop"), cancelled=lambda: next(looks) > 2)


def test_closing_ends_what_runs(hostile: Extractor, tmp_path: Path) -> None:
    looked = threading.Event()

    def look() -> bool:
        looked.set()
        return False

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(hostile.read, _file(tmp_path, "loop"), cancelled=look)
        assert looked.wait(30)
        hostile.close()
        with pytest.raises(Cancelled):
            reading.result(30)
    with pytest.raises(Cancelled):
        hostile.read(_file(tmp_path, "late"))


def test_files_are_read_side_by_side(hostile: Extractor, tmp_path: Path) -> None:
    names = ["abort", "fine", "loop", "good", "exception", "well"]
    paths = [_file(tmp_path, name, f"{name}.txt") for name in names]

    def read(path: Path) -> str:
        try:
            return hostile.read(path).text
        except UserError as error:
            return error.kind

    with ThreadPoolExecutor(len(paths)) as pool:
        assert list(pool.map(read, paths)) == [
            "damaged_document",
            "fine",
            "document_limit",
            "good",
            "damaged_document",
            "well",
        ]


@pytest.mark.skipif(os.name != "posix", reason="no spare process there")
def test_a_spare_process_serves_and_a_dead_one_is_replaced(tmp_path: Path) -> None:
    extractor = Extractor(child_command("extract-child"), spare=True)
    try:
        extractor.warm()
        spare = extractor._spare
        assert spare is not None
        assert extractor.read(_file(tmp_path, "one")).text == "one"
        following = extractor._spare
        assert following is not None
        assert following is not spare
        following.kill()
        following.wait()
        assert extractor.read(_file(tmp_path, "two")).text == "two"
    finally:
        extractor.close()


def test_a_program_that_is_not_there_is_said(tmp_path: Path) -> None:
    extractor = Extractor([str(tmp_path / "nothing")])
    assert _kind(extractor, _file(tmp_path, "x")) == "bug"
    ending = Extractor([sys.executable, "-c", "import sys; sys.exit(7)"])
    assert _kind(ending, _file(tmp_path, "x")) == "bug"


def test_progress_grows(extractor: Extractor, tmp_path: Path) -> None:
    seen: list[float] = []
    extractor.read(long_report(tmp_path / "long.pdf", 90), progress=seen.append)
    assert seen
    assert all(0 <= part <= 1 for part in seen)


@linux
def test_a_password_is_in_no_command_line_and_no_environment(tmp_path: Path) -> None:
    writer = PdfWriter(OPENS)
    writer.line("hidden", 72, 700)
    path = writer.save(tmp_path / "locked.pdf")
    seen = tmp_path / "seen"
    spy = (
        "import sys, pathlib; from assistant.documents import extract_child; "
        "parts = [pathlib.Path('/proc/self', n).read_bytes() for n in ('cmdline', 'environ')]; "
        f"pathlib.Path({str(seen)!r}).write_bytes(b''.join(parts)); "
        "sys.exit(extract_child.main())"
    )
    extractor = Extractor([sys.executable, "-c", spy])
    assert extractor.read(path, password=OPENS).text == "hidden"
    assert OPENS.encode() not in seen.read_bytes()
    extractor.close()


@linux
def test_nothing_stays_behind(tmp_path: Path) -> None:
    """Partners and spare processes end with the application, also when it is killed."""
    script = (
        "import os, sys; from pathlib import Path\n"
        "from assistant.documents.extractor import Extractor\n"
        "from assistant.paths import child_command\n"
        "extractor = Extractor(child_command('extract-child'), spare=True)\n"
        f"extractor.read(Path({str(long_report(tmp_path / 'l.pdf', 90))!r}))\n"
        "print(extractor._spare.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    spare = int(ran.stdout)
    deadline = threading.Event()
    for _ in range(100):
        if not Path(f"/proc/{spare}").exists() or _is_zombie(spare):
            return
        deadline.wait(0.05)
    pytest.fail("the spare process is still there")


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True
