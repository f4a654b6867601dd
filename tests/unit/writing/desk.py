"""A writing desk for tests: the course over a scripted engine, without threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.core.errands import Errands
from assistant.core.errors import UserError
from assistant.core.messages import Generate, LoadModel, Turn
from assistant.core.steps import Compute, Lookup
from assistant.core.translation.order import LanguageDetector
from assistant.core.writing.action import Action
from assistant.core.writing.actions import built_in
from assistant.core.writing.course import written
from assistant.core.writing.order import Piece, WriteOrder, WriteResult
from assistant.engine.scripted import ScriptedEngine
from assistant.language.word_diff import WordDiffer

Script = Callable[[str], str]
"""What the model makes of a text."""


class Heard:
    """Keeps what a hearing is told."""

    def __init__(self) -> None:
        self.pieces: tuple[tuple[int, int], ...] = ()
        self.raw: dict[int, str] = {}
        self.finishes: list[tuple[int, Piece]] = []

    def began(self, pieces: tuple[tuple[int, int], ...]) -> None:
        self.pieces = pieces

    def extended(self, piece: int, text: str) -> None:
        self.raw[piece] = self.raw.get(piece, "") + text

    def finished(self, piece: int, done: Piece) -> None:
        self.finishes.append((piece, done))


def text_of(turns: tuple[Turn, ...]) -> str:
    """The text that a prompt asks about."""
    content = turns[-1].content
    return content[content.index("\n") + 1 : content.rindex("\n</text")]


def is_second_try(turns: tuple[Turn, ...]) -> bool:
    return not turns[-1].content.rstrip().endswith(">")


def asks_reasons(turns: tuple[Turn, ...]) -> bool:
    return "JSON array" in turns[0].content


class Desk:
    """Runs orders; `script` is an answer, or makes it from the turns."""

    def __init__(
        self,
        script: str | Callable[[tuple[Turn, ...]], str],
        *,
        detector: LanguageDetector | None = None,
        **options: Any,
    ) -> None:
        self._detector = detector
        settings = {"tokens_per_s": 0, "prompt_tokens_per_s": 0, "load_s": 0, **options}
        self.engine = ScriptedEngine(script, **settings)
        self.engine.submit(LoadModel(path="scripted.gguf"))
        self.heard = Heard()

    @property
    def asked(self) -> list[Generate]:
        return [each for each in self.engine.commands if isinstance(each, Generate)]

    def write(self, text: str, action: Action | str = "proofread", **options: Any) -> WriteResult:
        """The result; raises what the course raises."""
        chosen = built_in(action) if isinstance(action, str) else action
        assert chosen is not None
        order = WriteOrder(text=text, action=chosen, **options)
        results: list[WriteResult] = []
        errors: list[UserError] = []
        errands = Errands(self.engine.submit, _aside)
        steps = written(order, self.heard, WordDiffer(), self._detector)
        errands.run(steps, results.append, errors.append)
        while not results and not errors:
            event = self.engine.poll(5.0)
            assert event is not None, "the engine has nothing more to say"
            errands.take(event)
        if errors:
            raise errors[0]
        return results[0]


def edited(edit: Script) -> Callable[[tuple[Turn, ...]], str]:
    """A model that does `edit` with each piece."""
    return lambda turns: edit(text_of(turns))


def _aside(question: Lookup | Compute, done: Any, failed: Any) -> None:
    assert isinstance(question, Compute)
    try:
        result = question.work()
    except UserError as error:
        failed(error)
    else:
        done(result)
