"""The context policy in the terminal: what no longer fits goes, and is told of."""

from __future__ import annotations

from collections.abc import Callable

from assistant.cli.engine_session import EngineSession
from assistant.cli.terminal import Terminal
from assistant.core.context_fit import Basis, Fit, measured
from assistant.core.context_policy import Refusal
from assistant.core.entities import ContextFold
from assistant.core.errors import Cancelled, UserError
from assistant.core.messages import AnyEvent, CountTokens, Delta, TokenCount
from assistant.core.ports import ConversationStore
from assistant.core.steps import Question, Reply, Steps, T
from assistant.core.summaries import summarised


def _as_it_is(fold: ContextFold) -> ContextFold | None:
    return fold


def fitted(
    session: EngineSession,
    store: ConversationStore,
    terminal: Terminal,
    basis: Basis,
    limit: int,
    kept: Callable[[ContextFold], ContextFold | None] = _as_it_is,
) -> Fit:
    """How `basis` is sent to the model in memory, whose context holds `limit` tokens.

    A new fold is kept in `store`, as `kept` says, and `terminal` says so. Raises
    `UserError("context_full")` with the numbers, `Cancelled`.
    """
    fit = run_steps(session, measured(basis, limit))
    planned = fit.fold if fit.cut and fit.refused is None else None
    if planned is not None and planned.rule == "summarise":
        terminal.progress("Summarising earlier messages")
        fit = run_steps(session, summarised(basis, fit))
    if fit.refused is not None:
        raise refusal_error(fit.refused)
    if fit.cut and fit.fold is not None:
        fold = kept(fit.fold)
        if fold is not None:
            store.keep_fold(fold)
        terminal.note(fold_note(fit))
    return fit


def run_steps(session: EngineSession, steps: Steps[T]) -> T:
    """The result of `steps`, waited for."""
    try:
        question = next(steps)
        while True:
            question = steps.send(_reply(session, question))
    except StopIteration as end:
        result: T = end.value
        return result


def _reply(session: EngineSession, question: Question) -> Reply:
    if isinstance(question, CountTokens):
        return _count(session, question)
    parts: list[str] = []

    def on_event(event: AnyEvent) -> None:
        if isinstance(event, Delta) and event.channel == "answer":
            parts.append(event.text)

    try:
        end = session.generate(question, on_event)
    except UserError as error:
        if error.kind == "engine_died":
            raise
        return None
    if end.reason == "cancelled":
        raise Cancelled
    return "".join(parts)


def _count(session: EngineSession, question: CountTokens) -> TokenCount | None:
    last = session.ask(question)
    return last if isinstance(last, TokenCount) else None


def refusal_error(refused: Refusal) -> UserError:
    """The numbers, and what can be done in a terminal."""
    what = {
        "message": "This message",
        "system": "The system prompt",
        "conversation": "This conversation",
    }[refused.what]
    hint = "Shorten it, or load the model with a longer context."
    if refused.what == "conversation":
        hint = "Begin a new conversation, or let older messages go (chat.on_overflow)."
    return UserError(
        "context_full", f"{what} has {refused.tokens:,} tokens; {refused.room:,} fit.", hint
    )


def fold_note(fit: Fit) -> str:
    """What is no longer sent, in one line."""
    fold = fit.fold
    assert fold is not None  # noqa: S101 - only asked for a cut
    full = f"the context of {fold.context_length:,} tokens is full"
    if fold.rule == "summarise":
        return f"[Messages 1 to {fit.folded:,} are folded into a summary: {full}.]"
    why = ", and they could not be summarised" if fold.rule == "unsummarised" else ""
    return f"[Messages 1 to {fit.folded:,} are no longer sent: {full}{why}.]"
