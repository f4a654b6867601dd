"""The real terminal command with an engine that writes German about what it is given.

As `scripted_terminal`; each request is a line in `$INKSTONE_HOME/requests`, as JSON, when it
reaches the engine.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

from assistant import compose
from assistant.__main__ import main
from assistant.core.messages import AnyCommand, Generate, Turn
from assistant.engine.scripted import ScriptedEngine


class LoggingEngine(ScriptedEngine):
    def submit(self, command: AnyCommand) -> None:
        if isinstance(command, Generate):
            with Path(os.environ["INKSTONE_HOME"], "requests").open("a") as log:
                log.write(json.dumps([turn.content for turn in command.turns]) + "\n")
        super().submit(command)


def german(turns: tuple[Turn, ...]) -> str:
    """A German sentence with the numbers and marks of the sentence that is asked about."""
    asked = turns[-1].content.partition("\n\n")[2]
    kept = re.findall(r"⟦/?\d+/?⟧|\d+", asked)
    return " ".join(["Das ist ein deutscher Satz mit Wörtern", *kept]) + "."


if __name__ == "__main__":
    os.environ["INKSTONE_ENGINE"] = "scripted"
    options = {"load_s": 0.0, "tokens_per_s": 0.0, "prompt_tokens_per_s": 0.0, "script": german}
    options |= json.loads(sys.argv[1])
    compose.make_engine = lambda _paths: LoggingEngine(**options)  # type: ignore[assignment]
    sys.exit(main(sys.argv[2:]))
