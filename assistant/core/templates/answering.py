"""The turn of a filled in template, answered within its conversation."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from assistant.core.chat import build_generate
from assistant.core.context_fit import Basis, Fit, measured, under_fold
from assistant.core.entities import ContextFold, Message
from assistant.core.errors import UserError
from assistant.core.grounding import TemplateTask
from assistant.core.messages import Generate
from assistant.core.steps import Steps, Write, Written
from assistant.core.summaries import summarised
from assistant.core.templates.rendering import Rendered, example_turns, merged
from assistant.core.templates.template import Template


class TemplateHearing:
    """Hears how far an answer is; called by whoever drives the steps."""

    def summarising(self) -> None:
        """Older turns are summarised: the context was full."""

    def folded(self, fold: ContextFold) -> None:
        """From now on less of the conversation is sent."""

    def prompted(self, done: int, total: int) -> None:
        """Tokens of the prompt that are read."""

    def extended(self, text: str, tokens: int) -> None:
        """More of the answer."""


def task_of(template: Template, filled: Rendered) -> TemplateTask:
    """What a turn that says `filled.text` is sent with."""
    return TemplateTask(
        name=template.name,
        title=template.title,
        system=filled.system,
        examples=filled.examples,
        sampling=filled.sampling,
        grammar=filled.grammar,
        json_schema=filled.json_schema,
    )


def basis_for(basis: Basis, task: TemplateTask) -> Basis:
    """What is sent for the last turn of `basis`: the examples stand right before it.

    They are messages that nobody kept; their ids are below 0.
    """
    parameters = merged(basis.parameters, task.sampling, task.system)
    conversation_id = basis.branch[-1].conversation_id
    examples = (
        Message(
            id=-1 - place,
            conversation_id=conversation_id,
            parent_id=None,
            sequence=0,
            role=turn.role,
            text=turn.content,
        )
        for place, turn in enumerate(example_turns(task.examples))
    )
    branch = (*basis.branch[:-1], *examples, basis.branch[-1])
    return msgspec.structs.replace(basis, parameters=parameters, branch=branch)


def answered(
    basis: Basis,
    task: TemplateTask,
    hearing: TemplateHearing,
    refuse: Callable[[Fit], UserError],
    *,
    limit: int = 0,
    conversation: str = "",
) -> Steps[Written]:
    """Answer the last turn of `basis`, whose older turns make room as its rule says.

    `refuse` makes the error for what cannot fit. `limit` is the length of the context where it
    is known; `conversation` as in `Generate`. Whoever drives this gives a `failed`.
    """
    whole = basis_for(basis, task)
    fit = yield from measured(whole, limit)
    if fit.refused is None and fit.cut and fit.fold is not None and fit.fold.rule == "summarise":
        hearing.summarising()
        fit = yield from summarised(whole, fit)
    if fit.refused is not None:
        raise refuse(fit)
    if fit.cut and fit.fold is not None:
        kept = kept_fold(fit.fold, basis)
        if kept is not None:
            hearing.folded(kept)
    request = request_of(whole, task, fit, conversation)
    written: Written = yield Write(request, hearing.extended, hearing.prompted)
    return written


def kept_fold(fold: ContextFold, basis: Basis) -> ContextFold | None:
    """`fold` as the conversation can keep it: the examples of `basis_for` are no part of that."""
    if fold.message_id >= 0:
        return fold
    if len(basis.branch) < 2:
        return None
    return msgspec.structs.replace(fold, message_id=basis.branch[-2].id)


def request_of(basis: Basis, task: TemplateTask, fit: Fit, conversation: str) -> Generate:
    """What the engine is asked for `basis`, which is that of `basis_for`, under `fit`."""
    replace = msgspec.structs.replace
    parameters, branch = under_fold(basis.parameters, basis.branch, fit.fold)
    # another system prompt and examples are no part of what the next turn begins with
    alike = not (task.system or task.examples)
    request = build_generate(parameters, branch, conversation=conversation if alike else "")
    sampling = replace(request.sampling, grammar=task.grammar, json_schema=task.json_schema)
    return replace(request, sampling=sampling, thinking=False)
