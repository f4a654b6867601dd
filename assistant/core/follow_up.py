"""Questions that go on from what was said: what of it the model needs, and what to search for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.core.messages import Turn
from assistant.core.passage import estimated_tokens

MOST_EXCHANGES = 3
_LEFT_OUT = " […] "
_FEW_WORDS = 4
_FEW_IDEOGRAPHS = 7
_LONGEST = 400
_BACK = 3
"""How many questions are looked back for one that says what all of it is about."""

_MARKS = re.compile(
    r"\s?[\[［【](?:[pds]\.\s*)?\d{1,4}(?:[,，、;–-]\s*(?:[pds]\.\s*)?\d{1,4})*[\]］】]"
)
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_WORD = re.compile(r"[^\W_]+")
_REFERS = re.compile(
    # English
    r"^(?:and|but|so|or|also|then|why|how so|what about|how about)\b"
    r"|\b(?:it|its|they|them|their|theirs|this|that|these|those|he|him|his|she|her|hers|"
    r"there|the (?:first|second|third|last|other|same|former|latter)(?: one)?)\b"
    # German, French, Spanish, Portuguese, Italian
    r"|^(?:und|aber|oder|also|warum|wieso|et|mais|ou|donc|pourquoi|y|pero|por qué|e|mas|ma|"
    r"perché)\b"
    r"|\b(?:danach|davor|davon|dazu|dabei|dafür|darin|darauf|damit|dort|deren|dessen|dies\w*|"
    r"jene\w*|ihn|ihm|ihr\w*|seine?[mnrs]?)\b"
    r"|\b(?:cela|ça|celui|celle|ceux|ceci|eux|leur|eso|esto|ello|ellos|ellas|isso|isto|deles|"
    r"questo|quello)\b"
    # Chinese, Japanese, Korean
    r"|它|他们|她们|这个|那个|这些|那些|该|其中|其他|上述|前者|后者|还有|然后|为什么|呢[？?]?$"
    r"|それ|これ|その|この|그것|그건|이것|그럼",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"\b(?:your|the|that|this) (?:last |previous |first )?(?:answer|reply|response|list)\b"
    r"|\b(?:summari[sz]e|shorten|rewrite|rephrase|reword|translate|explain|simplify|expand|"
    r"repeat|list) (?:that|those|them|it)\b"
    r"|\b(?:deine|ihre|die letzte) antwort\b|\b(?:ta|votre) réponse\b|\b(?:tu|su) respuesta\b"
    r"|你(?:的|刚才的?|上面的?)(?:回答|答案|回复)|(?:上面|刚才|前面)(?:的)?(?:回答|答案|内容|话)"
    r"|(?:缩短|改写|翻译|解释|总结|概括)(?:一下)?(?:它|这段|上面|以上|刚才)",
    re.IGNORECASE,
)


def recent(turns: Sequence[Turn], budget: int) -> tuple[Turn, ...]:
    """The last of `turns` in at most about `budget` tokens: questions, each with its answer.

    Marks go, for they would name other passages; a long text loses its middle.
    """
    chosen: list[Turn] = []
    left = budget
    for asked, said in reversed(_exchanges(turns)[-MOST_EXCHANGES:]):
        both = [_shortened(text, min(left, budget) // 2) for text in (asked, said)]
        left -= sum(estimated_tokens(both))
        if left < 0 or not all(both):
            break
        chosen = [Turn("user", both[0]), Turn("assistant", both[1]), *chosen]
    return tuple(chosen)


def _exchanges(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    """Questions that were answered: chat templates want the two in turn."""
    found: list[tuple[str, str]] = []
    for turn, following in pairwise(turns):
        if turn.role == "user" and following.role == "assistant":
            said = _MARKS.sub("", following.content).strip()
            if turn.content.strip() and said:
                found.append((turn.content.strip(), said))
    return found


def _shortened(text: str, tokens: int) -> str:
    needed = estimated_tokens([text])[0]
    if needed <= tokens:
        return text
    half = len(text) * max(0, tokens - 4) // max(1, needed) // 2
    return text[:half] + _LEFT_OUT + text[len(text) - half :] if half else ""


def refers_back(question: str) -> bool:
    """Whether `question` needs what was said before it to be understood."""
    question = question.strip()
    ideographs = len(_IDEOGRAPH.findall(question))
    if ideographs:
        short = ideographs <= _FEW_IDEOGRAPHS
    else:
        short = len(_WORD.findall(question)) <= _FEW_WORDS
    return short or _REFERS.search(question) is not None


def about_the_answer(question: str) -> bool:
    """Whether something is to be done with what was answered, rather than with the documents."""
    return _ANSWER.search(question) is not None


def in_full(question: str, earlier: Sequence[Turn]) -> str:
    """`question` with the ones before it that it cannot do without; what is searched for."""
    asked = [question.strip()]
    before = [turn.content.strip()[:_LONGEST] for turn in earlier if turn.role == "user"]
    for said in reversed(before[-_BACK:]):
        if not refers_back(asked[0]):
            break
        asked.insert(0, said)
    return "\n".join(asked)
