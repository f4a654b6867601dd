"""The real terminal command with a model that edits what it is given.

`python -m tests.e2e.writing_terminal OPTIONS ARGUMENT…`: OPTIONS is a JSON object. `edits` are
pairs of words and what the model makes of them, `says` is an answer to everything, `touches` a
file that is changed while the model works; the rest are arguments of `ScriptedEngine`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from assistant import compose
from assistant.__main__ import main
from assistant.core.messages import Turn
from assistant.engine.scripted import ScriptedEngine


class Editor:
    """Does the `edits` with the text of a prompt."""

    def __init__(self, edits: list[list[str]], says: str | None, touches: str | None) -> None:
        self._edits = edits
        self._says = says
        self._touches = touches

    def __call__(self, turns: tuple[Turn, ...]) -> str:
        if self._touches is not None:
            Path(self._touches).write_text("something else", "utf-8")
        if "JSON array" in turns[0].content:
            return json.dumps(["spelling"] * len(turns[-1].content.splitlines()))
        if self._says is not None:
            return self._says
        content = turns[-1].content
        text = content[content.index("\n") + 1 : content.rindex("\n</text")]
        for old, new in self._edits:
            text = text.replace(old, new)
        return text


if __name__ == "__main__":
    os.environ["INKSTONE_ENGINE"] = "scripted"
    options: dict[str, Any] = json.loads(sys.argv[1])
    editor = Editor(
        options.pop("edits", []), options.pop("says", None), options.pop("touches", None)
    )
    speeds = {"load_s": 0.0, "tokens_per_s": 0.0, "prompt_tokens_per_s": 0.0} | options
    compose.make_engine = lambda _paths: ScriptedEngine(editor, **speeds)  # type: ignore[assignment]
    sys.exit(main(sys.argv[2:]))
