"""The real terminal command with an engine that writes notes on what it is given.

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


def notes(turns: tuple[Turn, ...]) -> str:
    """A line that names the first number in the material, and some more words."""
    found = re.search(r"item (\d+)", turns[-1].content)
    words = " and so on" * 10
    return f"- Item {found[1] if found else 'none'} was mentioned{words}."


if __name__ == "__main__":
    os.environ["INKSTONE_ENGINE"] = "scripted"
    options = {"load_s": 0.0, "tokens_per_s": 0.0, "prompt_tokens_per_s": 0.0, "script": notes}
    options |= json.loads(sys.argv[1])
    compose.make_engine = lambda _paths: LoggingEngine(**options)  # type: ignore[assignment]
    sys.exit(main(sys.argv[2:]))
