"""What models say around a text that they were asked for, and what they say instead of it.

Rules for what small models really do: “Sure, here is the corrected text:”, quotation marks or a
code fence around all of it, “Let me know if …” at the end, the tags of the prompt, their own
thoughts, a refusal. A rule never takes away what the source itself begins, ends or is wrapped
with. Where nothing would be left, nothing is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from assistant.core.writing.change import Flag
from assistant.core.writing.chatter import without_closing, without_opening
from assistant.core.writing.refusals import is_refusal
from assistant.core.writing.repetition import loops, repeats, without_loop

__all__ = ["Cleaned", "cleaned", "loops", "repeats", "without_loop"]

_THOUGHT = re.compile(
    r"\A\s*<(think|thinking|thought|reasoning)>[\s\S]*?(?:</\1>|\Z)\s*", re.IGNORECASE
)
_THOUGHT_END = re.compile(r"\A[\s\S]*?</(?:think|thinking|thought|reasoning)>\s*", re.IGNORECASE)
_FENCE = re.compile(r"\A(`{3,}|~{3,})[^\n`]*\n([\s\S]*?)\n?[ \t]*\1[ \t]*\Z")
_TAG = re.compile(
    r"\A\s*<(text(?:-\d+)?|result|output|answer|corrected(?:_text)?|translation)>\s*?\n?",
    re.IGNORECASE,
)
_QUOTES = (
    ('"', '"'),
    ("“", "”"),
    ("„", "“"),
    ("«", "»"),
    ("‘", "’"),
    ("'", "'"),
    ("「", "」"),
    ("『", "』"),
)
_CONTROL = re.compile(
    r"<\|(?:im_end|im_start|endoftext|eot_id|end|assistant|user)\|>|</s>\s*\Z|<end_of_turn>"
)


class Cleaned(msgspec.Struct, frozen=True, kw_only=True):
    """`text` is what counts of an answer; `flags` what the answer was instead of it.

    A refusal is no text: `text` is "" then.
    """

    text: str
    flags: tuple[Flag, ...] = ()

    @property
    def refused(self) -> bool:
        """The model would not do it."""
        return any(flag.kind == "refused" for flag in self.flags)


def cleaned(answer: str, source: str, said: Sequence[str] = (), *, speaks: bool = False) -> Cleaned:
    """`answer` without what is not the text that was asked for, of which `source` is the base.

    `said` are the instructions of the prompt: an answer that begins with one of them echoes it.
    `speaks`: the answer was to be somebody's own words, such as a reply, in which “Sure!”, “I'm
    sorry, I cannot come” and “Let me know” have their place. White space around the text goes as
    well. Any thread.
    """
    text = _without_thoughts(answer, source)
    text = _CONTROL.sub("", text).strip() if not _CONTROL.search(source) else text.strip()
    if is_refusal(text, source, speaks=speaks):
        return Cleaned(text="", flags=(Flag(kind="refused", problem="missing", became=text),))
    opening = partial(without_opening, speaks=speaks)
    closing = partial(without_closing, speaks=speaks)
    for rule in (_without_tags, opening, opening, _without_tags, closing):
        text = _shorter(rule, text, source)
    for _ in range(2):  # a fence within quotation marks, or the other way round
        text = _shorter(_without_fence, text, source)
        text = _shorter(_without_quotes, text, source)
    echo = _without_echo(text, said)
    if echo == text:
        return Cleaned(text=text.strip())
    flags = (Flag(kind="echoed", problem="added"),)
    return Cleaned(text=_shorter(_without_tags, echo, source).strip(), flags=flags)


def _shorter(rule: Callable[[str, str], str], text: str, source: str) -> str:
    """`text` after `rule`; as it was where nothing would be left of it."""
    less = rule(text, source).strip()
    return less or text


def _without_thoughts(answer: str, source: str) -> str:
    if "<think" in source.lower() or "</think" in source.lower():
        return answer
    text = _THOUGHT.sub("", answer)
    if text == answer and _THOUGHT_END.match(answer):
        text = _THOUGHT_END.sub("", answer)
    return text


def _without_tags(text: str, source: str) -> str:
    found = _TAG.match(text)
    if found is None:
        closing = re.search(r"\s*</text(?:-\d+)?>\s*\Z", text)
        return text[: closing.start()] if closing and closing[0].strip() not in source else text
    name = found[1]
    if f"<{name}>".casefold() in source.casefold():
        return text
    rest = text[found.end() :]
    close = re.search(rf"\s*</{re.escape(name)}>", rest, re.IGNORECASE)
    return rest[: close.start()] if close else rest


def _without_fence(text: str, source: str) -> str:
    found = _FENCE.match(text)
    return found[2] if found and not source.lstrip().startswith(found[1]) else text


def _without_quotes(text: str, source: str) -> str:
    bare = source.strip()
    for opening, closing in _QUOTES:
        if not (len(text) > 2 and text.startswith(opening) and text.endswith(closing)):
            continue
        inner = text[1:-1]
        if bare.startswith(opening) or bare.endswith(closing):
            return text
        if opening in inner or (closing in inner and opening != "‘"):
            return text  # two quotations, one at each end
        return inner
    return text


def _without_echo(text: str, said: Sequence[str]) -> str:
    for one in said:
        wanted = one.strip()
        if wanted and text.startswith(wanted):
            return text[len(wanted) :].strip()
        if wanted and len(wanted) > 20 and text.endswith(wanted):
            return text[: -len(wanted)].strip()
    return text
