"""Whether downloads of an earlier start wait: a look into one folder, without the queue.

The window's process asks, which must not load what opens connections.
"""

from __future__ import annotations

from pathlib import Path

from assistant.hub.downloads.journal import SUFFIX

FOLDER = ".downloads"
"""Where the queue keeps its journal, below the folder of the models."""


def downloads_wait(folder: Path) -> bool:
    """Whether there is a journal of a download into `folder`; any thread."""
    try:
        return any(entry.name.endswith(SUFFIX) for entry in (folder / FOLDER).iterdir())
    except OSError:
        return False
