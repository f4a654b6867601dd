"""How many bytes the tensors of a model take, and to which part of the model they belong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST_LAYERS = 512
"""llama.cpp refuses a model with more (`LLAMA_MAX_LAYERS`)."""

# ggml tensor type: (weights in a block, bytes of a block), from ggml's type traits
_BLOCKS: dict[int, tuple[int, int]] = {
    0: (1, 4),
    1: (1, 2),
    2: (32, 18),
    3: (32, 20),
    6: (32, 22),
    7: (32, 24),
    8: (32, 34),
    9: (32, 36),
    10: (256, 84),
    11: (256, 110),
    12: (256, 144),
    13: (256, 176),
    14: (256, 210),
    15: (256, 292),
    16: (256, 66),
    17: (256, 74),
    18: (256, 98),
    19: (256, 50),
    20: (32, 18),
    21: (256, 110),
    22: (256, 82),
    23: (256, 136),
    24: (1, 1),
    25: (1, 2),
    26: (1, 4),
    27: (1, 8),
    28: (1, 8),
    29: (256, 56),
    30: (1, 2),
    34: (256, 54),
    35: (256, 66),
    39: (32, 17),
    40: (64, 36),
    41: (128, 18),
    42: (64, 18),
}
_LAYER = re.compile(r"blk\.(\d{1,4})\.")
# looked up row by row, so llama.cpp leaves them in main memory
_INPUT = ("token_embd.", "position_embd.", "token_types.", "per_layer_token_embd.", "masked_embd")


def tensor_bytes(elements: int, kind: int) -> int:
    """The size of `elements` weights of ggml's type `kind`; 0 for a type that is not known."""
    block, size = _BLOCKS.get(kind, (1, 0))
    return -(-elements // block) * size


@dataclass(frozen=True, slots=True)
class TensorSizes:
    """Bytes of each part: tables looked up at the start, each layer, the rest at the end.

    `token_table` of `input` is the embedding of tokens. A model without a matrix of its own at
    the end (`has_output` false) uses that table twice: on a GPU it lies a second time.
    """

    input: int = 0
    layers: tuple[int, ...] = ()
    output: int = 0
    token_table: int = 0
    has_output: bool = False

    @property
    def total(self) -> int:
        return self.input + sum(self.layers) + self.output


class SizeCount:
    """Adds up tensors one after the other."""

    def __init__(self) -> None:
        self._layers: dict[int, int] = {}
        self._input = self._output = self._token_table = 0
        self._has_output = False

    def add(self, name: str, size: int) -> None:
        """Count the tensor `name` of `size` bytes."""
        match = _LAYER.match(name)
        if match is not None and int(match[1]) < MOST_LAYERS:
            layer = int(match[1])
            self._layers[layer] = self._layers.get(layer, 0) + size
        elif name.startswith(_INPUT):
            self._input += size
            if name == "token_embd.weight":
                self._token_table += size
        else:
            self._output += size
            self._has_output = self._has_output or name == "output.weight"

    def sizes(self) -> TensorSizes:
        last = max(self._layers, default=-1)
        return TensorSizes(
            input=self._input,
            layers=tuple(self._layers.get(layer, 0) for layer in range(last + 1)),
            output=self._output,
            token_table=self._token_table,
            has_output=self._has_output,
        )


def together(parts: Iterable[TensorSizes]) -> TensorSizes:
    """The sizes of a model that is split into several files."""
    every = list(parts)
    if len(every) == 1:
        return every[0]
    layers = [0] * max((len(part.layers) for part in every), default=0)
    for part in every:
        for layer, size in enumerate(part.layers):
            layers[layer] += size
    return TensorSizes(
        input=sum(part.input for part in every),
        layers=tuple(layers),
        output=sum(part.output for part in every),
        token_table=sum(part.token_table for part in every),
        has_output=any(part.has_output for part in every),
    )
