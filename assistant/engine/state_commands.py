"""Answers the commands about saved states."""

from __future__ import annotations

from assistant.core.messages import (
    ForgetStates,
    MeasureStates,
    RestoreState,
    SaveState,
    StatesKept,
)
from assistant.engine.sequences import SequencePool
from assistant.engine.states import StateStore

WRITE_SECONDS = 8.0

StateCommand = SaveState | RestoreState | ForgetStates | MeasureStates


def answer_state_command(
    command: StateCommand, store: StateStore, pool: SequencePool | None, budget: int
) -> StatesKept:
    """Do what `command` asks of `store` and of the model's memory, None when none is loaded."""
    if isinstance(command, SaveState):
        if pool is not None:
            pool.save(command.conversation)
            store.flush(WRITE_SECONDS)
    elif isinstance(command, RestoreState):
        store.prefetch(command.conversation)
    elif isinstance(command, ForgetStates):
        _forget(command, store, pool)
    conversations, size = store.measure()
    return StatesKept(
        request_id=command.request_id, conversations=conversations, bytes=size, budget=budget
    )


def _forget(command: ForgetStates, store: StateStore, pool: SequencePool | None) -> None:
    if command.everything:
        store.drop_all()
    else:
        store.drop(command.conversations)
    if pool is not None and command.everything:
        pool.drop_all()
    elif pool is not None:
        pool.drop(command.conversations)
