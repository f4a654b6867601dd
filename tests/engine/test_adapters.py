"""LoRA adapters on a tiny model: what they change, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import llama_cpp as lc
import pytest

from assistant.core.errors import UserError
from assistant.engine import llama
from assistant.engine.llama.adapters import Adapter, attach, explain_adapter
from tests import tiny_adapters, tiny_models
from tests.bench import bare_loop

PROMPT = [5, 9, 200, 210, 90, 31]


@pytest.fixture(scope="module")
def log() -> Iterator[llama.NativeLog]:
    native = llama.start(None)
    yield native
    native.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("adapters")


Greedy = Callable[..., list[int]]


@pytest.fixture(scope="module")
def native(folder: Path, log: llama.NativeLog) -> Iterator[tuple[object, object]]:
    path = tiny_models.write_model(folder / "base.gguf")
    model, context = bare_loop.load(str(path), 1, context_length=256)
    yield model, context
    lc.llama_free(context)
    lc.llama_model_free(model)


@pytest.fixture
def greedy(native: tuple[object, object]) -> Greedy:
    _, context = native

    def tokens(*attached: tuple[Adapter, float]) -> list[int]:
        attach(context, attached)
        lc.llama_memory_clear(lc.llama_get_memory(context), True)
        bare_loop.decode(context, PROMPT)
        sampler = lc.llama_sampler_init_greedy()
        out = []
        for _ in range(24):
            out.append(lc.llama_sampler_sample(sampler, context, -1))
            bare_loop.decode(context, out[-1:])
        lc.llama_sampler_free(sampler)
        attach(context, ())
        return out

    return tokens


def test_an_adapter_changes_the_text_as_far_as_its_scale_says(
    folder: Path, native: tuple[object, object], greedy: Greedy
) -> None:
    adapter = Adapter(tiny_adapters.write_adapter(folder / "one.gguf"), native[0], "llama")
    assert adapter.name == "tiny adapter"
    plain = greedy()
    assert greedy((adapter, 0.0)) == plain
    changed = greedy((adapter, 1.0))
    assert changed != plain
    assert greedy((adapter, 1.0)) == changed
    assert greedy() == plain
    adapter.close()
    adapter.close()


def test_several_adapters_add_up(
    folder: Path, native: tuple[object, object], greedy: Greedy
) -> None:
    path = tiny_adapters.write_adapter(folder / "twice.gguf", alpha=8.0)
    double = tiny_adapters.write_adapter(folder / "double.gguf", alpha=16.0)
    first, second = (Adapter(path, native[0], "llama") for _ in range(2))
    strong = Adapter(double, native[0], "llama")
    assert greedy((first, 1.0), (second, 1.0)) == greedy((strong, 1.0))
    for adapter in (first, second, strong):
        adapter.close()


@pytest.mark.parametrize("scale", [float("nan"), float("inf")])
def test_a_strength_is_a_number(
    scale: float, folder: Path, native: tuple[object, object], greedy: Greedy
) -> None:
    adapter = Adapter(tiny_adapters.write_adapter(folder / "nan.gguf"), native[0], "llama")
    with pytest.raises(UserError, match="not a number"):
        greedy((adapter, scale))
    adapter.close()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"architecture": "gemma3"}, "this model is “llama”"),
        ({"file_type": "model"}, "a model of its own"),
        ({"kind": "control"}, "not a LoRA"),
    ],
)
def test_what_is_no_adapter_for_this_model_is_refused(
    options: dict[str, str], said: str, folder: Path, native: tuple[object, object]
) -> None:
    path = tiny_adapters.write_adapter(folder / "wrong.gguf", **options)
    with pytest.raises(UserError) as caught:
        Adapter(path, native[0], "llama")
    assert caught.value.kind == "load_failed"
    assert said in caught.value.text


def test_a_whole_model_a_missing_and_a_cut_file(
    folder: Path, native: tuple[object, object]
) -> None:
    with pytest.raises(UserError, match="a model of its own"):
        Adapter(folder / "base.gguf", native[0], "llama")
    with pytest.raises(UserError) as missing:
        Adapter(folder / "nowhere.gguf", native[0], "llama")
    assert missing.value.kind == "no_such_file"
    whole = tiny_adapters.write_adapter(folder / "whole.gguf")
    cut = tiny_models.write_cut(whole, folder / "cut.gguf", 0.7)
    with pytest.raises(UserError) as damaged:
        Adapter(cut, native[0], "llama")
    assert damaged.value.kind == "damaged_model"


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"shape": tiny_models.Shape(width=128)}, "load_failed"),
        ({"target": "attn_nothing.weight"}, "load_failed"),
        ({"target": "attn_output.lora"}, "load_failed"),
    ],
)
def test_an_adapter_for_another_size_is_explained(
    options: dict[str, object],
    kind: str,
    folder: Path,
    native: tuple[object, object],
    log: llama.NativeLog,
) -> None:
    path = tiny_adapters.write_adapter(folder / "other.gguf", **options)
    log.take()
    with pytest.raises(llama.LoadError):
        Adapter(path, native[0], "llama")
    error = explain_adapter(log.take(), path)
    assert error.kind == kind
    assert "other.gguf" in error.text
