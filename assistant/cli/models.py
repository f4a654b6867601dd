"""`inkstone models`: the model files on this machine, what one is, how it would be loaded."""

from __future__ import annotations

import argparse

from assistant.cli import (
    models_catalogue,
    models_fit,
    models_import,
    models_info,
    models_list,
    models_pull,
    models_quantize,
    models_rm,
    models_search,
    models_token,
)
from assistant.cli.surroundings import Surroundings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare every action."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    models_list.add_arguments(actions.add_parser("list", help="the models that were found"))
    models_import.add_arguments(
        actions.add_parser("import", help="use a model that lies somewhere, or take it in")
    )
    models_rm.add_arguments(actions.add_parser("rm", help="move a model to the trash"))
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
