"""What a model file recommends for sampling: its `general.sampling.*` metadata.

The keys are those that llama.cpp's converter writes (gguf-py's `Keys.General`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from assistant.engine.gguf import GgufHeader

_FIELDS: Mapping[str, tuple[str, float, float]] = MappingProxyType(
    {
        "temp": ("temperature", 0.0, 2.0),
        "top_k": ("top_k", 0, 1_000_000),
        "top_p": ("top_p", 0.01, 1.0),
        "min_p": ("min_p", 0.0, 0.99),
        "xtc_probability": ("xtc_probability", 0.0, 1.0),
        "xtc_threshold": ("xtc_threshold", 0.01, 1.0),
        "penalty_last_n": ("repeat_last_n", -1, 1_000_000),
        "penalty_repeat": ("repeat_penalty", 0.5, 2.0),
        "mirostat": ("mirostat", 0, 2),
        "mirostat_tau": ("mirostat_tau", 0.0, 100.0),
        "mirostat_eta": ("mirostat_eta", 0.001, 1.0),
    }
)
"""The field of `Sampling` for each key, and which values make sense."""

_WHOLE = ("top_k", "repeat_last_n", "mirostat")


def suggested_sampling(header: GgufHeader) -> dict[str, float]:
    """The recommendation by fields of `core.messages.Sampling`; without what makes no sense."""
    found: dict[str, float] = {}
    for key, (name, low, high) in _FIELDS.items():
        value = header.metadata.get(f"general.sampling.{key}")
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        if not math.isfinite(value) or not low <= value <= high:
            continue
        if name in _WHOLE and value != int(value):
            continue
        # the file holds single precision: 0.6 and not 0.6000000238
        found[name] = float(f"{value:.6g}")
    return found
