"""The interactive conversation, typed into a pseudo-terminal."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import compose
from assistant.core.entities import Message, MessageState
from assistant.paths import app_paths
from tests.e2e.terminal_runner import Inkstone, Keyboard

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")

CTRL_C, CTRL_D = "\x03", "\x04"
ECHO = {"script": "An answer.", "load_s": 0.0}


@pytest.fixture
def sit_down(tmp_path: Path) -> Iterator[Callable[..., Keyboard]]:
    """Starts `inkstone chat …` in a terminal of its own."""
    keyboards: list[Keyboard] = []

    def start(*arguments: str, **scripted: Any) -> Keyboard:
        keyboard = Keyboard(Inkstone(tmp_path, {**ECHO, **scripted}), "chat", *arguments)
        keyboards.append(keyboard)
        return keyboard

    yield start
    for keyboard in keyboards:
        keyboard.close()


def kept(home: Path, conversation_id: int = 1) -> list[Message]:
    store = compose.make_store(app_paths(home))
    try:
        return store.branch(conversation_id)
    finally:
        store.close()


def test_two_turns_and_ctrl_d(sit_down: Callable[..., Keyboard], tmp_path: Path) -> None:
    keyboard = sit_down()
    keyboard.wait_for("> ")
    keyboard.type("one\n")
    keyboard.wait_for("An answer.")
    keyboard.wait_for("> ")
    keyboard.type("世界\n")
    keyboard.wait_for("An answer.")
    keyboard.wait_for("> ")
    keyboard.type(CTRL_D)
    assert keyboard.end() == 0
    texts = [message.text for message in kept(tmp_path)]
    assert texts == ["one", "An answer.", "世界", "An answer."]


def test_ctrl_c_stops_the_answer_and_then_leaves(
    sit_down: Callable[..., Keyboard], tmp_path: Path
) -> None:
    keyboard = sit_down(script="word " * 20_000, tokens_per_s=200.0, context_length=10**6)
    keyboard.wait_for("> ")
    keyboard.type("go\n")
    keyboard.wait_for("word word word")
    keyboard.type(CTRL_C)
    keyboard.wait_for("Stopped")
    keyboard.wait_for("> ")
    keyboard.type("half a thought")
    keyboard.wait_for("half a thought")
    keyboard.wait_until_it_waits()
    keyboard.type(CTRL_C)
    keyboard.wait_for("> ")
    keyboard.type("/new\n")
    keyboard.wait_for("A new conversation.")
    keyboard.wait_for("> ")
    keyboard.wait_until_it_waits()
    keyboard.type(CTRL_C)
    assert keyboard.end() == 0
    question, answer = kept(tmp_path)
    assert question.text == "go"
    assert answer.state == MessageState.STOPPED
    assert answer.text.startswith("word word word")


def test_commands(sit_down: Callable[..., Keyboard], tmp_path: Path) -> None:
    keyboard = sit_down("-m", "/models/first.gguf")
    keyboard.wait_for("> ")
    for typed, shown in [
        ("/help", "stops the answer"),
        ("/sing", "There is no /sing"),
        ("/retry", "Nothing was said yet"),
        ("/model", "In use: /models/first.gguf"),
        ("one", "An answer."),
        ("/retry", "An answer."),
        ("/model /models/second.gguf", "second answers from now on"),
        ("two", "An answer."),
        ("/new", "A new conversation."),
        ("//slash", "An answer."),
    ]:
        keyboard.type(typed + "\n")
        keyboard.wait_for(shown)
        keyboard.wait_for("> ")
    keyboard.type("/quit\n")
    assert keyboard.end() == 0
    first, again, two, _answer = kept(tmp_path, 1)
    assert (first.text, two.text) == ("one", "two")
    assert (again.sibling_index, again.sibling_count) == (1, 2)
    assert (again.model, kept(tmp_path, 1)[3].model) == ("first", "second")
    assert kept(tmp_path, 2)[0].text == "/slash"
    store = compose.make_store(app_paths(tmp_path))
    assert store.get_conversation(1).model_path == "/models/second.gguf"
    store.close()


def test_several_lines(sit_down: Callable[..., Keyboard], tmp_path: Path) -> None:
    keyboard = sit_down()
    keyboard.wait_for("> ")
    keyboard.type('"""first\n')
    keyboard.wait_for("... ")
    keyboard.type("/quit is text here\n")
    keyboard.wait_for("... ")
    keyboard.type('last"""\n')
    keyboard.wait_for("An answer.")
    keyboard.wait_for("> ")
    keyboard.type(CTRL_D)
    assert keyboard.end() == 0
    assert kept(tmp_path)[0].text == "first\n/quit is text here\nlast"


def test_a_paste_of_several_lines_is_one_turn(
    sit_down: Callable[..., Keyboard], tmp_path: Path
) -> None:
    readline = pytest.importorskip("readline")
    if "libedit" in (readline.__doc__ or ""):
        pytest.skip("libedit knows no bracketed paste")
    keyboard = sit_down()
    keyboard.wait_for("> ")
    keyboard.type("\x1b[200~first\nsecond\x1b[201~\n")
    keyboard.wait_for("An answer.")
    keyboard.wait_for("> ")
    keyboard.type(CTRL_D)
    assert keyboard.end() == 0
    assert kept(tmp_path)[0].text == "first\nsecond"


def test_bytes_that_are_no_text(sit_down: Callable[..., Keyboard], tmp_path: Path) -> None:
    keyboard = sit_down()
    keyboard.wait_for("> ")
    keyboard.type(b"caf\xc3\xa9 \xff end\n")
    keyboard.wait_for("An answer.")
    keyboard.wait_for("> ")
    keyboard.type(CTRL_D)
    assert keyboard.end() == 0
    text = kept(tmp_path)[0].text
    assert text.startswith("café ")
    assert text.endswith(" end")


def test_a_dead_engine_ends_the_answer_but_not_the_conversation(
    sit_down: Callable[..., Keyboard], tmp_path: Path
) -> None:
    keyboard = sit_down(script="a b c d e f g", die_after=3)
    keyboard.wait_for("> ")
    for _ in range(2):
        keyboard.type("go\n")
        keyboard.wait_for("signal 9")
        keyboard.wait_for("> ")
    keyboard.type(CTRL_D)
    assert keyboard.end() == 0
    states = [message.state for message in kept(tmp_path)]
    assert states == [
        MessageState.COMPLETE,
        MessageState.INTERRUPTED,
        MessageState.COMPLETE,
        MessageState.INTERRUPTED,
    ]


def test_an_old_conversation_is_taken_up_again(
    sit_down: Callable[..., Keyboard], tmp_path: Path
) -> None:
    Inkstone(tmp_path, ECHO).run("chat", "-p", "yesterday")
    keyboard = sit_down("-c", "1")
    keyboard.wait_for("> ")
    keyboard.type("today\n")
    keyboard.wait_for("An answer.")
    keyboard.wait_for("> ")
    keyboard.type(CTRL_D)
    assert keyboard.end() == 0
    assert [message.text for message in kept(tmp_path)][::2] == ["yesterday", "today"]


def test_progress_is_shown_and_removed(sit_down: Callable[..., Keyboard]) -> None:
    keyboard = sit_down(load_s=0.2, reasoning="Hm, hm, hm. ")
    loading = keyboard.wait_for("> ")
    assert "Loading" in loading
    assert loading.rfind("\x1b[K") > loading.rfind("Loading")
    keyboard.type("go\n")
    thinking = keyboard.wait_for("An answer.")
    assert "Reading" in thinking
    assert "Thinking, " in thinking
    assert thinking.endswith("\r\x1b[KAn answer.")
    keyboard.wait_for("> ")
    keyboard.type(CTRL_D)
    assert keyboard.end() == 0


def test_closing_the_terminal_while_it_answers_keeps_the_answer(
    sit_down: Callable[..., Keyboard], tmp_path: Path
) -> None:
    keyboard = sit_down(script="word " * 20_000, tokens_per_s=200.0, context_length=10**6)
    keyboard.wait_for("> ")
    keyboard.type("go\n")
    keyboard.wait_for("word word word")
    os.killpg(keyboard.process.pid, signal.SIGHUP)
    assert keyboard.end() == 130
    answer = kept(tmp_path)[1]
    assert answer.state == MessageState.STOPPED
    assert answer.text.startswith("word word word")


def test_json_needs_a_prompt(sit_down: Callable[..., Keyboard]) -> None:
    keyboard = sit_down("--json")
    keyboard.wait_for("--json needs a prompt")
    assert keyboard.end() == 2
