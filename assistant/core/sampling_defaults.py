"""How tokens are drawn when nobody says otherwise: for each task, and for a conversation.

What the person set counts first, then what the model file recommends, then the task's default.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from assistant.core.entities import ChatParameters
from assistant.core.messages import Sampling

Task = Literal["chat", "write", "rewrite", "proofread", "translate", "summarise", "answer", "title"]

TASK_SAMPLING: Mapping[Task, Sampling] = MappingProxyType(
    {
        "chat": Sampling(),
        "write": Sampling(),
        "rewrite": Sampling(temperature=0.5, top_p=0.9),
        # what is right is right each time: the same text gives the same corrections
        "proofread": Sampling(temperature=0.0),
        "translate": Sampling(temperature=0.1, top_p=0.9, min_p=0.1),
        "summarise": Sampling(temperature=0.3, top_p=0.9, min_p=0.1),
        "answer": Sampling(temperature=0.1, top_p=0.9, min_p=0.1),
        "title": Sampling(temperature=0.3, top_k=20, top_p=0.9, min_p=0.1),
    }
)
"""The sampling of each task for a model that recommends nothing."""

INHERITED = tuple(
    name
    for name in ChatParameters.__struct_fields__
    if name in Sampling.__struct_fields__ and name != "seed"
)
"""Fields of `ChatParameters` that come from the model or the default while they are None."""


def resolve(parameters: ChatParameters, suggested: Mapping[str, float]) -> Sampling:
    """The sampling of a conversation whose model recommends `suggested`.

    Keys of `suggested` are fields of `Sampling`; others are ignored.
    """
    return with_suggestions(unresolved(parameters), suggested)


def unresolved(parameters: ChatParameters) -> Sampling:
    """The sampling of a conversation whose model is not known yet: its `inherits` says what
    that model may still change."""
    own: dict[str, Any] = {
        name: value for name in INHERITED if (value := getattr(parameters, name)) is not None
    }
    return msgspec.structs.replace(
        TASK_SAMPLING["chat"],
        **own,
        seed=parameters.seed,
        inherits=(*(name for name in INHERITED if name not in own), "repeat_last_n"),
    )


def with_suggestions(sampling: Sampling, suggested: Mapping[str, float]) -> Sampling:
    """`sampling` with what the model recommends for the fields that it `inherits`."""
    taken: dict[str, Any] = {
        name: suggested[name] for name in sampling.inherits if name in suggested
    }
    for name, value in taken.items():
        if isinstance(getattr(sampling, name), int):
            taken[name] = int(value)
    return msgspec.structs.replace(sampling, **taken, inherits=())
