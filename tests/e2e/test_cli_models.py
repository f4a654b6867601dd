"""`inkstone models list | info`."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.cli.models_info import model_facts
from assistant.core.errors import UserError
from tests import tiny_models
from tests.e2e.terminal_runner import Inkstone


@pytest.fixture
def inkstone(tmp_path: Path) -> Inkstone:
    models = tmp_path / "models"
    models.mkdir()
    tiny_models.write_model(
        models / "tiny.gguf",
        name="evil\x1b]0;title\x07name",
        metadata={"general.license": "mit\x1b[2J\u202e", "general.file_type": 2},
    )
    tiny_models.write_model(models / "plain.gguf", "mamba", template=None)
    return Inkstone(tmp_path)


def test_the_list(inkstone: Inkstone) -> None:
    ended = inkstone.run("models", "list")
    assert (ended.code, ended.err) == (0, "")
    plain, tiny = ended.out.splitlines()
    assert "plain" in plain
    assert tiny.endswith(str(inkstone.home / "models" / "tiny.gguf"))
    files = inkstone.run("models", "list", "--json").json["models"]
    assert [file["name"] for file in files] == ["plain", "tiny"]
    for file in files:
        assert file["size"] == Path(file["path"]).stat().st_size
        assert file["last_used"] is False


def test_no_models(tmp_path: Path) -> None:
    ended = Inkstone(tmp_path).run("models", "list")
    assert (ended.code, ended.out) == (0, "")
    assert str(tmp_path / "models") in ended.err


def test_what_a_file_says_of_itself(inkstone: Inkstone) -> None:
    facts = inkstone.run("models", "info", "tiny", "--json").json
    assert facts["architecture"] == "llama"
    assert facts["parameters"] > 50_000
    assert facts["quantisation"] == "Q4_0"
    assert facts["context_length"] == 512
    assert facts["has_template"] is True
    assert facts["license"] == "mit\x1b[2J\u202e"
    assert facts["file_size"] == Path(facts["path"]).stat().st_size
    bare = inkstone.run("models", "info", str(inkstone.home / "models" / "plain.gguf"), "--json")
    assert bare.json["has_template"] is False
    assert bare.json["architecture"] == "mamba"


def test_memory_types_and_the_template_are_told(inkstone: Inkstone) -> None:
    facts = inkstone.run("models", "info", "tiny", "--preview", "--json").json
    assert [need["kv_type"] for need in facts["needs"]] == ["f16"]  # its heads are too short
    assert facts["needs"][0]["total"] > facts["file_size"] / 2
    assert facts["types"][0]["name"] == "F32"
    assert facts["bits_per_weight"] == 32.0
    assert facts["template_preview"].count("<|im_start|>user") == 2
    shown = inkstone.run("models", "info", "tiny", "--preview").out
    assert "F32 100 %" in shown
    assert "512 tokens" in shown
    assert "<|im_start|>assistant" in shown
    without = inkstone.run("models", "info", "plain", "--preview")
    assert without.code == 3
    assert "no chat template" in without.err


def test_metadata_cannot_command_the_terminal(inkstone: Inkstone) -> None:
    ended = inkstone.run("models", "info", "tiny")
    assert ended.code == 0
    assert "mit\\x1b[2J\\u202e" in ended.out
    printed = ended.out + inkstone.run("models", "info", "tiny", "--json").out
    assert not {"\x1b", "\x07", "\u202e"} & set(printed)


@pytest.mark.parametrize(
    ("name", "kind"), [("nothing", "no_model"), ("nothing.gguf", "no_such_file")]
)
def test_no_such_model(name: str, kind: str, inkstone: Inkstone) -> None:
    ended = inkstone.run("models", "info", name, "--json")
    assert (ended.code, ended.out, ended.error["kind"]) == (3, "", kind)


def test_an_ambiguous_name(inkstone: Inkstone) -> None:
    ended = inkstone.run("models", "info", "i", "--json")
    assert (ended.code, ended.error["kind"]) == (2, "usage")
    assert "plain" in ended.error["message"]
    assert "tiny" in ended.error["message"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.write_model(tmp_path_factory.mktemp("whole") / "whole.gguf")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 4000), piece=st.binary(min_size=1, max_size=12), end=st.integers(0))
def test_a_hostile_file_gives_facts_or_a_sentence(
    place: int, piece: bytes, end: int, whole: Path, tmp_path: Path
) -> None:
    data = bytearray(whole.read_bytes())
    data[place : place + len(piece)] = piece
    hostile = tmp_path / "hostile.gguf"
    hostile.write_bytes(data[: max(1, end % (2 * len(data)))])
    try:
        facts = model_facts(hostile)
    except UserError as error:
        assert error.text
    else:
        assert facts["file_size"] == hostile.stat().st_size
