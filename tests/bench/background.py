"""A chat turn while a title is made and a job of four sections runs, against the same turn alone.

The turn is asked twice in each round beside the job: while the job still reads its sections, and
while it writes about them. The worse of the two counts.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

from assistant.cli.speed.exchanges import Exchange, Exchanges, usual_silence
from assistant.cli.speed.measures import SAMPLING
from assistant.cli.speed.sides import Sides
from assistant.core.messages import Delta, Generate, PromptProgress, Turn
from tests.bench.bench_models import measured_sides, random_model

KNOWN = 500
MESSAGE = 48
ANSWER = 64
SECTIONS = 4
LONG_SECTION = 600
SHORT_SECTION = 32
SECTION_ANSWER = 400


@dataclass
class _Turns:
    """Seconds to the first token, and tokens a second after it."""

    first: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)

    def add(self, turn: Exchange) -> None:
        self.first.append(turn.finished.timings.first_token_s)
        self.rate.append(turn.write_rate)


def run(rounds: int = 3) -> dict[str, float]:
    """Times to the first token in milliseconds; `share` of the speed that the turn has alone."""
    alone, reading, writing = _Turns(), _Turns(), _Turns()
    with measured_sides(random_model()) as sides:
        engine = sides.engine()
        engine.run(_chat(sides, 0))  # the conversation so far is known from here on
        reading_slice = _slice(sides, LONG_SECTION)
        writing_slice = _slice(sides, SHORT_SECTION)
        for number in range(1, rounds + 1):
            alone.add(engine.run(_chat(sides, 3 * number)))
            reading.add(_beside(sides, 3 * number + 1, LONG_SECTION))
            writing.add(_beside(sides, 3 * number + 2, SHORT_SECTION))
    first = statistics.median(alone.first)
    beside = {
        "reading": (statistics.median(reading.first), reading_slice),
        "writing": (statistics.median(writing.first), writing_slice),
    }
    rate = statistics.median(alone.rate)
    return {
        "chat_first_token_ms": 1000 * first,
        "chat_first_token_reading_ms": 1000 * beside["reading"][0],
        "chat_first_token_writing_ms": 1000 * beside["writing"][0],
        "background_reading_slice_ms": 1000 * reading_slice,
        "background_writing_slice_ms": 1000 * writing_slice,
        "chat_first_token_ratio": max((late - wait) / first for late, wait in beside.values()),
        "chat_share_reading": statistics.median(reading.rate) / rate,
        "chat_share_writing": statistics.median(writing.rate) / rate,
        "chat_share": min(map(statistics.median, (reading.rate, writing.rate))) / rate,
    }


def _chat(sides: Sides, seed: int) -> Generate:
    turns = (
        Turn(role="user", content=sides.text(KNOWN, 900)),
        Turn(role="assistant", content=sides.text(MESSAGE, 901)),
        Turn(role="user", content=sides.text(MESSAGE, seed)),
    )
    return Generate(turns=turns, sampling=SAMPLING, max_tokens=ANSWER, conversation="bench-chat")


def _job(sides: Sides, seed: int, tokens: int) -> list[Exchange]:
    """The sections of a job, asked for all at once."""
    return [
        sides.engine().start(
            Generate(
                turns=(Turn(role="user", content=sides.text(tokens, 1000 + 10 * seed + number)),),
                sampling=SAMPLING,
                max_tokens=SECTION_ANSWER,
                priority=2,
                keep=False,
            )
        )
        for number in range(SECTIONS)
    ]


def _title(sides: Sides, chat: Generate) -> Exchange:
    asked = Turn(role="user", content="Name this conversation in a few words.")
    turns = (*chat.turns[:2], asked)
    return sides.engine().start(
        Generate(
            turns=turns,
            sampling=SAMPLING,
            max_tokens=12,
            priority=1,
            keep=False,
            conversation="bench-chat",
        )
    )


def _under_way(engine: Exchanges, job: list[Exchange], *, writes: bool) -> None:
    """Wait until the job reads, or until all of its sections write."""

    def reads(section: Exchange) -> bool:
        return any(isinstance(event, PromptProgress) and event.done for _, event in section.events)

    def says(section: Exchange) -> bool:
        return any(isinstance(event, Delta) for _, event in section.events)

    if writes:
        engine.wait_until(lambda: _over(job) or all(map(says, job)))
    else:
        engine.wait_until(lambda: _over(job) or any(map(reads, job)))


def _over(job: list[Exchange]) -> bool:
    return all(section.last is not None for section in job)


def _slice(sides: Sides, tokens: int) -> float:
    """What one step takes, in seconds, of a job that has the engine for itself."""
    engine, job = sides.engine(), _job(sides, tokens, tokens)
    writes = tokens == SHORT_SECTION
    _under_way(engine, job, writes=writes)
    marks = [len(section.events) for section in job]
    enough = sum(marks) + 20
    engine.wait_until(lambda: _over(job) or sum(len(one.events) for one in job) > enough)
    heard = [
        Exchange(section.command, section.asked_at, section.events[mark:])
        for section, mark in zip(job, marks, strict=True)
    ]
    engine.cancel(*job)
    return statistics.median(map(_step, heard)) if writes else usual_silence(heard)


def _step(section: Exchange) -> float:
    """Seconds between two tokens of a section that writes: they come several at a time."""
    deltas = [(moment, event) for moment, event in section.events if isinstance(event, Delta)]
    tokens = sum(event.tokens for _, event in deltas[1:])
    return (deltas[-1][0] - deltas[0][0]) / tokens if tokens else 0.0


def _beside(sides: Sides, seed: int, tokens: int) -> Exchange:
    """The turn, asked for while a job is under way and a title is wanted."""
    engine, job = sides.engine(), _job(sides, seed, tokens)
    _under_way(engine, job, writes=tokens == SHORT_SECTION)
    chat = _chat(sides, seed)
    title = _title(sides, chat)
    turn = engine.run(chat)
    engine.cancel(title, *job)
    return turn


if __name__ == "__main__":
    for key, value in run().items():
        print(f"{key:32} {value:10.3f}")
