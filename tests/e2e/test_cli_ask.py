"""`inkstone ask`: documents read, searched and cited, with a scripted engine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from assistant import compose
from assistant.__main__ import main
from assistant.core.messages import Generate, Turn
from assistant.engine.scripted import ScriptedEngine
from assistant.paths import app_paths
from tests.e2e.terminal_runner import Inkstone

LEASE = "# Lease\n\nThe deposit is 1,200 euros.\n\n# Notice\n\nNotice is three months.\n"
CHINESE = "# 合同\n\n违约金为三千元。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "lease.md").write_text(LEASE, "utf-8")
    (folder / "合同.md").write_text(CHINESE, "utf-8")
    return folder


def inkstone(tmp_path: Path, script: str) -> Inkstone:
    return Inkstone(tmp_path / "home", {"script": script})


def test_an_answer_with_its_places(tmp_path: Path, folder: Path) -> None:
    said = "It is “1,200 euros” [1], not “nine hundred” [1]. 「违约金为三千元」[2]"
    ended = inkstone(tmp_path, said).run("ask", str(folder), "-q", "deposit?", "--json")
    assert (ended.code, ended.err) == (0, "")
    document = ended.json
    assert document["found"] is True
    assert [(c["n"], c["verified"]) for c in document["citations"]] == [
        (1, True),
        (1, False),
        (2, True),
    ]
    store = compose.make_store(app_paths(tmp_path / "home"))
    kept = {each["path"]: each["sha256"] for each in document["documents"]}
    for citation in document["citations"]:
        if citation["verified"]:
            text = store.documents.document(kept[citation["path"]]).text
            assert text[citation["start"] : citation["end"]] == citation["quote"]
    store.close()


def test_the_answer_and_its_sources_on_a_terminal(tmp_path: Path, folder: Path) -> None:
    ended = inkstone(tmp_path, "It is “1,200 euros” [1].").run("ask", str(folder), "-q", "deposit?")
    assert ended.code == 0
    answer, sources = ended.out.split("\n\nSources\n")
    assert answer == "It is “1,200 euros” [1]."
    assert sources == "  [1] lease.md, verified: “1,200 euros”\n"
    assert "words alone" in ended.err


def test_what_the_documents_do_not_say(tmp_path: Path, folder: Path) -> None:
    silent = inkstone(tmp_path, "NOT_IN_DOCUMENTS")
    shown = silent.run("ask", str(folder), "-q", "Who won?")
    assert (shown.code, shown.out.strip()) == (0, "The documents do not answer this question.")
    document = silent.run("ask", str(folder), "-q", "Who won?", "--json").json
    assert (document["answer"], document["found"], document["citations"]) == ("", False, [])


def test_a_file_that_cannot_be_read_keeps_no_other_from_it(tmp_path: Path, folder: Path) -> None:
    ended = inkstone(tmp_path, "“1,200 euros” [1]").run(
        "ask", str(folder / "gone.md"), str(folder / "lease.md"), "-q", "deposit?"
    )
    assert ended.code == 3
    assert "“1,200 euros”" in ended.out
    assert "gone.md" in ended.err
    nothing = inkstone(tmp_path, "").run("ask", str(folder / "gone.md"), "-q", "x", "--json")
    assert (nothing.code, nothing.out) == (3, "")
    assert nothing.error["kind"] == "no_such_file"


def test_an_empty_question_is_refused(tmp_path: Path, folder: Path) -> None:
    assert inkstone(tmp_path, "").run("ask", str(folder), "-q", " ").code == 2


def test_nothing_is_left_with_no_keep(tmp_path: Path, folder: Path) -> None:
    ended = inkstone(tmp_path, "Yes [1].").run("ask", str(folder), "-q", "deposit?", "--no-keep")
    assert ended.code == 0
    assert not app_paths(tmp_path / "home").database.exists()


class Reader:
    """A model that finds items: every line of the prompt's section that begins with `ITEM`."""

    def __init__(self) -> None:
        self.prompts: list[str] = []

    def __call__(self, turns: tuple[Turn, ...]) -> str:
        self.prompts.append(turns[-1].content)
        found = re.findall(r"ITEM-\d+: \w+", turns[-1].content)
        return "\n".join(f"- {item}" for item in found) or "NONE"


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Runs the command in this process with a reader as its model; (code, output, engine)."""
    monkeypatch.setenv("INKSTONE_ENGINE", "scripted")
    monkeypatch.setenv("INKSTONE_HOME", str(tmp_path / "home"))

    def run(reader: Reader, *arguments: str) -> tuple[int, str, ScriptedEngine]:
        engine = ScriptedEngine(reader, tokens_per_s=0, load_s=0, prompt_tokens_per_s=0)
        monkeypatch.setattr(compose, "make_engine", lambda _paths: engine)
        code = main(list(arguments))
        return code, capsys.readouterr().out, engine

    return run


def test_a_scan_finds_every_item(folder: Path, here: Any) -> None:
    words = " ".join(["filler words that say nothing of it."] * 12)
    lines = [f"{words}\n\nITEM-{number}: thing{number}\n\n" for number in range(102)]
    big = folder / "big.md"
    big.write_text("".join(lines), "utf-8")
    reader = Reader()
    code, out, engine = here(reader, "ask", str(big), "-q", "How many items are there?")
    assert code == 0
    assert out.startswith("102\n")
    assert len(set(re.findall(r"ITEM-\d+", out.split("Sources")[0]))) == 102
    assert len(reader.prompts) > 5
    assert sum(isinstance(each, Generate) for each in engine.commands) == len(reader.prompts)


def test_a_section_with_more_items_than_an_answer_holds_is_halved(folder: Path, here: Any) -> None:
    dense = folder / "dense.md"
    dense.write_text("\n\n".join(f"ITEM-{n}: thing{n} zz" for n in range(102)), "utf-8")
    code, out, _engine = here(Reader(), "ask", str(dense), "-q", "list all items", "--no-keep")
    assert code == 0
    assert len(set(re.findall(r"- ITEM-\d+", out))) == 102


def test_only_changed_files_are_read_again(folder: Path, here: Any, monkeypatch: Any) -> None:
    from assistant.documents.extractor import Extractor

    read: list[str] = []
    original = Extractor.read

    def counted(self: Extractor, path: Path, **options: Any) -> Any:
        read.append(path.name)
        return original(self, path, **options)

    monkeypatch.setattr(Extractor, "read", counted)
    command = ("ask", str(folder), "-q", "deposit?")
    here(Reader(), *command)
    assert sorted(read) == ["lease.md", "合同.md"]
    read.clear()
    here(Reader(), *command)
    assert read == []
    (folder / "lease.md").write_text(LEASE + "\nThe cat may stay.\n", "utf-8")
    reader = Reader()
    here(reader, *command)
    assert read == ["lease.md"]
    assert "The cat may stay." in reader.prompts[-1]
