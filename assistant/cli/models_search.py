"""`inkstone models search`: repositories of GGUF models on the hub."""

from __future__ import annotations

import argparse

from assistant.cli.surroundings import Surroundings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone models search`."""
    parser.add_argument("text", nargs="*", metavar="Q", help="words of the name; none: browse")
    parser.add_argument("--author", default="", help="only of this person or organisation")
    parser.add_argument("--license", default="", help="only under this licence, such as apache-2.0")
    parser.add_argument("--language", default="", help="only for this language, such as de")
    parser.add_argument("--task", default="", help="only for this task, such as text-generation")
    parser.add_argument(
        "--most", default="", metavar="SIZE", help="leave out what is larger than, say, 8GB"
    )
    parser.add_argument(
        "--sort",
        choices=("trending", "downloads", "likes", "updated", "name"),
        default="trending",
        help="the order (trending)",
    )
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="how many (20)")
    parser.add_argument("--after", default="", help="go on where an earlier search ended (`next`)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(action=run)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Print what was found; the exit code. Raises `UserError`."""
    raise NotImplementedError
