"""`inkstone translate` as a shell sees it: real files, real store, a scripted engine."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.terminal_runner import PATIENCE_S, Inkstone, Keyboard, end_of

SATZ = "Das ist ein deutscher Satz mit Wörtern"
CONTRACT = {
    "model",
    "usage",
    "timings",
    "text",
    "source_language",
    "target_language",
    "segments",
    "glossary",
}
WORDS = "In the morning item {0} was taken to another place in the old town."


class Translating(Inkstone):
    """The command with the engine of `translating_terminal`."""

    def command(self, *arguments: str) -> list[str]:
        driver = [sys.executable, "-W", "error", "-m", "tests.e2e.translating_terminal"]
        return [*driver, json.dumps(self.scripted or {}), "translate", *arguments]

    def requests(self) -> list[list[str]]:
        """Everything that the engine was asked so far."""
        log = self.home / "requests"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def asked(self) -> list[str]:
        return [turns[-1].partition("\n\n")[2] for turns in self.requests()]

    def wait_for_requests(self, number: int) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while len(self.requests()) < number:
            assert time.monotonic() < deadline
            time.sleep(0.02)  # another process writes the file


@pytest.fixture
def inkstone(tmp_path: Path) -> Translating:
    home = tmp_path / "home"
    home.mkdir()
    return Translating(home)


@pytest.fixture
def long(tmp_path: Path) -> Path:
    path = tmp_path / "long.md"
    path.write_text("# Items\n\n" + "\n\n".join(WORDS.format(n) for n in range(100, 140)) + "\n")
    return path


def test_a_text_is_printed_sentence_by_sentence(inkstone: Translating) -> None:
    ended = inkstone.run("It was late when we left. We took train 7 home.", "--to", "German")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"{SATZ}. {SATZ} 7.\n"


def test_what_the_contract_says(inkstone: Translating, tmp_path: Path) -> None:
    glossary = tmp_path / "terms.csv"
    glossary.write_text("train,Zug\nSatz,Satz\ntrain,Bahn\nnothing,\n")
    text = "It was late when we left. We took train 7 home."
    ended = inkstone.run(text, "--to", "de", "--glossary", str(glossary), "--json")
    assert (ended.code, ended.err) == (0, "")
    document = ended.json
    assert set(document) >= CONTRACT
    assert (document["source_language"], document["target_language"]) == ("en", "de")
    assert document["text"] == f"{SATZ}. {SATZ} 7."
    assert document["glossary"] == [{"term": "train", "wanted": "Zug", "found": False}]
    first, second = document["segments"]
    assert (first["source"], first["target"]) == ("It was late when we left.", f"{SATZ}.")
    assert first["flags"] == []
    assert second["flags"] == [
        {"kind": "term", "problem": "missing", "item": "train", "became": "Zug"}
    ]
    assert document["usage"]["completion_tokens"] > 0
    assert any("should be “Zug”" in note for note in document["notes"])
    assert "1 more of a term" in document["notes"][0]


def test_standard_input(inkstone: Translating) -> None:
    for arguments in ((), ("-",)):
        ended = inkstone.run(*arguments, "--to", "de", stdin=b"It was late when we left.\n")
        assert (ended.code, ended.out) == (0, f"{SATZ}.\n")


def test_a_file_keeps_its_format(inkstone: Translating, tmp_path: Path) -> None:
    source, out = tmp_path / "a.md", tmp_path / "b.md"
    source.write_text("# It was late when we left\n\n- We took **train 7** home.\n")
    ended = inkstone.run(str(source), "--to", "de", "-o", str(out))
    assert ended.code == 0
    assert ended.out == ""
    assert "Written to" in ended.err
    lines = out.read_text().splitlines()
    assert lines[0].startswith("# Das ist")
    assert lines[2].startswith("- Das ist")
    assert lines[2].count("**") == 2
    printed = inkstone.run(str(source), "--to", "de")
    assert printed.out == out.read_text()


def test_a_bilingual_file(inkstone: Translating, tmp_path: Path) -> None:
    source, out = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_text("It was late when we left.\n")
    ended = inkstone.run(str(source), "--to", "de", "-o", str(out), "--bilingual", "below")
    assert ended.code == 0
    assert "It was late when we left." in out.read_text()
    assert SATZ in out.read_text()


def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(
    inkstone: Translating, long: Path, tmp_path: Path
) -> None:
    inkstone.scripted = {"tokens_per_s": 100}
    out = tmp_path / "out.md"
    arguments = (str(long), "--to", "de", "-o", str(out))
    with inkstone.started(*arguments) as process:
        inkstone.wait_for_requests(14)
        process.send_signal(signal.SIGINT)
        ended = end_of(process)
    assert ended.code == 130
    assert "are kept; the same command goes on from there" in ended.err
    assert not out.exists()
    before = inkstone.asked()
    inkstone.scripted = {}
    assert inkstone.run(*arguments).code == 0
    assert out.read_text().count(SATZ) == 41
    finished = set(before[:8])
    assert not finished & set(inkstone.asked()[len(before) :])
    assert set(inkstone.asked()) >= {WORDS.format(n) for n in range(100, 140)}


def test_progress_and_ctrl_c_on_a_terminal(inkstone: Translating, long: Path) -> None:
    inkstone.scripted = {"tokens_per_s": 60}
    keyboard = Keyboard(inkstone, str(long), "--to", "de")
    try:
        keyboard.wait_for("of 41 sentences, about")
        keyboard.type("\x03")
        keyboard.wait_for("the same command goes on from there")
        assert keyboard.end() == 130
    finally:
        keyboard.close()


def test_a_killed_process_loses_no_finished_sentence(
    inkstone: Translating, long: Path, tmp_path: Path
) -> None:
    inkstone.scripted = {"tokens_per_s": 100}
    out = tmp_path / "out.md"
    arguments = (str(long), "--to", "de", "-o", str(out))
    with inkstone.started(*arguments) as process:
        inkstone.wait_for_requests(18)
        process.kill()
        process.wait(PATIENCE_S)
    before = inkstone.asked()
    finished = before[: 18 - 4]
    inkstone.scripted = {}
    ended = inkstone.run(*arguments)
    assert ended.code == 0
    again = inkstone.asked()[len(before) :]
    assert not set(finished) & set(again)
    assert len(before) + len(again) <= 41 + 4
    assert out.read_text().count(SATZ) == 41
    # the file is written: another translation of it finds what is remembered, and no job
    assert inkstone.run(*arguments[:3], "--tone", "formal", "-o", str(out)).code == 0
    assert len(inkstone.asked()) >= len(before) + len(again) + 41


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("Hello", "--to", "Klingon"), 2, "“Klingon” is no language"),
        (("Hello",), 2, "--to"),
        (("Hello", "--to", "de", "--from", "German"), 2, "into itself"),
        (("   ", "--to", "de"), 2, "empty"),
        (("gone.docx", "--to", "de"), 3, "There is no file “gone.docx”"),
        (("Hello", "--to", "de", "--bilingual", "below"), 2, "needs a file"),
        (("Hello", "--to", "de", "-o", "/gone/x.txt"), 3, "There is no folder"),
        (("Hello", "--to", "de", "-o", "x.docx"), 2, "keeps its format"),
        (("Hello", "--to", "de", "--glossary", "gone.csv"), 3, "There is no file “gone.csv”"),
    ],
)
def test_what_cannot_be_done(
    inkstone: Translating, arguments: tuple[str, ...], code: int, words: str
) -> None:
    ended = inkstone.run(*arguments)
    assert ended.code == code
    assert words in ended.err
    assert ended.out == ""
    assert inkstone.asked() == []
    error = inkstone.run(*arguments, "--json").error
    assert words in error["message"] + error["hint"]


def test_a_file_is_never_its_own_translation(inkstone: Translating, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("It was late.")
    ended = inkstone.run(str(source), "--to", "de", "-o", str(source))
    assert ended.code == 2
    assert source.read_text() == "It was late."


def test_a_kept_glossary_by_its_name(inkstone: Translating) -> None:
    from assistant import compose
    from assistant.core.translation.glossary import Glossary, Term
    from assistant.paths import app_paths

    paths = app_paths(inkstone.home)
    paths.create()
    library = compose.make_library(paths)
    library.desk.keep_glossary(Glossary(name="Bank", terms=(Term(source="train", target="Zug"),)))
    library.close()
    inkstone.run("We took the train.", "--to", "de", "--glossary", "bank")
    assert "train → Zug" in inkstone.requests()[0][0]


def test_nothing_is_fetched(inkstone: Translating, tmp_path: Path) -> None:
    """The language is told and the text translated without a network."""
    command = inkstone.command("It was late when we left.", "--to", "de", "--json")
    if subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode:
        pytest.skip("there are no network namespaces here")
    ended = subprocess.run(
        ["unshare", "-rn", *command],
        env=inkstone.environment({"FTLANG_CACHE": str(tmp_path / "cache")}),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["source_language"] == "en"
    assert not (tmp_path / "cache").exists()
