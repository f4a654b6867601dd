"""Verdicts on models that are not here yet, and which one is recommended."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.hub.catalogue import Catalogue, CatalogueModel, CatalogueVariant
from assistant.core.hub.fitting import expected_needs, verdict
from assistant.core.hub.machine_facts import GpuFacts, MachineFacts
from assistant.core.hub.recommending import READING_SPEED, best_variant, recommended

GB = 10**9
GIB = 1 << 30
RANK = {"gpu": 0, "partly": 1, "memory": 2, "too_big": 3}
LAPTOP = MachineFacts(
    total_memory=16 * GIB, available_memory=11 * GIB, cores=4, bandwidth=40.0 * GB
)
DESKTOP = MachineFacts(
    total_memory=32 * GIB,
    available_memory=24 * GIB,
    cores=8,
    bandwidth=50.0 * GB,
    gpus=(GpuFacts(name="CUDA0", free=11 * GIB, total=12 * GIB, bandwidth=400.0 * GB),),
)

sizes = st.integers(1, 400 * GB)
gpus = st.builds(
    lambda total, used, shared, speed: GpuFacts(
        name="GPU", total=total, free=max(0, total - used), shares_memory=shared, bandwidth=speed
    ),
    st.integers(0, 200 * GB),
    st.integers(0, 50 * GB),
    st.booleans(),
    st.sampled_from((0.0, 100.0 * GB, 900.0 * GB)),
)
machines = st.builds(
    lambda total, used, bandwidth, found: MachineFacts(
        total_memory=total,
        available_memory=max(0, total - used),
        cores=4,
        bandwidth=bandwidth,
        gpus=tuple(found),
    ),
    st.integers(0, 600 * GB),
    st.integers(0, 100 * GB),
    st.sampled_from((0.0, 10.0 * GB, 60.0 * GB)),
    st.lists(gpus, max_size=3),
)


@given(sizes, sizes, machines)
def test_a_larger_model_never_fits_better(one: int, other: int, machine: MachineFacts) -> None:
    small, large = (verdict(size, machine) for size in sorted((one, other)))
    assert RANK[small.room] <= RANK[large.room]
    assert small.needs <= large.needs
    if small.room == large.room:
        assert small.tight <= large.tight or small.room == "too_big"
        assert small.tokens_per_s >= large.tokens_per_s or not large.tokens_per_s


@given(sizes, machines, st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 1 << 20))
def test_every_verdict_makes_sense(
    size: int, machine: MachineFacts, parameters: int, active: int, context: int
) -> None:
    found = verdict(
        size,
        machine,
        parameters=parameters,
        active_parameters=active,
        context_length=context,
    )
    assert found.needs >= size
    assert found.context_length == context
    assert found.tokens_per_s >= 0.0
    if found.room == "too_big":
        assert not found.tight
        assert not found.tokens_per_s
    if found.room == "memory":
        assert found.needs <= machine.total_memory
    if found.room in ("gpu", "partly"):
        assert machine.gpus


@given(sizes, machines, st.integers(0, 100 * GB))
def test_more_memory_never_fits_worse(size: int, machine: MachineFacts, more: int) -> None:
    larger = msgspec.structs.replace(
        machine,
        total_memory=machine.total_memory + more,
        available_memory=machine.available_memory + more,
    )
    assert RANK[verdict(size, larger).room] <= RANK[verdict(size, machine).room]


@given(sizes, st.integers(0, 1 << 18), st.integers(0, 1 << 18))
def test_a_longer_context_needs_more(size: int, one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert expected_needs(size, context_length=low) <= expected_needs(size, context_length=high)


def test_rooms_of_a_machine_with_a_graphics_card() -> None:
    assert verdict(5 * GB, DESKTOP).room == "gpu"
    assert verdict(18 * GB, DESKTOP).room == "partly"
    assert verdict(5 * GB, LAPTOP).room == "memory"
    assert verdict(40 * GB, LAPTOP).room == "too_big"
    tiny = msgspec.structs.replace(DESKTOP, gpus=(GpuFacts(name="old", free=GIB, total=GIB),))
    assert verdict(15 * GB, tiny).room == "memory"  # half a gigabyte of it would help nobody


def test_what_fits_only_an_empty_machine_is_tight() -> None:
    assert not verdict(5 * GB, LAPTOP).tight
    assert verdict(12 * GB, LAPTOP).tight
    full = msgspec.structs.replace(
        DESKTOP, gpus=(msgspec.structs.replace(DESKTOP.gpus[0], free=2 * GIB),)
    )
    assert verdict(8 * GB, full).room == "gpu"
    assert verdict(8 * GB, full).tight


def test_a_gpu_that_shares_memory_needs_room_in_it() -> None:
    apple = MachineFacts(
        total_memory=16 * GIB,
        available_memory=12 * GIB,
        bandwidth=100.0 * GB,
        gpus=(GpuFacts(name="MTL0", free=11 * GIB, total=12 * GIB, shares_memory=True),),
    )
    assert verdict(5 * GB, apple).room == "gpu"
    assert verdict(5 * GB, apple).tokens_per_s > 5  # its memory is the machine's
    assert verdict(13 * GB, apple).room == "memory"
    assert verdict(30 * GB, apple).room == "too_big"


def test_the_speed_is_what_the_slower_memory_gives() -> None:
    memory = verdict(5 * GB, LAPTOP).tokens_per_s
    assert 5 < memory < 8  # 40 GB/s, 5 GB a token
    assert verdict(5 * GB, DESKTOP).tokens_per_s > 4 * memory
    partly = verdict(18 * GB, DESKTOP).tokens_per_s
    assert 2 < partly < 8
    unknown = msgspec.structs.replace(LAPTOP, bandwidth=0.0)
    assert verdict(5 * GB, unknown).tokens_per_s == 0.0


def test_a_mixture_reads_only_its_active_weights() -> None:
    dense = verdict(18 * GB, DESKTOP, parameters=30 * GB)
    mixture = verdict(18 * GB, DESKTOP, parameters=30 * GB, active_parameters=3 * GB)
    assert mixture.needs == dense.needs
    assert mixture.tokens_per_s > 5 * dense.tokens_per_s


def model(name: str, billions: float, *sizes: tuple[str, float], **more: object) -> CatalogueModel:
    given_: dict[str, object] = {
        "id": name,
        "name": name,
        "repo": f"somebody/{name}",
        "uses": ("chat",),
        "parameters": int(billions * GB),
        "context_length": 32_768,
        "license": "Apache-2.0",
        "languages": ("en",),
        "good_at": "Tests.",
        "variants": tuple(
            CatalogueVariant(quantisation=kind, pattern=f"{name}-{kind}.gguf", size=int(size * GB))
            for kind, size in sizes
        ),
        **more,
    }
    return msgspec.convert(given_, CatalogueModel)


SMALL = model("small", 1.5, ("Q4_K_M", 1.0), ("Q8_0", 1.7))
MIDDLE = model("middle", 8, ("Q3_K_M", 3.8), ("Q4_K_M", 4.9), ("Q8_0", 8.5), ("F16", 16.0))
LARGE = model("large", 32, ("Q4_K_M", 19.8), ("Q8_0", 34.0))
MIXTURE = model("mixture", 30, ("Q4_K_M", 18.6), active_parameters=3 * GB)
LIST = Catalogue(revised="2026-11-27", serial=1, models=(SMALL, MIDDLE, LARGE, MIXTURE))


def chosen(machine: MachineFacts, catalogue: Catalogue = LIST) -> tuple[str, str]:
    found = recommended(catalogue, machine)
    assert found is not None
    return found[0].id, found[1].quantisation


def test_the_usual_quantisation_is_taken_and_more_bits_for_small_models() -> None:
    found = best_variant(MIDDLE.variants, LAPTOP, parameters=MIDDLE.parameters)
    assert found is not None and found[0].quantisation == "Q4_K_M"
    found = best_variant(SMALL.variants, LAPTOP, parameters=SMALL.parameters)
    assert found is not None and found[0].quantisation == "Q8_0"


def test_four_bits_in_memory_come_before_three_on_the_gpu() -> None:
    card = GpuFacts(name="CUDA0", free=5 * GIB, total=int(5.2 * GIB), bandwidth=300.0 * GB)
    machine = msgspec.structs.replace(LAPTOP, gpus=(card,))
    assert verdict(int(3.8 * GB), machine, parameters=8 * GB).room == "gpu"
    found = best_variant(MIDDLE.variants, machine, parameters=8 * GB)
    assert found is not None and found[0].quantisation == "Q4_K_M"


def test_nothing_is_best_where_nothing_fits() -> None:
    nothing = MachineFacts(total_memory=GIB // 4, available_memory=GIB // 8)
    assert best_variant(LARGE.variants, nothing) is None
    assert recommended(LIST, nothing) is None
    assert best_variant((), LAPTOP) is None
    assert recommended(LIST, LAPTOP, "vision") is None


def test_a_recommended_model_is_the_largest_that_is_fast_enough() -> None:
    assert chosen(msgspec.structs.replace(LAPTOP, bandwidth=80.0 * GB)) == ("middle", "Q4_K_M")
    assert chosen(msgspec.structs.replace(LAPTOP, bandwidth=20.0 * GB)) == ("small", "Q4_K_M")
    assert chosen(msgspec.structs.replace(LAPTOP, bandwidth=40.0 * GB)) == ("small", "Q8_0")
    assert chosen(DESKTOP) == ("mixture", "Q4_K_M")
    roomy = msgspec.structs.replace(DESKTOP, total_memory=128 * GIB, available_memory=100 * GIB)
    assert chosen(roomy)[0] == "mixture"  # 32 billion weights in memory would be slow


def test_a_slow_machine_gets_the_fastest() -> None:
    slow = MachineFacts(total_memory=16 * GIB, available_memory=12 * GIB, bandwidth=2.0 * GB)
    found = recommended(LIST, slow)
    assert found is not None and found[0].id == "small"
    assert found[2].tokens_per_s < READING_SPEED


def test_gated_models_are_nobodys_recommendation() -> None:
    gated = msgspec.structs.replace(MIDDLE, gated=True)
    catalogue = msgspec.structs.replace(LIST, models=(SMALL, gated))
    assert chosen(msgspec.structs.replace(LAPTOP, bandwidth=80.0 * GB), catalogue)[0] == "small"


@given(machines)
def test_what_is_recommended_fits(machine: MachineFacts) -> None:
    found = recommended(LIST, machine)
    if found is not None:
        assert found[2].room != "too_big"
        assert found[1] in found[0].variants
