"""`inkstone models pull`: fetch a model from the hub, go on with one, or stop for now."""

from __future__ import annotations

import argparse

from assistant.cli.surroundings import Surroundings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone models pull`."""
    parser.add_argument(
        "what",
        metavar="REPO[:FILE]",
        help="owner/name, and which file or quantisation of it, such as owner/name:Q4_K_M; "
        "none: the best that fits this computer",
    )
    parser.add_argument("--revision", default="", help="a commit or a branch (the newest)")
    parser.add_argument(
        "--projector", action="store_true", help="also what makes the model see pictures (mmproj)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.epilog = "Ctrl+C pauses; the same command goes on where it stopped."
    parser.set_defaults(action=run)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Fetch and verify; the exit code. Raises `UserError`."""
    raise NotImplementedError
