"""Greedy decoding by llama.cpp's own functions: what everything else is compared with."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path

import llama_cpp as lc
import numpy as np

from assistant.core.messages import Turn
from assistant.engine import llama
from tests.bench import bare_loop

TIE = 1e-4
"""Logits so near to each other are drawn in either order: sums of other batches are rounded in
another way, in the sixth decimal."""


class Bare:
    """Greedy decoding with nothing kept between two calls."""

    def __init__(self, path: Path) -> None:
        self.model, self.context = bare_loop.load(
            str(path), 1, context_length=512, kv_type="f32", flash_attention="off"
        )
        self.written: dict[str, list[int]] = {}
        self.last: list[int] = []
        self.first_tie: int | None = None
        self.vocabulary = llama.Vocabulary(lc.llama_model_get_vocab(self.model))

    def tokens(self, text: str, *, first: bool) -> list[int]:
        data = text.encode()
        buffer = (ctypes.c_int32 * (len(data) + 8))()
        vocabulary = lc.llama_model_get_vocab(self.model)
        count = lc.llama_tokenize(vocabulary, data, len(data), buffer, len(buffer), first, True)
        return buffer[:count]

    def greedy(self, prompt: list[int], count: int) -> list[int]:
        lc.llama_memory_clear(lc.llama_get_memory(self.context), True)
        sampler = lc.llama_sampler_init_greedy()
        bare_loop.decode(self.context, prompt)
        out: list[int] = []
        self.first_tie = None
        while len(out) < count:
            if self.first_tie is None and self._gap() < TIE:
                self.first_tie = len(out)
            token = lc.llama_sampler_sample(sampler, self.context, -1)
            if self.vocabulary.ends_generation(token):
                break
            out.append(token)
            if len(out) < count:
                bare_loop.decode(self.context, [token])
        lc.llama_sampler_free(sampler)
        return out

    def _gap(self) -> float:
        """How far the likeliest token is ahead of the next one."""
        logits = lc.llama_get_logits_ith(self.context, -1)
        size = lc.llama_vocab_n_tokens(lc.llama_model_get_vocab(self.model))
        second, first = np.partition(np.ctypeslib.as_array(logits, (size,)), -2)[-2:]
        return float(first - second)

    def spell(self, tokens: list[int]) -> str:
        data = b"".join(self.vocabulary.piece(token) for token in tokens)
        return data.decode("utf-8", "replace")

    def answer(self, turns: Sequence[Turn], count: int) -> str:
        """The text after `turns`, written as the ChatML template does."""
        self.last = self.greedy(self.prompt(turns), count)
        return self.spell(self.last)

    def prompt(self, turns: Sequence[Turn]) -> list[int]:
        """The tokens of `turns`, those of answers as they were written."""
        tokens: list[int] = []
        text = ""
        for turn in turns:
            text += f"<|im_start|>{turn.role}\n"
            if turn.role == "assistant" and turn.content in self.written:
                tokens += self.tokens(text, first=not tokens) + self.written[turn.content]
                text = ""
            else:
                text += turn.content
            text += "<|im_end|>\n"
        return tokens + self.tokens(text + "<|im_start|>assistant\n", first=not tokens)

    def remember(self, text: str, count: int) -> None:
        """The engine wrote the first `count` tokens of the last answer as `text`."""
        if text:
            self.written[text] = self.last[:count]

    def close(self) -> None:
        lc.llama_free(self.context)
        lc.llama_model_free(self.model)


def same(engine_text: str, bare_text: str) -> bool:
    """Equal apart from white space at the start and a character cut off at the end."""
    return bare_text.lstrip().rstrip("\ufffd") == engine_text.rstrip("\ufffd")
