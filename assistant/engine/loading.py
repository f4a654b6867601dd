"""Loads a model: header, memory check, llama.cpp, template; and what there is to say about it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.core.entities import ModelInfo
from assistant.core.errors import UserError
from assistant.core.messages import LoadModel, ModelParameters
from assistant.engine import fit, llama
from assistant.engine.draft_model import DraftModel, load_draft_model
from assistant.engine.drafting import LONGEST_DRAFT, StepCost
from assistant.engine.gguf import GgufHeader, clean_text, read_header
from assistant.engine.prompt import PromptBuilder, reasoning_tags
from assistant.engine.schedule import Schedule
from assistant.engine.sequences import SequencePool
from assistant.engine.states import StateStore
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
WRITE_SECONDS = 8.0
MOST_STATES_IN_MEMORY = 1024**3
_IDENTIFYING_BYTES = 1024 * 1024
_BUFFER = re.compile(r"(\S+) buffer size\s*=\s*([\d.]+) MiB")


@dataclass(slots=True)
class LoadedModel:
    """A model in memory with everything a job needs. `close` frees it."""

    info: ModelInfo
    parameters: ModelParameters
    model: llama.Model
    context: llama.Context
    prompts: PromptBuilder
    states: StateStore
    pool: SequencePool
    schedule: Schedule
    step_cost: StepCost
    context_length: int
    embeds: bool
    drafts: bool
    draft_model: DraftModel | None = None

    def close(self) -> None:
        """Free the model; states that wait to be written are written."""
        self.states.close(WRITE_SECONDS)
        if self.draft_model is not None:
            self.draft_model.close()
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
    states: Path | None = None,
) -> LoadedModel:
    """Load what `command` names; `states` is the folder for saved conversation states.

    Raises `UserError`, or `Cancelled` after `progress` said no.
    """
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
    model = context = draft = None
    try:
        first = header.parts[0]
        model = llama.Model(first, gpu_layers=chosen.gpu_layers, progress=progress)
        _check_loaded(model, header, embeds=embeds)
        sizes = _sizes(chosen, command, embeds=embeds)
        context = llama.Context(model, sizes, abort)
        if command.parameters.draft_path and not embeds:
            draft = _draft_model(command.parameters, model, sizes, abort)
        loaded = _assemble(command, header, model, context, chosen, machine, templates, states)
        loaded.draft_model = draft
    except llama.LoadError as error:
        _free(draft, context, model)
        raise explain(error.log or log.take(), header) from error
    except BaseException:
        _free(draft, context, model)
        raise
    loaded.info = _with_sizes(loaded.info, log.take())
    return loaded


def _free(*parts: DraftModel | llama.Context | llama.Model | None) -> None:
    for part in parts:
        if part is not None:
            part.close()


def _sizes(chosen: fit.Fit, command: LoadModel, *, embeds: bool) -> llama.ContextSizes:
    wanted = command.parameters
    sequences = EMBEDDING_SEQUENCES if embeds else chosen.sequences
    return llama.ContextSizes(
        context_length=chosen.context_length,
        batch_tokens=chosen.batch_tokens,
        micro_batch_tokens=chosen.micro_batch_tokens,
        threads=chosen.threads,
        batch_threads=chosen.batch_threads,
        kv_type="f32" if wanted.kv_type == "f32" else chosen.kv_type,
        flash_attention=chosen.flash_attention,
        sequences=sequences,
        outputs=sequences + LONGEST_DRAFT,
        pooled=embeds,
    )


def _draft_model(
    parameters: ModelParameters,
    target: llama.Model,
    sizes: llama.ContextSizes,
    abort: llama.AbortFlag,
) -> DraftModel:
    import dataclasses

    own = dataclasses.replace(sizes, sequences=1, outputs=1, kv_type="auto")
    return load_draft_model(Path(parameters.draft_path), target, own, abort)


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
    templates: TemplateProcess,
    states: Path | None,
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
        batch_tokens=context.capacity,
        sequences=context.sequences,
        rewinds=context.rewinds,
    )
    embeds = command.purpose == "embedding"
    store = StateStore(
        None if embeds else states,
        model_key(header.parts, command.parameters),
        disk_budget=command.parameters.state_budget,
        memory_budget=_memory_budget(machine),
    )
    slices = command.parameters.slice_tokens or context.capacity
    return LoadedModel(
        info=info,
        parameters=command.parameters,
        model=model,
        context=context,
        prompts=prompts,
        states=store,
        pool=SequencePool(context, context.sequences, chosen.context_length, store),
        schedule=Schedule(context.capacity, context.outputs, slices),
        step_cost=StepCost(),
        context_length=chosen.context_length,
        embeds=embeds,
        drafts=not embeds and not model.keeps_state,
    )


def _memory_budget(machine: fit.Machine) -> int:
    """Bytes of states of conversations that rest: a part of what is free."""
    return min(MOST_STATES_IN_MEMORY, machine.available_memory // 8)


def model_key(parts: Sequence[Path], parameters: ModelParameters) -> str:
    """What a saved state belongs to: files, and everything that changes what is computed.

    Files are told apart by size, time of change and their first and last bytes.
    """
    digest = hashlib.sha256(llama.version().encode())
    adapters = [Path(adapter.path) for adapter in parameters.adapters]
    for path in (*parts, *adapters):
        with path.open("rb") as stream:
            status = os.fstat(stream.fileno())
            digest.update(f"{status.st_size} {status.st_mtime_ns} ".encode())
            digest.update(stream.read(_IDENTIFYING_BYTES))
            stream.seek(max(0, status.st_size - _IDENTIFYING_BYTES))
            digest.update(stream.read())
    settings = (
        parameters.kv_type,
        parameters.flash_attention,
        tuple(adapter.scale for adapter in parameters.adapters),
    )
    digest.update(repr(settings).encode())
    return digest.hexdigest()


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
