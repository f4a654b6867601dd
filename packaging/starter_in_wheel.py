"""Puts the starter model and its card into the wheel, where this checkout has a trained one.

A build hook rather than `force-include`, which fails for files that are not there: the model is
trained by `make starter`, and the application works without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FILES = ("starter.gguf", "CARD.md")
_INSIDE = "assistant/_starter"


class StarterInWheel(BuildHookInterface):  # type: ignore[type-arg]
    """`assistant.paths.starter_model` looks where it puts them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Both or neither; an editable install finds them in the checkout."""
        folder = Path(self.root) / "models" / "starter"
        if version == "editable" or not (folder / _FILES[0]).is_file():
            return
        for name in _FILES:
            if (folder / name).is_file():
                build_data["force_include"][str(folder / name)] = f"{_INSIDE}/{name}"
