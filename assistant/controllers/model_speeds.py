"""Keeps how fast models were here."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from assistant.core.entities import Timings, Usage
from assistant.core.hub.model_records import ModelRecord, ModelRecords
from assistant.core.messages import AnyEvent, Finished
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.task_pool import TaskPool

SHORTEST_ANSWER = 16
SHORTEST_PROMPT = 64
"""So many tokens have to be behind a speed for it to say something."""
_NEW_COUNTS = 0.3


class SpeedKeeper(QObject):
    """Window thread; the record is written on the pool, after answers of the model in memory.

    kept(str identity, ModelRecord)   its speeds are known, or better known
    """

    kept = Signal(str, object)

    def __init__(
        self,
        inference: InferenceThread,
        records: ModelRecords,
        pool: TaskPool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._records = records
        self._pool = pool
        self.identity = ""
        """Whose answers come now; "" for a model that nothing is kept of."""
        inference.event_received.connect(self._on_event)

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        if not isinstance(event, Finished) or not self.identity:
            return
        usage, timings = event.usage, event.timings
        if not _worth_keeping(usage, timings):
            return
        records, identity = self._records, self.identity

        def keep() -> ModelRecord:
            records.change(identity, lambda record: with_speed(record, usage, timings))
            return records.get(identity)

        # what is measured is no person's word: a full disk is told where something of theirs fails
        self._pool.run(keep, lambda record: self.kept.emit(identity, record), lambda _error: None)


def with_speed(record: ModelRecord, usage: Usage, timings: Timings) -> ModelRecord:
    """`record` with the speeds of one answer counted in; a single slow one says little."""
    decode, prefill = record.decode_tokens_per_s, record.prefill_tokens_per_s
    if usage.completion_tokens >= SHORTEST_ANSWER:
        decode = _smoothed(decode, timings.decode_tokens_per_s)
    if usage.prompt_tokens - usage.cached_tokens >= SHORTEST_PROMPT:
        prefill = _smoothed(prefill, timings.prefill_tokens_per_s)
    return msgspec.structs.replace(record, decode_tokens_per_s=decode, prefill_tokens_per_s=prefill)


def _worth_keeping(usage: Usage, timings: Timings) -> bool:
    return usage.completion_tokens >= SHORTEST_ANSWER and timings.decode_tokens_per_s > 0


def _smoothed(before: float, measured: float) -> float:
    if measured <= 0:
        return before
    value = measured if before <= 0 else before + _NEW_COUNTS * (measured - before)
    return round(value, 2)
