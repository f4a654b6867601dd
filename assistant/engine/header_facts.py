"""From a model's header to what is told of the model. Pure; texts are cut, not cleaned."""

from __future__ import annotations

import os
from typing import Literal

from assistant.core.errors import UserError
from assistant.core.hub.model_facts import ContextNeeds, ModelFacts, TensorShare
from assistant.core.messages import ModelParameters
from assistant.engine import fit
from assistant.engine.architectures import is_embedding_model
from assistant.engine.gguf import GgufArray, GgufHeader
from assistant.engine.prompt import reasoning_tags
from assistant.engine.tensor_types import FILE_TYPES

CONTEXTS = (4096, 8192, 16_384, 32_768, 65_536, 131_072)
_LONGEST_CONTEXT = 1 << 20
_TEMPLATE = 256 * 1024  # characters; the longest that are known have 30,000
_LINE = 300
_ROOMY = 1 << 50  # a machine on which everything fits


def facts_of(header: GgufHeader) -> ModelFacts:
    """What is told of the model with this header."""
    template = header.text("tokenizer.chat_template")[:_TEMPLATE]
    return ModelFacts(
        path=os.fspath(header.path),
        name=header.name,
        architecture=_line(header, "general.architecture"),
        parameters=header.weights,
        active_parameters=_active(header),
        quantisation=quantisation(header),
        context_length=_number(header, "context_length"),
        layers=_number(header, "block_count"),
        embedding_length=_number(header, "embedding_length"),
        vocabulary=_vocabulary(header),
        template=template,
        thinking=thinking_of(template),
        tokenizer=_line(header, "tokenizer.ggml.model"),
        license=_line(header, "general.license", "general.license.name"),
        license_url=_line(header, "general.license.link"),
        author=_line(header, "general.author", "general.organization"),
        base_model=_line(header, "general.base_model.0.repo_url", "general.base_model.0.name"),
        description=_line(header, "general.description"),
        languages=_languages(header),
        file_size=header.file_size,
        parts=len(header.parts),
        gguf_version=header.version,
        embeds=is_embedding_model(header),
        shares_table=bool(header.sizes.token_table) and not header.sizes.has_output,
        types=tuple(
            TensorShare(
                name=share.name, tensors=share.tensors, weights=share.weights, bytes=share.size
            )
            for share in header.types
        ),
        needs=_needs(header),
    )


def quantisation(header: GgufHeader) -> str:
    """What the file calls its type, else the bits that a weight takes."""
    number = header.metadata.get("general.file_type")
    if isinstance(number, int) and number in FILE_TYPES:
        return FILE_TYPES[number]
    if header.weights:
        return f"{8 * header.tensor_bytes / header.weights:.1f} bits a weight"
    return ""


def thinking_of(template: str) -> Literal["none", "switch", "always"]:
    """Whether a chat template knows of reasoning, and can do without."""
    if "enable_thinking" in template:
        return "switch"
    return "none" if reasoning_tags(template) is None else "always"


def _line(header: GgufHeader, *keys: str) -> str:
    return next((header.text(key)[:_LINE] for key in keys if header.text(key)), "")


def _number(header: GgufHeader, key: str) -> int:
    return max(0, min(header.integer(key), 1 << 62))


def _vocabulary(header: GgufHeader) -> int:
    tokens = header.metadata.get("tokenizer.ggml.tokens")
    if isinstance(tokens, GgufArray):
        return min(tokens.length, 1 << 62)
    return len(tokens) if isinstance(tokens, tuple) else 0


def _languages(header: GgufHeader) -> tuple[str, ...]:
    listed = header.metadata.get("general.languages")
    if not isinstance(listed, tuple):
        return ()
    return tuple(item[:16] for item in listed if isinstance(item, str))


def _active(header: GgufHeader) -> int:
    """Weights that take part in each token: of many experts a few are used."""
    experts = sum(share.expert_weights for share in header.types)
    count, used = header.integer("expert_count"), header.integer("expert_used_count")
    if not experts or count <= 0 or not 0 < used < count:
        return header.weights
    return header.weights - experts + experts * used // count


def _needs(header: GgufHeader) -> tuple[ContextNeeds, ...]:
    """What the engine would allocate in main memory, with all else left to it."""
    trained = min(_number(header, "context_length"), _LONGEST_CONTEXT)
    if is_embedding_model(header) or not header.tensor_count or not trained:
        return ()
    contexts = sorted({length for length in CONTEXTS if length < trained} | {trained})
    kinds: tuple[Literal["f16", "q8_0"], ...] = ("f16", "q8_0")
    found = (_need(header, length, kind) for length in contexts for kind in kinds)
    return tuple(need for need in found if need is not None)


def _need(header: GgufHeader, length: int, kind: Literal["f16", "q8_0"]) -> ContextNeeds | None:
    wanted = ModelParameters(context_length=length, kv_type=kind)
    roomy = fit.Machine(total_memory=_ROOMY, available_memory=_ROOMY, cores=1)
    try:
        chosen = fit.choose(header, wanted, roomy)
    except UserError:  # absurd numbers in a stranger's file
        return None
    if chosen.kv_type != kind:  # this model's cache cannot be kept so
        return None
    part = chosen.memory[0].part
    return ContextNeeds(
        context_length=length,
        kv_type=kind,
        weights=part.weights,
        cache=part.cache,
        buffers=part.buffers,
    )
