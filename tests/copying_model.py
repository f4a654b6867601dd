"""A model with weights written by hand that copies: what it writes after a page is the page.

It is an induction circuit of two attention heads in the architecture of Qwen2. Every token has a
code of `CODE` signs, far from every other token's. The residual stream holds two of them:

- dimensions 0 to 47: the code of the token itself, where the output matrix looks too;
- dimensions 48 to 95: the code of the token before, written by the head of layer 0. Its query
  and key are constants (biases) which the rotation turns, so that distance 1 scores best.

The head of layer 1 looks for the places whose token before is the present token, and adds the
code that it finds there, the token that followed, to the first dimensions. Codes lie in those
pairs of the head that hardly turn. Of several such places it takes the last one: one slowly
turning pair scores nearer places higher. Feed-forward layers and all layers above add nothing.

So a greedy answer is exact only if every position of the memory is what it should be: a cache
that is wrong anywhere in the page gives a wrong copy.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np

from tests.tiny_models import (
    BenchShape,
    Vocabulary,
    byte_alphabet,
    padded,
    random_q4,
    write_vocabulary,
)

CODE = 48
"""Signs of a token's code: a head of 64 dimensions less those that are rotated."""
HEAD = 64
PAIRS = HEAD // 2
TURNING = 8
"""The first pairs hold constants, the others codes: pair i turns by `ROPE_BASE ** (-i / PAIRS)`."""
ROPE_BASE = 8e21
"""Pair 8 turns by 0.014 in 4,096 tokens. The first eight together have no second place where they
stand nearly as at distance 1, within 32,768 tokens."""
SLOW = 5
"""This pair makes a quarter turn in 4,150 tokens: so far "nearer is better" holds."""

_FAR = 24  # two codes agree in at most 36 of 48 places
_PREVIOUS = 20.0  # constants of query and key; their product is what distance 1 gains
_MATCH = 18.0
_NEARNESS = 75.0
_COPY = 4.0  # how much stronger the copied token is than the present one
_SHARPNESS = 0.5

TEMPLATE = (
    "<|endoftext|>{% for message in messages %}"
    "{{ '<|im_start|>' + message['content'] + '<|im_end|>' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>' }}{% endif %}"
)
"""Every turn begins with the same token, so after it the model copies the last turn.

The very first token has none before it and would be found by itself: it must not come again.
"""


def copied_words() -> list[str]:
    """The words of the vocabulary, each one token with the space before it."""
    syllables = [one + two for one in "bdfgklmnprst" for two in "aeiou"]
    words = [first + second for first in syllables for second in syllables]
    return random.Random(3).sample(words, 1800)


def page(count: int, seed: int = 0) -> str:
    """A text of `count` tokens, none of them twice; the first is no word, so nothing is trimmed."""
    chosen = random.Random(seed).sample(copied_words(), count - 1)
    return " ".join(["#", *chosen])


def write_copying_model(path: Path, *, context_length: int = 4096) -> Path:
    """The smallest of its kind, in F32, about 2 MB."""
    words = vocabulary()
    sizes = BenchShape(
        width=128,
        layers=2,
        heads=2,
        kv_heads=1,
        hidden=32,
        tokens=len(words.tokens),
        context_length=context_length,
    )
    return _write(path, "tiny copying model", sizes, words, quantised=False)


def write_copying_bench_model(path: Path, *, layers: int = 24) -> Path:
    """The same in the size and quantisation of `tiny_models.write_bench_model`.

    Layers 2 and above are dense random weights whose results meet a projection of zeros, so that
    they cost what they cost in any model. Written beside `path` and moved there when complete.
    """
    sizes = BenchShape(layers=layers)
    words = padded(vocabulary(), sizes.tokens)
    partial = path.with_name(path.name + ".part")
    _write(partial, "copying 0.5B Q4_0", sizes, words, quantised=True)
    partial.replace(path)
    return path


def vocabulary() -> Vocabulary:
    """Byte-level BPE whose merges begin with the space of a word."""
    tokens = byte_alphabet()
    known = set(tokens)
    merges: list[str] = []
    for word in copied_words():
        text = "Ġ" + word
        for end in range(2, len(text) + 1):
            if text[:end] not in known:
                known.add(text[:end])
                tokens.append(text[:end])
                merges.append(f"{text[: end - 1]} {text[end - 1]}")
    normal, control = 1, 3
    types = [normal] * len(tokens) + [control] * 3
    tokens += ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    end_of_text, turn_end = len(tokens) - 3, len(tokens) - 1
    encoded = [token.encode() for token in tokens]
    return Vocabulary(
        "gpt2", encoded, [], types, merges, end_of_text, turn_end, turn_end, add_bos=False
    )


def _codes(count: int) -> np.ndarray:
    """`count` rows of ±1 of which no two are nearer than `_FAR` allows."""
    draw = np.random.default_rng(11)
    codes = np.zeros((count, CODE), dtype=np.float32)
    made = 0
    while made < count:
        row = draw.choice(np.array([-1.0, 1.0], dtype=np.float32), CODE)
        if made == 0 or np.max(np.abs(codes[:made] @ row)) <= _FAR:
            codes[made] = row
            made += 1
    return codes


@dataclass(frozen=True)
class _Tensor:
    """One tensor as the file holds it; `quantised` data are blocks of Q4_0."""

    name: str
    data: np.ndarray
    quantised: bool = False


def _write(path: Path, name: str, sizes: BenchShape, words: Vocabulary, *, quantised: bool) -> Path:
    writer = gguf.GGUFWriter(os.fspath(path), "qwen2")
    writer.add_name(name)
    writer.add_context_length(sizes.context_length)
    writer.add_embedding_length(sizes.width)
    writer.add_block_count(sizes.layers)
    writer.add_feed_forward_length(sizes.hidden)
    writer.add_head_count(sizes.heads)
    writer.add_head_count_kv(sizes.kv_heads)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(ROPE_BASE)
    write_vocabulary(writer, words)
    writer.add_chat_template(TEMPLATE)
    if quantised:
        writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_0)
    for tensor in _tensors(sizes, words, quantised=quantised):
        kind = gguf.GGMLQuantizationType.Q4_0 if tensor.quantised else None
        writer.add_tensor(tensor.name, tensor.data, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _tensors(sizes: BenchShape, words: Vocabulary, *, quantised: bool) -> Iterator[_Tensor]:
    def matrix(name: str, data: np.ndarray) -> _Tensor:
        return _Tensor(name, _q4(data) if quantised else data, quantised)

    embeddings = np.zeros((sizes.tokens, sizes.width), dtype=np.float32)
    spoken = sum(not token.startswith("⟨".encode()) for token in words.tokens)
    embeddings[:spoken, :CODE] = _codes(spoken)
    yield matrix("token_embd.weight", embeddings)
    copied_square = (_COPY**2 + 1) * CODE + CODE  # of a residual that ends in a copied token
    yield _norm("output_norm", sizes, _SHARPNESS * copied_square**0.5)
    draw = np.random.default_rng(7)
    for layer in range(sizes.layers):
        prefix = f"blk.{layer}."
        square = CODE if layer == 0 else 2 * CODE
        yield _norm(prefix + "attn_norm", sizes, square**0.5)
        yield _norm(prefix + "ffn_norm", sizes, square**0.5)
        for name, data in _attention(layer, sizes).items():
            if name.endswith(".bias"):
                yield _Tensor(prefix + name, data)
            elif layer >= 2 and name != "attn_output.weight":
                noise = random_q4 if quantised else _random
                yield _Tensor(prefix + name, noise(draw, *data.shape), quantised)
            else:
                yield matrix(prefix + name, data)
        for name in ("ffn_gate", "ffn_up"):
            noise = random_q4 if quantised else _random
            data = noise(draw, sizes.hidden, sizes.width)
            yield _Tensor(f"{prefix}{name}.weight", data, quantised)
        nothing = np.zeros((sizes.width, sizes.hidden), dtype=np.float32)
        yield matrix(prefix + "ffn_down.weight", nothing)


def _norm(name: str, sizes: BenchShape, length: float) -> _Tensor:
    """A norm after which a vector of `length` is what it was before."""
    weights = np.full(sizes.width, length / sizes.width**0.5, dtype=np.float32)
    return _Tensor(name + ".weight", weights)


def _attention(layer: int, sizes: BenchShape) -> dict[str, np.ndarray]:
    """What the first head of `layer` needs; all else is zero."""
    kv_width = HEAD * sizes.kv_heads
    query = np.zeros((sizes.width, sizes.width), dtype=np.float32)
    key = np.zeros((kv_width, sizes.width), dtype=np.float32)
    value = np.zeros((kv_width, sizes.width), dtype=np.float32)
    output = np.zeros((sizes.width, sizes.width), dtype=np.float32)
    query_bias, key_bias = np.zeros(sizes.width), np.zeros(kv_width)
    own, before = np.arange(CODE), np.arange(CODE, 2 * CODE)
    if layer == 0:
        pairs = np.arange(TURNING)
        angles = ROPE_BASE ** (-pairs / PAIRS)
        query_bias[pairs] = _PREVIOUS * np.cos(angles)
        query_bias[PAIRS + pairs] = -_PREVIOUS * np.sin(angles)
        key_bias[pairs] = _PREVIOUS
        value[own, own] = 1.0
        output[before, own] = 1.0
    elif layer == 1:
        still = np.arange(TURNING, PAIRS)
        head = np.concatenate([still, PAIRS + still])
        query[head, own] = _MATCH
        key[head, before] = _MATCH
        query_bias[PAIRS + SLOW] = _NEARNESS  # a quarter turn from the key: minus the sine
        key_bias[SLOW] = _NEARNESS
        value[own, own] = 1.0
        output[own, own] = _COPY
    return {
        "attn_q.weight": query,
        "attn_k.weight": key,
        "attn_v.weight": value,
        "attn_output.weight": output,
        "attn_q.bias": query_bias.astype(np.float32),
        "attn_k.bias": key_bias.astype(np.float32),
        "attn_v.bias": np.zeros(kv_width, dtype=np.float32),
    }


def _random(draw: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    values = draw.standard_normal((rows, columns), dtype=np.float32)
    return values / np.float32(columns**0.5)


def _q4(values: np.ndarray) -> np.ndarray:
    """`values` as blocks of Q4_0, exactly: every block holds 0, v and -v for one v alone.

    A block is an F16 scale d and 32 numbers q of 4 bits, the first 16 in the low halves of 16
    bytes; a weight is (q - 8) · d. Here d is v / 4.
    """
    rows, columns = values.shape
    blocks = values.reshape(-1, 32)
    largest = np.abs(blocks).max(axis=1)
    scales = np.where(largest > 0, largest / 4, 1.0).astype(np.float16)
    numbers = (np.rint(blocks / scales[:, None].astype(np.float32)) + 8).astype(np.uint8)
    data = np.empty((len(blocks), 18), dtype=np.uint8)
    data[:, :2] = scales.view(np.uint8).reshape(-1, 2)
    data[:, 2:] = numbers[:, :16] | (numbers[:, 16:] << 4)
    return data.reshape(rows, columns // 32 * 18)
