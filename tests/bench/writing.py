"""The writing desk: how long a comparison takes, and what prompt lookup gains in proofreading."""

from __future__ import annotations

import random
import statistics
import time
from functools import partial
from typing import Any

import msgspec

from assistant.cli.speed.sides import Sides
from assistant.core.errands import Errands
from assistant.core.errors import UserError
from assistant.core.messages import AnyCommand, Generate, Turn
from assistant.core.steps import Compute, Lookup
from assistant.core.writing.actions import built_in
from assistant.core.writing.change import revised
from assistant.core.writing.course import written
from assistant.core.writing.order import Piece, WriteOrder, WriteResult
from assistant.language.word_diff import WordDiffer
from tests import copying_model
from tests.bench.bench_models import copying_bench_model, measured_sides
from tests.bench.bench_texts import english_words

WORDS = 20_000
CORRECTED = 0.03
REWRITTEN = 0.2
PAGES = 4
PAGE = 250


def run(rounds: int = 5) -> dict[str, float]:
    """Milliseconds for two texts of 20,000 words: proofread, and rewritten."""
    differ = WordDiffer()
    differ.changes("one", "two")  # what is made once
    draw = random.Random(5)
    known = sorted(set(english_words()))
    words = draw.choices(known, k=WORDS)
    before = " ".join(words)
    results: dict[str, float] = {}
    for key, share in (("diff_ms", CORRECTED), ("diff_rewritten_ms", REWRITTEN)):
        after = " ".join(draw.choice(known) if draw.random() < share else word for word in words)
        times: list[float] = []
        for _ in range(rounds):
            began = time.perf_counter()
            changes = differ.changes(before, after)
            times.append(time.perf_counter() - began)
        if revised(before, changes) != after:
            raise SystemExit("the changes do not make the text")
        results[key] = statistics.median(times) * 1000
    return results


def run_proofreading(rounds: int = 3) -> dict[str, float]:
    """How many times faster a text is proofread with prompt lookup than without.

    A page, which is one piece, and four of them, which go beside each other and gain from that
    already. All of the course is measured: counting, reading, the comparison. The model copies
    the last turn whole, so the fences around the text are taken off before it gets it.
    """
    results: dict[str, float] = {}
    with measured_sides(copying_bench_model()) as sides:
        _proofread(sides, 1, 0, on=True)  # what a step costs is learned
        for key, pages in (("proofread", 1), ("proofread_long", PAGES)):
            seconds: dict[bool, list[float]] = {True: [], False: []}
            for number in range(1, (rounds if pages == 1 else 1) + 1):
                for on in (True, False) if number % 2 else (False, True):
                    seed = pages * 100 + number * 10 + on
                    seconds[on].append(_proofread(sides, pages, seed, on=on))
            fast, slow = statistics.median(seconds[True]), statistics.median(seconds[False])
            results[f"{key}_lookup_s"], results[f"{key}_no_lookup_s"] = fast, slow
            results[f"{key}_lookup"] = slow / fast
    return results


class _Silent:
    def __init__(self, pages: int) -> None:
        self._pages = pages

    def began(self, pieces: tuple[tuple[int, int], ...]) -> None:
        if len(pieces) != self._pages:
            raise SystemExit(f"the text is done in {len(pieces)} pieces instead of {self._pages}")

    def extended(self, piece: int, text: str) -> None: ...

    def finished(self, piece: int, done: Piece) -> None: ...


def _proofread(sides: Sides, pages: int, seed: int, *, on: bool) -> float:
    """The seconds that a text of so many pages takes."""
    parts = [copying_model.page(PAGE, seed * PAGES + number) for number in range(pages)]
    text = "\n\n".join(parts)
    action = built_in("proofread")
    assert action is not None
    engine = sides.engine().engine
    results: list[WriteResult] = []
    errors: list[UserError] = []
    errands = Errands(partial(_submit, engine.submit, on), _aside)
    order = WriteOrder(text=text, action=action)
    began = time.perf_counter()
    errands.run(written(order, _Silent(pages), WordDiffer()), results.append, errors.append)
    while not results and not errors:
        event = engine.poll(1.0)
        if event is not None:
            errands.take(event)
    spent = time.perf_counter() - began
    if errors:
        raise SystemExit(errors[0].text)
    if results[0].text != text or results[0].flags:
        raise SystemExit("the copying model did not copy: the engine's memory is wrong")
    return spent


def _submit(submit: Any, on: bool, command: AnyCommand) -> None:
    if isinstance(command, Generate):
        content = command.turns[-1].content
        inner = content[content.index("\n") + 1 : content.rindex("\n</text")]
        turns = (Turn("user", inner),)
        command = msgspec.structs.replace(command, turns=turns, speculate=on)
    submit(command)


def _aside(question: Lookup | Compute, done: Any, _failed: Any) -> None:
    assert isinstance(question, Compute)
    done(question.work())


if __name__ == "__main__":
    for key, value in {**run(), **run_proofreading()}.items():
        print(f"{key:32} {value:10.3f}")
