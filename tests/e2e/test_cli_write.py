"""`inkstone write` as a shell sees it: real files, real store, a scripted model."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant import compose
from assistant.core.writing.action import Action
from assistant.core.writing.change import Change, revised
from assistant.paths import app_paths
from tests import tiny_models
from tests.e2e.terminal_runner import Finished, Inkstone, end_of, read_some

TEXT = "Teh cat saw 12 birds."
FIXED = "The cat saw 12 birds."
EDITS = [["Teh", "The"], ["teh", "the"]]


class Writing(Inkstone):
    """The command with the engine of `writing_terminal`."""

    def command(self, *arguments: str) -> list[str]:
        driver = [sys.executable, "-W", "error", "-m", "tests.e2e.writing_terminal"]
        return [*driver, json.dumps(self.scripted or {"edits": EDITS}), "write", *arguments]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def inkstone(home: Path) -> Writing:
    return Writing(home)


def with_model(home: Path, **options: Any) -> Writing:
    return Writing(home, options)


def test_a_text_from_the_command_line(inkstone: Writing) -> None:
    ended = inkstone.run("proofread", TEXT)
    assert (ended.code, ended.out, ended.err) == (0, FIXED + "\n", "[1 change.]\n")


def test_a_text_from_standard_input_keeps_its_lines(inkstone: Writing) -> None:
    ended = inkstone.run("proofread", stdin=b"  Teh one.\n\n\n\tteh two.\n")
    assert (ended.code, ended.out) == (0, "  The one.\n\n\n\tthe two.\n")
    assert inkstone.run("proofread", "-", stdin=TEXT.encode()).out == FIXED + "\n"


def test_the_document_of_json(inkstone: Writing) -> None:
    document = inkstone.run("proofread", TEXT, "--reasons", "--json").json
    assert {"text", "changes", "flags", "rejected", "cut", "model", "usage", "timings"} <= set(
        document
    )
    assert document["text"] == FIXED
    (change,) = document["changes"]
    assert set(change) == {"start", "end", "before", "after", "reason", "flags"}
    assert TEXT[change["start"] : change["end"]] == change["before"] == "Teh"
    assert (change["after"], change["reason"], change["flags"]) == ("The", "spelling", [])
    parts = [Change(**{**each, "flags": ()}) for each in document["changes"]]
    assert revised(TEXT, parts) == document["text"]
    assert document["usage"]["completion_tokens"] > 0


def test_what_is_damaged_is_not_done(home: Path) -> None:
    model = with_model(home, edits=[*EDITS, ["12", "21"]])
    ended = model.run("proofread", TEXT)
    assert ended.out == FIXED + "\n"
    assert "not done: “12” → “21”" in ended.err
    document = model.run("proofread", TEXT, "--json").json
    (rejected,) = document["rejected"]
    assert rejected["flags"] == [
        {"kind": "number", "problem": "changed", "item": "12", "became": "21"}
    ]


def test_without_protection_it_is_told(home: Path) -> None:
    ended = with_model(home, edits=[["12", "21"]]).run("proofread", TEXT, "--no-protect")
    assert ended.out == TEXT.replace("12", "21") + "\n"
    assert "the number “12” became “21”" in ended.err


def test_reasons_are_shown(inkstone: Writing) -> None:
    assert "“Teh” → “The”: spelling" in inkstone.run("proofread", TEXT, "--reasons").err


def test_another_text_is_written(home: Path) -> None:
    model = with_model(home, says="Sure, here is the title:\n\n“Cats and birds”")
    ended = model.run("title", TEXT)
    assert (ended.code, ended.out, ended.err) == (0, "Cats and birds\n", "")
    assert model.run("title", TEXT, "--json").json["changes"] == []


def test_a_note_reaches_the_model(home: Path) -> None:
    ended = with_model(home, says="I will come at 5.").run("reply", "When?", "--note", "at 5")
    assert ended.out == "I will come at 5.\n"


# --- files ----------------------------------------------------------------------------------------


def test_a_file_and_its_copy(inkstone: Writing, tmp_path: Path) -> None:
    source, out = tmp_path / "a.md", tmp_path / "b.md"
    source.write_text(f"# Teh title\n\n```\nteh code\n```\n\n{TEXT}\n", "utf-8")
    ended = inkstone.run("proofread", str(source), "-o", str(out))
    assert (ended.code, ended.out) == (0, "")
    assert out.read_text("utf-8") == f"# The title\n\n```\nteh code\n```\n\n{FIXED}\n"
    assert source.read_text("utf-8").startswith("# Teh")
    assert "Written to" in ended.err


def test_in_place_keeps_a_backup(inkstone: Writing, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    data = b"\xef\xbb\xbf" + f"{TEXT}\r\nTeh end.\r\n".encode()
    file.write_bytes(data)
    file.chmod(0o640)
    ended = inkstone.run("proofread", str(file), "--in-place")
    assert (ended.code, ended.out) == (0, "")
    assert file.read_bytes() == data.replace(b"Teh", b"The")
    assert file.stat().st_mode & 0o777 == 0o640
    backup = tmp_path / "letter.txt~1.bak"
    assert backup.read_bytes() == data
    assert backup.name in ended.err
    file.write_bytes(data)
    document = inkstone.run("proofread", str(file), "--in-place", "--json").json
    assert Path(document["backup"]).name == "letter.txt~2.bak"


def test_a_file_with_nothing_to_change_is_left_alone(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(FIXED, "utf-8")
    before = file.stat().st_mtime_ns
    ended = with_model(home, edits=EDITS).run("proofread", str(file), "--in-place")
    assert (ended.code, ended.err) == (0, "[Nothing was changed.]\n")
    assert file.stat().st_mtime_ns == before
    assert [each.name for each in tmp_path.iterdir() if "bak" in each.name] == []


def test_a_file_that_changed_meanwhile_is_not_written(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(TEXT, "utf-8")
    model = with_model(home, edits=EDITS, touches=str(file))
    ended = model.run("proofread", str(file), "--in-place", "--json")
    assert (ended.code, ended.error["kind"]) == (3, "document_changed")
    assert file.read_text("utf-8") == "something else"


def test_a_document_gives_its_text(inkstone: Writing, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html><body><h1>Teh</h1><p>Teh text.</p></body></html>", "utf-8")
    ended = inkstone.run("proofread", str(file))
    assert ended.code == 0
    assert "The text." in ended.out
    refused = inkstone.run("proofread", str(file), "--in-place", "--json")
    assert (refused.code, refused.error["kind"]) == (3, "unsupported_document")


@pytest.mark.parametrize("ending", [".html", ".docx"])
def test_a_formatted_file_is_written(inkstone: Writing, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out{ending}"
    assert inkstone.run("proofread", TEXT, "-o", str(out)).code == 0
    assert out.stat().st_size > 100


# --- own actions ----------------------------------------------------------------------------------


def test_an_action_of_the_persons_own(home: Path, inkstone: Writing) -> None:
    paths = app_paths(home)
    paths.create()
    library = compose.make_library(paths)
    library.desk.keep_action(
        Action(id="", name="Louder please", instruction="Write in capitals.", own=True)
    )
    library.close()
    ended = inkstone.run("louder PLEASE", TEXT)
    assert (ended.code, ended.out) == (0, FIXED + "\n")
    unknown = inkstone.run("quieter", TEXT, "--json")
    assert unknown.code == 2
    assert "Louder please" in unknown.error["hint"]
    assert "proofread" in unknown.error["hint"]


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "kind"),
    [
        (("nonsense", TEXT), 2, "usage"),
        (("proofread", ""), 2, "empty_prompt"),
        (("proofread", "  \n "), 2, "empty_prompt"),
        (("proofread", "gone.txt"), 3, "no_such_file"),
        (("proofread", "/"), 3, "is_directory"),
        (("proofread", TEXT, "--in-place"), 2, "usage"),
        (("proofread", TEXT, "-o", "/no/such/folder/x.txt"), 3, "no_such_file"),
        (("proofread", TEXT, "-o", "/"), 2, "usage"),
        ((), 2, "usage"),
    ],
)
def test_mistakes_are_told(
    inkstone: Writing, arguments: tuple[str, ...], code: int, kind: str
) -> None:
    ended = inkstone.run(*arguments, "--json")
    assert (ended.code, ended.out, ended.error["kind"]) == (code, "", kind)
    assert ended.error["message"]


def test_another_text_does_not_take_the_place_of_a_file(inkstone: Writing, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(TEXT, "utf-8")
    assert inkstone.run("title", str(file), "--in-place").code == 2
    ended: Finished = inkstone.run("proofread", str(file), "--in-place", "-o", str(tmp_path / "x"))
    assert ended.code == 2
    assert file.read_text("utf-8") == TEXT


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ("I'm sorry, but I can't assist with that.", "The model did not do it."),
        ("", "The model did not do it."),
        ("这是一个完全用中文写成的回答，不是原来的语言。", "It is in another language."),
        ("Teh cat saw. " * 300, "The model said the same again and again and was stopped."),
    ],
)
def test_a_model_that_does_something_else(home: Path, says: str, said: str) -> None:
    ended = with_model(home, says=says).run("proofread", TEXT)
    assert (ended.code, ended.out) == (0, TEXT + "\n")
    assert said in ended.err


def test_a_refused_title_is_an_error(home: Path) -> None:
    ended = with_model(home, says="I cannot help with that.").run("title", TEXT, "--json")
    assert (ended.code, ended.error["kind"]) == (3, "no_answer")


def test_an_engine_that_dies(home: Path) -> None:
    ended = with_model(home, edits=EDITS, die_after=1).run("proofread", TEXT, "--json")
    assert (ended.code, ended.error["kind"]) == (4, "engine_died")


def test_stopping_keeps_what_was_shown(home: Path) -> None:
    paragraph = "Teh cat saw many birds in the big old garden today. " * 20
    model = with_model(home, edits=EDITS, tokens_per_s=2000.0)
    with model.started("proofread", "\n\n".join([paragraph.strip()] * 60)) as process:
        shown = read_some(process, 200)
        process.send_signal(signal.SIGINT)
        ended = end_of(process, shown)
    assert ended.code == 130
    assert ended.out.startswith("The cat saw") and ended.out.endswith("\n")


# --- a real engine --------------------------------------------------------------------------------


def test_a_model_that_knows_nothing_does_no_harm(home: Path, tmp_path: Path) -> None:
    shape = tiny_models.Shape(context_length=8192)
    model = tiny_models.write_model(tmp_path / "random.gguf", shape=shape)
    text = "Dear {name},\n\nthe 12 birds cost $5, see https://a.example/x.\n\n```\ncode\n```\n"
    real = RealWriting(home)
    ended = real.run("proofread", "-", "-m", str(model), "--reasons", "--json", stdin=text.encode())
    assert (ended.code, ended.err) == (0, "")
    document = ended.json
    for kept in ("{name}", "12", "$5", "https://a.example/x", "```\ncode\n```\n"):
        assert kept in document["text"]
    changes = [Change(**{**each, "flags": ()}) for each in document["changes"]]
    assert revised(text, changes) == document["text"]


class RealWriting(Inkstone):
    """The command with its own engine."""

    def command(self, *arguments: str) -> list[str]:
        return super().command("write", *arguments)
