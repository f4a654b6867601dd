"""Speed of the whole path, from a submitted command through the engine process and back,
against a bare llama.cpp loop in a process of its own.

`python -m tests.bench.decode` prints a table. The two take turns in one run (A B A B …), on the
same synthetic 0.5B Q4_0 model, which is written once into `.cache/`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

from assistant.core.messages import (
    LAST_EVENTS,
    AnyCommand,
    AnyEvent,
    Delta,
    Finished,
    Generate,
    LoadModel,
    ModelParameters,
    Ready,
    Sampling,
    Turn,
)
from assistant.engine.supervisor import EngineCommand, Supervisor
from tests import tiny_models

REPOSITORY = Path(__file__).resolve().parents[2]
MODEL = REPOSITORY / ".cache" / "bench-0.5b-q4_0.gguf"
CONTEXT = 2048
PROMPT_WORDS = 400
NEW_TOKENS = 128
SAMPLING = Sampling(temperature=0.8, top_k=40, top_p=0.95, min_p=0.05, seed=1)


def bench_model() -> Path:
    """The synthetic model; written on the first call, which takes half a minute."""
    if not MODEL.exists():
        MODEL.parent.mkdir(parents=True, exist_ok=True)
        print("writing the bench model …", file=sys.stderr)
        tiny_models.write_bench_model(MODEL)
    return MODEL


class Engine:
    """The engine process as the terminal uses it."""

    def __init__(self, model: Path, threads: int) -> None:
        self._supervisor = Supervisor(EngineCommand.for_this_python())
        parameters = ModelParameters(context_length=CONTEXT, threads=threads)
        loaded = self.run(LoadModel(path=str(model), parameters=parameters))[-1]
        if not isinstance(loaded, Ready):
            raise SystemExit(f"the bench model could not be loaded: {loaded}")
        self.info = loaded.info

    def run(self, command: AnyCommand) -> list[AnyEvent]:
        """The events of `command`."""
        self._supervisor.submit(command)
        events: list[AnyEvent] = []
        while not (events and isinstance(events[-1], LAST_EVENTS)):
            event = self._supervisor.poll(120.0)
            if event is None:
                raise SystemExit("the engine says nothing")
            if event.request_id == command.request_id:
                events.append(event)
        return events

    def answer(self, turns: tuple[Turn, ...], count: int) -> tuple[str, Finished]:
        """The text and the last event of one generation of up to `count` tokens."""
        command = Generate(turns=turns, sampling=SAMPLING, max_tokens=count)
        events = self.run(command)
        last = events[-1]
        if not isinstance(last, Finished):
            raise SystemExit(f"the engine failed: {last}")
        return "".join(event.text for event in events if isinstance(event, Delta)), last

    def memory(self) -> int:
        """Resident bytes of the engine process and the renderer that belongs to it."""
        process = psutil.Process(self._supervisor.pid)
        return sum(one.memory_info().rss for one in (process, *process.children(recursive=True)))

    def close(self) -> None:
        self._supervisor.close()


class BareLoop:
    """A decode and sample loop on llama.cpp's own functions, in its own process."""

    def __init__(self, model: Path, threads: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.bare_loop", str(model), str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=REPOSITORY,
        )

    def rates(self, prompt: int, count: int) -> tuple[float, float]:
        """Tokens a second of reading `prompt` tokens and of writing `count` after them."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{prompt} {count}\n")
        self._process.stdin.flush()
        result = json.loads(self._process.stdout.readline())
        return result["prefill"], result["decode"]

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@dataclass
class Measured:
    """Tokens a second, one number for each round."""

    bare_decode: list[float]
    bare_prefill: list[float]
    engine_decode: list[float]
    engine_prefill: list[float]


def _prompt(round_number: int) -> tuple[Turn, ...]:
    """A prompt of `PROMPT_WORDS` words that shares no beginning with another round's."""
    words = " ".join(["we went home and the dog was happy"] * (PROMPT_WORDS // 8))
    return (Turn(role="user", content=f"{round_number} {words}"),)


def _measure(engine: Engine, bare: BareLoop, rounds: int) -> Measured:
    measured = Measured([], [], [], [])
    _, warm = engine.answer(_prompt(0), 8)
    depth = warm.usage.prompt_tokens  # the bare loop reads as many: speed depends on the depth
    bare.rates(64, 8)
    for number in range(1, rounds + 1):
        if number % 2:  # whoever comes first may find the machine in another mood
            _measure_bare(bare, depth, measured)
            _measure_engine(engine, number, measured)
        else:
            _measure_engine(engine, number, measured)
            _measure_bare(bare, depth, measured)
    return measured


def _measure_engine(engine: Engine, number: int, measured: Measured) -> None:
    _, last = engine.answer(_prompt(number), NEW_TOKENS)
    measured.engine_decode.append(last.timings.decode_tokens_per_s)
    measured.engine_prefill.append(last.timings.prefill_tokens_per_s)


def _measure_bare(bare: BareLoop, depth: int, measured: Measured) -> None:
    prefill, decode = bare.rates(depth, NEW_TOKENS)
    measured.bare_decode.append(decode)
    measured.bare_prefill.append(prefill)


def _second_turn(engine: Engine) -> tuple[int, int]:
    """Tokens that a second turn evaluated, and how many of them were new."""
    turns = (Turn(role="user", content="hello world"),)
    text, first = engine.answer(turns, 24)
    held = first.usage.prompt_tokens + first.usage.completion_tokens - 1
    turns += (Turn(role="assistant", content=text), Turn(role="user", content="and then"))
    _, second = engine.answer(turns, 1)
    evaluated = second.usage.prompt_tokens - second.usage.cached_tokens
    return evaluated, second.usage.prompt_tokens - held


def run(rounds: int = 5) -> dict[str, float]:
    """Measure everything; ratios are engine by bare loop, memory in MB.

    The ratios are of medians; those "of best" compare the fastest rounds, which other work on
    the machine disturbs least.
    """
    model = bench_model()
    threads = psutil.cpu_count(logical=False) or 1
    engine, bare = Engine(model, threads), BareLoop(model, threads)
    try:
        measured = _measure(engine, bare, rounds)
        evaluated, new = _second_turn(engine)
        resident = engine.memory()
    finally:
        engine.close()
        bare.close()
    info = engine.info
    expected = info.model_bytes + info.cache_bytes + info.compute_bytes
    decode, bare_decode = map(statistics.median, (measured.engine_decode, measured.bare_decode))
    prefill, bare_prefill = map(statistics.median, (measured.engine_prefill, measured.bare_prefill))
    return {
        "decode_tokens_per_s": decode,
        "bare_decode_tokens_per_s": bare_decode,
        "decode_ratio": decode / bare_decode,
        "decode_ratio_of_best": max(measured.engine_decode) / max(measured.bare_decode),
        "prefill_tokens_per_s": prefill,
        "bare_prefill_tokens_per_s": bare_prefill,
        "prefill_ratio": prefill / bare_prefill,
        "prefill_ratio_of_best": max(measured.engine_prefill) / max(measured.bare_prefill),
        "second_turn_tokens": float(evaluated),
        "second_turn_extra_tokens": float(evaluated - new),
        "engine_rss_mb": resident / 1e6,
        "engine_overhead_mb": (resident - expected) / 1e6,
        "engine_second_copy_mb": (info.model_bytes - info.file_size) / 1e6,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    for key, value in run(parser.parse_args().rounds).items():
        print(f"{key:28} {value:10.3f}")


if __name__ == "__main__":
    main()
