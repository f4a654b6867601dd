"""The models that speed is measured on, written once into `.cache/`, and the engine for them."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil

from assistant import compose
from assistant.cli.interrupt import Interrupt
from assistant.cli.speed.sides import Sides
from assistant.core.messages import ModelParameters
from assistant.paths import app_paths
from tests import copying_model, tiny_models

CACHE = Path(__file__).resolve().parents[2] / ".cache"
CONTEXT = 4096


def random_model() -> Path:
    """Random weights in the size of Qwen2 0.5B Q4_0: what it writes never repeats."""
    return _written("bench-0.5b-q4_0.gguf", tiny_models.write_bench_model)


def copying_bench_model() -> Path:
    """The same size, and it copies what it has read."""
    return _written("bench-copying-0.5b-q4_0.gguf", copying_model.write_copying_bench_model)


def small_model() -> Path:
    """A model of 2 MB."""
    return _written("bench-small.gguf", copying_model.write_copying_model)


def _written(name: str, write: Callable[[Path], Path]) -> Path:
    path = CACHE / name
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        print(f"writing {name} …", file=sys.stderr)
        write(path)
    return path


@contextmanager
def measured_sides(model: Path, **parameters: int | str) -> Iterator[Sides]:
    """The engine as the application makes it, in a home of its own, and the bare loop."""
    threads = psutil.cpu_count(logical=False) or 1
    chosen = ModelParameters(**{"context_length": CONTEXT, "threads": threads, **parameters})
    with tempfile.TemporaryDirectory() as home:
        paths = app_paths(Path(home))
        paths.create()
        sides = Sides(lambda: compose.make_engine(paths), str(model), chosen, Interrupt())
        with closing(sides):
            yield sides
