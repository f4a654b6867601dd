"""Model files that come, grow, move and go while the window is open; what is known of models."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from assistant.controllers import model_finding
from assistant.controllers.model_speeds import with_speed
from assistant.controllers.models import ModelsController
from assistant.core.chat_parameters import ChatParameters
from assistant.core.entities import ModelFile, Timings, Usage
from assistant.core.errors import UserError
from assistant.core.hub.model_records import ModelRecord
from assistant.core.messages import LoadModel, ModelParameters
from assistant.core.remote.server import model_path
from assistant.paths import app_paths
from tests.controllers.conftest import Desk, MakeDesk
from tests.fakes import FixedShelf
from tests.hub.other_programs import gguf, gguf_bytes


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_finding, "QUIET_MS", 30)
    monkeypatch.setattr(model_finding, "SETTLE_MS", 60)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return app_paths(tmp_path / "home").models


@pytest.fixture
def bare(make_desk: MakeDesk) -> Desk:
    return make_desk()


def names(desk: Desk) -> list[str]:
    return [file.name for file in desk.models.files]


def look(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.models.files_changed):
        desk.models.refresh()


def until(desk: Desk, condition: Callable[[], object]) -> None:
    desk.qtbot.waitUntil(lambda: bool(condition()))


def use(desk: Desk, path: Path) -> None:
    desk.models.open_file(str(path))
    until(desk, lambda: desk.models.state.phase == "ready")
    until(desk, lambda: desk.models.file_of(str(path)))


def old(path: Path) -> Path:
    """As if it had been there for long."""
    os.utime(path, ns=(10**18, 10**18))
    return path


# --- files that come by themselves ------------------------------------------------------------


def test_a_file_in_a_watched_folder_appears(bare: Desk, own: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "deeper").mkdir(parents=True)
    bare.models.add_folder(str(folder))
    look(bare)
    gguf(folder / "deeper" / "late.gguf")
    until(bare, lambda: names(bare) == ["late"])
    gguf(own / "mine.gguf")
    until(bare, lambda: names(bare) == ["late", "mine"])
    (folder / "deeper" / "late.gguf").unlink()
    until(bare, lambda: names(bare) == ["mine"])
    (folder / "new").mkdir()
    gguf(folder / "new" / "in-a-new-folder.gguf")
    until(bare, lambda: names(bare) == ["in-a-new-folder", "mine"])


def test_what_is_being_fetched_is_no_model(bare: Desk, own: Path) -> None:
    look(bare)
    part = gguf(own / "m.gguf.part")
    gguf(own / "other.gguf")
    until(bare, lambda: names(bare) == ["other"])
    part.rename(own / "m.gguf")
    until(bare, lambda: names(bare) == ["m", "other"])


def test_a_file_that_grows_waits(bare: Desk, own: Path) -> None:
    look(bare)
    shown: list[int] = []
    bare.models.files_changed.connect(
        lambda files: shown.extend(f.size for f in files if f.name == "growing")
    )
    path = gguf(own / "growing.gguf", "grows")
    looks: list[int] = []

    def grow(*_scan: object) -> None:
        """It grows after each of the first looks at it."""
        looks.append(len(shown))
        if len(looks) <= 3:
            with path.open("ab") as file:
                file.write(bytes(1000))

    bare.models._finder.found.connect(grow)
    until(bare, lambda: names(bare) == ["growing"])
    assert looks[:4] == [0, 0, 0, 0]
    assert shown[0] == 64 + 3000


def test_other_folders_in_the_settings_are_looked_into(bare: Desk, tmp_path: Path) -> None:
    gguf(tmp_path / "downloads" / "fetched.gguf")
    gguf(tmp_path / "other-programs" / ".lmstudio/models/o/r/lm.gguf")
    settings = bare.preferences.settings
    hub = msgspec.structs.replace(settings.hub, folder=str(tmp_path / "downloads"))
    bare.preferences.replace(msgspec.structs.replace(settings, hub=hub))
    until(bare, lambda: names(bare) == ["fetched", "lm"])
    assert [file.origin for file in bare.models.files] == ["folder", "lm-studio"]
    models = msgspec.structs.replace(bare.preferences.settings.models, elsewhere=False)
    bare.preferences.set_models(models)
    until(bare, lambda: names(bare) == ["fetched"])


# --- the model in memory ------------------------------------------------------------------------


def test_a_loaded_model_whose_file_goes_away(bare: Desk, own: Path) -> None:
    use(bare, old(gguf(own / "m.gguf")))
    bare.open_new()
    bare.say("Hello")
    with bare.qtbot.waitSignal(bare.models.noticed) as noticed:
        (own / "m.gguf").unlink()
    assert "The file of “" in noticed.args[0]
    assert (bare.models.state.phase, bare.models.state.gone) == ("ready", True)
    assert bare.say("And now?").text == "One two three."
    assert len(bare.chat.messages) == 4
    gguf(own / "m.gguf")
    until(bare, lambda: not bare.models.state.gone)


def test_a_loaded_model_that_is_moved(bare: Desk, own: Path) -> None:
    use(bare, old(gguf(own / "m.gguf", "content")))
    (own / "deeper").mkdir()
    with bare.qtbot.waitSignal(bare.models.noticed) as noticed:
        (own / "m.gguf").rename(own / "deeper" / "renamed.gguf")
    new = str(own / "deeper" / "renamed.gguf")
    assert new in noticed.args[0]
    assert (bare.models.state.phase, bare.models.state.path) == ("ready", new)
    assert bare.preferences.settings.models.last == new
    bare.models.reload()
    until(bare, lambda: bare.models.state.phase == "ready")
    bare.engine_caught_up()
    assert bare.asked(LoadModel)[-1].path == new


def test_choosing_a_path_that_is_gone(make_desk: MakeDesk, own: Path) -> None:
    gone = UserError("no_such_file", "There is no such file: “m.gguf”.", "Choose it again.")
    desk = make_desk(fail_load=gone)
    path = old(gguf(own / "m.gguf"))
    look(desk)
    path.unlink()
    with desk.qtbot.waitSignal(desk.models.files_changed):
        desk.models.choose(str(path))
    until(desk, lambda: desk.models.state.phase == "failed")
    assert desk.models.state.error is not None
    assert desk.models.state.error.kind == "no_such_file"
    until(desk, lambda: desk.models.files == [])


def test_files_that_are_no_models_are_said(bare: Desk, tmp_path: Path) -> None:
    (tmp_path / "text.gguf").write_text("words")
    good, second = gguf(tmp_path / "good.gguf"), gguf(tmp_path / "second.gguf")
    told: list[UserError] = []
    bare.models.failed.connect(told.append)
    bare.models.open_files(
        [str(tmp_path / "text.gguf"), str(good), str(tmp_path / "gone.gguf"), str(second)]
    )
    until(bare, lambda: bare.models.state.phase == "ready")
    assert [error.kind for error in told] == ["not_gguf", "no_such_file"]
    assert bare.models.state.path == str(good)
    assert bare.preferences.settings.models.files == (str(good), str(second))
    until(bare, lambda: names(bare) == ["good", "second"])
    bare.models.remove_file(str(second))
    until(bare, lambda: names(bare) == ["good"])
    assert second.exists()


# --- the list -----------------------------------------------------------------------------------


def test_duplicates_are_one_and_answer_for_each_other(
    bare: Desk, own: Path, tmp_path: Path
) -> None:
    ours, theirs = own / "m.gguf", tmp_path / "other-programs" / ".lmstudio/models/o/r/m.gguf"
    for path in (ours, theirs):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gguf_bytes("same"))
    look(bare)
    (file,) = bare.models.files
    assert (file.origin, file.also) == ("own", (str(theirs),))
    assert bare.models.file_of(str(theirs)) == file
    assert bare.models.file_of("/elsewhere") is None


def test_models_of_servers_are_listed_with_the_others(bare: Desk, own: Path) -> None:
    gguf(own / "m.gguf")
    path = model_path("abc", "org/big:latest")
    remote = ModelFile(path=path, name="big", size=0, origin="server")
    bare.models.set_server_models([remote])
    assert names(bare) == ["big"]
    look(bare)
    assert names(bare) == ["m", "big"]
    bare.models.choose(path)
    assert bare.models.state.name == "big"
    until(bare, lambda: bare.models.state.phase == "ready")
    look(bare)
    assert not bare.models.state.gone
    with bare.qtbot.waitSignal(bare.models.files_changed):
        bare.models.set_server_models([])
    assert names(bare) == ["m"]


# --- records --------------------------------------------------------------------------------------


def records(desk: Desk) -> object:
    return desk.models._kept


def identity(desk: Desk, path: Path) -> str:
    file = desk.models.file_of(str(path))
    assert file is not None
    return file.identity


def test_a_model_is_loaded_as_its_record_says(bare: Desk, own: Path) -> None:
    path, other = gguf(own / "m.gguf"), gguf(own / "other.gguf")
    look(bare)
    wanted = ModelParameters(context_length=1234)
    kept = ModelRecord(loading=wanted, chat=ChatParameters(temperature=0.1))
    records(bare).put(identity(bare, path), kept)
    look(bare)
    bare.models.choose(str(path))
    assert bare.models.chat_defaults().temperature == 0.1
    bare.models.choose(str(other))
    assert bare.models.chat_defaults() == bare.preferences.settings.chat
    bare.engine_caught_up()
    loaded = bare.asked(LoadModel)
    assert [command.parameters.context_length for command in loaded] == [1234, 0]
    bare.models.note_record(identity(bare, other), ModelRecord(loading=wanted))
    bare.models.reload()
    bare.engine_caught_up()
    assert bare.asked(LoadModel)[-1].parameters == wanted
    until(bare, lambda: bare.models.state.phase == "ready")


def test_a_moved_file_keeps_its_record_from_the_first_load_on(
    bare: Desk, own: Path, tmp_path: Path
) -> None:
    path = old(gguf(own / "m.gguf", "content"))
    look(bare)
    kept = ModelRecord(loading=ModelParameters(context_length=1234))
    records(bare).put(identity(bare, path), kept)
    path.rename(tmp_path / "renamed.gguf")
    use(bare, tmp_path / "renamed.gguf")
    assert bare.asked(LoadModel)[-1].parameters == kept.loading


def test_at_the_start_too(bare: Desk, make_desk: MakeDesk, own: Path) -> None:
    path = gguf(own / "m.gguf")
    use(bare, path)
    kept = ModelRecord(loading=ModelParameters(context_length=1234))
    records(bare).put(identity(bare, path), kept)
    until(bare, lambda: not bare.preferences._saving)
    bare.pool.stop()
    again = make_desk()
    again.models.load_at_start()
    until(again, lambda: again.models.state.phase == "ready")
    assert again.asked(LoadModel)[0].parameters == kept.loading


def test_the_speed_is_kept_after_answers(make_desk: MakeDesk, own: Path) -> None:
    desk = make_desk("word " * 40)
    path = gguf(own / "m.gguf")
    use(desk, path)
    desk.open_new()
    with desk.qtbot.waitSignal(desk.models._speeds.kept) as kept:
        desk.say("Hello")
    assert kept.args[0] == identity(desk, path)
    measured = records(desk).get(identity(desk, path)).decode_tokens_per_s
    assert measured > 0
    assert desk.models.record_of(str(path)).decode_tokens_per_s == measured


def test_one_slow_answer_says_little() -> None:
    long = Usage(prompt_tokens=100, completion_tokens=100)
    record = with_speed(ModelRecord(notes="n"), long, Timings(0.1, 200.0, 20.0))
    assert (record.decode_tokens_per_s, record.prefill_tokens_per_s) == (20.0, 200.0)
    slow = with_speed(record, long, Timings(0.1, 0.0, 10.0))
    assert (slow.decode_tokens_per_s, slow.prefill_tokens_per_s) == (17.0, 200.0)
    short = Usage(prompt_tokens=100, cached_tokens=99, completion_tokens=3)
    assert with_speed(record, short, Timings(0.1, 1.0, 1.0)) == record
    assert record.notes == "n"


# --- copies ---------------------------------------------------------------------------------------


def test_copies_into_the_own_folder(bare: Desk, own: Path, tmp_path: Path) -> None:
    first, second = gguf(tmp_path / "d" / "a.gguf"), gguf(tmp_path / "d" / "b.gguf")
    (tmp_path / "d" / "text.gguf").write_text("words")
    told: list[UserError] = []
    bare.models.failed.connect(told.append)
    with bare.qtbot.waitSignal(bare.models.copier.finished):
        bare.models.copier.copy([str(first), str(tmp_path / "d" / "text.gguf"), str(second)])
    assert [error.kind for error in told] == ["not_gguf"]
    until(bare, lambda: names(bare) == ["a", "b"])
    assert [file.origin for file in bare.models.files] == ["own", "own"]
    assert bare.models.state.path == str(own / "a.gguf"), "nothing was used before"
    until(bare, lambda: bare.models.state.phase == "ready")


def test_copies_go_where_downloads_go(bare: Desk, tmp_path: Path) -> None:
    settings = bare.preferences.settings
    hub = msgspec.structs.replace(settings.hub, folder=str(tmp_path / "large disk"))
    bare.preferences.replace(msgspec.structs.replace(settings, hub=hub))
    with bare.qtbot.waitSignal(bare.models.copier.finished):
        bare.models.copier.copy([str(gguf(tmp_path / "d" / "a.gguf"))])
    copy = tmp_path / "large disk" / "a.gguf"
    assert copy.exists()
    until(bare, lambda: bare.models.file_of(str(copy)))


def test_a_copy_is_cancelled(bare: Desk, own: Path, tmp_path: Path) -> None:
    paths = [str(gguf(tmp_path / "d" / f"{n}.gguf", size=50_000_000)) for n in range(2)]
    with bare.qtbot.waitSignal(bare.models.copier.finished):
        bare.models.copier.copy(paths)
        bare.models.copier.cancel()
    assert list(own.iterdir()) == []
    assert not bare.models.copier.busy


class SlowShelf(FixedShelf):
    """Reads one more file at each look at it."""

    def scan(
        self, _folders: Sequence[Path], _files: Sequence[Path], *, elsewhere: bool = False
    ) -> list[ModelFile]:
        self.models = [
            msgspec.structs.replace(file, identity=file.name if number <= self.looks else "")
            for number, file in enumerate(self.models)
        ]
        self.looks += 1
        return list(self.models)

    looks = 0


def test_what_was_not_read_yet_is_read_behind_the_first_list(bare: Desk, tmp_path: Path) -> None:
    files = [ModelFile(path=str(tmp_path / name), name=name, size=1) for name in "abc"]
    shelf = SlowShelf(files)
    models = ModelsController(bare.inference, shelf, bare.preferences, bare.pool, tmp_path)
    models.refresh()
    until(bare, lambda: len(models.files) == 3)
    until(bare, lambda: all(file.identity for file in models.files))
    models.shut_down()
    assert shelf.looks == 3
