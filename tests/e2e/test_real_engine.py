"""The window with a real engine process and tiny GGUF files; the engine is killed now and then."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from assistant.app import Application, create
from assistant.core.entities import ChatParameters, MessageState
from assistant.engine.supervisor import Supervisor
from assistant.engine.switchboard import Switchboard
from tests import tiny_models

PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A quick model and one that is slow enough to be caught at work."""
    folder = tmp_path_factory.mktemp("models")
    slow = tiny_models.Shape(width=512, layers=12, hidden=2048, context_length=8192)
    return {
        "quick": tiny_models.write_model(folder / "quick.gguf"),
        "slow": tiny_models.write_model(folder / "slow.gguf", shape=slow),
    }


@pytest.fixture
def application(qtbot: QtBot, tmp_path: Path) -> Iterator[Application]:
    application = create(tmp_path / "home")
    application.window.show()
    with qtbot.waitSignal(application.chat.opened, timeout=PATIENCE_MS):
        pass
    yield application
    application.shutdown()


def use(qtbot: QtBot, application: Application, model: Path) -> None:
    application.models.open_file(str(model))
    qtbot.waitUntil(lambda: application.models.state.phase == "ready", timeout=PATIENCE_MS)


def send(application: Application, text: str) -> None:
    application.window.findChild(QPlainTextEdit, "composer").setPlainText(text)
    application.window.findChild(QAbstractButton, "send_button").click()


def engine_pid(application: Application) -> int:
    switchboard = application.inference._engine
    assert isinstance(switchboard, Switchboard)
    engine = switchboard._local
    assert isinstance(engine, Supervisor)
    assert engine.pid is not None
    return engine.pid


def kill_engine(application: Application) -> None:
    os.kill(engine_pid(application), signal.SIGKILL)


def retry_button(qtbot: QtBot, application: Application) -> QPushButton:
    """Wait for the one button that stands under an answer."""

    def visible() -> list[QPushButton]:
        found = application.window.findChildren(QPushButton, "turn_note_action")
        return [button for button in found if button.isVisible()]

    qtbot.waitUntil(lambda: len(visible()) == 1, timeout=PATIENCE_MS)
    return visible()[0]


def wait_for_end(qtbot: QtBot, application: Application) -> None:
    qtbot.waitUntil(lambda: not application.chat.answering, timeout=PATIENCE_MS)


def test_a_conversation_with_a_real_model_reads_only_what_is_new(
    qtbot: QtBot, application: Application, models: dict[str, Path]
) -> None:
    use(qtbot, application, models["quick"])
    application.chat.set_parameters(ChatParameters(temperature=0.0, max_tokens=12))
    for text in ("hello there", "and again"):
        with qtbot.waitSignal(application.chat.reply_finished, timeout=PATIENCE_MS):
            send(application, text)
    first, second = application.chat.messages[1], application.chat.messages[3]
    assert first.usage.completion_tokens == 12
    assert first.state is MessageState.LENGTH
    held = first.usage.prompt_tokens + first.usage.completion_tokens
    # The last drawn token may be unread; the marks behind it may be known from asking a title.
    assert second.usage.cached_tokens >= held - 1
    assert second.usage.prompt_tokens > second.usage.cached_tokens


def test_killed_while_it_writes(
    qtbot: QtBot, application: Application, models: dict[str, Path]
) -> None:
    use(qtbot, application, models["slow"])
    with qtbot.waitSignal(application.chat.reply_extended, timeout=PATIENCE_MS):
        send(application, "go on and on")
    kill_engine(application)
    check_one_click_goes_on(qtbot, application, lambda text: len(text) > 0)


def test_killed_while_it_reads(
    qtbot: QtBot, application: Application, models: dict[str, Path]
) -> None:
    use(qtbot, application, models["slow"])
    with qtbot.waitSignal(
        application.chat.reply_progressed,
        timeout=PATIENCE_MS,
        check_params_cb=lambda _id, done, total: 0 < done < total,
    ):
        send(application, "many words " * 600)
    kill_engine(application)
    check_one_click_goes_on(qtbot, application, lambda text: text == "")


def check_one_click_goes_on(
    qtbot: QtBot, application: Application, kept: Callable[[str], bool]
) -> None:
    """The window stays, what was written is kept, and Retry answers."""
    wait_for_end(qtbot, application)
    cut = application.chat.messages[-1]
    assert cut.state in (MessageState.INTERRUPTED, MessageState.FAILED)
    assert kept(cut.text)
    assert "engine" in cut.error.lower()
    with qtbot.waitSignal(application.chat.reply_extended, timeout=PATIENCE_MS):
        retry_button(qtbot, application).click()
    assert application.models.state.phase == "ready"
    assert application.chat.messages[-1].sibling_count == 2
    with qtbot.waitSignal(application.chat.reply_finished, timeout=PATIENCE_MS):
        application.chat.stop()


def test_killed_while_it_loads(
    qtbot: QtBot, application: Application, models: dict[str, Path]
) -> None:
    use(qtbot, application, models["quick"])
    pid = engine_pid(application)
    os.kill(pid, signal.SIGSTOP)  # the load cannot end before the kill
    application.models.choose(str(models["slow"]))
    assert application.models.state.phase == "loading"
    kill_engine(application)
    qtbot.waitUntil(lambda: application.models.state.phase == "failed", timeout=PATIENCE_MS)
    assert application.models.state.error is not None
    assert application.models.state.error.kind == "engine_died"
    with qtbot.waitSignal(application.chat.reply_extended, timeout=PATIENCE_MS):
        send(application, "hello")
    assert engine_pid(application) != pid
    with qtbot.waitSignal(application.chat.reply_finished, timeout=PATIENCE_MS):
        application.chat.stop()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (tiny_models.write_vocabulary_only, "vocabulary"),
        (tiny_models.write_embedding_model, "embedding"),
        (tiny_models.write_unknown_architecture, "architecture"),
    ],
)
def test_a_bad_file_is_one_sentence_and_the_words_stay(
    qtbot: QtBot,
    application: Application,
    tmp_path: Path,
    make: Callable[[Path], object],
    words: str,
) -> None:
    path = tmp_path / "bad.gguf"
    make(path)
    application.models.open_file(str(path))
    qtbot.waitUntil(lambda: application.models.state.phase == "failed", timeout=PATIENCE_MS)
    error = application.models.state.error
    assert error is not None
    assert words in error.text or words.lower() in f"{error.text} {error.hint}".lower()
    with qtbot.waitSignal(application.chat.reply_failed, timeout=PATIENCE_MS):
        send(application, "kept words")
    assert application.chat.messages[0].text == "kept words"
    assert application.chat.messages[1].state is MessageState.FAILED
    assert application.chat.messages[1].error.startswith(error.text)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_text("not a model"), "GGUF"),
        (lambda path: path.mkdir(), "folder"),
        (lambda path: None, "no such file"),
    ],
)
def test_what_is_no_model_at_all_is_said_and_changes_nothing(
    qtbot: QtBot,
    application: Application,
    tmp_path: Path,
    make: Callable[[Path], object],
    words: str,
) -> None:
    path = tmp_path / "bad.gguf"
    make(path)
    before = application.models.state
    with qtbot.waitSignal(application.models.failed, timeout=PATIENCE_MS) as failed:
        application.models.open_file(str(path))
    error = failed.args[0]
    assert words.lower() in f"{error.text} {error.hint}".lower()
    assert application.models.state == before


def test_a_question_that_does_not_fit_can_be_asked_in_a_new_conversation(
    qtbot: QtBot, application: Application, models: dict[str, Path]
) -> None:
    use(qtbot, application, models["quick"])
    application.chat.set_parameters(
        ChatParameters(temperature=0.0, max_tokens=4, on_overflow="refuse")
    )
    with qtbot.waitSignal(application.chat.reply_finished, timeout=PATIENCE_MS):
        send(application, "many " * 80)
    with qtbot.waitSignal(application.chat.send_refused, timeout=PATIENCE_MS) as refused:
        send(application, "words " * 60)
    assert refused.args[0].kind == "context_full"
    assert "508" in refused.args[0].text
    refusal = application.window.chat_page.column.composer.refusal
    with qtbot.waitSignal(application.chat.opened, timeout=PATIENCE_MS):
        refusal.button.click()
    composer = application.window.findChild(QPlainTextEdit, "composer")
    qtbot.waitUntil(lambda: composer.toPlainText() == "words " * 60, timeout=PATIENCE_MS)
    assert application.chat.conversation is None


def test_older_turns_make_room_and_the_answer_comes(
    qtbot: QtBot, application: Application, models: dict[str, Path]
) -> None:
    use(qtbot, application, models["quick"])
    application.chat.set_parameters(ChatParameters(temperature=0.0, max_tokens=4))
    for text in ("many " * 80, "words " * 60):
        with qtbot.waitSignal(application.chat.reply_finished, timeout=PATIENCE_MS):
            send(application, text)
    qtbot.waitUntil(lambda: len(application.chat.folds) == 1, timeout=PATIENCE_MS)
    assert application.chat.messages[-1].state in (MessageState.LENGTH, MessageState.COMPLETE)
    assert application.chat.folds[0].message_id == application.chat.messages[1].id
