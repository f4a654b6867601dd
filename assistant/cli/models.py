"""`inkstone models`: the model files on this machine, what one is, how it would be loaded."""

from __future__ import annotations

import argparse
from typing import Any

from assistant import compose
from assistant.cli import exit_codes, models_fit, models_pull, models_search, models_token
from assistant.cli.model_choice import choose_model, known_models
from assistant.cli.sizes import size_text
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import one_line, typed_text
from assistant.core.entities import ModelFile

_SHOWN_VALUE = 300

# llama.cpp's LLAMA_FTYPE_*: what general.file_type counts
_FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K",
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
    17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS",
    23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0",
    38: "MXFP4",
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `list`, `info` and `fit`."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="the models that were found")
    listing.add_argument("--json", action="store_true", help="print one JSON document")
    listing.set_defaults(action=_list)
    telling = actions.add_parser("info", help="what a model file says of itself")
    telling.add_argument("model", metavar="MODEL", help="a file, or a name from the list")
    telling.add_argument("--json", action="store_true", help="print one JSON document")
    telling.set_defaults(action=_info)
    models_fit.add_arguments(
        actions.add_parser("fit", help="how a model would be loaded here, and why")
    )
    models_search.add_arguments(actions.add_parser("search", help="look for models on the hub"))
    models_pull.add_arguments(actions.add_parser("pull", help="fetch a model from the hub"))
    models_token.add_arguments(actions.add_parser("token", help="the token for the hub"))


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Do what `options` say; the exit code. Raises `UserError`."""
    return int(options.action(options, surroundings))


def _list(options: argparse.Namespace, surroundings: Surroundings) -> int:
    models = surroundings.settings().models
    found = known_models(surroundings.paths, models, compose.make_shelf())
    terminal = surroundings.terminal
    if options.json:
        terminal.json({"models": [_file_document(file, models.last) for file in found]})
        return exit_codes.DONE
    if not found:
        terminal.note(f"No models yet. Put a GGUF file into {surroundings.paths.models}.")
    width = max((len(one_line(file.name)) for file in found), default=0)
    for file in found:
        mark = "*" if file.path == models.last else " "
        name = one_line(file.name)
        terminal.line(f"{mark} {name:<{width}}  {size_text(file.size):>9}  {one_line(file.path)}")
    return exit_codes.DONE


def _info(options: argparse.Namespace, surroundings: Surroundings) -> int:
    models = surroundings.settings().models
    path = choose_model(typed_text(options.model), surroundings.paths, models, compose.make_shelf())
    facts = model_facts(path)
    if options.json:
        surroundings.terminal.json(facts)
        return exit_codes.DONE
    width = max(map(len, facts))
    for name, value in facts.items():
        surroundings.terminal.line(f"{name.replace('_', ' '):<{width}}  {_shown(name, value)}")
    return exit_codes.DONE


def model_facts(path: Any) -> dict[str, Any]:
    """What the header of the model at `path` says; texts as they are in the file, cut in length.

    Raises `UserError` for what is no model file or a damaged one; the file is never run.
    """
    from assistant.engine.gguf import read_header

    header = read_header(path)

    def text(key: str) -> str:
        return header.text(key)[:_SHOWN_VALUE]

    return {
        "name": header.name,
        "path": str(header.path),
        "architecture": text("general.architecture"),
        "parameters": header.weights,
        "quantisation": _quantisation(header),
        "context_length": header.integer("context_length"),
        "layers": header.integer("block_count"),
        "embedding_length": header.integer("embedding_length"),
        "has_template": bool(header.text("tokenizer.chat_template").strip()),
        "tokenizer": text("tokenizer.ggml.model"),
        "license": text("general.license") or text("general.license.name"),
        "author": text("general.author") or text("general.organization"),
        "file_size": header.file_size,
        "parts": len(header.parts),
        "gguf_version": header.version,
    }


def _quantisation(header: Any) -> str:
    number = header.metadata.get("general.file_type")
    if isinstance(number, int) and number in _FILE_TYPES:
        return _FILE_TYPES[number]
    if header.weights:
        return f"{8 * header.tensor_bytes / header.weights:.1f} bits a weight"
    return ""


def _shown(name: str, value: Any) -> str:
    if name == "file_size":
        return f"{size_text(value)} ({value:,} bytes)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}" if value else "not said"
    return one_line(value) or "not said"


def _file_document(file: ModelFile, last: str) -> dict[str, Any]:
    return {
        "path": file.path,
        "name": file.name,
        "size": file.size,
        "parts": file.parts,
        "last_used": file.path == last,
    }
