"""How the next token is drawn."""

from __future__ import annotations

import copy
import ctypes
import math
import secrets
from typing import Any

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from assistant.core.errors import UserError
from assistant.core.messages import Sampling
from assistant.engine.llama.grammar import (
    Candidates,
    Grammar,
    Workspace,
    grammar_of,
)
from assistant.engine.llama.probabilities import raw_logits
from assistant.engine.llama.vocabulary import Vocabulary

LONGEST_LOOK_BACK = 1 << 16
"""Tokens that penalties can remember, whatever is asked."""

_DRY_BREAKERS = (b"\n", b":", b'"', b"*")
_STRONGEST_BIAS = 10_000.0
_MIROSTAT_CANDIDATES = 100
_NEGLIGIBLE = 1e-30
"""Tokens less likely than this beside the best have a probability of 0 in single precision, whose
logarithm typical sampling and mirostat would take."""


class Sampler:
    """Draws the tokens of one sequence: bias, penalties, DRY, truncations, temperature.

    The order is the customary one of llama.cpp. A temperature of 0 takes the likeliest token
    that bias, penalties and grammar leave. Made, used and closed by one thread.

    With a grammar a token is drawn first and the grammar asked about it alone; only when it
    does not fit are the others tried, the likeliest first, and one of those that fit drawn.
    """

    def __init__(
        self, vocabulary: Vocabulary, sampling: Sampling, *, trained_context: int = 0
    ) -> None:
        """Numbers out of range are brought into it.

        `trained_context` (tokens) is how far back penalties over everything reach. Raises
        `UserError` ("usage") for a bias that names no token or leaves none, for a grammar or a
        schema that cannot be used, and for both together.
        """
        biases = _biases(vocabulary, sampling)
        reach = _Reach(sampling, trained_context)
        self.reads_prompt: int = max(reach.penalties, reach.dry)
        """How many of the prompt's last tokens must be accepted before the first draw."""
        self.is_greedy: bool = _temperature(sampling) == 0.0
        """Whether the same logits always give the same token."""
        self.grammar_waits = False
        """Set while the model thinks: the grammar is for what comes after."""
        self._size = vocabulary.size
        self._enough = _enough(sampling)
        self._grammar = grammar_of(vocabulary, sampling)
        self._workspace = None if self._grammar is None else Workspace(vocabulary.size)
        self._shaping = _chain(_shaping_links(vocabulary, sampling, biases, reach))
        self._drawing = _chain(_drawing_links(vocabulary, sampling))
        self._chain = _chain([self._shaping, self._drawing])

    def sample(self, context_pointer: Any, index: int) -> int:
        """Draw from the logits at `index` of the last batch, and accept the token.

        Raises `UserError` ("usage") when the grammar leaves nothing to draw.
        """
        if self._grammar is None or self._workspace is None or self.grammar_waits:
            token: int = llama_cpp.llama_sampler_sample(self._chain, context_pointer, index)
            return token
        logits = raw_logits(context_pointer, index, self._size)
        token = self._fitting(logits, self._grammar, self._workspace)
        llama_cpp.llama_sampler_accept(self._chain, token)
        self._grammar.accept(token)
        return token

    def accept(self, token: int) -> None:
        """Remember a token of the prompt for penalties."""
        llama_cpp.llama_sampler_accept(self._shaping, token)

    def clone(self) -> Sampler:
        """Another sampler in the same state, which draws the same tokens from the same logits."""
        twin = copy.copy(self)
        twin._chain = llama_cpp.llama_sampler_clone(self._chain)
        twin._shaping = llama_cpp.llama_sampler_chain_get(twin._chain, 0)
        twin._drawing = llama_cpp.llama_sampler_chain_get(twin._chain, 1)
        if self._grammar is not None:
            twin._grammar = self._grammar.clone()
        return twin

    def close(self) -> None:
        if self._chain:
            llama_cpp.llama_sampler_free(self._chain)
            self._chain = self._shaping = self._drawing = None

    def _fitting(self, logits: NDArray[np.float32], grammar: Grammar, workspace: Workspace) -> int:
        """A token that the grammar allows."""
        grammar.renew()
        shaped = workspace.every(logits)
        shaped.apply(self._shaping)
        # drawing puts the candidates in another order; taking the likeliest does not
        first = shaped if self.is_greedy else workspace.copy(shaped)
        first.apply(self._drawing)
        token, logit = first.chosen
        if logit > -math.inf and grammar.allows(token):
            return token
        wanted, min_p = self._enough
        fitting = Candidates(grammar.fitting(shaped.data, wanted=wanted, min_p=min_p))
        fitting.apply(self._drawing)
        return fitting.chosen[0]


class _Reach:
    """How many tokens back the penalties look; 0 when they are off."""

    def __init__(self, sampling: Sampling, trained_context: int) -> None:
        everything = min(trained_context or LONGEST_LOOK_BACK, LONGEST_LOOK_BACK)

        def tokens(last: int) -> int:
            return everything if last < 0 else min(last, LONGEST_LOOK_BACK)

        penalised = (
            _repeat_penalty(sampling) != 1.0
            or _penalty(sampling.frequency_penalty) != 0.0
            or _penalty(sampling.presence_penalty) != 0.0
        )
        self.penalties = tokens(sampling.repeat_last_n) if penalised else 0
        self.dry = tokens(sampling.dry_last_n) if _dry_multiplier(sampling) else 0


def _chain(links: list[Any]) -> Any:
    parameters = llama_cpp.llama_sampler_chain_default_params()
    parameters.no_perf = True
    chain = llama_cpp.llama_sampler_chain_init(parameters)
    for link in links:
        llama_cpp.llama_sampler_chain_add(chain, link)
    return chain


def _biases(vocabulary: Vocabulary, sampling: Sampling) -> dict[int, float]:
    """What is added to each token's logit. Raises `UserError`."""
    biases = dict.fromkeys(vocabulary.suppressed(), -math.inf)
    for text, wanted in sampling.logit_bias:
        tokens = vocabulary.tokenize(text.encode("utf-8", "replace"))
        if not tokens:
            raise UserError(
                "usage",
                f"The bias for “{text}” names no token of this model.",
                "Give a word or a part of one.",
            )
        bias = 0.0 if math.isnan(wanted) else min(wanted, _STRONGEST_BIAS)
        for token in tokens:
            biases[token] = biases.get(token, 0.0) + bias
    if sum(bias == -math.inf for bias in biases.values()) >= vocabulary.size:
        raise UserError(
            "usage", "The biases forbid every token of this model.", "Leave some of them out."
        )
    return biases


def _shaping_links(
    vocabulary: Vocabulary, sampling: Sampling, biases: dict[int, float], reach: _Reach
) -> list[Any]:
    """What changes logits: bias, penalties, DRY."""
    links = []
    if biases:
        array = (llama_cpp.llama_logit_bias * len(biases))(
            *[llama_cpp.llama_logit_bias(token, bias) for token, bias in biases.items()]
        )
        links.append(llama_cpp.llama_sampler_init_logit_bias(vocabulary.size, len(biases), array))
    if reach.penalties:
        links.append(
            llama_cpp.llama_sampler_init_penalties(
                vocabulary.size,
                reach.penalties,
                _repeat_penalty(sampling),
                _penalty(sampling.frequency_penalty),
                _penalty(sampling.presence_penalty),
            )
        )
    if reach.dry:
        breakers = (ctypes.c_char_p * len(_DRY_BREAKERS))(*_DRY_BREAKERS)
        links.append(
            llama_cpp.llama_sampler_init_dry(
                vocabulary.pointer,
                _dry_multiplier(sampling),
                _within(sampling.dry_base, 1.0, 100.0, 1.75),
                max(0, min(sampling.dry_allowed_length, LONGEST_LOOK_BACK)),
                reach.dry,
                breakers,
                len(_DRY_BREAKERS),
            )
        )
    return links


def _drawing_links(vocabulary: Vocabulary, sampling: Sampling) -> list[Any]:
    """What leaves candidates out and chooses one of the others."""
    temperature = _temperature(sampling)
    if temperature == 0.0:
        return [llama_cpp.llama_sampler_init_greedy()]
    seed = secrets.randbits(32) if sampling.seed is None else sampling.seed & 0xFFFFFFFF
    if seed == llama_cpp.LLAMA_DEFAULT_SEED:
        seed -= 1  # that number means "any seed" to llama.cpp
    if sampling.mirostat in (1, 2):
        return _mirostat_links(vocabulary, sampling, temperature, seed)
    return [
        *_truncating_links(vocabulary, sampling, seed),
        llama_cpp.llama_sampler_init_temp(temperature),
        llama_cpp.llama_sampler_init_dist(seed),
    ]


def _truncating_links(vocabulary: Vocabulary, sampling: Sampling, seed: int) -> list[Any]:
    links = [llama_cpp.llama_sampler_init_top_k(max(0, min(sampling.top_k, vocabulary.size)))]
    typical = _within(sampling.typical_p, 0.0, 1.0, 1.0)
    if typical < 1.0:
        links.append(llama_cpp.llama_sampler_init_min_p(_NEGLIGIBLE, 1))
        links.append(llama_cpp.llama_sampler_init_typical(typical, 1))
    links.append(llama_cpp.llama_sampler_init_top_p(_within(sampling.top_p, 0.0, 1.0, 1.0), 1))
    links.append(llama_cpp.llama_sampler_init_min_p(_within(sampling.min_p, 0.0, 1.0, 0.0), 1))
    probability = _within(sampling.xtc_probability, 0.0, 1.0, 0.0)
    if probability > 0.0:
        threshold = _within(sampling.xtc_threshold, 0.0, 1.0, 0.1)
        # what is left of all that pass the threshold is the unlikeliest: never an impossible one
        links.append(llama_cpp.llama_sampler_init_min_p(_NEGLIGIBLE, 1))
        links.append(llama_cpp.llama_sampler_init_xtc(probability, threshold, 1, seed))
    return links


def _mirostat_links(
    vocabulary: Vocabulary, sampling: Sampling, temperature: float, seed: int
) -> list[Any]:
    tau = _within(sampling.mirostat_tau, 0.0, 100.0, 5.0)
    eta = _within(sampling.mirostat_eta, 0.0, 1.0, 0.1)
    links = [
        llama_cpp.llama_sampler_init_min_p(_NEGLIGIBLE, 1),
        llama_cpp.llama_sampler_init_temp(temperature),
    ]
    if sampling.mirostat == 1:
        links.append(
            llama_cpp.llama_sampler_init_mirostat(
                vocabulary.size, seed, tau, eta, _MIROSTAT_CANDIDATES
            )
        )
    else:
        links.append(llama_cpp.llama_sampler_init_mirostat_v2(seed, tau, eta))
    return links


def _enough(sampling: Sampling) -> tuple[int, float]:
    """How many of the likeliest candidates, and down to which share of the best one, the
    truncations look at; 0 where they look at all."""
    if _temperature(sampling) == 0.0:
        return 1, 0.0
    if sampling.mirostat in (1, 2):
        return 0, 0.0
    typical = _within(sampling.typical_p, 0.0, 1.0, 1.0) < 1.0
    min_p = 0.0 if typical else _within(sampling.min_p, 0.0, 1.0, 0.0)
    return max(0, sampling.top_k), min_p


def _temperature(sampling: Sampling) -> float:
    return _within(sampling.temperature, 0.0, 100.0, 0.0)


def _repeat_penalty(sampling: Sampling) -> float:
    return _within(sampling.repeat_penalty, 0.01, 100.0, 1.0)


def _penalty(value: float) -> float:
    return _within(value, -100.0, 100.0, 0.0)


def _dry_multiplier(sampling: Sampling) -> float:
    return _within(sampling.dry_multiplier, 0.0, 100.0, 0.0)


def _within(value: float, low: float, high: float, otherwise: float) -> float:
    """`value` between `low` and `high`; `otherwise` when it is not a number."""
    return otherwise if math.isnan(value) else min(max(value, low), high)
