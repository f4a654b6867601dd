"""The real application with a model that corrects: `python -m tests.e2e.quick_process [ARGUMENTS]`.

It thinks first, so that a test sees that nobody is shown what it thinks. Each result is written to
the file "result" beside the data, whole, as soon as the quick window shows it.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer

from assistant import compose, start
from assistant.app_quick import QuickDoor
from assistant.controllers.quick import QuickDesk
from assistant.core.messages import Turn
from assistant.engine.scripted import ScriptedEngine
from assistant.paths import app_paths


def corrected(turns: tuple[Turn, ...]) -> str:
    """What a model says that knows two spellings, and one German sentence."""
    said = turns[-1].content
    if "translat" in turns[0].content.lower():
        return "Das Haus ist rot."
    for mark in ("<text>\n", "\n</text>"):
        said = said.replace(mark, "")
    return said.replace("recieve", "receive").replace("teh", "the")


def tell_results() -> None:
    """Have the quick window's desk write down what it shows."""
    make = QuickDoor._make_desk

    def make_telling(door: QuickDoor) -> QuickDesk:
        desk = make(door)
        result = app_paths().data / "result"

        def tell() -> None:
            if desk.run is not None and desk.run.phase != "working":
                QTimer.singleShot(0, lambda text=desk.run.text: result.write_text(text))

        desk.changed.connect(tell)
        return desk

    QuickDoor._make_desk = make_telling  # type: ignore[method-assign]


def main() -> int:
    tell_results()
    engine = ScriptedEngine(
        corrected,
        tokens_per_s=0.0,
        load_s=0.0,
        prompt_tokens_per_s=0.0,
        reasoning="The person must have meant something.",
    )
    compose.make_engine = lambda *_, **__: engine
    return start.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
