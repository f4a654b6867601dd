"""What a real engine process occupies, beside what was predicted: `python -m` this prints it.

Measured is the growth of the process's resident memory (VmRSS of /proc/PID/status: its own pages
and those of the mapped model file) from the moment it has started, with llama.cpp in it and no
model, to the moment after a prompt longer than a micro batch was read and an answer begun. By
then the cache and the working space have been written to. Predicted is the total that
`inkstone models fit` tells before anything is loaded.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant import compose
from assistant.core.messages import Finished, Generate, LoadModel, ModelParameters, Ready, Unload
from assistant.engine import fit
from assistant.engine.gguf import read_header
from assistant.engine.supervisor import Supervisor
from assistant.paths import app_paths
from tests.engine.conftest import GREEDY, Driver, user
from tests.engine.memory_shapes import SHAPES, write_shape

CONTEXTS = (2048, 8192, 16_384)
KV_TYPES: tuple[Literal["f16", "q8_0"], ...] = ("f16", "q8_0")
PROMPT = "the dog went home and " * 110  # more tokens than a micro batch
_ROOMY = fit.Machine(1 << 50, 1 << 50, 1)


@dataclass(frozen=True)
class Measured:
    """Bytes; `kv_type` is the one that was used."""

    shape: str
    context_length: int
    kv_type: str
    predicted: int
    resident: int

    @property
    def error(self) -> float:
        """How much too large (positive) the prediction is, as a share of what was measured."""
        return (self.predicted - self.resident) / self.resident

    def __str__(self) -> str:
        return (
            f"{self.shape:<40}{self.context_length:>7} {self.kv_type:<5}"
            f"{self.predicted / 1e6:8.1f} MB{self.resident / 1e6:8.1f} MB{100 * self.error:+7.1f} %"
        )


def measurements(shape: str, path: Path, contexts: Sequence[int] = CONTEXTS) -> Iterator[Measured]:
    """One for each context and type of cache of the model at `path`, a process for each."""
    for context in contexts:
        for kv_type in KV_TYPES:
            wanted = ModelParameters(
                context_length=context, kv_type=kv_type, threads=1, state_budget=0
            )
            chosen = fit.choose(read_header(path), wanted, _ROOMY)
            predicted = sum(use.part.total for use in chosen.memory)
            yield Measured(shape, context, chosen.kv_type, predicted, _resident(path, wanted))


def _resident(path: Path, wanted: ModelParameters) -> int:
    with tempfile.TemporaryDirectory() as home:
        paths = app_paths(Path(home))
        paths.create()
        engine = compose.make_engine(paths)
        assert isinstance(engine, Supervisor)
        with closing(engine):
            driver = Driver(engine)
            driver.run(Unload())
            before = _rss(engine.pid)
            loaded = driver.run(LoadModel(path=str(path), parameters=wanted))
            assert isinstance(loaded, Ready), loaded
            command = Generate(turns=(user(PROMPT),), sampling=GREEDY, max_tokens=2)
            finished = driver.run(command)
            assert isinstance(finished, Finished), finished
            assert finished.usage.prompt_tokens > 512
            return _rss(engine.pid) - before


def _rss(pid: int | None) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def main() -> None:
    errors = []
    with tempfile.TemporaryDirectory() as folder:
        for name, shape in SHAPES.items():
            path = write_shape(Path(folder) / "model.gguf", shape)
            for measured in measurements(name, path):
                errors.append(abs(measured.error))
                print(measured, flush=True)
    worst, median = 100 * max(errors), 100 * statistics.median(errors)
    print(f"worst {worst:.1f} %, median {median:.1f} % of {len(errors)}")


if __name__ == "__main__":
    sys.exit(main())
