"""What each layer of a model keeps in memory while it works, from its metadata.

The rules are those of llama.cpp (`llama-hparams.cpp`, `llama_model::create_memory`). Metadata is
not trusted: whatever it says, numbers stay within bounds and nothing is raised.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.engine.gguf import GgufHeader
from assistant.engine.tensor_sizes import MOST_LAYERS

_MOST = 1 << 31

# every n-th layer sees the whole text, the others a window; True: the first of n is that layer
_WINDOW_PATTERNS: dict[str, tuple[int, bool]] = {
    "afmoe": (4, False),
    "cohere2": (4, False),
    "cohere2moe": (4, True),
    "exaone-moe": (4, False),
    "exaone4": (4, False),
    "gemma2": (2, False),
    "gemma3": (6, False),
    "gemma3n": (5, False),
    "gpt-oss": (2, False),
    "laguna": (4, True),
    "llama4": (4, False),
    "mellum": (4, False),
    "muse-glimmer": (4, False),
    "olmo2": (4, False),
    "plamo3": (8, False),
    "smallthinker": (4, True),
}
_WINDOW_LISTS = frozenset(
    {"dots3note", "gemma4", "granite_swa", "maple", "mimo2", "spark2_5", "step35"}
)
_DEFAULT_WINDOW = {"exaone-moe": 128, "exaone4": 4096, "gemma2": 4096, "llama4": 8192}
_EXAONE4_WITH_WINDOW = 64  # layers of the only size that has one

_RECURRENT = frozenset({"mamba", "mamba2", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7"})
_BOTH_IN_A_LAYER = frozenset({"falcon-h1"})
# every n-th layer has attention, the others a running state
_STATE_INTERVAL = {"qwen3next": 4, "qwen35": 4, "qwen35moe": 4, "qwen4exp": 4, "minimax-01": 8}
_WITHOUT_STATE = frozenset({"nemotron_h", "nemotron_h_moe"})  # some layers have neither


@dataclass(frozen=True, slots=True)
class LayerMemory:
    """`keys` and `values` are numbers kept for a token, `state` bytes kept for a sequence.

    `window` 0: every token of the text is kept; else about so many for each sequence.
    """

    keys: int = 0
    values: int = 0
    window: int = 0
    state: int = 0


@dataclass(frozen=True, slots=True)
class ModelShape:
    """What memory and time depend on. `activation` counts numbers for a token while it is read.

    `heads` is the most that any layer has; `quantises` says whether the cache can be q8_0.
    """

    layers: tuple[LayerMemory, ...]
    vocabulary: int
    activation: int
    width: int
    heads: int
    quantises: bool


def shape_of(header: GgufHeader) -> ModelShape:
    """The shape of the model with this header."""
    facts = _Facts(header)
    count = min(facts.number("block_count"), MOST_LAYERS)
    layers = tuple(_layer(facts, index, count) for index in range(count))
    lengths = {*facts.lengths(windowed=False), *facts.lengths(windowed=True)}
    heads = (facts.of_layer("attention.head_count", index) for index in range(count))
    return ModelShape(
        layers=layers,
        vocabulary=_vocabulary(header, facts),
        activation=_activation(facts, count),
        width=facts.number("embedding_length"),
        heads=max(heads, default=0),
        quantises=all(length % 32 == 0 for length in lengths),
    )


class _Facts:
    """Numbers of the metadata, within bounds; one for each layer where the file lists them so."""

    def __init__(self, header: GgufHeader) -> None:
        self.architecture = header.architecture
        self._metadata = header.metadata

    def number(self, key: str, default: int = 0) -> int:
        """The number at `key`; of a list the first."""
        return self.of_layer(key, 0, default)

    def of_layer(self, key: str, layer: int, default: int = 0) -> int:
        """The number at `key` for `layer`; `default` when the file does not say."""
        value = self._metadata.get(f"{self.architecture}.{key}")
        if isinstance(value, tuple):
            value = value[layer] if layer < len(value) else None
        return max(0, min(value, _MOST)) if isinstance(value, int) else default

    def listed(self, key: str) -> bool:
        """Whether the file has a list at `key`."""
        return isinstance(self._metadata.get(f"{self.architecture}.{key}"), tuple)

    def has(self, key: str) -> bool:
        return f"{self.architecture}.{key}" in self._metadata

    def lengths(self, *, windowed: bool) -> tuple[int, int]:
        """Numbers in a head's key and value."""
        heads = self.number("attention.head_count")
        share = self.number("embedding_length") // heads if heads else 0
        key = self.number("attention.key_length", share)
        value = self.number("attention.value_length", share)
        if windowed:
            key = self.number("attention.key_length_swa", key)
            value = self.number("attention.value_length_swa", value)
        return key, value


def _layer(facts: _Facts, index: int, count: int) -> LayerMemory:
    if index >= count - facts.number("nextn_predict_layers"):
        return LayerMemory()  # it only drafts, and is not used for that
    heads = facts.of_layer(
        "attention.head_count_kv", index, facts.of_layer("attention.head_count", index)
    )
    window = _window(facts, index, count)
    keys = values = 0
    if _has_attention(facts, index, heads) and index < _layers_with_cache(facts, count):
        key, value = facts.lengths(windowed=bool(window))
        compressed = facts.number("attention.key_length_mla")
        compressed = compressed and facts.number("attention.value_length_mla")
        keys = heads * key + facts.number("attention.indexer.key_length")
        values = 0 if compressed else heads * value
    state = _state_bytes(facts) if _has_state(facts, index, heads) else 0
    return LayerMemory(keys=keys, values=values, window=window, state=state)


def _has_attention(facts: _Facts, index: int, heads: int) -> bool:
    if facts.architecture in _RECURRENT:
        return False
    if facts.architecture in _BOTH_IN_A_LAYER:
        return True
    return heads > 0 and not _has_state(facts, index, heads)


def _has_state(facts: _Facts, index: int, heads: int) -> bool:
    architecture = facts.architecture
    if architecture in _RECURRENT or architecture in _BOTH_IN_A_LAYER:
        return True
    if architecture in _STATE_INTERVAL:
        if facts.has("attention.recurrent_layers"):
            return facts.of_layer("attention.recurrent_layers", index) > 0
        every = facts.number("full_attention_interval", _STATE_INTERVAL[architecture])
        return every == 0 or (index + 1) % every != 0
    idle = architecture in _WITHOUT_STATE and facts.of_layer("feed_forward_length", index) > 0
    return heads == 0 and not idle


def _layers_with_cache(facts: _Facts, count: int) -> int:
    """The first so many layers keep a cache; the ones after read that of an earlier layer."""
    if facts.architecture == "gemma3n":
        return 20
    if facts.architecture == "gemma4":
        return count - facts.number("attention.shared_kv_layers")
    return count


def _window(facts: _Facts, index: int, count: int) -> int:
    """Tokens of the sliding window of a layer; 0 when it sees everything."""
    name = facts.architecture
    if name not in _WINDOW_PATTERNS and name not in _WINDOW_LISTS:
        return 0
    if name == "exaone4" and count != _EXAONE4_WITH_WINDOW:
        return 0
    window = facts.number("attention.sliding_window", _DEFAULT_WINDOW.get(name, 0))
    if name == "llama4" and window:
        window = _DEFAULT_WINDOW[name]
    if facts.listed("attention.sliding_window_pattern"):
        inside = facts.of_layer("attention.sliding_window_pattern", index) > 0
    else:
        every, first_sees_all = _WINDOW_PATTERNS.get(name, (1, False))
        every = facts.number("attention.sliding_window_pattern", every)
        place = index % every if every else 0
        inside = every == 0 or (place != 0 if first_sees_all else place < every - 1)
    return window if inside else 0


def _state_bytes(facts: _Facts) -> int:
    """Bytes of the running state of one layer for one sequence; 32-bit numbers."""
    width = facts.number("embedding_length")
    heads = facts.number("attention.head_count")
    convolution = max(0, facts.number("ssm.conv_kernel") - 1)
    if size := facts.number("wkv.head_size"):
        return 4 * width * (facts.number("token_shift_count", 2) + size)
    if size := facts.number("shortconv.l_cache"):
        return 4 * width * (size - 1)
    if size := facts.number("kda.head_dim"):
        return 4 * heads * size * (3 * (convolution or 3) + size)
    if facts.architecture == "minimax-01":
        key, _ = facts.lengths(windowed=False)
        return 4 * heads * key * key
    inner, state = facts.number("ssm.inner_size"), facts.number("ssm.state_size")
    groups = facts.number("ssm.group_count")
    return 4 * (convolution * (inner + 2 * groups * state) + inner * state)


def _vocabulary(header: GgufHeader, facts: _Facts) -> int:
    listed = header.metadata.get("tokenizer.ggml.tokens")
    length = getattr(listed, "length", 0) or (len(listed) if isinstance(listed, tuple) else 0)
    return min(length or facts.number("vocab_size"), 1 << 24)


def _activation(facts: _Facts, count: int) -> int:
    """Numbers alive at once for a token in the widest layer: the feed-forward part holds three
    vectors of its width beside four of the model's (measured with llama.cpp's own report)."""
    width = facts.number("embedding_length")
    used = facts.number("expert_used_count")
    hidden = 2 * facts.number("ssm.inner_size")
    heads = 0
    for index in range(count):
        experts = used * facts.of_layer("expert_feed_forward_length", index)
        hidden = max(hidden, facts.of_layer("feed_forward_length", index), experts)
        heads = max(heads, facts.of_layer("attention.head_count", index))
    key, _ = facts.lengths(windowed=False)
    return 3 * hidden + 4 * max(width, heads * key) + used * width
