"""Tiny models, written once, and a driver for anything that implements the engine port."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest

from assistant.core.entities import ModelInfo
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
from assistant.core.ports import Engine
from assistant.engine.supervisor import EngineCommand, Supervisor
from tests import tiny_models

ARCHITECTURES: tuple[tiny_models.Architecture, ...] = ("llama", "gemma3", "mamba", "jamba")
ON_GPU = os.environ.get("INKSTONE_TEST_GPU") == "1"
"""Set by `make test-gpu`: every model is loaded with all layers on the GPU."""
GREEDY = Sampling(temperature=0.0)
PATIENCE = 600.0 if ON_GPU else 60.0  # a GPU that a processor plays is slow


class Driver:
    """Sends commands to an engine and collects what comes back."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.seen: list[AnyEvent] = []

    def next(self, timeout: float = PATIENCE) -> AnyEvent:
        event = self.engine.poll(timeout)
        assert event is not None, "the engine says nothing"
        self.seen.append(event)
        return event

    def until(self, wanted: Callable[[AnyEvent], bool]) -> AnyEvent:
        """The next event that is `wanted`; the ones before are in `seen`."""
        while not wanted(event := self.next()):
            pass
        return event

    def last(self, request_id: str) -> AnyEvent:
        """The event that ends a request."""
        return self.until(
            lambda event: event.request_id == request_id and isinstance(event, LAST_EVENTS)
        )

    def run(self, command: AnyCommand) -> AnyEvent:
        self.engine.submit(command)
        return self.last(command.request_id)

    def load(
        self, path: Path, purpose: Literal["chat", "embedding"] = "chat", **parameters: int
    ) -> Ready:
        event = self.run(load_command(path, purpose, **parameters))
        assert isinstance(event, Ready), event
        if ON_GPU and "gpu_layers" not in parameters:
            check_all_on_gpu(event.info)
        return event

    def answer(self, command: Generate) -> tuple[str, Finished]:
        """The answer's text and last event."""
        event = self.run(command)
        assert isinstance(event, Finished), event
        return self.text(command.request_id), event

    def text(self, request_id: str, channel: str = "answer") -> str:
        """What was said so far in answer to a request; the numbering must have no gaps."""
        deltas = [e for e in self.seen if isinstance(e, Delta) and e.request_id == request_id]
        assert [delta.seq for delta in deltas] == list(range(len(deltas)))
        return "".join(delta.text for delta in deltas if delta.channel == channel)


def load_command(
    path: Path, purpose: Literal["chat", "embedding"] = "chat", **parameters: int
) -> LoadModel:
    """A load with one thread: tiny models are no faster with more, and much slower when the
    other cores are busy.

    Nothing is rounded to half precision: the cache keeps single precision and flash attention,
    whose result depends on how texts lie in the cache, is off. Otherwise what is read in another
    batch differs enough (0.01 in the logits of these models) to turn a near tie.
    """
    usual = {"threads": 1, "gpu_layers": 999} if ON_GPU else {"threads": 1}
    exact = {} if purpose == "embedding" else {"kv_type": "f32", "flash_attention": "off"}
    chosen = ModelParameters(**{**exact, **usual, **parameters})  # type: ignore[arg-type]
    return LoadModel(path=str(path), parameters=chosen, purpose=purpose)


def check_all_on_gpu(info: ModelInfo) -> None:
    """`make test-gpu` is worth nothing when the processor did the work."""
    assert info.gpu_layers == info.layers + 1
    assert info.backend != "CPU"
    used = {device.name: device.bytes for device in info.devices}
    assert used[info.backend] > 0
    assert "not in use" not in info.reason


def user(text: str) -> Turn:
    return Turn(role="user", content=text)


@pytest.fixture(scope="session")
def shared_models() -> Path:
    """The folder of real models; a test that needs one skips when it is absent."""
    return Path(__file__).resolve().parents[3] / "shared" / "models"


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One tiny model of each architecture, one with BPE, one that thinks, one slow one."""
    folder = tmp_path_factory.mktemp("models")
    found = {name: tiny_models.write_model(folder / f"{name}.gguf", name) for name in ARCHITECTURES}
    found["bpe"] = tiny_models.write_model(folder / "bpe.gguf", vocabulary="bpe")
    found["plain"] = tiny_models.write_model(folder / "plain.gguf", template=None)
    found["thinking"] = tiny_models.write_model(
        folder / "thinking.gguf", template=tiny_models.THINKING
    )
    slow = tiny_models.Shape(width=256, layers=8, hidden=1024, context_length=4096)
    found["slow"] = tiny_models.write_model(folder / "slow.gguf", shape=slow)
    return found


@pytest.fixture(scope="session")
def engine_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "engine.log"


@pytest.fixture(scope="session")
def supervised(engine_log: Path) -> Iterator[Driver]:
    """One engine process for all tests that leave it alive."""
    supervisor = Supervisor(EngineCommand.for_this_python(engine_log))
    yield Driver(supervisor)
    supervisor.close()


@pytest.fixture
def driver(engine_log: Path) -> Iterator[Driver]:
    """An engine process of the test's own."""
    supervisor = Supervisor(EngineCommand.for_this_python(engine_log))
    yield Driver(supervisor)
    supervisor.close()
