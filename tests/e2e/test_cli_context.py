"""The context policy in the terminal: the same rules, told on standard error."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import compose
from assistant.core.entities import ContextFold, Message, MessageState
from assistant.paths import app_paths
from tests.e2e.terminal_runner import Inkstone

LIMIT = 300


def scripted(home: Path, **options: object) -> Inkstone:
    return Inkstone(home, {"script": "An answer.", "context_length": LIMIT, **options})


def kept(home: Path) -> tuple[list[Message], list[ContextFold]]:
    store = compose.make_store(app_paths(home))
    try:
        return store.branch(1), store.folds(1)
    finally:
        store.close()


def choose_rule(home: Path, rule: str) -> None:
    paths = app_paths(home)
    paths.create()
    paths.settings_file.write_text(f'[chat]\non_overflow = "{rule}"\n')


def say(inkstone: Inkstone, number: int, length: int = 30, *options: str) -> object:
    wanted = ("-c", "1") if number else ()
    words = " ".join([f"word{number}"] * length)
    return inkstone.run("chat", *wanted, "-p", words, *options)


@pytest.mark.parametrize("rule", ["drop", "summarise"])
def test_older_messages_go_and_it_is_said(tmp_path: Path, rule: str) -> None:
    choose_rule(tmp_path, rule)
    inkstone = scripted(tmp_path, background="They spoke of words.")
    for number in range(3):
        ended = say(inkstone, number)
        assert (ended.code, ended.out) == (0, "An answer.\n")
        assert "Messages" not in ended.err
    ended = say(inkstone, 3)
    assert (ended.code, ended.out) == (0, "An answer.\n")
    what = "are folded into a summary" if rule == "summarise" else "are no longer sent"
    assert f"{what}: the context of 300 tokens is full.]" in ended.err
    branch, folds = kept(tmp_path)
    assert [message.text for message in branch[1::2]] == ["An answer."] * 4
    assert len(folds) == 1
    assert (folds[0].rule, bool(folds[0].summary)) == (rule, rule == "summarise")
    again = say(inkstone, 4, 5)
    assert "Messages" not in again.err
    assert kept(tmp_path)[1] == folds


def test_in_json_it_is_a_note(tmp_path: Path) -> None:
    inkstone = scripted(tmp_path)
    for number in range(3):
        say(inkstone, number)
    ended = say(inkstone, 3, 30, "--json")
    assert ended.err == ""
    assert any("no longer sent" in note for note in ended.json["notes"])


def test_a_message_that_cannot_fit_is_refused_with_the_numbers(tmp_path: Path) -> None:
    ended = say(scripted(tmp_path), 0, 400, "--json")
    assert (ended.code, ended.out) == (3, "")
    assert ended.error["kind"] == "context_full"
    assert ended.error["message"] == "This message has 400 tokens; 145 fit."
    branch, folds = kept(tmp_path)
    assert branch[-1].state == MessageState.FAILED
    assert folds == []


def test_the_rule_to_refuse(tmp_path: Path) -> None:
    choose_rule(tmp_path, "refuse")
    inkstone = scripted(tmp_path)
    for number in range(3):
        say(inkstone, number)
    ended = say(inkstone, 3, 30, "--json")
    assert ended.error["kind"] == "context_full"
    assert ended.error["message"].startswith("This conversation has")
    assert kept(tmp_path)[1] == []
