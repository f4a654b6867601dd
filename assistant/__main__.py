"""The one entry: children are dispatched before anything heavy is imported."""

from __future__ import annotations

import sys

_WINDOW_FLAGS = {"--safe"}


def main(argv: list[str] | None = None) -> int:
    """Run the child, the window or the terminal command that `argv` names; the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    first = arguments[0] if arguments else ""
    if first == "engine-child":
        from assistant.engine.child import main as engine_main

        return engine_main(arguments[1:])
    if first == "template-child":
        from assistant.engine.template_child import main as template_main

        return template_main(arguments[1:])
    if not first or first in _WINDOW_FLAGS or first.endswith(".gguf"):
        from assistant.start import main as window_main

        return window_main(arguments)
    from assistant.cli.main import main as terminal_main

    return terminal_main(arguments)


if __name__ == "__main__":
    sys.exit(main())
