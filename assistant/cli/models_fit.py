"""`inkstone models fit`: how a model would be loaded on this machine, why, and what it takes."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

import msgspec

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.model_choice import choose_model, known_models
from assistant.cli.models_expected import bytes_of, catalogue_model, print_model, print_size
from assistant.cli.sizes import size_text
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.core.errors import UserError
from assistant.core.messages import ModelParameters
from assistant.paths import child_command

if TYPE_CHECKING:
    from assistant.engine.fit import Fit, Machine
    from assistant.engine.gguf import GgufHeader

_CONTEXTS = (2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone models fit`."""
    parser.add_argument(
        "model",
        metavar="MODEL",
        nargs="?",
        default="",
        help="a file, a name from the list, or one from “inkstone models catalogue”",
    )
    parser.add_argument(
        "--size", metavar="SIZE", default="", help="instead of a model: 4.9GB of a file on a hub"
    )
    parser.add_argument(
        "--context", type=int, metavar="N", help="tokens of context; 0: let Inkstone choose"
    )
    parser.add_argument(
        "--gpu-layers", type=int, metavar="N", help="layers on the GPU; -1: let Inkstone choose"
    )
    parser.add_argument(
        "--kv-type", choices=("auto", "f16", "q8_0", "f32"), help="type of the KV cache"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.epilog = "What is not named here is taken from the settings. Nothing is loaded."
    parser.set_defaults(action=run)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Print the choice; the exit code. Raises `UserError`."""
    from assistant.engine import fit
    from assistant.engine.gguf import read_header

    if _expected(options, surroundings):
        return exit_codes.DONE
    models = surroundings.settings().models
    path = choose_model(typed_text(options.model), surroundings.paths, models, compose.make_shelf())
    header = read_header(path)
    machine = _machine(surroundings.terminal)
    wanted = _wanted(options, models.loading)
    if header.integer("pooling_type") > 0:
        chosen = fit.choose_embedding(header, wanted, machine)
    else:
        chosen = fit.choose(header, wanted, machine, beside=fit.companions(wanted))
    document = _document(header, chosen, machine)
    if options.json:
        surroundings.terminal.json(document)
    else:
        _print(surroundings.terminal, document)
    return exit_codes.DONE


def _expected(options: argparse.Namespace, surroundings: Surroundings) -> bool:
    """Print what can be said of a model that is not here, where that is what was asked."""
    name, size = typed_text(options.model), typed_text(options.size)
    if bool(name) == bool(size):
        raise UserError("usage", "Name a model, or a size with --size.")
    context = options.context or 0
    if context < 0:
        raise UserError("usage", "A context or a number of layers cannot be negative.")
    if size:
        print_size(bytes_of(size), context, surroundings, as_json=options.json)
        return True
    model = catalogue_model(name, surroundings)
    if model is None or _is_here(name, surroundings):
        return False
    print_model(model, context, surroundings, as_json=options.json)
    return True


def _is_here(name: str, surroundings: Surroundings) -> bool:
    """Whether a model on this computer goes by that name: it comes before the list."""
    models = surroundings.settings().models
    found = known_models(surroundings.paths, models, compose.make_shelf())
    return any(name.casefold() in file.name.casefold() for file in found)


def _wanted(options: argparse.Namespace, loading: ModelParameters) -> ModelParameters:
    """The settings with what the command line names in their place. Raises `UserError`."""
    named: dict[str, Any] = {}
    if options.context is not None:
        named["context_length"] = options.context
    if options.gpu_layers is not None:
        named["gpu_layers"] = options.gpu_layers
    if options.kv_type is not None:
        named["kv_type"] = options.kv_type
    if named.get("context_length", 0) < 0 or named.get("gpu_layers", 0) < -1:
        raise UserError("usage", "A context or a number of layers cannot be negative.")
    return msgspec.structs.replace(loading, **named)


def _machine(terminal: Terminal) -> Machine:
    from assistant.engine.devices_child import find_devices
    from assistant.engine.machine import this_machine

    try:
        found = find_devices(child_command("devices-child"))
    except UserError as error:
        terminal.note(f"{error.text} {error.hint}")
        return this_machine()
    return this_machine(found.devices if found.offloads else ())


def _document(header: GgufHeader, chosen: Fit, machine: Machine) -> dict[str, Any]:
    from assistant.engine.memory_needs import ModelMemory

    return {
        "model": header.name,
        "path": str(header.path),
        "context_length": chosen.context_length,
        "trained_context": header.integer("context_length"),
        "gpu_layers": chosen.gpu_layers,
        "layers": ModelMemory(header).layers + 1,
        "kv_type": chosen.kv_type,
        "flash_attention": chosen.flash_attention,
        "batch_tokens": chosen.batch_tokens,
        "micro_batch_tokens": chosen.micro_batch_tokens,
        "threads": chosen.threads,
        "batch_threads": chosen.batch_threads,
        "sequences": chosen.sequences,
        "reasons": list(chosen.reasons),
        "memory": [
            {
                "place": use.place,
                "weights": use.part.weights,
                "cache": use.part.cache,
                "buffers": use.part.buffers,
                "total": use.part.total,
                "free": use.free,
            }
            for use in chosen.memory
        ],
        "contexts": _contexts(header, chosen),
        "gpus": [
            {"name": gpu.name, "description": gpu.description, "free": gpu.free, "total": gpu.total}
            for gpu in machine.used_devices
        ],
    }


def _contexts(header: GgufHeader, chosen: Fit) -> list[dict[str, int]]:
    """What other contexts would take, up to all that the model was trained for."""
    from assistant.engine import fit

    trained = header.integer("context_length")
    lengths = {length for length in _CONTEXTS if length < trained}
    rows = []
    for length in sorted(lengths | {chosen.context_length, min(max(trained, 1), 1 << 20)}):
        needs = fit.cost(header, chosen, length)
        row = {"context_length": length, "total": needs.cpu.total + needs.gpu.total}
        for kv_type in ("f16", "q8_0"):
            other = fit.cost(header, chosen, length, kv_type)
            row[f"cache_{kv_type}"] = other.cpu.cache + other.gpu.cache
        rows.append(row)
    return rows


def _print(terminal: Terminal, document: dict[str, Any]) -> None:
    terminal.line(one_line(document["model"]))
    for name, value in _choices(document):
        terminal.line(f"  {name:<18} {value}")
    terminal.line("")
    for reason in document["reasons"]:
        terminal.line(one_line(reason))
    columns = ("weights", "cache", "buffers", "total", "free")
    if document["memory"]:
        terminal.line("")
        terminal.line(f"{'Memory':<22}" + "".join(f"{name:>11}" for name in columns))
    for row in document["memory"]:
        sizes = "".join(f"{size_text(row[name]) or '':>11}" for name in columns)
        terminal.line(f"{one_line(row['place']):<22}{sizes}")
    terminal.line("")
    names = ("cache f16", "cache q8_0", "everything")
    terminal.line(f"{'Context':<22}" + "".join(f"{name:>13}" for name in names))
    for row in document["contexts"]:
        mark = "*" if row["context_length"] == document["context_length"] else " "
        sizes = "".join(
            f"{size_text(row[name]):>13}" for name in ("cache_f16", "cache_q8_0", "total")
        )
        terminal.line(f"{mark} {row['context_length']:<20,}{sizes}")


def _choices(document: dict[str, Any]) -> list[tuple[str, str]]:
    layers, every = document["gpu_layers"], document["layers"]
    return [
        ("context", f"{document['context_length']:,} tokens"),
        ("layers on a GPU", f"{layers} of {every}" if layers else "none"),
        ("KV cache", document["kv_type"]),
        ("flash attention", document["flash_attention"]),
        ("batch", f"{document['batch_tokens']:,} tokens"),
        ("threads", str(document["threads"])),
        ("sequences", str(document["sequences"])),
    ]
