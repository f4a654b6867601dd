"""What the exported file can do, on samples that were never learned, through the engine itself."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from assistant import compose
from assistant.core.errors import UserError
from assistant.core.messages import (
    Delta,
    Failed,
    Finished,
    Generate,
    LoadModel,
    ModelParameters,
    Ready,
    Sampling,
)
from assistant.core.ports import Engine
from assistant.core.starter import FALLBACK, FALLBACK_ZH
from assistant.paths import app_paths
from models.starter.recipe import (
    conversations,
    mixture,
    passages,
    phrasebook,
    product,
    proofreading,
    small_talk,
)
from models.starter.recipe.sample import Sample, chat

_AT_ONCE = 8
_MOST_TOKENS = 400
_CONVERSATIONS = 3
"""Each question is asked at the end of so many."""
_PATIENCE_S = 120.0
_REAL = Path(__file__).with_name("real_questions.txt")


def held_out(count: int) -> dict[str, list[Sample]]:
    """For each kind of score, samples that nobody learned from."""
    chance = Random(mixture.HELD_OUT)
    kinds = {
        task: [mixture.MAKERS[task][0](chance) for _ in range(count)]
        for task in ("answer", "summarise", "classify")
    }
    kinds["greet"] = [small_talk.greeting(chance) for _ in range(count)]
    errors = list(proofreading.ERRORS)
    kinds["proofread"] = [
        proofreading.proofread(*proofreading.spoiled(chance, errors[number % len(errors)]))
        for number in range(count)
    ]
    kinds["translate"] = [
        phrasebook.translation(
            chance, *phrasebook.direction(chance), phrasebook.row(chance, held_out=True)
        )
        for _ in range(count)
    ]
    kinds["product"] = product.held_out()
    kinds["fallback"] = [
        chat("fallback", line, _honest(line)) for line in _REAL.read_text("utf-8").splitlines()
    ]
    chance = Random(f"{mixture.HELD_OUT} conversations")
    kinds["answer, going on"] = [passages.going_on(chance) for _ in range(count)]
    for kind in ("product", "fallback"):
        kinds[f"{kind}, going on"] = [
            conversations.after(chance, sample)
            for _ in range(_CONVERSATIONS)
            for sample in kinds[kind]
        ]
    return kinds


def _honest(said: str) -> str:
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in said)
    return FALLBACK_ZH if chinese else FALLBACK


def report(model: Path, path: Path, count: int) -> dict[str, float]:
    """Print the share of exact answers of each kind (ROUGE-L for summaries) and write it."""
    scores: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as home:
        engine = _loaded(model, Path(home))
        try:
            for kind, samples in held_out(count).items():
                answers = answered(engine, samples)
                scores[kind] = _score(kind, samples, answers)
                print(f"{kind:<20}{scores[kind]:>8.3f}  of {len(samples)}", file=sys.stderr)
                for sample, answer in islice(_wrong(samples, answers), 3):
                    print(f"    wanted {sample.answer!r}\n    given  {answer!r}", file=sys.stderr)
        finally:
            engine.close()
    path.write_text(json.dumps(scores, indent=2) + "\n", "utf-8")
    return scores


def _wrong(samples: Sequence[Sample], answers: Sequence[str]) -> Iterator[tuple[Sample, str]]:
    pairs = zip(samples, answers, strict=True)
    return ((sample, answer) for sample, answer in pairs if sample.answer != answer)


def _score(kind: str, samples: Sequence[Sample], answers: Sequence[str]) -> float:
    if kind != "summarise":
        same = sum(s.answer == a for s, a in zip(samples, answers, strict=True))
        return same / len(samples)
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rougeL"])
    each = [
        scorer.score(sample.answer, answer)["rougeL"].fmeasure
        for sample, answer in zip(samples, answers, strict=True)
    ]
    return float(sum(each) / len(each))


def _loaded(model: Path, home: Path) -> Engine:
    engine = compose.make_engine(app_paths(home))
    wanted = ModelParameters(context_length=8 * 2048, sequences=_AT_ONCE, state_budget=0)
    command = LoadModel(path=str(model.resolve()), parameters=wanted)
    engine.submit(command)
    while True:
        event = engine.poll(_PATIENCE_S)
        if isinstance(event, Ready):
            return engine
        if event is None or isinstance(event, Failed):
            engine.close()
            raise UserError("load_failed", getattr(event, "text", "The engine does not answer."))


def answered(engine: Engine, samples: Sequence[Sample]) -> list[str]:
    """The greedy answer to each, several at once."""
    waiting = list(enumerate(samples))[::-1]
    going: dict[str, int] = {}
    answers = [""] * len(samples)
    while waiting or going:
        while waiting and len(going) < _AT_ONCE:
            number, sample = waiting.pop()
            asked = Generate(
                turns=sample.turns,
                sampling=Sampling(temperature=0.0),
                max_tokens=_MOST_TOKENS,
                keep=False,
            )
            going[asked.request_id] = number
            engine.submit(asked)
        event = engine.poll(_PATIENCE_S)
        if event is None:
            raise UserError("engine_died", "The engine does not answer.")
        if isinstance(event, Delta) and event.channel == "answer" and event.request_id in going:
            answers[going[event.request_id]] += event.text
        elif isinstance(event, Finished | Failed):
            going.pop(event.request_id, None)
    return answers
