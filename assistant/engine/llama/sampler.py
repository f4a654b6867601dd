"""How the next token is drawn."""

from __future__ import annotations

import math
import secrets
from typing import Any

import llama_cpp

from assistant.core.messages import Sampling
from assistant.engine.llama.context import Context
from assistant.engine.llama.vocabulary import Vocabulary


class Sampler:
    """A native chain: penalties, top-k, top-p, min-p, temperature, draw; or greedy."""

    def __init__(self, context: Context, vocabulary: Vocabulary, sampling: Sampling) -> None:
        self._context = context
        parameters = llama_cpp.llama_sampler_chain_default_params()
        parameters.no_perf = True
        self._chain = llama_cpp.llama_sampler_chain_init(parameters)
        for link in _links(vocabulary, sampling):
            llama_cpp.llama_sampler_chain_add(self._chain, link)

    def sample(self) -> int:
        """Draw from the last evaluated token's logits, and remember the token for penalties."""
        token: int = llama_cpp.llama_sampler_sample(self._chain, self._context.pointer, -1)
        return token

    def accept(self, token: int) -> None:
        """Remember a token of the prompt for penalties."""
        llama_cpp.llama_sampler_accept(self._chain, token)

    def close(self) -> None:
        if self._chain:
            llama_cpp.llama_sampler_free(self._chain)
            self._chain = None


def _links(vocabulary: Vocabulary, sampling: Sampling) -> list[Any]:
    links = []
    if forbidden := vocabulary.suppressed():
        biases = (llama_cpp.llama_logit_bias * len(forbidden))(
            *[llama_cpp.llama_logit_bias(token, -math.inf) for token in forbidden]
        )
        links.append(
            llama_cpp.llama_sampler_init_logit_bias(vocabulary.size, len(forbidden), biases)
        )
    if penalises(sampling):
        last = min(sampling.repeat_last_n, 1 << 16)
        penalty = _within(sampling.repeat_penalty, 0.01, 100.0, 1.0)
        links.append(
            llama_cpp.llama_sampler_init_penalties(vocabulary.size, last, penalty, 0.0, 0.0)
        )
    temperature = _within(sampling.temperature, 0.0, 100.0, 0.0)
    if temperature == 0.0:
        return [*links, llama_cpp.llama_sampler_init_greedy()]
    seed = secrets.randbits(32) if sampling.seed is None else sampling.seed & 0xFFFFFFFF
    if seed == llama_cpp.LLAMA_DEFAULT_SEED:
        seed -= 1  # that number means "any seed" to llama.cpp
    top_k = max(0, min(sampling.top_k, vocabulary.size))
    return [
        *links,
        llama_cpp.llama_sampler_init_top_k(top_k),
        llama_cpp.llama_sampler_init_top_p(_within(sampling.top_p, 0.0, 1.0, 1.0), 1),
        llama_cpp.llama_sampler_init_min_p(_within(sampling.min_p, 0.0, 1.0, 0.0), 1),
        llama_cpp.llama_sampler_init_temp(temperature),
        llama_cpp.llama_sampler_init_dist(seed),
    ]


def penalises(sampling: Sampling) -> bool:
    """Whether the tokens of the prompt matter to the sampler."""
    return sampling.repeat_penalty != 1.0 and sampling.repeat_last_n > 0


def _within(value: float, low: float, high: float, otherwise: float) -> float:
    """`value` between `low` and `high`; `otherwise` when it is not a number."""
    return otherwise if math.isnan(value) else min(max(value, low), high)
