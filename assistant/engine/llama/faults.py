"""What llama.cpp refuses or stops."""

from __future__ import annotations


class LoadError(Exception):
    """llama.cpp refused a model; `log` holds what it said."""

    def __init__(self, log: str) -> None:
        super().__init__("llama.cpp could not load the model")
        self.log = log


class Aborted(Exception):  # noqa: N818 - somebody asked for it
    """A computation was stopped by its `AbortFlag`."""
