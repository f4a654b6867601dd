"""Checking a template while it is written, behind the window."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from assistant.controllers.engine_steps import EngineSteps, Errand
from assistant.controllers.models import ModelsController
from assistant.core.errors import UserError
from assistant.core.messages import Generate, Sampling, Turn
from assistant.core.steps import Steps, Write
from assistant.core.templates.checking import checked
from assistant.core.templates.rendering import Rendered, rendered
from assistant.core.templates.template import Template
from assistant.core.templates.variable import Variable
from assistant.workers.task_pool import TaskPool

BACKGROUND = 1


class _Found(msgspec.Struct, frozen=True):
    variables: tuple[Variable, ...]
    sample: Rendered | None


class TemplateChecker(QObject):
    """Window thread. Of several checks only the last is told.

    found(Template, tuple)               right so far: its variables
    refused(Template, UserError)         not right; a `TemplateError` names the place and the line
    output_refused(Template, UserError)  the engine cannot use its grammar or JSON schema; that is
                                         known only while a model is in memory
    """

    found = Signal(object, tuple)
    refused = Signal(object, object)
    output_refused = Signal(object, object)

    def __init__(
        self,
        pool: TaskPool,
        steps: EngineSteps,
        models: ModelsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pool, self._steps, self._models = pool, steps, models
        self._ticket = 0
        self._errand: Errand | None = None
        self._output = ("", "")
        self._output_error: UserError | None = None

    def check(self, template: Template) -> None:
        """One of `found` and `refused` follows, and perhaps `output_refused`."""
        self._ticket += 1
        ticket = self._ticket

        def done(found: _Found) -> None:
            if ticket == self._ticket and isValid(self):
                self.found.emit(template, found.variables)
                self._check_output(template, found.sample)

        def failed(error: UserError) -> None:
            if ticket == self._ticket and isValid(self):
                self.refused.emit(template, error)

        self._pool.run(lambda: _found(template), done, failed)

    def forget(self) -> None:
        """What is being checked is not shown any more."""
        self._ticket += 1
        self._steps.cancel(self._errand)
        self._errand = None

    def _check_output(self, template: Template, sample: Rendered | None) -> None:
        """Ask the engine for one token under the grammar; the same one is asked about once."""
        if sample is None or self._models.state.phase != "ready":
            return
        output = (sample.grammar, sample.json_schema)
        if output == self._output:
            if self._output_error is not None:
                self.output_refused.emit(template, self._output_error)
            return
        self._steps.cancel(self._errand)
        ticket = self._ticket

        def failed(error: UserError) -> None:
            wrong = error.kind == "usage"
            self._output = output if wrong else ("", "")
            self._output_error = error if wrong else None
            if wrong and ticket == self._ticket and isValid(self):
                self.output_refused.emit(template, error)

        def done(_written: object) -> None:
            self._output, self._output_error = output, None

        self._errand = self._steps.run(
            _one_token(*output),
            done,
            failed,
            place="",  # a form is not sent anywhere to be checked
        )


def _one_token(grammar: str, json_schema: str) -> Steps[object]:
    sampling = Sampling(temperature=0.0, grammar=grammar, json_schema=json_schema)
    request = Generate(
        turns=(Turn("user", "."),),
        sampling=sampling,
        max_tokens=1,
        thinking=False,
        priority=BACKGROUND,
        keep=False,
    )
    return (yield Write(request))


def _found(template: Template) -> _Found:
    """Pool: the variables, and what a form with an output would make of it."""
    variables = checked(template)
    if not (template.grammar.strip() or template.json_schema.strip()):
        return _Found(variables, None)
    return _Found(variables, rendered(template, {each.name: _any(each) for each in variables}))


def _any(variable: Variable) -> str:
    """Some value that the variable can have."""
    if variable.default:
        return variable.default
    if variable.kind == "number":
        low = variable.least if variable.least is not None else variable.most
        return f"{low or 0:.0f}" if low is None or low == int(low) else str(low)
    return variable.choices[0] if variable.choices else "words"
