"""Turns texts into vectors, several in one batch."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.errors import UserError
from assistant.core.messages import AnyEvent, Embed, Embedded, Failed
from assistant.engine import llama
from assistant.engine.loading import EMBEDDING_SEQUENCES, LoadedModel


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
            if len(batch) == EMBEDDING_SEQUENCES or len(tokens) > room:
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
