"""The engine: whether its process starts, what it runs on, which models there are for it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from assistant import compose
from assistant.cli.checks.finding import Finding
from assistant.cli.checks.machine import graphics_processors
from assistant.cli.engine_session import EngineSession
from assistant.cli.interrupt import Interrupt
from assistant.cli.model_choice import known_models, model_name
from assistant.cli.sizes import size_text
from assistant.core.errors import UserError
from assistant.core.settings import Models
from assistant.paths import Paths, child_command


def examine_engine(paths: Paths) -> list[Finding]:
    """Start an engine without a model and ask what it is. Raises `Cancelled`."""
    try:
        with (
            Interrupt() as interrupt,
            EngineSession(compose.make_engine(paths), interrupt) as session,
        ):
            hello = session.greet()
    except UserError as error:
        return [
            Finding("engine", "problem", error.text, f"{error.hint} Its log: {paths.engine_log}")
        ]
    facts = {
        "llama_version": hello.llama_version,
        "backends": list(hello.backends),
        "instructions": list(hello.instructions),
    }
    text = f"llama.cpp {hello.llama_version}; backends: {', '.join(hello.backends) or 'none'}."
    if hello.instructions:
        text += f" The processor computes with {', '.join(hello.instructions)}."
    findings = [Finding("engine", "ok", text, facts=facts)]
    return [*findings, _devices(), _graphics(hello.backends)]


def _devices() -> Finding:
    """What models can be computed on, and how much memory is free there."""
    from assistant.engine.devices_child import find_devices

    try:
        found = find_devices(child_command("devices-child"))
    except UserError as error:
        return Finding("devices", "caution", error.text, error.hint)
    facts = {"devices": msgspec.to_builtins(found.devices), "offload": found.offloads}
    listed = [
        f"{device.name} ({device.description}): {size_text(device.free)} of "
        f"{size_text(device.total)} free"
        for device in found.devices
    ]
    can = "can" if found.offloads else "cannot"
    text = f"{'; '.join(listed) or 'none'}. Layers {can} be put on a GPU."
    return Finding("devices", "ok", text, facts=facts)


def _graphics(backends: tuple[str, ...]) -> Finding:
    present = graphics_processors()
    used = [name for name in backends if not name.upper().startswith(("CPU", "BLAS", "SCRIPTED"))]
    facts = {"gpus": present, "used": used}
    if used:
        return Finding("gpu", "ok", f"Models can run on {', '.join(used)}.", facts=facts)
    strong = [name for name in present if not name.startswith("Intel")]
    if strong:
        return Finding(
            "gpu",
            "caution",
            f"There is a GPU ({', '.join(strong)}), but this llama.cpp was built for the processor "
            "alone.",
            "Build it for the GPU as the README says; answers become many times faster.",
            facts,
        )
    return Finding("gpu", "ok", "No GPU to use; models run on the processor.", facts=facts)


def examine_models(paths: Paths, models: Models) -> list[Finding]:
    """How many models are known, and whether the one that was used last can be used again."""
    found = known_models(paths, models, compose.make_shelf())
    facts = {"count": len(found), "folders": [str(paths.models), *models.folders]}
    if not found and not models.last:
        hint = f"Put a GGUF file into {paths.models}, or open one in the window."
        return [Finding("models", "caution", "There is no model yet.", hint, facts)]
    noun = "model" if len(found) == 1 else "models"
    findings = [Finding("models", "ok", f"{len(found)} {noun} found.", facts=facts)]
    missing = [folder for folder in models.folders if not Path(folder).is_dir()]
    if missing:
        text = f"These folders of models are not there: {', '.join(missing)}."
        hint = "Connect the disk they are on, or remove them in the settings."
        findings.append(Finding("model folders", "caution", text, hint))
    if models.last:
        findings.append(_last_model(Path(models.last)))
    return findings


def _last_model(path: Path) -> Finding:
    try:
        name = model_name(path)
    except UserError as error:
        return Finding("last model", "caution", error.text, error.hint, {"path": str(path)})
    return Finding("last model", "ok", f"{name} ({path}).", facts={"path": str(path)})
