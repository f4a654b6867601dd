"""One sentence translated: asked, cleaned, checked, and asked once more where it was wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from assistant.core.entities import Timings, Usage
from assistant.core.errors import UserError
from assistant.core.messages import Generate, Sampling, Turn
from assistant.core.sampling_defaults import TASK_SAMPLING
from assistant.core.steps import Compute, Steps, Write, Written
from assistant.core.translation import checks, prompts
from assistant.core.translation.glossary import Term
from assistant.core.translation.marks import marks_in, mended, repaired, without_marks
from assistant.core.translation.order import LanguageDetector
from assistant.core.writing.change import Flag
from assistant.core.writing.cleaning import cleaned, loops, without_loop

AGAIN = msgspec.structs.replace(TASK_SAMPLING["translate"], temperature=0.4)
"""A second answer should be another one."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no file format takes."""
_TOKENS_OF_A_LETTER = 3
_MORE_TOKENS = 96
_SHOWN = 200
"""Letters of a refusal that are kept."""
_WEIGHTS = {"refused": 100, "language": 50, "echoed": 40, "repeated": 30, "cut": 20, "markdown": 3}

Pairs = Sequence[tuple[str, str]]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence as the model gets it. `named` are terms that the system prompt does not name."""

    text: str
    terms: tuple[Term, ...] = ()
    named: tuple[Term, ...] = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The translation of a sentence, with exactly its marks."""

    text: str
    flags: tuple[Flag, ...] = ()

    @property
    def weight(self) -> int:
        """How bad it is."""
        return sum(
            _WEIGHTS.get(flag.kind, 1 if flag.problem == "doubtful" else 5) for flag in self.flags
        )


class Asker:
    """Asks the sentences of one order, any number beside each other; one thread.

    `languages` are codes; the one of the source is "" where nobody knows it.
    """

    def __init__(
        self,
        system: str,
        languages: tuple[str, str],
        detector: LanguageDetector,
        priority: int = 0,
    ) -> None:
        self._system = system
        self._languages = languages
        self._detector = detector
        self._priority = priority
        self.usage = Usage()
        self._first_token_s = 0.0
        self._read = self._written = 0
        self._reading_s = self._writing_s = 0.0

    def asked(
        self,
        question: Question,
        before: Pairs = (),
        extended: Callable[[str], None] | None = None,
        *,
        hints: Sequence[str] = (),
        sampling: Sampling = TASK_SAMPLING["translate"],
    ) -> Steps[Answer]:
        """The translation; the better of two where the first one has flags that a second try may
        do without. `extended` hears the first. Raises `UserError`."""
        named = (prompts.terms_line(question.named),) if question.named else ()
        hints = (*named, *hints)
        best = yield from self.once(question, before, extended, hints=hints, sampling=sampling)
        complaints = checks.hints(best.flags, question.terms, self._languages[1])
        if complaints:
            again = yield from self.once(
                question, (), None, hints=(*hints, *complaints), sampling=AGAIN
            )
            best = min(best, again, key=lambda answer: answer.weight)
        return msgspec.structs.replace(best, flags=checks.settled(question.text, best.flags))

    def once(
        self,
        question: Question,
        before: Pairs = (),
        extended: Callable[[str], None] | None = None,
        *,
        hints: Sequence[str] = (),
        sampling: Sampling,
    ) -> Steps[Answer]:
        """One answer, with all its flags."""
        last = prompts.sentence_turn(question.text, self._languages[1], hints)
        turns = prompts.conversation(self._system, before, self._languages[1], last)
        try:
            written = yield self._write(turns, question, extended, sampling)
        except UserError as error:
            if error.kind != "context_full" or not before:
                raise
            turns = prompts.conversation(self._system, (), self._languages[1], last)
            written = yield self._write(turns, question, extended, sampling)
        self._count(written)
        answer: Answer = yield Compute(partial(self._judged, question, written))
        return answer

    def timings(self) -> Timings:
        """The mean speeds of all answers."""
        return Timings(
            first_token_s=self._first_token_s,
            prefill_tokens_per_s=self._read / self._reading_s if self._reading_s else 0.0,
            decode_tokens_per_s=self._written / self._writing_s if self._writing_s else 0.0,
        )

    def _write(
        self,
        turns: tuple[Turn, ...],
        question: Question,
        extended: Callable[[str], None] | None,
        sampling: Sampling,
    ) -> Write:
        request = Generate(
            turns=turns,
            sampling=sampling,
            max_tokens=_MORE_TOKENS + _TOKENS_OF_A_LETTER * len(question.text),
            thinking=False,
            keep=False,
            priority=self._priority,
        )
        told = None if extended is None else lambda text, _tokens: extended(text)
        return Write(request, told, until=lambda text: loops(text, question.text))

    def _judged(self, question: Question, written: Written) -> Answer:
        """Beside the driver: the translation in an answer, with its marks, and its flags."""
        source, raw = question.text, written.text
        flags: list[Flag] = []
        if written.reason == "halted":
            flags.append(Flag(kind="repeated", problem="doubtful"))
            raw = without_loop(raw)
        elif written.reason != "stop":
            flags.append(Flag(kind="cut", problem="doubtful"))
        clean = cleaned(raw, source, [prompts.request_line(self._languages[1])])
        text = mended(_first_paragraph(_CONTROLS.sub("", clean.text), source), source)
        if not without_marks(text).strip():
            refused = Flag(kind="refused", problem="missing", became=raw.strip()[:_SHOWN])
            return Answer(text=source, flags=(*flags, refused))
        flags += checks.all_flags(source, text, self._languages, question.terms, self._detector)
        if marks_in(source) or marks_in(text):
            text = repaired(source, text)
        return Answer(text=text, flags=tuple(dict.fromkeys(flags)))

    def _count(self, written: Written) -> None:
        usage, timings = written.usage, written.timings
        self.usage = Usage(
            prompt_tokens=self.usage.prompt_tokens + usage.prompt_tokens,
            cached_tokens=self.usage.cached_tokens + usage.cached_tokens,
            completion_tokens=self.usage.completion_tokens + usage.completion_tokens,
        )
        self._first_token_s = self._first_token_s or timings.first_token_s
        if timings.prefill_tokens_per_s:
            read = usage.prompt_tokens - usage.cached_tokens
            self._read += read
            self._reading_s += read / timings.prefill_tokens_per_s
        if timings.decode_tokens_per_s:
            self._written += usage.completion_tokens
            self._writing_s += usage.completion_tokens / timings.decode_tokens_per_s


def _first_paragraph(text: str, source: str) -> str:
    """Of an answer to one line: what comes after it is the model's own talk."""
    return text if "\n" in source else text.strip().partition("\n")[0].strip()
