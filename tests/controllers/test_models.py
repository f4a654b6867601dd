"""Which model is used: files, loading, cancelling, freeing, dying."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from assistant.controllers.models import ModelsController
from assistant.core.entities import ModelFile
from assistant.core.errors import UserError
from assistant.core.messages import AnyEvent, EngineExited, Failed, Generate, LoadModel, Turn
from assistant.core.remote.consent import WRITING
from tests.controllers.conftest import Desk, MakeDesk
from tests.fakes import FixedShelf


def wait_for(desk: Desk, phase: str) -> None:
    desk.qtbot.waitUntil(lambda: desk.models.state.phase == phase)


def gguf(path: Path, size: int = 64) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"GGUF" + path.name.encode() + bytes(size))
    return path


def test_the_chosen_model_is_remembered_for_the_next_start(desk: Desk, make_desk: MakeDesk) -> None:
    assert desk.models.state.info is not None
    desk.pool.stop()
    other = make_desk()
    assert other.models.state.phase == "chosen"
    assert other.models.state.path == "/models/scripted.gguf"
    assert other.models.ensure_loading()
    wait_for(other, "ready")


def test_files_of_folders_and_single_files_are_listed(desk: Desk, tmp_path: Path) -> None:
    gguf(tmp_path / "shelf" / "b.gguf")
    gguf(tmp_path / "shelf" / "deeper" / "a.gguf")
    single = gguf(tmp_path / "elsewhere" / "c.gguf")
    (tmp_path / "shelf" / "notes.gguf").write_text("not a model")
    desk.models.add_folder(str(tmp_path / "shelf"))
    desk.models.open_file(str(single))
    desk.qtbot.waitUntil(lambda: len(desk.models.files) == 3)
    assert [file.name for file in desk.models.files] == ["a", "b", "c"]
    assert desk.preferences.settings.models.last == str(single)
    desk.models.remove_folder(str(tmp_path / "shelf"))
    desk.qtbot.waitUntil(lambda: len(desk.models.files) == 1)
    wait_for(desk, "ready")


def test_loading_counts_and_can_be_cancelled(make_desk: MakeDesk) -> None:
    desk = make_desk(load_s=5.0)
    with desk.qtbot.waitSignal(
        desk.models.state_changed, check_params_cb=lambda state: 0 < state.fraction < 1
    ):
        desk.models.choose("/models/large.gguf")
    desk.models.cancel_loading()
    wait_for(desk, "chosen")
    assert desk.models.state.path == "/models/large.gguf"


def test_choosing_another_while_one_loads_ends_with_the_other(make_desk: MakeDesk) -> None:
    desk = make_desk(load_s=0.3)
    desk.models.choose("/models/first.gguf")
    desk.models.choose("/models/second.gguf")
    wait_for(desk, "ready")
    assert desk.models.state.path == "/models/second.gguf"
    assert desk.models.state.info is not None
    assert desk.models.state.info.path == "/models/second.gguf"


def test_memory_is_freed_and_the_next_message_loads_again(desk: Desk) -> None:
    desk.models.unload()
    wait_for(desk, "chosen")
    assert desk.say("Hello").text == "One two three."
    assert desk.models.state.phase == "ready"


def test_a_failed_load_says_why_and_can_be_tried_again(make_desk: MakeDesk) -> None:
    desk = make_desk(fail_load=UserError("damaged_model", "The file is cut.", "Get it again."))
    desk.models.choose("/models/cut.gguf")
    wait_for(desk, "failed")
    assert desk.models.state.error is not None
    assert desk.models.state.error.kind == "damaged_model"
    with desk.qtbot.waitSignal(
        desk.models.state_changed, check_params_cb=lambda state: state.phase == "loading"
    ):
        desk.models.choose("/models/cut.gguf")


class AtOnce(QObject):
    """Tries again in the very moment in which the answer has failed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.phase = ""
        self.exited = False
        desk.inference.event_received.connect(self.hear)

    @Slot(object)
    def hear(self, event: AnyEvent) -> None:
        if isinstance(event, Failed):
            self.phase = self.desk.models.state.phase
            self.desk.models.ensure_loading()
        elif isinstance(event, EngineExited):
            self.exited = True


def test_the_model_is_gone_as_soon_as_an_answer_says_that_the_engine_died(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk(die_after=1)
    desk.choose_model()
    again = AtOnce(desk)
    hello = (Turn(role="user", content="Hello"),)
    desk.inference.submit(Generate(turns=hello, place=WRITING))
    desk.qtbot.waitUntil(lambda: again.exited)
    assert again.phase == "chosen"
    wait_for(desk, "ready")
    assert len(desk.asked(LoadModel)) == 2


class OvertakenShelf(FixedShelf):
    """The first scan ends only when the second one's files are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = threading.Event()
        self._lock = threading.Lock()
        self._scans = 0

    def scan(
        self, folders: list[Path], files: list[Path], *, elsewhere: bool = False
    ) -> list[ModelFile]:
        with self._lock:
            self._scans += 1
            first = self._scans == 1
        if first:
            assert self.shown.wait(30)
        return [ModelFile(path=f"/{file.name}", name=file.stem, size=1) for file in files]


def test_a_scan_that_was_overtaken_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    shelf = OvertakenShelf()
    models = ModelsController(desk.inference, shelf, desk.preferences, desk.pool, tmp_path)
    models.files_changed.connect(lambda _: shelf.shown.set())
    models.refresh()
    models.open_file(str(gguf(tmp_path / "new.gguf")))
    desk.qtbot.waitUntil(lambda: len(models.files) == 1)
    desk.pool.stop()
    desk.qtbot.waitUntil(lambda: desk.models.state.phase == "ready")
    assert [file.name for file in models.files] == ["new"]
