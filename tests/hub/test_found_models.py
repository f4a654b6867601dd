"""What is found in the folders of other programs, and that it is only looked at."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.core.entities import ModelFile
from assistant.hub.found import ollama as ollama_folder
from assistant.hub.found.whereabouts import Whereabouts
from assistant.hub.gguf_files import Deadline
from assistant.hub.identity import Identities
from assistant.hub.shelf import FolderShelf
from tests.hub.other_programs import (
    LAYER,
    gguf,
    gguf_bytes,
    hugging_face,
    jan,
    manifest,
    ollama,
)

Scan = Callable[..., list[ModelFile]]


@pytest.fixture
def where(tmp_path: Path) -> Whereabouts:
    home = tmp_path / "home"
    home.mkdir()
    return Whereabouts({}, home, "linux", tmp_path / "system")


@pytest.fixture
def scan(where: Whereabouts, tmp_path: Path) -> Scan:
    own = tmp_path / "own"

    def look(*folders: Path, files: tuple[Path, ...] = ()) -> list[ModelFile]:
        shelf = FolderShelf(own=own, where=where, identities=Identities())
        return shelf.scan([own, *folders], files, elsewhere=True)

    return look


def told(found: list[ModelFile]) -> dict[str, str]:
    return {file.name: file.origin for file in found}


def test_every_program(where: Whereabouts, scan: Scan) -> None:
    home = where.home
    gguf(home / ".lmstudio/models/owner/Repo-GGUF/lm-Q4_K_M.gguf")
    gguf(home / ".lmstudio/.internal/bundled-models/nomic-ai/embed/nomic-embed.gguf")
    gguf(home / ".cache/lm-studio/models/owner/old/older.gguf")
    blob = ollama(home / ".ollama/models")
    ollama(where.system / "usr/share/ollama/.ollama/models", "hf.co/bart/Llama-GGUF/Q4_K_M")
    hugging_face(home / ".cache/huggingface/hub", "owner/Big-GGUF", "Q8/big-Q8_0.gguf")
    gguf(home / ".local/share/nomic.ai/GPT4All/gpt.gguf")
    jan(home / ".local/share/Jan/data", "janhq/Jan-v3")
    gguf(home / ".cache/llama.cpp/ggml-org_gemma-3-4b-it-GGUF_gemma.gguf")
    found = scan()
    assert told(found) == {
        "lm-Q4_K_M": "lm-studio",
        "nomic-embed": "lm-studio",
        "older": "lm-studio",
        "qwen3:0.6b": "ollama",
        "hf.co/bart/Llama-GGUF:Q4_K_M": "ollama",
        "big-Q8_0": "hugging-face",
        "gpt": "gpt4all",
        "janhq/Jan-v3": "jan",
        "ggml-org_gemma-3-4b-it-GGUF_gemma": "llama.cpp",
    }
    assert all(len(file.identity) == 64 for file in found)
    assert next(file.path for file in found if file.name == "qwen3:0.6b") == str(blob)
    shelf = FolderShelf(where=where)
    assert shelf.scan([], []) == []


def test_unfinished_downloads_are_not_shown(where: Whereabouts, scan: Scan) -> None:
    home = where.home
    gguf(home / ".lmstudio/models/o/r/downloading_m.gguf.part")
    gguf(home / ".lmstudio/models/o/r/downloading_n.gguf")
    gguf(home / ".local/share/nomic.ai/GPT4All/incomplete-gpt.gguf")
    gguf(home / ".cache/llama.cpp/m.gguf.downloadInProgress")
    gguf(home / ".cache/huggingface/hub/models--a--b/blobs/abc.incomplete")
    gguf(home / ".ollama/models/blobs/sha256-abc-partial")
    gguf(home / ".lmstudio/models/o/r/.hidden.gguf")
    assert scan() == []


# --- Ollama ---------------------------------------------------------------------------------


def test_what_a_manifest_says(where: Whereabouts) -> None:
    folder = where.home / ".ollama" / "models"
    params = json.dumps({"temperature": 0.6, "stop": ["<|im_end|>"]}).encode()
    eye = gguf_bytes("mmproj")
    ollama(
        folder,
        "registry.ollama.ai/ann/seer/7b",
        layers={
            "template": b"{{ .System }}",
            "system": "Du bist…".encode(),
            "params": params,
            "projector": eye,
            "license": b"MIT",
        },
    )
    (model,) = ollama_folder.described_in(folder, Deadline(5))
    assert model.name == "ann/seer:7b"
    assert model.template == "{{ .System }}"
    assert model.system == "Du bist…"
    assert model.params == {"temperature": 0.6, "stop": ["<|im_end|>"]}
    assert model.projector is not None
    assert model.projector.read_bytes() == eye
    (found,) = FolderShelf(where=where).scan([], [], elsewhere=True)
    assert found.projector == str(model.projector)


def test_tags_of_one_file_are_one_model(where: Whereabouts, scan: Scan) -> None:
    folder = where.home / ".ollama" / "models"
    weights = gguf_bytes("the same")
    for tag in ("latest", "8b-q4", "8b"):
        ollama(folder, f"registry.ollama.ai/library/llama3/{tag}", weights=weights)
    assert [file.name for file in scan()] == ["llama3:8b"]


def test_older_blobs_have_a_colon(where: Whereabouts, scan: Scan) -> None:
    folder = where.home / ".ollama" / "models"
    blob = ollama(folder)
    blob.rename(blob.with_name(blob.name.replace("-", ":")))
    assert told(scan()) == {"qwen3:0.6b": "ollama"}


def test_what_is_no_model_of_ours_is_left_out(where: Whereabouts, scan: Scan) -> None:
    folder = where.home / ".ollama" / "models"
    ollama(folder, "registry.ollama.ai/library/tuned/7b", layers={"adapter": gguf_bytes("lora")})
    manifest(folder, "registry.ollama.ai/library/cloud/120b", [])
    manifest(folder, "registry.ollama.ai/library/tensors/1b", [
        {"mediaType": LAYER + "tensor", "digest": "sha256:" + "a" * 64}
    ])  # fmt: skip
    gone = ollama(folder, "registry.ollama.ai/library/gone/1b")
    gone.unlink()
    assert scan() == []


@pytest.mark.parametrize(
    "digest",
    [
        "sha256:../../../../secret.gguf",
        "../../secret.gguf",
        "sha256:" + "A" * 64,
        "sha256:" + "a" * 63,
        "sha256-" + "a" * 64 + "/../../../../secret.gguf",
        "",
        "/etc/passwd",
        "sha256:" + "a" * 64 + "\n",
    ],
)
def test_a_digest_names_no_other_path(digest: str, where: Whereabouts, scan: Scan) -> None:
    gguf(where.home / "secret.gguf")
    layer = {"mediaType": LAYER + "model", "digest": digest}
    manifest(where.home / ".ollama" / "models", "registry.ollama.ai/library/evil/1b", [layer])
    assert scan() == []


@pytest.mark.parametrize(
    "written",
    [b"", b"null", b"[]", b"{", b'{"layers": 3}', b'{"layers": [1, "a", null, {}]}', b"\xff" * 99,
     b'{"layers": [' + b"[" * 100_000, b'{"layers": [{"mediaType": 1, "digest": []}]}',
     b" " * 3_000_000 + b"{}"],
)  # fmt: skip
def test_hostile_manifests(written: bytes, where: Whereabouts, scan: Scan) -> None:
    folder = where.home / ".ollama" / "models"
    blob = ollama(folder, "registry.ollama.ai/library/good/1b")
    path = manifest(folder, "registry.ollama.ai/library/evil/1b", [])
    path.write_bytes(written)
    assert [file.path for file in scan()] == [str(blob)]


def test_a_link_among_the_manifests(where: Whereabouts, scan: Scan) -> None:
    folder = where.home / ".ollama" / "models"
    ollama(folder)
    (folder / "manifests" / "registry.ollama.ai" / "loop").symlink_to(folder / "manifests")
    (folder / "manifests" / "registry.ollama.ai" / "library" / "self").symlink_to("self")
    if sys.platform != "win32":
        os.mkfifo(folder / "manifests" / "registry.ollama.ai" / "library" / "qwen3" / "pipe")
    assert told(scan()) == {"qwen3:0.6b": "ollama"}


# --- the others -----------------------------------------------------------------------------


def test_the_newest_commit_of_a_repository_counts(where: Whereabouts, scan: Scan) -> None:
    cache = where.home / ".cache" / "huggingface" / "hub"
    same = gguf_bytes("unchanged")
    hugging_face(cache, "o/r", "m.gguf", data=same, commit="a" * 40)
    current = hugging_face(cache, "o/r", "m.gguf", data=same, commit="b" * 40)
    (found,) = scan()
    assert found.path == str(current)
    assert found.also == ()


def test_files_instead_of_links(where: Whereabouts, scan: Scan) -> None:
    """So it is on Windows without the right to make links."""
    cache = where.home / ".cache" / "huggingface" / "hub"
    gguf(cache / "models--o--r" / "snapshots" / ("a" * 40) / "m-00001-of-00002.gguf", "one")
    gguf(cache / "models--o--r" / "snapshots" / ("a" * 40) / "m-00002-of-00002.gguf", "two")
    gguf(cache / "datasets--o--r" / "snapshots" / ("a" * 40) / "no.gguf")
    (found,) = scan()
    assert (found.name, found.parts, found.size) == ("m", 2, 128)


def test_links_in_a_cache_that_lead_round_in_circles(where: Whereabouts, scan: Scan) -> None:
    cache = where.home / ".cache" / "huggingface" / "hub"
    link = hugging_face(cache, "o/r", "m.gguf")
    (link.parent / "again").symlink_to(link.parent)
    (cache / "models--loop").symlink_to(cache)
    (cache / "models--o--r" / "snapshots" / "up").symlink_to(cache)
    assert told(scan()) == {"m": "hugging-face"}


def test_jan_says_where_a_model_is(where: Whereabouts, scan: Scan) -> None:
    data = where.home / ".local" / "share" / "Jan" / "data"
    jan(
        data, "o/seer", fields="mmproj_path: llamacpp/models/o/seer/mmproj.gguf\nembedding: false\n"
    )
    gguf(data / "llamacpp/models/o/seer/mmproj.gguf")
    imported = gguf(where.home / "Downloads" / "mine.gguf")
    folder = data / "llamacpp" / "models" / "mine"
    folder.mkdir()
    (folder / "model.yml").write_text(f"model_path: '{imported}'\nname: \"mine\" \n")
    lost = data / "llamacpp" / "models" / "lost"
    lost.mkdir()
    (lost / "model.yml").write_text("model_path: llamacpp/models/lost/model.gguf\nname: lost\n")
    found = {file.name: file for file in scan()}
    assert list(found) == ["mine", "o/seer"]
    assert found["mine"].path == str(imported)
    assert found["o/seer"].projector == str(data / "llamacpp/models/o/seer/mmproj.gguf")


def test_older_versions_of_jan(where: Whereabouts, scan: Scan) -> None:
    first = where.home / "jan" / "models" / "tinyllama"
    gguf(first / "tiny.gguf")
    (first / "model.json").write_text(
        json.dumps({"id": "tinyllama", "name": "TinyLlama", "sources": [{"filename": "tiny.gguf"}]})
    )
    second = where.home / "jan" / "models" / "cortex.so" / "llama3.2"
    gguf(second / "model.gguf")
    (second / "model.yml").write_text(
        "# BEGIN\nname: llama3.2:1b\nfiles:\n  - model.gguf\nstop:\n  - <|eot|>\n"
    )
    assert told(scan()) == {"TinyLlama": "jan", "llama3.2:1b": "jan"}


@pytest.mark.parametrize(
    "written",
    ["", "model_path:", "model_path: ../../../../../etc/passwd\nname: x", "- a\n- b", "a: &a [*a]",
     "model_path: /etc/passwd\x00.gguf", "name: " + "x" * 2_000_000, "model_path: nowhere.gguf"],
)  # fmt: skip
def test_hostile_descriptions(written: str, where: Whereabouts, scan: Scan) -> None:
    data = where.home / ".local" / "share" / "Jan" / "data"
    jan(data, "good")
    (data / "llamacpp" / "models" / "evil").mkdir()
    (data / "llamacpp" / "models" / "evil" / "model.yml").write_text(written)
    (data / "llamacpp" / "models" / "evil" / "model.json").write_text(written)
    assert told(scan()) == {"good": "jan"}


# --- what is the same, what belongs together ---------------------------------------------------


def test_the_same_content_is_one_entry(where: Whereabouts, scan: Scan, tmp_path: Path) -> None:
    weights = gguf_bytes("everywhere the same", 5000)
    blob = ollama(where.home / ".ollama" / "models", weights=weights)
    copies = [where.home / ".lmstudio/models/o/r/m-Q4_K_M.gguf", tmp_path / "own" / "mine.gguf",
              tmp_path / "folder" / "copy.gguf"]  # fmt: skip
    for copy in copies:
        copy.parent.mkdir(parents=True)
        copy.write_bytes(weights)
    gguf(tmp_path / "folder" / "other.gguf", size=5000)
    found = {file.name: file for file in scan(tmp_path / "folder")}
    assert set(found) == {"mine", "other"}
    assert found["mine"].origin == "own"
    assert set(found["mine"].also) == {str(copies[0]), str(copies[2]), str(blob)}
    assert found["other"].also == ()


def test_a_folder_of_another_program_stays_its_own(where: Whereabouts, scan: Scan) -> None:
    path = gguf(where.home / ".lmstudio/models/o/r/m.gguf")
    for found in (scan(where.home / ".lmstudio" / "models"), scan(files=(path,))):
        assert told(found) == {"m": "lm-studio"}


def test_projectors_find_their_models(where: Whereabouts, scan: Scan, tmp_path: Path) -> None:
    own = tmp_path / "own"
    gguf(own / "seer" / "Seer-7B-Q4_K_M.gguf")
    gguf(own / "seer" / "Seer-7B-Q8_0.gguf")
    gguf(own / "seer" / "mmproj-F32.gguf")
    gguf(own / "seer" / "mmproj-F16.gguf")
    gguf(own / "gemma-3-4b-it-Q4_K_M.gguf")
    gguf(own / "other-Q4_K_M.gguf")
    gguf(own / "mmproj-gemma-3-4b-it-f16.gguf")
    cache = where.home / ".cache" / "llama.cpp"
    gguf(cache / "org_a-GGUF_a.gguf")
    gguf(cache / "org_b-GGUF_b.gguf")
    gguf(cache / "org_a-GGUF_mmproj-model-f16.gguf")
    found = {file.name: Path(file.projector).name for file in scan()}
    assert found == {
        "Seer-7B-Q4_K_M": "mmproj-F16.gguf",
        "Seer-7B-Q8_0": "mmproj-F16.gguf",
        "gemma-3-4b-it-Q4_K_M": "mmproj-gemma-3-4b-it-f16.gguf",
        "other-Q4_K_M": "",
        "org_a-GGUF_a": "org_a-GGUF_mmproj-model-f16.gguf",
        "org_b-GGUF_b": "",
    }


def _state(folder: Path) -> dict[str, tuple[int, ...]]:
    found = {}
    for path in [folder, *folder.rglob("*")]:
        status = path.lstat()
        found[str(path)] = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return found


def test_nothing_is_written(where: Whereabouts, scan: Scan) -> None:
    test_every_program(where, scan)
    before = _state(where.home)
    scan()
    shelf = FolderShelf(where=where, identities=Identities())
    shelf.folders_to_watch([], [], elsewhere=True)
    for file in scan():
        shelf.look(Path(file.path))
    assert _state(where.home) == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says which files are open")
def test_no_file_stays_open(where: Whereabouts, scan: Scan) -> None:
    test_every_program(where, scan)
    before = len(list(Path("/proc/self/fd").iterdir()))
    scan()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_time_is_bounded(where: Whereabouts, scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the deadline nothing new is begun, and what was found is listed."""
    gguf(where.home / ".lmstudio/models/o/r/m.gguf")
    monkeypatch.setattr("assistant.hub.shelf.WALK_S", -1.0)
    assert scan() == []
    monkeypatch.setattr("assistant.hub.shelf.WALK_S", 10.0)
    shelf = FolderShelf(where=where, identities=Identities(), patience=-1.0)
    (found,) = shelf.scan([], [], elsewhere=True)
    assert (found.name, found.identity) == ("m", "")


def test_what_is_watched(where: Whereabouts, tmp_path: Path) -> None:
    own = tmp_path / "own"
    gguf(own / "a" / "b" / "m.gguf")
    single = gguf(tmp_path / "single" / "s.gguf")
    ollama(where.home / ".ollama" / "models")
    shelf = FolderShelf(own=own, where=where)
    assert shelf.folders_to_watch([own, tmp_path / "gone"], [single]) == [
        own, own / "a", own / "a" / "b", tmp_path / "single"
    ]  # fmt: skip
    elsewhere = shelf.folders_to_watch([], [], elsewhere=True)
    assert where.home / ".ollama" / "models" / "blobs" in elsewhere
