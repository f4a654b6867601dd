"""Where other programs keep their models, on three platforms."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.hub.found import gpt4all, hugging_face, jan, llama_cpp, lm_studio, ollama
from assistant.hub.found.programs import PROGRAMS, owner_of
from assistant.hub.found.whereabouts import OVERRIDE, Platform, Whereabouts, here

HOME = Path("/home/ann")
PLATFORMS: tuple[Platform, ...] = ("linux", "macos", "windows")


def at(platform: Platform = "linux", **environment: str) -> Whereabouts:
    return Whereabouts(environment, HOME, platform, Path("/nowhere"))


def below_home(places: tuple[Path, ...]) -> list[str]:
    return [str(place.relative_to(HOME)) for place in places if place.is_relative_to(HOME)]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_same_everywhere(platform: Platform) -> None:
    where = at(platform)
    assert below_home(lm_studio.places(where))[0] == ".lmstudio/models"
    assert ".cache/lm-studio/models" in below_home(lm_studio.places(where))
    assert below_home(ollama.places(where)) == [".ollama/models"]
    assert below_home(hugging_face.places(where)) == [".cache/huggingface/hub"]


@pytest.mark.parametrize(
    ("platform", "gpt", "jans", "llama"),
    [
        (
            "linux",
            ".local/share/nomic.ai/GPT4All",
            ".local/share/Jan/data/llamacpp/models",
            ".cache/llama.cpp",
        ),
        (
            "macos",
            "Library/Application Support/nomic.ai/GPT4All",
            "Library/Application Support/Jan/data/llamacpp/models",
            "Library/Caches/llama.cpp",
        ),
        (
            "windows",
            "AppData/Local/nomic.ai/GPT4All",
            "AppData/Roaming/Jan/data/llamacpp/models",
            "AppData/Local/llama.cpp",
        ),
    ],
)
def test_each_platform(platform: Platform, gpt: str, jans: str, llama: str) -> None:
    where = at(platform)
    assert below_home(gpt4all.places(where))[0] == gpt
    assert below_home(jan.places(where))[0] == jans
    assert below_home(llama_cpp.places(where)) == [llama]


def test_environment_variables() -> None:
    assert ollama.places(at(OLLAMA_MODELS="/big/ollama"))[0] == Path("/big/ollama")
    assert llama_cpp.places(at(LLAMA_CACHE="/big/llama")) == (Path("/big/llama"),)
    assert llama_cpp.places(at(XDG_CACHE_HOME="/c")) == (Path("/c/llama.cpp"),)
    for environment, cache in (
        ({"HF_HUB_CACHE": "/hub", "HF_HOME": "/hf"}, "/hub"),
        ({"HUGGINGFACE_HUB_CACHE": "/old", "HF_HOME": "/hf"}, "/old"),
        ({"HF_HOME": "/hf"}, "/hf/hub"),
        ({"HF_HOME": "~/hf"}, "/home/ann/hf/hub"),
        ({"XDG_CACHE_HOME": "/c"}, "/c/huggingface/hub"),
        ({"HF_HOME": "  "}, "/home/ann/.cache/huggingface/hub"),
    ):
        assert hugging_face.places(at(**environment)) == (Path(cache),)
    windows = at("windows", LOCALAPPDATA="/l", APPDATA="/r")
    assert gpt4all.places(windows)[0] == Path("/l/nomic.ai/GPT4All")
    assert jan.places(windows)[0] == Path("/r/Jan/data/llamacpp/models")


def test_ollama_as_a_service() -> None:
    system = Whereabouts({}, HOME, "linux", Path("/"))
    assert Path("/usr/share/ollama/.ollama/models") in ollama.places(system)
    assert ollama.places(Whereabouts({}, HOME, "macos")) == (HOME / ".ollama" / "models",)


def test_settings_that_moved_the_folder(tmp_path: Path) -> None:
    where = Whereabouts({}, tmp_path, "linux", tmp_path / "system")
    (tmp_path / ".lmstudio").mkdir()
    (tmp_path / ".lmstudio" / "settings.json").write_text('{"downloadsFolder": "/big/lm"}')
    assert lm_studio.places(where)[0] == Path("/big/lm")
    ini = tmp_path / ".config" / "nomic.ai" / "GPT4All.ini"
    ini.parent.mkdir(parents=True)
    ini.write_text("[General]\nchatTheme=Dark\nmodelPath=/big/gpt \\x6a21\\x578b/\n[other]\n")
    assert gpt4all.places(where)[0] == Path("/big/gpt 模型")
    settings = tmp_path / ".local" / "share" / "Jan" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"data_folder": "/big/jan", "quick_ask": false}')
    assert jan.places(where)[0] == Path("/big/jan/llamacpp/models")


def test_the_pointer_of_lm_studio(tmp_path: Path) -> None:
    where = Whereabouts({}, tmp_path, "linux", tmp_path / "system")
    (tmp_path / ".lmstudio-home-pointer").write_text("/apps/lm\nsomething else\n")
    assert lm_studio.places(where)[0] == Path("/apps/lm/models")
    (tmp_path / ".lmstudio-home-pointer").write_text("\n \n")
    assert lm_studio.places(where)[0] == tmp_path / ".lmstudio" / "models"


@pytest.mark.parametrize(
    "written",
    [b"", b"{", b"[1]", b'{"downloadsFolder": 7}', b'{"downloadsFolder": "a\\u0000b"}',
     b"[" * 99999, b'{"downloadsFolder": "' + b"x" * 2_000_000 + b'"}', b"\xff\xfe\x00"],
)  # fmt: skip
def test_settings_that_are_no_settings(written: bytes, tmp_path: Path) -> None:
    where = Whereabouts({}, tmp_path, "linux", tmp_path / "system")
    for file in (*lm_studio.settings_files(where), *jan.settings_files(where)):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(written)
    ini = gpt4all.settings_file(where)
    ini.parent.mkdir(parents=True, exist_ok=True)
    ini.write_bytes(written)
    assert lm_studio.places(where)[0] == tmp_path / ".lmstudio" / "models"
    assert jan.places(where)[0].is_relative_to(tmp_path)
    assert gpt4all.places(where)[0].is_relative_to(tmp_path)


def test_whose_a_file_is(tmp_path: Path) -> None:
    where = Whereabouts({}, tmp_path, "linux", tmp_path / "system")
    for program in PROGRAMS:
        for place in program.places(where):
            owner = owner_of(place / "a" / "m.gguf", where)
            assert owner is not None
            assert owner.origin == program.origin
    assert owner_of(tmp_path / "m.gguf", where) is None
    (tmp_path / ".ollama" / "models").mkdir(parents=True)
    (tmp_path / "way").symlink_to(tmp_path / ".ollama" / "models")
    by_link = owner_of(tmp_path / "way" / "blobs" / "x", where)
    assert by_link is not None
    assert by_link.name == "Ollama"


def test_in_tests_nothing_of_the_person_is_looked_at(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OLLAMA_MODELS", "/somewhere")
    monkeypatch.setenv(OVERRIDE, str(tmp_path))
    for program in PROGRAMS:
        for place in program.places(here()):
            assert place.is_relative_to(tmp_path)
    monkeypatch.delenv(OVERRIDE)
    assert ollama.places(here())[0] == Path("/somewhere")
