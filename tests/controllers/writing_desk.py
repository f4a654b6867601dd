"""A writing desk over the scripted engine, with the real course, store and library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant import compose
from assistant.controllers.engine_steps import EngineSteps
from assistant.controllers.writing import WritingDesk
from assistant.core.messages import Turn
from assistant.workers.task_pool import TaskPool
from tests.controllers.conftest import Desk

MISTAKES = (("teh", "the"), ("wich", "which"), ("recieve", "receive"))


def text_asked(turns: tuple[Turn, ...]) -> str:
    """The text between the fences of a prompt."""
    content = turns[-1].content
    return content.split("\n", 1)[1].rsplit("\n</text", 1)[0]


def corrects(turns: tuple[Turn, ...]) -> str:
    """A model that corrects some words, and gives a reason where it is asked for them."""
    if "numbered changes" in turns[0].content:
        count = sum(1 for line in turns[-1].content.splitlines() if line[:1].isdigit())
        return "[" + ", ".join(['"spelling"'] * max(1, count)) + "]"
    text = text_asked(turns)
    for wrong, right in MISTAKES:
        text = text.replace(wrong, right)
    return text


def no_reader() -> Any:
    raise AssertionError("no document is read here")


def make_writing(desk: Desk, reader: Callable[[], Any] = no_reader, **options: Any) -> WritingDesk:
    """On the threads of `desk`; end it with `shut_down`."""
    if not desk.library.isRunning():
        desk.open_library()
    pool = TaskPool(parent=desk.pool)
    steps = EngineSteps(desk.inference, library=desk.library, pool=pool)
    writing = WritingDesk(
        steps, desk.models, desk.store, desk.library, pool, reader, compose.make_differ, **options
    )
    writing.steps = steps  # it lives as long
    writing.pool = pool
    desk.qtbot.waitUntil(lambda: writing.memory.known)
    return writing
