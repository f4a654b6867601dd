"""What can be done with a text: the actions of the writing desk."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

ActionKind: TypeAlias = Literal["revise", "compose"]

ActionId: TypeAlias = str


class Action(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An action: one of the built-in ones, or the person's own.

    A "revise" action gives the same text back in other words: it is compared word by word. A
    "compose" action writes another text (a reply, an outline, a title). `instruction` is said to
    the model in its system prompt. `by_paragraph`: long texts may go piece by piece. `task` names
    the sampling (`core.sampling_defaults`). `guarded`: numbers, names and links must stay.
    `own` actions can be changed and deleted; a built-in one has its `id` as its name in English
    ("proofread"), the window translates it.
    """

    id: ActionId
    name: str
    instruction: str
    kind: ActionKind = "revise"
    by_paragraph: bool = True
    task: Literal["write", "rewrite", "proofread"] = "rewrite"
    guarded: bool = True
    own: bool = False
    shortcut: str = ""
