"""What the quick window offers to do with a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from assistant.core.writing.action import Action
from assistant.core.writing.actions import built_in

TaskKind: TypeAlias = Literal["write", "translate", "ask"]

SUMMARISE = Action(
    id="summarise",
    name="summarise",
    instruction=(
        "Summarise the text in at most five sentences: what it is about, its main points, its "
        "result. Keep names and numbers exactly. Add nothing that it does not say."
    ),
    kind="compose",
    by_paragraph=False,
    guarded=False,
)
ASK = Action(
    id="ask",
    name="ask",
    instruction=(
        "Answer the question of the person from the text. If the text does not say it, say that "
        "first, then what you know about it."
    ),
    kind="compose",
    by_paragraph=False,
    task="write",
    guarded=False,
)
_OFFERED = ("proofread", "rewrite", "shorten", "translate", "explain", "summarise", "ask")


class QuickTask(msgspec.Struct, frozen=True, kw_only=True):
    """`action` is what is done, of a translation None. `kind` "ask" needs a question."""

    id: str
    kind: TaskKind = "write"
    action: Action | None = None


def quick_tasks(own: Sequence[Action] = ()) -> tuple[QuickTask, ...]:
    """The tasks in the order of their number keys; the person's own come last."""
    known = {"summarise": SUMMARISE, "ask": ASK}
    tasks = []
    for name in _OFFERED:
        if name == "translate":
            tasks.append(QuickTask(id=name, kind="translate"))
            continue
        action = known.get(name) or built_in(name)
        if action is not None:
            kind: TaskKind = "ask" if name == "ask" else "write"
            tasks.append(QuickTask(id=name, kind=kind, action=action))
    return (*tasks, *(QuickTask(id=action.id, action=action) for action in own))
