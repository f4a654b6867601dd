"""Prompt lookup on and off, in turns: where everything repeats, and where nothing does."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from random import Random

from assistant.cli.speed.exchanges import Exchange
from assistant.cli.speed.measures import SAMPLING
from assistant.cli.speed.sides import Sides
from assistant.core.messages import Generate, Sampling, Turn
from assistant.paths import STARTER_FILE
from tests import copying_model
from tests.bench.bench_models import copying_bench_model, measured_sides, random_model

PAGE = 250
DEPTH = 500
WRITTEN = 128


def run(rounds: int = 3) -> dict[str, float]:
    """How many times faster it writes with prompt lookup than without."""
    with measured_sides(copying_bench_model()) as sides:
        copied_on, copied_off = _in_turns(sides, copying_model.page(PAGE, 5), rounds, copies=True)
    with measured_sides(random_model()) as sides:
        new_on, new_off = _in_turns(sides, sides.text(DEPTH, 5), rounds, copies=False)
    return {
        "lookup_copying_tokens_per_s": statistics.median(copied_on),
        "no_lookup_copying_tokens_per_s": statistics.median(copied_off),
        "lookup_copying": statistics.median(copied_on) / statistics.median(copied_off),
        "lookup_new_text": statistics.median(new_on) / statistics.median(new_off),
        "lookup_new_text_of_best": max(new_on) / max(new_off),
    }


def run_starter(texts: int = 40, rounds: int = 3) -> dict[str, float]:
    """The same with learned weights: the starter model corrects texts that it never learned.

    Nothing is measured where the starter model is not there.
    """
    model = Path(__file__).resolve().parents[2] / "models/starter" / STARTER_FILE
    if not model.is_file():
        print("the starter model is not there: nothing to measure", file=sys.stderr)
        return {}
    from models.starter.recipe import mixture, proofreading

    chance = Random(mixture.HELD_OUT)
    samples = [proofreading.proofread(*proofreading.text(chance, 1, 3)) for _ in range(texts)]
    seconds = {True: 0.0, False: 0.0}
    right = 0
    # single precision, so that a near tie does not turn with the number of tokens in a batch
    exact = {"kv_type": "f32", "flash_attention": "off"}
    with measured_sides(model, context_length=2048, **exact) as sides:
        for number in range(rounds):
            for sample in samples:
                answers = {}
                for on in (True, False) if number % 2 else (False, True):
                    answers[on] = _corrected(sides, sample.turns, on=on)
                    seconds[on] += _writing_s(answers[on])
                if answers[True].text != answers[False].text:
                    raise SystemExit("prompt lookup changed an answer of the starter model")
                right += answers[True].text == sample.answer
    return {
        "lookup_starter": seconds[False] / seconds[True],
        "lookup_starter_right": right / (rounds * texts),
    }


def _corrected(sides: Sides, turns: tuple[Turn, ...], *, on: bool) -> Exchange:
    greedy = Sampling(temperature=0.0)
    asked = Generate(turns=turns, sampling=greedy, max_tokens=400, keep=False, speculate=on)
    return sides.engine().run(asked)


def _writing_s(exchange: Exchange) -> float:
    """From when the prompt was read to the end."""
    return exchange.ended_at - (exchange.read_at or exchange.asked_at)


def _in_turns(
    sides: Sides, text: str, rounds: int, *, copies: bool
) -> tuple[list[float], list[float]]:
    """Tokens a second with and without lookup, one of each for every round."""
    rates: dict[bool, list[float]] = {True: [], False: []}
    _answer(sides, text, on=False, seed=0, copies=copies)  # reads the text
    for number in range(rounds):
        for on in (True, False) if number % 2 else (False, True):
            answer = _answer(sides, text, on=on, seed=number, copies=copies)
            if copies and answer.text != text:
                raise SystemExit("the copying model did not copy: the engine's memory is wrong")
            rates[on].append(answer.write_rate)
    return rates[True], rates[False]


def _answer(sides: Sides, text: str, *, on: bool, seed: int, copies: bool) -> Exchange:
    drawn = Sampling(temperature=SAMPLING.temperature, seed=seed)
    return sides.engine().run(
        Generate(
            turns=(Turn(role="user", content=text),),
            sampling=Sampling(temperature=0.0) if copies else drawn,
            max_tokens=PAGE + 8 if copies else WRITTEN,
            conversation="bench-lookup",
            speculate=on,
        )
    )


if __name__ == "__main__":
    for key, value in run().items():
        print(f"{key:32} {value:10.3f}")
