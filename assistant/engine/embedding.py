"""Turns texts into vectors, several in one batch, beside what is being written."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.errors import UserError
from assistant.core.messages import AnyEvent, Embed, Embedded, Failed
from assistant.engine import llama
from assistant.engine.loaded_model import LoadedModel

VISIBLE_SHARE = 0.25  # of the time, beside an answer that somebody waits for
SHARE = 0.5


class EmbedJob:
    """Answers one `Embed`: a batch of texts in each step."""

    def __init__(
        self, command: Embed, loaded: LoadedModel, emit: Callable[[AnyEvent], None]
    ) -> None:
        """Tokenise. Raises `UserError("context_full")` when a text is too long."""
        self.request_id = command.request_id
        self.priority = command.priority
        self.done = False
        self._loaded = loaded
        self._emit = emit
        self._texts = [self._tokens(index, text) for index, text in enumerate(command.texts)]
        self._vectors: list[tuple[float, ...]] = []

    def _tokens(self, index: int, text: str) -> list[int]:
        tokens = self._loaded.model.vocabulary.tokenize(
            text.encode("utf-8", "replace"), with_ends=True
        )
        limit = min(self._loaded.context_length, self._loaded.context.capacity)
        if len(tokens) > limit:
            raise UserError(
                "context_full",
                f"Text {index + 1:,} has {len(tokens):,} tokens and the model reads at most "
                f"{limit:,} at once.",
                "Cut it into shorter pieces.",
            )
        return tokens

    def step(self) -> None:
        """Embed the next batch."""
        batch: list[list[int]] = []
        for tokens in self._texts[len(self._vectors) :]:
            room = self._loaded.context.capacity - sum(map(len, batch))
            if len(batch) == self._loaded.context.sequences or len(tokens) > room:
                break
            batch.append(tokens)
        if batch:
            self._embed(batch)
        if not self.done and len(self._vectors) == len(self._texts):
            self.done = True
            self._emit(Embedded(request_id=self.request_id, vectors=tuple(self._vectors)))

    def _embed(self, batch: list[list[int]]) -> None:
        full = [tokens for tokens in batch if tokens]
        try:
            found = iter(self._loaded.context.embed(full) if full else [])
        except llama.Aborted:
            self.cancel()
            return
        width = self._loaded.model.width
        self._vectors += [next(found) if tokens else (0.0,) * width for tokens in batch]

    def cancel(self) -> None:
        """End it without vectors."""
        self.done = True
        self._emit(Failed(request_id=self.request_id, kind="cancelled", text="Cancelled."))


class EmbeddingQueue:
    """Jobs in the order in which they came, and how much of the time they get."""

    def __init__(self) -> None:
        self._jobs: list[EmbedJob] = []
        self._took_s = 0.0
        self._others_s = 0.0

    def __bool__(self) -> bool:
        return bool(self._jobs)

    def add(self, job: EmbedJob) -> None:
        """Put `job` behind the others."""
        self._jobs.append(job)

    def next(self, *, beside: bool, visible: bool) -> EmbedJob | None:
        """The job that may compute now; `beside`: texts are being written, too.

        `visible` says that somebody waits for one of those; background jobs get less then.
        """
        if not self._jobs:
            self._took_s = self._others_s = 0.0
            return None
        job = min(self._jobs, key=lambda one: one.priority)
        share = VISIBLE_SHARE if visible and job.priority > 0 else SHARE
        if beside and self._took_s > share * (self._took_s + self._others_s):
            return None
        return job

    def took(self, seconds: float) -> None:
        """A step took this long."""
        self._took_s += seconds

    def others_took(self, seconds: float) -> None:
        """Writing took this long."""
        self._others_s += seconds

    def remove(self, job: EmbedJob) -> None:
        """`job` has ended."""
        if job in self._jobs:
            self._jobs.remove(job)

    def cancel(self, request_id: str) -> None:
        """End a job as cancelled, if it is here."""
        for job in [one for one in self._jobs if one.request_id == request_id]:
            job.cancel()
            self._jobs.remove(job)

    def cancel_all(self) -> None:
        """End every job as cancelled."""
        for job in self.take_all():
            job.cancel()

    def take_all(self) -> list[EmbedJob]:
        """Empty the queue."""
        jobs, self._jobs = self._jobs, []
        return jobs
