"""A desk to translate at in tests: a real library, a real detector, a scripted engine."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from assistant.core.errands import Errands
from assistant.core.errors import UserError
from assistant.core.messages import Generate, LoadModel, Turn
from assistant.core.steps import Compute, Lookup, Steps
from assistant.core.translation.course import translated
from assistant.core.translation.order import (
    LanguageDetector,
    Languages,
    Segment,
    TranslateOrder,
    Translation,
)
from assistant.engine.scripted import ScriptedEngine
from assistant.language.detection import Detector
from assistant.storage.library import SqliteLibrary

Answer = Callable[[str], str]


def asked_text(turns: tuple[Turn, ...]) -> str:
    """The sentence that the last turn asks about."""
    return turns[-1].content.partition("\n\n")[2]


def said(turns: tuple[Turn, ...]) -> str:
    """What the last turn says before the sentence."""
    return turns[-1].content.partition("\n\n")[0]


class Silent:
    """A detector that never knows."""

    def detect(self, text: str) -> tuple[str, float]:
        return "", 0.0


class Hearing:
    """Remembers what it hears."""

    def __init__(self) -> None:
        self.language = ""
        self.begun: tuple[Segment, ...] = ()
        self.texts: dict[int, str] = {}
        self.done: dict[int, Segment] = {}
        self.order: list[int] = []

    def began(self, source_language: str, segments: tuple[Segment, ...]) -> None:
        self.language, self.begun = source_language, segments

    def extended(self, segment: int, text: str) -> None:
        self.texts[segment] = self.texts.get(segment, "") + text

    def finished(self, segment: int, done: Segment) -> None:
        assert segment not in self.done
        self.done[segment] = done
        self.order.append(segment)


class Desk:
    """Runs steps of translations. `stop_after` raises `Stopped` after so many lookups."""

    def __init__(self, library: SqliteLibrary) -> None:
        self.library = library
        self.hearing = Hearing()
        self.detector: LanguageDetector = Detector()
        self.engine = ScriptedEngine()
        self.by_turns(lambda turns: asked_text(turns).upper())

    def script(self, answer: Answer) -> None:
        """Each sentence is answered by `answer(sentence)`."""
        self.by_turns(lambda turns: answer(asked_text(turns)))

    def by_turns(self, script: Callable[[tuple[Turn, ...]], str], **options: Any) -> None:
        fast = {"tokens_per_s": 0, "load_s": 0, "prompt_tokens_per_s": 0}
        self.engine = ScriptedEngine(script, **{**fast, **options})
        self.engine.submit(LoadModel(path="/m.gguf"))

    def translate(
        self, *units: str, to: str = "de", source: str = "", **fields: Any
    ) -> Translation:
        order = self.order(*units, to=to, source=source, **fields)
        self.hearing = Hearing()
        return self.run(translated(order, self.hearing, self.detector))

    @staticmethod
    def order(*units: str, to: str = "de", source: str = "", **fields: Any) -> TranslateOrder:
        return TranslateOrder(units=units, languages=Languages(source=source, target=to), **fields)

    def run(self, steps: Steps[Any]) -> Any:
        results: list[Any] = []
        errors: list[UserError] = []
        errands = Errands(self.engine.submit, self._aside)
        errands.run(steps, results.append, errors.append)
        while not results and not errors:
            event = self.engine.poll(0.1)
            if event is not None:
                errands.take(event)
        if errors:
            raise errors[0]
        return results[0]

    def _aside(self, question: Lookup | Compute, done: Any, failed: Any) -> None:
        try:
            result = (
                question.work(self.library) if isinstance(question, Lookup) else question.work()
            )
        except UserError as error:
            failed(error)
        else:
            done(result)

    @property
    def prompts(self) -> list[tuple[Turn, ...]]:
        return [each.turns for each in self.requests]

    @property
    def requests(self) -> list[Generate]:
        return [each for each in self.engine.commands if isinstance(each, Generate)]

    @property
    def asked(self) -> list[str]:
        return [asked_text(turns) for turns in self.prompts]


def flags(segment: Segment) -> list[tuple[str, str]]:
    return [(flag.kind, flag.problem) for flag in segment.flags]


def german(text: str) -> str:
    """A text that a detector takes for German, with the marks and numbers of `text`."""
    kept = re.findall(r"⟦/?\d+/?⟧|\d[\d.,]*\d|\d", text)
    return "Das ist ein ganz gewöhnlicher deutscher Satz mit Wörtern " + " und ".join(kept) + "."
