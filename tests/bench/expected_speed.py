"""How fast a model writes, told from its size and the bandwidth of memory, against the truth.

`python -m tests.bench.expected_speed`: for a few sizes what `core.hub.fitting` expects of this
machine and what a bare llama.cpp loop and the engine do. Other work on the machine disturbs the
loop more than the measurement of the bandwidth.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from assistant import compose
from assistant.cli.speed import measures
from assistant.core.hub.fitting import verdict
from assistant.core.hub.machine_facts import MachineFacts
from assistant.engine.devices_child import find_devices
from assistant.engine.machine import this_machine
from assistant.paths import child_command
from tests import tiny_models
from tests.bench.bench_models import CACHE, measured_sides, random_model

WRITTEN = 24
ROUNDS = 2


def models() -> list[Path]:
    """The model of 0.5B that other benches use, and one with a third of its layers."""
    small = CACHE / "bench-0.24b-q4_0.gguf"
    if not small.exists():
        tiny_models.write_bench_model(small, layers=8)
    return [small, random_model()]


def run() -> dict[str, float]:
    """Expected and measured tokens a second for each model, and the errors in per cent."""
    found: dict[str, float] = {}
    for path in models():
        machine = _machine()
        facts = compose.model_facts(path)
        expected = verdict(path.stat().st_size, machine, parameters=facts.parameters)
        with measured_sides(path) as sides:
            speed = measures.speed(sides, 8, WRITTEN, ROUNDS, speculate=False)
        name = f"{facts.parameters / 1e9:.2f}b"
        bare, engine = (
            statistics.median(side) for side in (speed.writing.bare, speed.writing.engine)
        )
        found |= {
            f"{name}_bandwidth_gb_per_s": machine.bandwidth / 1e9,
            f"{name}_expected_tokens_per_s": expected.tokens_per_s,
            f"{name}_bare_tokens_per_s": bare,
            f"{name}_engine_tokens_per_s": engine,
            f"{name}_error_percent": 100 * (expected.tokens_per_s / engine - 1),
        }
    return found


def _machine() -> MachineFacts:
    devices = find_devices(child_command("devices-child", "--bandwidth"))
    machine = this_machine()
    return MachineFacts(
        total_memory=machine.total_memory,
        available_memory=machine.available_memory,
        cores=machine.cores,
        bandwidth=devices.bandwidth,
    )


def main() -> None:
    for name, value in run().items():
        print(f"{name:<36}{value:10.1f}")


if __name__ == "__main__":
    sys.exit(main())
