"""From the turns of a conversation to the tokens of a prompt.

The template never sees what was written (`markers.py`), and what was written never becomes a
control token (`tokenizer.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.core.errors import UserError
from assistant.core.messages import Turn
from assistant.engine.answers import AnswerMemory
from assistant.engine.markers import Markers, Message, content_segment
from assistant.engine.text_stream import ReasoningTags
from assistant.engine.tokenizer import (
    Content,
    Literal,
    PromptTokenizer,
    Segment,
    TooLong,
    Vocabulary,
)

Render = Callable[[Sequence[Message], bool | None], str]

TAGS = (
    ReasoningTags(
        "<|channel|>analysis<|message|>",
        "<|end|><|start|>assistant",
        ("<|channel|>final<|message|>",),
    ),
    ReasoningTags("<think>", "</think>"),
    ReasoningTags("<thinking>", "</thinking>"),
    ReasoningTags("[THINK]", "[/THINK]"),
    ReasoningTags("<seed:think>", "</seed:think>"),
)


class TemplateRefused(Exception):  # noqa: N818 - the template speaks, nothing is broken
    """The template does not take this conversation; another arrangement may do."""


class TemplateBroken(Exception):  # noqa: N818
    """The template can never be used; the text says why, in words for a person."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Tokens to evaluate and how to read the answer.

    `stops` end it, `tags` mark its reasoning, `inside` says that the prompt opened it already.
    """

    tokens: list[int]
    stops: tuple[str, ...] = ()
    tags: ReasoningTags | None = None
    inside: bool = False


def does_not_fit(needed: int, limit: int) -> UserError:
    """A prompt of `needed` tokens for a context of `limit`."""
    return UserError(
        "context_full",
        f"This conversation needs {needed:,} tokens and the model's context holds {limit:,}, "
        "of which some are needed for the answer.",
        "Shorten the message, start a new conversation, or choose a longer context.",
    )


def reasoning_tags(template: str) -> ReasoningTags | None:
    """The tags that `template` knows, if it knows any."""
    for tags in TAGS:
        if tags.opening in template or tags.closing in template:
            return tags
    return None


class PromptBuilder:
    """Builds prompts for one model.

    `render` applies the model's own template and raises `TemplateRefused` or `TemplateBroken`;
    None when the model has no template. `broken` is told once when it turns out to be unusable.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        render: Render | None,
        *,
        template: str = "",
        limit: int = 0,
        broken: Callable[[str], None] = lambda _reason: None,
    ) -> None:
        self.answers = AnswerMemory()
        self._render = render
        self._broken = broken
        self._tags = reasoning_tags(template)
        texts = {token.text for token in vocabulary.special}
        self._chatml = {b"<|im_start|>", b"<|im_end|>"} <= texts
        self._limit = limit
        self._tokenizer = PromptTokenizer(vocabulary, template, limit=limit)

    def count_text(self, text: str) -> int:
        """Number of tokens of `text` as data; nearly so for a very long one."""
        return self._tokenizer.count(text)

    def count(self, turns: Sequence[Turn]) -> int:
        """Number of tokens of the prompt for `turns`; nearly so for a very long one."""
        try:
            return len(self._chat(turns, None).tokens)
        except TooLong as error:
            return error.tokens

    def raw(self, turns: Sequence[Turn]) -> Prompt:
        """Continue the last turn's text as it is."""
        text = turns[-1].content if turns else ""
        try:
            prompt = Prompt(self._tokenizer.tokens([Content(text)]))
        except TooLong as error:
            raise does_not_fit(error.tokens, self._limit) from error
        if not prompt.tokens:
            raise UserError("empty_prompt", "There is no text to continue.", "Write something.")
        return self._fitting(prompt)

    def _fitting(self, prompt: Prompt) -> Prompt:
        if self._limit and len(prompt.tokens) >= self._limit:
            raise does_not_fit(len(prompt.tokens), self._limit)
        return prompt

    def chat(self, turns: Sequence[Turn], thinking: bool | None) -> Prompt:
        """The prompt for an answer to `turns`.

        Raises `UserError`: empty_prompt, or context_full when no room is left for an answer.
        """
        try:
            return self._fitting(self._chat(turns, thinking))
        except TooLong as error:
            raise does_not_fit(error.tokens, self._limit) from error

    def _chat(self, turns: Sequence[Turn], thinking: bool | None) -> Prompt:
        if not turns:
            raise UserError("empty_prompt", "There is nothing to answer.", "Write something.")
        if self._render is not None:
            try:
                return self._templated(self._render, turns, thinking)
            except TemplateBroken as error:
                self._render = None
                self._broken(str(error))
            except TemplateRefused:
                pass
        return self._fallback(turns)

    def _templated(self, render: Render, turns: Sequence[Turn], thinking: bool | None) -> Prompt:
        refusal: TemplateRefused | None = None
        for arranged in _arrangements(turns):
            try:
                segments = self._rendered(render, arranged, thinking)
            except TemplateRefused as error:
                refusal = error
                continue
            return Prompt(
                self._tokenizer.tokens(segments),
                tags=self._tags,
                inside=_opens_reasoning(segments, self._tags),
            )
        raise refusal or TemplateRefused("no arrangement")

    def _rendered(
        self, render: Render, turns: Sequence[Turn], thinking: bool | None
    ) -> list[Segment]:
        for edges in (True, False):
            markers = Markers(turns, edges=edges)
            segments = markers.split(render(markers.messages, thinking), self.answers)
            if segments is not None:
                return segments
        raise TemplateRefused("a content is missing in what the template made")

    def _fallback(self, turns: Sequence[Turn]) -> Prompt:
        segments = _chatml(turns, self.answers) if self._chatml else _plain(turns, self.answers)
        stops = () if self._chatml else ("\nUser:", "\nSystem:")
        return Prompt(self._tokenizer.tokens(segments), stops, self._tags)


def _arrangements(turns: Sequence[Turn]) -> list[Sequence[Turn]]:
    """`turns`, and rearrangements that stricter templates take: nothing is left out."""
    merged = _without_system(turns)
    alternating = _alternating(merged)
    out: list[Sequence[Turn]] = [turns]
    for other in (merged, alternating):
        if other not in out:
            out.append(other)
    return out


def _without_system(turns: Sequence[Turn]) -> Sequence[Turn]:
    """The system text put before the first user turn."""
    system = "\n\n".join(turn.content for turn in turns if turn.role == "system" and turn.content)
    rest = [turn for turn in turns if turn.role != "system"]
    if not system:
        return rest or turns
    for index, turn in enumerate(rest):
        if turn.role == "user":
            rest[index] = Turn(role="user", content=f"{system}\n\n{turn.content}")
            return rest
    return [Turn(role="user", content=system), *rest]


def _alternating(turns: Sequence[Turn]) -> Sequence[Turn]:
    """Neighbouring turns of one role joined, beginning with the user's."""
    out: list[Turn] = []
    for turn in turns:
        if out and out[-1].role == turn.role:
            joined = f"{out[-1].content}\n\n{turn.content}"
            out[-1] = Turn(role=turn.role, content=joined)
        else:
            out.append(turn)
    if out and out[0].role == "assistant":
        out.insert(0, Turn(role="user", content="…"))
    return out


def _opens_reasoning(segments: Sequence[Segment], tags: ReasoningTags | None) -> bool:
    """Whether the template's last words leave the model in the middle of reasoning."""
    last = segments[-1] if segments else None
    if tags is None or not isinstance(last, Literal):
        return False
    return last.text.rfind(tags.opening) > last.text.rfind(tags.closing)


def _chatml(turns: Sequence[Turn], answers: AnswerMemory) -> list[Segment]:
    segments: list[Segment] = []
    for turn in turns:
        segments.append(Literal(f"<|im_start|>{turn.role}\n"))
        segments.append(content_segment(turn, turn.content, answers))
        segments.append(Literal("<|im_end|>\n"))
    return [*segments, Literal("<|im_start|>assistant\n")]


def _plain(turns: Sequence[Turn], answers: AnswerMemory) -> list[Segment]:
    """Names and line breaks, for models that were never taught to chat."""
    segments: list[Segment] = []
    names = {"system": "", "user": "User: ", "assistant": "Assistant:"}
    for turn in turns:
        segment = content_segment(turn, turn.content, answers)
        if turn.role == "assistant" and isinstance(segment, Content):
            segment = Content(" " + turn.content.lstrip())
        segments += [Literal(names[turn.role]), segment, Literal("\n\n")]
    return [*segments, Literal("Assistant:")]
