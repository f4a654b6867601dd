"""A summary that is killed in its middle goes on where it was: what is computed twice is counted.

The terminal's own process, with the real store and reader and the scripted engine, which writes
down each request.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

CONTEXT = 1600
FINISHED = 6
"""Passes that are finished, at least, when the process is killed."""
PATIENCE_S = 300.0


def run() -> dict[str, float]:
    """`resume_computed_again`: finished passes that were asked of the model a second time."""
    with tempfile.TemporaryDirectory() as folder:
        home, file = Path(folder, "home"), Path(folder, "book.txt")
        home.mkdir()
        file.write_text(
            "\n\n".join(
                f"In year {n} the item {n} was " + "moved to another place, " * 12 + "and kept."
                for n in range(1, 121)
            )
        )
        slow = _started(home, file, tokens_per_s=150.0)
        deadline = time.monotonic() + PATIENCE_S
        while len(_requests(home)) < FINISHED + 4:
            if slow.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the summary ended before it could be killed")
            time.sleep(0.01)
        slow.send_signal(signal.SIGKILL)
        slow.communicate()
        before = _requests(home)
        rest = _started(home, file, tokens_per_s=0.0)
        document: dict[str, Any] = json.loads(rest.communicate(timeout=PATIENCE_S)[0])
        after = _requests(home)[len(before) :]
    again = sum(request in before for request in after)
    unfinished = len(before) - document["resumed"]
    return {
        "resume_finished": float(document["resumed"]),
        "resume_interrupted": float(unfinished),
        "resume_computed_again": float(max(0, again - unfinished)),
    }


def _started(home: Path, file: Path, tokens_per_s: float) -> subprocess.Popen[bytes]:
    engine = {"context_length": CONTEXT, "tokens_per_s": tokens_per_s}
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.e2e.summarizing_terminal", json.dumps(engine)),
            *("summarize", str(file), "--json"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "INKSTONE_HOME": str(home)},
    )


def _requests(home: Path) -> list[str]:
    log = home / "requests"
    return log.read_text().splitlines() if log.exists() else []


if __name__ == "__main__":
    for key, value in run().items():
        print(f"{key:28} {value:10.3f}")
