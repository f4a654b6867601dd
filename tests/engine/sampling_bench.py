"""A tiny model in this process whose logits a test can set."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from assistant.core.messages import Sampling
from assistant.engine import llama
from assistant.engine.llama.probabilities import raw_logits

CONTEXT = 512


class Bench:
    """One sequence of a tiny model."""

    def __init__(self, path: Path) -> None:
        self.model = llama.Model(path, gpu_layers=0, progress=lambda _fraction: True)
        self.vocabulary = self.model.vocabulary
        sizes = llama.ContextSizes(context_length=CONTEXT, batch_tokens=64, threads=1)
        self.context = llama.Context(self.model, sizes, llama.AbortFlag())
        self.size = self.vocabulary.size

    def close(self) -> None:
        self.context.close()
        self.model.close()

    def sampler(self, sampling: Sampling) -> llama.Sampler:
        return llama.Sampler(self.vocabulary, sampling, trained_context=CONTEXT)

    def evaluate(self, tokens: list[int], position: int = 0) -> int:
        """Where in the batch the logits behind `tokens` are."""
        if position == 0:
            self.context.clear()
        self.context.begin()
        index = self.context.add(0, tokens, position, 1)
        assert self.context.decode() == llama.DECODE_OK
        return index

    def set_logits(self, index: int, logits: Mapping[int, float], others: float) -> None:
        view = raw_logits(self.context.pointer, index, self.size)
        view[:] = others
        for token, logit in logits.items():
            view[token] = logit

    def logits(self, index: int) -> np.ndarray:
        return raw_logits(self.context.pointer, index, self.size).copy()

    def draws(self, sampling: Sampling, index: int, count: int) -> list[int]:
        """Tokens drawn from the same logits again and again."""
        sampler = self.sampler(sampling)
        try:
            return [sampler.sample(self.context.pointer, index) for _ in range(count)]
        finally:
            sampler.close()

    def write(
        self, sampling: Sampling, count: int, prompt: tuple[int, ...] = (5,)
    ) -> tuple[list[int], bool]:
        """Up to `count` tokens behind `prompt`, and whether they came to their end."""
        sampler = self.sampler(sampling)
        try:
            if sampler.reads_prompt:
                for token in prompt[-sampler.reads_prompt :]:
                    sampler.accept(token)
            out: list[int] = []
            tokens, position = list(prompt), 0
            while len(out) < count:
                index = self.evaluate(tokens, position)
                token = sampler.sample(self.context.pointer, index)
                if self.vocabulary.ends_generation(token):
                    return out, True
                out.append(token)
                position += len(tokens)
                tokens = [token]
            return out, False
        finally:
            sampler.close()

    def text(self, tokens: list[int]) -> str:
        data = b"".join(self.vocabulary.piece(token) for token in tokens)
        return data.decode("utf-8", "replace")
