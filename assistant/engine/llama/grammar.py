"""Answers of a given form: the tokens that a grammar allows next."""

from __future__ import annotations

import copy
import ctypes
import math
from typing import Any

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from assistant.core.errors import UserError
from assistant.core.messages import Sampling
from assistant.engine.llama.gbnf import LAST_CHARACTER, parse_grammar
from assistant.engine.llama.json_schema import grammar_of_schema
from assistant.engine.llama.matching import Matcher, State
from assistant.engine.llama.vocabulary import Vocabulary

_MOST_ASKED = 8192
"""How many tokens are tried for others than the first that fits; less likely ones are as good as
never drawn."""

CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
"""The layout of `llama_token_data`."""


class Candidates:
    """Tokens with their logits, in memory that llama.cpp's samplers work on."""

    def __init__(self, data: NDArray[np.void]) -> None:
        """`data` is of `CANDIDATE`, contiguous, and is changed by what is applied."""
        self.data = data
        pointer = ctypes.cast(data.ctypes.data, llama_cpp.llama_token_data_p)
        self._native = llama_cpp.llama_token_data_array(pointer, len(data), -1, False)

    def apply(self, link: Any) -> None:
        """Let a sampler change, leave out or choose."""
        llama_cpp.llama_sampler_apply(link, ctypes.byref(self._native))

    @property
    def chosen(self) -> tuple[int, float]:
        """The token that a sampler chose, and its logit."""
        chosen = self._native.data[self._native.selected]
        return chosen.id, chosen.logit


class Workspace:
    """Room for two sets of candidates of a whole vocabulary, filled anew for every token."""

    def __init__(self, size: int) -> None:
        self._ids = np.arange(size, dtype=np.int32)
        self._every = np.empty(size, CANDIDATE)
        self._copy = np.empty(size, CANDIDATE)

    def every(self, logits: NDArray[np.float32]) -> Candidates:
        """Every token, in order, with its logit; good until the next call."""
        self._every["id"] = self._ids
        self._every["logit"] = logits
        self._every["p"] = 0.0
        return Candidates(self._every)

    def copy(self, candidates: Candidates) -> Candidates:
        """What `every` returned once more; good until the next call."""
        # as bytes: numpy copies structured elements one by one
        np.copyto(self._copy.view(np.uint8), candidates.data.view(np.uint8))
        return Candidates(self._copy)


class Grammar:
    """A GBNF grammar and how far the answer has come in it, by tokens."""

    def __init__(self, vocabulary: Vocabulary, text: str) -> None:
        """Raises `UserError` ("usage")."""
        self._vocabulary = vocabulary
        self._matcher = Matcher(parse_grammar(text))
        self._state = self._matcher.start
        self._begun = b""
        """The first bytes of a character whose others are still to come."""

    def allows(self, token: int) -> bool:
        """Whether the answer can go on, or end, with `token`."""
        if self._vocabulary.ends_generation(token):
            return self._state.complete and not self._begun
        return self._after(self._vocabulary.piece(token)) is not None

    def accept(self, token: int) -> None:
        """The answer goes on with `token`, which is allowed."""
        after = self._after(self._vocabulary.piece(token))
        if after is not None:
            self._state, self._begun = after

    def fitting(self, shaped: NDArray[np.void], *, wanted: int, min_p: float) -> NDArray[np.void]:
        """The tokens of `shaped`, all of the vocabulary, that fit; the likeliest first.

        Not more than the `wanted` likeliest, nor those with less than `min_p` of the best one's
        probability (0: no limit). Raises `UserError` ("usage") when none fits.
        """
        logits = shaped["logit"]
        possible = np.flatnonzero(self._beginnings() & (logits > -np.inf))
        found: list[int] = []
        for asked, token in enumerate(possible[np.argsort(-logits[possible])].tolist()):
            if found and (
                len(found) == wanted
                or asked >= _MOST_ASKED
                or (min_p and logits[token] < logits[found[0]] + math.log(min_p))
            ):
                break
            if self.allows(token):
                found.append(token)
        if not found:
            raise UserError(
                "usage",
                "The answer broke off: the grammar allows nothing that this model can write here.",
                "Mend the grammar or use another model.",
            )
        return shaped[found]

    def renew(self) -> None:
        """Allow for the work of another token."""
        self._matcher.renew()

    def _beginnings(self) -> NDArray[np.bool_]:
        """For each token whether its first byte fits; for those that end whether they do."""
        fits = [self._after(bytes([byte])) is not None for byte in range(256)]
        fits += [self._state.complete and not self._begun, False]
        first = np.frombuffer(self._vocabulary.first_bytes, np.int16)
        return np.array(fits)[first]

    def _after(self, piece: bytes) -> tuple[State, bytes] | None:
        """The state behind `piece`, and the beginning of a character at its end."""
        if not piece:
            return None
        data, rest = self._begun + piece, b""
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            if error.reason != "unexpected end of data":
                return None
            text, rest = data[: error.start].decode(), data[error.start :]
        state: State | None = self._state
        for character in text:
            state = self._matcher.after(state, ord(character)) if state is not None else None
        if state is None or (rest and not self._matcher.can_follow(state, *_completions(rest))):
            return None
        return state, rest

    def clone(self) -> Grammar:
        """Another one that stands where this one does."""
        return copy.copy(self)


def grammar_of(vocabulary: Vocabulary, sampling: Sampling) -> Grammar | None:
    """The grammar that `sampling` asks for. Raises `UserError` ("usage")."""
    if sampling.grammar and sampling.json_schema:
        raise UserError(
            "usage",
            "An answer can follow a grammar or a JSON schema, not both.",
            "Leave one of them out.",
        )
    if sampling.json_schema:
        text = grammar_of_schema(sampling.json_schema)
        try:
            return Grammar(vocabulary, text)
        except UserError as error:
            said = error.text.replace("grammar", "grammar of the JSON schema", 1)
            raise UserError(error.kind, said, error.hint) from error
    return Grammar(vocabulary, sampling.grammar) if sampling.grammar else None


def _completions(begun: bytes) -> tuple[int, int]:
    """The first and last code point whose UTF-8 begins with these bytes, which are valid."""
    length = 2 if begun[0] < 0xE0 else 3 if begun[0] < 0xF0 else 4
    bits = begun[0] & (0x7F >> length)
    for byte in begun[1:]:
        bits = bits << 6 | byte & 0x3F
    missing = 6 * (length - len(begun))
    smallest = (0x80, 0x800, 0x10000)[length - 2]
    return max(smallest, bits << missing), min(LAST_CHARACTER, (bits + 1 << missing) - 1)
