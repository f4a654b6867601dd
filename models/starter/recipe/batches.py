"""Samples of like prompts and lengths together.

What all prompts of a group begin with (the instructions of a task) is computed once, and next to
nothing is padding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from assistant.core.messages import Turn
from models.starter.recipe import proofreading, tokenizer
from models.starter.recipe.encoding import Encoded, Encoder
from models.starter.recipe.mixture import samples
from models.starter.recipe.sample import Sample
from models.starter.recipe.sizes import Size

_SORTED_TOGETHER = 2_048
_STEP = 16
_FEW = 24
"""Samples with so many instructions in common are worth a group of their own."""

_DECISIVE = 4
"""So many times count the tokens that decide: few of an answer's, and most of what it is worth."""

_FROM_END = 3
"""After the number of the passage come "]" and the end of the turn."""
_BEFORE_TEXT = 48
"""More tokens than a prompt has around the text that is to be corrected."""

Group = tuple[Tensor, Tensor, Tensor, Tensor]
"""What all rows begin with (at least one token), the rest of each (batch × length), flat places
in the rest that have a target (some more than once), the targets."""


Known = tuple[Encoded, frozenset[int]]
"""A sample and the places of its tokens that decide."""


class Groups(IterableDataset[Group]):
    """Endless groups; `seed` and the worker's number decide which."""

    def __init__(self, size: Size, vocabulary: Path, seed: int) -> None:
        self._size = size
        self._vocabulary = vocabulary
        self._seed = seed

    def __iter__(self) -> Iterator[Group]:
        worker = get_worker_info()
        seed = self._seed * 1_000 + (worker.id if worker else 0)
        torch.set_num_threads(1)
        encode = Encoder(tokenizer.load(self._vocabulary))
        chance = Random(seed)
        stream = samples(seed)
        while True:
            found = [next(stream) for _ in range(_SORTED_TOGETHER)]
            together = _alike(found, families=self._size.families)
            chosen = [group for alike in together for group in self._of(alike, encode)]
            chance.shuffle(chosen)
            for group in chosen:
                yield _group(group, chance, self._size.prompts)

    def _of(self, alike: list[Sample], encode: Encoder) -> Iterator[list[Known]]:
        known = [
            (encoded, decisive(sample, encoded))
            for sample in alike
            for encoded in [encode(sample)]
            if len(encoded.tokens) <= self._size.context - _STEP  # lengths are rounded up
        ]
        if not known:
            return
        known.sort(key=lambda each: len(each[0].tokens))
        most = self._size.batch_tokens // self._size.groups
        begun = _in_common(known)
        group: list[Known] = []
        for each in known:
            if group and (len(group) + 1) * _rounded(len(each[0].tokens) - begun) > most:
                yield group
                group = []
            group.append(each)
        if group:
            yield group


def _alike(found: list[Sample], *, families: bool) -> Iterator[list[Sample]]:
    """Samples of one task: of one family, or with the same instructions where there are enough."""
    instructions = Counter(sample.turns[0] for sample in found)
    groups: dict[tuple[str, int, Turn | None], list[Sample]] = {}
    for sample in found:
        first = sample.turns[0]
        alike = first if instructions[first] >= _FEW else None
        family = sample.family if families else 0
        groups.setdefault((sample.task, family, alike), []).append(sample)
    yield from groups.values()


def _rounded(length: int) -> int:
    return -(-length // _STEP) * _STEP


def _in_common(known: list[Known]) -> int:
    """The number of tokens with which all of them begin."""
    every = [encoded.tokens for encoded, _ in known]
    least, most = min(every), max(every)  # what these share, all between them share
    same = takewhile(lambda pair: pair[0] == pair[1], zip(least, most, strict=False))
    return sum(1 for _ in same)


def _group(group: list[Known], chance: Random, prompts: float) -> Group:
    begun = _in_common(group)
    begun = min(begun, *(min(encoded.answers) - 1 for encoded, _ in group))
    width = _rounded(max(len(encoded.tokens) for encoded, _ in group) - begun)
    rows, places, targets = [], [], []
    for number, (encoded, decide) in enumerate(group):
        rest = encoded.tokens[begun:]
        rows.append(rest + [0] * (width - len(rest)))
        for place in range(len(rest) - 1):
            following = begun + place + 1
            if following in encoded.answers or chance.random() < prompts:
                times = _DECISIVE if following in decide else 1
                places += [number * width + place] * times
                targets += [rest[place + 1]] * times
    parts = (group[0][0].tokens[:begun], rows, places, targets)
    return tuple(map(torch.tensor, parts))  # type: ignore[return-value]


def decisive(sample: Sample, encoded: Encoded) -> frozenset[int]:
    """The places of the tokens that decide.

    Of an answer from passages the first (whether, and what) and the passage's number; of a
    correction those where it departs from the text.
    """
    tokens, asked = encoded.tokens, encoded.asked
    if sample.family:
        return frozenset((asked, len(tokens) - _FROM_END))
    if sample.task != proofreading.TASK:
        return frozenset()
    answer = tokens[asked:]
    text = tokens[max(0, asked - len(answer) - _BEFORE_TEXT) : asked]
    steps = SequenceMatcher(None, text, answer, autojunk=False).get_opcodes()
    return frozenset(
        asked + place
        for step, at, _, first, end in steps
        if step != "equal" and at > 0
        for place in range(first, max(end, first + 1))
        if place < len(answer)
    )


def loader(size: Size, vocabulary: Path, seed: int, workers: int) -> DataLoader[Group]:
    """`workers` processes make them; 0: this one."""
    return DataLoader(
        Groups(size, vocabulary, seed),
        batch_size=None,
        num_workers=workers,
        prefetch_factor=32 if workers else None,
    )
