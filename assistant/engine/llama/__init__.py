"""llama.cpp through its low-level interface: the only package that imports `llama_cpp`.

Native objects live in `Model`, `Context` and `Sampler`; each is used by one thread and freed by
`close`. Nothing of a vocabulary's size becomes Python's objects: sampling stays in llama.cpp.
"""

from assistant.engine.llama.abort import AbortFlag
from assistant.engine.llama.adapters import Adapter, attach, explain_adapter
from assistant.engine.llama.context import (
    DECODE_ABORTED,
    DECODE_NO_SLOT,
    DECODE_OK,
    Context,
    ContextSizes,
)
from assistant.engine.llama.faults import Aborted, LoadError
from assistant.engine.llama.model import Model
from assistant.engine.llama.probabilities import top_probabilities
from assistant.engine.llama.process import (
    NativeLog,
    backends,
    devices,
    instructions,
    start,
    supports_offload,
    version,
)
from assistant.engine.llama.sampler import Sampler
from assistant.engine.llama.vocabulary import Token, Vocabulary

__all__ = [
    "DECODE_ABORTED",
    "DECODE_NO_SLOT",
    "DECODE_OK",
    "AbortFlag",
    "Aborted",
    "Adapter",
    "Context",
    "ContextSizes",
    "LoadError",
    "Model",
    "NativeLog",
    "Sampler",
    "Token",
    "Vocabulary",
    "attach",
    "backends",
    "devices",
    "explain_adapter",
    "instructions",
    "start",
    "supports_offload",
    "top_probabilities",
    "version",
]
