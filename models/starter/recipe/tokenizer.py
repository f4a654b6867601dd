"""The byte-level BPE tokeniser: any UTF-8 text, no unknown token.

Trained on our own samples. Bytes are the smallest tokens, so every text can be written with it.
Digits stand alone, so that numbers are copied digit by digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from models.starter.recipe.mixture import samples
from models.starter.recipe.sizes import Size

END = "<|endoftext|>"
START_TURN = "<|im_start|>"
END_TURN = "<|im_end|>"
SPECIAL = (END, START_TURN, END_TURN)
_SEED = 11
_SAMPLES = 12_000

PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""llama.cpp knows this division of a text as "qwen2" (llama-vocab.cpp)."""


def train(size: Size, path: Path, count: int = _SAMPLES) -> Tokenizer:
    """Learn the vocabulary from `count` samples and write it to `path`."""
    made = _byte_level(models.BPE())
    trainer = trainers.BpeTrainer(
        vocab_size=size.vocabulary,
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    texts = (
        text
        for sample in islice(samples(_SEED), count)
        for text in (*(turn.content for turn in sample.turns), sample.answer)
    )
    made.train_from_iterator(texts, trainer)
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(str(path))
    return made


def restored(tokens: Sequence[str], merges: Sequence[str]) -> Tokenizer:
    """The tokeniser with this vocabulary, in the order of the tokens' numbers, and with these
    pairs to merge ("a b")."""
    pairs = [(first, second) for first, _, second in (pair.partition(" ") for pair in merges)]
    made = _byte_level(models.BPE({token: number for number, token in enumerate(tokens)}, pairs))
    made.add_special_tokens(list(SPECIAL))
    return made


def _byte_level(model: models.BPE) -> Tokenizer:
    made = Tokenizer(model)
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    made.decoder = decoders.ByteLevel()
    return made


def load(path: Path) -> Tokenizer:
    return Tokenizer.from_file(str(path))
