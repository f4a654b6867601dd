"""The real window, the real process for hubs, a hub on loopback: find, fetch, use."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt

from assistant.core.settings import Hub
from assistant.ui.hub.downloads_page import Downloads
from assistant.ui.hub.find_page import FindModels
from tests.hub.hub_scenes import TINY, small_hub
from tests.hub.loopback_content import gguf
from tests.hub.loopback_hub import LoopbackHub
from tests.qt.conftest import Desk, OpenDesk

LARGE = "tiny-F32.gguf"


def use(desk: Desk, hub: LoopbackHub, **fields: object) -> None:
    """Have the window go to this hub."""
    preferences = desk.app.preferences
    settings = Hub(endpoint=hub.url, **fields)
    preferences.replace(msgspec.structs.replace(preferences.settings, hub=settings))


def part(desk: Desk, name: str) -> FindModels | Downloads:
    desk.window.show_mode("models")
    page = desk.window.page("models")
    page.show_part(name)
    return page.part(name)


def opened(desk: Desk, find: FindModels, repo: str) -> None:
    find.search.bar.search_for(repo.partition("/")[2])
    rows = find.search.found_models
    desk.until(lambda: any(row.repo == repo for row in rows.rows))
    number = next(n for n, row in enumerate(rows.rows) if row.repo == repo)
    find.search.results.setCurrentIndex(rows.index(number, 0))
    desk.press(find.search.results, Qt.Key.Key_Return)
    desk.until(lambda: find.repository.repository is not None)


def choose(find: FindModels, variant: str) -> None:
    model = find.repository.variants.model
    number = next(n for n, row in enumerate(model.rows) if row.name == variant)
    find.repository.variants.view.setCurrentIndex(model.index(number))


@pytest.fixture
def hub() -> LoopbackHub:
    hub, _api = small_hub()
    return hub


def test_from_a_word_to_a_model_that_is_used(bare_desk: Desk, hub: LoopbackHub) -> None:
    with hub:
        use(bare_desk, hub)
        find = part(bare_desk, "find")
        find.search.bar.fits.setChecked(False)
        opened(bare_desk, find, TINY)
        bare_desk.until(lambda: "Writes" in find.repository.card.shown_text())
        choose(find, "Q8_0")
        find.repository.variants.button.click()
        bare_desk.until(lambda: find.repository.variants.button.text() == "Use now")
        bare_desk.until(lambda: any("Q8_0" in file.path for file in bare_desk.app.models.files))
        assert not bare_desk.app.models.state.path
        find.repository.variants.button.click()
        bare_desk.until(lambda: bare_desk.app.models.state.phase == "ready")


def test_a_gate_says_what_it_wants(bare_desk: Desk, hub: LoopbackHub) -> None:
    with hub:
        use(bare_desk, hub)
        find = part(bare_desk, "find")
        find.search.bar.fits.setChecked(False)
        opened(bare_desk, find, "acme/Gated-7B-GGUF")
        page = find.repository
        assert page.gate.isVisible()
        page.variants.button.click()
        bare_desk.until(page.variants.problem.isVisible)
        assert page.variants.button.text() == "Try again"
        assert page.gate.isVisible()
        bare_desk.app.secrets.unlock("brass")
        page.gate.token.click()
        bare_desk.qtbot.keyClicks(page.token.field, hub.token)
        page.token.save.click()
        bare_desk.until(lambda: not page.token.isVisible())
        bare_desk.until(page.variants.button.isVisible)
        page.variants.button.click()
        bare_desk.until(lambda: page.variants.button.text() == "Use now")


def test_without_a_network_it_says_so_at_once(bare_desk: Desk) -> None:
    hub, _api = small_hub()
    with hub:
        gone = hub.url
    preferences = bare_desk.app.preferences
    preferences.replace(msgspec.structs.replace(preferences.settings, hub=Hub(endpoint=gone)))
    find = part(bare_desk, "find")
    find.search.bar.search_for("tiny")
    bare_desk.until(lambda: find.search.card.isVisible() and not find.search.card.bar.isVisible())
    assert "works as before" in find.search.card.sentence.text()
    bare_desk.load_model()
    assert bare_desk.say("Still there?").text


def slow_download(desk: Desk, hub: LoopbackHub) -> Callable[[], int]:
    """Begin to fetch something that takes a while; how much of it is here."""
    hub.add(TINY, LARGE, gguf(24_000_000, 77))
    hub.rate = 2_000_000
    use(desk, hub)
    controller = desk.window.services.hub
    controller.fetch(TINY, LARGE)

    def done() -> int:
        downloads = desk.window.services.hub.downloads
        return downloads[0].done if downloads else 0

    desk.until(lambda: done() > 2_000_000)
    return done


def test_a_killed_process_goes_on_by_itself(bare_desk: Desk, hub: LoopbackHub) -> None:
    with hub:
        slow_download(bare_desk, hub)
        controller = bare_desk.window.services.hub
        process = controller._thread._process
        os.kill(process.pid, signal.SIGKILL)
        hub.rate = 0.0
        bare_desk.until(lambda: [each.state for each in controller.downloads] == ["done"])


def test_downloads_go_on_after_a_restart(open_desk: OpenDesk, hub: LoopbackHub) -> None:
    with hub:
        first = open_desk()
        slow_download(first, hub)
        second = open_desk()
        hub.rate = 0.0
        downloads = part(second, "downloads")
        second.until(lambda: bool(downloads.rows))  # nobody asked for them
        second.until(
            lambda: [each.state for each in second.window.services.hub.downloads] == ["done"]
        )
        row = next(iter(downloads.rows.values()))
        assert row.use.isVisible()
