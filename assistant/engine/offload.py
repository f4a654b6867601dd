"""Whether a GPU is really in use, read from what llama.cpp says while it loads a model.

Asking for layers on a GPU is no proof: a build without a backend, a missing driver or a hidden
device leave llama.cpp on the processor without an error, and it may even report the layers as
offloaded. The buffers it allocates show where the weights are.
"""

from __future__ import annotations

import re

from assistant.core.entities import DeviceUse
from assistant.core.messages import ModelParameters
from assistant.engine.fit import Fit

# the formats of llama-model.cpp, llama-kv-cache.cpp, llama-memory-recurrent.cpp,
# llama-context.cpp, llama-adapter.cpp and llama.cpp
_BUFFER = re.compile(
    r"(\S+) +(?:\S+ \S+ )?(model|KV|RS|state|compute|output|LoRA) buffer size *= *([\d.]+) MiB"
)
_OFFLOADED = re.compile(r"offloaded (\d+)/(\d+) layers to GPU")
_USING = re.compile(r"using device (\S+) \((.*?)\) \([^()]*\) - \d+ MiB free")
_REARRANGED = re.compile(r"(?:REPACK|AMX|KLEIDIAI) model buffer size")
_MIB = 1024 * 1024


def parse_devices(log: str) -> tuple[DeviceUse, ...]:
    """What the model with this load log occupies on each device, main memory ("CPU") first.

    Weights that the processor keeps twice, rearranged for it, count twice.
    """
    descriptions = {name: text for name, text in _USING.findall(log)}
    totals: dict[str, float] = {}
    for buffer, _kind, size in _BUFFER.findall(log):
        device = device_of(buffer)
        totals[device] = totals.get(device, 0.0) + float(size)
    names = sorted(totals, key=lambda name: (name != "CPU", name))
    return tuple(
        DeviceUse(name, descriptions.get(name, ""), int(totals[name] * _MIB)) for name in names
    )


def offloaded_layers(log: str) -> tuple[int, int] | None:
    """(layers on a GPU, all layers) as llama.cpp reports them; None when it says nothing.

    Where it holds no weights on a GPU the first is 0, whatever it reports.
    """
    match = _OFFLOADED.search(log)
    if match is None:
        return None
    on_gpu = _mebibytes(log, "model") > 0
    return (int(match[1]) if on_gpu else 0, int(match[2]))


def verdict(wanted: ModelParameters, chosen: Fit, log: str) -> str:
    """A sentence for the person when a GPU was to be used and is not, or not as far; else ""."""
    expected = max(chosen.gpu_layers, wanted.gpu_layers)
    if expected <= 0:
        return ""
    reported = offloaded_layers(log)
    if reported is None or reported[0] == 0:
        return (
            "The GPU is not in use: this llama.cpp found none that it can use, the processor works."
        )
    on_gpu, total = reported
    expected = min(expected, total)
    if on_gpu < expected:
        return f"Only {on_gpu} of the {expected} layers that were meant for the GPU are on it."
    if on_gpu == total and not _mebibytes(log, "KV", "RS") and _mebibytes_of_cache(log):
        return "The weights are on the GPU, but the memory of the conversation is not: it is slow."
    return ""


def rearranged(log: str) -> bool:
    """Whether the processor has weights a second time, in an order of its own."""
    return _REARRANGED.search(log) is not None


def device_of(buffer: str) -> str:
    """The device of a buffer: "CPU" for main memory under any name, else such as "CUDA0"."""
    name, _, kind = buffer.partition("_")
    return "CPU" if kind == "Host" or name in ("AMX", "BLAS") else name


def _mebibytes(log: str, *kinds: str) -> float:
    """Size of the buffers of these kinds that are on a GPU."""
    return sum(
        float(size)
        for buffer, kind, size in _BUFFER.findall(log)
        if kind in kinds and device_of(buffer) != "CPU"
    )


def _mebibytes_of_cache(log: str) -> float:
    return sum(float(size) for _, kind, size in _BUFFER.findall(log) if kind in ("KV", "RS"))
