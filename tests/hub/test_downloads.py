"""Downloads that go well, stop, go on, and are refused."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from assistant.core.errors import UserError
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import HubAccess
from assistant.core.hub.repository import HubFile
from assistant.hub.downloads import disk
from assistant.hub.downloads.patience import Patience
from tests.hub.downloading import (
    FILE,
    REPO,
    Downloads,
    assert_good,
    fetched_again,
    models,
    order,
    part,
)
from tests.hub.loopback_content import gguf
from tests.hub.loopback_hub import LoopbackHub

MB = 1_000_000
WRONG = "hf_of_somebody_else"


def test_a_model_is_fetched_and_verified(running_hub: LoopbackHub, tmp_path: Path) -> None:
    folder = tmp_path / "my models 模型 🦙"
    with Downloads(folder, running_hub) as downloads:
        done = downloads.fetch(order(running_hub))
    assert done.state == "done" and done.done == done.total == 3 * MB
    assert done.path == str(folder / REPO / FILE)
    assert_good(folder, running_hub)
    assert downloads.seen[-1][0].state == "done"


def test_paths_of_the_hub_may_be_in_any_language(running_hub: LoopbackHub, tmp_path: Path) -> None:
    path = "Q4 子目录/模型 #1 100% 🙂.gguf"
    running_hub.add(REPO, path, gguf(50_000))
    with Downloads(tmp_path, running_hub) as downloads:
        assert downloads.fetch(order(running_hub, path)).state == "done"
    assert_good(tmp_path, running_hub, path)


def test_the_first_part_appears_when_all_are_right(
    running_hub: LoopbackHub, tmp_path: Path
) -> None:
    names = [f"big-0000{n}-of-00003.gguf" for n in (1, 2, 3)]
    for number, name in enumerate(names):
        running_hub.add(REPO, name, gguf(400_000, seed=number))
    running_hub.fail("stall", names[2], at="cdn", after=100_000)
    with Downloads(tmp_path, running_hub, patience=Patience()) as downloads:
        id = downloads.queue.start(order(running_hub, *names))
        downloads.wait(lambda each: each.done >= 900_000)
        assert models(tmp_path) == {}
        downloads.queue.pause(id)
        downloads.wait(lambda each: each.state == "paused")
        downloads.queue.resume(id)
        assert downloads.ended().state == "done"
    assert len(models(tmp_path)) == 3
    for name in names[:2]:
        assert running_hub.sent_bytes(REPO, name) == 400_000


def test_pausing_does_not_wait_for_the_hub(running_hub: LoopbackHub, tmp_path: Path) -> None:
    running_hub.fail("stall", after=1 * MB, at="cdn")
    with Downloads(tmp_path, running_hub, patience=Patience(stall_s=600)) as downloads:
        id = downloads.queue.start(order(running_hub))
        downloads.wait(lambda each: each.done >= MB)
        began = time.monotonic()
        downloads.queue.pause(id)
        assert downloads.queue.downloads()[0].state == "paused"
        assert not any(
            thread.join(60) for thread in threading.enumerate() if thread.name == "download"
        )
        assert time.monotonic() - began < 30
        assert part(tmp_path).stat().st_size >= MB
        downloads.queue.resume(id)
        assert downloads.ended().state == "done"
    assert_good(tmp_path, running_hub)
    assert running_hub.sent_bytes(REPO, FILE) == 3 * MB


def test_a_pause_and_a_restart_lose_nothing(running_hub: LoopbackHub, tmp_path: Path) -> None:
    running_hub.fail("stall", after=1 * MB, at="cdn")
    with Downloads(tmp_path, running_hub, patience=Patience()) as downloads:
        id = downloads.queue.start(order(running_hub))
        downloads.wait(lambda each: each.done >= MB)
        downloads.queue.pause(id)
    with Downloads(tmp_path, running_hub) as downloads:
        (paused,) = downloads.queue.downloads()
        assert paused.state == "paused" and paused.done >= MB
        downloads.queue.resume(id)
        assert downloads.ended().state == "done"
    assert_good(tmp_path, running_hub)
    assert fetched_again(running_hub.served(REPO, FILE)) == 0


def test_what_was_fetched_when_the_program_ended_goes_on(
    running_hub: LoopbackHub, tmp_path: Path
) -> None:
    running_hub.fail("stall", after=1 * MB, at="cdn")
    with Downloads(tmp_path, running_hub, patience=Patience()) as downloads:
        downloads.queue.start(order(running_hub))
        downloads.wait(lambda each: each.done >= MB)
    with Downloads(tmp_path, running_hub, resume=False) as downloads:
        assert downloads.queue.downloads() == ()  # a terminal that fetches something else
    with Downloads(tmp_path, running_hub) as downloads:
        assert downloads.ended().state == "done"
    assert running_hub.sent_bytes(REPO, FILE) == 3 * MB


def test_after_a_power_cut_only_what_was_synced_counts(
    running_hub: LoopbackHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running_hub.fail("stall", after=1 * MB, at="cdn")
    with Downloads(tmp_path, running_hub, patience=Patience()) as downloads:
        downloads.queue.start(order(running_hub))
        downloads.wait(lambda each: each.done >= MB)
    unfinished = part(tmp_path)
    kept = unfinished.stat().st_size
    with unfinished.open("ab") as file:  # a size that was on the disk before its bytes
        file.write(bytes(500_000))
    monkeypatch.setattr("psutil.boot_time", lambda: 1.0)
    with Downloads(tmp_path, running_hub) as downloads:
        assert downloads.ended().state == "done"
    assert_good(tmp_path, running_hub)
    assert running_hub.served(REPO, FILE)[-1] == (kept, 3 * MB)


def test_a_part_that_nobody_knows_is_not_continued(
    running_hub: LoopbackHub, tmp_path: Path
) -> None:
    stray = part(tmp_path)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"something else" * 1000)
    with Downloads(tmp_path, running_hub) as downloads:
        assert downloads.fetch(order(running_hub)).state == "done"
    assert_good(tmp_path, running_hub)


def test_what_is_there_already_is_not_fetched(running_hub: LoopbackHub, tmp_path: Path) -> None:
    with Downloads(tmp_path, running_hub) as downloads:
        downloads.fetch(order(running_hub))
        downloads.fetch(order(running_hub))
    with Downloads(tmp_path, running_hub) as downloads:
        assert downloads.queue.downloads() == ()
        assert downloads.fetch(order(running_hub)).state == "done"
        running_hub.change(REPO, FILE)
        assert downloads.fetch(order(running_hub)).state == "done"
    assert_good(tmp_path, running_hub)
    assert running_hub.sent_bytes(REPO, FILE) == 6 * MB


def test_the_queue_keeps_its_order_and_its_limit(running_hub: LoopbackHub, tmp_path: Path) -> None:
    names = [f"m{n}.gguf" for n in range(4)]
    for name in names:
        running_hub.add(REPO, name, gguf(200_000))
        running_hub.fail("stall", name, at="cdn", after=1000)
    with Downloads(tmp_path, running_hub, parallel=1, patience=Patience()) as downloads:
        ids = [downloads.queue.start(order(running_hub, name)) for name in names]
        downloads.wait(lambda each: each.done > 0, ids[0])
        downloads.queue.move(ids[3], 1)
        assert [each.id for each in downloads.queue.downloads()] == [
            *(ids[0], ids[3], ids[1], ids[2])
        ]
        assert [each.state for each in downloads.queue.downloads()[1:]] == ["waiting"] * 3
        downloads.queue.remove(ids[0])
        downloads.wait(lambda each: each.done > 0, ids[3])
        assert not part(tmp_path, "m0.gguf").exists()
    with Downloads(tmp_path, running_hub, parallel=3) as downloads:
        assert [each.id for each in downloads.queue.downloads()] == [ids[3], ids[1], ids[2]]
        for id in ids[1:]:
            assert downloads.ended(id).state == "done"
    assert sorted(models(tmp_path)) == [f"{REPO}/{name}" for name in names[1:]]


def test_removing_leaves_nothing_of_it(running_hub: LoopbackHub, tmp_path: Path) -> None:
    running_hub.fail("stall", after=MB, at="cdn")
    with Downloads(tmp_path, running_hub, patience=Patience()) as downloads:
        id = downloads.queue.start(order(running_hub))
        downloads.wait(lambda each: each.done >= MB)
        downloads.queue.remove(id)
        assert downloads.queue.downloads() == ()
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_gated_files_need_the_token_and_it_goes_nowhere_else(
    running_hub: LoopbackHub, tmp_path: Path
) -> None:
    running_hub.repositories[REPO].gated = True
    with Downloads(tmp_path, running_hub) as downloads:
        refused = downloads.fetch(order(running_hub))
        assert (refused.state, refused.error_kind) == ("failed", "gated")
        downloads.queue.set_access(HubAccess(endpoint=running_hub.url, token=WRONG))
        downloads.queue.resume(refused.id)
        wrong = downloads.wait(lambda each: each.error_kind == "token")
        assert wrong.state == "failed" and WRONG not in repr(wrong)
        downloads.queue.set_access(HubAccess(endpoint=running_hub.url, token=running_hub.token))
        for journal in (tmp_path / ".downloads").iterdir():
            assert b"hf_" not in journal.read_bytes()
        downloads.queue.resume(refused.id)
        assert downloads.wait(lambda each: each.state == "done")
    assert_good(tmp_path, running_hub)
    assert running_hub.authorizations("cdn") == set()


def test_another_hub_never_sees_the_token(running_hub: LoopbackHub, tmp_path: Path) -> None:
    with (
        LoopbackHub() as other,
        Downloads(tmp_path, running_hub, endpoint=other.url, token=WRONG) as downloads,
    ):
        wanted = order(running_hub)
        wanted = DownloadOrder(
            repo=REPO, revision="main", files=wanted.files, endpoint=running_hub.url
        )
        assert downloads.fetch(wanted).state == "done"
    assert running_hub.authorizations("hub") == set()


def test_a_renamed_repository_is_followed(running_hub: LoopbackHub, tmp_path: Path) -> None:
    wanted = order(running_hub)
    running_hub.rename(REPO, "org/new-name")
    running_hub.repositories["org/new-name"].gated = True
    with Downloads(tmp_path, running_hub, token=running_hub.token) as downloads:
        assert downloads.fetch(wanted).state == "done"
    assert list(models(tmp_path)) == [f"{REPO}/{FILE}"]


def test_a_branch_is_pinned_to_what_it_means_first(
    running_hub: LoopbackHub, tmp_path: Path
) -> None:
    running_hub.fail("cut", after=MB, at="cdn")
    commit = running_hub.repositories[REPO].commit
    with Downloads(tmp_path, running_hub) as downloads:
        done = downloads.fetch(order(running_hub, revision="main"))
        assert done.state == "done" and done.order.revision == commit
    asked = [seen.path for seen in running_hub.seen if seen.server == "hub"]
    assert asked == [f"/{REPO}/resolve/{revision}/{FILE}" for revision in ("main", commit)]


def test_parts_of_two_versions_are_never_put_together(
    running_hub: LoopbackHub, tmp_path: Path
) -> None:
    names = [f"big-0000{n}-of-00002.gguf" for n in (1, 2)]
    for number, name in enumerate(names):
        running_hub.add(REPO, name, gguf(400_000, seed=number))
    wanted = order(running_hub, *names)
    running_hub.change(REPO, names[1])
    with Downloads(tmp_path, running_hub) as downloads:
        failed = downloads.fetch(wanted)
        assert (failed.state, failed.error_kind) == ("failed", "download")
        assert "changed on the hub" in failed.error and models(tmp_path) == {}
        assert downloads.fetch(order(running_hub, *names)).state == "done"
    assert len(models(tmp_path)) == 2
    assert running_hub.sent_bytes(REPO, names[0]) <= 800_000


def test_a_removed_file_is_a_sentence(running_hub: LoopbackHub, tmp_path: Path) -> None:
    wanted = order(running_hub)
    running_hub.remove(REPO, FILE)
    with Downloads(tmp_path, running_hub) as downloads:
        gone = downloads.fetch(wanted)
        assert (gone.state, gone.error_kind) == ("failed", "hub")
        assert "no longer on the hub" in gone.error and FILE in gone.error


def test_offline_refuses_and_stops(running_hub: LoopbackHub, tmp_path: Path) -> None:
    running_hub.fail("stall", after=MB, at="cdn")
    offline = HubAccess(endpoint=running_hub.url, offline=True)
    with Downloads(tmp_path, running_hub, patience=Patience()) as downloads:
        downloads.queue.start(order(running_hub))
        downloads.wait(lambda each: each.done >= MB)
        downloads.queue.set_access(offline)
        downloads.wait(lambda each: each.state == "waiting" and each.error_kind == "offline")
        asked = len(running_hub.seen)
        with pytest.raises(UserError) as refused:
            downloads.queue.start(order(running_hub))
        assert refused.value.kind == "offline" and len(running_hub.seen) == asked
        downloads.queue.set_access(downloads.access)
        assert downloads.ended().state == "done"
    assert running_hub.sent_bytes(REPO, FILE) == 3 * MB


def test_no_network_is_said_after_some_tries(running_hub: LoopbackHub, tmp_path: Path) -> None:
    hurry = Patience(first_wait_s=0.01, longest_wait_s=0.02, tries=3, connect_s=5)
    with Downloads(
        tmp_path, running_hub, endpoint="http://127.0.0.1:9", patience=hurry
    ) as downloads:
        failed = downloads.fetch(order(running_hub))
        assert (failed.state, failed.error_kind) == ("failed", "no_network")


SUM = "0" * 64
GOOD = HubFile(path="a.gguf", size=5, sha256=SUM)


@pytest.mark.parametrize(
    "wanted",
    [
        DownloadOrder(repo="../evil", revision="", files=(GOOD,)),
        DownloadOrder(repo="a/b/c", revision="", files=(GOOD,)),
        DownloadOrder(repo="a/..", revision="", files=(GOOD,)),
        DownloadOrder(repo="a/b", revision="../../x", files=(GOOD,)),
        DownloadOrder(repo="a/b", revision="", files=()),
        *(
            DownloadOrder(repo="a/b", revision="", files=(HubFile(path=path, size=5, sha256=SUM),))
            for path in (
                *("../a.gguf", "/etc/a.gguf", "x/../../a.gguf", "C:\\a.gguf", "\\\\host\\a.gguf"),
                *("con.gguf", "a\0.gguf", "a\n.gguf", "a.gguf:stream", ".gguf", "a.sh", ""),
                *("a.gguf.desktop", "n" * 250 + ".gguf", "x//a.gguf", "./a.gguf", "a.gguf "),
            )
        ),
        DownloadOrder(
            repo="a/b", revision="", files=(GOOD, HubFile(path="A.gguf", size=5, sha256=SUM))
        ),
        DownloadOrder(repo="a/b", revision="", files=(HubFile(path="a.gguf", size=5),)),
        DownloadOrder(repo="a/b", revision="", files=(HubFile(path="a.gguf", sha256=SUM),)),
    ],
)
def test_hostile_orders_land_nowhere(
    wanted: DownloadOrder, running_hub: LoopbackHub, tmp_path: Path
) -> None:
    folder = tmp_path / "deep" / "models"
    with Downloads(folder, running_hub) as downloads:
        with pytest.raises(UserError) as refused:
            downloads.queue.start(wanted)
        assert refused.value.kind == "download"
    assert not list(tmp_path.rglob("*")) and not running_hub.seen


def test_a_hostile_journal_lands_nowhere(running_hub: LoopbackHub, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    with Downloads(folder, running_hub) as downloads:
        running_hub.fail("stall", after=1000, at="cdn")
        downloads.queue.start(order(running_hub))
        downloads.wait(lambda each: each.done > 0)
    (journal,) = (folder / ".downloads").glob("*.download")
    journal.write_bytes(journal.read_bytes().replace(FILE.encode(), b"../../../../evil.gguf"))
    (folder / ".downloads" / "junk.download").write_bytes(b"{not json")
    with Downloads(folder, running_hub) as downloads:
        assert downloads.ended().error_kind == "download"
        downloads.queue.remove(downloads.queue.downloads()[0].id)
    assert not list(tmp_path.rglob("evil*")) and not models(tmp_path)


def test_no_room_is_said_before(
    running_hub: LoopbackHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "RESERVE_BYTES", 1 << 60)
    with Downloads(tmp_path, running_hub) as downloads:
        with pytest.raises(UserError) as refused:
            downloads.queue.start(order(running_hub))
        assert refused.value.kind == "disk_full" and not running_hub.seen
        assert downloads.queue.downloads() == ()


def test_a_folder_that_cannot_be_written_is_said(running_hub: LoopbackHub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with Downloads(tmp_path, running_hub) as downloads:
        downloads.queue.set_access(
            HubAccess(endpoint=running_hub.url, folder=str(tmp_path / "file" / "models"))
        )
        with pytest.raises(UserError) as refused:
            downloads.queue.start(order(running_hub))
        assert "could not be written" in refused.value.text
        with pytest.raises(UserError) as forbidden:
            disk.check_writable(Path("/proc/models"))
        assert forbidden.value.kind in ("no_permission", "download")


def test_two_queues_never_fetch_the_same(running_hub: LoopbackHub, tmp_path: Path) -> None:
    running_hub.fail("stall", after=MB, at="cdn")
    first = Downloads(tmp_path, running_hub, patience=Patience())
    id = first.queue.start(order(running_hub))
    first.wait(lambda each: each.done >= MB)
    with Downloads(tmp_path, running_hub, resume=False) as second:
        second.queue.start(order(running_hub))
        waiting = second.wait(lambda each: each.error_kind == "busy")
        assert waiting.state == "waiting" and waiting.id == id
        first.queue.close()
        assert second.ended().state == "done"
    assert_good(tmp_path, running_hub)
    assert running_hub.sent_bytes(REPO, FILE) == 3 * MB


def test_who_waits_for_another_process_holds_up_nobody(
    running_hub: LoopbackHub, tmp_path: Path
) -> None:
    running_hub.add(REPO, "other.gguf", gguf(MB, seed=3))
    running_hub.fail("stall", FILE, after=MB, at="cdn")
    with Downloads(tmp_path, running_hub, patience=Patience()) as window:
        window.queue.start(order(running_hub))
        window.wait(lambda each: each.done >= MB)
        with Downloads(tmp_path, running_hub, parallel=1) as terminal:
            terminal.wait(lambda each: each.error_kind == "busy")
            assert terminal.fetch(order(running_hub, "other.gguf")).state == "done"


def test_the_hub_says_how_long_to_wait(running_hub: LoopbackHub, tmp_path: Path) -> None:
    running_hub.fail("status", status=429, retry_after="2", at="resolve")
    with Downloads(tmp_path, running_hub) as downloads:
        began = time.time()
        downloads.queue.start(order(running_hub))
        waits = downloads.wait(lambda each: each.retry_at > 0)
        assert waits.retries == 1 and waits.error_kind == "hub"
        assert waits.retry_at >= began + 2
        assert downloads.ended().state == "done"
        assert time.time() >= began + 2
    assert_good(tmp_path, running_hub)


@pytest.mark.parametrize("how", ["setting", "environment"])
def test_a_proxy_is_used(
    how: str, running_hub: LoopbackHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub is the proxy, too: it answers whatever host it is asked for."""
    if how == "environment":
        monkeypatch.setenv("HTTP_PROXY", running_hub.url)
        monkeypatch.setenv("NO_PROXY", "")
    proxy = running_hub.url if how == "setting" else ""
    with Downloads(tmp_path, running_hub, endpoint="http://hub.invalid") as downloads:
        downloads.queue.set_access(HubAccess(endpoint="http://hub.invalid", proxy=proxy))
        assert downloads.fetch(order(running_hub)).state == "done"
    assert {seen.server for seen in running_hub.seen} == {"hub"}


def test_speed_and_time_left_are_told(running_hub: LoopbackHub, tmp_path: Path) -> None:
    running_hub.rate = 2.0 * MB
    with Downloads(tmp_path, running_hub) as downloads:
        downloads.queue.start(order(running_hub))
        seen: Download = downloads.wait(lambda each: each.seconds_left is not None)
        assert seen.speed > 0 and seen.state == "fetching"
        assert downloads.ended().state == "done"


def test_downloads_that_share_a_file_do_not_share_its_part(
    running_hub: LoopbackHub, tmp_path: Path
) -> None:
    running_hub.add(REPO, "mmproj.gguf", gguf(MB, seed=8))
    running_hub.add(REPO, "large.gguf", gguf(MB, seed=9))
    running_hub.fail("stall", "mmproj.gguf", at="cdn", after=MB // 2)
    with Downloads(tmp_path, running_hub, patience=Patience(lock_s=0.05)) as downloads:
        first = downloads.queue.start(order(running_hub, FILE, "mmproj.gguf"))
        downloads.wait(lambda each: each.done >= 3 * MB + MB // 2, first)
        second = downloads.queue.start(order(running_hub, "large.gguf", "mmproj.gguf"))
        downloads.wait(lambda each: each.error_kind == "busy", second)
        downloads.queue.pause(first)
        assert downloads.ended(second).state == "done"
        downloads.queue.resume(first)
        assert downloads.ended(first).state == "done"
    assert len(models(tmp_path)) == 3


def test_removing_one_leaves_what_another_needs(running_hub: LoopbackHub, tmp_path: Path) -> None:
    running_hub.add(REPO, "mmproj.gguf", gguf(MB, seed=8))
    running_hub.add(REPO, "large.gguf", gguf(MB, seed=9))
    running_hub.fail("stall", "mmproj.gguf", at="cdn", after=MB // 2)
    with Downloads(tmp_path, running_hub, patience=Patience(lock_s=0.05)) as downloads:
        first = downloads.queue.start(order(running_hub, FILE, "mmproj.gguf"))
        downloads.wait(lambda each: each.done >= 3 * MB + MB // 2, first)
        downloads.queue.pause(first)
        second = downloads.queue.start(order(running_hub, "large.gguf", "mmproj.gguf"))
        downloads.queue.pause(second)
        downloads.queue.remove(second)
        downloads.queue.resume(first)
        assert downloads.ended(first).state == "done"
    assert sorted(models(tmp_path)) == [f"{REPO}/mmproj.gguf", f"{REPO}/{FILE}"]
