"""A sample as tokens, exactly as the chat template of the model writes it."""

from __future__ import annotations

from tokenizers import Tokenizer

from models.starter.recipe.sample import Sample
from models.starter.recipe.tokenizer import END_TURN, START_TURN

TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


class Encoder:
    """Turns samples into tokens. What stands in a message never becomes a control token."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        tokenizer.encode_special_tokens = True  # a mark in a text is text
        self._start = tokenizer.token_to_id(START_TURN)
        self._end = tokenizer.token_to_id(END_TURN)
        self._line = self._plain("\n")
        self._known: dict[str, list[int]] = {}

    def __call__(self, sample: Sample) -> tuple[list[int], int]:
        """All tokens, and how many of them are the prompt."""
        tokens: list[int] = []
        for turn in sample.turns:
            tokens += self._turn(turn.role, turn.content, keep=turn.role == "system")
        tokens += [self._start, *self._plain("assistant\n")]
        asked = len(tokens)
        return [*tokens, *self._plain(sample.answer), self._end], asked

    def _turn(self, role: str, content: str, *, keep: bool) -> list[int]:
        known = self._known.get(content) if keep else None
        if known is None:
            # the role, the content and what follows are tokenised apart, as the engine does
            known = [self._start, *self._plain(f"{role}\n"), *self._plain(content)]
            known += [self._end, *self._line]
            if keep and len(self._known) < 10_000:
                self._known[content] = known
        return known

    def _plain(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)
