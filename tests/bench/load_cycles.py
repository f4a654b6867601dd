"""Loading and unloading a model again and again: the engine's memory must not grow."""

from __future__ import annotations

import statistics

import psutil

from assistant.cli.speed.exchanges import Exchanges
from assistant.core.messages import (
    Generate,
    LoadModel,
    ModelParameters,
    Sampling,
    Turn,
    Unload,
)
from assistant.engine.supervisor import Supervisor
from tests.bench.bench_models import measured_sides, small_model
from tests.copying_model import page

CYCLES = 100
SETTLED = 5
"""After this many cycles everything that is made once has been made."""


def run(cycles: int = CYCLES) -> dict[str, float]:
    """Megabytes that the engine process gained between the 5th cycle and the last ten."""
    with measured_sides(small_model(), threads=1) as sides:
        engine = sides.engine()
        resident = [_cycle(engine) for _ in range(cycles)]
    after = statistics.median(resident[-10:])
    return {
        "engine_after_5_loads_mb": resident[SETTLED - 1] / 1e6,
        "engine_after_100_loads_mb": after / 1e6,
        "load_growth_mb": (after - resident[SETTLED - 1]) / 1e6,
    }


def _cycle(engine: Exchanges) -> int:
    """Load, answer, unload; resident bytes after it, of the engine process alone."""
    parameters = ModelParameters(context_length=4096, threads=1)
    engine.run(LoadModel(path=str(small_model()), parameters=parameters))
    turn = Turn(role="user", content=page(60))
    engine.run(Generate(turns=(turn,), sampling=Sampling(temperature=0.0), max_tokens=70))
    engine.run(Unload())
    assert isinstance(engine.engine, Supervisor)
    return int(psutil.Process(engine.engine.pid).memory_info().rss)


if __name__ == "__main__":
    for key, value in run().items():
        print(f"{key:32} {value:10.3f}")
