"""A sample as tokens, exactly as the chat template of the model writes it."""

from __future__ import annotations

from dataclasses import dataclass

from tokenizers import Tokenizer

from models.starter.recipe.sample import Sample
from models.starter.recipe.tokenizer import END_TURN, START_TURN

TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


@dataclass(frozen=True)
class Encoded:
    """`asked` of the `tokens` are the prompt; `answers` are the places of all that is to be
    learned in full, earlier answers included."""

    tokens: list[int]
    asked: int
    answers: frozenset[int]


class Encoder:
    """Turns samples into tokens. What stands in a message never becomes a control token."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        tokenizer.encode_special_tokens = True  # a mark in a text is text
        self._start = tokenizer.token_to_id(START_TURN)
        self._end = tokenizer.token_to_id(END_TURN)
        self._line = self._plain("\n")
        self._known: dict[str, list[int]] = {}

    def __call__(self, sample: Sample) -> Encoded:
        tokens: list[int] = []
        answers: set[int] = set()
        for number, turn in enumerate(sample.turns):
            written = self._turn(turn.role, turn.content, keep=turn.role == "system")
            if number in sample.also:
                says = len(tokens) + 1 + len(self._plain(f"{turn.role}\n"))
                answers.update(range(says, len(tokens) + len(written) - len(self._line)))
            tokens += written
        tokens += [self._start, *self._plain("assistant\n")]
        asked = len(tokens)
        tokens += [*self._plain(sample.answer), self._end]
        return Encoded(tokens, asked, frozenset(answers.union(range(asked, len(tokens)))))

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
