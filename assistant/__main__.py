"""The one entry: children are dispatched before anything heavy is imported."""

from __future__ import annotations

import sys
from collections.abc import Callable

_WINDOW_FLAGS = {"--safe"}


def main(argv: list[str] | None = None) -> int:
    """Run the child, the window or the terminal command that `argv` names; the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    first = arguments[0] if arguments else ""
    if first.endswith("-child"):
        child = _child(first)
        if child is not None:
            return child(arguments[1:])
    if arguments == ["quick"]:
        from assistant.quick_call import main as quick_main

        return quick_main()
    if not first or first in _WINDOW_FLAGS or first.endswith(".gguf"):
        from assistant.start import main as window_main

        return window_main(arguments)
    from assistant.cli.main import main as terminal_main

    return terminal_main(arguments)


def _child(name: str) -> Callable[[list[str]], int] | None:
    """What the child process `name` runs, if it is one of ours.

    Imports stand written out, so that whoever packs the application finds them.
    """
    run: Callable[[list[str]], int] | None = None
    if name == "engine-child":
        from assistant.engine.child import main as engine_main

        run = engine_main
    elif name == "template-child":
        from assistant.engine.template_child import main as template_main

        run = template_main
    elif name == "devices-child":
        from assistant.engine.devices_child import main as devices_main

        run = devices_main
    elif name == "header-child":
        from assistant.engine.header_child import main as header_main

        run = header_main
    elif name == "quantise-child":
        from assistant.engine.quantise_child import main as quantise_main

        run = quantise_main
    elif name == "bare-child":
        from assistant.engine.llama.bare import main as bare_main

        run = bare_main
    elif name == "extract-child":
        from assistant.documents.extract_child import main as extract_main

        run = extract_main
    elif name == "hub-child":
        from assistant.hub.child import main as hub_main

        run = hub_main
    return run


if __name__ == "__main__":
    sys.exit(main())
