"""Folding the turns that no longer fit into a summary which the model writes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from assistant.core.background import aside, is_chinese
from assistant.core.chat import build_turns
from assistant.core.context_fit import (
    Basis,
    Fit,
    fold_of,
    folded_count,
    further,
    turns_of,
    with_summary,
)
from assistant.core.context_policy import summary_tokens
from assistant.core.display_text import storable
from assistant.core.entities import ContextFold
from assistant.core.messages import CountTokens, TokenCount, Turn
from assistant.core.steps import Steps

MOST_PIECES = 8
LEFT_OUT = "\n[…]\n"
_ASKED = (
    "Summarise our conversation up to this point in at most {words} words, in its language. Keep "
    "names, numbers, decisions, open questions and what I asked you to remember. A summary from "
    "before has to go on in it. Write the summary alone."
)
_ASKED_CHINESE = (
    "请用不超过{words}字概括到目前为止的对话，保留人名、数字、决定、未解决的问题，以及我要求你记住的内容；"
    "如有先前的摘要，也要并入。只写摘要本身。"
)
_LABEL = re.compile(
    r"^\s*(?:\*\*|#{1,6}\s*)?(?:summary|摘要|总结)[^\n:：]{0,40}[:：](?:\*\*)?\s*", re.IGNORECASE
)


def summarised(basis: Basis, fit: Fit) -> Steps[Fit]:
    """Carry out the fold of `fit`, whose rule is "summarise".

    An earlier summary goes on in the new one. Where the model writes none, the turns are
    dropped, and the fold says so.
    """
    assert fit.fold is not None  # noqa: S101 - it is what `measured` planned
    before = fold_of(basis.folds, basis.branch, fit.limit)
    summary = before.summary if before is not None else ""
    gone = basis.branch[folded_count(basis.branch, before) : fit.folded]
    turns = [Turn(message.role, message.text) for message in gone if message.text]
    written = True
    for piece in pieces(turns, _characters(basis, before, fit)):
        answer = yield aside(
            (*_system(basis, summary, fit.fold), *piece),
            _asked(piece, fit.limit),
            conversation=str(fit.fold.conversation_id),
            max_tokens=summary_tokens(fit.limit),
        )
        text = clean_summary(answer) if isinstance(answer, str) else ""
        if not text:
            written = False
            break
        summary = text
    rule = "summarise" if written else "unsummarised"
    fold = msgspec.structs.replace(fit.fold, summary=summary, rule=rule)
    return (yield from _fitting(basis, msgspec.structs.replace(fit, fold=fold)))


def _fitting(basis: Basis, fit: Fit) -> Steps[Fit]:
    """Count what is sent under the summary, and leave out more where it does not fit yet."""
    replace = msgspec.structs.replace
    while (fold := fit.fold) is not None:
        count = yield CountTokens(turns=turns_of(basis, fold), each=True)
        if not isinstance(count, TokenCount) or count.n <= fit.limit - fit.reserve:
            return replace(fit, kept=count.n) if isinstance(count, TokenCount) else fit
        more = further(basis, fold, count)
        if more.cut and more.fold is not None:
            deeper = replace(more.fold, rule="unsummarised", summary=fold.summary)
            fit = replace(fit, fold=deeper, folded=more.folded)
        elif fold.summary:
            fit = replace(fit, fold=replace(fold, rule="unsummarised", summary=""))
        else:
            return replace(fit, refused=more.refused)
    return fit


def _system(basis: Basis, summary: str, fold: ContextFold) -> tuple[Turn, ...]:
    told = with_summary(basis.parameters, msgspec.structs.replace(fold, summary=summary))
    return build_turns(told, ())


def _asked(piece: Sequence[Turn], limit: int) -> str:
    tokens = summary_tokens(limit)
    if is_chinese(piece):
        return _ASKED_CHINESE.format(words=tokens * 3 // 4)
    return _ASKED.format(words=tokens // 2)


def _characters(basis: Basis, before: ContextFold | None, fit: Fit) -> int:
    """How many characters are read in one piece: those of about half a context."""
    characters = sum(len(turn.content) for turn in turns_of(basis, before))
    return max(200, characters * (fit.limit // 2) // max(1, fit.used))


def pieces(turns: Sequence[Turn], room: int) -> list[list[Turn]]:
    """`turns` in order in at most about `MOST_PIECES` pieces of at most `room` characters.

    A turn that is too long for that loses its middle.
    """
    longest = room
    while sum(min(len(turn.content), longest) for turn in turns) > room * MOST_PIECES:
        longest //= 2
    found: list[list[Turn]] = []
    taken = 0
    for turn in turns:
        content = _shortened(turn.content, longest)
        if not found or taken + len(content) > room:
            found.append([])
            taken = 0
        found[-1].append(Turn(turn.role, content))
        taken += len(content)
    return found


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    half = max(1, (longest - len(LEFT_OUT)) // 2)
    return text[:half] + LEFT_OUT + text[-half:]


def clean_summary(text: str) -> str:
    """The summary in what the model answered, without a heading of its own."""
    return _LABEL.sub("", storable(text).strip(), count=1).strip()
