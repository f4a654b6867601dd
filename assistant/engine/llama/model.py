"""A model's weights."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import llama_cpp

from assistant.core.errors import Cancelled
from assistant.engine.llama.faults import LoadError
from assistant.engine.llama.vocabulary import Vocabulary


class Model:
    """A model's weights and vocabulary."""

    def __init__(self, path: Path, *, gpu_layers: int, progress: Callable[[float], bool]) -> None:
        """Load `path`. `progress` gets 0 to 1 and returns False to cancel.

        Raises `Cancelled`, or `LoadError` with an empty log (the caller holds the log).
        """
        parameters = llama_cpp.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        refused: list[bool] = []

        def on_progress(fraction: float, _data: Any) -> bool:
            if not progress(fraction):
                refused.append(True)
                return False
            return True

        callback = llama_cpp.llama_progress_callback(on_progress)
        parameters.progress_callback = callback
        self.pointer = llama_cpp.llama_model_load_from_file(os.fsencode(path), parameters)
        if not self.pointer:
            if refused:
                raise Cancelled
            raise LoadError("")
        self.vocabulary = Vocabulary(llama_cpp.llama_model_get_vocab(self.pointer))

    def close(self) -> None:
        """Free the weights; every context of the model must be closed before."""
        if self.pointer:
            llama_cpp.llama_model_free(self.pointer)
            self.pointer = None

    @property
    def trained_context(self) -> int:
        return int(llama_cpp.llama_model_n_ctx_train(self.pointer))

    @property
    def layers(self) -> int:
        return int(llama_cpp.llama_model_n_layer(self.pointer))

    @property
    def width(self) -> int:
        """Length of an embedding vector."""
        return int(llama_cpp.llama_model_n_embd_out(self.pointer))

    @property
    def window(self) -> int:
        """Tokens of the sliding attention window; 0 when attention sees everything."""
        return max(0, int(llama_cpp.llama_model_n_swa(self.pointer)))

    @property
    def keeps_state(self) -> bool:
        """Whether some of its memory is a running state that cannot be rewound."""
        return bool(
            llama_cpp.llama_model_is_recurrent(self.pointer)
            or llama_cpp.llama_model_is_hybrid(self.pointer)
        )

    @property
    def has_encoder(self) -> bool:
        return bool(llama_cpp.llama_model_has_encoder(self.pointer))

    @property
    def has_decoder(self) -> bool:
        return bool(llama_cpp.llama_model_has_decoder(self.pointer))

    @property
    def weights(self) -> int:
        return int(llama_cpp.llama_model_n_params(self.pointer))

    @property
    def size(self) -> int:
        """Bytes of all tensors."""
        return int(llama_cpp.llama_model_size(self.pointer))

    @property
    def description(self) -> str:
        """Such as "qwen2 1B Q4_0"."""
        buffer = ctypes.create_string_buffer(256)
        llama_cpp.llama_model_desc(self.pointer, buffer, 256)
        return buffer.value.decode("utf-8", "replace")

    @property
    def template(self) -> str | None:
        """The chat template of the model file."""
        raw = llama_cpp.llama_model_chat_template(self.pointer, None)
        return None if raw is None else raw.decode("utf-8", "replace")
