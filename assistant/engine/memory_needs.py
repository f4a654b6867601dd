"""How much memory a model needs at work, on the processor's side and on the GPU's.

An estimate from metadata, made before anything is loaded; llama.cpp's own report is the truth
afterwards. Pure; sizes in bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assistant.engine.drafting import LONGEST_DRAFT
from assistant.engine.gguf import GgufHeader
from assistant.engine.memory_shape import LayerMemory, ModelShape, shape_of
from assistant.engine.tensor_sizes import MOST_LAYERS, TensorSizes

_PAD = 256  # llama.cpp rounds the cells of a cache up to this
_F16, _F32 = 2, 4
_TOKEN_BYTES = 160  # texts, scores and tables of the vocabulary for each token, measured
_VALUE_BYTES = {"f16": (2, 1), "q8_0": (34, 32), "f32": (4, 1)}  # bytes, for so many values


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be asked of llama.cpp. `gpu_layers` counts the output as one more layer."""

    context_length: int
    micro_batch_tokens: int
    sequences: int
    kv_type: Literal["f16", "q8_0", "f32"] = "f16"
    flash_attention: bool = True
    gpu_layers: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes in one place: the model's weights, the cache of the context, working space.

    `process` is what the engine's process keeps beside llama.cpp's buffers: the vocabulary, and a
    checkpoint where the memory cannot be rewound.
    """

    weights: int = 0
    cache: int = 0
    compute: int = 0
    process: int = 0

    @property
    def buffers(self) -> int:
        return self.compute + self.process

    @property
    def total(self) -> int:
        return self.weights + self.cache + self.buffers


@dataclass(frozen=True, slots=True)
class Needs:
    """What a plan needs; `gpu` of all devices together."""

    cpu: Part
    gpu: Part


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """What is expected to be occupied in one place, and what is free there (0: not known)."""

    place: str
    part: Part
    free: int


class ModelMemory:
    """Answers what a plan needs, for one model."""

    def __init__(self, header: GgufHeader) -> None:
        self.shape: ModelShape = shape_of(header)
        self.sizes: TensorSizes = _sizes(header, len(self.shape.layers))
        self.layers = len(self.shape.layers)

    @property
    def weights(self) -> int:
        return self.sizes.total

    def needs(self, plan: Plan) -> Needs:
        """Bytes of `plan` on either side."""
        first = self.layers + 1 - max(0, min(plan.gpu_layers, self.layers + 1))
        caches = [cache_bytes(layer, plan) for layer in self.shape.layers]
        weights = self.sizes.layers
        cpu_weights = self.sizes.input + sum(weights[:first])
        gpu_weights = sum(weights[first:])
        if first > self.layers:
            cpu_weights += self.sizes.output
        else:
            gpu_weights += self._output_on_gpu()
        working, shared = self._working(plan), self._inputs(plan)
        offloads, stays = plan.gpu_layers > 0, first > 0
        return Needs(
            cpu=Part(
                cpu_weights,
                sum(caches[:first]),
                (working if stays else shared) + self._logits(plan),
                self._process(plan),
            ),
            gpu=Part(gpu_weights, sum(caches[first:]), working if offloads else 0),
        )

    def cache(self, plan: Plan) -> int:
        """Bytes of the whole cache, wherever it lies."""
        return sum(cache_bytes(layer, plan) for layer in self.shape.layers)

    def most_layers(self, plan: Plan, room: int) -> int:
        """The largest number of layers that fit into `room` bytes of a GPU; 0 when none does.

        The output comes first, then the last layers; `plan.gpu_layers` does not matter.
        """
        left = room - self._working(plan) - self._output_on_gpu()
        if left < 0:
            return 0
        count = 1
        weights = self.sizes.layers
        for index in range(self.layers - 1, -1, -1):
            left -= weights[index] + cache_bytes(self.shape.layers[index], plan)
            if left < 0:
                return count
            count += 1
        return count

    def _output_on_gpu(self) -> int:
        """The end of the model; a table shared with its beginning lies there a second time."""
        extra = 0 if self.sizes.has_output else self.sizes.token_table
        return self.sizes.output + extra

    def _working(self, plan: Plan) -> int:
        tokens = plan.micro_batch_tokens
        rows = _F32 * self.shape.vocabulary * (plan.sequences + LONGEST_DRAFT)
        space = max(_F32 * self.shape.activation * tokens, rows)
        if not plan.flash_attention:
            space += _F32 * self.shape.heads * _cells(plan) * tokens
        return space + self._inputs(plan)

    def _inputs(self, plan: Plan) -> int:
        """Embeddings of the tokens, and which token sees which: a mask for each kind of cache."""
        tokens = plan.micro_batch_tokens
        number = _F16 if plan.flash_attention else _F32
        cells = {_cells(plan, layer.window) for layer in self.shape.layers if layer.keys}
        return _F32 * self.shape.width * tokens + number * tokens * sum(cells)

    def _process(self, plan: Plan) -> int:
        one = replace(plan, sequences=1)
        kept = (
            cache_bytes(layer, one)
            for layer in self.shape.layers
            if layer.state or 0 < layer.window < plan.context_length
        )
        return _TOKEN_BYTES * self.shape.vocabulary + sum(kept)

    def _logits(self, plan: Plan) -> int:
        return _F32 * self.shape.vocabulary * plan.sequences


def cache_bytes(layer: LayerMemory, plan: Plan) -> int:
    """Bytes that `layer` keeps for the plan's sequences."""
    values = (layer.keys + layer.values) * _cells(plan, layer.window)
    numerator, denominator = _VALUE_BYTES[plan.kv_type]
    return values * numerator // denominator + layer.state * plan.sequences


def _cells(plan: Plan, window: int = 0) -> int:
    """Places for tokens: all sequences share those of a whole context; a window is kept for
    each, with room for the tokens being read."""
    whole = _padded(plan.context_length)
    if not window:
        return whole
    return min(whole, _padded(window * plan.sequences + plan.micro_batch_tokens))


def _padded(count: int) -> int:
    return -(-count // _PAD) * _PAD


def _sizes(header: GgufHeader, layers: int) -> TensorSizes:
    """The sizes that the header tells, for exactly `layers` layers.

    Where it tells none (a header made by hand), the file's size is spread evenly.
    """
    told = header.sizes
    if not told.total:
        share = header.file_size // (layers + 1)
        rest = header.file_size - share * layers
        return TensorSizes(layers=(share,) * layers, output=rest, has_output=True)
    listed = told.layers[:layers] + (0,) * max(0, layers - len(told.layers))
    surplus = sum(told.layers[layers:MOST_LAYERS])
    return TensorSizes(
        input=told.input,
        layers=listed,
        output=told.output + surplus,
        token_table=told.token_table,
        has_output=told.has_output,
    )
