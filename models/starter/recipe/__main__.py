"""`python -m models.starter.recipe STEP… [--size toy|small|full] [--minutes N]`."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from models.starter.recipe.sizes import SIZES, Size

ROOT = Path(__file__).resolve().parents[3]
STARTER = ROOT / "models" / "starter"
STEPS = ("tokenizer", "train", "export", "tasks", "evaluate")
REOPEN = "reopen"
"""Only where it is named: it takes the place of the tokeniser and of the checkpoint."""


def main() -> int:
    """Do the steps that are named, all of them by default; the exit code."""
    parser = argparse.ArgumentParser(prog="models.starter.recipe", description=__doc__)
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"of {', '.join(STEPS)}; {REOPEN}")
    parser.add_argument("--size", choices=sorted(SIZES), default="small")
    parser.add_argument("--minutes", type=float, default=0.0, help="stop learning after so long")
    parser.add_argument("--again", action="store_true", help="a new course, from what was learned")
    parser.add_argument("--rate", type=float, help="the highest rate, if not the size's")
    parser.add_argument("--workers", type=int, default=max(1, min(12, (os.cpu_count() or 1) - 1)))
    parser.add_argument("--folder", type=Path, help="checkpoints; .cache/starter/SIZE by default")
    parser.add_argument("--out", type=Path, help="the GGUF file; beside the checkpoint by default")
    parser.add_argument(
        "--file",
        type=Path,
        default=STARTER / "starter.gguf",
        help="what `reopen` takes, the one that ships by default",
    )
    parser.add_argument(
        "--before",
        type=Path,
        help="a checkpoint; `export` writes the mean with it",
    )
    parser.add_argument(
        "--before-share", type=float, default=0.5, help="how much of that mean is the checkpoint's"
    )
    parser.add_argument(
        "--count", type=int, default=200, help="questions of a kind to measure with"
    )
    options = parser.parse_args()
    unknown = set(options.steps) - {*STEPS, REOPEN}
    if unknown:
        parser.error(f"no such step: {', '.join(sorted(unknown))}")
    size = SIZES[options.size]
    folder = options.folder or ROOT / ".cache" / "starter" / size.name
    folder.mkdir(parents=True, exist_ok=True)
    out = options.out or folder / "starter.gguf"
    for step in options.steps or STEPS:
        _do(step, size, folder, out, options)
    return 0


def _do(step: str, size: Size, folder: Path, out: Path, options: argparse.Namespace) -> None:
    if step == "tokenizer":
        from models.starter.recipe import tokenizer

        if not (folder / "tokenizer.json").exists():
            tokenizer.train(size, folder / "tokenizer.json")
    elif step == REOPEN:
        from models.starter.recipe.reopening import reopen

        reopen(size, options.file, folder)
    elif step == "train":
        from models.starter.recipe import curve, training

        if options.again:
            training.begin_again(folder)
        if options.rate:
            size = replace(size, rate=options.rate)
        course = training.learn(size, folder, minutes=options.minutes, workers=options.workers)
        curve.draw(course.curve, folder / "loss.svg")
    elif step == "export":
        from models.starter.recipe.export import export

        export(size, folder, out, options.before, options.before_share)
    elif step == "tasks":
        from models.starter.recipe import tasks

        for path in tasks.write(folder / "tasks", options.count):
            print(path)
    else:
        from models.starter.recipe import evaluation

        evaluation.report(out, folder / "scores.json", options.count)


if __name__ == "__main__":
    sys.exit(main())
