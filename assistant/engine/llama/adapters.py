"""LoRA adapters: small files that change how a model writes."""

from __future__ import annotations

import ctypes
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import llama_cpp

from assistant.core.errors import UserError
from assistant.engine.gguf import GgufHeader, clean_text, read_header
from assistant.engine.llama.faults import LoadError


class Adapter:
    """An adapter in memory, made for one model. It is closed before the model is."""

    def __init__(self, path: Path, model: Any, architecture: str) -> None:
        """Load the adapter at `path` for the native `model` of that architecture.

        Raises `UserError` for a file that is no adapter for such a model, and `LoadError` with
        an empty log when llama.cpp refuses it.
        """
        header = read_header(path)
        check_adapter(header, architecture)
        self.name = header.name
        self.pointer = llama_cpp.llama_adapter_lora_init(model, os.fsencode(path))
        if not self.pointer:
            raise LoadError("")

    def close(self) -> None:
        """Free it; no context may compute with it any more."""
        if self.pointer:
            llama_cpp.llama_adapter_lora_free(self.pointer)
            self.pointer = None


def attach(context: Any, adapters: Sequence[tuple[Adapter, float]]) -> None:
    """Compute with `adapters` from the next batch on, each as strong as its scale.

    They take the place of those attached before. What the native `context` holds in memory was
    computed without them: it must be empty. Raises `UserError` for a scale that is no number.
    """
    kind = llama_cpp.llama_adapter_lora_p_ctypes
    pointers = (kind * len(adapters))()
    scales = (ctypes.c_float * len(adapters))()
    for index, (adapter, scale) in enumerate(adapters):
        if not math.isfinite(scale):
            raise UserError(
                "settings",
                f"The strength of the adapter “{adapter.name}” is not a number.",
                "Set it between 0 and 1 in the settings.",
            )
        pointers[index] = ctypes.cast(adapter.pointer, kind)
        scales[index] = scale
    llama_cpp.llama_set_adapters_lora(context, pointers, len(adapters), scales)


def check_adapter(header: GgufHeader, architecture: str) -> None:
    """Raises `UserError` when the file with this header is no LoRA for such a model.

    llama.cpp aborts the process when one of these texts is of another type.
    """
    name = header.name
    if header.text("general.type") != "adapter":
        raise UserError(
            "load_failed",
            f"“{name}” is a model of its own, not an adapter for another one.",
            "Open it as a model, or choose a LoRA adapter in GGUF format.",
        )
    if header.text("adapter.type") != "lora":
        raise UserError(
            "load_failed",
            f"“{name}” is not a LoRA adapter; other kinds cannot be used.",
            "Choose a LoRA adapter in GGUF format.",
        )
    if header.architecture != architecture:
        raise UserError(
            "load_failed",
            f"“{name}” is an adapter for models of the kind "
            f"“{clean_text(header.architecture)[:60]}”, this model is "
            f"“{clean_text(architecture)[:60]}”.",
            "Choose an adapter that was made for this model.",
        )
    if not isinstance(header.metadata.get("adapter.lora.alpha", 0.0), float):
        raise UserError(
            "damaged_model",
            f"The adapter “{name}” is damaged: its strength is no number.",
            "Download or convert it again.",
        )


def explain_adapter(log: str, path: Path) -> UserError:
    """Why llama.cpp refused the adapter at `path`, from its own words."""
    name = clean_text(path.name)
    if "does not exist in base model" in log or "incorrect shape" in log:
        return UserError(
            "load_failed",
            f"The adapter “{name}” does not fit this model: it was made for another size or "
            "version.",
            "Choose an adapter that was made for this model.",
        )
    if "failed to allocate" in log:
        return UserError(
            "too_large",
            f"There was not enough memory for the adapter “{name}”.",
            "Choose a shorter context, or do without the adapter.",
        )
    return UserError(
        "damaged_model",
        f"The adapter “{name}” is damaged or of a kind that is not known.",
        "Download or convert it again.",
    )
