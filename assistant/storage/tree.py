"""The tree of a conversation's messages, walked in memory."""

from __future__ import annotations

from collections.abc import Iterable


class Tree:
    """Made from (id, parent id) of all messages of one conversation in the order of sequence."""

    def __init__(self, rows: Iterable[tuple[int, int | None]]) -> None:
        self._parent: dict[int, int | None] = {}
        self._children: dict[int | None, list[int]] = {}
        self._place: dict[int, int] = {}
        for place, (message_id, parent_id) in enumerate(rows):
            self._parent[message_id] = parent_id
            self._place[message_id] = place
            self._children.setdefault(parent_id, []).append(message_id)

    def path_to(self, message_id: int | None) -> list[int]:
        """From the first message down to `message_id`; empty for None or a stranger."""
        path: list[int] = []
        current = message_id
        while current is not None and current in self._parent:
            path.append(current)
            above = self._parent[current]
            # A parent is always older; what breaks this rule would turn in a circle.
            if above is not None and self._place.get(above, -1) >= self._place[current]:
                break
            current = above
        return path[::-1]

    def path_through(self, message_id: int | None) -> list[int]:
        """From the first message through `message_id` to the newest leaf below it.

        None or a stranger gives the branch of the newest message of all.
        """
        start = message_id if message_id in self._parent else None
        return self.path_to(self.newest_leaf(start))

    def siblings(self, message_id: int) -> list[int]:
        """All children of the parent of `message_id`, itself among them, oldest first."""
        return self._children[self._parent[message_id]]

    def newest_leaf(self, message_id: int | None) -> int | None:
        """The newest message below `message_id` (or itself); None means the whole tree."""
        newest = message_id
        waiting = [message_id]
        while waiting:
            for child in self._children.get(waiting.pop(), ()):
                waiting.append(child)
                if newest is None or self._place[child] > self._place[newest]:
                    newest = child
        return newest
