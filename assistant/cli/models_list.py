"""`inkstone models list`: the model files on this machine, and whose they are."""

from __future__ import annotations

import argparse
from typing import Any

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.model_choice import known_models
from assistant.cli.sizes import size_text
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line
from assistant.core.entities import ModelFile, ModelOrigin

ORIGINS: dict[ModelOrigin, str] = {
    "own": "Inkstone",
    "folder": "folder",
    "file": "file",
    "lm-studio": "LM Studio",
    "ollama": "Ollama",
    "hugging-face": "Hugging Face",
    "gpt4all": "GPT4All",
    "jan": "Jan",
    "llama.cpp": "llama.cpp",
    "server": "server",
    "starter": "starter",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone models list`."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.epilog = (
        "Models of LM Studio, Ollama, the Hugging Face cache, GPT4All, Jan and llama.cpp are "
        "used where they lie. * marks the one that was used last."
    )
    parser.set_defaults(action=run)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Print them; the exit code. Raises `UserError`."""
    models = surroundings.settings().models
    found = known_models(surroundings.paths, models, compose.make_shelf())
    terminal = surroundings.terminal
    if options.json:
        terminal.json({"models": [file_document(file, models.last) for file in found]})
        return exit_codes.DONE
    if not found:
        terminal.note(f"No models yet. Put a GGUF file into {surroundings.paths.models}.")
    _print(found, models.last, terminal)
    return exit_codes.DONE


def _print(found: list[ModelFile], last: str, terminal: Terminal) -> None:
    width = max((len(one_line(file.name)) for file in found), default=0)
    whose = max((len(ORIGINS[file.origin]) for file in found), default=0)
    for file in found:
        mark = "*" if last in (file.path, *file.also) else " "
        origin = ORIGINS[file.origin]
        terminal.line(
            f"{mark} {one_line(file.name):<{width}}  {size_text(file.size):>9}  "
            f"{origin:<{whose}}  {one_line(file.path)}"
        )
        indent = " " * (width + whose + 17)
        for path in file.also:
            terminal.line(f"{indent}the same: {one_line(path)}")


def file_document(file: ModelFile, last: str) -> dict[str, Any]:
    """What is known of a model file, for `--json`."""
    return {
        "path": file.path,
        "name": file.name,
        "size": file.size,
        "parts": file.parts,
        "last_used": bool(last) and last in (file.path, *file.also),
        "origin": file.origin,
        "identity": file.identity,
        "also": list(file.also),
        "projector": file.projector,
    }
