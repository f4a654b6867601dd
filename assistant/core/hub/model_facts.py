"""What a model file that is here says of itself, and what it would take at work."""

from __future__ import annotations

from typing import Literal

import msgspec


class TensorShare(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What of a model is stored in one way: `name` of the type ("Q4_K"), weights and bytes."""

    name: str
    tensors: int = 0
    weights: int = 0
    bytes: int = 0


class ContextNeeds(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Bytes that the model takes in all with a context of so many tokens, and a cache so kept."""

    context_length: int
    kv_type: Literal["f16", "q8_0"] = "f16"
    weights: int = 0
    cache: int = 0
    buffers: int = 0

    @property
    def total(self) -> int:
        return self.weights + self.cache + self.buffers


class ModelFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Texts are as they are in the file, cut in length: a stranger wrote them.

    `quantisation` is what the file calls itself, `types` what its tensors really are, the largest
    share first. `template` is the source of its chat template. `active_parameters` take part in
    each token: fewer than `parameters` in mixtures of experts. `needs` for several contexts, each
    with both types of cache where the model allows both. `thinking`: its template can switch
    reasoning, or always has it. `shares_table`: the table of tokens is its last matrix, too.
    Lengths in tokens, sizes in bytes; 0 and "" where nothing is said.
    """

    path: str
    name: str
    architecture: str = ""
    parameters: int = 0
    active_parameters: int = 0
    quantisation: str = ""
    context_length: int = 0
    layers: int = 0
    embedding_length: int = 0
    vocabulary: int = 0
    template: str = ""
    thinking: Literal["none", "switch", "always"] = "none"
    tokenizer: str = ""
    license: str = ""
    license_url: str = ""
    author: str = ""
    base_model: str = ""
    description: str = ""
    languages: tuple[str, ...] = ()
    file_size: int = 0
    parts: int = 1
    gguf_version: int = 0
    embeds: bool = False
    shares_table: bool = False
    types: tuple[TensorShare, ...] = ()
    needs: tuple[ContextNeeds, ...] = ()

    @property
    def bits_per_weight(self) -> float:
        stored = sum(share.bytes for share in self.types)
        return 8.0 * stored / self.parameters if self.parameters else 0.0
