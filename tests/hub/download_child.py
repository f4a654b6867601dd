"""A process that downloads one order, for tests that kill it or let its disk be full.

Arguments: folder, endpoint, order as JSON, and the size no file may exceed (0: none). Prints how
the download ended, as JSON.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import msgspec

from assistant.core.hub.download import DownloadOrder
from assistant.core.hub.messages import HubAccess
from assistant.hub.downloads.queue import DownloadQueue
from tests.hub.downloading import HURRY


def main(folder: str, endpoint: str, order: str, most: str) -> None:
    if int(most):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), resource.RLIM_INFINITY))
    changed = threading.Event()
    queue = DownloadQueue(
        Path(folder), HubAccess(endpoint=endpoint), lambda _: changed.set(), patience=HURRY
    )
    queue.start(msgspec.json.decode(order, type=DownloadOrder))
    while (found := queue.downloads()[0]).state not in ("done", "failed"):
        changed.wait(0.1)
        changed.clear()
    queue.close()
    sys.stdout.write(msgspec.json.encode(found).decode())


if __name__ == "__main__":
    main(*sys.argv[1:])
