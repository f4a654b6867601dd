"""Which variants a repository offers, told from the names of its files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.hub.repository import HubFile
from assistant.hub.variants import MOST_BYTES, grouped, quantisation_of


def _files(*paths: str) -> list[HubFile]:
    return [HubFile(path=path, size=1000 + place) for place, path in enumerate(paths)]


@pytest.mark.parametrize(
    ("path", "quantisation"),
    [
        ("Llama-3.2-3B-Instruct-Q4_K_M.gguf", "Q4_K_M"),
        ("qwen2.5-7b-instruct-q4_0.gguf", "Q4_0"),
        ("model.i1-IQ2_XXS.gguf", "IQ2_XXS"),
        ("gemma-3-4b-it-UD-Q4_K_XL.gguf", "Q4_K_XL"),
        ("ggml-model-f16.gguf", "F16"),
        ("model.fp16.gguf", "F16"),
        ("Model-BF16.gguf", "BF16"),
        ("gpt-oss-20b-mxfp4.gguf", "MXFP4"),
        ("Q8_0/part-00001-of-00002.gguf", "Q8_0"),
        ("BF16/tiny-Q4_0.gguf", "Q4_0"),
        ("gemma-Q4_0_4_8.gguf", "Q4_0_4_8"),
        ("falcon-TQ1_0.gguf", "TQ1_0"),
        ("Phi-3.5-Q6_K.gguf", "Q6_K"),
        ("Q4_K_M-of-something-Q5_K_S.gguf", "Q5_K_S"),
        ("model-q4_k_m.gguf", "Q4_K_M"),
        ("tinyllama.gguf", ""),
        ("IQ-test-model.gguf", ""),
        ("seq4_0n.gguf", ""),
    ],
)
def test_the_type_is_read_from_the_name(path: str, quantisation: str) -> None:
    assert quantisation_of(path) == quantisation


def test_parts_are_together_and_in_order() -> None:
    found = grouped(
        _files(
            "m-Q8_0-00002-of-00003.gguf", "m-Q8_0-00001-of-00003.gguf",
            "m-Q8_0-00003-of-00003.gguf", "m-Q4_0.gguf",
        )
    )  # fmt: skip
    small, large = found.variants
    assert (small.name, small.missing) == ("Q4_0", 0)
    assert [file.path[-14:-5] for file in large.files] == [
        f"0{part}-of-00003"[-9:] for part in (1, 2, 3)
    ]
    assert large.size == 1000 + 1001 + 1002
    assert large.missing == 0


def test_missing_parts_are_said() -> None:
    found = grouped(_files("m-Q8_0-00001-of-00004.gguf", "m-Q8_0-00003-of-00004.gguf"))
    (variant,) = found.variants
    assert (variant.missing, len(variant.files)) == (2, 2)


def test_parts_of_nonsense_are_files() -> None:
    found = grouped(_files("m-00007-of-00003.gguf", "m-00000-of-00003.gguf"))
    assert [variant.missing for variant in found.variants] == [0, 0]


def test_companions_stand_apart_and_extras_are_left_out() -> None:
    found = grouped(
        _files(
            "mmproj-BF16.gguf", "model-Q4_K_M.gguf", "imatrix.gguf", "Model.imatrix.gguf",
            "model.imatrix.Q5_K_M.gguf", "ggml-vocab-llama.gguf", "style-lora-f16.gguf",
            "README.md", "model-Q4_K_M.safetensors", "model.mmproj-Q8_0.gguf",
        )
    )  # fmt: skip
    assert [variant.name for variant in found.variants] == ["Q4_K_M", "Q5_K_M"]
    assert [file.path for file in found.projectors] == [
        "mmproj-BF16.gguf",
        "model.mmproj-Q8_0.gguf",
    ]
    assert found.left_out == 0


def test_variants_of_one_type_are_told_apart() -> None:
    found = grouped(_files("a-Q4_0.gguf", "b-Q4_0.gguf", "UD/c-UD-Q4_0.gguf", "plain.gguf"))
    assert [(v.name, v.quantisation) for v in found.variants] == [
        ("a-Q4_0", "Q4_0"),
        ("b-Q4_0", "Q4_0"),
        ("UD-Q4_0", "Q4_0"),
        ("plain", ""),
    ]


def test_hostile_names_and_sizes_are_counted() -> None:
    files = [
        *_files("../../evil.gguf", "con.gguf", "a.gguf", "A.gguf", "evil\u202e.gguf"),
        HubFile(path="huge.gguf", size=MOST_BYTES + 1),
        HubFile(path="../notes.txt", size=3),
    ]
    found = grouped(files)
    assert [variant.name for variant in found.variants] == ["a"]
    assert found.left_out == 5


def test_two_hundred_files() -> None:
    kinds = [f"m{number}-Q4_K_M.gguf" for number in range(250)]
    assert len(grouped(_files(*kinds)).variants) == 250


WORDS = st.sampled_from(
    ["model", "Q4_K_M", "q8_0", "-", ".", "/", "00001-of-00002", "00002-of-00002", "mmproj",
     "imatrix", "UD-", "..", "f16", "é"]
)  # fmt: skip


@given(st.lists(st.lists(WORDS, max_size=6).map("".join), max_size=12))
def test_each_file_is_in_one_place_at_most(stems: list[str]) -> None:
    files = _files(*(stem + ".gguf" for stem in stems))
    found = grouped(files)
    placed = [file for variant in found.variants for file in variant.files]
    placed += found.projectors
    assert len(placed) == len({file.path for file in placed})
    assert len(placed) + found.left_out <= len(files)
    assert len({variant.name for variant in found.variants}) == len(found.variants)
    assert [v.size for v in found.variants] == sorted(v.size for v in found.variants)
