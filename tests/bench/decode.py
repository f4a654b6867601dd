"""Speed of the whole path, from a submitted command through the engine process and back,
against a bare llama.cpp loop in a process of its own. The two take turns in one run.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable

import psutil

from assistant.cli.speed import measures
from assistant.cli.speed.sides import Sides
from assistant.engine.supervisor import Supervisor
from tests.bench.bench_models import measured_sides, random_model

DEPTH = 2000
WRITTEN = 128
REOPENED = 3500
SECTIONS = 4
SECTION_TOKENS = 64


def run(rounds: int = 5) -> dict[str, float]:
    """Reading, writing and the second turn, and the engine's memory after them.

    Ratios are engine by bare loop, of medians; those "of best" compare the fastest rounds.
    """
    with measured_sides(random_model()) as sides:
        measures.speed(sides, 8, 8, 1, speculate=True)  # the first of all is never the fastest
        shallow = measures.speed(sides, 8, WRITTEN, rounds, speculate=True)
        deep = measures.speed(sides, DEPTH, WRITTEN, rounds, speculate=True)
        turn = measures.second_turn(sides, DEPTH)
        memory = _memory(sides)
    return {
        **_compared("decode", shallow.writing),
        **_compared("decode_deep", deep.writing),
        **_compared("prefill", deep.reading),
        "second_turn_tokens": float(turn.evaluated),
        "second_turn_extra_tokens": float(turn.evaluated - turn.new),
        **memory,
    }


def run_reopening(rounds: int = 3) -> dict[str, float]:
    """The first token of a conversation that was kept, after a restart."""
    with measured_sides(random_model()) as sides:
        found = measures.reopened(sides, REOPENED, rounds)
    return {
        "cold_first_token_s": found.cold,
        "reopened_first_token_s": statistics.median(found.engine),
        "reopened_faster": found.faster,
        "reopened_next_turn_s": statistics.median(found.next_turn),
        "reopened_read_again": float(found.read_again),
        "bare_cold_first_token_s": found.bare_cold,
        "bare_reopened_first_token_s": statistics.median(found.bare),
        "bare_reopened_faster": found.bare_faster,
    }


def run_sections(rounds: int = 3) -> dict[str, float]:
    """Several answers written together, against one after another."""
    with measured_sides(random_model()) as sides:
        gains = measures.together(sides, SECTIONS, SECTION_TOKENS, WRITTEN, rounds)
    return {
        "sections_gain": gains.engine,
        "bare_sections_gain": gains.bare,
        "sections_gain_ratio": gains.engine / gains.bare,
        "sections_ratio_to_bare": gains.together.ratio,
    }


def _compared(name: str, compared: measures.Compared) -> dict[str, float]:
    return {
        f"{name}_tokens_per_s": statistics.median(compared.engine),
        f"bare_{name}_tokens_per_s": statistics.median(compared.bare),
        f"{name}_ratio": compared.ratio,
        f"{name}_ratio_of_best": compared.ratio_of_best,
    }


def _memory(sides: Sides) -> dict[str, float]:
    """Megabytes of the engine process and the renderer that belongs to it."""
    supervisor, info = sides.engine().engine, sides.info
    assert isinstance(supervisor, Supervisor)
    process = psutil.Process(supervisor.pid)
    family = (process, *process.children(recursive=True))
    resident = sum(one.memory_info().rss for one in family)
    expected = info.model_bytes + info.cache_bytes + info.compute_bytes
    return {
        "engine_rss_mb": resident / 1e6,
        "engine_overhead_mb": (resident - expected) / 1e6,
        "engine_second_copy_mb": (info.model_bytes - info.file_size) / 1e6,
    }


def _show(measure: Callable[[], dict[str, float]]) -> None:
    for key, value in measure().items():
        print(f"{key:32} {value:10.3f}")


if __name__ == "__main__":
    _show(run)
    _show(run_reopening)
    _show(run_sections)
