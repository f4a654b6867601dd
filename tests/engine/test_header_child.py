"""Model files read in a process of their own: what is told of good ones, and hostile ones."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import gguf
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import compose
from assistant.core.errors import UserError
from assistant.engine import header_child
from assistant.engine.gguf import GgufArray, GgufHeader, read_header
from assistant.engine.header_facts import facts_of, thinking_of
from assistant.engine.memory_needs import ModelMemory, Plan
from assistant.paths import child_command
from tests import tiny_models

COMMAND = child_command("header-child")


def test_what_a_model_says_of_itself(tmp_path: Path) -> None:
    described = {
        "general.license": "apache-2.0",
        "general.license.link": "https://example.org/license",
        "general.organization": "Somebody",
        "general.file_type": 0,
    }
    path = tiny_models.write_model(
        tmp_path / "a model 模型.gguf", template=tiny_models.THINKING, metadata=described
    )
    facts = compose.model_facts(path)
    assert facts.path == str(path)
    assert (facts.name, facts.architecture) == ("tiny llama", "llama")
    assert facts.parameters == facts.active_parameters == read_header(path).weights
    assert (facts.quantisation, facts.tokenizer) == ("F32", "llama")
    assert (facts.license, facts.author) == ("apache-2.0", "Somebody")
    assert facts.license_url == "https://example.org/license"
    assert (facts.context_length, facts.layers, facts.embedding_length) == (512, 2, 64)
    assert facts.vocabulary == len(tiny_models.spm_vocabulary().tokens)
    assert facts.template == tiny_models.THINKING
    assert facts.thinking == "switch"
    assert facts.file_size == path.stat().st_size
    assert [share.name for share in facts.types] == ["F32"]
    assert facts.types[0].tensors == 3 + 2 * 9
    assert facts.bits_per_weight == 32.0
    assert not facts.embeds


def test_needs_are_what_the_engine_would_allocate(tmp_path: Path) -> None:
    shape = tiny_models.Shape(width=256, layers=4, heads=8, hidden=512, context_length=16_384)
    path = tiny_models.write_model(tmp_path / "m.gguf", shape=shape)
    facts = compose.model_facts(path)
    assert {need.context_length for need in facts.needs} == {4096, 8192, 16_384}
    assert {need.kv_type for need in facts.needs} == {"f16", "q8_0"}
    memory = ModelMemory(read_header(path))
    for need in facts.needs:
        plan = Plan(need.context_length, 512, 8, need.kv_type)
        assert need.cache == memory.cache(plan)
        assert need.weights == memory.weights
        assert need.buffers > 0
    by_length = [need.total for need in facts.needs if need.kv_type == "f16"]
    assert by_length == sorted(by_length)


def test_embedding_models_say_so(tmp_path: Path) -> None:
    facts = compose.model_facts(tiny_models.write_embedding_model(tmp_path / "e.gguf"))
    assert facts.embeds
    assert facts.needs == ()


def test_types_mixtures_and_languages_are_told(tmp_path: Path) -> None:
    path = tmp_path / "mixture.gguf"
    writer = gguf.GGUFWriter(str(path), "qwen3moe")
    writer.add_languages(["en", "de", "zh"])
    writer.add_block_count(1)
    writer.add_expert_count(8)
    writer.add_expert_used_count(2)
    writer.add_tensor("blk.0.ffn_up_exps.weight", np.zeros((8, 32, 64), dtype=np.float16))
    writer.add_tensor("token_embd.weight", np.zeros((10, 64), dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    facts = compose.model_facts(path)
    assert facts.languages == ("en", "de", "zh")
    assert [(share.name, share.weights) for share in facts.types] == [
        ("F16", 8 * 32 * 64),
        ("F32", 640),
    ]
    assert facts.parameters == 8 * 32 * 64 + 640
    assert facts.active_parameters == 2 * 32 * 64 + 640


@pytest.mark.parametrize(
    ("template", "thinking"),
    [
        ("", "none"),
        (tiny_models.CHATML, "none"),
        (tiny_models.THINKING, "switch"),
        ("{{ '<think>' }}", "always"),
    ],
)
def test_whether_a_template_thinks(template: str, thinking: str) -> None:
    assert thinking_of(template) == thinking


def test_bad_files_are_refused_with_their_sentence(tmp_path: Path) -> None:
    text = tmp_path / "letter.gguf"
    text.write_text("Dear Sir or Madam")
    for path, kind in (
        (text, "not_gguf"),
        (tmp_path / "missing.gguf", "no_such_file"),
        (tmp_path, "is_directory"),
        (Path("with\0nul"), "no_such_file"),
    ):
        with pytest.raises(UserError) as caught:
            header_child.read_facts(COMMAND, path)
        assert caught.value.kind == kind


def announcing(path: Path, texts: int, length: int) -> Path:
    """A file (sparse) with many metadata entries of long texts."""
    with path.open("wb") as file:
        file.write(b"GGUF" + struct.pack("<IQQ", 3, 0, texts))
        for number in range(texts):
            key = f"general.key{number}".encode()
            file.write(struct.pack("<Q", len(key)) + key + struct.pack("<IQ", 8, length))
            file.seek(length, 1)
        file.truncate(file.tell() + 1)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_file_that_wants_much_memory_ends_its_own_process_only(tmp_path: Path) -> None:
    greedy = announcing(tmp_path / "greedy.gguf", 15, 60 * 1024 * 1024)
    with pytest.raises(UserError) as caught:
        header_child.read_facts(COMMAND, greedy)
    assert caught.value.kind == "damaged_model"
    assert "memory" in caught.value.text or "brought down" in caught.value.text


def test_a_file_that_takes_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(header_child, "PATIENCE_S", 0.2)
    slow = [sys.executable, "-c", "import time; time.sleep(60)"]
    with pytest.raises(UserError) as caught:
        header_child.read_facts(slow, tmp_path / "slow.gguf")
    assert "too long" in caught.value.text


def test_a_process_that_dies_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        header_child.read_facts([sys.executable, "-c", "import os; os.abort()"], tmp_path / "x")
    assert "brought down" in caught.value.text
    with pytest.raises(UserError) as caught:
        header_child.read_facts(["/nowhere/at-all"], tmp_path / "x")
    assert caught.value.kind == "engine_start"


values = st.one_of(
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=True),
    st.booleans(),
    st.text(max_size=50),
    st.lists(st.integers(-10, 2**40), max_size=5).map(tuple),
    st.lists(st.text(max_size=5), max_size=3).map(tuple),
    st.builds(GgufArray, st.integers(0, 12), st.integers(0, 2**63)),
)
keys = st.sampled_from(
    [
        "general.file_type", "general.license", "general.languages", "tokenizer.ggml.tokens",
        "tokenizer.chat_template", "llama.context_length", "llama.block_count",
        "llama.embedding_length", "llama.expert_count", "llama.expert_used_count",
        "llama.attention.head_count", "llama.attention.head_count_kv", "llama.vocab_size",
    ]
)  # fmt: skip


@given(st.dictionaries(keys, values))
def test_whatever_the_metadata_says_facts_come_of_it(metadata: dict[str, object]) -> None:
    header = GgufHeader(
        path=Path("/m/model.gguf"),
        version=3,
        metadata={"general.architecture": "llama", **metadata},  # type: ignore[dict-item]
        tensor_count=1,
        weights=1000,
        tensor_bytes=4000,
        file_size=5000,
        parts=(Path("/m/model.gguf"),),
    )
    facts = facts_of(header)
    assert facts.context_length >= 0
    assert all(need.total >= 0 for need in facts.needs)
