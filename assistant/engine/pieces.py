"""The bytes of tokens as they are shown."""

from __future__ import annotations

from assistant.engine import llama
from assistant.engine.prompt import Prompt


class Pieces:
    """Bytes by token, remembered; the marks of reasoning are shown, too."""

    def __init__(self, vocabulary: llama.Vocabulary, prompt: Prompt) -> None:
        self._vocabulary = vocabulary
        self._known: dict[int, bytes] = {}
        if prompt.tags is not None:
            marks = prompt.tags.opening + prompt.tags.closing + "".join(prompt.tags.answer_marks)
            for token in vocabulary.special:
                if token.control and token.text.decode("utf-8", "replace") in marks:
                    self._known[token.id] = token.text

    def of(self, token: int) -> bytes:
        """The bytes of `token`; empty for control tokens."""
        piece = self._known.get(token)
        if piece is None:
            piece = self._known[token] = self._vocabulary.piece(token)
        return piece
