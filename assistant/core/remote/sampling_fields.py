"""How `Sampling` is said to servers: each has its own names for what the OpenAI API lacks.

Names from the documentation of llama.cpp's server, llama-cpp-python, vLLM, Ollama and LM Studio
(2026). What the person left to the model's own recommendation is not sent: the server has it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from assistant.core.messages import Sampling
from assistant.core.remote.dialect import Dialect, ServerKind

_OPENAI = ("temperature", "top_p", "frequency_penalty", "presence_penalty")

_LLAMA_SERVER = {
    "top_k": "top_k",
    "min_p": "min_p",
    "typical_p": "typical_p",
    "xtc_probability": "xtc_probability",
    "xtc_threshold": "xtc_threshold",
    "dry_multiplier": "dry_multiplier",
    "dry_base": "dry_base",
    "dry_allowed_length": "dry_allowed_length",
    "dry_last_n": "dry_penalty_last_n",
    "repeat_penalty": "repeat_penalty",
    "repeat_last_n": "repeat_last_n",
    "mirostat": "mirostat",
    "mirostat_tau": "mirostat_tau",
    "mirostat_eta": "mirostat_eta",
}
_EXTRAS: Mapping[ServerKind, Mapping[str, str]] = {
    "llama.cpp": _LLAMA_SERVER,
    "llama-cpp-python": {
        "top_k": "top_k",
        "min_p": "min_p",
        "repeat_penalty": "repeat_penalty",
        "mirostat": "mirostat_mode",
        "mirostat_tau": "mirostat_tau",
        "mirostat_eta": "mirostat_eta",
    },
    "vLLM": {"top_k": "top_k", "min_p": "min_p", "repeat_penalty": "repetition_penalty"},
    "Ollama": {},
    "LM Studio": {"top_k": "top_k", "min_p": "min_p", "repeat_penalty": "repeat_penalty"},
    "": _LLAMA_SERVER,
}
_MATTER_WITH = {
    "xtc_threshold": "xtc_probability",
    "dry_base": "dry_multiplier",
    "dry_allowed_length": "dry_multiplier",
    "dry_last_n": "dry_multiplier",
    "mirostat_tau": "mirostat",
    "mirostat_eta": "mirostat",
}
"""Fields that mean nothing while another one is off."""

_OFF = Sampling(top_k=0, top_p=1.0, min_p=0.0)


class SamplingFields(NamedTuple):
    """`sent` in the body; `shape` names what the answer cannot do without."""

    sent: dict[str, Any]
    shape: frozenset[str]
    notes: tuple[str, ...]


def sampling_fields(
    sampling: Sampling, dialect: Dialect, mask: Callable[[str], str] = str
) -> SamplingFields:
    """The fields of a request for a server of this dialect."""
    names = _EXTRAS[dialect.kind]
    known = dialect.kind != ""
    chosen = [name for name in (*_OPENAI, *_LLAMA_SERVER) if name not in sampling.inherits]
    sent: dict[str, Any] = {}
    unknown: list[str] = []
    for name in chosen:
        value = getattr(sampling, name)
        neutral = _means_nothing(sampling, name)
        if name in _OPENAI:
            sent[name] = value
        elif name not in names:
            if not neutral and sampling.temperature > 0:
                unknown.append(name)
        elif not neutral or (known and name not in _MATTER_WITH):
            sent[names[name]] = value
    if sampling.seed is not None:
        sent["seed"] = sampling.seed
    unknown += _biases(sampling, dialect.kind, sent, mask)
    shape = _shape(sampling, dialect.kind, mask)
    note = _not_understood(unknown)
    return SamplingFields(sent | shape, frozenset(shape), (note,) if note else ())


def _means_nothing(sampling: Sampling, name: str) -> bool:
    switch = _MATTER_WITH.get(name)
    if switch is not None:
        return bool(getattr(sampling, switch) == getattr(_OFF, switch))
    return bool(getattr(sampling, name) == getattr(_OFF, name)) or (
        name == "repeat_last_n" and sampling.repeat_penalty == 1.0
    )


def _biases(
    sampling: Sampling, kind: ServerKind, sent: dict[str, Any], mask: Callable[[str], str]
) -> list[str]:
    """Biases of texts: elsewhere they would have to be told by the server's own token numbers."""
    if not sampling.logit_bias:
        return []
    biases = [[mask(text), bias] for text, bias in sampling.logit_bias]
    if kind == "llama.cpp":
        sent["logit_bias"] = biases
    elif kind == "llama-cpp-python":
        sent["logit_bias"] = dict(biases)  # type: ignore[arg-type]
        sent["logit_bias_type"] = "tokens"
    else:
        return ["logit_bias"]
    return []


def _shape(sampling: Sampling, kind: ServerKind, mask: Callable[[str], str]) -> dict[str, Any]:
    if sampling.json_schema:
        schema = _schema(mask(sampling.json_schema))
        if kind == "llama-cpp-python":
            return {"response_format": {"type": "json_object", "schema": schema}}
        named = {"name": "answer", "schema": schema}
        return {"response_format": {"type": "json_schema", "json_schema": named}}
    if sampling.grammar and kind == "vLLM":
        return {"structured_outputs": {"grammar": mask(sampling.grammar)}}
    return {"grammar": mask(sampling.grammar)} if sampling.grammar else {}


def _schema(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return {}


def _not_understood(names: list[str]) -> str:
    if not names:
        return ""
    return f"This server does not know {', '.join(names)}: the answer was drawn without."
