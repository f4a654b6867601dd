"""What is measured. Both sides take turns, so that a machine in another mood is so for both."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.cli.speed.exchanges import Exchange
from assistant.cli.speed.sides import Sides
from assistant.core.entities import Timings, Usage
from assistant.core.errors import UserError
from assistant.core.messages import Finished, Generate, RestoreState, Sampling, SaveState, Turn
from assistant.engine.reference import FetchState, KeepState, Measured, Write, WriteSeveral

SAMPLING = Sampling(temperature=0.8, top_k=40, top_p=0.95, min_p=0.05, seed=1)
"""What the bare loop draws with as well."""
_TRIES = 4


@dataclass
class Compared:
    """One number of each side for each round."""

    engine: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Engine by bare loop, of the medians."""
        return statistics.median(self.engine) / statistics.median(self.bare)

    @property
    def ratio_of_best(self) -> float:
        """The same of the largest numbers: other work on the machine disturbs those least."""
        return max(self.engine) / max(self.bare)


@dataclass
class Speed:
    """Tokens a second of reading a text and of writing after it; the engine's own report."""

    reading: Compared = field(default_factory=Compared)
    writing: Compared = field(default_factory=Compared)
    usage: Usage = Usage()
    timings: Timings = Timings()


def speed(sides: Sides, tokens: int, written: int, rounds: int, *, speculate: bool) -> Speed:
    """Read about `tokens` tokens that are new to both sides, and write `written` after them."""
    found = Speed()

    def engine(seed: int) -> None:
        answer = _written(sides, tokens, written, seed, speculate=speculate)
        found.reading.engine.append(answer.read_rate)
        found.writing.engine.append(answer.write_rate)
        found.usage, found.timings = answer.finished.usage, answer.finished.timings

    def bare(seed: int) -> None:
        text = sides.text(tokens, seed)
        measured = sides.bare().measure(Write(text=text, count=written))
        found.reading.bare.append(measured.read_rate)
        found.writing.bare.append(measured.write_rate)

    for _ in _in_turns(rounds, engine, bare):
        pass
    return found


def _in_turns(
    rounds: int, engine: Callable[[int], None], bare: Callable[[int], None]
) -> Iterator[int]:
    """Run both `rounds` times; whoever comes first may find the machine in another mood."""
    for number in range(1, rounds + 1):
        for side in (bare, engine) if number % 2 else (engine, bare):
            side(number)
        yield number


def _written(sides: Sides, tokens: int, written: int, seed: int, *, speculate: bool) -> Exchange:
    """An answer of a useful length: a model may end any text early."""
    for attempt in range(_TRIES):
        turn = Turn(role="user", content=sides.text(tokens, seed + 1000 * attempt))
        exchange = sides.engine().run(
            Generate(
                turns=(turn,),
                sampling=SAMPLING,
                max_tokens=written,
                keep=False,
                raw=True,
                speculate=speculate,
            )
        )
        if exchange.finished.usage.completion_tokens > min(written, 16) // 2:
            return exchange
    raise UserError(
        "not_found",
        "The model ends every text at once, so its speed of writing cannot be measured.",
        "Try another model.",
    )


@dataclass(frozen=True)
class SecondTurn:
    """Tokens that the second turn of a conversation evaluated, and how many were new."""

    evaluated: int
    new: int


def second_turn(sides: Sides, tokens: int) -> SecondTurn:
    """A first turn of about `tokens` tokens, its answer, and a short second turn."""
    engine = sides.engine()
    turns = (Turn(role="user", content=sides.text(tokens, 71)),)
    first = engine.run(_turn(turns, "bench-turns", 24))
    held = _held(first.finished)
    second = engine.run(_turn(_followed(turns, first.text), "bench-turns", 1)).finished.usage
    return SecondTurn(second.prompt_tokens - second.cached_tokens, second.prompt_tokens - held)


def _held(first: Finished) -> int:
    """Tokens in memory after a turn: of the last one drawn at a limit nothing was computed."""
    drawn_only = 1 if first.reason == "length" else 0
    return first.usage.prompt_tokens + first.usage.completion_tokens - drawn_only


def _turn(turns: tuple[Turn, ...], conversation: str, count: int) -> Generate:
    return Generate(
        turns=turns,
        sampling=SAMPLING,
        max_tokens=count,
        thinking=False,
        conversation=conversation,
    )


def _followed(turns: tuple[Turn, ...], answer: str) -> tuple[Turn, ...]:
    more = Turn(role="user", content="And then?")
    return (*turns, Turn(role="assistant", content=answer), more)


@dataclass
class Reopened:
    """Seconds to the first token: of a text of `tokens` read for the first time, of the same
    request after a restart (fetching the state counts), and of the next turn after that. The bare
    loop fetches the state and evaluates one token. `read_again` of the engine's tokens were known
    before the next turn and evaluated all the same.
    """

    tokens: int = 0
    cold: float = 0.0
    engine: list[float] = field(default_factory=list)
    next_turn: list[float] = field(default_factory=list)
    read_again: int = 0
    bare_cold: float = 0.0
    bare: list[float] = field(default_factory=list)

    @property
    def faster(self) -> float:
        """How many times sooner the first token comes."""
        return self.cold / statistics.median(self.engine)

    @property
    def bare_faster(self) -> float:
        return self.bare_cold / statistics.median(self.bare)


def reopened(sides: Sides, tokens: int, rounds: int) -> Reopened:
    """A conversation of about `tokens` tokens is kept, and continued by a new process."""
    found = Reopened()
    turns = (Turn(role="user", content=sides.text(tokens, 83)),)
    name = "bench-reopened"
    engine = sides.engine()
    cold = engine.run(_turn(turns, name, 1))
    found.tokens, found.cold = cold.finished.usage.prompt_tokens, cold.seconds
    first = engine.run(_turn(turns, name, 8))
    held = _held(first.finished)
    engine.run(SaveState(conversation=name))
    for _ in range(rounds):
        sides.close_engine()
        engine = sides.engine()
        fetched = engine.run(RestoreState(conversation=name))
        again = engine.run(_turn(turns, name, 8))
        found.engine.append(fetched.seconds + again.finished.timings.first_token_s)
        next_turn = engine.run(_turn(_followed(turns, again.text), name, 1))
        found.next_turn.append(next_turn.seconds)
        found.read_again = max(0, held - next_turn.finished.usage.cached_tokens)
    sides.close_engine()
    _reopened_bare(sides, tokens, rounds, found)
    return found


def _reopened_bare(sides: Sides, tokens: int, rounds: int, found: Reopened) -> None:
    text = sides.text(tokens, 83)
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "state")
        found.bare_cold = sides.bare().measure(KeepState(text=text, file=file)).read_s
        for _ in range(rounds):
            sides.close_bare()
            found.bare.append(sides.bare().measure(FetchState(text=text, file=file)).read_s)
    sides.close_bare()


@dataclass
class Gains:
    """Tokens a second of several answers, one after another and together."""

    in_turn: Compared = field(default_factory=Compared)
    together: Compared = field(default_factory=Compared)

    @property
    def engine(self) -> float:
        """How many times more tokens a second the engine makes of several answers together."""
        return statistics.median(self.together.engine) / statistics.median(self.in_turn.engine)

    @property
    def bare(self) -> float:
        return statistics.median(self.together.bare) / statistics.median(self.in_turn.bare)


def together(sides: Sides, answers: int, tokens: int, written: int, rounds: int) -> Gains:
    """`answers` answers of `written` tokens to texts of about `tokens` tokens."""
    found = Gains()

    def engine(seed: int) -> None:
        found.in_turn.engine.append(_rate(sides, answers, tokens, written, seed, at_once=False))
        found.together.engine.append(
            _rate(sides, answers, tokens, written, seed + rounds, at_once=True)
        )

    def bare(seed: int) -> None:
        texts = tuple(sides.text(tokens, 100 * seed + number) for number in range(answers))
        process = sides.bare(answers)

        def measured(at_once: bool) -> Measured:
            return process.measure(WriteSeveral(texts=texts, count=written, together=at_once))

        found.in_turn.bare.append(measured(False).write_rate)
        found.together.bare.append(measured(True).write_rate)

    for _ in _in_turns(rounds, engine, bare):
        pass
    return found


def _rate(
    sides: Sides, answers: int, tokens: int, written: int, seed: int, *, at_once: bool
) -> float:
    engine = sides.engine()
    commands = [
        Generate(
            turns=(Turn(role="user", content=sides.text(tokens, 100 * seed + number)),),
            sampling=SAMPLING,
            max_tokens=written,
            keep=False,
            raw=True,
            speculate=False,
        )
        for number in range(answers)
    ]
    if at_once:
        exchanges = [engine.start(command) for command in commands]
        engine.wait(*exchanges)
    else:
        exchanges = [engine.run(command) for command in commands]
    seconds = max(exchange.ended_at for exchange in exchanges) - exchanges[0].asked_at
    return sum(exchange.finished.usage.completion_tokens for exchange in exchanges) / seconds
