"""What is sent of a branch: under which fold, and whether that fits."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from assistant.core.chat import build_turns
from assistant.core.context_policy import Plan, Refusal, Rule, TurnCount, plan, reserve_for
from assistant.core.entities import ChatParameters, ContextFold, Message
from assistant.core.messages import CountTokens, TokenCount, Turn
from assistant.core.steps import Steps

SUMMARY_HEADING = "Summary of the earlier conversation:"


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be answered: `branch` up to a user turn, or `text` said at its end.

    `folds` are all of the conversation. Empty replies at the end of the branch say nothing.
    """

    parameters: ChatParameters
    branch: tuple[Message, ...] = ()
    text: str = ""
    folds: tuple[ContextFold, ...] = ()

    @property
    def rule(self) -> Rule:
        return self.parameters.on_overflow


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """How a basis is sent.

    `used` of `limit` tokens were counted before anything was cut, `kept` remain after it; 0
    where nothing is known. Of `limit`, `reserve` are meant for the answer. `fold` holds for
    this basis; with `cut` it is new and has to be carried out first. `folded` messages of the
    branch, the first ones, are left out under it.
    """

    used: int = 0
    kept: int = 0
    limit: int = 0
    reserve: int = 0
    fold: ContextFold | None = None
    cut: bool = False
    folded: int = 0
    refused: Refusal | None = None


def fold_of(
    folds: Sequence[ContextFold], branch: Sequence[Message], limit: int = 0
) -> ContextFold | None:
    """The fold that holds for `branch` in a context of `limit` tokens (0: any), the deepest."""
    places = {message.id: place for place, message in enumerate(branch)}
    holding = [
        fold
        for fold in folds
        if fold.message_id in places and (not limit or fold.context_length >= limit)
    ]
    return max(holding, key=lambda fold: places[fold.message_id], default=None)


def folded_count(branch: Sequence[Message], fold: ContextFold | None) -> int:
    """How many messages of `branch` lie above the cut."""
    if fold is None:
        return 0
    places = (place for place, message in enumerate(branch) if message.id == fold.message_id)
    return next(places, -1) + 1


def with_summary(parameters: ChatParameters, fold: ContextFold | None) -> ChatParameters:
    """The parameters with the fold's summary behind the system prompt."""
    if fold is None or not fold.summary:
        return parameters
    system = parameters.system_prompt.rstrip()
    summary = f"{SUMMARY_HEADING}\n{fold.summary}"
    return msgspec.structs.replace(
        parameters, system_prompt=f"{system}\n\n{summary}" if system else summary
    )


def under_fold(
    parameters: ChatParameters, branch: Sequence[Message], fold: ContextFold | None
) -> tuple[ChatParameters, Sequence[Message]]:
    """Parameters and branch as they are sent; system messages are never left out."""
    folded = folded_count(branch, fold)
    kept = [message for message in branch[:folded] if message.role == "system"]
    return with_summary(parameters, fold), [*kept, *branch[folded:]]


def turns_of(basis: Basis, fold: ContextFold | None) -> tuple[Turn, ...]:
    """The turns that are sent of `basis` under `fold`."""
    turns = build_turns(*under_fold(basis.parameters, basis.branch, fold))
    return (*turns, Turn("user", basis.text)) if basis.text.strip() else turns


def measured(basis: Basis, limit: int = 0) -> Steps[Fit]:
    """Count `basis` and apply its rule until what is left fits.

    `limit` is the length of the context where it is known. When the engine does not count, the
    result says nothing but the fold that holds so far. With "summarise" the summary is not
    written yet, and room is left for it.
    """
    fold = fold_of(basis.folds, basis.branch, limit)
    count = yield CountTokens(turns=turns_of(basis, fold))
    if isinstance(count, TokenCount) and count.limit != limit:
        limit = count.limit
        if (other := fold_of(basis.folds, basis.branch, limit)) != fold:
            fold = other
            count = yield CountTokens(turns=turns_of(basis, fold))
    if not isinstance(count, TokenCount):
        return Fit(fold=fold, folded=folded_count(basis.branch, fold))
    fit = _standing(basis, fold, count)
    used, standing = fit.used, fit.fold
    while fit.kept > fit.limit - fit.reserve and fit.refused is None:
        each = yield CountTokens(turns=turns_of(basis, fit.fold), each=True)
        if not isinstance(each, TokenCount):
            break
        fit = further(basis, fit.fold, each)
        if fit.refused is not None or basis.rule == "summarise":
            break
        count = yield CountTokens(turns=turns_of(basis, fit.fold))
        if isinstance(count, TokenCount):
            fit = msgspec.structs.replace(fit, kept=count.n)
    return msgspec.structs.replace(fit, used=used, cut=fit.fold != standing)


def _standing(basis: Basis, fold: ContextFold | None, count: TokenCount) -> Fit:
    return Fit(
        used=count.n,
        kept=count.n,
        limit=count.limit,
        reserve=reserve_for(basis.parameters.max_tokens, count.limit),
        fold=fold,
        folded=folded_count(basis.branch, fold),
    )


def further(basis: Basis, fold: ContextFold | None, count: TokenCount) -> Fit:
    """Apply the rule to what is sent under `fold`, of which `count` was counted."""
    fit = _standing(basis, fold, count)
    turns = turns_of(basis, fold)
    system = _leading_system(turns)
    counts = _shares(turns, count)
    overhead = count.n - sum(counts[system:])
    spoken = [TurnCount(turn.role, n) for turn, n in zip(turns, counts, strict=True)][system:]
    planned = plan(spoken, overhead, fit.limit, fit.reserve, basis.rule)
    replace = msgspec.structs.replace
    if planned.refused is not None:
        return replace(fit, refused=_as_typed(planned.refused, turns, count))
    if not planned.dropped:
        return fit
    own = 1 if with_summary(basis.parameters, fold).system_prompt.strip() else 0
    return replace(_folded(basis, fit, planned, system - own), kept=planned.kept)


def _leading_system(turns: Sequence[Turn]) -> int:
    return next((n for n, turn in enumerate(turns) if turn.role != "system"), len(turns))


def _folded(basis: Basis, fit: Fit, planned: Plan, system: int) -> Fit:
    """The fold above the first turn that stays; `system` messages stand before the turns."""
    sent = [
        place
        for place, message in enumerate(basis.branch)
        if message.text and (place >= fit.folded or message.role == "system")
    ]
    folded = [*sent[system:], len(basis.branch)][planned.dropped]
    last = basis.branch[folded - 1]
    fold = ContextFold(
        conversation_id=last.conversation_id,
        message_id=last.id,
        rule="summarise" if basis.rule == "summarise" else "drop",
        summary="" if fit.fold is None else fit.fold.summary,
        context_length=fit.limit,
    )
    return msgspec.structs.replace(fit, fold=fold, cut=True, folded=folded)


def _shares(turns: Sequence[Turn], count: TokenCount) -> list[int]:
    """The tokens of each turn with its part of the template; by length where none are told."""
    each = list(count.each)
    if len(each) != len(turns):
        characters = sum(len(turn.content) for turn in turns) or 1
        return [count.n * len(turn.content) // characters for turn in turns]
    marks = max(0, count.n - sum(each)) // max(1, len(turns))
    return [tokens + marks for tokens in each]


def _as_typed(refused: Refusal, turns: Sequence[Turn], count: TokenCount) -> Refusal:
    """The numbers of the message itself, without the marks of the template around it."""
    if refused.what != "message" or len(count.each) != len(turns):
        return refused
    marks = refused.tokens - count.each[-1]
    return Refusal("message", count.each[-1], max(0, refused.room - marks))
