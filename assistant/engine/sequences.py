"""What the model's memory holds, and how a new prompt uses of it what it can.

A sequence is a list of tokens whose state is in memory. A prompt takes over, or shares, the
longest prefix that any sequence or saved state has in common with it. Reuse is never wrong: when
memory does not hold exactly what is expected, it is emptied and everything is read again.

Pure logic over `SequenceMemory`; one thread.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.engine.live import Live, SequenceMemory, common_prefix
from assistant.engine.state_file import Checkpoint, SavedState

WORTH_LOADING = 8  # a saved state must spare this many tokens more than what is in memory
WORTH_MARKING = 32  # beginnings of other prompts that are shorter need no checkpoint
WORTH_SAVING = 16
BURDEN = 256  # idle tokens that slow down everybody else's attention: they leave the memory
MOST_CHECKPOINTS = 12
MOST_ANSWERS = 64
CHECKPOINT_BYTES = 256 * 1024 * 1024


class States(Protocol):
    """States outside the memory; see `states.StateStore`."""

    def put(self, state: SavedState) -> None: ...
    def get(self, conversation: str) -> SavedState | None: ...
    def take(self, conversation: str) -> SavedState | None: ...
    def find(self, tokens: Sequence[int]) -> tuple[SavedState, int] | None: ...
    def save(self, conversation: str) -> None: ...


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the first `length` tokens of a prompt can come from."""

    length: int
    checkpoint: Checkpoint | None = None
    live: Live | None = None
    saved: SavedState | None = None


class SequencePool:
    """Gives sequences to jobs and takes them back.

    `count` sequences share `capacity` tokens of memory.
    """

    def __init__(
        self, memory: SequenceMemory, count: int, capacity: int, states: States | None = None
    ) -> None:
        self._memory = memory
        self._capacity = capacity
        self._states = states
        self._all = [Live(index) for index in range(count)]
        self._cells = itertools.count()
        self._clock = itertools.count(1)

    # taking and giving back

    def acquire(self, prompt: Sequence[int], conversation: str, *, keep: bool) -> Live | None:
        """A busy sequence whose tokens begin `prompt`; at least its last token is left to read.

        With `keep` it may be the one that `conversation` had before. None when every sequence
        is busy.
        """
        wanted = list(prompt)
        source = self._best(wanted, conversation)
        live = self._realise(source, conversation, keep=keep)
        if live is None:
            return None
        live.busy = True
        live.conversation = conversation if keep else ""
        live.used = next(self._clock)
        self._settle(live, source.length)
        live.marks = self._marks(live, wanted)
        if not self._memory.rewinds and len(live.tokens) > 0:
            self.checkpoint(live)
        self._unburden(live)
        return live

    def recall(self, conversation: str) -> dict[str, tuple[int, ...]]:
        """Texts that the model wrote in a conversation that is only in the store now."""
        if (
            self._states is None
            or not conversation
            or any(live.conversation == conversation for live in self._all)
        ):
            return {}
        state = self._states.get(conversation)
        return {} if state is None else dict(state.answers)

    def release(self, live: Live, conversation: str, *, keep: bool) -> None:
        """The job of `live` has ended; with `keep` its tokens are now what `conversation` has."""
        live.busy = False
        live.marks = []
        live.used = next(self._clock)
        if keep and conversation:
            for other in self._all:
                if other is not live and not other.busy and other.conversation == conversation:
                    self.empty(other)
            live.conversation = conversation
        elif conversation or not live.tokens:
            self.empty(live)
        else:
            live.conversation = ""
            for other in self._idle():
                if other is not live and not other.conversation:
                    self.empty(other)

    def extend(self, live: Live, tokens: Sequence[int]) -> None:
        """Note that `tokens` were evaluated after the present ones."""
        live.tokens.extend(tokens)
        live.cells.extend(itertools.islice(self._cells, len(tokens)))
        live.stored = False

    def rewind(self, live: Live, length: int) -> bool:
        """Keep the first `length` tokens; False when everything had to be forgotten."""
        if length == 0 or not self._memory.rewind(live.id, length):
            self.empty(live)
            return length == 0
        live.cut(length)
        return True

    def restore(self, live: Live) -> bool:
        """Drop what an unfinished evaluation left behind the known tokens."""
        return self.rewind(live, len(live.tokens))

    def empty(self, live: Live) -> None:
        """Forget all tokens of `live`."""
        self._memory.forget(live.id)
        live.cut(0)
        live.checkpoints = []
        live.answers = {}
        if not live.busy:
            live.conversation = ""

    def make_room(self, tokens: int) -> bool:
        """See to it that `tokens` more fit, by moving idle sequences out of memory."""
        if sum(len(live.cells) for live in self._all) + tokens <= self._capacity:
            return True  # even if nothing were shared
        while self._occupied() + tokens > self._capacity:
            idle = self._idle()
            if not idle:
                return False
            self._evict(min(idle, key=_age))
        return True

    def evict_idle(self) -> bool:
        """Move everything out that no job uses; whether there was anything."""
        idle = self._idle()
        for live in idle:
            self._evict(live)
        return bool(idle)

    # what outlives the memory

    def save(self, conversation: str = "") -> list[str]:
        """Hand idle states to the store for the disk; of `conversation`, or of all."""
        named = [
            live
            for live in self._idle()
            if live.conversation and conversation in ("", live.conversation)
        ]
        for live in named:
            self._store(live)
            if self._states is not None:
                self._states.save(live.conversation)
        return [live.conversation for live in named]

    def unsaved(self) -> bool:
        """Whether an idle conversation has changed since its state was stored."""
        return any(live.conversation and not live.stored for live in self._idle())

    def drop(self, conversations: Iterable[str]) -> None:
        """Forget the states of `conversations`."""
        gone = set(conversations)
        for live in self._all:
            if live.conversation in gone and live.conversation:
                live.conversation = ""
                if not live.busy:
                    self.empty(live)

    def drop_all(self) -> None:
        """Forget everything that no job is using."""
        self.drop([live.conversation for live in self._all])
        for live in self._idle():
            self.empty(live)

    def checkpoint(self, live: Live) -> None:
        """Keep the present state, where the memory cannot be rewound to it later."""
        length = len(live.tokens)
        if self._memory.rewinds or any(one.length == length for one in live.checkpoints):
            return
        data = bytes(self._memory.save(live.id, partial=True))
        if not data:
            return
        live.checkpoints.append(Checkpoint(length, data))
        live.checkpoints.sort(key=lambda one: one.length)
        while len(live.checkpoints) > MOST_CHECKPOINTS or (
            len(live.checkpoints) > 2
            and sum(len(one.data) for one in live.checkpoints) > CHECKPOINT_BYTES
        ):
            del live.checkpoints[1]  # the first is the system prompt's, the last are the newest

    # finding a source

    def _best(self, prompt: list[int], conversation: str) -> _Source:
        best = _Source(0)
        limit = len(prompt) - 1
        for live in self._all:
            common = min(common_prefix(live.tokens, prompt), limit)
            length, checkpoint = self._usable(live, common)
            better = length > best.length
            if length == best.length and length and best.live is not None:
                better = _preference(live, conversation) < _preference(best.live, conversation)
            if better:
                best = _Source(length, checkpoint, live=live)
        saved = self._saved(prompt, conversation)
        return saved if saved.length > best.length + WORTH_LOADING else best

    def _usable(self, live: Live, common: int) -> tuple[int, Checkpoint | None]:
        """How many of the `common` tokens the memory of `live` can be cut to."""
        if common == 0:
            return 0, None
        if common == len(live.tokens) or self._memory.can_rewind(live.id, common):
            return common, None
        return _last_checkpoint(live.checkpoints, common)

    def _saved(self, prompt: list[int], conversation: str) -> _Source:
        if self._states is None:
            return _Source(0)
        state = None
        if conversation and not any(live.conversation == conversation for live in self._all):
            state = self._states.get(conversation)
        found = [] if state is None else [(state, common_prefix(state.tokens, prompt))]
        if other := self._states.find(prompt):
            found.append(other)
        best = _Source(0)
        for saved, shared in found:
            common = min(shared, len(prompt) - 1)
            if self._memory.rewinds or common == len(saved.tokens):
                source = _Source(common, saved=saved)
            else:
                length, checkpoint = _last_checkpoint(saved.checkpoints, common)
                source = _Source(length, checkpoint, saved=saved)
            if source.length > best.length:
                best = source
        return best

    def _marks(self, live: Live, prompt: list[int]) -> list[int]:
        """Where to make checkpoints: before the last token, and where others began alike."""
        if self._memory.rewinds:
            return []
        alike = max(
            (common_prefix(other.tokens, prompt) for other in self._all if other is not live),
            default=0,
        )
        found = {len(prompt) - 1}
        if alike > WORTH_MARKING:
            found.add(min(alike, len(prompt) - 1))
        return sorted(mark for mark in found if mark > len(live.tokens))

    # making it the job's own

    def _realise(self, source: _Source, conversation: str, *, keep: bool) -> Live | None:
        """A sequence that holds at least what `source` promises, or an empty one."""
        if source.live is not None and source.length:
            if not source.live.busy and self._may_take(source.live, conversation, keep=keep):
                self._go_back(source.live, source)
                return source.live
            target = self._free(source.live)
            if target is not None:
                self._fork(source, source.live, target)
                return target
            if source.live.busy:
                return None
            self._store(source.live)
            self._go_back(source.live, source)
            return source.live
        target = self._free(None)
        if target is not None and source.saved is not None and source.length:
            self._load(source, source.saved, target)
        return target

    def _may_take(self, live: Live, conversation: str, *, keep: bool) -> bool:
        if not live.conversation:
            return True
        return keep and live.conversation == conversation

    def _free(self, kept: Live | None) -> Live | None:
        """An empty sequence, made so by moving out the one that rested longest."""
        idle = [live for live in self._idle_or_empty() if live is not kept]
        if not idle:
            return None
        live = min(idle, key=_age)
        self._evict(live)
        return live

    def _go_back(self, live: Live, source: _Source) -> None:
        """Cut `live` to what the prompt shares with it."""
        if source.length == len(live.tokens):
            return
        back = source.checkpoint is None or self._memory.load(
            live.id, source.checkpoint.data, partial=True
        )
        if back and self._memory.rewind(live.id, source.length):
            live.cut(source.length)
        else:
            self.empty(live)

    def _fork(self, source: _Source, origin: Live, target: Live) -> None:
        length = source.length
        shared = self._memory.copy(origin.id, target.id, length)
        if source.checkpoint is not None:
            shared = self._memory.load(target.id, source.checkpoint.data, partial=True)
        if not shared or not self._memory.rewind(target.id, length):
            self.empty(target)
            return
        target.tokens = origin.tokens[:length]
        target.cells = origin.cells[:length]
        target.checkpoints = [one for one in origin.checkpoints if one.length <= length]
        target.answers = dict(origin.answers)

    def _load(self, source: _Source, saved: SavedState, target: Live) -> None:
        if not self.make_room(len(saved.tokens)):
            return
        if not self._memory.load(target.id, saved.data):
            self.empty(target)
            return
        target.tokens = list(saved.tokens)
        target.cells = [next(self._cells) for _ in saved.tokens]
        target.checkpoints = list(saved.checkpoints)
        target.answers = dict(saved.answers)
        self._go_back(target, source)
        if self._states is not None:
            self._states.take(saved.conversation)

    def _settle(self, live: Live, length: int) -> None:
        """Trust nothing: memory must hold exactly `length` tokens, or it holds none."""
        if live.tokens and (len(live.tokens) != length or self._memory.length(live.id) != length):
            self.empty(live)

    # room

    def _idle(self) -> list[Live]:
        return [live for live in self._all if not live.busy and live.tokens]

    def _idle_or_empty(self) -> list[Live]:
        return [live for live in self._all if not live.busy]

    def _occupied(self) -> int:
        return len(set(itertools.chain.from_iterable(live.cells for live in self._all)))

    def _unburden(self, taken: Live) -> None:
        """Move out idle sequences that would make every step of the others slower."""
        busy = [live for live in self._all if live.busy]
        for live in self._idle():
            shared = max(common_prefix(live.cells, other.cells) for other in busy)
            if len(live.cells) - shared >= BURDEN:
                self._evict(live)

    def _evict(self, live: Live) -> None:
        self._store(live)
        self.empty(live)

    def _store(self, live: Live) -> None:
        """Put the state of an idle conversation into the store, if it is worth it.

        Whatever comes of it, it is not tried again before the sequence changes.
        """
        if not live.conversation or live.stored:
            return
        live.stored = True
        if self._states is None or len(live.tokens) < WORTH_SAVING:
            return
        data = self._memory.save(live.id)
        if data:
            state = SavedState(
                live.conversation,
                tuple(live.tokens),
                data,
                tuple(live.checkpoints),
                tuple(live.answers.items())[-MOST_ANSWERS:],
            )
            self._states.put(state)


def _age(live: Live) -> tuple[bool, bool, int]:
    """Sorts: empty ones first, then those that belong to nobody, then by last use."""
    return (bool(live.tokens), bool(live.conversation), live.used)


def _preference(live: Live, conversation: str) -> tuple[bool, bool]:
    return (live.conversation != conversation, live.busy)


def _last_checkpoint(
    checkpoints: Iterable[Checkpoint], common: int
) -> tuple[int, Checkpoint | None]:
    fitting = [one for one in checkpoints if one.length <= common]
    best = max(fitting, key=lambda one: one.length, default=None)
    return (0, None) if best is None else (best.length, best)
