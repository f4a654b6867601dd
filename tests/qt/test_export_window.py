"""An answer as a file: from the menus of the window, in every format, and by the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog, QMenu

from assistant.cli.pdf_writer import check
from assistant.cli.summary_file import output_path, write_summary
from assistant.core.errors import UserError
from assistant.documents.answer_files import AnswerFiles
from assistant.ui.printing import as_pdf
from assistant.ui.transcript.answer import AnswerWidget
from tests.qt.conftest import Desk, OpenDesk

ANSWER = """# Rain

It falls **often** in [p. 3] and 下雨 in Bergen.

- one
- two

| place | days |
|---|---|
| Bergen | 231 |
"""


def pdf_text(path: Path) -> list[str]:
    """The text of each page.

    Qt names a glyph by the first character that a font draws with it: for some Chinese ones that
    is the radical of the same look, which NFKC makes the character again.
    """
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    return [unicodedata.normalize("NFKC", text) for text in texts]


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    desk = open_desk(ANSWER)
    desk.load_model()
    return desk


def save_as(desk: Desk, path: Path) -> None:
    """Choose `path` in the dialog that is open."""
    dialog = desk.window.findChild(QFileDialog)
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def notice(desk: Desk) -> str:
    return desk.window.status_line.notice.full_text()


@pytest.mark.parametrize("ending", ["md", "html", "docx", "pdf"])
def test_the_last_answer_becomes_a_file(desk: Desk, tmp_path: Path, ending: str) -> None:
    desk.say("Tell me of rain")
    path = tmp_path / f"rain.{ending}"
    desk.trigger("export_answer")
    save_as(desk, path)
    desk.until(path.exists)
    desk.until(lambda: notice(desk) == f"Exported to rain.{ending}.")
    if ending == "pdf":
        text = pdf_text(path)[0]
    elif ending == "docx":
        with zipfile.ZipFile(path) as packed:
            text = packed.read("word/document.xml").decode()
    else:
        text = path.read_text(encoding="utf-8")
    for words in ("Rain", "often", "下雨", "two", "Bergen", "231"):
        assert words in text
    assert list(tmp_path.glob(".inkstone-*")) == []


def test_one_answer_of_several_from_its_own_menu(desk: Desk, tmp_path: Path) -> None:
    desk.say("First")
    first = desk.chat.messages[-1]
    desk.say("Second")
    desk.column.transcript.export_requested.emit(first.id)
    dialog = desk.window.findChild(QFileDialog)
    assert dialog.selectedFiles()[0].endswith(".pdf")
    save_as(desk, tmp_path / "one.md")
    desk.until((tmp_path / "one.md").exists)


def test_both_menus_offer_it(desk: Desk) -> None:
    desk.say("Tell me of rain")
    assert "Export the last answer…" in [
        action.text() for action in desk.column.header.more_menu().actions()
    ]
    answer = desk.column.transcript.viewport().findChild(AnswerWidget)
    menu = QMenu()
    answer.fill_menu(menu, answer.turn)
    export = next(one for one in menu.actions() if one.text() == "Export this answer…")
    with desk.qtbot.waitSignal(desk.column.transcript.export_requested) as asked:
        export.trigger()
    assert asked.args == [desk.chat.messages[-1].id]
    desk.window.findChild(QFileDialog).reject()


def test_without_an_answer_it_says_so(desk: Desk) -> None:
    desk.trigger("export_answer")
    assert notice(desk) == "There is no answer to export yet."
    assert desk.window.findChild(QFileDialog) is None


def test_an_unknown_ending_becomes_markdown_and_replaces_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    desk.say("Tell me of rain")
    desk.trigger("export_answer")
    (tmp_path / "rain.txt.md").write_text("mine")
    save_as(desk, tmp_path / "rain.txt")
    assert "left alone" in notice(desk)
    assert (tmp_path / "rain.txt.md").read_text() == "mine"
    desk.trigger("export_answer")
    save_as(desk, tmp_path / "other")
    desk.until((tmp_path / "other.md").exists)


def test_a_folder_that_cannot_be_written_is_a_sentence(desk: Desk, tmp_path: Path) -> None:
    desk.say("Tell me of rain")
    desk.trigger("export_answer")
    save_as(desk, tmp_path / "gone" / "rain.pdf")
    desk.until(lambda: "folder for “rain.pdf” is not there" in notice(desk))


def test_a_full_disk_is_a_sentence_and_keeps_what_was_there(tmp_path: Path) -> None:
    """Half of a file never takes the place of a whole one."""
    import resource
    import signal

    path = tmp_path / "rain.md"
    path.write_text("mine")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(UserError) as told:
            AnswerFiles(as_pdf).write(path, "x" * 5000, "")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert told.value.kind == "disk_full"
    assert path.read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir() if one.suffix] == ["rain.md"]


def test_a_long_answer_has_numbered_pages(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    text = "# 标题\n\n" + "\n\n".join(f"Paragraph {n}. " + "Words of it. " * 40 for n in range(60))
    AnswerFiles(as_pdf).write(path, text + "\n\nThe very last words.", "Long")
    pages = pdf_text(path)
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in page
    whole = "\n".join(pages)
    assert "标题" in whole
    assert all(f"Paragraph {n}." in whole for n in range(60))
    assert "The very last words." in pages[-1]


def test_nothing_is_loaded_from_an_answer(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    path = tmp_path / "out.pdf"
    hostile = (
        f"![x](file://{secret})\n\n<img src='file://{secret}'>\n\n"
        f"<link rel=stylesheet href='{secret}'>\n\n[a](https://example.org)"
    )
    AnswerFiles(as_pdf).write(path, hostile, "x")
    assert b"/URI" not in path.read_bytes()
    assert "<img" in pdf_text(path)[0]


# --- in the terminal -------------------------------------------------------------------------


def test_the_terminal_writes_a_pdf_without_a_display(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    code = (
        "from pathlib import Path; from assistant.cli.summary_file import write_summary; "
        f"write_summary(Path({str(path)!r}), '# Rain\\n\\nIt falls.', 'Rain')"
    )
    without = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "QT_QPA_PLATFORM")}
    subprocess.run([sys.executable, "-c", code], check=True, env=without, timeout=60)
    assert "It falls." in pdf_text(path)[0]


def test_where_qt_cannot_draw_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtGui", None)
    monkeypatch.delitem(sys.modules, "assistant.ui.offscreen", raising=False)
    with pytest.raises(UserError) as told:
        output_path(str(tmp_path / "out.pdf"))
    assert told.value.kind == "no_display"
    assert "A PDF cannot be drawn here" in told.value.text
    assert ".docx" in told.value.hint
    from assistant.cli.exit_codes import code_of

    assert code_of(told.value) == 3


def test_a_platform_that_is_missing_is_found_before_qt_ends_the_process(
    tmp_path: Path,
) -> None:
    code = (
        "from PySide6.QtCore import QLibraryInfo; "
        "QLibraryInfo.path = staticmethod(lambda *_: '/nowhere')\n"
        "from assistant.cli.pdf_writer import check\n"
        "from assistant.core.errors import UserError\n"
        "try:\n    check()\nexcept UserError as error:\n    print(error.kind)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "no_display"
    check()  # here it can


def test_markdown_needs_no_qt(tmp_path: Path) -> None:
    assert output_path(str(tmp_path / "a.md")) == tmp_path / "a.md"
    write_summary(tmp_path / "a.md", "It falls.", "Rain")
    assert (tmp_path / "a.md").read_text() == "It falls."
