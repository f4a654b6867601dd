"""Start of the window and its memory, against a bare PySide6 window with one label.

Both are whole processes, started in turn. "Interactive" is the moment a key that was pressed
after the first paint has changed what the window shows; the clock is CLOCK_MONOTONIC, which
parent and child share on Linux and macOS.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_BARE = """
import sys, time
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
app = QApplication(sys.argv[:1])
class Window(QWidget):
    def keyPressEvent(self, event):
        label.setText(event.text())
        print("interactive", time.monotonic(), flush=True)
window = Window()
label = QLabel("Hello", window)
QVBoxLayout(window).addWidget(label)
window.resize(1280, 800)
target = window
def press():
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    app.postEvent(target, event)
class Watch(QObject):
    seen = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.seen:
            self.seen = True
            QTimer.singleShot(0, press)
        return False
watch = Watch()
window.installEventFilter(watch)
window.show()
STAY
app.exec()
"""

_OURS = """
import os, sys, time
os.environ["INKSTONE_HOME"] = sys.argv[1]
from assistant import start
def watch_window(application):
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication, QPlainTextEdit
    app, window = QApplication.instance(), application.window
    composer = window.findChild(QPlainTextEdit, "composer")
    def changed():
        print("interactive", time.monotonic(), flush=True)
    composer.textChanged.connect(changed, Qt.ConnectionType.SingleShotConnection)
    def press():
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
        app.postEvent(composer, event)
    class Watch(QObject):
        seen = False
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint and not self.seen:
                self.seen = True
                QTimer.singleShot(0, press)
            return False
    watch_window.kept = Watch()
    window.installEventFilter(watch_window.kept)
    STAY
start.main([], watch_window)
"""

_STAY_S = 3.0
"""How long a process stays before its memory is read; the lists are filled by then."""


def _program(text: str, stays: bool) -> str:
    report = (
        f"QTimer.singleShot({int(_STAY_S * 1000)}, lambda: (print('rss', "
        "__import__('psutil').Process().memory_info().rss, flush=True), app.quit()))"
    )
    leave = "QTimer.singleShot(600, app.quit)"
    return text.replace("STAY", report if stays else leave)


def _measure(program: str, home: Path) -> dict[str, float]:
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", PYTHONDONTWRITEBYTECODE="")
    began = time.monotonic()
    finished = subprocess.run(
        [sys.executable, "-c", program, str(home)],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
    )
    found: dict[str, float] = {}
    for line in finished.stdout.splitlines():
        name, _, value = line.partition(" ")
        if name == "interactive":
            found[name] = float(value) - began
        elif name == "rss":
            found[name] = float(value)
    return found


def _home_with_history(folder: Path, conversations: int = 50) -> Path:
    """A home as a person has it after a while: some conversations, the last one open."""
    from assistant import compose
    from assistant.core.settings import Appearance, Settings
    from assistant.paths import app_paths

    paths = app_paths(folder)
    paths.create()
    compose.make_settings(paths).save(Settings(appearance=Appearance(theme="light")))
    store = compose.make_store(paths)
    for index in range(conversations):
        conversation = store.create_conversation()
        parent = None
        for turn in range(4):
            role = "user" if turn % 2 == 0 else "assistant"
            text = f"Turn {turn} of conversation {index}.\n\n- a list\n- with `code`\n" * 3
            parent = store.add_message(conversation.id, parent, role, text).id
        store.set_setting("last_conversation", str(conversation.id))
    store.close()
    return folder


def run(runs: int = 10) -> dict[str, float]:
    """Seconds to an interactive window (medians) and resident memory (bytes), ours and bare."""
    bare, ours = _program(_BARE, False), _program(_OURS, False)
    with tempfile.TemporaryDirectory() as folder:
        home = _home_with_history(Path(folder))
        for program in (bare, ours):  # byte code and file cache
            _measure(program, home)
        pairs = [
            (_measure(ours, home)["interactive"], _measure(bare, home)["interactive"])
            for _ in range(runs)
        ]
        memory = [
            (
                _measure(_program(_OURS, True), home)["rss"],
                _measure(_program(_BARE, True), home)["rss"],
            )
            for _ in range(3)
        ]
    our_start = statistics.median(pair[0] for pair in pairs)
    bare_start = statistics.median(pair[1] for pair in pairs)
    our_rss = statistics.median(pair[0] for pair in memory)
    bare_rss = statistics.median(pair[1] for pair in memory)
    return {
        "start_ours_s": our_start,
        "start_bare_s": bare_start,
        "start_ratio": our_start / bare_start,
        "rss_ours_bytes": our_rss,
        "rss_bare_bytes": bare_rss,
        "rss_over_bare_mb": (our_rss - bare_rss) / 1e6,
    }


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:20} {value:,.3f}")
