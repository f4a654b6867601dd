"""What is known of a model and done with it: records, verifying, copies, the trash."""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import compose
from assistant.controllers.model_library import LibraryTools, ModelLibrary, smaller_name
from assistant.controllers.verifying import part_paths
from assistant.core.entities import ModelFile
from assistant.core.errors import Cancelled, UserError
from assistant.core.hub.catalogue import Catalogue
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.model_facts import ModelFacts
from assistant.core.hub.model_work import Verification, Work
from assistant.core.hub.repository import HubFile
from assistant.core.messages import ModelParameters
from assistant.hub.trash import DesktopTrash
from tests.controllers.conftest import Desk, MakeDesk
from tests.hub_fakes import MACHINE

EARLIER = Catalogue(revised="2026-01-01", serial=1)
LATER = Catalogue(revised="2026-06-01", serial=2)


class Copier:
    """A quantiser that waits for `go` after half of its work."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.error: UserError | None = None

    def __call__(self, source: Path, destination: Path, kind: str, progress, stopped) -> None:
        progress(1, 2)
        while not self.go.wait(0.01):
            if stopped():
                raise Cancelled
        if stopped():
            raise Cancelled
        if self.error is not None:
            raise self.error
        destination.write_bytes(source.read_bytes() + kind.encode())
        progress(2, 2)


class Library:
    """A library over real files, records and trash; what takes a machine is scripted."""

    def __init__(self, desk: Desk, home: Path) -> None:
        self.desk = desk
        self.home = home
        self.copier = Copier()
        self.refused: UserError | None = None
        self.records = compose.make_records(_paths(home))
        tools = LibraryTools(
            records=lambda: self.records,
            machine=lambda: MACHINE,
            catalogue=lambda: EARLIER,
            take_catalogue=self._take,
            facts=lambda path: ModelFacts(path=str(path), name=path.stem, architecture="llama"),
            preview=lambda template: f"<{template}>",
            quantise=self.copier,
            trash=DesktopTrash(),
            sha256_of=compose.model_sha256,
            named_sha256=compose.named_sha256,
        )
        self.library = ModelLibrary(tools, desk.models, desk.pool, home / "home" / "models")

    def _take(self, path: Path) -> Catalogue:
        if self.refused is not None:
            raise self.refused
        return LATER

    def model(self, name: str = "ink-F16.gguf", content: bytes = b"GGUF" + bytes(900)) -> ModelFile:
        """A file of ours, found by the shelf as it finds all."""
        path = self.home / "home" / "models" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return self.found(path)

    def found(self, path: Path) -> ModelFile:
        desk = self.desk
        desk.models.refresh()
        desk.qtbot.waitUntil(lambda: any(f.path == str(path) for f in desk.models.files))
        return next(file for file in desk.models.files if file.path == str(path))


def _paths(home: Path):
    from assistant.paths import app_paths

    return app_paths(home / "home")


def use_trash(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the trash of this test below `data`; Send2Trash reads the variable once."""
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    if sys.platform == "linux":
        from send2trash import plat_other

        monkeypatch.setattr(plat_other, "HOMETRASH", str(data / "Trash"), raising=False)
        monkeypatch.setattr(plat_other, "HOMETRASH_B", os.fsencode(data / "Trash"), raising=False)


@pytest.fixture
def shelf(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    use_trash(tmp_path / "share", monkeypatch)
    made = Library(desk, tmp_path)
    yield made
    made.copier.go.set()
    made.library.shut_down()


def test_notes_and_parameters_are_kept_by_content(shelf: Library) -> None:
    file = shelf.model()
    library = shelf.library
    with shelf.desk.qtbot.waitSignal(library.record_changed):
        library.change_record(file, notes="Good at letters.")
    with shelf.desk.qtbot.waitSignal(library.record_changed):
        library.change_record(file, loading=ModelParameters(context_length=4096))
    kept = shelf.records.get(file.identity)
    assert kept.notes == "Good at letters."
    assert kept.loading == ModelParameters(context_length=4096)
    assert shelf.desk.models.record_of(file.path).loading == kept.loading


def test_changes_one_after_the_other_are_all_kept(shelf: Library) -> None:
    file = shelf.model()
    for number in range(40):
        shelf.library.change_record(file, notes=f"Note {number}")
    assert shelf.library.record(file).notes == "Note 39"
    shelf.desk.qtbot.waitUntil(lambda: shelf.records.get(file.identity).notes == "Note 39")


def test_what_was_typed_last_is_written_when_the_window_goes(shelf: Library) -> None:
    file = shelf.model()
    shelf.library.change_record(file, notes="one")
    shelf.library.change_record(file, notes="one and a half")
    shelf.library.shut_down()
    shelf.desk.pool.stop()
    assert shelf.records.get(file.identity).notes == "one and a half"


def test_a_speed_that_is_measured_meanwhile_stays(shelf: Library) -> None:
    import msgspec

    file = shelf.model()
    shelf.library.read_record(file)
    shelf.records.change(
        file.identity, lambda record: msgspec.structs.replace(record, decode_tokens_per_s=12.5)
    )
    with shelf.desk.qtbot.waitSignal(
        shelf.library.record_changed, check_params_cb=lambda _path, record: record.notes == "fast"
    ) as told:
        shelf.library.change_record(file, notes="fast")
    assert told.args[1].decode_tokens_per_s == 12.5


def test_verifying_remembers_the_sum_and_notices_damage(shelf: Library) -> None:
    content = b"GGUF" + bytes(range(256)) * 40
    file = shelf.model(content=content)
    library, qtbot = shelf.library, shelf.desk.qtbot
    with qtbot.waitSignal(library.verified) as first:
        library.verify(file)
    result: Verification = first.args[1]
    assert result.sha256 == hashlib.sha256(content).hexdigest()
    assert (result.expected, result.damaged) == ("", False)
    qtbot.waitUntil(lambda: shelf.records.get(file.identity).sha256 == result.sha256)
    assert shelf.records.get(file.identity).verified_at == result.at
    changed = bytearray(content)
    changed[5000] ^= 1
    Path(file.path).write_bytes(changed)
    with qtbot.waitSignal(library.verified) as second:
        library.verify(file)
    assert second.args[1].damaged
    assert second.args[1].expected == result.sha256
    library.shut_down()
    shelf.desk.pool.stop()
    assert shelf.records.get(file.identity).sha256 == result.sha256


def test_damage_in_what_a_file_is_known_by_is_noticed_too(shelf: Library) -> None:
    file = shelf.model(content=b"GGUF" + bytes(range(256)) * 40)
    library, qtbot = shelf.library, shelf.desk.qtbot
    with qtbot.waitSignal(library.verified):
        library.verify(file)
    changed = bytearray(Path(file.path).read_bytes())
    changed[100] ^= 1
    Path(file.path).write_bytes(changed)
    shelf.desk.models.refresh()
    qtbot.waitUntil(lambda: shelf.desk.models.files[0].identity != file.identity)
    with qtbot.waitSignal(library.verified) as told:
        library.verify(shelf.desk.models.files[0])
    assert told.args[1].damaged


def test_a_file_that_is_named_after_its_sum_is_compared_with_it(shelf: Library) -> None:
    content = b"GGUF" + bytes(500)
    blob = shelf.home / ("sha256-" + "ab" * 32)
    blob.write_bytes(content)
    file = ModelFile(path=str(blob), name="blob", size=len(content), origin="ollama")
    with shelf.desk.qtbot.waitSignal(shelf.library.verified) as told:
        shelf.library.verify(file)
    assert told.args[1].expected == "ab" * 32
    assert told.args[1].damaged


def test_the_second_part_of_a_split_model_counts_too(shelf: Library) -> None:
    folder = shelf.home / "home" / "models"
    folder.mkdir(parents=True, exist_ok=True)
    parts = [folder / f"big-0000{number}-of-00002.gguf" for number in (1, 2)]
    for number, part in enumerate(parts):
        part.write_bytes(b"GGUF" + bytes([number]) * 2000)
    file = shelf.found(parts[0])
    assert part_paths(file) == [str(part) for part in parts]
    library, qtbot = shelf.library, shelf.desk.qtbot
    with qtbot.waitSignal(library.verified):
        library.verify(file)
    qtbot.waitUntil(lambda: len(shelf.records.get(file.identity).further_sha256) == 1)
    parts[1].write_bytes(b"GGUF" + bytes([9]) * 2000)
    with qtbot.waitSignal(library.verified) as told:
        library.verify(file)
    assert told.args[1].damaged_part == 2


def test_verifying_tells_how_far_it_is_and_can_be_stopped(shelf: Library) -> None:
    file = shelf.model(content=b"GGUF" + bytes(40 * 1024 * 1024))
    works: list[Work | None] = []
    shelf.library.work_changed.connect(lambda _path, work: works.append(work))
    shelf.library.verified.connect(lambda *_: pytest.fail("it was stopped"))
    shelf.library.verify(file)
    shelf.library.stop(file.path)
    shelf.desk.qtbot.waitUntil(lambda: works[-1:] == [None])
    assert works[0] == Work(kind="verify")
    assert shelf.library.work(file.path) is None
    assert shelf.records.get(file.identity).sha256 == ""


def test_a_file_that_is_gone_is_told(shelf: Library) -> None:
    file = shelf.model()
    Path(file.path).unlink()
    with shelf.desk.qtbot.waitSignal(shelf.library.failed) as told:
        shelf.library.verify(file)
    assert told.args[0] == file.path
    assert "could not be read" in told.args[1].text


def test_a_smaller_copy_appears_among_the_models(shelf: Library) -> None:
    file = shelf.model()
    library, qtbot = shelf.library, shelf.desk.qtbot
    with qtbot.waitSignal(library.quantised) as told:
        library.quantise(file, "Q4_K_M")
    assert Path(told.args[1]).name == "ink-Q4_K_M.gguf"
    qtbot.waitUntil(lambda: len(shelf.desk.models.files) == 2)
    assert Path(file.path).exists()


def test_copying_can_be_stopped_and_leaves_nothing(shelf: Library) -> None:
    file = shelf.model()
    shelf.copier.go.clear()
    library, qtbot = shelf.library, shelf.desk.qtbot
    library.quantise(file, "Q4_K_M")
    qtbot.waitUntil(lambda: (library.work(file.path) or Work(kind="quantise")).done == 1)
    library.quantise(file, "Q8_0")  # one thing at a time with one file
    library.stop(file.path)
    qtbot.waitUntil(lambda: library.work(file.path) is None)
    assert sorted(path.name for path in Path(file.path).parent.iterdir()) == ["ink-F16.gguf"]


def test_a_copy_that_fails_says_why(shelf: Library) -> None:
    file = shelf.model()
    shelf.copier.error = UserError("quantise", "There is no room for it.")
    with shelf.desk.qtbot.waitSignal(shelf.library.failed) as told:
        shelf.library.quantise(file, "Q4_K_M")
    assert told.args[1].text == "There is no room for it."
    assert shelf.library.work(file.path) is None


def test_the_copy_of_another_programs_model_lies_in_our_folder(shelf: Library) -> None:
    file = ModelFile(path="/elsewhere/a-BF16.gguf", name="a-BF16", size=9, origin="jan")
    wanted = shelf.home / "home" / "models" / "a-Q8_0.gguf"
    assert shelf.library.smaller_path(file, "Q8_0") == wanted


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("ink-F16", "ink-Q4_K_M.gguf"),
        ("ink.bf16", "ink-Q4_K_M.gguf"),
        ("Ink-Q8_0", "Ink-Q4_K_M.gguf"),
        ("砚台 7B", "砚台 7B-Q4_K_M.gguf"),
        ("F16", "F16-Q4_K_M.gguf"),
        ("ann/q: x:0.6b-fp16", "ann-q- x-0.6b-Q4_K_M.gguf"),
        ("hf.co/lumo/Harbour-GGUF:F16", "hf.co-lumo-Harbour-GGUF-Q4_K_M.gguf"),
        ("..", "model-Q4_K_M.gguf"),
    ],
)
def test_a_copys_name_says_its_type(tmp_path: Path, name: str, copy: str) -> None:
    assert smaller_name(tmp_path, name, "Q4_K_M").name == copy


def test_a_copy_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "ink-Q4_K_M.gguf").touch()
    assert smaller_name(tmp_path, "ink", "Q4_K_M").name == "ink-Q4_K_M (2).gguf"


def test_a_deleted_model_lies_in_the_trash_and_comes_back(shelf: Library) -> None:
    file = shelf.model("砚 台.gguf", b"GGUF" + bytes(700))
    library, qtbot = shelf.library, shelf.desk.qtbot
    with qtbot.waitSignal(library.deleted) as told:
        library.delete(file)
    assert told.args == [file, True]
    assert not Path(file.path).exists()
    qtbot.waitUntil(lambda: shelf.desk.models.files == [])
    with qtbot.waitSignal(library.restored):
        library.undo_delete()
    assert Path(file.path).read_bytes() == b"GGUF" + bytes(700)
    qtbot.waitUntil(lambda: len(shelf.desk.models.files) == 1)


def test_all_parts_go_and_come_back_together(shelf: Library) -> None:
    folder = shelf.home / "home" / "models"
    folder.mkdir(parents=True, exist_ok=True)
    parts = [folder / f"big-0000{number}-of-00003.gguf" for number in (1, 2, 3)]
    for part in parts:
        part.write_bytes(b"GGUF" + part.name.encode())
    file = shelf.found(parts[0])
    library, qtbot = shelf.library, shelf.desk.qtbot
    with qtbot.waitSignal(library.deleted):
        library.delete(file)
    assert [part for part in parts if part.exists()] == []
    with qtbot.waitSignal(library.restored):
        library.undo_delete()
    assert [part.read_bytes() for part in parts] == [b"GGUF" + p.name.encode() for p in parts]


def test_what_took_its_place_is_not_overwritten_by_the_undo(shelf: Library) -> None:
    file = shelf.model()
    library, qtbot = shelf.library, shelf.desk.qtbot
    with qtbot.waitSignal(library.deleted):
        library.delete(file)
    Path(file.path).write_bytes(b"something new")
    with qtbot.waitSignal(library.failed) as told:
        library.undo_delete()
    assert "its place is taken" in told.args[1].text
    assert Path(file.path).read_bytes() == b"something new"


@pytest.mark.parametrize("origin", ["ollama", "lm-studio", "hugging-face", "starter", "server"])
def test_what_belongs_to_others_is_not_deleted(shelf: Library, tmp_path: Path, origin: str) -> None:
    path = tmp_path / "theirs.gguf"
    path.write_bytes(b"GGUF")
    file = ModelFile(path=str(path), name="theirs", size=4, origin=origin)
    assert not shelf.library.may_delete(file)
    with shelf.desk.qtbot.waitSignal(shelf.library.failed):
        shelf.library.delete(file)
    assert path.exists()


def test_the_model_in_memory_leaves_it_before_its_file_goes(shelf: Library) -> None:
    file = shelf.model()
    desk = shelf.desk
    desk.models.choose(file.path)
    desk.qtbot.waitUntil(lambda: desk.models.state.phase == "ready")
    with desk.qtbot.waitSignal(shelf.library.deleted):
        shelf.library.delete(file)
    desk.qtbot.waitUntil(lambda: desk.models.state.phase != "ready")


def test_a_download_tells_where_a_model_is_from_and_what_it_should_be(shelf: Library) -> None:
    file = shelf.model()
    digest = hashlib.sha256(Path(file.path).read_bytes()).hexdigest()
    order = DownloadOrder(
        repo="ada/ink-GGUF",
        revision="c0ffee",
        files=(HubFile(path="ink-F16.gguf", size=904, sha256=digest),),
    )
    download = Download(id="d1", order=order, state="done", path=file.path)
    library, qtbot = shelf.library, shelf.desk.qtbot
    with qtbot.waitSignal(library.record_changed):
        library.note_download(download)
    assert shelf.records.get(file.identity).source == "ada/ink-GGUF@c0ffee"
    with qtbot.waitSignal(library.verified) as told:
        library.verify(file)
    assert told.args[1].expected == digest
    assert not told.args[1].damaged


def test_facts_previews_machine_and_list_come_as_signals(shelf: Library) -> None:
    library, qtbot = shelf.library, shelf.desk.qtbot
    with qtbot.waitSignals(
        [
            library.facts_found,
            library.preview_made,
            library.machine_found,
            library.catalogue_changed,
        ]
    ):
        library.read_facts("/m/a.gguf")
        library.show_preview("/m/a.gguf", "t")
        library.find_machine()
        library.find_catalogue()
    assert library.machine == MACHINE
    assert library.catalogue == EARLIER
    with qtbot.waitSignal(library.catalogue_changed):
        library.take_catalogue("/m/models.toml")
    assert library.catalogue == LATER


def test_a_list_that_is_not_signed_changes_nothing(shelf: Library) -> None:
    library, qtbot = shelf.library, shelf.desk.qtbot
    with qtbot.waitSignal(library.catalogue_changed):
        library.find_catalogue()
    shelf.refused = UserError("hub", "The signature is wrong.")
    with qtbot.waitSignal(library.failed) as told:
        library.take_catalogue("/m/models.toml")
    assert told.args[0] == ""
    assert library.catalogue == EARLIER


def test_work_that_goes_on_ends_with_the_window(make_desk: MakeDesk, tmp_path: Path) -> None:
    shelf = Library(make_desk(), tmp_path)
    shelf.copier.go.clear()
    file = shelf.model()
    shelf.library.quantise(file, "Q4_K_M")
    shelf.library.shut_down()
    assert not list(Path(file.path).parent.glob("*Q4*"))
