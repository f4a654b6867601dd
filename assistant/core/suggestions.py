"""What a person might ask next, as the model sees it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.core.background import SUGGESTIONS_PRIORITY, aside, is_chinese
from assistant.core.display_text import one_line
from assistant.core.messages import Generate, Turn

MOST = 3
LONGEST = 90
_MAX_TOKENS = 120
_ASKED = (
    "Write three short questions that I might ask you next, in the language of this conversation, "
    "one on each line. Write nothing else."
)
_ASKED_CHINESE = "请写出我接下来可能会问你的三个简短问题，每行一个，不要写别的内容。"
_LEADING = re.compile(r"^\s*(?:[-*+•]|\(?\d{1,2}[.):、])\s*")
_QUOTES = " \"'“”„«»「」*_`"


def suggestions_request(turns: Sequence[Turn], conversation: str) -> Generate:
    """Ask for questions behind `turns`, the answer included."""
    asked = _ASKED_CHINESE if is_chinese(turns) else _ASKED
    return aside(
        turns,
        asked,
        conversation=conversation,
        max_tokens=_MAX_TOKENS,
        priority=SUGGESTIONS_PRIORITY,
        temperature=0.7,
    )


def clean_suggestions(text: str) -> tuple[str, ...]:
    """At most `MOST` different questions in what the model answered, one line each."""
    found: list[str] = []
    for line in text.splitlines():
        question = one_line(_LEADING.sub("", line)).strip(_QUOTES)
        asks = question.endswith(("?", "？", "؟"))
        if asks and 3 < len(question) <= LONGEST and question not in found:
            found.append(question)
    return tuple(found[:MOST])
