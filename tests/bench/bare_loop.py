"""The bare loop of `inkstone bench` in the hands of tests: model and context, and one decode."""

from __future__ import annotations

import os
from typing import Any

from assistant.engine.llama import bare
from assistant.engine.reference import Reference

decode = bare.read


def load(
    path: str,
    threads: int,
    *,
    context_length: int = 2048,
    kv_type: str = "f16",
    flash_attention: str = "auto",
) -> tuple[Any, Any]:
    """Model and context; under `make test-gpu` on the device that the engine is tested on."""
    return bare.load(
        Reference(
            path=path,
            context_length=context_length,
            batch_tokens=512,
            threads=threads,
            gpu_layers=999 if os.environ.get("INKSTONE_TEST_GPU") == "1" else 0,
            kv_type=kv_type,
            flash_attention=flash_attention,
        )
    )
