"""Layers, context, cache and threads for imagined machines; the estimates against llama.cpp."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import llama_cpp as lc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.errors import UserError
from assistant.core.messages import Adapter, ModelParameters
from assistant.engine import fit, fit_search, llama, machine
from assistant.engine.gguf import GgufArray, GgufHeader, read_header
from assistant.engine.machine import Device
from assistant.engine.memory_needs import ModelMemory, Plan
from assistant.engine.tensor_sizes import TensorSizes
from tests import tiny_models
from tests.engine.conftest import ARCHITECTURES

GB = 10**9
MIB = 2**20


def header(
    *,
    size: int = 4 * GB,
    trained: int = 131_072,
    layers: int = 32,
    heads: int = 8,
    architecture: str = "llama",
    **more: Any,
) -> GgufHeader:
    """The header of an 8B model; `more` is metadata of the architecture."""
    described = {
        "context_length": trained,
        "block_count": layers,
        "embedding_length": 4096,
        "feed_forward_length": 14_336,
        "attention.head_count": 32,
        "attention.head_count_kv": heads,
        **more,
    }
    return GgufHeader(
        path=Path("/m/model.gguf"),
        version=3,
        metadata={
            "general.architecture": architecture,
            "tokenizer.ggml.tokens": GgufArray(8, 128_256),
            **{f"{architecture}.{key}": value for key, value in described.items()},
        },
        tensor_count=10,
        weights=8 * GB,
        tensor_bytes=size,
        file_size=size,
        parts=(Path("/m/model.gguf"),),
    )


def place(
    total: int = 16 * GB, available: int = 12 * GB, cores: int = 4, *devices: Device
) -> fit.Machine:
    return fit.Machine(total, available, cores, devices)


def with_gpu(free: int, total: int = 24 * GB, **device: Any) -> fit.Machine:
    gpu = Device("CUDA0", "a graphics card", **{"kind": "gpu", **device}, free=free, total=total)
    return place(32 * GB, 24 * GB, 8, gpu)


def plan(context: int = 8192, **more: Any) -> Plan:
    return Plan(context_length=context, micro_batch_tokens=512, sequences=1, **more)


def cache(model: GgufHeader, asked: Plan) -> int:
    return ModelMemory(model).cache(asked)


# what memory is needed


def test_the_cache_of_plain_attention() -> None:
    # 32 layers, 8 heads of 128 for keys and for values
    values = 32 * 8 * (128 + 128) * 8192
    assert cache(header(), plan()) == 2 * values
    assert cache(header(), plan(kv_type="q8_0")) == values * 34 // 32
    assert cache(header(), plan(kv_type="f32")) == 4 * values
    shared = Plan(8192, 512, 4)
    assert cache(header(), shared) == 2 * values  # sequences share the places for tokens


def test_layers_with_a_window_hold_only_the_window() -> None:
    gemma = header(architecture="gemma3", layers=6, **{"attention.sliding_window": 1024})
    one = 8 * 256 * 2  # bytes of a token in a layer
    assert cache(gemma, Plan(8192, 512, 1)) == one * (8192 + 5 * (1024 + 512))
    assert cache(gemma, Plan(8192, 512, 4)) == one * (8192 + 5 * (4 * 1024 + 512))
    assert cache(gemma, Plan(8192, 512, 100)) == one * 6 * 8192
    listed = header(
        architecture="gemma4",
        layers=4,
        **{
            "attention.sliding_window": 1024,
            "attention.sliding_window_pattern": (True, True, False, False),
            "attention.shared_kv_layers": 1,
        },
    )
    assert cache(listed, Plan(8192, 512, 1)) == one * (2 * (1024 + 512) + 8192)
    unaware = header(layers=6, **{"attention.sliding_window": 1024})
    assert cache(unaware, plan()) == one * 6 * 8192


def test_compressed_attention_keeps_only_keys() -> None:
    model = header(
        architecture="deepseek2",
        heads=1,
        **{
            "attention.key_length": 576,
            "attention.value_length": 512,
            "attention.key_length_mla": 192,
            "attention.value_length_mla": 128,
        },
    )
    assert cache(model, plan()) == 32 * 576 * 2 * 8192


def test_a_running_state_is_kept_for_each_sequence_and_does_not_grow() -> None:
    facts = {"ssm.conv_kernel": 4, "ssm.inner_size": 8192, "ssm.state_size": 16}
    model = header(architecture="mamba", heads=0, **facts)
    state = 32 * 4 * (3 * 8192 + 8192 * 16)
    assert cache(model, Plan(8192, 512, 1)) == state
    assert cache(model, Plan(100_000, 512, 3)) == 3 * state
    hybrid = header(architecture="qwen3next", **facts)
    attention = 8 * 8 * 256 * 2 * 8192  # every fourth of 32 layers
    assert cache(hybrid, Plan(8192, 512, 1)) == attention + state * 24 // 32


def test_weights_are_counted_where_llama_puts_them() -> None:
    sizes = TensorSizes(input=1000, layers=(10, 20, 30), output=5, token_table=900)
    model = header(layers=3)
    object.__setattr__(model, "sizes", sizes)
    memory = ModelMemory(model)

    def weights(layers: int) -> tuple[int, int]:
        needs = memory.needs(plan(gpu_layers=layers))
        return needs.cpu.weights, needs.gpu.weights

    assert weights(0) == (1065, 0)
    assert weights(1) == (1060, 905)  # the output first, with a second table of tokens
    assert weights(2) == (1030, 935)
    assert weights(4) == (1000, 965)
    assert weights(99) == (1000, 965)


@pytest.fixture(scope="module")
def log() -> Iterator[llama.NativeLog]:
    native = llama.start(None)
    yield native
    native.close()


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_estimate_is_what_llama_allocates(
    architecture: tiny_models.Architecture, tmp_path: Path, log: llama.NativeLog
) -> None:
    wide = tiny_models.Shape(width=256, layers=6, heads=8, hidden=512, context_length=4096)
    path = tiny_models.write_model(tmp_path / "model.gguf", architecture, shape=wide)
    memory = ModelMemory(read_header(path))
    model = lc.llama_model_load_from_file(str(path).encode(), lc.llama_model_default_params())
    assert memory.weights == lc.llama_model_size(model)
    for asked in (Plan(4096, 256, 1), Plan(1000, 64, 3), Plan(4096, 512, 2, "q8_0")):
        log.take()
        context = lc.llama_init_from_model(model, _native(asked))
        said = log.take()
        lc.llama_free(context)
        needs = memory.needs(asked)
        found = _mebibytes(said, "KV") + _mebibytes(said, "RS")
        assert needs.cpu.cache / MIB == pytest.approx(found, abs=0.02)
        compute = _mebibytes(said, "compute") + _mebibytes(said, "output")
        assert compute * 0.98 <= needs.cpu.compute / MIB <= compute * 1.6 + 1
    lc.llama_model_free(model)


def _native(asked: Plan) -> Any:
    parameters = lc.llama_context_default_params()
    parameters.n_ctx = asked.context_length
    parameters.n_batch = parameters.n_ubatch = asked.micro_batch_tokens
    parameters.n_seq_max = asked.sequences
    parameters.n_outputs_max = asked.sequences + 24
    parameters.kv_unified = True
    parameters.swa_full = False
    if asked.kv_type == "q8_0":
        parameters.type_k = parameters.type_v = lc.GGML_TYPE_Q8_0
    return parameters


def _mebibytes(said: str, kind: str) -> float:
    return sum(map(float, re.findall(rf"{kind} buffer size\s*=\s*([\d.]+) MiB", said)))


# the processor alone


def test_plenty_of_memory_gives_the_preferred_context() -> None:
    chosen = fit.choose(header(), ModelParameters(), place())
    assert chosen.context_length == 8192
    assert chosen.kv_type == "f16"
    assert "131,072" in chosen.reason


def test_a_longer_context_while_it_costs_little() -> None:
    roomy = place(128 * GB, 120 * GB)
    assert fit.choose(header(), ModelParameters(), roomy).context_length == 32_768
    small = header(size=GB // 2, layers=12, heads=2)
    assert fit.choose(small, ModelParameters(), place()).context_length == 32_768
    short = header(size=GB // 2, layers=12, heads=2, trained=20_000)
    assert fit.choose(short, ModelParameters(), place()).context_length == 20_000


def test_a_small_model_gets_all_it_was_trained_for() -> None:
    chosen = fit.choose(header(trained=128), ModelParameters(), place())
    assert chosen.context_length == 128
    assert "all the model was trained for" in chosen.reason


def test_little_memory_halves_the_cache_before_the_context() -> None:
    tight = place(available=6 * GB + 700 * MIB)
    chosen = fit.choose(header(), ModelParameters(), tight)
    assert (chosen.context_length, chosen.kv_type) == (8192, "q8_0")
    assert chosen.flash_attention == "on"
    assert "q8_0" in chosen.reason
    kept = fit.choose(header(), ModelParameters(kv_type="f16"), tight)
    assert kept.kv_type == "f16"
    assert kept.context_length < 8192
    tighter = fit.choose(header(), ModelParameters(), place(available=5 * GB + 900 * MIB))
    assert fit_search.SMALLEST_CONTEXT <= tighter.context_length < 8192
    assert tighter.context_length % 256 == 0
    assert "free memory" in tighter.reason


@pytest.mark.parametrize("length", [100, 80])
def test_heads_that_cannot_be_quantised_stay_f16(length: int) -> None:
    odd = header(**{"attention.key_length": length, "attention.value_length": length})
    tight = place(available=6 * GB)
    assert fit.choose(odd, ModelParameters(), tight).kv_type == "f16"
    asked = fit.choose(odd, ModelParameters(kv_type="q8_0"), place())
    assert asked.kv_type == "f16"
    assert "cannot be q8_0" in asked.reason


def test_q8_0_needs_flash_attention() -> None:
    wanted = ModelParameters(kv_type="q8_0", flash_attention="off")
    chosen = fit.choose(header(), wanted, place())
    assert (chosen.kv_type, chosen.flash_attention) == ("f16", "off")
    assert "flash attention" in chosen.reason
    assert fit.choose(header(), ModelParameters(kv_type="q8_0"), place()).flash_attention == "on"


def test_a_model_beyond_the_memory_is_refused_with_the_numbers() -> None:
    with pytest.raises(UserError) as caught:
        fit.choose(header(size=40 * GB), ModelParameters(), place())
    assert caught.value.kind == "too_large"
    assert "40.0 GB" in caught.value.text
    assert "16.0 GB" in caught.value.text


def test_a_context_beyond_the_memory_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        fit.choose(header(), ModelParameters(context_length=1 << 20), place())
    assert caught.value.kind == "too_large"


def test_what_is_set_is_kept() -> None:
    wanted = ModelParameters(
        context_length=1000,
        threads=3,
        batch_tokens=64,
        sequences=5,
        kv_type="q8_0",
        flash_attention="on",
    )
    chosen = fit.choose(header(), wanted, with_gpu(20 * GB))
    assert (chosen.context_length, chosen.threads, chosen.batch_tokens) == (1000, 3, 64)
    assert (chosen.sequences, chosen.kv_type, chosen.flash_attention) == (5, "q8_0", "on")
    assert chosen.micro_batch_tokens == 64
    assert chosen.reason.count("as you set it") == 2


def test_sequences_are_few_where_each_costs_much() -> None:
    assert fit.choose(header(), ModelParameters(), place()).sequences == 8
    gemma = header(architecture="gemma3", layers=48, **{"attention.sliding_window": 4096})
    assert fit.choose(gemma, ModelParameters(), place(64 * GB, 60 * GB)).sequences < 4


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (2, 2), (4, 4), (8, 7), (16, 15)])
def test_threads(cores: int, threads: int) -> None:
    chosen = fit.choose(header(), ModelParameters(), place(cores=cores))
    assert chosen.threads == chosen.batch_threads == threads
    assert f"{threads} thread" in chosen.reason


# with a GPU


def test_all_layers_go_where_they_fit() -> None:
    chosen = fit.choose(header(), ModelParameters(), with_gpu(22 * GB))
    assert (chosen.gpu_layers, chosen.kv_type) == (33, "f16")
    assert chosen.context_length == 16_384
    assert "All 33 layers on CUDA0 (a graphics card)." in chosen.reason
    main, gpu = chosen.memory
    assert gpu.place == "CUDA0"
    assert gpu.part.weights > 3.9 * GB
    assert gpu.part.cache == cache(header(), plan(16_384))
    assert main.part.cache == 0


def test_the_cache_then_the_context_shrink_before_layers_stay_behind() -> None:
    def on(free: int) -> fit.Fit:
        return fit.choose(header(), ModelParameters(), with_gpu(free))

    room = 24 * GB // 20 + 4 * GB + 160 * MIB  # reserve, weights, working space
    f16, q8_0 = (cache(header(), plan(8192, kv_type=kind)) for kind in ("f16", "q8_0"))
    chosen = on(room + f16)
    assert (chosen.gpu_layers, chosen.context_length, chosen.kv_type) == (33, 8192, "f16")
    chosen = on(room + q8_0)
    assert (chosen.gpu_layers, chosen.context_length, chosen.kv_type) == (33, 8192, "q8_0")
    chosen = on(room + q8_0 // 2)
    assert (chosen.gpu_layers, chosen.context_length, chosen.kv_type) == (33, 4096, "q8_0")
    assert "CUDA0" in chosen.reason
    chosen = on(room)
    assert 1 < chosen.gpu_layers < 33
    assert chosen.context_length == 8192
    assert "the processor computes the others" in chosen.reason


def test_part_of_a_large_model() -> None:
    chosen = fit.choose(header(size=16 * GB), ModelParameters(), with_gpu(6 * GB))
    assert 2 < chosen.gpu_layers < 16
    assert chosen.memory[1].part.total < 6 * GB
    more = fit.choose(header(size=16 * GB), ModelParameters(), with_gpu(12 * GB))
    assert more.gpu_layers > chosen.gpu_layers


def test_a_full_gpu_leaves_the_processor() -> None:
    chosen = fit.choose(header(), ModelParameters(), with_gpu(300 * MIB))
    assert chosen.gpu_layers == 0
    assert "too little free memory" in chosen.reason


def test_a_gpu_that_is_not_there_is_named() -> None:
    chosen = fit.choose(header(), ModelParameters(gpu_layers=20), place())
    assert chosen.gpu_layers == 0
    assert "no GPU was found" in chosen.reason
    assert "GPU" not in fit.choose(header(), ModelParameters(), place()).reason


def test_layers_as_the_person_sets_them() -> None:
    gpu = with_gpu(22 * GB)
    assert fit.choose(header(), ModelParameters(gpu_layers=20), gpu).gpu_layers == 20
    assert fit.choose(header(), ModelParameters(gpu_layers=999), gpu).gpu_layers == 33
    none = fit.choose(header(), ModelParameters(gpu_layers=0), gpu)
    assert none.gpu_layers == 0
    assert "as you set it" in none.reason


def test_memory_shared_with_the_machine_counts_once() -> None:
    shared = Device("Vulkan0", "inside the processor", "igpu", 12 * GB, 16 * GB)
    with pytest.raises(UserError):
        fit.choose(header(size=20 * GB), ModelParameters(), place(16 * GB, 12 * GB, 4, shared))
    chosen = fit.choose(header(), ModelParameters(), place(16 * GB, 6 * GB, 4, shared))
    assert chosen.context_length < 8192 or chosen.kv_type == "q8_0"


def test_only_real_gpus_are_used_unasked() -> None:
    software = Device("Vulkan0", "llvmpipe (LLVM 15)", "gpu", 12 * GB, 16 * GB)
    beside = place(16 * GB, 12 * GB, 4, software)
    chosen = fit.choose(header(), ModelParameters(), beside)
    assert chosen.gpu_layers == 0
    assert "computes on the processor" in chosen.reason
    assert fit.choose(header(), ModelParameters(gpu_layers=999), beside).gpu_layers == 33
    card = Device("CUDA0", "", "gpu", 20 * GB, 24 * GB)
    inside = Device("Vulkan0", "", "igpu", 12 * GB, 16 * GB)
    assert place(32 * GB, 30 * GB, 8, inside, card).gpus == ("CUDA0",)


def test_two_gpus_hold_what_one_cannot() -> None:
    cards = [Device(f"CUDA{index}", "", "gpu", 11 * GB, 12 * GB) for index in range(2)]
    one = fit.choose(header(size=14 * GB), ModelParameters(), place(32 * GB, 24 * GB, 8, cards[0]))
    two = fit.choose(header(size=14 * GB), ModelParameters(), place(32 * GB, 24 * GB, 8, *cards))
    assert one.gpu_layers < two.gpu_layers == 33


def test_a_driver_that_does_not_tell_its_memory_gets_everything() -> None:
    chosen = fit.choose(header(size=14 * GB), ModelParameters(), with_gpu(0, 0))
    assert chosen.gpu_layers == 33


def test_the_files_loaded_beside_a_model(tmp_path: Path) -> None:
    for name in ("draft.gguf", "one.gguf", "two.gguf"):
        (tmp_path / name).write_bytes(bytes(1000))
    adapters = tuple(Adapter(str(tmp_path / name)) for name in ("one.gguf", "two.gguf", "gone"))
    wanted = ModelParameters(draft_path=str(tmp_path / "draft.gguf"), adapters=adapters)
    assert fit.companions(wanted) == 3000
    assert fit.companions(ModelParameters()) == 0


def test_what_is_loaded_beside_takes_its_room() -> None:
    gpu = with_gpu(8 * GB)
    alone = fit.choose(header(), ModelParameters(), gpu)
    accompanied = fit.choose(header(), ModelParameters(), gpu, beside=3 * GB)
    assert accompanied.memory[1].part.total < alone.memory[1].part.total


# the machine


def test_this_machine_is_plausible() -> None:
    here = fit.this_machine(llama.devices())
    assert 0 < here.available_memory <= here.total_memory
    assert here.cores >= 1
    assert all(device.is_gpu for device in here.devices)


def test_the_processor_is_among_the_devices() -> None:
    kinds = {device.name: device.kind for device in llama.devices()}
    assert kinds["CPU"] == "cpu"
    assert llama.backends() == tuple(kinds)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="reads an x86 processor's flags")
def test_the_processor_has_the_instructions_that_are_named() -> None:
    flags = Path("/proc/cpuinfo").read_text().split("flags", 1)[1].splitlines()[0].split()
    has = {flag.replace("_", "") for flag in flags}
    has |= {name for name, flag in (("sse3", "pni"), ("avx512", "avx512f")) if flag in has}
    named = llama.instructions()
    assert named
    assert {name.lower().replace("_", "") for name in named} <= has


def test_a_container_has_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "memory.max").write_text(f"{2 * GB}\n")
    (tmp_path / "memory.current").write_text(f"{GB}\n")
    (tmp_path / "memory.stat").write_text(f"anon 5\ninactive_file {GB // 2}\n")
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    group = (tmp_path, "memory.max", "memory.current", "inactive_file")
    monkeypatch.setattr(machine, "_CGROUPS", (group,))
    monkeypatch.setattr(machine, "_CPU_QUOTA", tmp_path / "cpu.max")
    here = fit.this_machine()
    assert here.total_memory == 2 * GB
    assert here.available_memory <= 2 * GB - GB + GB // 2
    assert here.cores <= 2
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert fit.this_machine().total_memory > 2 * GB


def test_fast_cores_count_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    siblings = tmp_path / "cpu{number}"
    for number in range(8):
        # 0 to 3 are two fast cores of two threads each, 4 to 7 slow ones
        text = f"{number - number % 2}-{number - number % 2 + 1}" if number < 4 else str(number)
        (tmp_path / f"cpu{number}").write_text(text + "\n")
    (tmp_path / "cpus").write_text("0-3\n")
    monkeypatch.setattr(machine, "_FAST_CORES", tmp_path / "cpus")
    monkeypatch.setattr(machine, "_SIBLINGS", str(siblings))
    monkeypatch.setattr(machine, "_CPU_QUOTA", tmp_path / "none")
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: set(range(8)), raising=False)
    monkeypatch.setattr("psutil.cpu_count", lambda logical=True: 8 if logical else 6)
    assert fit.this_machine().cores == 2


# nothing that a file says may break it

_KEYS = [
    *("block_count", "context_length", "embedding_length", "feed_forward_length"),
    *("expert_used_count", "expert_feed_forward_length", "nextn_predict_layers", "vocab_size"),
    *("attention.head_count", "attention.head_count_kv", "attention.key_length"),
    *("attention.value_length", "attention.key_length_mla", "attention.value_length_mla"),
    *("attention.sliding_window", "attention.sliding_window_pattern", "full_attention_interval"),
    *("attention.recurrent_layers", "attention.shared_kv_layers", "attention.key_length_swa"),
    *("ssm.inner_size", "ssm.state_size", "ssm.conv_kernel", "ssm.group_count"),
    *("wkv.head_size", "shortconv.l_cache", "kda.head_dim", "attention.indexer.key_length"),
]
_NUMBERS = st.one_of(st.integers(-5, 300), st.integers(-(2**63), 2**64), st.booleans(), st.just(0))
_VALUES = st.one_of(
    _NUMBERS,
    st.floats(),
    st.text(max_size=5),
    st.lists(_NUMBERS, max_size=6).map(tuple),
    st.builds(GgufArray, st.integers(0, 12), st.integers(0, 2**63)),
)
_ARCHITECTURES = st.sampled_from(
    [
        *("llama", "gemma3", "gemma3n", "gemma4", "mamba", "rwkv7", "jamba", "falcon-h1", "lfm2"),
        *("qwen3next", "nemotron_h", "minimax-01", "llama4", "exaone4", "deepseek2", "", "x"),
    ]
)
_SIZES = st.integers(0, 2**44)
_DEVICES = st.lists(
    st.builds(
        Device,
        st.sampled_from(["CUDA0", "Vulkan0", "MTL0"]),
        st.sampled_from(["", "llvmpipe (LLVM)", "a card"]),
        st.sampled_from(["gpu", "igpu", "accelerator"]),
        _SIZES,
        _SIZES,
    ),
    max_size=3,
).map(tuple)


@given(
    architecture=_ARCHITECTURES,
    facts=st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=12),
    size=st.integers(0, 2**42),
    layers=st.lists(_SIZES, max_size=5).map(tuple),
    total=st.integers(1, 2**42),
    share=st.floats(0, 1),
    devices=_DEVICES,
    wanted=st.builds(
        ModelParameters,
        context_length=st.integers(-5, 2**31),
        gpu_layers=st.integers(-1, 10_000),
        threads=st.integers(-1, 5000),
        batch_tokens=st.integers(-1, 2**20),
        sequences=st.integers(-1, 1000),
        kv_type=st.sampled_from(["auto", "f16", "q8_0", "f32"]),
        flash_attention=st.sampled_from(["auto", "on", "off"]),
    ),
)
def test_every_choice_is_usable_or_refused(
    architecture: str,
    facts: dict[str, Any],
    size: int,
    layers: tuple[int, ...],
    total: int,
    share: float,
    devices: tuple[Device, ...],
    wanted: ModelParameters,
) -> None:
    model = GgufHeader(
        path=Path("/m/model.gguf"),
        version=3,
        metadata={
            "general.architecture": architecture,
            **{f"{architecture}.{key}": value for key, value in facts.items()},
        },
        tensor_count=1,
        weights=1,
        tensor_bytes=size,
        file_size=size,
        sizes=TensorSizes(input=size // 3, layers=layers, output=size // 3),
    )
    here = fit.Machine(total, int(total * share), 2, devices)
    for choose in (fit.choose, fit.choose_embedding):
        try:
            chosen = choose(model, wanted, here)
        except UserError as error:
            assert error.kind == "too_large"
            continue
        assert 0 < chosen.context_length <= fit_search.LARGEST_CONTEXT
        assert 0 < chosen.batch_tokens <= 8192
        assert 0 < chosen.micro_batch_tokens <= chosen.batch_tokens
        assert 0 < chosen.threads <= fit.MOST_THREADS
        assert 0 < chosen.sequences <= fit_search.MOST_SEQUENCES
        assert 0 <= chosen.gpu_layers <= 513
        assert chosen.gpu_layers == 0 or here.gpus
        assert not (chosen.kv_type == "q8_0" and chosen.flash_attention == "off")
        assert all(reason.endswith(".") for reason in chosen.reasons)
        assert chosen.reason
