"""What the model is asked beside a conversation, without leaving a trace in it.

Every request continues what the conversation has sent already and is thrown away afterwards
(`keep` false), so that little of it has to be read and the next turn finds all as it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.core.messages import Generate, Sampling, Turn

TITLE_PRIORITY = 2
SUGGESTIONS_PRIORITY = 3
_LOOKED_AT = 2000
_MOSTLY = 0.3


def aside(
    turns: Sequence[Turn],
    asked: str,
    *,
    conversation: str,
    max_tokens: int,
    priority: int = 0,
    temperature: float = 0.2,
    stop: tuple[str, ...] = (),
) -> Generate:
    """Ask `asked` behind `turns` of a conversation that is to stay as it is."""
    return Generate(
        turns=(*turns, Turn("user", asked)),
        sampling=Sampling(temperature=temperature),
        max_tokens=max_tokens,
        stop=stop,
        thinking=False,
        priority=priority,
        conversation=conversation,
        keep=False,
    )


def is_chinese(turns: Sequence[Turn]) -> bool:
    """Whether the person writes Chinese: a small model answers in the language it is asked in.

    Kana say that ideographs are Japanese.
    """
    said = "".join(turn.content[:_LOOKED_AT] for turn in turns if turn.role == "user")
    letters = [c for c in said[:_LOOKED_AT] if c.isalpha()]
    if any("\u3040" <= c <= "\u30ff" for c in letters):
        return False
    ideographs = sum("\u4e00" <= c <= "\u9fff" for c in letters)
    return ideographs > len(letters) * _MOSTLY
