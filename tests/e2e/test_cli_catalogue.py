"""`inkstone models catalogue`, and `fit` for models that are not here."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from assistant.paths import resources
from tests import tiny_models
from tests.e2e.terminal_runner import Inkstone


@pytest.fixture
def inkstone(tmp_path: Path) -> Inkstone:
    return Inkstone(tmp_path)


def test_the_list_says_what_fits_here(inkstone: Inkstone) -> None:
    ended = inkstone.run("models", "catalogue", "--json")
    assert (ended.code, ended.err) == (0, "")
    found = ended.json
    assert found["serial"] >= 1
    assert found["machine"]["total_memory"] > 0
    rooms = {"gpu", "partly", "memory", "too_big"}
    for model in found["models"]:
        assert model["license"]
        assert all(variant["fit"]["room"] in rooms for variant in model["variants"])
    ids = [model["id"] for model in found["models"]]
    assert found["recommended"] in [*ids, None]
    shown = inkstone.run("models", "catalogue").out
    assert all(name in shown for name in ids)


def test_a_newer_list_is_taken_only_with_its_signature(inkstone: Inkstone, tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    (tmp_path / "config").mkdir(mode=0o700)
    keys = tmp_path / "config" / "catalogue.keys"
    keys.write_text(key.public_key().public_bytes_raw().hex() + "\n")
    file = tmp_path / "newer.toml"
    own = (resources() / "models.toml").read_text("utf-8")
    file.write_text(own.replace("\nserial = ", "\nserial = 9"), "utf-8")
    unsigned = inkstone.run("models", "catalogue", "--refresh", str(file), "--json")
    assert (unsigned.code, unsigned.error["kind"]) == (3, "hub")
    signature = base64.b64encode(key.sign(file.read_bytes()))
    file.with_name("newer.toml.sig").write_bytes(signature)
    taken = inkstone.run("models", "catalogue", "--refresh", str(file), "--json")
    assert taken.code == 0
    assert taken.json["serial"] > 90
    assert inkstone.run("models", "catalogue", "--json").json["serial"] == taken.json["serial"]
    again = inkstone.run("models", "catalogue", "--refresh", str(file), "--json")
    assert (again.code, again.error["kind"]) == (3, "hub")


def test_fit_of_a_recommended_model_and_of_a_size(inkstone: Inkstone) -> None:
    found = inkstone.run("models", "fit", "qwen3.5-9b", "--context", "32768", "--json").json
    assert found["repo"] == "unsloth/Qwen3.5-9B-GGUF"
    needs = [variant["fit"]["needs"] for variant in found["variants"]]
    assert needs == sorted(needs)
    assert {variant["fit"]["context_length"] for variant in found["variants"]} == {32768}
    small = inkstone.run("models", "fit", "--size", "300 MB", "--json").json
    assert small["size"] == 300_000_000
    assert small["fit"]["room"] in ("gpu", "memory")
    huge = inkstone.run("models", "fit", "--size", "40TB")
    assert "too big for this computer" in huge.out


@pytest.mark.parametrize(
    "arguments", [(), ("x", "--size", "1GB"), ("--size", "many"), ("--size", "-5")]
)
def test_mistakes_are_said(arguments: tuple[str, ...], inkstone: Inkstone) -> None:
    ended = inkstone.run("models", "fit", *arguments, "--json")
    assert ended.code == 2


def test_a_model_that_is_here_comes_before_the_list(inkstone: Inkstone, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    tiny_models.write_model(tmp_path / "models" / "qwen3.5-9b.gguf")
    assert inkstone.run("models", "fit", "qwen3.5-9b", "--json").json["layers"] == 3
