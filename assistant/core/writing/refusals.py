"""Answers by which a model says that it will not do what it was asked to."""

from __future__ import annotations

import re

from assistant.core.writing.likeness import likeness

_LONGEST = 700
_ALIKE = 0.15
"""A letter of apology, corrected, has more than that of its source; a refusal has less."""
_CANNOT = r"(?:can(?:no|['’])t|cannot|can not|unable to|not able to|won['’]t|not comfortable)"
_WORK = (
    r"(?:assist|help|provide|comply|fulfil|process|edit|rewrite|translate|proofread|correct|"
    r"do (?:that|this|so)|answer|generate|create|engage|discuss|respond|continue|complete|write)"
)
_REFUSAL = re.compile(
    rf"[^\n]{{0,120}}?\b{_CANNOT}\s+(?:\w+\s+)?(?:\w+ing\s+)?{_WORK}\b"
    r"|(?:i['’]m sorry|i am sorry|sorry|i apologi[sz]e)[^\n]{0,60}"
    r"\b(?:not comfortable|not able|unable)",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?:i\b|i['’]m|sorry|apologies|unfortunately|as an ai|as a (?:large )?language)", re.IGNORECASE
)
_OF_A_MACHINE = re.compile(
    r"[^\n]{0,60}\b(?:as an ai\b|as a (?:large )?language model|ai (?:language )?model|"
    r"(?:assist|help)(?: you)? with (?:that|this)(?: request| task)?[.,!]|"
    r"comply with (?:this|that|your)|(?:fulfil|process) (?:this|that|your) request)",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"(?:很?抱歉|对不起|對不起|不好意思)[，,。]?[^\n]{0,40}(?:无法|無法|不能|没有办法|沒有辦法)"
    r"|我(?:无法|無法|不能)(?:协助|提供|帮助|幫助|回答|处理|满足)"
)
_CHINESE_MACHINE = re.compile(
    r"[^\n]{0,20}(?:作为|作為|身为)(?:一个|一個|一名)?(?:人工智能|AI|语言模型|語言模型)"
    r"|(?:很?抱歉|对不起|對不起)[，,]?我(?:无法|無法|不能)(?:协助|帮助|幫助|处理|满足|提供)",
    re.IGNORECASE,
)


def is_refusal(answer: str, source: str, *, speaks: bool = False) -> bool:
    """Whether `answer` refuses instead of doing something with `source`.

    `speaks`: the answer was to be somebody's own words (a reply), who may well say “I'm sorry,
    but I cannot come”; then only what a machine says counts.
    """
    if not answer or len(answer) > _LONGEST:
        return False
    of_anybody = () if speaks else (_REFUSAL, _CHINESE)
    for pattern in (_OF_A_MACHINE, _CHINESE_MACHINE, *of_anybody):
        if pattern is _REFUSAL and not _BEGINS.match(answer):
            continue
        if pattern.match(answer):
            return not pattern.search(source) and likeness(answer, source) < _ALIKE
    return False
