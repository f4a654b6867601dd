"""Finding models in the window: searching, a repository, its card and gate, by mouse and by key."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from assistant.core.errors import UserError
from assistant.core.hub.messages import (
    CheckToken,
    DropRequest,
    OpenRepository,
    SearchHub,
    StartDownload,
)
from assistant.core.hub.repository import HubPage
from assistant.core.settings import Hub
from assistant.ui.theme.theme import Theme
from tests.controllers.hub_desk import HubDesk, MakeHubDesk, hub_desk, make_hub_desk
from tests.hub_fakes import MACHINE, MACHINE_WITH_GPU, MemorySecrets, found_model, repository
from tests.hub_window import HubWindow

__all__ = ["hub_desk", "make_hub_desk"]
REPO = "lumo/Harbour-4B-GGUF"


@pytest.fixture
def window(hub_desk: HubDesk, qtbot: QtBot) -> HubWindow:
    return open_window(hub_desk, qtbot)


def open_window(desk: HubDesk, qtbot: QtBot, **options: object) -> HubWindow:
    window = HubWindow(desk, Theme(mode="light"), **options)
    qtbot.addWidget(window)
    window.resize(1100, 700)
    window.show()
    window.find.take_focus()
    return window


def search(window: HubWindow, desk: HubDesk, text: str) -> None:
    field = window.find.search.bar.field
    field.clear()
    desk.qtbot.keyClicks(field, text)
    desk.qtbot.keyClick(field, Qt.Key.Key_Return)


def names(window: HubWindow) -> list[str]:
    return [row.name for row in window.find.search.found_models.rows]


def opened(window: HubWindow, desk: HubDesk, **options: object) -> None:
    """Show a repository that the hub knows."""
    known = repository(**options)
    desk.process.repositories[known.model.repo] = known
    window.find.open_repository(known.model.repo)
    desk.until(lambda: window.find.repository.repository is not None)


def test_with_nothing_typed_nobody_is_asked(window: HubWindow, hub_desk: HubDesk) -> None:
    search_view = window.find.search
    assert search_view.body.currentWidget() is search_view.beginning
    hub_desk.qtbot.keyClicks(search_view.bar.field, "qwen")
    search_view.bar.sorting.setCurrentIndex(1)
    assert not hub_desk.made


def test_a_search_by_key_to_the_repository_and_back(window: HubWindow, hub_desk: HubDesk) -> None:
    hub_desk.process.pages = [HubPage(models=(found_model(REPO), found_model("a/b", gate="auto")))]
    hub_desk.process.repositories[REPO] = repository()
    search(window, hub_desk, "harbour")
    hub_desk.until(lambda: names(window))
    asked = hub_desk.process.asked(SearchHub)[0].query
    assert (asked.text, asked.sorting) == ("harbour", "trending")
    assert 10e9 < asked.most_bytes < 16e9
    view = window.find.search.results
    hub_desk.qtbot.keyClick(window.find.search.bar.field, Qt.Key.Key_Down)
    assert view.hasFocus()
    assert "Fits in memory" in view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    hub_desk.qtbot.keyClick(view, Qt.Key.Key_Return)
    page = window.find.repository
    hub_desk.until(lambda: page.repository is not None)
    assert window.find.stack.currentWidget() is page
    assert page.variants.view.hasFocus()
    hub_desk.qtbot.keyClick(page.variants.view, Qt.Key.Key_Escape)
    assert window.find.stack.currentWidget() is window.find.search
    assert view.hasFocus()


def test_rows_say_licence_counts_sizes_and_the_gate(window: HubWindow, hub_desk: HubDesk) -> None:
    hub_desk.process.pages = [HubPage(models=(found_model("a/b", gate="manual"),))]
    search(window, hub_desk, "b")
    hub_desk.until(lambda: names(window))
    row = window.find.search.found_models.rows[0]
    assert row.gated
    for words in ("Access on request", "4 B parameters", "1.6 GB", "412k downloads", "Apache 2.0"):
        assert words in row.facts
    assert row.spoken.startswith("b by a")


def test_filters_search_again_and_can_be_taken_away(window: HubWindow, hub_desk: HubDesk) -> None:
    search(window, hub_desk, "x")
    bar = window.find.search.bar
    hub_desk.until(lambda: len(hub_desk.process.asked(SearchHub)) == 1)
    bar.license.setCurrentIndex(bar.license.findData("mit"))
    bar.language.setCurrentIndex(bar.language.findData("de"))
    bar.task.setCurrentIndex(bar.task.findData("translation"))
    hub_desk.until(lambda: len(hub_desk.process.asked(SearchHub)) == 4)
    query = hub_desk.process.asked(SearchHub)[-1].query
    assert (query.license, query.language, query.task) == ("mit", "de", "translation")
    card = window.find.search.card
    hub_desk.until(lambda: "x" in card.title.text())
    card.first.click()
    hub_desk.until(lambda: len(hub_desk.process.asked(SearchHub)) == 5)
    query = hub_desk.process.asked(SearchHub)[-1].query
    assert (query.license, query.language, query.task, query.most_bytes) == ("", "", "", 0)


def test_more_is_added_below_and_nothing_twice(window: HubWindow, hub_desk: HubDesk) -> None:
    first = tuple(found_model(f"a/{number}") for number in range(3))
    second = (found_model("a/2"), found_model("a/3"))
    hub_desk.process.pages = [HubPage(models=first, next="1"), HubPage(models=second)]
    search(window, hub_desk, "x")
    hub_desk.until(window.find.search.more.isVisible)
    window.find.search.more.click()
    hub_desk.until(lambda: len(names(window)) == 4)
    assert not window.find.search.more.isVisible()
    assert hub_desk.process.asked(SearchHub)[-1].query.after == "1"


def test_a_search_can_be_stopped(window: HubWindow, hub_desk: HubDesk) -> None:
    hub_desk.process.silent = True
    search(window, hub_desk, "x")
    card = window.find.search.card
    assert card.isVisible()
    assert card.bar.isVisible()
    hub_desk.until(lambda: hub_desk.process.asked(SearchHub))
    card.first.click()
    hub_desk.until(lambda: hub_desk.process.asked(DropRequest))
    assert window.find.search.beginning.isVisible()


@pytest.mark.parametrize("kind", ["no_network", "hub", "token"])
def test_a_failure_says_so_at_once_and_what_to_do(
    window: HubWindow, hub_desk: HubDesk, kind: str
) -> None:
    hub_desk.process.refuse(SearchHub, kind, "The hub cannot be reached.", "Is there a network?")
    search(window, hub_desk, "x")
    card = window.find.search.card
    hub_desk.until(lambda: card.title.text() == "The hub cannot be reached.")
    assert ("works as before" in card.sentence.text()) == (kind == "no_network")
    settings = card.first if kind == "token" else card.second
    settings.click()
    assert window.triggered == ["hub_settings"]
    hub_desk.process.refusals.clear()
    hub_desk.process.pages = [HubPage(models=(found_model("a/b"),))]
    (card.second if kind == "token" else card.first).click()
    hub_desk.until(lambda: names(window) == ["b"])


def test_a_failure_of_more_keeps_what_is_there(window: HubWindow, hub_desk: HubDesk) -> None:
    hub_desk.process.pages = [HubPage(models=(found_model("a/b"),), next="1")]
    search(window, hub_desk, "x")
    hub_desk.until(window.find.search.more.isVisible)
    hub_desk.process.refuse(SearchHub, "no_network", "The network is gone.")
    window.find.search.more.click()
    hub_desk.until(lambda: window.find.search.status.text() == "The network is gone.")
    assert names(window) == ["b"]
    assert window.find.search.more.isEnabled()


def test_offline_is_said_without_asking(make_hub_desk: MakeHubDesk, qtbot: QtBot) -> None:
    desk = make_hub_desk(Hub(offline=True))
    window = open_window(desk, qtbot)
    search(window, desk, "x")
    assert "without the hub" in window.find.search.card.title.text()
    assert not desk.made


def test_a_search_waits_until_it_is_known_what_fits(hub_desk: HubDesk, qtbot: QtBot) -> None:
    window = open_window(hub_desk, qtbot, machine=None)
    search(window, hub_desk, "x")
    assert window.find.search.card.bar.isVisible()
    assert not hub_desk.made
    window.library.machine = MACHINE
    window.library.find_machine()
    hub_desk.until(lambda: hub_desk.process.asked(SearchHub))
    assert hub_desk.process.asked(SearchHub)[0].query.most_bytes > 10e9


def test_a_computer_that_cannot_be_looked_at_leaves_nothing_out(
    hub_desk: HubDesk, qtbot: QtBot
) -> None:
    window = open_window(hub_desk, qtbot, machine=None)
    search(window, hub_desk, "x")
    window.library.failed.emit("", UserError("bug", "No."))
    hub_desk.until(lambda: hub_desk.process.asked(SearchHub))
    assert hub_desk.process.asked(SearchHub)[0].query.most_bytes == 0


@pytest.mark.parametrize(
    "typed",
    [
        f"https://huggingface.co/{REPO}",
        f"hf.co/{REPO}:Q4_K_M",
        f" huggingface.co/{REPO}/tree/main ",
    ],
)
def test_an_address_from_a_browser_is_opened(
    window: HubWindow, hub_desk: HubDesk, typed: str
) -> None:
    hub_desk.process.repositories[REPO] = repository()
    search(window, hub_desk, typed)
    hub_desk.until(lambda: window.find.repository.repository is not None)
    assert hub_desk.process.asked(OpenRepository)[0].repo == REPO
    assert not hub_desk.process.asked(SearchHub)


def test_other_addresses_are_words(window: HubWindow, hub_desk: HubDesk) -> None:
    search(window, hub_desk, f"https://evil.example/{REPO}")
    hub_desk.until(lambda: hub_desk.process.asked(SearchHub))
    assert not hub_desk.process.asked(OpenRepository)


# --- a repository ------------------------------------------------------------------------------


def test_variants_with_fit_and_the_best_chosen(hub_desk: HubDesk, qtbot: QtBot) -> None:
    window = open_window(hub_desk, qtbot, machine=MACHINE_WITH_GPU)
    opened(window, hub_desk)
    rows = window.find.repository.variants.model.rows
    assert [row.name for row in rows] == ["Q2_K", "Q4_K_M", "Q5_K_M", "Q8_0", "F16"]
    assert "Fits the graphics card" in rows[1].mark
    assert "tokens/s" in rows[1].mark
    chosen = window.find.repository.variants.chosen
    assert chosen is not None
    assert chosen.best
    assert chosen.name == "Q4_K_M"
    assert "Recommended" in chosen.note


def test_enter_downloads_with_the_projector(window: HubWindow, hub_desk: HubDesk) -> None:
    opened(window, hub_desk, projectors=2)
    panel = window.find.repository.variants
    assert panel.projector.isVisible()
    hub_desk.qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    hub_desk.qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    hub_desk.until(panel.show_downloads.isVisible)
    order = hub_desk.process.asked(StartDownload)[0].order
    assert [file.path for file in order.files] == ["harbour-4b-Q5_K_M.gguf", "mmproj-0.gguf"]
    assert order.name == "Harbour-4B Q5_K_M"
    assert not panel.button.isVisible()
    hub_desk.qtbot.keyClick(panel.view, Qt.Key.Key_Up)
    panel.projector.setCurrentIndex(2)
    panel.button.click()
    hub_desk.until(lambda: len(hub_desk.process.asked(StartDownload)) == 2)
    assert len(hub_desk.process.asked(StartDownload)[1].order.files) == 1


def test_what_is_finished_can_be_used_from_its_page(window: HubWindow, hub_desk: HubDesk) -> None:
    opened(window, hub_desk)
    panel = window.find.repository.variants
    panel.button.click()
    hub_desk.until(lambda: hub_desk.hub.downloads)
    hub_desk.process.change("d1", state="done", path="/models/h.gguf")
    hub_desk.until(lambda: panel.button.text() == "Use now")
    assert hub_desk.models.state.path == ""
    panel.button.click()
    assert hub_desk.models.state.path == "/models/h.gguf"


def test_a_refused_download_says_why_in_its_place(window: HubWindow, hub_desk: HubDesk) -> None:
    opened(window, hub_desk)
    hub_desk.process.refuse(StartDownload, "disk_full", "There is no room for it.", "Make room.")
    panel = window.find.repository.variants
    panel.button.click()
    hub_desk.until(panel.problem.isVisible)
    assert panel.problem.text() == "There is no room for it. Make room."
    assert panel.button.isEnabled()


def test_what_cannot_be_fetched_is_not_chosen(window: HubWindow, hub_desk: HubDesk) -> None:
    known = repository()
    broken = msgspec.structs.replace(known.variants[1], missing=2)
    file = msgspec.structs.replace(known.variants[2].files[0], sha256="")
    unsure = msgspec.structs.replace(known.variants[2], files=(file,))
    variants = (known.variants[0], broken, unsure)
    hub_desk.process.repositories[REPO] = msgspec.structs.replace(known, variants=variants)
    window.find.open_repository(REPO)
    panel = window.find.repository.variants
    hub_desk.until(lambda: panel.model.rows)
    assert panel.chosen is not None
    assert panel.chosen.name == "Q2_K"
    assert not panel.model.flags(panel.model.index(1)) & Qt.ItemFlag.ItemIsSelectable
    assert "missing" in panel.model.rows[1].note


def test_a_repository_without_gguf_and_one_that_is_gone(
    window: HubWindow, hub_desk: HubDesk
) -> None:
    opened(window, hub_desk, names=())
    panel = window.find.repository.variants
    assert "no GGUF file" in panel.summary.text()
    assert not panel.button.isEnabled()
    window.find.open_repository("gone/away")
    state = window.find.repository.state
    hub_desk.until(lambda: "gone/away" in state.title.text())
    assert state.first.hasFocus()
    state.first.click()
    assert window.find.stack.currentWidget() is window.find.search


def test_two_hundred_variants_stay_quick(window: HubWindow, hub_desk: HubDesk) -> None:
    names_ = tuple(f"Q4_K_M-{number:03}" for number in range(200))
    opened(window, hub_desk, names=names_)
    view = window.find.repository.variants.view
    hub_desk.until(lambda: view.itemDelegate().painted > 0)
    assert view.model().rowCount() == 200
    assert view.itemDelegate().painted < 60
    assert view.height() < window.height()


def test_the_card_is_read_without_loading_anything(window: HubWindow, hub_desk: HubDesk) -> None:
    card = "<div><img src='http://evil.example/x.png' alt='A logo'></div>\n\n# Harbour\n\n"
    card += "![Chart](http://evil.example/y.png)\n\nWords of the card.\n\n" * 3_000
    hub_desk.process.cards[REPO] = card
    opened(window, hub_desk)
    view = window.find.repository.card
    hub_desk.until(view.shown_text)
    assert view.shown_text().startswith("A logo\n\n# Harbour\n\nChart")
    assert "evil.example" not in view.shown_text()
    hub_desk.until(lambda: not view.reading)
    assert len(view.text.flow.leaves) > 1_000


def test_a_card_that_is_not_there_never_has_the_focus(window: HubWindow, hub_desk: HubDesk) -> None:
    hub_desk.process.cards[REPO] = ""
    opened(window, hub_desk)
    page = window.find.repository
    hub_desk.until(lambda: page.card_note.text() == "There is no model card.")
    assert page.card.focusPolicy() is Qt.FocusPolicy.NoFocus
    hub_desk.process.cards[REPO] = "Words."
    page.open(REPO)
    hub_desk.until(lambda: page.card.shown_text() == "Words.")
    assert page.card.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_gate_is_opened_with_a_token(window: HubWindow, hub_desk: HubDesk) -> None:
    opened(window, hub_desk, gate="manual")
    page = window.find.repository
    assert page.gate.isVisible()
    page.gate.token.click()
    form = page.token
    assert form.field.hasFocus()
    assert form.field.echoMode() == QLineEdit.EchoMode.Password
    hub_desk.qtbot.keyClicks(form.field, "hf_secret")
    hub_desk.qtbot.keyClick(form.field, Qt.Key.Key_Return)
    assert form.field.text() == ""
    hub_desk.until(lambda: not form.isVisible())
    assert hub_desk.secrets.kept == {"hub-token:huggingface.co": "hf_secret"}
    hub_desk.until(lambda: len(hub_desk.process.asked(OpenRepository)) == 2)
    hub_desk.until(page.gate.isVisible)
    assert page.gate.token.text() == "Enter another token"


def test_a_token_that_is_refused_is_not_kept(window: HubWindow, hub_desk: HubDesk) -> None:
    opened(window, hub_desk, gate="auto")
    hub_desk.process.refuse(CheckToken, "token", "The hub does not know this token.", "Get one.")
    form = window.find.repository.token
    window.find.repository.gate.token.click()
    hub_desk.qtbot.keyClicks(form.field, "hf_old")
    form.save.click()
    hub_desk.until(lambda: "does not know" in form.note.text())
    hub_desk.until(lambda: not hub_desk.secrets.kept)
    assert form.isVisible()
    hub_desk.qtbot.keyClick(form.field, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert window.find.repository.gate.isVisible()


def test_without_a_keyring_a_file_is_offered(make_hub_desk: MakeHubDesk, qtbot: QtBot) -> None:
    desk = make_hub_desk(secrets=MemorySecrets(place="nowhere"))
    window = open_window(desk, qtbot)
    opened(window, desk, gate="auto")
    form = window.find.repository.token
    window.find.repository.gate.token.click()
    qtbot.keyClicks(form.field, "hf_secret")
    form.save.click()
    desk.until(lambda: form.title.text() == "This system has no keyring")
    for typed in ("iron", "brass"):
        qtbot.keyClicks(form.field, typed)
        form.save.click()
        desk.until(lambda: form.save.isEnabled() or not form.isVisible())
    desk.until(lambda: not form.isVisible())
    assert desk.secrets.kept == {"hub-token:huggingface.co": "hf_secret"}


def test_a_closed_repository_asks_for_the_token_first(window: HubWindow, hub_desk: HubDesk) -> None:
    hub_desk.process.refuse(OpenRepository, "gated", "You are not let in.", "Ask for access.")
    window.find.open_repository(REPO)
    page = window.find.repository
    hub_desk.until(lambda: page.state.title.text() == "You are not let in.")
    page.state.first.click()
    assert page.token.isVisible()
    assert not page.variants.isVisible()
    page.token.leave()
    assert page.state.isVisible()


@pytest.mark.parametrize("width", [640, 1100])
def test_every_control_has_a_name(window: HubWindow, hub_desk: HubDesk, width: int) -> None:
    opened(window, hub_desk, gate="auto", projectors=1)
    window.resize(width, 480)
    nameless = [
        child
        for child in _controls(window)
        if not (child.accessibleName() or getattr(child, "text", lambda: "")())
    ]
    assert not nameless
    assert window.find.repository.minimumSizeHint().width() <= 600


def test_the_narrow_page_shows_one_part(window: HubWindow, hub_desk: HubDesk) -> None:
    opened(window, hub_desk)
    page = window.find.repository
    assert page.variants.isVisible()
    assert page.card.isVisible()
    window.resize(640, 480)
    hub_desk.until(lambda: not page.card.isVisible())
    page.tabs.setCurrentIndex(1)
    assert page.card.isVisible()
    assert not page.variants.isVisible()


def _controls(window: QWidget) -> Iterator[QWidget]:
    for child in window.findChildren(QWidget):
        if not child.isVisible() or child.objectName().startswith("qt_"):
            continue
        if isinstance(child, QAbstractButton) or child.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield child


def test_a_row_that_is_clicked_is_opened(window: HubWindow, hub_desk: HubDesk) -> None:
    hub_desk.process.pages = [HubPage(models=(found_model("a/b"), found_model("a/c")))]
    search(window, hub_desk, "x")
    hub_desk.until(lambda: names(window))
    view = window.find.search.results
    place = view.visualRect(view.model().index(1, 0)).center()
    hub_desk.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    hub_desk.until(lambda: hub_desk.process.asked(OpenRepository))
    assert hub_desk.process.asked(OpenRepository)[0].repo == "a/c"


def test_a_repository_that_holds_no_model_says_so(window: HubWindow, hub_desk: HubDesk) -> None:
    hub_desk.process.refuse(OpenRepository, "not_gguf", "There is no GGUF model in it.")
    window.find.open_repository("a/b")
    state = window.find.repository.state
    hub_desk.until(lambda: state.title.text() == "There is no GGUF model in it.")
    assert state.second.text() == "Open its page"
    hub_desk.qtbot.keyClick(window.find.repository, Qt.Key.Key_Escape)
    assert window.find.stack.currentWidget() is window.find.search


def test_down_goes_into_what_stands_there_in_the_beginning(
    window: HubWindow, hub_desk: HubDesk
) -> None:
    class Beginning(QLineEdit):
        def take_focus(self) -> None:
            self.setFocus()

    beginning = Beginning()
    window.find.set_beginning(beginning)
    hub_desk.qtbot.keyClick(window.find.search.bar.field, Qt.Key.Key_Down)
    assert beginning.hasFocus()
