"""The header reader: what it says of good files, and that no bad one brings it down."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.core.errors import UserError
from assistant.engine.architectures import is_embedding_file, is_embedding_model
from assistant.engine.gguf import GgufArray, clean_text, read_header, read_leading, split_parts
from tests import tiny_models


def test_a_good_header(models: dict[str, Path]) -> None:
    header = read_header(models["llama"])
    assert header.architecture == "llama"
    assert header.name == "tiny llama"
    assert header.integer("context_length") == 512
    assert header.integer("attention.head_count_kv") == 2
    assert header.text("tokenizer.chat_template") == tiny_models.CHATML
    assert header.tensor_count == 3 + 2 * 9
    assert header.tensor_bytes == header.weights * 4
    assert header.tensor_bytes < header.file_size < header.tensor_bytes + 40_000
    tokens = header.metadata["tokenizer.ggml.tokens"]
    assert isinstance(tokens, GgufArray)
    assert tokens.length == len(tiny_models.spm_vocabulary().tokens)


def test_a_list_for_the_layers(models: dict[str, Path]) -> None:
    header = read_header(models["jamba"])
    assert header.metadata["jamba.attention.head_count_kv"] == (0, 2)
    assert header.integer("attention.head_count_kv") == 2


def test_permission_and_disk_errors_are_mapped(models: dict[str, Path]) -> None:
    def denied(path: Path) -> BinaryIO:
        raise PermissionError(13, "Permission denied", str(path))

    def broken(path: Path) -> BinaryIO:
        raise OSError(5, "Input/output error", str(path))

    for opener, kind in ((denied, "no_permission"), (broken, "load_failed")):
        with pytest.raises(UserError) as caught:
            read_header(models["llama"], opener)
        assert caught.value.kind == kind


def test_every_cut_is_noticed(models: dict[str, Path], tmp_path: Path) -> None:
    data = models["llama"].read_bytes()
    path = tmp_path / "cut.gguf"
    for size in {*range(0, 4000, 97), *range(0, len(data), 9973), len(data) - 1}:
        path.write_bytes(data[:size])
        with pytest.raises(UserError) as caught:
            read_header(path)
        assert caught.value.kind in ("damaged_model", "not_gguf")


def _with_string(text: bytes) -> bytes:
    return struct.pack("<Q", len(text)) + text


@pytest.mark.parametrize(
    "body",
    [
        struct.pack("<QQ", 2**63, 0),
        struct.pack("<QQ", 0, 2**63),
        struct.pack("<QQ", 0, 1) + struct.pack("<Q", 2**62),
        struct.pack("<QQ", 0, 1) + _with_string(b"k") + struct.pack("<I", 99),
        struct.pack("<QQ", 0, 1) + _with_string(b"k") + struct.pack("<IIQ", 9, 4, 2**61),
        struct.pack("<QQ", 0, 1) + _with_string(b"k") + struct.pack("<IIQ", 9, 8, 2**61),
        struct.pack("<QQ", 0, 1) + _with_string(b"k") + struct.pack("<IIQ", 9, 9, 1),
        struct.pack("<QQ", 0, 1) + _with_string(b"k") + struct.pack("<IQ", 8, 2**50),
        struct.pack("<QQ", 1, 0) + _with_string(b"t") + struct.pack("<I", 2**31),
        struct.pack("<QQ", 1, 0)
        + _with_string(b"t")
        + struct.pack("<I4QIQ", 4, 2**40, 2**40, 2**40, 2**40, 0, 0),
        struct.pack("<QQ", 0, 1) + _with_string(b"general.alignment") + struct.pack("<II", 4, 0),
    ],
)
def test_lying_counts(body: bytes, tmp_path: Path) -> None:
    path = tmp_path / "lie.gguf"
    path.write_bytes(b"GGUF" + struct.pack("<I", 3) + body + bytes(64))
    with pytest.raises(UserError) as caught:
        read_header(path)
    assert caught.value.kind == "damaged_model"


@pytest.mark.parametrize("version", [0, 1, 4, 3 << 24, 2**32 - 1])
def test_other_versions(version: int, tmp_path: Path) -> None:
    path = tmp_path / "old.gguf"
    path.write_bytes(b"GGUF" + struct.pack("<I", version) + bytes(64))
    with pytest.raises(UserError) as caught:
        read_header(path)
    assert caught.value.kind == "not_gguf"


@settings(
    max_examples=600,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 30_000), st.binary(min_size=1, max_size=9)), min_size=1, max_size=6
    ),
    cut=st.none() | st.integers(0, 30_000),
)
def test_mutated_headers_never_crash(
    changes: list[tuple[int, bytes]],
    cut: int | None,
    models: dict[str, Path],
    tmp_path: Path,
) -> None:
    data = bytearray(models["llama"].read_bytes())
    for at, replacement in changes:
        data[at : at + len(replacement)] = replacement
    path = tmp_path / "mutated.gguf"
    path.write_bytes(data if cut is None else data[:cut])
    try:
        header = read_header(path)
    except UserError as error:
        assert error.text.isprintable()
    else:
        assert header.name.isprintable()
        header.integer("context_length")
        header.text("general.type")


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_clean_text_is_fit_for_a_terminal(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned.isprintable()
    assert clean_text(cleaned) == cleaned


def test_names_of_split_models() -> None:
    parts = split_parts(Path("/m/big-00002-of-00003.gguf"))
    assert [part.name for part in parts] == [f"big-0000{n}-of-00003.gguf" for n in (1, 2, 3)]
    assert split_parts(Path("/m/big.gguf")) == (Path("/m/big.gguf"),)
    assert len(split_parts(Path("/m/big-00000-of-00000.gguf"))) == 1


def test_a_split_model_is_counted_as_a_whole(models: dict[str, Path], tmp_path: Path) -> None:
    for number in (1, 2):
        part = tmp_path / f"m-0000{number}-of-00002.gguf"
        part.write_bytes(models["llama"].read_bytes())
    header = read_header(tmp_path / "m-00002-of-00002.gguf")
    assert header.file_size == 2 * models["llama"].stat().st_size
    assert header.path.name == "m-00001-of-00002.gguf"
    assert len(header.parts) == 2


def test_the_beginning_of_a_header_is_read_alone(models: dict[str, Path], tmp_path: Path) -> None:
    read = read_leading(models["llama"], lambda key, _read: key.startswith("tokenizer."))
    assert read["general.architecture"] == "llama"
    assert not any(key.startswith("tokenizer.") for key in read)
    with pytest.raises(UserError, match="no such file"):
        read_leading(tmp_path / "gone.gguf", lambda _key, _read: False)


def test_what_embeds_is_known_without_the_vocabulary(
    models: dict[str, Path], tmp_path: Path
) -> None:
    bert = tiny_models.write_embedding_model(tmp_path / "bert.gguf")
    pooled = tiny_models.write_model(tmp_path / "pooled", metadata={"llama.pooling_type": 3})
    for path, embeds in ((models["llama"], False), (bert, True), (pooled, True)):
        assert is_embedding_file(path) is embeds
        assert is_embedding_model(read_header(path)) is embeds
        data = path.read_bytes()
        cut = tmp_path / "cut.gguf"
        cut.write_bytes(data[: data.index(b"tokenizer.ggml.tokens") + 40])
        assert is_embedding_file(cut) is embeds
