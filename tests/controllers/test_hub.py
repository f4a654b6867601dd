"""The hub's controller: requests, access and token, downloads with undo, what is finished."""

from __future__ import annotations

import pytest

from assistant.controllers.download_list import UNDO
from assistant.core.errors import UserError
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import (
    DownloadQueued,
    DropRequest,
    HubExited,
    HubFailed,
    OpenRepository,
    RemoveDownload,
    ResumeDownload,
    SearchHub,
    SetAccess,
    StartDownload,
)
from assistant.core.hub.repository import HubPage, HubQuery
from assistant.core.settings import Hub
from tests.controllers.hub_desk import HubDesk, MakeHubDesk, hub_desk, make_hub_desk
from tests.hub_fakes import MemorySecrets, ScriptedHub, found_model, repository

__all__ = ["hub_desk", "make_hub_desk"]
TOKEN = "hf_secret"  # noqa: S105 - of a test


def test_nothing_starts_before_it_is_needed(hub_desk: HubDesk) -> None:
    hub_desk.hub.look_for_unfinished()
    hub_desk.pool.run(lambda: None)
    hub_desk.pool._pool.waitForDone()
    hub_desk.qtbot.wait(0)
    assert not hub_desk.made
    hub_desk.hub.search(HubQuery())
    hub_desk.until(lambda: hub_desk.made)


def test_unfinished_downloads_start_the_process(make_hub_desk: MakeHubDesk) -> None:
    desk = make_hub_desk(unfinished=lambda folder: folder.name == "models")
    desk.hub.look_for_unfinished()
    desk.until(lambda: desk.process.asked(SetAccess))


def test_access_comes_first_with_the_token(make_hub_desk: MakeHubDesk) -> None:
    secrets = MemorySecrets({"hub-token:mirror.example": TOKEN, "hub-token:huggingface.co": "no"})
    desk = make_hub_desk(Hub(endpoint="https://mirror.example/", parallel=3), secrets=secrets)
    with desk.qtbot.waitSignal(desk.hub.found):
        desk.hub.search(HubQuery(text="harbour"))
    first = desk.process.commands[0]
    assert isinstance(first, SetAccess)
    access = first.access
    assert (access.endpoint, access.token, access.parallel) == ("https://mirror.example", TOKEN, 3)
    assert access.folder.endswith("models")


def test_another_hub_never_gets_the_token(make_hub_desk: MakeHubDesk) -> None:
    desk = make_hub_desk(secrets=MemorySecrets({"hub-token:huggingface.co": TOKEN}))
    with desk.qtbot.waitSignal(desk.hub.found):
        desk.hub.search(HubQuery())
    desk.set_hub(endpoint="https://mirror.example")
    desk.until(lambda: desk.process.access.endpoint == "https://mirror.example")
    sent = [each.access for each in desk.process.asked(SetAccess)]
    assert all(not each.token for each in sent if each.endpoint == "https://mirror.example")
    assert not desk.hub.has_token


def test_changed_settings_are_sent_on(hub_desk: HubDesk) -> None:
    with hub_desk.qtbot.waitSignal(hub_desk.hub.found):
        hub_desk.hub.search(HubQuery())
    hub_desk.set_hub(proxy="http://proxy:3128", offline=True)
    hub_desk.until(lambda: hub_desk.process.access.proxy == "http://proxy:3128")
    assert hub_desk.process.access.offline


def test_without_a_keyring_what_is_public_is_found(make_hub_desk: MakeHubDesk) -> None:
    desk = make_hub_desk(secrets=MemorySecrets(place="nowhere"))
    with desk.qtbot.waitSignal(desk.hub.found):
        desk.hub.search(HubQuery())
    assert not desk.notices.recent


def test_a_token_is_kept_and_used(hub_desk: HubDesk) -> None:
    with hub_desk.qtbot.waitSignal(hub_desk.hub.token_changed) as changed:
        hub_desk.hub.set_token(f" {TOKEN}\n")
    assert changed.args == [True]
    assert hub_desk.secrets.kept == {"hub-token:huggingface.co": TOKEN}
    with hub_desk.qtbot.waitSignal(hub_desk.hub.token_checked) as checked:
        hub_desk.hub.check_token()
    assert checked.args == ["ada"]
    assert hub_desk.process.access.token == TOKEN
    with hub_desk.qtbot.waitSignal(hub_desk.hub.token_changed):
        hub_desk.hub.set_token("")
    assert not hub_desk.secrets.kept
    hub_desk.until(lambda: not hub_desk.process.access.token)


def test_a_passphrase_keeps_what_the_keyring_refused(make_hub_desk: MakeHubDesk) -> None:
    desk = make_hub_desk(secrets=MemorySecrets(place="nowhere"))
    with desk.qtbot.waitSignal(desk.hub.token_failed) as failed:
        desk.hub.set_token(TOKEN)
    assert failed.args[1] == "nowhere"
    with desk.qtbot.waitSignal(desk.hub.token_failed):
        desk.hub.unlock_secrets("iron")
    with desk.qtbot.waitSignal(desk.hub.token_changed):
        desk.hub.unlock_secrets("brass")
    assert desk.secrets.kept == {"hub-token:huggingface.co": TOKEN}


def test_the_newest_search_is_the_one_that_counts(hub_desk: HubDesk) -> None:
    process = hub_desk.process
    process.pages = [HubPage(models=(found_model("a/b"),))]
    process.silent = True
    first = hub_desk.hub.search(HubQuery(text="one"))
    hub_desk.until(lambda: process.asked(SearchHub))
    second = hub_desk.hub.search(HubQuery(text="two"))
    hub_desk.until(lambda: len(process.asked(SearchHub)) == 2)
    assert [each.target for each in process.asked(DropRequest)] == [first]
    found: list[HubPage] = []
    hub_desk.hub.found.connect(found.append)
    with hub_desk.qtbot.waitSignal(hub_desk.hub.found):
        process.answer_all()
    assert second != first
    assert len(found) == 1


def test_a_failure_names_its_request(hub_desk: HubDesk) -> None:
    hub_desk.process.refuse(SearchHub, "no_network", "The hub cannot be reached.", "Try again.")
    with hub_desk.qtbot.waitSignal(hub_desk.hub.failed) as failed:
        request = hub_desk.hub.search(HubQuery())
    assert failed.args[0] == request
    assert failed.args[1].kind == "no_network"


def test_a_process_that_cannot_be_made_answers_everything(make_hub_desk: MakeHubDesk) -> None:
    def refuse() -> ScriptedHub:
        raise UserError("hub", "It does not start.")

    desk = make_hub_desk(process=refuse)
    with desk.qtbot.waitSignal(desk.hub.failed) as failed:
        request = desk.hub.search(HubQuery())
    assert failed.args[0] == request
    with desk.qtbot.waitSignal(desk.hub.failed):
        desk.hub.open("a/b")


def test_fetch_finds_the_file_that_a_pattern_names(hub_desk: HubDesk) -> None:
    known = repository(projectors=1)
    hub_desk.process.repositories[known.model.repo] = known
    opened: list[object] = []
    hub_desk.hub.repository_opened.connect(opened.append)
    with hub_desk.qtbot.waitSignal(hub_desk.hub.queued) as queued:
        request = hub_desk.hub.fetch(known.model.repo, "*Q4_K_M.gguf", "Harbour", "mmproj*")
    assert queued.args[0] == request
    order = hub_desk.process.asked(StartDownload)[0].order
    assert [file.path for file in order.files] == ["harbour-4b-Q4_K_M.gguf", "mmproj-0.gguf"]
    assert (order.name, order.revision) == ("Harbour", "b" * 40)
    assert order.endpoint == "https://huggingface.co"
    assert not opened


def test_fetch_says_when_the_file_is_gone(hub_desk: HubDesk) -> None:
    known = repository()
    hub_desk.process.repositories[known.model.repo] = known
    with hub_desk.qtbot.waitSignal(hub_desk.hub.failed) as failed:
        request = hub_desk.hub.fetch(known.model.repo, "*Q3_K_S.gguf")
    assert failed.args[0] == request
    assert "Harbour-4B" in failed.args[1].text
    assert not hub_desk.process.asked(StartDownload)


def test_a_finished_download_is_offered_and_nothing_is_switched(hub_desk: HubDesk) -> None:
    download_id = hub_desk.start(repository(), "Q4_K_M")
    with hub_desk.qtbot.waitSignals([hub_desk.hub.finished, hub_desk.models.files_changed]):
        hub_desk.process.change(download_id, state="done", path="/models/harbour.gguf")
    assert hub_desk.models.state.path == ""
    notice = hub_desk.notices.recent[-1]
    assert notice.action_label == "Use now"
    hub_desk.notices.choose(notice.action)
    assert hub_desk.models.state.path == "/models/harbour.gguf"


def test_what_is_here_already_when_it_is_ordered_is_news_too(hub_desk: HubDesk) -> None:
    order = DownloadOrder(repo="a/b", revision="c", files=())
    hub_desk.process.silent = True
    hub_desk.hub.start(order)
    hub_desk.until(lambda: hub_desk.process.asked(StartDownload))
    request = hub_desk.process.asked(StartDownload)[0].request_id
    done = Download(id="x", order=order, state="done", path="/m/x.gguf")
    with hub_desk.qtbot.waitSignal(hub_desk.hub.finished):
        hub_desk.process.show(done)
        hub_desk.process.emit(DownloadQueued(request_id=request, id="x"))


def test_downloads_of_an_earlier_start_are_no_news(hub_desk: HubDesk) -> None:
    order = DownloadOrder(repo="a/b", revision="c", files=())
    hub_desk.hub.search(HubQuery())
    hub_desk.until(lambda: hub_desk.made)
    with hub_desk.qtbot.waitSignal(hub_desk.hub.downloads_changed):
        hub_desk.process.show(
            Download(id="x", order=order, state="done", path="/m/x.gguf"),
            Download(id="y", order=order, state="failed", error="No."),
        )
    assert not hub_desk.notices.recent


def test_a_failed_download_is_told_once(hub_desk: HubDesk) -> None:
    download_id = hub_desk.start(repository(), "Q4_K_M")
    for speed in (0.0, 1.0):
        with hub_desk.qtbot.waitSignal(hub_desk.hub.downloads_changed):
            hub_desk.process.change(download_id, state="failed", error="No.", speed=speed)
    assert len(hub_desk.notices.recent) == 1
    with hub_desk.qtbot.waitSignal(hub_desk.hub.downloads_requested):
        hub_desk.notices.choose(hub_desk.notices.recent[-1].action)


def test_removing_can_be_undone_with_its_bytes(hub_desk: HubDesk) -> None:
    download_id = hub_desk.start(repository(), "Q4_K_M")
    hub_desk.hub.remove(download_id)
    assert not hub_desk.hub.downloads
    hub_desk.until(lambda: hub_desk.process.downloads[0].state == "paused")
    assert not hub_desk.process.asked(RemoveDownload)
    hub_desk.notices.choose(UNDO)
    assert [each.id for each in hub_desk.hub.downloads] == [download_id]
    assert hub_desk.process.asked(ResumeDownload)


def test_what_was_removed_goes_at_the_latest_when_the_window_closes(hub_desk: HubDesk) -> None:
    first = hub_desk.start(repository(), "Q4_K_M")
    second = hub_desk.start(repository(), "Q8_0")
    hub_desk.hub.remove(first)
    hub_desk.hub.remove(second)  # the first one cannot be had back any more
    hub_desk.until(lambda: len(hub_desk.process.asked(RemoveDownload)) == 1)
    hub_desk.hub.shut_down()
    assert [each.id for each in hub_desk.process.asked(RemoveDownload)] == [first, second]


def test_a_finished_one_leaves_the_list_at_once(hub_desk: HubDesk) -> None:
    download_id = hub_desk.start(repository(), "Q4_K_M")
    with hub_desk.qtbot.waitSignal(hub_desk.hub.finished):
        hub_desk.process.change(download_id, state="done", path="/m/x.gguf")
    hub_desk.hub.remove(download_id)
    hub_desk.until(lambda: hub_desk.process.asked(RemoveDownload))
    assert not hub_desk.hub.downloads


def test_a_folder_of_ones_own_is_searched_for_models(make_hub_desk: MakeHubDesk) -> None:
    desk = make_hub_desk(Hub(folder="/big/disk"))
    download_id = desk.start(repository(), "Q4_K_M")
    with desk.qtbot.waitSignal(desk.hub.finished):
        desk.process.change(download_id, state="done", path="/big/disk/a/x.gguf")
    assert desk.preferences.settings.models.folders == ("/big/disk",)


def test_a_process_that_ended_goes_on_but_not_for_ever(hub_desk: HubDesk) -> None:
    hub_desk.start(repository(), "Q4_K_M")
    before = len(hub_desk.process.commands)
    hub_desk.process.emit(HubExited(code=-9))
    hub_desk.until(lambda: len(hub_desk.process.commands) == before + 1)
    with hub_desk.qtbot.waitSignal(
        hub_desk.hub.downloads_changed, check_params_cb=lambda all_: all_[0].state == "failed"
    ):
        for _end in range(2):
            hub_desk.process.emit(HubExited(code=-9))
    assert hub_desk.hub.downloads[0].error


@pytest.mark.parametrize("kind", ["hub", "cancelled"])
def test_what_nobody_asked_is_told_or_dropped(hub_desk: HubDesk, kind: str) -> None:
    hub_desk.process.repositories["a/b"] = repository("a/b")
    hub_desk.process.silent = True
    request = hub_desk.hub.open("a/b")
    hub_desk.until(lambda: hub_desk.process.asked(OpenRepository))
    hub_desk.hub.drop(request)
    failures: list[str] = []
    hub_desk.hub.failed.connect(lambda request, _error: failures.append(request))
    hub_desk.process.emit(HubFailed(request_id=request, kind=kind, text="It ended."))
    hub_desk.process.emit(HubFailed(kind="hub", text="Something else."))
    hub_desk.until(lambda: hub_desk.notices.recent)
    assert not failures
