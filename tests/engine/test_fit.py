"""Context, threads and layers for imagined machines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.errors import UserError
from assistant.core.messages import ModelParameters
from assistant.engine import fit
from assistant.engine.gguf import GgufHeader

GB = 10**9


def header(
    *, size: int = 4 * GB, trained: int = 131_072, layers: int = 32, heads: int = 8
) -> GgufHeader:
    """The header of an 8B model."""
    return GgufHeader(
        path=Path("/m/model.gguf"),
        version=3,
        metadata={
            "general.architecture": "llama",
            "llama.context_length": trained,
            "llama.block_count": layers,
            "llama.embedding_length": 4096,
            "llama.attention.head_count": 32,
            "llama.attention.head_count_kv": heads,
        },
        tensor_count=10,
        weights=8 * GB,
        tensor_bytes=size,
        file_size=size,
        parts=(Path("/m/model.gguf"),),
    )


def machine(total: int = 16 * GB, available: int = 12 * GB, cores: int = 4) -> fit.Machine:
    return fit.Machine(total, available, cores)


def test_the_cache_of_a_token() -> None:
    # 32 layers, 8 heads of 128 for keys and for values, two bytes each
    assert fit.cache_bytes_per_token(header()) == 32 * 8 * (128 + 128) * 2
    assert fit.cache_bytes_per_token(header(), "q8_0") == 32 * 8 * 256 * 34 // 32


def test_plenty_of_memory_gives_the_preferred_context() -> None:
    chosen = fit.choose(header(), ModelParameters(), machine())
    assert chosen.context_length == 8192
    assert "131,072" in chosen.reason


def test_a_small_model_gets_all_it_was_trained_for() -> None:
    chosen = fit.choose(header(trained=128), ModelParameters(), machine())
    assert chosen.context_length == 128


def test_little_memory_gives_a_shorter_context() -> None:
    chosen = fit.choose(header(), ModelParameters(), machine(available=4 * GB + 600 * 10**6))
    assert fit.SMALLEST_CONTEXT <= chosen.context_length < 8192
    assert "free memory" in chosen.reason
    assert chosen.context_length % 256 == 0


def test_a_model_beyond_the_memory_is_refused_with_the_numbers() -> None:
    with pytest.raises(UserError) as caught:
        fit.choose(header(size=40 * GB), ModelParameters(), machine())
    assert caught.value.kind == "too_large"
    assert "40.0 GB" in caught.value.text
    assert "16.0 GB" in caught.value.text


def test_a_context_beyond_the_memory_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        fit.choose(header(), ModelParameters(context_length=1 << 20), machine())
    assert caught.value.kind == "too_large"


def test_what_is_set_is_kept() -> None:
    wanted = ModelParameters(context_length=1000, threads=3, batch_tokens=64)
    chosen = fit.choose(header(), wanted, machine())
    assert (chosen.context_length, chosen.threads, chosen.batch_tokens) == (1000, 3, 64)


def test_a_gpu_that_is_not_there_is_named() -> None:
    chosen = fit.choose(header(), ModelParameters(gpu_layers=20), machine())
    assert chosen.gpu_layers == 0
    assert "GPU" in chosen.reason
    with_gpu = fit.Machine(16 * GB, 12 * GB, 4, ("CUDA0",))
    assert fit.choose(header(), ModelParameters(), with_gpu).gpu_layers == 999
    assert fit.choose(header(), ModelParameters(gpu_layers=20), with_gpu).gpu_layers == 20


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (2, 2), (4, 4), (8, 7), (16, 15)])
def test_threads(cores: int, threads: int) -> None:
    assert fit.choose(header(), ModelParameters(), machine(cores=cores)).threads == threads


def test_this_machine_is_plausible() -> None:
    here = fit.this_machine()
    assert 0 < here.available_memory <= here.total_memory
    assert here.cores >= 1


@given(
    total=st.integers(10**8, 10**12),
    share=st.floats(0, 1),
    size=st.integers(1, 10**12),
    trained=st.integers(-5, 10**7),
    layers=st.integers(0, 200),
    heads=st.integers(0, 128),
    context=st.integers(-5, 10**9),
)
def test_every_choice_is_usable_or_refused(
    total: int, share: float, size: int, trained: int, layers: int, heads: int, context: int
) -> None:
    model = header(size=size, trained=trained, layers=layers, heads=heads)
    place = fit.Machine(total, int(total * share), 2)
    try:
        chosen = fit.choose(model, ModelParameters(context_length=context), place)
    except UserError as error:
        assert error.kind == "too_large"
    else:
        assert 0 < chosen.context_length <= fit.LARGEST_CONTEXT
        assert chosen.threads > 0
        assert chosen.reason.endswith(".")
