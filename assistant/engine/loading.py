"""Loads a model: header, memory check, llama.cpp, template; and what there is to say about it."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from assistant.core.entities import ModelInfo
from assistant.core.errors import UserError
from assistant.core.messages import LoadModel, ModelParameters, Turn
from assistant.engine import fit, llama, offload
from assistant.engine.draft_model import DraftModel, load_draft_model
from assistant.engine.drafting import LONGEST_DRAFT, StepCost
from assistant.engine.gguf import GgufHeader, clean_text, read_header
from assistant.engine.loaded_model import LoadedModel
from assistant.engine.machine import Machine, drop_mapped, this_machine
from assistant.engine.model_faults import (
    check_chat_model,
    check_is_model,
    check_loaded,
    explain,
)
from assistant.engine.prompt import PromptBuilder, reasoning_tags
from assistant.engine.schedule import Schedule
from assistant.engine.sequences import SequencePool
from assistant.engine.states import StateStore
from assistant.engine.suggested import suggested_sampling
from assistant.engine.template import ChatTemplate, TemplateProcess

EMBEDDING_SEQUENCES = 16
MOST_STATES_IN_MEMORY = 1024**3
_IDENTIFYING_BYTES = 1024 * 1024
_FLASH = re.compile(r"Flash Attention enabled|flash_attn +(?:= )?enabled")
_BUFFER = re.compile(r"(\S+) buffer size\s*=\s*([\d.]+) MiB")

Part = DraftModel | llama.Context | llama.Adapter | llama.Model


@dataclasses.dataclass(slots=True)
class _Request:
    """What is being loaded, and what was decided about it."""

    command: LoadModel
    header: GgufHeader
    chosen: fit.Fit
    machine: Machine
    templates: TemplateProcess
    states: Path | None
    log: llama.NativeLog

    @property
    def embeds(self) -> bool:
        return self.command.purpose == "embedding"


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
    header = read_header(Path(command.path))
    embeds = command.purpose == "embedding"
    if embeds:
        check_is_model(header)
    else:
        check_chat_model(header)
        templates.start()
    machine = this_machine(llama.devices() if llama.supports_offload() else ())
    if embeds:
        chosen = fit.choose_embedding(header, command.parameters, machine)
    else:
        beside = fit.companions(command.parameters)
        chosen = fit.choose(header, command.parameters, machine, beside=beside)
    request = _Request(command, header, chosen, machine, templates, states, log)
    log.take()
    parts: list[Part] = []
    try:
        loaded = _load_parts(request, parts, progress, abort)
    except llama.LoadError as error:
        _free(parts)
        raise explain(error.log or log.take(), header) from error
    except BaseException:
        _free(parts)
        raise
    said = log.take()
    if offload.rearranged(said):
        drop_mapped(header.parts)
    loaded.info = _with_facts(loaded.info, request, said)
    return loaded


def _load_parts(
    request: _Request,
    parts: list[Part],
    progress: Callable[[float], bool],
    abort: llama.AbortFlag,
) -> LoadedModel:
    """Everything native; `parts` holds what must be freed if this raises."""
    wanted, chosen = request.command.parameters, request.chosen
    model = llama.Model(request.header.parts[0], gpu_layers=chosen.gpu_layers, progress=progress)
    parts.append(model)
    check_loaded(model, request.header, embeds=request.embeds)
    adapters = []
    for named in () if request.embeds else wanted.adapters:
        adapter = _adapter(Path(named.path), model, request)
        parts.append(adapter)
        adapters.append((adapter, named.scale))
    sizes = _sizes(request)
    context = llama.Context(model, sizes, abort)
    parts.append(context)
    if adapters:
        llama.attach(context.pointer, adapters)
    draft = None
    if wanted.draft_path and not request.embeds:
        own = dataclasses.replace(sizes, sequences=1, outputs=1, kv_type="auto")
        layers = 999 if chosen.gpu_layers > model.layers else 0
        draft = load_draft_model(Path(wanted.draft_path), model, own, abort, gpu_layers=layers)
        parts.append(draft)
    loaded = _assemble(request, model, context)
    loaded.draft_model = draft
    loaded.adapters = tuple(adapter for adapter, _ in adapters)
    return loaded


def _adapter(path: Path, model: llama.Model, request: _Request) -> llama.Adapter:
    request.log.take()
    try:
        return llama.Adapter(path, model.pointer, request.header.architecture)
    except llama.LoadError as error:
        raise llama.explain_adapter(request.log.take(), path) from error


def _free(parts: list[Part]) -> None:
    for part in reversed(parts):
        part.close()


def _sizes(request: _Request) -> llama.ContextSizes:
    wanted, chosen = request.command.parameters, request.chosen
    sequences = EMBEDDING_SEQUENCES if request.embeds else chosen.sequences
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
        pooled=request.embeds,
    )


def _assemble(request: _Request, model: llama.Model, context: llama.Context) -> LoadedModel:
    wanted, chosen = request.command.parameters, request.chosen
    source = model.template or ""
    notes: list[str] = []
    limit = 0 if request.embeds else chosen.context_length
    prompts = _prompts(model, request.templates, source, notes, limit=limit)
    store = StateStore(
        None if request.embeds else request.states,
        model_key(request.header.parts, wanted, chosen),
        disk_budget=wanted.state_budget,
        memory_budget=min(MOST_STATES_IN_MEMORY, request.machine.available_memory // 8),
    )
    return LoadedModel(
        info=_info(request, model, context, " ".join(notes)),
        parameters=wanted,
        model=model,
        context=context,
        prompts=prompts,
        states=store,
        pool=SequencePool(context, context.sequences, chosen.context_length, store),
        schedule=Schedule(
            context.capacity, context.outputs, wanted.slice_tokens or context.capacity
        ),
        step_cost=StepCost(),
        context_length=chosen.context_length,
        embeds=request.embeds,
        drafts=not request.embeds and not model.keeps_state,
    )


def _info(request: _Request, model: llama.Model, context: llama.Context, notes: str) -> ModelInfo:
    """What is known before llama.cpp's log is read."""
    header, chosen, wanted = request.header, request.chosen, request.command.parameters
    source = model.template or ""
    offloaded = min(chosen.gpu_layers, model.layers + 1)
    return ModelInfo(
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
        threads=chosen.threads,
        has_template=bool(source),
        template_note=notes,
        thinks=reasoning_tags(source) is not None,
        model_bytes=model.size,
        reason=chosen.reason,
        batch_tokens=context.capacity,
        kv_type=wanted.kv_type if wanted.kv_type == "f32" else chosen.kv_type,
        sequences=context.sequences,
        rewinds=context.rewinds,
        draft_model=Path(wanted.draft_path).name,
        adapters=tuple(Path(adapter.path).name for adapter in wanted.adapters),
        suggested=suggested_sampling(header),
    )


def _with_facts(info: ModelInfo, request: _Request, log: str) -> ModelInfo:
    """`info` with what llama.cpp reported while allocating: sizes, and where things really are."""
    totals = {"model": 0.0, "KV": 0.0, "RS": 0.0, "compute": 0.0, "output": 0.0}
    for kind, size in _BUFFER.findall(log):
        if kind in totals:
            totals[kind] += float(size)
    mebibyte = 1024 * 1024
    devices = offload.parse_devices(log)
    reported = offload.offloaded_layers(log)
    layers = 0 if reported is None else reported[0]
    gpu = next((device.name for device in devices if device.name != "CPU"), "")
    wanted, chosen = request.command.parameters, request.chosen
    warning = offload.verdict(wanted, chosen, log) if chosen.gpu_layers > 0 else ""
    return msgspec.structs.replace(
        info,
        # weights that were rearranged are announced twice; their mapped pages were let go of
        model_bytes=info.model_bytes
        if offload.rearranged(log)
        else max(info.model_bytes, int(totals["model"] * mebibyte)),
        cache_bytes=int((totals["KV"] + totals["RS"]) * mebibyte),
        compute_bytes=int((totals["compute"] + totals["output"]) * mebibyte),
        devices=devices,
        gpu_layers=layers,
        backend=gpu if layers and gpu else "CPU",
        flash_attention="Flash Attention enabled" in log
        or "flash_attn            = enabled" in log,
        reason=" ".join(part for part in (info.reason, warning) if part),
    )


def model_key(parts: Sequence[Path], parameters: ModelParameters, chosen: fit.Fit) -> str:
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
        "f32" if parameters.kv_type == "f32" else chosen.kv_type,
        chosen.flash_attention,
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
    vocabulary = model.vocabulary

    def broken(reason: str) -> None:
        notes.append(
            f"The model's chat template cannot be used ({clean_text(reason)[:200]}); "
            "a simple one takes its place."
        )

    ends = (vocabulary.bos, vocabulary.eos)
    bos, eos = (vocabulary.text(token).decode("utf-8", "replace") for token in ends)
    render = ChatTemplate(templates, source, bos=bos, eos=eos) if source else None
    prompts = PromptBuilder(vocabulary, render, template=source, limit=limit, broken=broken)
    if limit and source:
        with suppress(UserError):
            prompts.chat((Turn(role="user", content="Hello"),), None)
    elif limit:
        notes.append("The model has no chat template; a simple one takes its place.")
    return prompts
