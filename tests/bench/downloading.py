"""Fetching 2 GB from a hub on loopback: our process for hubs against plain huggingface-hub.

Both in turn, from the same server, onto the same disk, each in a process of its own. Ours is the
real child that the window starts; it verifies the SHA-256, the other checks the size alone. Then
the whole window once more, with the event loop watched while its child fetches.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import DownloadsChanged, HubAccess, SetAccess, StartDownload
from assistant.core.hub.repository import HubFile

SIZE = 2_000_000_000
ROUNDS = 3
REPO, FILE = "bench/large-GGUF", "large.gguf"
PATIENCE_S = 600.0
IDLE_S = 5.0


@contextlib.contextmanager
def _hub(size: int) -> Iterator[list[str]]:
    """A hub in another process; its address, the commit and the SHA-256 of its file."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.hub.loopback_hub", str(size)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def _order(commit: str, sha256: str, size: int) -> DownloadOrder:
    files = (HubFile(path=FILE, size=size, sha256=sha256),)
    return DownloadOrder(repo=REPO, revision=commit, files=files)


def _plain(folder: str, size: int, url: str, _commit: str, _sha256: str) -> dict[str, float]:
    import huggingface_hub

    began = time.perf_counter()
    path = huggingface_hub.hf_hub_download(REPO, FILE, endpoint=url, cache_dir=folder, token=False)
    seconds = time.perf_counter() - began
    assert Path(path).stat().st_size == size
    return {"seconds": seconds}


def _ours(folder: str, size: int, url: str, commit: str, sha256: str) -> dict[str, float]:
    import psutil

    from assistant import compose
    from assistant.paths import app_paths

    paths = app_paths(Path(folder))
    paths.create()
    hub = compose.make_hub(paths)
    hub.submit(SetAccess(access=HubAccess(endpoint=url, folder=str(paths.models))))
    while hub.poll(10.0) is None:  # the process has started
        pass
    child = psutil.Process().children()[0]
    began = time.perf_counter()
    hub.submit(StartDownload(order=_order(commit, sha256, size)))
    largest = 0
    while True:
        event = hub.poll(0.1)
        largest = max(largest, child.memory_info().rss)
        if isinstance(event, DownloadsChanged) and event.downloads:
            (download,) = event.downloads
            if download.state in ("done", "failed"):
                break
    seconds = time.perf_counter() - began
    hub.close()
    assert download.state == "done", download
    return {"seconds": seconds, "memory": largest}


def _window(folder: str, size: int, url: str, commit: str, sha256: str) -> dict[str, float]:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from assistant.app import create
    from assistant.engine.scripted import ScriptedEngine
    from tests.bench.transcript import Watch, percentile
    from tests.bench.window import _spin

    os.environ["HF_ENDPOINT"] = url
    qt = QApplication([])
    application = create(Path(folder), ScriptedEngine())
    application.window.resize(1280, 800)
    application.window.show()
    _spin(3.0)
    loop, found = QEventLoop(), []

    def look(downloads: tuple[Download, ...]) -> None:
        found[:] = downloads
        if any(download.state in ("done", "failed") for download in downloads):
            loop.quit()

    idle = Watch()
    idle.start()
    _spin(IDLE_S)
    idle.stop()
    hub = application.model_parts.hub
    hub.downloads_changed.connect(look)
    watch = Watch()
    watch.start()
    hub.start(_order(commit, sha256, size))
    loop.exec()
    watch.stop()
    application.shutdown()
    qt.processEvents()
    assert found[0].state == "done", found
    delays = [delay * 1000 for delay in watch.delays]
    return {
        "p99": percentile(delays, 0.99),
        "longest": max(delays),
        "idle": percentile([delay * 1000 for delay in idle.delays], 0.99),
    }


_PARTS = {"plain": _plain, "ours": _ours, "window": _window}


def _run(part: str, size: int, hub: list[str]) -> dict[str, float]:
    """One part in a process and a folder of its own; what the last one wrote is on the disk."""
    folder = tempfile.mkdtemp()
    _settle()
    try:
        finished = subprocess.run(
            [sys.executable, "-m", "tests.bench.downloading", part, folder, str(size), *hub],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=PATIENCE_S,
            env={
                **os.environ,
                "HF_HUB_DISABLE_XET": "1",
                "HF_HUB_DISABLE_PROGRESS_BARS": "1",
                "HF_HUB_DISABLE_TELEMETRY": "1",
                "QT_QPA_PLATFORM": "offscreen",
            },
        )
    finally:
        shutil.rmtree(folder)
    found: dict[str, float] = json.loads(finished.stdout.splitlines()[-1])
    return found


def _settle() -> None:
    if hasattr(os, "sync"):
        os.sync()


def run(size: int = SIZE, rounds: int = ROUNDS, *, window: bool = True) -> dict[str, float]:
    """`download_ratio`: the median of our speed over plain huggingface-hub's, round by round."""
    with _hub(size) as hub:
        pairs = [(_run("plain", size, hub), _run("ours", size, hub)) for _ in range(rounds)]
        watched = _run("window", size, hub) if window else {}
    seconds = statistics.median(ours["seconds"] for _, ours in pairs)
    plain = statistics.median(plain["seconds"] for plain, _ in pairs)
    results = {
        "download_ratio": statistics.median(
            plain["seconds"] / ours["seconds"] for plain, ours in pairs
        ),
        "download_mb_s": size / seconds / 1e6,
        "download_plain_mb_s": size / plain / 1e6,
        "download_memory_mb": max(ours["memory"] for _, ours in pairs) / 1e6,
    }
    if watched:
        results["download_delay_p99_ms"] = watched["p99"]
        results["download_delay_max_ms"] = watched["longest"]
        results["download_idle_p99_ms"] = watched["idle"]
    return results


if __name__ == "__main__":
    if len(sys.argv) > 1:
        part, folder, size, *hub = sys.argv[1:]
        print(json.dumps(_PARTS[part](folder, int(size), *hub)))
    else:
        for name, value in run().items():
            print(f"{name:24} {value:10.2f}")
