"""A small model drafts for a large one of the same vocabulary."""

from __future__ import annotations

from pathlib import Path

from assistant.core.errors import UserError
from assistant.core.messages import Sampling
from assistant.engine import llama
from assistant.engine.live import common_prefix

_COMPARED = 4096  # tokens of the vocabularies whose texts are compared


class DraftModel:
    """Guesses the next tokens of one text at a time. One thread."""

    def __init__(self, model: llama.Model, context: llama.Context) -> None:
        self._model = model
        self._context = context
        self._tokens: list[int] = []
        self._sampler = llama.Sampler(model.vocabulary, Sampling(temperature=0.0))

    def draft(self, known: list[int], count: int) -> list[int]:
        """Up to `count` tokens that this model would write after `known`."""
        common = min(common_prefix(self._tokens, known), len(known) - 1)
        if common < len(self._tokens) and not self._context.rewind(0, common):
            self._context.clear()
            common = 0
        del self._tokens[common:]
        index = self._read(known[common:])
        out: list[int] = []
        while index is not None and len(out) < count:
            token = self._sampler.sample(self._context.pointer, index)
            if self._model.vocabulary.ends_generation(token):
                break
            out.append(token)
            index = self._read([token]) if len(out) < count else None
        return out

    def _read(self, tokens: list[int]) -> int | None:
        """Evaluate `tokens`; the output to draw from, None when that failed."""
        index = None
        for start in range(0, len(tokens), self._context.capacity):
            piece = tokens[start : start + self._context.capacity]
            self._context.begin()
            index = self._context.add(0, piece, len(self._tokens), 1)
            if self._context.decode() != llama.DECODE_OK:
                self._context.clear()
                self._tokens.clear()
                return None
            self._tokens += piece
        return index

    def close(self) -> None:
        """Free the model."""
        self._sampler.close()
        self._context.close()
        self._model.close()


def load_draft_model(
    path: Path,
    target: llama.Model,
    sizes: llama.ContextSizes,
    abort: llama.AbortFlag,
    *,
    gpu_layers: int,
) -> DraftModel:
    """The model at `path`. Raises `UserError` when it cannot draft for `target`."""
    try:
        model = llama.Model(path, gpu_layers=gpu_layers, progress=lambda _fraction: True)
    except llama.LoadError as error:
        raise UserError(
            "load_failed",
            f"The draft model “{path.name}” could not be loaded.",
            "Choose another draft model, or none.",
        ) from error
    if not same_vocabulary(model.vocabulary, target.vocabulary) or model.keeps_state:
        model.close()
        raise UserError(
            "load_failed",
            f"“{path.name}” cannot draft for this model: its vocabulary is another one.",
            "Choose a smaller model of the same family, or none.",
        )
    try:
        context = llama.Context(model, sizes, abort)
    except llama.LoadError as error:
        model.close()
        raise UserError(
            "too_large",
            f"There was not enough memory for the draft model “{path.name}”.",
            "Choose a smaller draft model, or none.",
        ) from error
    return DraftModel(model, context)


def same_vocabulary(first: llama.Vocabulary, second: llama.Vocabulary) -> bool:
    """Whether equal token numbers mean equal texts; a sample of the vocabulary is compared."""
    if first.size != second.size or (first.bos, first.eos) != (second.bos, second.eos):
        return False
    step = max(1, first.size // _COMPARED)
    return all(first.text(token) == second.text(token) for token in range(0, first.size, step))
