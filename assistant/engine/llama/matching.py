"""Follows a grammar through a text, character by character.

A text can stand at many places of an ambiguous grammar at once, each with its own stack of rules
to go back to. The stacks share what they have in common (a graph-structured stack, Tomita 1985),
so that their number does not grow with every choice; calls at the end of a rule leave nothing on
the stack. Equal states are one object that remembers where each character leads, so most
characters cost a look into a table. This is done here and not by llama.cpp, whose stacks share
nothing and whose process ends when a token does not fit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

from assistant.core.errors import UserError
from assistant.engine.llama.gbnf import LAST_CHARACTER, Characters, Rules

MOST_WORK = 300_000
"""Steps between two `renew`: some tenths of a second."""

_MOST_ROUNDS = 8

_MOST_REMEMBERED = 20_000


class Node:
    """Where a rule returns to, and the nodes that the rule there returns to in turn."""

    __slots__ = ("parents", "place")

    def __init__(self, place: int) -> None:
        self.place = place
        self.parents: frozenset[Node] = frozenset()


Parents = frozenset[Node]


class State:
    """The places where a text may go on. `complete`: it may also end."""

    __slots__ = ("complete", "following", "tops")

    def __init__(self, tops: tuple[tuple[int, Parents], ...], complete: bool) -> None:
        self.tops = tops
        self.complete = complete
        self.following: dict[int, State | None] = {}


class Matcher:
    """A grammar in a form that is quick to follow. One thread."""

    def __init__(self, rules: Rules) -> None:
        numbers = {name: number for number, name in enumerate(rules)}
        self._code: list[Characters | int | None] = []
        """At each place: a set of characters, the number of a rule to call, or None, the end."""
        self._starts: list[list[int]] = []
        for alternatives in rules.values():
            starts = []
            for sequence in alternatives:
                starts.append(len(self._code))
                for symbol in sequence:
                    self._code.append(numbers[symbol] if isinstance(symbol, str) else symbol)
                self._code.append(None)
            self._starts.append(starts)
        self._nodes: dict[tuple[int, Parents], Node] = {}
        self._states: dict[tuple[frozenset[tuple[int, Parents]], bool], State] = {}
        self._bottom = Node(-1)
        self._work = MOST_WORK
        first = frozenset({self._bottom})
        self.start = self._reached([(place, first) for place in self._starts[numbers["root"]]])

    def renew(self) -> None:
        """Allow for as much work again."""
        self._work = MOST_WORK

    def after(self, state: State, code_point: int) -> State | None:
        """Where `state` is after a character; None if it does not fit. Raises `UserError`."""
        if code_point in state.following:
            return state.following[code_point]
        going = [
            (place + 1, parents)
            for place, parents in state.tops
            if _holds(self._code[place], code_point, code_point)
        ]
        following = self._reached(going) if going else None
        state.following[code_point] = following
        return following

    def can_follow(self, state: State, first: int, last: int) -> bool:
        """Whether some character from `first` to `last` fits."""
        return any(_holds(self._code[place], first, last) for place, _ in state.tops)

    def _reached(self, going: list[tuple[int, Parents]]) -> State:
        step = _Step(self._code, self._starts, self._bottom)
        self._work -= step.run(going, self._work)
        if len(self._nodes) + len(self._states) > _MOST_REMEMBERED:
            self._nodes.clear()
            self._states.clear()
        known = step.interned(self._nodes)
        tops = frozenset(
            (place, frozenset(known.get(node, node) for node in parents))
            for place, parents in step.tops.items()
        )
        key = (tops, step.complete)
        if key not in self._states:
            self._states[key] = State(tuple(tops), step.complete)
        return self._states[key]


class _Step:
    """Everything that can be reached without another character."""

    def __init__(
        self, code: list[Characters | int | None], starts: list[list[int]], bottom: Node
    ) -> None:
        self._code = code
        self._starts = starts
        self._bottom = bottom
        self._made: dict[int, Node] = {}
        self._returned: set[Node] = set()
        self._seen: dict[int, set[Node]] = defaultdict(set)
        self._todo: list[tuple[int, Parents]] = []
        self.tops: dict[int, set[Node]] = {}
        self.complete = False

    def run(self, going: list[tuple[int, Parents]], allowed: int) -> int:
        """Go on from `going`; how much work it was. Raises `UserError` if that is too much."""
        self._todo += going
        work = 0
        while self._todo:
            place, parents = self._todo.pop()
            work += len(parents) + 1
            seen = self._seen[place]
            new = parents - seen
            if not new:
                continue
            seen |= new
            if work > allowed:
                raise UserError(
                    "usage",
                    "The grammar can be followed in too many ways at once.",
                    "Make its rules begin with different characters.",
                )
            symbol = self._code[place]
            if symbol is None:
                self._return(new)
            elif isinstance(symbol, int):
                self._call(symbol, place + 1, new)
            else:
                self.tops.setdefault(place, set()).update(new)
        return work

    def _call(self, rule: int, behind: int, parents: Parents) -> None:
        if self._code[behind] is not None:
            node = self._made.get(behind)
            if node is None:
                node = self._made[behind] = Node(behind)
            node.parents |= parents
            if node in self._returned:
                self._todo.append((behind, parents))
            parents = frozenset({node})
        self._todo += [(start, parents) for start in self._starts[rule]]

    def _return(self, parents: Parents) -> None:
        for node in parents:
            if node is self._bottom:
                self.complete = True
            else:
                self._returned.add(node)
                self._todo.append((node.place, node.parents))

    def interned(self, nodes: dict[tuple[int, Parents], Node]) -> dict[Node, Node]:
        """For each node of this step an equal one that is known; those in circles stay."""
        waiting = dict.fromkeys(self._made.values())
        known: dict[Node, Node] = {}
        # callers were made before what they call: one round is enough without circles
        for _ in range(_MOST_ROUNDS):
            for node in list(waiting):
                if any(parent in waiting for parent in node.parents):
                    continue
                del waiting[node]
                node.parents = frozenset(known.get(parent, parent) for parent in node.parents)
                known[node] = nodes.setdefault((node.place, node.parents), node)
        for node in waiting:
            node.parents = frozenset(known.get(parent, parent) for parent in node.parents)
        return known


def _holds(characters: Characters | int | None, first: int, last: int) -> bool:
    """Whether a set has a character from `first` to `last`."""
    if not isinstance(characters, tuple):
        return False
    index = bisect_right(characters, (last, LAST_CHARACTER)) - 1
    return index >= 0 and characters[index][1] >= first
