"""What models say around a text that they were asked for, and what they say instead of it.

Rules for what small models really do: “Sure, here is the corrected text:”, quotation marks or a
code fence around all of it, “Let me know if …” at the end, the tags of the prompt, their own
thoughts, a refusal. A rule never takes away what the source itself begins, ends or is wrapped
with. Where nothing would be left, nothing is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from assistant.core.writing.change import Flag
from assistant.core.writing.repetition import loops, repeats, without_loop

__all__ = ["Cleaned", "cleaned", "loops", "repeats", "without_loop"]

_WORKED = (
    r"(?:corrected|revised|rewritten|rephrased|reworded|edited|proofread|improved|translated|"
    r"shortened|shorter|condensed|expanded|extended|longer|simplified|simpler|polished|updated|"
    r"fixed|formal|friendl(?:y|ier)|professional|final|cleaned)"
)
_WORK = (
    r"(?:texts?|versions?|translations?|paragraphs?|rewrite|revision|corrections?|results?|output|"
    r"answer|response|outline|summary|titles?|bullet points|list|table|continuation|explanation|"
    r"reply|draft|edit)"
)
_FIRST_LINE = re.compile(r"(?P<head>[^\n:：]{1,160})[:：][*_]*(?P<rest>[ \t]*\n|[ \t]*)")
_AGREES = (
    r"(?:sure(?: thing)?|certainly|of course|absolutely|okay|ok|alright|great|no problem|gladly|"
    r"happy to help)\b[^\n]{0,40}?[,.!—-]*\s*"
)
_SAYS_SO = re.compile(
    rf"(?:{_AGREES})?(?:"
    r"(?:here(?:['’]s| is| are)|below (?:is|are)|this is|the following is|these are)\b.*"
    rf"\b(?:{_WORK}|{_WORKED})\b.*"
    r"|here you (?:go|are)|here it is"
    rf"|(?:i(?:['’]ve| have)?|we(?:['’]ve| have)?)\s+(?:also |now )?{_WORKED}\b.*"
    rf"|(?:(?:the|your|my|a|an)\s+)?(?:more\s+)?{_WORKED}(?:\s+{_WORK}\b.*|\s+(?:message|email|e-mail|"
    r"sentence|passage)\b.*)?"
    r"|(?:translation|result|output|answer|revision|rewrite|correction)"
    r")",
    re.IGNORECASE,
)
"""Words that can only be about the answer."""
_MAY_SAY_SO = re.compile(
    rf"(?:{_AGREES})?(?:here(?:['’]s| is| are)|below (?:is|are)|this is|the following is)\b.*"
    rf"|{_AGREES}.*",
    re.IGNORECASE,
)
"""Words that are about the answer when they have a line of their own."""
_AGREEMENT = re.compile(
    r"(?:sure(?: thing)?|certainly|of course|absolutely|okay|gladly|no problem)\b"
    r"[^\n]{0,80}?[!.:]\s*\n+",
    re.IGNORECASE,
)
_CHINESE_OPENING = re.compile(
    r"(?:(?:当然(?:可以)?|好的|没问题|可以|當然(?:可以)?|沒問題)[，,。！!：:]?\s*)?"
    r"(?:(?:以下|下面|这|這)(?:是|为|為)[^\n：:]{0,40}[：:]"
    r"|(?:修改|改写|改寫|润色|潤色|修正|校对|校對|翻译|翻譯|精简|简化|扩写|优化)(?:后|後|过|過)?的?"
    r"(?:文本|版本|内容|內容|译文|譯文|文字|结果|結果|段落)?(?:如下)?[：:])\s*"
    r"|(?:当然(?:可以)?|好的|没问题|當然(?:可以)?)[，,。！!：:]\s*\n+"
)
_CLOSING = re.compile(
    r"\n\s*\(?\*{0,2}(?:"
    r"(?:note|notes|changes(?: made)?|explanation|corrections(?: made)?)\*{0,2}[ \t]*[:：]"
    r"|(?:i (?:have |also )?(?:corrected|changed|made|kept|fixed|replaced)|let me know|"
    r"please let me know|feel free|i hope (?:this|that|it)|hope (?:this|that) helps|"
    r"is there anything|if you (?:need|have|would|want)|would you like|"
    r"the (?:corrections|changes|following changes)|here are the changes)\b"
    r"|说明|注[：:]|注意[：:]|修改说明|修改如下|希望(?:这|对)|如果(?:您|你)(?:还|有|需要)|请告诉我"
    r"|如有(?:任何|其他)|說明|請告訴我)[\s\S]*\Z",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"(?:i['’]m sorry|i am sorry|sorry|i apologi[sz]e|apologies|unfortunately|as an ai|"
    r"i (?:can(?:no|['’])t|cannot|can not|am (?:not able|unable)|won['’]t)|"
    r"i['’]m (?:not able|unable))"
    r"[^\n]{0,160}?(?:can(?:no|['’])t|cannot|can not|unable|not able|won['’]t|not comfortable|"
    r"language model|assist|help with|provide|comply|fulfil)",
    re.IGNORECASE,
)
_REFUSES_AT_ONCE = re.compile(
    r"(?:i (?:can(?:no|['’])t|cannot|am unable to|am not able to|won['’]t)|i['’]m unable to)\s+"
    r"(?:assist|help|comply|provide|fulfil|do that|answer|process|edit|rewrite|"
    r"translate|proofread)",
    re.IGNORECASE,
)
_CHINESE_REFUSAL = re.compile(
    r"(?:很?抱歉|对不起|對不起|不好意思)[，,。]?[^\n]{0,40}(?:无法|無法|不能|没有办法|沒有辦法)"
    r"|(?:作为|作為|身为)(?:一个|一個|一名)?(?:人工智能|AI|语言模型|語言模型)"
    r"|我(?:无法|無法|不能)(?:协助|提供|帮助|幫助|回答|处理|满足)",
    re.IGNORECASE,
)
_LONGEST_REFUSAL = 700
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
_TELLING = 400
"""Letters in which an opening or a closing is looked for."""


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


def cleaned(answer: str, source: str, said: Sequence[str] = ()) -> Cleaned:
    """`answer` without what is not the text that was asked for, of which `source` is the base.

    `said` are the instructions of the prompt: an answer that begins with one of them echoes it.
    White space around the text goes as well. Any thread.
    """
    text = _without_thoughts(answer, source)
    text = _CONTROL.sub("", text).strip() if not _CONTROL.search(source) else text.strip()
    if _is_refusal(text, source):
        return Cleaned(text="", flags=(Flag(kind="refused", problem="missing", became=text),))
    flags: tuple[Flag, ...] = ()
    for rule in (
        _without_tags,
        _without_opening,
        _without_opening,
        _without_tags,
        _without_closing,
    ):
        text = _shorter(rule, text, source)
    for _ in range(2):  # a fence within quotation marks, or the other way round
        text = _shorter(_without_fence, text, source)
        text = _shorter(_without_quotes, text, source)
    echo = _without_echo(text, said)
    if echo != text:
        text = _shorter(_without_tags, echo, source)
        flags = (Flag(kind="echoed", problem="added"),)
        if not text.strip():
            return Cleaned(text="", flags=flags)
    return Cleaned(text=text.strip(), flags=flags)


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


def _is_refusal(text: str, source: str) -> bool:
    if len(text) > _LONGEST_REFUSAL or not text:
        return False
    for pattern in (_REFUSAL, _REFUSES_AT_ONCE, _CHINESE_REFUSAL):
        if pattern.match(text):
            # a letter of apology, corrected, is no refusal
            return not pattern.search(source) and not _begins_like(text, source)
    return False


def _begins_like(text: str, source: str) -> bool:
    """Whether both begin with the same few words."""
    return text.casefold().split()[:3] == source.casefold().split()[:3]


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


def _without_opening(text: str, source: str) -> str:
    bare = text.lstrip("*_# ")
    for start in (
        _end_of_opening(bare, source),
        _end(_CHINESE_OPENING, bare),
        _end(_AGREEMENT, bare),
    ):
        if not start:
            continue
        beginning = bare[:start].strip(" \n*_")
        if source.lstrip("*_ #>\"“'").casefold().startswith(beginning[:12].casefold()):
            return text
        return bare[start:].lstrip(" \n")
    return text


def _end_of_opening(text: str, source: str) -> int:
    """Where the text begins after a line such as “Here is the corrected text:”; 0 for none."""
    line = _FIRST_LINE.match(text)
    if line is None:
        return 0
    head = line["head"].strip(" *_")
    if _SAYS_SO.fullmatch(head):
        return line.end()
    alone = "\n" in line["rest"] and ":" not in source[:_TELLING]
    return line.end() if alone and _MAY_SAY_SO.fullmatch(head) else 0


def _end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text[:_TELLING])
    return found.end() if found else 0


def _without_closing(text: str, source: str) -> str:
    found = _CLOSING.search(text)
    if found is None:
        return text
    words = found[0].strip(" \n*_()").casefold()[:14]
    if words in source.casefold():
        return text
    if len(found[0]) > len(text) // 2 + _TELLING:
        return text
    return text[: found.start()]


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
