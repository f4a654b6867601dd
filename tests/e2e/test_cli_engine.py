"""The terminal with the real engine process and models made for the test."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from assistant import compose
from assistant.core.entities import Message, MessageState
from assistant.paths import app_paths
from tests import tiny_models
from tests.e2e.terminal_runner import Finished, Inkstone, Keyboard, end_of, lines_of, read_some

SLOW = tiny_models.Shape(width=512, layers=6, hidden=1024, context_length=16_384)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.write_model(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture(scope="module")
def slow_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Takes many seconds for its context; greedy, it never ends by itself."""
    path = tmp_path_factory.mktemp("models") / "slow.gguf"
    return tiny_models.write_model(path, shape=SLOW)


@pytest.fixture
def inkstone(tmp_path: Path) -> Inkstone:
    return Inkstone(tmp_path)


def kept(home: Path, conversation_id: int = 1) -> list[Message]:
    store = compose.make_store(app_paths(home))
    try:
        return store.branch(conversation_id)
    finally:
        store.close()


def engine_of(pid: int) -> psutil.Process:
    """The engine process of the command `pid`, as soon as there is one."""
    command = psutil.Process(pid)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for child in command.children():
            if "engine-child" in child.cmdline():
                return child
    raise AssertionError("no engine process was started")


def chat(inkstone: Inkstone, model: Path, *more: str, prompt: str = "hello") -> Finished:
    return inkstone.run("chat", "-m", str(model), "-p", prompt, *more)


def test_the_same_seed_gives_the_same_answer(inkstone: Inkstone, model: Path) -> None:
    options = ("--seed", "7", "--max-tokens", "24", "--json")
    first, second = (chat(inkstone, model, *options).json for _ in range(2))
    other = chat(inkstone, model, "--seed", "8", "--max-tokens", "24", "--json").json
    assert first["text"] == second["text"] != other["text"]
    assert first["model"] == "tiny llama"
    assert first["model_path"] == str(model)
    assert first["usage"]["prompt_tokens"] > 0
    assert 0 < first["usage"]["completion_tokens"] <= 24
    assert first["timings"]["first_token_s"] > 0
    assert first["timings"]["decode_tokens_per_s"] > 0


def test_a_stream_joins_to_the_document(inkstone: Inkstone, model: Path) -> None:
    ended = chat(inkstone, model, "--json", "--stream", "--max-tokens", "60", "--temperature", "2")
    assert ended.code == 0
    *pieces, document = lines_of(ended.out)
    assert "".join(piece["delta"]["text"] for piece in pieces) == document["text"]


def test_the_model_is_found_by_its_name(inkstone: Inkstone, model: Path) -> None:
    (inkstone.home / "models").mkdir()
    (inkstone.home / "models" / "my-tiny.gguf").symlink_to(model)
    by_name = inkstone.run("chat", "-m", "TINY", "-p", "hello", "--max-tokens", "3", "--json")
    only = inkstone.run("chat", "-p", "hello", "--max-tokens", "3", "--json")
    assert by_name.code == only.code == 0
    assert Path(only.json["model_path"]).name == "my-tiny.gguf"


def test_the_next_turn_reads_only_what_is_new(inkstone: Inkstone, model: Path) -> None:
    keyboard = Keyboard(inkstone, "chat", "-m", str(model), "--max-tokens", "8", "--seed", "1")
    try:
        for text in ("hello", "and now"):
            keyboard.wait_for("> ")
            keyboard.type(text + "\n")
            keyboard.wait_for("[The answer was cut")
        keyboard.wait_for("> ")
        keyboard.type("/quit\n")
        assert keyboard.end() == 0
    finally:
        keyboard.close()
    _one, first, _two, second = kept(inkstone.home)
    assert second.usage.cached_tokens >= first.usage.prompt_tokens


def test_a_conversation_remembers_its_model(inkstone: Inkstone, model: Path) -> None:
    assert chat(inkstone, model, "--max-tokens", "3").code == 0
    again = inkstone.run("chat", "-c", "1", "-p", "and?", "--max-tokens", "3", "--json")
    assert again.json["model_path"] == str(model)
    without = inkstone.run("chat", "-p", "hello", "--json")
    assert (without.code, without.error["kind"]) == (3, "no_model")


BAD_MODELS = [
    ("missing", "no_such_file"),
    ("folder", "is_directory"),
    ("text", "not_gguf"),
    ("cut", "damaged_model"),
    ("vocabulary", "vocab_only"),
    ("unknown", "unknown_architecture"),
    ("embedding", "embedding_model"),
    ("too large", "too_large"),
]


def bad_model(kind: str, model: Path, folder: Path) -> Path:
    path = folder / "bad.gguf"
    if kind == "folder":
        path.mkdir()
    elif kind == "text":
        path.write_text("a letter, not a model\x1b[31m")
    elif kind == "cut":
        tiny_models.write_cut(model, path, 0.4)
    elif kind == "vocabulary":
        tiny_models.write_vocabulary_only(path)
    elif kind == "unknown":
        tiny_models.write_unknown_architecture(path)
    elif kind == "embedding":
        tiny_models.write_embedding_model(path)
    elif kind == "too large":
        tiny_models.write_oversized(path, 1 << 42)
    return path


@pytest.mark.parametrize(("kind", "error"), BAD_MODELS)
def test_a_bad_model_is_a_clear_sentence(
    kind: str, error: str, inkstone: Inkstone, model: Path
) -> None:
    path = bad_model(kind, model, inkstone.home)
    ended = chat(inkstone, path, "--json")
    assert (ended.code, ended.out) == (3, "")
    assert ended.error["kind"] == error
    assert "“" in ended.error["message"], "it names the file or the model"
    assert ended.error["hint"]
    assert "Traceback" not in ended.err


def test_a_bad_model_does_not_lose_the_question(inkstone: Inkstone) -> None:
    path = tiny_models.write_unknown_architecture(inkstone.home / "bad.gguf")
    assert chat(inkstone, path, prompt="typed with care").code == 3
    question, answer = kept(inkstone.home)
    assert question.text == "typed with care"
    assert answer.state == MessageState.FAILED
    assert "from tomorrow" in answer.error


def test_a_model_that_may_not_be_read(inkstone: Inkstone, model: Path) -> None:
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("everything may be read here")
    path = inkstone.home / "secret.gguf"
    path.write_bytes(model.read_bytes())
    path.chmod(0)
    ended = chat(inkstone, path, "--json")
    assert (ended.code, ended.error["kind"]) == (3, "no_permission")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_the_engine_killed_while_it_answers(inkstone: Inkstone, slow_model: Path) -> None:
    arguments = ("chat", "-m", str(slow_model), "-p", "hello", "--temperature", "0")
    with inkstone.started(*arguments) as process:
        begun = read_some(process, 40)
        engine_of(process.pid).kill()
        ended = end_of(process, begun)
    assert ended.code == 4
    assert "signal 9" in ended.err
    answer = kept(inkstone.home)[1]
    assert answer.state == MessageState.INTERRUPTED
    assert len(answer.text) >= 10
    assert "signal 9" in answer.error


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_the_engine_killed_while_it_starts(inkstone: Inkstone, model: Path) -> None:
    arguments = ("chat", "-m", str(model), "-p", "hello", "--json")
    with inkstone.started(*arguments) as process:
        engine_of(process.pid).kill()
        ended = end_of(process)
    assert (ended.code, ended.out) == (4, "")
    assert ended.error["kind"] in ("engine_start", "engine_died")
    question, answer = kept(inkstone.home)
    assert (question.text, answer.state) == ("hello", MessageState.FAILED)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_conversation_goes_on_after_the_engine_died(inkstone: Inkstone, slow_model: Path) -> None:
    arguments = ("chat", "-m", str(slow_model), "--temperature", "0", "--max-tokens", "4")
    keyboard = Keyboard(inkstone, *arguments)
    try:
        keyboard.wait_for("> ")
        engine_of(keyboard.process.pid).kill()
        keyboard.type("one\n")
        keyboard.wait_for("[The answer was cut")
        keyboard.wait_for("> ")
        keyboard.type("/quit\n")
        assert keyboard.end() == 0
    finally:
        keyboard.close()
    assert kept(inkstone.home)[1].state == MessageState.LENGTH


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process")
def test_ctrl_c_leaves_no_engine_behind(inkstone: Inkstone, slow_model: Path) -> None:
    arguments = ("chat", "-m", str(slow_model), "-p", "hello", "--temperature", "0", "--json")
    with inkstone.started(*arguments, "--stream") as process:
        begun = read_some(process, 100)
        engine = engine_of(process.pid)
        stopped_at = time.monotonic()
        process.send_signal(signal.SIGINT)
        ended = end_of(process, begun)
        took_s = time.monotonic() - stopped_at
    assert ended.code == 130
    assert lines_of(ended.out)[-1]["usage"]["completion_tokens"] > 0
    assert not engine.is_running()
    assert took_s < 5


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_command_leaves_no_engine_behind(inkstone: Inkstone, slow_model: Path) -> None:
    arguments = ("chat", "-m", str(slow_model), "-p", "hello", "--temperature", "0")
    with inkstone.started(*arguments) as process:
        read_some(process, 20)
        engine = engine_of(process.pid)
        process.kill()
        engine.wait(10)


def test_the_prompt_is_in_no_command_line_or_log_of_the_engine(
    inkstone: Inkstone, slow_model: Path
) -> None:
    canary = "canary-5f1c"
    arguments = ("chat", "-m", str(slow_model), "--temperature", "0")
    with inkstone.started(*arguments, stdin=-1) as process:
        assert process.stdin is not None
        process.stdin.write(canary.encode())
        process.stdin.close()
        process.stdin = None
        read_some(process, 20)
        children = psutil.Process(process.pid).children(recursive=True)
        for child in children:
            assert canary not in " ".join(child.cmdline())
            assert canary not in str(child.environ())
    for log in (inkstone.home / "logs").iterdir():
        assert canary not in log.read_text(errors="replace")


def test_in_process_the_answer_is_the_same(inkstone: Inkstone, model: Path) -> None:
    options = ("--seed", "7", "--max-tokens", "12", "--json")
    apart = chat(inkstone, model, *options).json
    inside = inkstone.run(
        "chat", "-m", str(model), "-p", "hello", *options, env={"INKSTONE_ENGINE": "inprocess"}
    )
    assert inside.code == 0
    assert inside.json["text"] == apart["text"]


def test_a_real_small_model_tells_a_story(inkstone: Inkstone) -> None:
    stories = Path(__file__).parents[3] / "shared" / "models" / "stories260K.gguf"
    if not stories.exists():
        pytest.skip("the model is not here")
    ended = chat(inkstone, stories, "--temperature", "0", "--json", prompt="Once upon a time")
    assert ended.code == 0
    assert ended.json["finish_reason"] in ("stop", "context_full")
    assert len(ended.json["text"].split()) > 10
