"""What is known of a collection while the window is open."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.core.collection import Collection, CollectionFile


@dataclass(eq=False)
class Live:
    """A collection while the window is open. `embedded_by` is the key it was last embedded with."""

    collection: Collection
    files: dict[str, CollectionFile] = field(default_factory=dict)
    work: str = ""
    current: str = ""
    seconds_left: float | None = None
    embedded: int = 0
    passages: int = 0
    embedded_by: str = ""
    tries_failed: bool = False

    def count(self, state: str) -> int:
        return sum(file.state == state for file in self.files.values())
