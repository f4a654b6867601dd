"""`inkstone quick`: the quick window of the running application, or of one that is started."""

from __future__ import annotations

import argparse

from assistant.cli.surroundings import Surroundings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Give this command a key in the keyboard settings of your desktop."


def run(_options: argparse.Namespace, _surroundings: Surroundings) -> int:
    from assistant.quick_call import main

    return main()
