"""Task files for `inkstone evaluate`: samples that were never learned, through the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

from assistant.core.answer import NOT_IN_DOCUMENTS
from models.starter.recipe import (
    evaluation,
    mixture,
    passages,
    phrasebook,
    proofreading,
    sentiment,
    summaries,
)
from models.starter.recipe.sample import Sample

Case = dict[str, Any]
_CHATS = ("product", "fallback")


def write(folder: Path, count: int) -> list[Path]:
    """`tasks.jsonl` with `count` cases of each task, and what is said in chats: `product.jsonl`
    and `fallback.jsonl` with every question there is, `going_on.jsonl` the same and `count`
    questions about documents after other exchanges."""
    said = evaluation.held_out(0)
    files = {
        "tasks": cases(count),
        **{kind: [_chat(sample) for sample in said[kind]] for kind in _CHATS},
        "going_on": [
            *(_answer(Random(f"{mixture.HELD_OUT} going on {number}"), going_on=True)
              for number in range(count)),
            *(_chat(sample) for kind in _CHATS for sample in said[f"{kind}, going on"]),
        ],
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    return [_written(folder / f"{name}.jsonl", each) for name, each in files.items()]


def cases(count: int) -> list[Case]:
    """`count` of each task, always the same ones."""
    makers = (_answer, _summary, _review, _translation)
    made = [maker(Random(f"{mixture.HELD_OUT} {maker.__name__} {number}"))
            for maker in makers for number in range(count)]  # fmt: skip
    errors = list(proofreading.ERRORS)
    for number in range(count):
        chance = Random(f"{mixture.HELD_OUT} error {number}")
        right, wrong = proofreading.spoiled(chance, errors[number % len(errors)])
        made.append({"task": "proofread", "text": wrong, "reference": right})
    return made


def _chat(sample: Sample) -> Case:
    *earlier, last = [turn.content for turn in sample.turns]
    made = {"task": "chat", "text": last, "reference": sample.answer}
    return {**made, "earlier": earlier} if earlier else made


def _answer(chance: Random, *, going_on: bool = False) -> Case:
    """The documents may be shown in another order than here: any number is right."""
    asked = passages.asked_later(chance) if going_on else passages.asked(chance)
    reference = [NOT_IN_DOCUMENTS]
    if asked.fact is not None:
        numbers = range(1, len(asked.sources) + 1)
        reference = [passages.answer_of(asked.fact, number) for number in numbers]
    documents = [source.passage.text for source in asked.sources]
    made = {
        "task": "answer",
        "documents": documents,
        "question": asked.question,
        "reference": reference,
    }
    earlier = [turn.content for turn in asked.earlier]
    return {**made, "earlier": earlier} if earlier else made


def _summary(chance: Random) -> Case:
    text, keys = summaries.text_with_keys(chance, paged=False)
    options = summaries.options(chance)
    expected = summaries.summary_of(keys, options.form, options.length)
    if options.form in ("bullets", "points"):  # the application says where each stands
        expected = "\n".join(f"{line} [s. 1]" for line in expected.splitlines())
    return {
        "task": "summarise",
        "text": text.text,
        "length": options.length,
        "form": options.form,
        "reference": expected,
    }


def _review(chance: Random) -> Case:
    label = chance.choice(sentiment.LABELS)
    return {
        "task": "classify",
        "text": sentiment.review(chance, label),
        "labels": list(sentiment.LABELS),
        "reference": label,
    }


def _translation(chance: Random) -> Case:
    source, target = phrasebook.direction(chance)
    row = phrasebook.row(chance, held_out=True)
    return {
        "task": "translate",
        "text": row[source],
        "source": phrasebook.CODES[source],
        "to": phrasebook.CODES[target],
        "reference": row[target],
    }


def _written(path: Path, made: Iterable[Case]) -> Path:
    lines = [json.dumps(case, ensure_ascii=False) for case in made]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
