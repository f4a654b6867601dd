"""The model that ships with the application: used until a person chooses another one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.core.ports import ModelShelf


class StarterModel:
    """Where it is, "" where this copy has none. Settings never hold its path: it moves with the
    application, and nothing chosen means it."""

    def __init__(self, shelf: ModelShelf) -> None:
        self.path = "" if shelf.starter is None else str(shelf.starter)

    def used(self, chosen: str) -> str:
        """The path of the model in use when settings say `chosen`."""
        return chosen or self.path

    def remembered(self, path: str) -> str:
        """What settings keep of the choice of `path`."""
        return "" if self.stands_for(path) else path

    def stands_for(self, path: str) -> bool:
        """Whether the model at `path` is the starter."""
        return bool(self.path) and path == self.path


def fallen_back_text(name: str) -> str:
    """What is said when the chosen model is gone and the starter is used in its place."""
    return QCoreApplication.translate(
        "Models",
        "“{name}” is not there any more. The small starter model answers until you choose "
        "another one.",
    ).format(name=name)
