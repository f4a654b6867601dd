"""The real terminal command with a scripted engine.

`python -m tests.e2e.scripted_terminal OPTIONS ARGUMENT…`: OPTIONS is a JSON object with the
arguments of `ScriptedEngine` (a `script` [TEXT, N] is TEXT N times); the rest is the command line
of `inkstone`.
"""

from __future__ import annotations

import json
import os
import sys

from assistant import compose
from assistant.__main__ import main
from assistant.engine.scripted import ScriptedEngine

if __name__ == "__main__":
    os.environ["INKSTONE_ENGINE"] = "scripted"
    options = {"load_s": 0.0, "tokens_per_s": 0.0, "prompt_tokens_per_s": 0.0}
    options |= json.loads(sys.argv[1])
    if isinstance(options.get("script"), list):
        text, count = options["script"]
        options["script"] = text * count
    compose.make_engine = lambda _paths: ScriptedEngine(**options)  # type: ignore[assignment]
    sys.exit(main(sys.argv[2:]))
