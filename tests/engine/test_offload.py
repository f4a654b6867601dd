"""What llama.cpp's words prove of a GPU; on a machine that has one, with a real load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.core.messages import Generate, ModelParameters
from assistant.engine import fit, llama
from assistant.engine.gguf import read_header
from assistant.engine.offload import (
    device_of,
    offloaded_layers,
    parse_devices,
    rearranged,
    verdict,
)
from tests.engine.conftest import ARCHITECTURES, GREEDY, ON_GPU, Driver, user

MIB = 2**20

ON_CUDA = """\
load: using device CUDA0 (A card (with 24 GB)) (0000:c1:00.0) - 24000 MiB free
load_tensors: offloading output layer to GPU
load_tensors: offloading 24 repeating layers to GPU
load_tensors: offloaded 25/25 layers to GPU
load_tensors:        CUDA0 model buffer size =   300.50 MiB
load_tensors:   CPU_Mapped model buffer size =   100.00 MiB
llama_context:  CUDA_Host  output buffer size =     0.58 MiB
llama_kv_cache:      CUDA0 KV buffer size =    96.00 MiB
llama_kv_cache: size =   96.00 MiB (  8192 cells,  24 layers,  1/1 seqs), K (f16): 48.00 MiB
llama_memory_recurrent:      CUDA0 RS buffer size =     2.00 MiB
sched_reserve:      CUDA0 compute buffer size =    44.25 MiB
sched_reserve:  CUDA_Host compute buffer size =    12.00 MiB
"""


def chosen(layers: int) -> fit.Fit:
    return fit.Fit(
        context_length=512,
        batch_tokens=512,
        threads=1,
        gpu_layers=layers,
        micro_batch_tokens=512,
        batch_threads=1,
    )


def test_each_device_with_all_that_lies_on_it() -> None:
    cpu, cuda = parse_devices(ON_CUDA)
    assert (cpu.name, cpu.bytes) == ("CPU", int(112.58 * MIB))
    assert (cuda.name, cuda.description) == ("CUDA0", "A card (with 24 GB)")
    assert cuda.bytes == int(442.75 * MIB)
    assert parse_devices("") == ()


@pytest.mark.parametrize(
    ("buffer", "device"),
    [
        ("CPU", "CPU"),
        ("CPU_REPACK", "CPU"),
        ("CUDA_Host", "CPU"),
        ("Vulkan_Host", "CPU"),
        ("AMX", "CPU"),
        ("CUDA1", "CUDA1"),
        ("Vulkan0", "Vulkan0"),
        ("MTL0_Mapped", "MTL0"),
    ],
)
def test_the_device_of_a_buffer(buffer: str, device: str) -> None:
    assert device_of(buffer) == device


@pytest.mark.parametrize(
    ("buffer", "again"),
    [("CPU_REPACK", True), ("AMX", True), ("CPU_Mapped", False), ("CPU", False), ("CUDA0", False)],
)
def test_weights_that_are_held_again_are_noticed(buffer: str, *, again: bool) -> None:
    """In another order, which each kind of processor has of its own."""
    log = f"load_tensors:   CPU_Mapped model buffer size =     1.22 MiB\nload_tensors: {buffer:>12}"
    assert rearranged(f"{log} model buffer size =     1.36 MiB\n") == again


def test_all_layers_on_the_gpu_are_fine() -> None:
    assert offloaded_layers(ON_CUDA) == (25, 25)
    assert verdict(ModelParameters(), chosen(25), ON_CUDA) == ""
    assert verdict(ModelParameters(gpu_layers=999), chosen(25), ON_CUDA) == ""
    assert verdict(ModelParameters(), chosen(0), "") == ""


def test_what_is_not_on_the_gpu_is_said() -> None:
    wanted = ModelParameters(gpu_layers=25)
    assert "not in use" in verdict(wanted, chosen(0), "")
    assert "not in use" in verdict(ModelParameters(), chosen(25), "")
    claimed = ON_CUDA.replace("CUDA0 model", "CPU model")
    assert offloaded_layers(claimed) == (0, 25)
    assert "not in use" in verdict(wanted, chosen(25), claimed)
    partly = ON_CUDA.replace("25/25", "10/25")
    assert "10 of the 25" in verdict(wanted, chosen(25), partly)
    assert verdict(ModelParameters(gpu_layers=10), chosen(10), partly) == ""
    without_cache = ON_CUDA.replace("CUDA0 KV", "CPU KV").replace("CUDA0 RS", "CPU RS")
    assert "conversation" in verdict(wanted, chosen(25), without_cache)


@pytest.fixture(scope="module")
def log() -> Iterator[llama.NativeLog]:
    native = llama.start(None)
    yield native
    native.close()


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_layers_that_are_asked_for_are_there_or_missed(
    name: str, models: dict[str, Path], log: llama.NativeLog
) -> None:
    wanted = ModelParameters(gpu_layers=999, threads=1)
    header = read_header(models[name])
    machine = fit.this_machine(llama.devices())
    choice = fit.choose(header, wanted, machine)
    log.take()
    model = llama.Model(models[name], gpu_layers=choice.gpu_layers, progress=lambda _done: True)
    sizes = llama.ContextSizes(context_length=512, batch_tokens=512, threads=1)
    context = llama.Context(model, sizes, llama.AbortFlag())
    said = log.take()
    context.close()
    model.close()
    uses = {use.name: use for use in parse_devices(said)}
    assert uses["CPU"].bytes > 0
    if ON_GPU:
        (gpu,) = machine.used_devices
        every = choice.gpu_layers
        assert offloaded_layers(said) == (every, every)
        assert verdict(wanted, choice, said) == ""
        assert uses[gpu.name].bytes > sum(header.sizes.layers)
        assert uses[gpu.name].description == gpu.description
    else:
        assert list(uses) == ["CPU"]
        assert "not in use" in verdict(wanted, choice, said)


def test_the_person_is_told(models: dict[str, Path], supervised: Driver) -> None:
    info = supervised.load(models["llama"], gpu_layers=2).info
    if ON_GPU:
        assert info.gpu_layers == 2
        assert [use.name for use in info.devices] == ["CPU", info.backend]
    else:
        assert (info.backend, info.gpu_layers) == ("CPU", 0)
        assert "GPU" in info.reason


@pytest.mark.skipif(not ON_GPU, reason="needs a GPU")
@pytest.mark.parametrize("name", ARCHITECTURES)
def test_part_on_the_gpu_says_what_all_on_it_says(
    name: str, models: dict[str, Path], supervised: Driver
) -> None:
    answers = []
    for layers in (999, 1, 2, 0):
        supervised.load(models[name], gpu_layers=layers)
        command = Generate(turns=(user("hello world"),), sampling=GREEDY, max_tokens=16)
        answers.append(supervised.answer(command)[0])
    assert answers == answers[:1] * 4
