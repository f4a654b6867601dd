"""A real window that talks to the scripted engine until somebody ends it.

Run as a process by the kill test: `python -m tests.e2e.talking_window HOME`. Each turn is typed
into the composer and sent with its button; a line `said CONVERSATION MESSAGE TEXT` is printed as
soon as the window shows the turn as sent, and `answered MESSAGE` when a reply is complete.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit

from assistant.app import create
from assistant.core.entities import Message
from assistant.engine.scripted import ScriptedEngine


def main() -> None:
    qt = QApplication(sys.argv[:1])
    engine = ScriptedEngine("A word after another. " * 6, tokens_per_s=400.0, load_s=0.0)
    application = create(Path(sys.argv[1]), engine)
    window = application.window
    window.show()
    composer = window.findChild(QPlainTextEdit, "composer")
    send = window.findChild(QAbstractButton, "send_button")
    numbers = itertools.count(1)

    def say() -> None:
        composer.setPlainText(f"turn {os.getpid()} {next(numbers)}")
        send.click()

    def accepted(messages: list[Message]) -> None:
        turn = messages[-2]
        print("said", turn.conversation_id, turn.id, turn.text, flush=True)

    def finished(message: Message) -> None:
        print("answered", message.id, flush=True)
        QTimer.singleShot(0, say)

    application.chat.turn_accepted.connect(accepted)
    application.chat.reply_finished.connect(finished)
    application.chat.opened.connect(lambda _opened: QTimer.singleShot(0, say))
    application.models.choose("/models/scripted.gguf")
    qt.exec()


if __name__ == "__main__":
    main()
