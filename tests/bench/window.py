"""The whole application under load: a conversation of 2,000 messages is opened from the list,
then the scripted engine streams 200 tokens/s into it.

Everything is real but the model: store thread and SQLite, inference thread, controllers, window.
Opening runs from the choice in the list to the end of the first paint that shows it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS = 30.0
TOKENS_PER_S = 200.0
MESSAGES = 2000


def _fill(home: Path) -> int:
    """A home with a short conversation (shown at start) and the long one; the long one's id."""
    from assistant import compose
    from assistant.paths import app_paths
    from tests.bench.transcript import branch

    paths = app_paths(home)
    paths.create()
    store = compose.make_store(paths)
    long = store.create_conversation(title="The long one")
    parent = None
    for message in branch(MESSAGES):
        parent = store.add_message(
            long.id, parent, message.role, message.text, model=message.model
        ).id
    short = store.create_conversation(title="The short one")
    store.add_message(short.id, None, "user", "Hello")
    store.set_setting("last_conversation", str(short.id))
    store.close()
    return long.id


def _measure(home: Path, conversation_id: int) -> dict[str, float]:
    import psutil
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit

    from assistant.app import create
    from assistant.engine.scripted import ScriptedEngine
    from tests.bench.transcript import ANSWER, Watch, percentile

    qt = QApplication([])
    answer = "".join(ANSWER.format(number=number) for number in range(1000, 1200))
    engine = ScriptedEngine(
        answer,
        tokens_per_s=TOKENS_PER_S,
        load_s=0.0,
        prompt_tokens_per_s=0.0,
        context_length=1_000_000,
    )
    application = create(home, engine)
    window = application.window
    window.resize(1280, 800)
    window.show()
    application.models.choose("/models/scripted.gguf")
    _spin(3.0)

    loop = QEventLoop()
    application.chat.opened.connect(loop.quit)
    began = time.perf_counter()
    application.chat.open(conversation_id)
    loop.exec()
    window.repaint()
    opening = time.perf_counter() - began
    _spin(1.0)

    composer = window.findChild(QPlainTextEdit, "composer")
    composer.setPlainText("And now a long answer, please.")
    window.findChild(QAbstractButton, "send_button").click()
    streamed = QEventLoop()
    application.chat.reply_extended.connect(streamed.quit)
    streamed.exec()
    application.chat.reply_extended.disconnect(streamed.quit)
    watch = Watch()
    watch.start()
    QTimer.singleShot(int(SECONDS * 1000), streamed.quit)
    streamed.exec()
    watch.stop()
    rss = psutil.Process().memory_info().rss
    application.shutdown()
    qt.processEvents()
    delays = [delay * 1000 for delay in watch.delays]
    return {
        "open_ms": opening * 1000,
        "delay_p50_ms": percentile(delays, 0.5),
        "delay_p99_ms": percentile(delays, 0.99),
        "delay_max_ms": max(delays),
        "rss_streaming_bytes": rss,
    }


def _spin(seconds: float) -> None:
    """Let the application do what it does when nobody asks for anything."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def run() -> dict[str, float]:
    """Milliseconds and bytes, measured in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        conversation_id = _fill(Path(folder))
        finished = subprocess.run(
            [sys.executable, "-m", "tests.bench.window", folder, str(conversation_id)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env=dict(os.environ, QT_QPA_PLATFORM="offscreen"),
            timeout=300,
        )
    found: dict[str, float] = json.loads(finished.stdout)
    return found


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(_measure(Path(sys.argv[1]), int(sys.argv[2]))))
    else:
        for name, value in run().items():
            print(f"{name:22} {value:,.2f}")
