"""`inkstone models`: the model files on this machine, what one is, how it would be loaded."""

from __future__ import annotations

import argparse
from typing import Any

from assistant import compose
from assistant.cli import (
    exit_codes,
    models_catalogue,
    models_fit,
    models_info,
    models_pull,
    models_quantize,
    models_search,
    models_token,
)
from assistant.cli.model_choice import known_models
from assistant.cli.sizes import size_text
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import one_line
from assistant.core.entities import ModelFile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare every action."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="the models that were found")
    listing.add_argument("--json", action="store_true", help="print one JSON document")
    listing.set_defaults(action=_list)
    models_info.add_arguments(
        actions.add_parser("info", help="what a model file says of itself, and what it takes")
    )
    models_fit.add_arguments(
        actions.add_parser("fit", help="how a model would be loaded here, and why")
    )
    models_catalogue.add_arguments(
        actions.add_parser("catalogue", help="the recommended models, and how they fit here")
    )
    models_quantize.add_arguments(
        actions.add_parser("quantize", help="make a smaller copy of a model")
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


def _file_document(file: ModelFile, last: str) -> dict[str, Any]:
    return {
        "path": file.path,
        "name": file.name,
        "size": file.size,
        "parts": file.parts,
        "last_used": file.path == last,
    }
