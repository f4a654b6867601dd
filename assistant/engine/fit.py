"""Chooses layers on the GPU, context, cache, batches and threads for a model, and says why.

Pure apart from `this_machine` and `companions`. Memory sizes in bytes, lengths in tokens. Whatever
the metadata says, the outcome is something that llama.cpp accepts, or a `UserError`.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.core.errors import UserError
from assistant.core.messages import ModelParameters
from assistant.engine.fit_reasons import size_text
from assistant.engine.fit_search import (
    SMALLEST_CONTEXT,
    KvType,
    Search,
    gpu_room,
    total_memory,
)
from assistant.engine.gguf import GgufHeader
from assistant.engine.machine import Machine, this_machine
from assistant.engine.memory_needs import MemoryUse, ModelMemory, Needs, Plan

MOST_THREADS = 512  # GGML_MAX_N_THREADS

__all__ = [
    "Fit",
    "Machine",
    "choose",
    "choose_embedding",
    "companions",
    "cost",
    "this_machine",
]

FlashAttention = Literal["auto", "on", "off"]


@dataclass(frozen=True, slots=True)
class Fit:
    """What was chosen; `reasons` are sentences for the person.

    `gpu_layers` counts as llama.cpp does: the layers of the model and one for its output.
    `micro_batch_tokens` of a batch are computed at once.
    """

    context_length: int
    batch_tokens: int
    threads: int
    gpu_layers: int
    micro_batch_tokens: int
    batch_threads: int
    kv_type: KvType = "f16"
    flash_attention: FlashAttention = "auto"
    sequences: int = 1
    reasons: tuple[str, ...] = ()
    memory: tuple[MemoryUse, ...] = ()

    @property
    def reason(self) -> str:
        return " ".join(self.reasons)


def choose(
    header: GgufHeader, wanted: ModelParameters, machine: Machine, *, beside: int = 0
) -> Fit:
    """The fit for a model that answers. Raises `UserError("too_large")` with the numbers.

    `beside` bytes are needed by what is loaded with it (a draft model, adapters).
    """
    check_memory(header, machine)
    search = Search(header, wanted, machine, beside)
    search.check_context()
    plan = search.plan()
    threads = threads_for(wanted, machine)
    return Fit(
        context_length=plan.context_length,
        batch_tokens=plan.micro_batch_tokens,
        threads=threads,
        gpu_layers=plan.gpu_layers,
        micro_batch_tokens=plan.micro_batch_tokens,
        batch_threads=threads,
        kv_type=plan.kv_type,
        flash_attention="on" if plan.kv_type == "q8_0" else wanted.flash_attention,
        sequences=plan.sequences,
        reasons=search.reasons.of(plan, threads),
        memory=search.table(plan),
    )


def companions(wanted: ModelParameters) -> int:
    """Bytes of the files that are loaded with a model: its draft model and adapters.

    One that cannot be read counts nothing here; whoever loads it says why.
    """
    size = 0
    for path in (wanted.draft_path, *(adapter.path for adapter in wanted.adapters)):
        with contextlib.suppress(OSError, ValueError):
            size += Path(path).stat().st_size if path else 0
    return size


def cost(header: GgufHeader, fit: Fit, context_length: int, kv_type: KvType | None = None) -> Needs:
    """What `fit` would need with another context, or another type of cache."""
    plan = Plan(
        context_length=context_length,
        micro_batch_tokens=fit.micro_batch_tokens,
        sequences=fit.sequences,
        kv_type=kv_type or fit.kv_type,
        flash_attention=fit.flash_attention != "off",
        gpu_layers=fit.gpu_layers,
    )
    return ModelMemory(header).needs(plan)


def choose_embedding(header: GgufHeader, wanted: ModelParameters, machine: Machine) -> Fit:
    """The fit for a model that embeds: one text must go through in one piece."""
    check_memory(header, machine)
    trained = header.integer("context_length") or SMALLEST_CONTEXT
    context = max(8, min(wanted.context_length or trained, trained, 2048))
    threads = threads_for(wanted, machine)
    return Fit(
        context_length=context,
        batch_tokens=context,
        threads=threads,
        gpu_layers=_embedding_layers(header, wanted, machine),
        micro_batch_tokens=context,
        batch_threads=threads,
        reasons=(f"Reads texts of up to {context:,} tokens.",),
    )


def _embedding_layers(header: GgufHeader, wanted: ModelParameters, machine: Machine) -> int:
    """All or none: such models are small."""
    every = ModelMemory(header).layers + 1
    if not machine.used_devices:
        return 0
    if wanted.gpu_layers >= 0:
        return min(wanted.gpu_layers, every)
    hardware = any(not device.is_software for device in machine.used_devices)
    room = gpu_room(machine)
    fits = room is None or 2 * header.file_size < room
    return every if hardware and fits else 0


def check_memory(header: GgufHeader, machine: Machine) -> None:
    """Raises `UserError("too_large")` when the weights alone exceed the machine's memory."""
    if any(not device.total for device in machine.used_devices):
        return
    total = total_memory(machine)
    if header.file_size > total:
        raise UserError(
            "too_large",
            f"“{header.name}” needs {size_text(header.file_size)} of memory; this machine has "
            f"{size_text(total)}.",
            "Choose a smaller model, or a smaller quantisation of this one.",
        )


def threads_for(wanted: ModelParameters, machine: Machine) -> int:
    """One for each core; from six cores on one is left to the window.

    With fewer, a core is too much to give away, and the system shares them out well enough.
    """
    if wanted.threads > 0:
        return min(wanted.threads, MOST_THREADS)
    return machine.cores - 1 if machine.cores >= 6 else machine.cores
