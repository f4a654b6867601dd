"""The rows of `inkstone bench`: what is measured with which sizes, and what is said of it."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.cli.answer import speed_fields
from assistant.cli.speed import measures
from assistant.cli.speed.sides import Sides
from assistant.core.entities import ModelInfo, Timings, Usage
from assistant.core.errors import UserError


@dataclass(frozen=True)
class Plan:
    """Sizes in tokens. `depth` is what lies in memory, `reopened` a conversation's length."""

    depth: int
    reopened: int
    written: int
    answers: int
    answer_depth: int
    rounds: int


@dataclass(frozen=True)
class Row:
    """One measurement. `ratio` is how the engine stands to bare llama.cpp, 1 is equal.

    `key` never changes; `bare` and `ratio` are None where there is nothing to compare with.
    """

    key: str
    what: str
    unit: str
    value: float
    bare: float | None = None
    ratio: float | None = None


def plan_for(info: ModelInfo, *, quick: bool) -> Plan:
    """The sizes that a model's context has room for. Raises `UserError`."""
    room = info.context_length
    if room < 256:
        raise UserError(
            "context_full",
            f"A context of {room:,} tokens is too short to measure anything.",
            "Choose a longer context for the model in the settings.",
        )
    depth, reopened = (500, 1000) if quick else (2000, 3500)
    return Plan(
        depth=min(depth, room // 2),
        reopened=min(reopened, room * 3 // 5),
        written=min(48 if quick else 128, room // 8),
        answers=min(4, info.sequences),
        answer_depth=min(64, room // 16),
        rounds=1 if quick else 3,
    )


class Benchmark:
    """One run of `plan`. Main thread only."""

    def __init__(self, sides: Sides, plan: Plan, progress: Callable[[str], None]) -> None:
        self._sides = sides
        self._plan = plan
        self._progress = progress
        self._usage = Usage()
        self._timings = Timings()

    def rows(self) -> Iterator[Row]:
        """Measure one thing after the other. Raises `UserError`, or `Cancelled`."""
        yield from self._speed()
        if self._plan.answers > 1:
            yield from self._together()
        self._progress("Measuring a second turn")
        turn = measures.second_turn(self._sides, self._plan.depth)
        yield Row("second_turn", "second turn: tokens read", "tokens", turn.evaluated)
        yield Row("second_turn_new", "second turn: new tokens", "tokens", turn.new)
        yield from self._reopening()

    def document(self, path: str, rows: Sequence[Row]) -> dict[str, Any]:
        """What `--json` prints; usage and timings are of the longest text that was read."""
        info = self._sides.info
        return {
            "model": info.name,
            "model_path": path,
            "backend": info.backend,
            "threads": info.threads,
            "context_length": info.context_length,
            "plan": asdict(self._plan),
            **speed_fields(self._usage, self._timings),
            "measurements": {row.key: asdict(row) for row in rows},
        }

    def _speed(self) -> Iterator[Row]:
        plan = self._plan
        self._progress("Measuring how fast it writes")
        shallow = measures.speed(self._sides, 8, plan.written, plan.rounds, speculate=False)
        yield _rate("decode", "writing", shallow.writing)
        self._progress(f"Measuring how fast it reads {plan.depth:,} tokens, and writes after them")
        deep = measures.speed(self._sides, plan.depth, plan.written, plan.rounds, speculate=False)
        self._usage, self._timings = deep.usage, deep.timings
        yield _rate("decode_deep", f"writing after {plan.depth:,} tokens", deep.writing)
        yield _rate("prefill", f"reading {plan.depth:,} tokens", deep.reading)

    def _together(self) -> Iterator[Row]:
        plan = self._plan
        self._progress(f"Measuring {plan.answers} answers together")
        gains = measures.together(
            self._sides, plan.answers, plan.answer_depth, plan.written, plan.rounds
        )
        yield _rate("together", f"writing {plan.answers} answers together", gains.together)
        yield Row(
            "together_gain",
            "gain over one after another",
            "×",
            gains.engine,
            gains.bare,
            gains.engine / gains.bare,
        )

    def _reopening(self) -> Iterator[Row]:
        plan = self._plan
        self._progress(f"Measuring how soon a conversation of {plan.reopened:,} tokens goes on")
        again = measures.reopened(self._sides, plan.reopened, plan.rounds)
        yield Row(
            "first_token",
            f"first token, {again.tokens:,} tokens never read",
            "s",
            again.cold,
            again.bare_cold,
            again.cold / again.bare_cold,
        )
        engine, bare = map(statistics.median, (again.engine, again.bare))
        yield Row("reopened", "first token, reopened after a restart", "s", engine, bare)
        yield Row("reopened_gain", "how many times sooner", "×", again.faster, again.bare_faster)


def _rate(key: str, what: str, compared: measures.Compared) -> Row:
    engine, bare = map(statistics.median, (compared.engine, compared.bare))
    return Row(key, what, "tokens/s", engine, bare, compared.ratio)
