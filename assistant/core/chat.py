"""The chat task: from a branch of messages to what the engine is asked."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.core.entities import ChatParameters, Message, MessageState
from assistant.core.messages import Generate, Turn
from assistant.core.sampling_defaults import unresolved

STATE_OF_REASON = {
    "stop": MessageState.COMPLETE,
    "length": MessageState.LENGTH,
    "context_full": MessageState.LENGTH,
    "cancelled": MessageState.STOPPED,
}
"""How a `Finished.reason` is kept with the message."""


def build_turns(parameters: ChatParameters, branch: Sequence[Message]) -> tuple[Turn, ...]:
    """The turns of `branch` (root first) behind the system prompt.

    Replies without any text (failed, still being written) say nothing and are left out;
    reasoning is never sent back.
    """
    turns: list[Turn] = []
    if parameters.system_prompt.strip():
        turns.append(Turn("system", parameters.system_prompt))
    turns.extend(Turn(message.role, message.text) for message in branch if message.text)
    return tuple(turns)


def build_generate(
    parameters: ChatParameters, branch: Sequence[Message], *, conversation: str = ""
) -> Generate:
    """The request that answers the last user turn of `branch`.

    What the person did not set is left to the recommendation of the model, which may not be in
    memory yet: the engine fills it in.
    """
    return Generate(
        turns=build_turns(parameters, branch),
        sampling=unresolved(parameters),
        max_tokens=parameters.max_tokens,
        stop=parameters.stop,
        conversation=conversation,
    )
