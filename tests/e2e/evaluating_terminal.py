"""The real terminal command with models that know some answers.

`python -m tests.e2e.evaluating_terminal OPTIONS ARGUMENT…`: OPTIONS is a JSON object that gives
for each model (by a part of its path) pairs of a piece of a prompt and the answer to it. Its
`temperatures` names a file that gets the temperature of every request.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from assistant import compose
from assistant.__main__ import main
from assistant.core.messages import AnyCommand, Generate, LoadModel, Turn
from assistant.engine.scripted import ScriptedEngine


class Known(ScriptedEngine):
    """Answers by the model that was loaded last."""

    def __init__(self, knows: dict[str, list[list[str]]], temperatures: str) -> None:
        super().__init__(self._say, load_s=0.0, tokens_per_s=0.0, prompt_tokens_per_s=0.0)
        self._knows = knows
        self._temperatures = temperatures
        self._model = ""

    def submit(self, command: AnyCommand) -> None:
        if isinstance(command, LoadModel):
            self._model = command.path
        if isinstance(command, Generate) and self._temperatures:
            with Path(self._temperatures).open("a") as file:
                file.write(f"{command.sampling.temperature}\n")
        super().submit(command)

    def _say(self, turns: tuple[Turn, ...]) -> str:
        known = next(pairs for name, pairs in self._knows.items() if name in self._model)
        asked = "\n".join(turn.content for turn in turns)
        return next((answer for piece, answer in known if piece in asked), "I do not know.")


if __name__ == "__main__":
    os.environ["INKSTONE_ENGINE"] = "scripted"
    options = json.loads(sys.argv[1])
    engine = Known(options["knows"], options.get("temperatures", ""))
    compose.make_engine = lambda *_args, **_named: engine  # type: ignore[assignment]
    sys.exit(main(sys.argv[2:]))
