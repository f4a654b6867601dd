"""Downloads in the window: where each stands, what one can do about it, and the small sign."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from assistant.controllers.download_list import UNDO
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import (
    MoveDownload,
    PauseDownload,
    RemoveDownload,
    ResumeDownload,
)
from assistant.core.hub.repository import HubFile
from assistant.ui.hub.download_row import DownloadRow
from assistant.ui.hub.indicator import DownloadIndicator
from assistant.ui.theme.theme import Theme
from tests.controllers.hub_desk import HubDesk, hub_desk, make_hub_desk
from tests.hub_fakes import DIGITS, GB
from tests.hub_window import HubWindow

__all__ = ["hub_desk", "make_hub_desk"]


@pytest.fixture
def window(hub_desk: HubDesk, qtbot: QtBot) -> HubWindow:
    window = HubWindow(hub_desk, Theme(mode="light"))
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show_page(window.downloads)
    window.show()
    return window


def download(name: str, **fields: object) -> Download:
    file = HubFile(path=f"{name}.gguf", size=2 * GB, sha256=DIGITS)
    order = DownloadOrder(repo="a/b", revision="c", name=name, files=(file,))
    return Download(id=name, order=order, total=2 * GB, **fields)


def show(desk: HubDesk, window: HubWindow, *downloads: Download) -> list[DownloadRow]:
    """Have the process say where these stand; their rows."""
    if not desk.made:
        desk.hub.access.ask()
        desk.until(lambda: desk.made)
    with desk.qtbot.waitSignal(desk.hub.downloads_changed):
        desk.process.show(*downloads)
    return [window.downloads.rows[each.id] for each in downloads]


def shown(row: DownloadRow) -> set[QWidget]:
    return {button for button in row.buttons() if not button.isHidden()}


def test_an_empty_list_leads_to_the_search(window: HubWindow, hub_desk: HubDesk) -> None:
    window.downloads.take_focus()
    assert window.downloads.empty.first.hasFocus()
    window.downloads.empty.first.click()
    assert window.triggered == ["find_models"]
    assert not hub_desk.made


def test_each_state_has_its_words_and_buttons(window: HubWindow, hub_desk: HubDesk) -> None:
    fetching, waiting, failed, paused, done = show(
        hub_desk,
        window,
        download("one", state="fetching", done=GB, speed=2e7, seconds_left=50.0),
        download("two"),
        download("three", state="failed", error="The hub has no such file.", hint="Look again."),
        download("four", state="paused", done=GB // 2),
        download("five", state="done", done=2 * GB, path="/m/five.gguf"),
    )
    text = fetching.line.full_text()
    for words in ("Fetching", "1.0 GB of 2.0 GB", "20.0 MB/s", "less than a minute"):
        assert words in text
    assert fetching.bar.value() == 500
    assert shown(fetching) == {fetching.pause, fetching.remove}
    assert shown(waiting) == {waiting.pause, waiting.up, waiting.down, waiting.remove}
    assert failed.error.text() == "The hub has no such file. Look again."
    assert shown(failed) == {failed.again, failed.remove}
    assert shown(paused) == {paused.resume, paused.up, paused.down, paused.remove}
    assert shown(done) == {done.use, done.reveal, done.remove}
    for row in (fetching, waiting, failed, paused, done):
        for button in row.buttons():
            assert row.name.full_text() in button.accessibleName()


def test_every_button_does_what_it_says(window: HubWindow, hub_desk: HubDesk) -> None:
    one, two, three, _four = show(
        hub_desk,
        window,
        download("one", state="fetching"),
        download("two"),
        download("three", state="failed", error="No."),
        download("four", state="paused"),
    )
    process = hub_desk.process
    one.pause.click()
    hub_desk.until(lambda: [each.id for each in process.asked(PauseDownload)] == ["one"])
    hub_desk.until(one.resume.isVisible)
    three.again.click()
    hub_desk.until(lambda: [each.id for each in process.asked(ResumeDownload)] == ["three"])
    two.up.click()
    hub_desk.until(lambda: process.asked(MoveDownload))
    assert (process.asked(MoveDownload)[0].id, process.asked(MoveDownload)[0].place) == ("two", 0)
    hub_desk.until(lambda: next(iter(window.downloads._hub.downloads)).id == "two")
    assert window.downloads._list.indexOf(two) == 0
    window.downloads.pause_all.click()
    hub_desk.until(lambda: all(each.state == "paused" for each in hub_desk.hub.downloads))
    window.downloads.resume_all.click()
    hub_desk.until(lambda: all(each.state == "fetching" for each in hub_desk.hub.downloads))


def test_the_focus_stays_on_a_button_that_changes(window: HubWindow, hub_desk: HubDesk) -> None:
    (row,) = show(hub_desk, window, download("one", state="fetching"))
    row.pause.setFocus()
    hub_desk.qtbot.keyClick(row.pause, Qt.Key.Key_Space)
    hub_desk.until(row.resume.isVisible)
    assert row.resume.hasFocus()


def test_keys_reach_every_row_and_delete_removes(window: HubWindow, hub_desk: HubDesk) -> None:
    one, two = show(
        hub_desk, window, download("one", state="fetching"), download("two", state="paused")
    )
    window.downloads.take_focus()
    assert one.isAncestorOf(window.focusWidget())
    for _button in shown(one):
        hub_desk.qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert two.isAncestorOf(window.focusWidget())
    hub_desk.qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Delete)
    assert list(window.downloads.rows) == ["one"]
    assert one.isAncestorOf(window.focusWidget())
    assert not hub_desk.process.asked(RemoveDownload)
    hub_desk.notices.choose(UNDO)
    assert set(window.downloads.rows) == {"one", "two"}


def test_a_wait_for_another_try_is_counted(window: HubWindow, hub_desk: HubDesk) -> None:
    import time

    (row,) = show(
        hub_desk,
        window,
        download("one", state="fetching", retries=2, retry_at=time.time() + 3000),
    )
    assert "tried again in" in row.line.full_text()
    assert window.downloads._seconds.isActive()
    window.hide()
    assert not window.downloads._seconds.isActive()


def test_names_of_strangers_stay_on_one_line(window: HubWindow, hub_desk: HubDesk) -> None:
    (row,) = show(hub_desk, window, download("a\nb\u202ec" + "x" * 300))
    assert "\n" not in row.name.full_text()
    assert "\u202e" not in row.name.full_text()
    assert row.minimumSizeHint().width() < 400


def test_the_sign_is_there_while_something_is_fetched(hub_desk: HubDesk, qtbot: QtBot) -> None:
    sign = DownloadIndicator(hub_desk.hub, Theme(mode="light"))
    qtbot.addWidget(sign)
    assert sign.isHidden()
    hub_desk.hub.access.ask()
    hub_desk.until(lambda: hub_desk.made)
    hub_desk.process.show(
        download("one", state="fetching", done=GB, speed=2e7), download("two", state="paused")
    )
    hub_desk.until(sign.isVisible)
    assert sign.text() == "↓ 50 %"
    assert "20.0 MB/s" in sign.toolTip()
    spy = QSignalSpy(hub_desk.hub.downloads_requested)
    sign.click()
    assert spy.count() == 1
    hub_desk.process.show(download("one", state="done", done=2 * GB, path="/m/one.gguf"))
    hub_desk.until(sign.isHidden)


# --- settings ------------------------------------------------------------------------------------


def test_settings_of_the_hub_count_at_once(window: HubWindow, hub_desk: HubDesk) -> None:
    page = window.settings
    window.show_page(page)
    page.endpoint.setText("https://hf-mirror.example/")
    page.endpoint.editingFinished.emit()
    page.proxy.setText("http://proxy:3128")
    page.proxy.editingFinished.emit()
    page.offline.setChecked(True)
    page.parallel.setValue(4)
    page.folder_chosen("/big/disk")
    page.elsewhere.setChecked(False)
    settings = hub_desk.preferences.settings
    assert settings.hub.endpoint == "https://hf-mirror.example"
    assert (settings.hub.proxy, settings.hub.offline) == ("http://proxy:3128", True)
    assert (settings.hub.parallel, settings.hub.folder) == (4, "/big/disk")
    assert settings.models.folders == ("/big/disk",)
    assert not settings.models.elsewhere
    assert "hf-mirror.example" in page.token_state.text()
    assert page.folder.usual.isVisible()
    page.folder.usual.click()
    assert hub_desk.preferences.settings.hub.folder == ""


@pytest.mark.parametrize("typed", ["hf-mirror.example", "file:///etc", "https://", "javascript:x"])
def test_what_is_no_address_is_not_taken(window: HubWindow, hub_desk: HubDesk, typed: str) -> None:
    page = window.settings
    window.show_page(page)
    page.endpoint.setText(typed)
    page.endpoint.editingFinished.emit()
    page.proxy.setText(typed)
    page.proxy.editingFinished.emit()
    assert hub_desk.preferences.settings.hub.endpoint == ""
    assert hub_desk.preferences.settings.hub.proxy == ""
    assert page.endpoint_note.isVisible()
    assert page.proxy_note.isVisible()


def test_the_token_is_set_checked_and_removed_and_never_shown(
    window: HubWindow, hub_desk: HubDesk
) -> None:
    page = window.settings
    window.show_page(page)
    page.token_set.click()
    hub_desk.qtbot.keyClicks(page.token_form.field, "hf_secret")
    page.token_form.save.click()
    hub_desk.until(lambda: "“\u2068ada\u2069”" in page.token_state.text())
    page.token_check.click()
    hub_desk.until(lambda: "belongs to" in page.token_state.text())
    shown = " ".join(
        str(getattr(child, name)())
        for child in page.findChildren(QWidget)
        for name in ("text", "toolTip", "accessibleName", "placeholderText")
        if callable(getattr(child, name, None))
    )
    assert "hf_secret" not in shown
    page.token_remove.click()
    hub_desk.until(lambda: not hub_desk.secrets.kept)
    hub_desk.until(lambda: "no token" in page.token_state.text())
    assert not page.token_remove.isVisible()
