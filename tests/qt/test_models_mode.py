"""The mode Models: its parts, the list, the page of a model, the short list."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from assistant import compose
from assistant.controllers.model_library import ModelLibrary
from assistant.core.entities import ModelFile
from assistant.core.errors import Cancelled, UserError
from assistant.core.hub.messages import StartDownload
from assistant.core.messages import LoadModel
from assistant.hub.trash import DesktopTrash
from assistant.ui.models.catalogue_list import CatalogueList
from assistant.ui.models.model_page import ModelPage
from assistant.ui.words import number_text
from tests.controllers.test_model_library import use_trash
from tests.qt.models_desk import ModelsDesk, OpenModels, open_models

__all__ = ["open_models"]

THEIRS = ModelFile(
    path="/elsewhere/blobs/sha256-1", name="slate:3b", size=2_000_000_000, origin="ollama",
    identity="theirs",
)  # fmt: skip


def library(models: ModelsDesk) -> ModelLibrary:
    return models.desk.window.services.model_library


def kept(models: ModelsDesk, path: str):
    """The record of the model at `path`, from the disk."""
    file = models.desk.app.models.file_of(path)
    assert file is not None
    return compose.make_records(models.desk.app.paths).get(file.identity)


# --- parts -------------------------------------------------------------------------------------


def test_parts_are_made_when_they_are_shown_and_arrows_go_through_them(
    open_models: OpenModels,
) -> None:
    models = open_models()
    page = models.page
    assert list(page._parts) == ["here"]
    page.tabs.setFocus()
    models.desk.press(page.tabs, Qt.Key.Key_Right)
    assert page.current_part == "find"
    models.desk.press(page.tabs, Qt.Key.Key_Right)
    assert page.current_part == "downloads"
    assert list(page._parts) == ["here", "find", "downloads"]
    assert page.tabs.accessibleName()


@pytest.mark.parametrize(
    ("action", "part"),
    [("models_here", "here"), ("find_models", "find"), ("model_downloads", "downloads")],
)
def test_each_part_has_an_action(open_models: OpenModels, action: str, part: str) -> None:
    models = open_models()
    models.desk.trigger(action)
    assert models.desk.window.current_mode == "models"
    assert models.page.current_part == part


def test_a_new_server_begins_with_its_address(open_models: OpenModels) -> None:
    models = open_models()
    models.desk.trigger("model_servers")
    assert models.page.current_part == "servers"
    models.desk.trigger("models_here")
    models.desk.trigger("new_server")
    assert models.page.current_part == "servers"
    assert models.page.servers.form.address.hasFocus()


# --- the list ----------------------------------------------------------------------------------


def test_models_stand_in_groups_by_where_they_come_from(open_models: OpenModels) -> None:
    models = open_models()
    models.add_model("Ink-Q4_K_M.gguf")
    shelf = models.page.here.list
    mine = models.desk.app.models.files[0]
    copy = msgspec.structs.replace(mine, also=("/other/Ink.gguf",))
    shelf.show_files([copy, THEIRS])
    headings = [label.text() for label in shelf._headings.values() if not label.isHidden()]
    assert headings == ["Models of Inkstone", "Of Ollama, used in place"]
    row = shelf.rows[mine.path]
    assert row.facts.full_text().startswith("Q4_K_M")
    assert "2" in row.same.text()
    assert "/other/Ink.gguf" in row.same.toolTip()
    assert shelf.rows[THEIRS.path].badge.text() == "Ollama"
    assert shelf.rows[THEIRS.path].accessibleName() == "slate:3b, Ollama"


def test_many_models_are_filtered_and_walked_by_keys(open_models: OpenModels) -> None:
    models = open_models()
    shelf = models.page.here.list
    files = [ModelFile(path=f"/m/ink-{n}.gguf", name=f"ink-{n}", size=1) for n in range(12)]
    shelf.show_files(files[:2])
    assert not shelf.filter.isVisible()
    shelf.show_files([*files, THEIRS])
    assert shelf.filter.isVisible()
    shelf.filter.setFocus()
    models.desk.qtbot.keyClicks(shelf.filter, "ink-1")
    assert [row.name.full_text() for row in shelf._visible()] == ["ink-1", "ink-10", "ink-11"]
    models.desk.press(shelf.filter, Qt.Key.Key_Down)
    assert shelf.rows["/m/ink-1.gguf"].hasFocus()
    models.desk.press(shelf.rows["/m/ink-1.gguf"], Qt.Key.Key_Down)
    assert shelf.rows["/m/ink-10.gguf"].hasFocus()
    shelf.filter.setText("nothing like it")
    assert "No model" in shelf._nothing.text()
    shelf.filter.setFocus()
    models.desk.press(shelf.filter, Qt.Key.Key_Escape)
    assert shelf.filter.text() == ""


def test_other_programs_are_left_out_when_one_says_so(open_models: OpenModels) -> None:
    models = open_models()
    models.page.here.list.elsewhere.click()
    assert not models.desk.app.preferences.settings.models.elsewhere
    models.page.here.list.elsewhere.click()
    assert models.desk.app.preferences.settings.models.elsewhere


# --- the page of a model -----------------------------------------------------------------------


def test_a_row_opens_its_page_and_esc_leads_back_to_it(open_models: OpenModels) -> None:
    models = open_models()
    path = models.add_model(context_length=4096, metadata={"general.license": "apache-2.0"})
    here = models.page.here
    row = here.rows[path]
    row.setFocus()
    models.desk.press(row, Qt.Key.Key_Return)
    page = here.model_page
    assert here.page_open
    assert page is not None
    assert page.header.back.hasFocus()
    models.desk.until(lambda: "Architecture" in page.facts.values())
    facts = page.facts.values()
    assert facts["Architecture"] == "llama"
    assert facts["Context"] == f"{number_text(4096)} tokens"
    assert facts["Licence"] == "Apache 2.0"
    assert facts["Chat template"].startswith("its own")
    assert facts["Place"] == path
    models.desk.until(page.fit.isVisible)
    assert number_text(4096) in page.fit.texts()
    assert "Fits in memory" in page.fit.texts()
    assert page.speed.text().startswith("Expected speed")
    models.desk.press(page.header.back, Qt.Key.Key_Escape)
    assert not here.page_open
    assert row.hasFocus()


def test_a_click_on_a_row_opens_it_and_buttons_do_not(open_models: OpenModels) -> None:
    models = open_models()
    path = models.add_model()
    row = models.page.here.rows[path]
    models.desk.qtbot.mouseClick(row.use, Qt.MouseButton.LeftButton)
    assert not models.page.here.page_open
    models.desk.qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert models.page.here.page_open


def test_a_file_without_a_readable_header_says_so(open_models: OpenModels) -> None:
    models = open_models()
    broken = models.own_folder / "Broken.gguf"
    broken.write_bytes(b"GGUF" + bytes([3, 0, 0, 0]) + b"\xff" * 64)
    models.desk.app.models.refresh()
    models.desk.until(lambda: models.desk.app.models.files)
    models.page.open_model(str(broken))
    page = models.page.here.model_page
    assert page is not None
    models.desk.until(page.problem.isVisible)
    assert page.problem.text()
    assert page.notes.isEnabled()


def test_notes_are_kept_while_they_are_typed_and_when_one_leaves(open_models: OpenModels) -> None:
    models = open_models()
    path = models.add_model()
    page = models.open_model(path)
    page.notes.setFocus()
    models.desk.qtbot.keyClicks(page.notes, "Good at letters.")
    models.desk.until(lambda: kept(models, path).notes == "Good at letters.")
    page.notes.insertPlainText(" And 砚")
    models.desk.window.show_mode("chat")
    models.desk.until(lambda: kept(models, path).notes == "Good at letters. And 砚")
    other = models.add_model("Other.gguf", seed=4)
    assert models.open_model(other).notes.toPlainText() == ""
    again = models.open_model(path)
    models.desk.until(lambda: again.notes.toPlainText() == "Good at letters. And 砚")


def test_notes_that_were_just_typed_survive_the_end(open_models: OpenModels) -> None:
    models = open_models()
    path = models.add_model()
    page = models.open_model(path)
    models.desk.until(page.parameters.loading_fold.isVisible)
    page.notes.insertPlainText("Last words.")
    again = open_models()
    again.desk.until(lambda: again.desk.app.models.file_of(path))
    assert kept(again, path).notes == "Last words."


def test_a_model_is_loaded_with_parameters_of_its_own(open_models: OpenModels) -> None:
    models = open_models()
    path = models.add_model()
    page = models.open_model(path)
    page.parameters.loading_fold.set_open(True)
    own = page.parameters.loading
    assert own is not None
    assert not own.form.isVisible()
    own.own.click()
    own.rows.context_length.setValue(2048)
    models.desk.until(
        lambda: (
            (record := kept(models, path)).loading is not None
            and record.loading.context_length == 2048
        )
    )
    models.desk.until(lambda: "its own" in page.parameters.loading_fold.button.text())
    general = models.desk.app.preferences.settings.models.loading
    assert general.context_length == 0
    models.desk.until(lambda: models.desk.app.models.record_of(path).loading is not None)
    page.header.use.click()
    models.desk.until(lambda: models.desk.app.models.state.phase == "ready")
    engine = models.desk.app.inference._engine
    loads = [each for each in engine.commands if isinstance(each, LoadModel)]
    assert loads[-1].parameters.context_length == 2048
    own.own.click()
    models.desk.until(lambda: kept(models, path).loading is None)


def test_chat_parameters_of_a_model_count_in_new_conversations(open_models: OpenModels) -> None:
    models = open_models()
    path = models.add_model()
    page = models.open_model(path)
    page.parameters.chat_fold.set_open(True)
    panel = page.parameters.chat
    assert panel is not None
    panel.rows["temperature"].spin.setValue(0.35)
    panel.flush()
    models.desk.until(lambda: kept(models, path).chat is not None)
    assert kept(models, path).chat.temperature == 0.35
    models.desk.until(lambda: "1 set" in page.parameters.chat_fold.button.text())
    models.desk.app.models.choose(path)
    assert models.desk.app.models.chat_defaults().temperature == 0.35
    panel.reset_all.click()
    models.desk.until(lambda: kept(models, path).chat is None)


def test_the_template_is_shown_with_a_conversation_in_it(open_models: OpenModels) -> None:
    models = open_models()
    page = models.open_model(models.add_model())
    page.template_fold.set_open(True)
    models.desk.until(lambda: "<|im_start|>user" in page.template.text.toPlainText())
    assert page.template.text.isReadOnly()
    bare = models.open_model(models.add_model("Bare.gguf", template=None, seed=3))
    bare.template_fold.set_open(True)
    models.desk.until(lambda: "no chat template" in bare.template.words.text())
    broken = models.open_model(models.add_model("Broken.gguf", template="{% for %}", seed=5))
    broken.template_fold.set_open(True)
    models.desk.until(lambda: "cannot be used" in broken.template.words.text())


def test_a_file_is_verified_and_damage_is_said(open_models: OpenModels) -> None:
    models = open_models()
    path = models.add_model()
    page = models.open_model(path)
    page.verify.start.click()
    models.desk.until(lambda: "read to its end" in page.verify.outcome.text())
    models.desk.until(lambda: page.facts.values().get("SHA-256"))
    page.verify.start.click()
    models.desk.until(lambda: "unchanged" in page.verify.outcome.text())
    changed = bytearray(Path(path).read_bytes())
    changed[-9] ^= 1
    Path(path).write_bytes(changed)
    page.verify.start.click()
    models.desk.until(lambda: "not what it was" in page.verify.outcome.text())
    assert page.verify.outcome.property("tone") == "danger"


class _Copying:
    """A quantiser that goes on until it is told to end, or stopped."""

    def __init__(self) -> None:
        import threading

        self.go = threading.Event()
        self.error: UserError | None = None

    def __call__(self, source, destination, kind, progress, stopped) -> None:
        progress(3, 10)
        while not self.go.wait(0.01):
            if stopped():
                raise Cancelled
        if self.error is not None:
            raise self.error
        destination.write_bytes(source.read_bytes() + b"\0")
        progress(10, 10)


@pytest.fixture
def copying(monkeypatch: pytest.MonkeyPatch) -> _Copying:
    made = _Copying()
    monkeypatch.setattr(compose, "make_quantiser", lambda: made)
    return made


def test_a_smaller_copy_is_made_with_progress_and_offered(
    open_models: OpenModels, copying: _Copying
) -> None:
    models = open_models()
    path = models.add_model()
    page = models.open_model(path)
    models.desk.until(page.smaller.isVisible)
    assert "Fits in memory" in page.smaller._fits["Q4_K_M"].text()
    assert "about" in page.smaller._sizes["Q4_K_M"].text()
    page.smaller.start.click()
    models.desk.until(lambda: "30 %" in page.smaller.work.words.text())
    assert not page.verify.start.isEnabled()
    copying.go.set()
    models.desk.until(lambda: "is ready" in page.smaller.outcome.text())
    made = str(Path(path).with_name("Inkwell-Q4_K_M.gguf"))
    models.desk.until(lambda: made in models.page.rows)
    page.smaller.use.click()
    models.desk.until(lambda: models.desk.app.models.state.path == made)
    page.smaller.open.click()
    assert models.page.here.model_page.path == made


def test_making_a_copy_is_stopped_or_fails_in_its_place(
    open_models: OpenModels, copying: _Copying
) -> None:
    models = open_models()
    page = models.open_model(models.add_model())
    models.desk.until(page.smaller.isVisible)
    page.smaller.start.click()
    models.desk.until(page.smaller.work.stop.isVisible)
    page.smaller.work.stop.click()
    models.desk.until(page.smaller.start.isVisible)
    copying.error = UserError("quantise", "There is no room for the copy.", "Free some.")
    copying.go.set()
    page.smaller.start.click()
    models.desk.until(lambda: "no room" in page.smaller.outcome.text())


def test_what_is_small_already_is_not_made_smaller(open_models: OpenModels) -> None:
    from tests.tiny_models import write_bench_model

    models = open_models()
    path = models.own_folder / "Small-Q4_0.gguf"
    write_bench_model(path)
    models.desk.app.models.refresh()
    models.desk.until(lambda: models.desk.app.models.files)
    page = models.open_model(str(path))
    assert not page.smaller.isVisible()


def test_a_model_goes_to_the_trash_and_comes_back(
    open_models: OpenModels, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use_trash(tmp_path / "share", monkeypatch)
    monkeypatch.setattr(compose, "make_trash", DesktopTrash)
    models = open_models()
    path = models.add_model()
    page = models.open_model(path)
    page.delete.click()
    models.desk.until(lambda: not models.page.here.page_open)
    assert not Path(path).exists()
    line = models.desk.window.status_line
    models.desk.until(lambda: "in the trash" in line.notice.full_text())
    line.action.click()
    models.desk.until(lambda: Path(path).exists())
    models.desk.until(lambda: path in models.page.rows)


def test_another_programs_model_says_whose_it_is(open_models: OpenModels) -> None:
    models = open_models()
    here = models.page.here
    models.desk.app.models.files = [THEIRS]
    here._on_files([THEIRS])
    here.open_model(THEIRS.path)
    page = here.model_page
    assert page is not None
    assert not page.delete.isVisible()
    assert "Ollama" in page.delete_words.text()


def test_a_model_that_vanishes_closes_its_page(open_models: OpenModels) -> None:
    models = open_models()
    path = models.add_model()
    models.open_model(path)
    Path(path).unlink()
    models.desk.app.models.refresh()
    models.desk.until(lambda: not models.page.here.page_open)


def test_it_is_used_unloaded_and_shown_in_its_folder(
    open_models: OpenModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    models = open_models()
    path = models.add_model()
    page = models.open_model(path)
    page.header.use.click()
    models.desk.until(page.header.unload.isVisible)
    assert "In memory" in page.header.state.text()
    page.header.unload.click()
    models.desk.until(page.header.use.isVisible)
    page.header.folder.click()
    assert opened == [str(models.own_folder)]


# --- the short list ----------------------------------------------------------------------------


def catalogue(models: ModelsDesk) -> CatalogueList:
    models.page.show_part("find")
    found = models.page.findChild(CatalogueList)
    assert isinstance(found, CatalogueList)
    models.desk.until(lambda: found.cards)
    return found


def test_the_list_begins_with_what_suits_this_computer(open_models: OpenModels) -> None:
    models = open_models()
    shown = catalogue(models)
    headings = [heading.text() for heading in shown._headings]
    assert headings == ["Recommended for this computer", "Chat and everyday writing"]
    assert list(shown.cards) == ["harbour-4b", "mole-1b", "granite-32b"]
    big = shown.cards["granite-32b"]
    assert big.fit.text() == "Too big"
    assert not big.fetch_row.button.isVisible()
    models.desk.until(big.more.isVisible)


def test_a_model_of_the_list_is_fetched(open_models: OpenModels) -> None:
    models = open_models()
    card = catalogue(models).cards["harbour-4b"]
    models.desk.press(card.fetch_row.button, Qt.Key.Key_Space)
    models.desk.until(lambda: models.hub.asked(StartDownload))
    models.desk.until(card.fetch_row.stop.isVisible)
    path = models.add_model("harbour-4b-Q4_K_M.gguf")
    models.hub.change("d1", state="done", path=path)
    models.desk.until(lambda: card.fetch_row.words.text() == "On this computer")
    assert models.desk.app.models.state.phase == "none"
    models.desk.until(lambda: kept(models, path).source.startswith("lumo/Harbour-4B-GGUF@"))


def test_more_about_a_model_opens_its_repository(open_models: OpenModels) -> None:
    models = open_models()
    card = catalogue(models).cards["harbour-4b"]
    card.more.click()
    find = models.page.part("find")
    assert find.stack.currentWidget() is find.repository


def test_another_list_is_taken_only_when_it_is_signed(open_models: OpenModels) -> None:
    models = open_models()
    shown = catalogue(models)
    shown.take_file("/lists/bad.toml")
    models.desk.until(shown.problem.isVisible)
    assert "not signed" in shown.problem.text()
    assert "granite-32b" in shown.cards
    shown.take_file("/lists/good.toml")
    models.desk.until(lambda: "2027-02-03" in shown._revised.text())
    assert "granite-32b" not in shown.cards
    assert not shown.problem.isVisible()


# --- everybody ---------------------------------------------------------------------------------


def everything(models: ModelsDesk) -> list[QWidget]:
    page = models.open_model(models.add_model())
    models.desk.until(page.smaller.isVisible)
    for fold in (page.parameters.loading_fold, page.parameters.chat_fold, page.template_fold):
        fold.set_open(True)
    catalogue(models)
    models.page.show_part("here")
    return [models.page, *models.page.here.findChildren(QWidget)]


def test_every_control_has_a_name(open_models: OpenModels) -> None:
    models = open_models()
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in everything(models)
        if isinstance(widget, QAbstractButton)
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QLineEdit)  # Qt's own button that clears it
        and not (widget.accessibleName() or widget.text())
    ]
    assert nameless == []


@pytest.mark.parametrize("size", [(640, 480), (1280, 800)])
def test_the_page_of_a_model_fits_its_window(
    open_models: OpenModels, size: tuple[int, int]
) -> None:
    models = open_models(size=size)
    page = models.open_model(models.add_model("A-model-with-a-very-long-name-" * 4 + "F16.gguf"))
    models.desk.until(page.smaller.isVisible)
    page.verify.start.click()
    models.desk.until(lambda: page.facts.values().get("SHA-256"))
    page.parameters.loading_fold.set_open(True)
    page.parameters.loading.own.click()
    page.parameters.chat_fold.set_open(True)
    models.desk.until(page.parameters.loading.form.isVisible)
    models.desk.until(lambda: page.widget().width() <= page.viewport().width())
    models.desk.until(lambda: _cut(page) == [])
    shelf = models.page.here.list
    page.closed.emit()
    assert shelf.widget().width() <= shelf.viewport().width()
    assert _cut(shelf) == []


def _cut(parent: ModelPage | QWidget) -> list[str]:
    return [
        label.text()
        for label in parent.findChildren(QLabel)
        if label.isVisible()
        and label.text()
        and label.wordWrap()
        and label.height() < label.heightForWidth(label.width())
    ]
