"""Chooses context length, threads and layers on a GPU for a model and a machine, and says why.

Pure apart from `this_machine`. Memory sizes in bytes, context lengths in tokens.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from assistant.core.errors import UserError
from assistant.core.messages import ModelParameters
from assistant.engine.gguf import GgufHeader

PREFERRED_CONTEXT = 8192
SMALLEST_CONTEXT = 512
LARGEST_CONTEXT = 1 << 20
DEFAULT_BATCH = 512
COMPUTE_BYTES = 192 * 1024 * 1024  # an allowance: the real size is known after allocation
_UNKNOWN_TRAINED = 4096
_BYTES_PER_VALUE = {"auto": 2.0, "f16": 2.0, "q8_0": 34 / 32}
_CGROUP_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


@dataclass(frozen=True, slots=True)
class Machine:
    """What there is: bytes of memory, physical cores this process may use, GPU devices."""

    total_memory: int
    available_memory: int
    cores: int
    gpus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """What was chosen; `reason` is one sentence for the person."""

    context_length: int
    batch_tokens: int
    threads: int
    gpu_layers: int
    reason: str


def this_machine(gpus: tuple[str, ...] = ()) -> Machine:
    """The machine this process runs on, within the limits of its container."""
    import psutil

    memory = psutil.virtual_memory()
    total = memory.total
    for path in _CGROUP_LIMITS:
        with contextlib.suppress(OSError, ValueError):
            total = min(total, int(path.read_text()))
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        cores = min(cores, len(os.sched_getaffinity(0)))
    return Machine(total, min(memory.available, total), max(1, cores), gpus)


def cache_bytes_per_token(header: GgufHeader, kv_type: str = "auto") -> int:
    """Bytes of KV cache for one token, from the shape in the metadata; 0 where unknown."""
    heads = header.integer("attention.head_count")
    kv_heads = header.integer("attention.head_count_kv", heads)
    width = header.integer("embedding_length")
    default = width // heads if heads else 0
    key = header.integer("attention.key_length", default)
    value = header.integer("attention.value_length", default)
    values = header.integer("block_count") * kv_heads * (key + value)
    return int(max(0, values) * _BYTES_PER_VALUE.get(kv_type, 2.0))


def choose(header: GgufHeader, wanted: ModelParameters, machine: Machine) -> Fit:
    """The fit for a model that answers. Raises `UserError("too_large")` with the numbers."""
    check_memory(header, machine)
    context, reason = _context(header, wanted, machine)
    batch = wanted.batch_tokens or DEFAULT_BATCH
    return Fit(
        context_length=context,
        batch_tokens=max(8, min(batch, 8192)),
        threads=_threads(wanted, machine),
        gpu_layers=_gpu_layers(wanted, machine),
        reason=reason + _gpu_remark(wanted, machine) + _pressure_remark(header, machine),
    )


def choose_embedding(header: GgufHeader, wanted: ModelParameters, machine: Machine) -> Fit:
    """The fit for a model that embeds: one text must go through in one piece."""
    check_memory(header, machine)
    trained = header.integer("context_length") or SMALLEST_CONTEXT
    context = max(8, min(wanted.context_length or trained, trained, 2048))
    return Fit(
        context_length=context,
        batch_tokens=context,
        threads=_threads(wanted, machine),
        gpu_layers=_gpu_layers(wanted, machine),
        reason=f"Reads texts of up to {context:,} tokens.",
    )


def check_memory(header: GgufHeader, machine: Machine) -> None:
    """Raises `UserError("too_large")` when the weights alone exceed the machine's memory."""
    if header.file_size > machine.total_memory and not machine.gpus:
        raise UserError(
            "too_large",
            f"“{header.name}” needs {_size(header.file_size)} of memory; this machine has "
            f"{_size(machine.total_memory)}.",
            "Choose a smaller model, or a smaller quantisation of this one.",
        )


def _context(header: GgufHeader, wanted: ModelParameters, machine: Machine) -> tuple[int, str]:
    trained = header.integer("context_length")
    trained = trained if trained > 0 else _UNKNOWN_TRAINED
    per_token = cache_bytes_per_token(header, wanted.kv_type)
    if wanted.context_length > 0:
        context = min(wanted.context_length, LARGEST_CONTEXT)
        if per_token * context > machine.total_memory:
            raise UserError(
                "too_large",
                f"A context of {context:,} tokens needs {_size(per_token * context)} of memory "
                f"for “{header.name}”; this machine has {_size(machine.total_memory)}.",
                "Choose a shorter context.",
            )
        more = "" if context <= trained else f", more than the {trained:,} it was trained for"
        return context, f"Context of {context:,} tokens as you set it{more}."
    context = min(trained, PREFERRED_CONTEXT)
    room = machine.available_memory - header.file_size - COMPUTE_BYTES
    fitting = room // per_token // 256 * 256 if per_token else context
    if fitting < context:
        context = min(context, max(SMALLEST_CONTEXT, fitting))
        return context, (
            f"Context of {context:,} tokens: free memory of {_size(machine.available_memory)} "
            "holds no more beside the model."
        )
    if context == trained:
        return context, f"Context of {context:,} tokens, all the model was trained for."
    return context, (
        f"Context of {context:,} tokens to save memory; the model was trained for {trained:,}."
    )


def _threads(wanted: ModelParameters, machine: Machine) -> int:
    """One for each physical core; from six cores on one is left to the window."""
    if wanted.threads > 0:
        return min(wanted.threads, 512)
    return machine.cores - 1 if machine.cores >= 6 else machine.cores


def _gpu_layers(wanted: ModelParameters, machine: Machine) -> int:
    if not machine.gpus:
        return 0
    return 999 if wanted.gpu_layers < 0 else min(wanted.gpu_layers, 999)


def _gpu_remark(wanted: ModelParameters, machine: Machine) -> str:
    if wanted.gpu_layers > 0 and not machine.gpus:
        return " Layers on a GPU were asked for, but this build found no GPU: the CPU is used."
    return ""


def _pressure_remark(header: GgufHeader, machine: Machine) -> str:
    if header.file_size <= machine.available_memory:
        return ""
    return (
        f" The model is larger than the free memory of {_size(machine.available_memory)}: "
        "close other programs if it is slow."
    )


def _size(count: int) -> str:
    """Bytes for a person, such as "4.7 GB"."""
    for unit, factor in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{max(0, count) / 1000:.0f} kB"
