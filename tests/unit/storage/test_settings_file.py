from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.entities import ChatParameters
from assistant.core.errors import UserError
from assistant.core.messages import ModelParameters
from assistant.core.ports import SettingsStore
from assistant.core.settings import Appearance, Composer, Documents, Models, Settings
from assistant.storage.settings_file import TomlSettings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def write(path: Path, text: str) -> TomlSettings:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return TomlSettings(path)


def refused(call: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as refusal:
        call()
    assert refusal.value.kind == "settings"
    return refusal.value


OTHER = Settings(
    appearance=Appearance(theme="dark", reading_scale=120),
    models=Models(
        folders=("/models", "/更多 \"模型\"\\x"), last="/m.gguf", load_at_start=False,
        loading=ModelParameters(context_length=4096, kv_type="q8_0"),
    ),
    composer=Composer(enter_sends=False),
    documents=Documents(embedding_model="/minilm.gguf", passages=5),
    chat=ChatParameters(temperature=0.0, seed=42, system_prompt="Zeile 1\nZeile \"2\"\t\\"),
    shortcuts={"new_conversation": "Ctrl+Shift+N"},
)  # fmt: skip


def test_absent_means_defaults(path: Path) -> None:
    store: SettingsStore = TomlSettings(path)
    assert store.load() == Settings()
    assert not path.parent.exists()
    store.save(Settings())
    assert not path.exists()


def test_there_and_back(path: Path) -> None:
    store = TomlSettings(path)
    store.load()
    store.save(OTHER)
    assert TomlSettings(path).load() == OTHER
    store.save(Settings())
    again = TomlSettings(path)
    assert again.load() == Settings()
    assert again.notes == ()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"]


def test_save_without_load(path: Path) -> None:
    TomlSettings(path).save(OTHER)
    assert TomlSettings(path).load() == OTHER


HAND_WRITTEN = """\
# my settings
[appearance]
theme = "dark"    # easier on the eyes
reading_scale = 110

# not yet
[future]
colour = "ink"

[chat]
temperature = 1  # a whole number is fine
"""


def test_comments_order_and_unknown_keys_stay(path: Path) -> None:
    store = write(path, HAND_WRITTEN)
    loaded = store.load()
    assert (loaded.appearance.theme, loaded.chat.temperature) == ("dark", 1.0)
    changed = msgspec.structs.replace(
        loaded, appearance=Appearance(theme="light", reading_scale=110)
    )
    store.save(changed)
    assert path.read_text() == HAND_WRITTEN.replace('"dark"', '"light"')
    assert store.load() == changed


def test_only_what_changed_is_written(path: Path) -> None:
    store = write(path, HAND_WRITTEN)
    loaded = store.load()
    # Meanwhile the person edits the file by hand.
    path.write_text(HAND_WRITTEN.replace("reading_scale = 110", "reading_scale = 150"))
    store.save(msgspec.structs.replace(loaded, models=Models(last="/m.gguf")))
    now = TomlSettings(path).load()
    assert now.appearance.reading_scale == 150
    assert now.models.last == "/m.gguf"


def test_nothing_changed_nothing_written(path: Path) -> None:
    store = write(path, HAND_WRITTEN)
    before = path.stat().st_mtime_ns
    store.save(store.load())
    assert path.stat().st_mtime_ns == before


def test_a_value_taken_back_is_removed(path: Path) -> None:
    store = TomlSettings(path)
    store.save(OTHER)
    store.save(
        msgspec.structs.replace(
            OTHER, chat=msgspec.structs.replace(OTHER.chat, seed=None), shortcuts={}
        )
    )
    text = path.read_text()
    assert "seed" not in text
    assert "new_conversation" not in text


def test_unknown_keys_are_noted(path: Path) -> None:
    store = write(
        path, 'theme = "dark"\n[appearance]\nreading_scal = 90\n[shortcuts]\nsend = "F5"\n'
    )
    assert store.load().appearance == Appearance()
    assert store.notes == (
        'Line 1: "theme" is not a setting; it is kept and ignored.',
        'Line 3: "appearance.reading_scal" is not a setting; it is kept and ignored. '
        'Did you mean "reading_scale"?',
    )
    path.write_text("")
    store.load()
    assert store.notes == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[appearance\n", ["line 1"]),
        ('a = 1\na = 2\n', ["line 2"]),
        ("\n\n[appearance]\n# x\ntheme = 3\n", ["line 5", "appearance.theme", "expected str"]),
        ('[appearance]\ntheme = "pink"\n', ["line 2, \"appearance.theme\": 'pink' is not known; ",
                                          'allowed is "dark", "light", "system"']),
        ('[appearance]\nreading_scale = "big"\n', ["line 2", "expected int, got str"]),
        ("[appearance]\nreading_scale = 20\n", ["line 2", "appearance.reading_scale", "80 to 180"]),
        ("appearance.reading_scale = 20\n", ["line 1", "80 to 180"]),
        ("[chat]\ntemperature = -1.0\n", ["line 2", "chat.temperature", "0 to 100"]),
        ("[chat]\ntemperature = nan\n", ["line 2", "chat.temperature"]),
        ("[chat]\nseed = 1e3\n", ["line 2", "chat.seed"]),
        ('[models]\nfolders = "/models"\n', ["line 2", "models.folders", "array"]),
        ("[models]\nfolders = [\n  1,\n]\n", ["line 2", "models.folders"]),
        ('[models.loading]\nkv_type = "f64"\n', ["line 2", "models.loading.kv_type", '"q8_0"']),
        ("[shortcuts]\nsend = 5\n", ["shortcuts"]),
        ("chat = 5\n", ["line 1", "chat"]),
    ],
)  # fmt: skip
def test_a_bad_file_is_explained_and_never_written(path: Path, text: str, said: list[str]) -> None:
    store = write(path, text)
    error = refused(store.load)
    for piece in (*said, str(path)):
        assert piece in error.text, error.text
    refused(lambda: store.save(OTHER))
    assert path.read_text() == text


def test_not_text(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"[chat]\nsystem_prompt = '\xff'\n")
    assert "line 2" in refused(TomlSettings(path).load).text


def test_a_byte_order_mark(path: Path) -> None:
    store = write(path, "\ufeff[appearance]\r\ntheme = 'dark'\r\n")
    assert store.load().appearance.theme == "dark"


def test_a_folder_in_its_place(path: Path) -> None:
    path.mkdir(parents=True)
    refused(TomlSettings(path).load)


def test_values_that_may_not_be_saved(path: Path) -> None:
    store = TomlSettings(path)
    store.load()
    refused(lambda: store.save(Settings(appearance=Appearance(reading_scale=500))))
    error = refused(lambda: store.save(Settings(models=Models(last="/m\udcff.gguf"))))
    assert "not valid text" in error.text
    assert not path.exists()


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("# mine\n")
    path.parent.mkdir()
    path.symlink_to(real)
    TomlSettings(path).save(OTHER)
    assert path.is_symlink()
    assert real.read_text().startswith("# mine")
    assert TomlSettings(path).load() == OTHER


def test_no_place_to_write(path: Path) -> None:
    path.parent.touch()
    with pytest.raises(UserError) as refusal:
        TomlSettings(path).save(OTHER)
    assert refusal.value.kind in ("no_permission", "settings")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_sequence_of_settings_is_kept(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    store = TomlSettings(path)
    for _ in range(3):
        parameters: dict[str, Any] = {
            "temperature": data.draw(st.none() | st.floats(0, 100)),
            "mirostat": data.draw(st.none() | st.integers(0, 2)),
            "stop": tuple(data.draw(st.lists(TEXTS, max_size=2))),
            "seed": data.draw(st.none() | st.integers(0, 2**32 - 1)),
            "system_prompt": data.draw(TEXTS),
        }
        wanted = Settings(
            models=Models(folders=tuple(data.draw(st.lists(TEXTS, max_size=3)))),
            chat=ChatParameters(**parameters),
            shortcuts=data.draw(st.dictionaries(TEXTS, TEXTS, max_size=3)),
        )
        store.save(wanted)
        assert TomlSettings(path).load() == wanted
