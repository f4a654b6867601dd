"""Loads a model: header, memory check, llama.cpp, template; and what there is to say about it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.core.entities import ModelInfo
from assistant.core.errors import UserError
from assistant.core.messages import LoadModel
from assistant.engine import fit, llama
from assistant.engine.gguf import GgufHeader, clean_text, read_header
from assistant.engine.prefix import LiveSequence
from assistant.engine.prompt import PromptBuilder, reasoning_tags
from assistant.engine.template import ChatTemplate, TemplateProcess

EMBEDDING_ARCHITECTURES = frozenset(
    {
        "bert",
        "eurobert",
        "gemma-embedding",
        "jina-bert-v2",
        "jina-bert-v3",
        "llama-embed",
        "modern-bert",
        "neo-bert",
        "nomic-bert",
        "nomic-bert-moe",
        "t5encoder",
    }
)
EMBEDDING_SEQUENCES = 16
_BUFFER = re.compile(r"(\S+) buffer size\s*=\s*([\d.]+) MiB")


@dataclass(slots=True)
class LoadedModel:
    """A model in memory with everything a job needs. `close` frees it."""

    info: ModelInfo
    model: llama.Model
    context: llama.Context
    live: LiveSequence
    prompts: PromptBuilder
    abort: llama.AbortFlag
    context_length: int
    slice_tokens: int
    embeds: bool

    def close(self) -> None:
        self.context.close()
        self.model.close()


def check_chat_model(header: GgufHeader) -> None:
    """Raises `UserError` when the file cannot be a model that chats."""
    _check_is_model(header)
    if header.architecture in EMBEDDING_ARCHITECTURES or header.integer("pooling_type") > 0:
        raise UserError(
            "embedding_model",
            f"“{header.name}” is an embedding model: it finds texts, it cannot write.",
            "Choose a chat or instruct model.",
        )


def _check_is_model(header: GgufHeader) -> None:
    kind = header.text("general.type")
    if kind == "adapter":
        raise UserError(
            "load_failed",
            f"“{header.name}” is an adapter for another model, not a model.",
            "Choose the model that it was made for.",
        )
    if kind == "mmproj" or header.architecture == "clip":
        raise UserError(
            "load_failed",
            f"“{header.name}” is the image part of a model, not a model that writes.",
            "Choose the other file of the same model.",
        )
    if header.tensor_count == 0:
        raise UserError(
            "vocab_only",
            f"“{header.name}” holds only a vocabulary and no weights.",
            "Choose the file of the model itself.",
        )
    if not header.architecture:
        raise UserError(
            "damaged_model",
            f"“{header.path.name}” does not say what kind of model it is.",
            "Download it again, or choose another conversion of the model.",
        )


def load(
    command: LoadModel,
    *,
    log: llama.NativeLog,
    templates: TemplateProcess,
    progress: Callable[[float], bool],
    abort: llama.AbortFlag,
) -> LoadedModel:
    """Load what `command` names. Raises `UserError`, or `Cancelled` after `progress` said no."""
    path = Path(command.path)
    header = read_header(path)
    embeds = command.purpose == "embedding"
    if embeds:
        _check_is_model(header)
    else:
        check_chat_model(header)
        templates.start()
    gpus = tuple(name for name in llama.backends() if not name.startswith("CPU"))
    machine = fit.this_machine(gpus if llama.supports_offload() else ())
    choose = fit.choose_embedding if embeds else fit.choose
    chosen = choose(header, command.parameters, machine)
    log.take()
    model = context = None
    try:
        first = header.parts[0]
        model = llama.Model(first, gpu_layers=chosen.gpu_layers, progress=progress)
        _check_loaded(model, header, embeds=embeds)
        sizes = _sizes(chosen, command, embeds=embeds)
        context = llama.Context(model, sizes, abort)
        loaded = _assemble(command, header, model, context, chosen, machine, abort, templates)
    except llama.LoadError as error:
        _free(context, model)
        raise explain(error.log or log.take(), header) from error
    except BaseException:
        _free(context, model)
        raise
    loaded.info = _with_sizes(loaded.info, log.take())
    return loaded


def _free(context: llama.Context | None, model: llama.Model | None) -> None:
    if context is not None:
        context.close()
    if model is not None:
        model.close()


def _sizes(chosen: fit.Fit, command: LoadModel, *, embeds: bool) -> llama.ContextSizes:
    sequences = EMBEDDING_SEQUENCES if embeds else 1
    return llama.ContextSizes(
        context_length=chosen.context_length,
        batch_tokens=chosen.batch_tokens,
        threads=chosen.threads,
        kv_type=command.parameters.kv_type,
        flash_attention=command.parameters.flash_attention,
        sequences=sequences,
        pooled=embeds,
    )


def _check_loaded(model: llama.Model, header: GgufHeader, *, embeds: bool) -> None:
    """What only shows once llama.cpp has read the file."""
    if not model.vocabulary.exists or model.vocabulary.size == 0:
        raise UserError(
            "load_failed",
            f"“{header.name}” has no vocabulary, so no text can be read or written with it.",
            "Choose another conversion of the model.",
        )
    if any(not token.text for token in model.vocabulary.special if not token.control):
        raise UserError(
            "damaged_model",
            f"“{header.name}” is damaged: its vocabulary holds an empty entry.",
            "Download it again, or choose another conversion of the model.",
        )
    if not embeds and (model.has_encoder or not model.has_decoder):
        raise UserError(
            "load_failed",
            f"“{header.name}” is a model that translates whole texts; it cannot chat.",
            "Choose a chat or instruct model.",
        )


def _assemble(
    command: LoadModel,
    header: GgufHeader,
    model: llama.Model,
    context: llama.Context,
    chosen: fit.Fit,
    machine: fit.Machine,
    abort: llama.AbortFlag,
    templates: TemplateProcess,
) -> LoadedModel:
    source = model.template or ""
    notes: list[str] = []
    prompts = _prompts(model, templates, source, notes, limit=_limit_for_chat(command, chosen))
    offloaded = min(chosen.gpu_layers, model.layers + 1)
    info = ModelInfo(
        path=os.fspath(header.parts[0]),
        name=header.name,
        architecture=clean_text(header.architecture),
        description=clean_text(model.description),
        parameters=model.weights,
        file_size=header.file_size,
        trained_context=model.trained_context,
        context_length=chosen.context_length,
        layers=model.layers,
        gpu_layers=offloaded,
        backend=machine.gpus[0] if offloaded else "CPU",
        threads=chosen.threads,
        has_template=bool(source),
        template_note=" ".join(notes),
        thinks=reasoning_tags(source) is not None,
        model_bytes=model.size,
        reason=chosen.reason,
    )
    return LoadedModel(
        info=info,
        model=model,
        context=context,
        live=LiveSequence(context),
        prompts=prompts,
        abort=abort,
        context_length=chosen.context_length,
        slice_tokens=min(command.parameters.slice_tokens or context.capacity, context.capacity),
        embeds=command.purpose == "embedding",
    )


def _prompts(
    model: llama.Model, templates: TemplateProcess, source: str, notes: list[str], *, limit: int
) -> PromptBuilder:
    """The prompt builder, after trying the template once so that its faults are known.

    `limit` 0 is a model that does not chat.
    """
    from assistant.core.messages import Turn

    vocabulary = model.vocabulary

    def broken(reason: str) -> None:
        notes.append(
            f"The model's chat template cannot be used ({clean_text(reason)[:200]}); "
            "a simple one takes its place."
        )

    bos, eos = (vocabulary.text(token).decode("utf-8", "replace") for token in _ends(vocabulary))
    render = ChatTemplate(templates, source, bos=bos, eos=eos) if source else None
    prompts = PromptBuilder(vocabulary, render, template=source, limit=limit, broken=broken)
    if limit and source:
        with suppress(UserError):
            prompts.chat((Turn(role="user", content="Hello"),), None)
    elif limit:
        notes.append("The model has no chat template; a simple one takes its place.")
    return prompts


def _limit_for_chat(command: LoadModel, chosen: fit.Fit) -> int:
    return chosen.context_length if command.purpose == "chat" else 0


def _ends(vocabulary: llama.Vocabulary) -> tuple[int, int]:
    return vocabulary.bos, vocabulary.eos


def _with_sizes(info: ModelInfo, log: str) -> ModelInfo:
    """`info` with the sizes of the buffers that llama.cpp reported while allocating."""
    import msgspec

    totals = {"model": 0.0, "KV": 0.0, "RS": 0.0, "compute": 0.0, "output": 0.0}
    for kind, size in _BUFFER.findall(log):
        if kind in totals:
            totals[kind] += float(size)
    mebibyte = 1024 * 1024
    return msgspec.structs.replace(
        info,
        # llama.cpp may keep some weights twice, rearranged for the processor
        model_bytes=max(info.model_bytes, int(totals["model"] * mebibyte)),
        cache_bytes=int((totals["KV"] + totals["RS"]) * mebibyte),
        compute_bytes=int((totals["compute"] + totals["output"]) * mebibyte),
    )


def explain(log: str, header: GgufHeader) -> UserError:
    """Why llama.cpp refused the model, from its own words."""
    name = header.name
    if match := re.search(r"unknown model architecture: '([^']*)'", log):
        return UserError(
            "unknown_architecture",
            f"“{name}” has the architecture “{clean_text(match[1])}”, "
            "which this version cannot run.",
            "Update the application, or choose another model.",
        )
    if re.search(r"unknown pre-tokenizer type", log):
        return UserError(
            "unknown_architecture",
            f"“{name}” uses a tokeniser that this version does not know.",
            "Update the application, or choose another conversion of the model.",
        )
    if re.search(r"failed to allocate|unable to allocate|out of memory|bad_alloc", log, re.I):
        return UserError(
            "too_large",
            f"There was not enough memory for “{name}” ({header.file_size / 1e9:.1f} GB).",
            "Choose a shorter context or a smaller model, or close other programs.",
        )
    if re.search(
        r"missing tensor|tensor '[^']*' not found|wrong number of tensors|wrong shape|"
        r"not within the file|"
        r"corrupted|incomplete|key not found|cannot find tokenizer",
        log,
    ):
        return UserError(
            "damaged_model",
            f"“{name}” is damaged or incomplete: something it needs is missing.",
            "Download or copy it again.",
        )
    said = re.findall(r"error loading model: ([^\n]*)", log)
    detail = f": {clean_text(said[-1])[:200]}" if said else ""
    return UserError(
        "load_failed", f"“{name}” could not be loaded{detail}.", "Choose another model."
    )
