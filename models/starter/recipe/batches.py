"""Samples of like length together, so that next to nothing is padding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from models.starter.recipe import tokenizer
from models.starter.recipe.encoding import Encoder
from models.starter.recipe.mixture import samples
from models.starter.recipe.sizes import Size

PROMPT_SHARE = 0.08
"""Of the tokens of prompts, so many are learned as well: they teach what text looks like."""
_SORTED_TOGETHER = 1_024
_STEP = 32

Batch = tuple[Tensor, Tensor, Tensor]
"""Tokens (batch × length), flat places with a target, the targets."""


class Batches(IterableDataset[Batch]):
    """Endless batches; `seed` and the worker's number decide which."""

    def __init__(self, size: Size, vocabulary: Path, seed: int) -> None:
        self._size = size
        self._vocabulary = vocabulary
        self._seed = seed

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        seed = self._seed * 1_000 + (worker.id if worker else 0)
        torch.set_num_threads(1)
        encode = Encoder(tokenizer.load(self._vocabulary))
        chance = Random(seed)
        stream = samples(seed)
        while True:
            known = []
            while len(known) < _SORTED_TOGETHER:
                tokens, asked = encode(next(stream))
                if len(tokens) <= self._size.context:
                    known.append((tokens, asked))
            yield from self._of(sorted(known, key=lambda each: len(each[0])), chance)

    def _of(self, known: list[tuple[list[int], int]], chance: Random) -> Iterator[Batch]:
        groups: list[list[tuple[list[int], int]]] = [[]]
        for each in known:
            if (len(groups[-1]) + 1) * _rounded(len(each[0])) > self._size.batch_tokens:
                groups.append([])
            groups[-1].append(each)
        chance.shuffle(groups)
        for group in groups:
            yield _batch(group, chance)


def _rounded(length: int) -> int:
    return -(-length // _STEP) * _STEP


def _batch(group: list[tuple[list[int], int]], chance: Random) -> Batch:
    width = _rounded(max(len(tokens) for tokens, _ in group))
    rows, places, targets = [], [], []
    for number, (tokens, asked) in enumerate(group):
        rows.append(tokens + [0] * (width - len(tokens)))
        for place in range(len(tokens) - 1):
            if place >= asked - 1 or chance.random() < PROMPT_SHARE:
                places.append(number * width + place)
                targets.append(tokens[place + 1])
    return torch.tensor(rows), torch.tensor(places), torch.tensor(targets)


def loader(size: Size, vocabulary: Path, seed: int, workers: int) -> DataLoader[Batch]:
    """`workers` processes make them; 0: this one."""
    return DataLoader(
        Batches(size, vocabulary, seed),
        batch_size=None,
        num_workers=workers,
        prefetch_factor=8 if workers else None,
    )
