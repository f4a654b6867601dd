"""The list of recommended models: the one that ships, and newer ones that are handed in."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import compose
from assistant.core.errors import UserError
from assistant.core.hub.catalogue import Catalogue, CatalogueModel, CatalogueVariant
from assistant.core.hub.catalogue_check import example_name, faults_of
from assistant.core.hub.machine_facts import GpuFacts, MachineFacts
from assistant.core.hub.recommending import recommended
from assistant.core.translation.languages import LANGUAGES
from assistant.hub.catalogue_file import newest, public_keys, read_catalogue, take_signed
from assistant.paths import app_paths, resources

ROOT = Path(__file__).resolve().parents[3]
OURS = read_catalogue(resources() / "models.toml")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))

LIST = """
serial = {serial}
revised = "2026-12-24"
[[models]]
id = "small"
name = "Small"
repo = "somebody/Small-GGUF"
uses = ["chat"]
parameters = 1_000_000_000
context_length = 4096
license = "MIT"
languages = ["en"]
good_at = "Everything."
variants = [{{ quantisation = "Q4_K_M", pattern = "Small-Q4_K_M*.gguf", size = 600_000_000 }}]
"""


# the list that ships


def test_our_list_is_without_fault() -> None:
    assert faults_of(OURS) == ()


def test_our_list_has_something_for_every_use_and_size() -> None:
    offered = {use for model in OURS.models for use in model.uses}
    wanted = set(msgspec.json.schema(CatalogueModel)["$defs"]["CatalogueModel"]["properties"]
                 ["uses"]["items"]["enum"])  # fmt: skip
    assert offered == wanted
    chats = sorted(model.parameters for model in OURS.models if "chat" in model.uses)
    assert chats[0] < 3e9 < chats[len(chats) // 2] < 3e10 < chats[-1]
    assert len(OURS.models) <= 20  # short and opinionated


def test_every_pattern_fits_its_own_file_and_no_other() -> None:
    for model in OURS.models:
        files = [example_name(variant.pattern) for variant in model.variants]
        files += [model.projector] * bool(model.projector)
        for variant in model.variants:
            fitting = [file for file in files if fnmatchcase(file, variant.pattern)]
            assert fitting == [example_name(variant.pattern)]


def test_languages_are_codes_that_the_application_knows() -> None:
    known = {code.partition("-")[0] for code in LANGUAGES}
    known |= {"bo", "ug"}  # Tibetan and Uyghur, which only these models offer
    for model in OURS.models:
        assert {code.partition("-")[0] for code in model.languages} <= known, model.id


# what a list may not be


GOOD = OURS.models[0]


def changed(**fields: object) -> Catalogue:
    return msgspec.structs.replace(OURS, models=(msgspec.structs.replace(GOOD, **fields),))


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "Not An Id"},
        {"id": ""},
        {"repo": "no-owner"},
        {"repo": "../../etc/passwd"},
        {"repo": "a/b/c"},
        {"uses": ()},
        {"languages": ()},
        {"languages": ("english",)},
        {"parameters": 0},
        {"active_parameters": GOOD.parameters + 1},
        {"context_length": 0},
        {"license": "Whatever"},
        {"license": "Whatever", "license_url": "http://example.org"},
        {"license": ""},
        {"variants": ()},
        {"projector": "../mmproj.gguf"},
    ],
)
def test_models_with_faults_are_refused(fields: dict[str, object]) -> None:
    assert faults_of(changed()) == ()
    assert faults_of(changed(**fields))


@pytest.mark.parametrize(
    "variant",
    [
        {"pattern": "*.gguf"},
        {"pattern": "../Qwen3.5-2B-Q4_K_M.gguf"},
        {"pattern": "/etc/Qwen3.5-2B-Q4_K_M.gguf"},
        {"pattern": "a\\b-Q4_K_M.gguf"},
        {"pattern": "model.bin"},
        {"pattern": "Qwen3.5-2B-*.gguf"},
        {"size": 0},
        {"size": -5},
        {"size": GOOD.variants[0].size * 3},
        {"size": GOOD.variants[0].size // 3},
    ],
)
def test_files_with_faults_are_refused(variant: dict[str, object]) -> None:
    first = msgspec.structs.replace(GOOD.variants[0], **variant)
    assert faults_of(changed(variants=(first, *GOOD.variants[1:])))


def test_names_are_there_once_and_serials_and_dates_are_real() -> None:
    assert faults_of(msgspec.structs.replace(OURS, models=(GOOD, GOOD)))
    assert faults_of(msgspec.structs.replace(OURS, serial=0))
    assert faults_of(msgspec.structs.replace(OURS, revised="yesterday"))
    assert faults_of(msgspec.structs.replace(OURS, models=()))


def test_parts_and_choices_in_patterns() -> None:
    parts = CatalogueVariant(quantisation="Q8_0", pattern="Small-Q8_0-*.gguf", size=10**9)
    assert fnmatchcase("Small-Q8_0-00001-of-00002.gguf", example_name(parts.pattern))
    assert fnmatchcase(example_name("x-[mM]xfp4.gguf"), "x-[mM]xfp4.gguf")


# lists that are handed in


def handed_in(folder: Path, serial: int = 2, *, key: Ed25519PrivateKey = KEY) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "models.toml"
    file.write_text(LIST.format(serial=serial))
    signature = base64.b64encode(key.sign(file.read_bytes()))
    (folder / "models.toml.sig").write_bytes(signature + b"\n")
    return file


def refusal(file: Path, destination: Path, *, newer_than: int = 1) -> UserError:
    """Why `file` is not taken; nothing was changed."""
    before = sorted((path.name, path.read_bytes()) for path in destination.parent.glob("*"))
    with pytest.raises(UserError) as caught:
        take_signed(file, destination, [PUBLIC], newer_than=newer_than)
    after = sorted((path.name, path.read_bytes()) for path in destination.parent.glob("*"))
    assert before == after
    return caught.value


def test_a_newer_signed_list_is_taken_and_used(tmp_path: Path) -> None:
    destination = tmp_path / "data" / "models.toml"
    taken = take_signed(handed_in(tmp_path / "in"), destination, [PUBLIC], newer_than=1)
    assert taken.serial == 2
    assert newest(resources() / "models.toml", destination, [PUBLIC]) == taken
    assert destination.read_text() == LIST.format(serial=2)
    older_build = newest(resources() / "models.toml", destination, [])
    assert older_build == OURS  # a key that is not trusted any more


@pytest.mark.parametrize("serial", [1, 2])
def test_an_older_list_and_the_same_are_not_taken(serial: int, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    file = handed_in(tmp_path / "in", serial)
    error = refusal(file, tmp_path / "data" / "models.toml", newer_than=2)
    assert f"number {serial}" in error.text
    assert "number 2" in error.text


def test_another_key_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    file = handed_in(tmp_path / "in", key=OTHER)
    assert "trusts" in refusal(file, tmp_path / "data" / "models.toml").text


@pytest.mark.parametrize(
    "signature", [b"", b"nonsense", b"\xff\xfe", base64.b64encode(bytes(64)), b"A" * 5000]
)
def test_a_signature_that_is_none(signature: bytes, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    file = handed_in(tmp_path / "in")
    file.with_name("models.toml.sig").write_bytes(signature)
    assert refusal(file, tmp_path / "data" / "models.toml").kind == "hub"


def test_a_list_without_its_signature_and_one_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    destination = tmp_path / "data" / "models.toml"
    file = handed_in(tmp_path / "in")
    file.with_name("models.toml.sig").unlink()
    assert "models.toml.sig" in refusal(file, destination).hint
    assert refusal(tmp_path / "nowhere.toml", destination).kind == "no_such_file"
    assert refusal(tmp_path, destination).kind == "hub"


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    file = handed_in(tmp_path / "in")
    with file.open("ab") as stream:
        stream.truncate(50 * 1024**3)  # takes no room on the disk
    assert "too long" in refusal(file, tmp_path / "data" / "models.toml").text


def test_a_signed_list_with_faults_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for text in (
        LIST.format(serial=2).replace("Small-Q4_K_M*.gguf", "*.gguf"),
        LIST.format(serial=2).replace("somebody/Small-GGUF", "../x"),
        "serial = 5\n",
        "this is no TOML",
        "\ud83d",
    ):
        file = handed_in(tmp_path / "in")
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        signature = base64.b64encode(KEY.sign(file.read_bytes()))
        file.with_name("models.toml.sig").write_bytes(signature)
        assert "no list of models" in refusal(file, tmp_path / "data" / "models.toml").text


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handed_in(tmp_path_factory.mktemp("signed"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_a_single_changed_bit_is_noticed(
    place: int, bit: int, signed: Path, tmp_path: Path
) -> None:
    data = bytearray(signed.read_bytes())
    data[place % len(data)] ^= 1 << bit
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    (folder / "models.toml").write_bytes(data)
    (folder / "models.toml.sig").write_bytes(signed.with_name("models.toml.sig").read_bytes())
    with pytest.raises(UserError):
        take_signed(folder / "models.toml", tmp_path / "out.toml", [PUBLIC], newer_than=1)
    assert not (tmp_path / "out.toml").exists()


def test_what_was_kept_and_damaged_since_is_not_used(tmp_path: Path) -> None:
    destination = tmp_path / "models.toml"
    take_signed(handed_in(tmp_path / "in"), destination, [PUBLIC], newer_than=1)
    builtin = resources() / "models.toml"
    destination.write_text(LIST.format(serial=9))
    assert newest(builtin, destination, [PUBLIC]) == OURS
    destination.unlink()
    assert newest(builtin, destination, [PUBLIC]) == OURS
    assert newest(builtin, tmp_path, [PUBLIC]) == OURS


def test_a_disk_that_is_full_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    error = refusal(handed_in(tmp_path / "in"), tmp_path / "data" / "models.toml")
    assert "No space left" in error.text


def test_keys_are_read_and_remarks_left_out(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.keys"
    file.write_text(f"# remark\n{PUBLIC.hex()}  # ours\nnonsense\n\n{'z' * 64}\n")
    assert public_keys((tmp_path / "none", resources() / "catalogue.keys"))
    file.write_text(f"# remark\n{PUBLIC.hex()}  # ours\n")
    assert public_keys((file,)) == (PUBLIC,)


def test_a_team_signs_a_list_of_its_own(tmp_path: Path) -> None:
    """The whole way: a key, a signature, the public key on a desk, the list taken there."""
    tool = [sys.executable, str(ROOT / "packaging" / "sign_catalogue.py")]
    secret, file = tmp_path / "secret", tmp_path / "models.toml"
    made = subprocess.run([*tool, "new-key", str(secret)], capture_output=True, check=True)
    file.write_text(LIST.format(serial=7))
    subprocess.run([*tool, "sign", str(secret), str(file)], check=True)
    if os.name == "posix":
        assert secret.stat().st_mode & 0o077 == 0
    paths = app_paths(tmp_path / "home")
    paths.create()
    with pytest.raises(UserError):
        compose.take_catalogue(paths, file)
    (paths.config / "catalogue.keys").write_bytes(made.stdout)
    assert compose.take_catalogue(paths, file).serial == 7
    assert compose.catalogue(paths).models[0].id == "small"
    with pytest.raises(UserError):
        compose.take_catalogue(paths, file)  # the same once more


@pytest.mark.parametrize(
    ("memory", "bandwidth", "gpu", "wanted"),
    [
        (4, 10, 0, "qwen3.5-2b"),
        (8, 40, 0, "qwen3-4b-instruct-2507"),
        (16, 60, 0, "qwen3.5-9b"),
        (32, 50, 0, "qwen3-30b-a3b-instruct-2507"),
        (64, 80, 0, "qwen3.6-35b-a3b"),
        (16, 40, 8, "qwen3.5-9b"),
        (32, 50, 24, "qwen3-30b-a3b-instruct-2507"),
    ],
)
def test_what_usual_computers_are_recommended(
    memory: int, bandwidth: int, gpu: int, wanted: str
) -> None:
    """In GiB, GB/s and GiB of a graphics card; seven tenths of main memory are free."""
    gib = 1 << 30
    card = GpuFacts(name="CUDA0", free=gpu * gib * 19 // 20, total=gpu * gib)
    machine = MachineFacts(
        total_memory=memory * gib,
        available_memory=memory * gib * 7 // 10,
        cores=4,
        bandwidth=bandwidth * 1e9,
        gpus=(card,) if gpu else (),
    )
    found = recommended(OURS, machine)
    assert found is not None
    assert found[0].id == wanted
