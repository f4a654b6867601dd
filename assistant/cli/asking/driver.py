"""Runs `core.steps` in the terminal, by waiting for the engine."""

from __future__ import annotations

from typing import Any

from assistant.cli.engine_session import EngineSession
from assistant.core.document_ports import LibraryStore
from assistant.core.errands import Done, Errands, OnFailed
from assistant.core.errors import Cancelled, UserError
from assistant.core.steps import Compute, Lookup, Steps, T


class Driver:
    """Main thread. Lookups are done at once, with `library`; without one there may be none."""

    def __init__(self, session: EngineSession, library: LibraryStore | None = None) -> None:
        self._session = session
        self._library = library
        self._errands = Errands(session.engine.submit, self._aside)

    def run(self, steps: Steps[T]) -> T:
        """The result of `steps`. Raises `UserError` and `Cancelled`."""
        results: list[Any] = []
        errors: list[UserError] = []
        errand = self._errands.run(steps, results.append, errors.append)
        while not results and not errors:
            if self._session.interrupt.count:
                self._errands.cancel(errand)
                raise Cancelled
            event = self._session.next_event()
            if event is not None:
                self._errands.take(event)
        if errors:
            raise errors[0]
        result: T = results[0]
        return result

    def _aside(self, question: Lookup | Compute, done: Done, failed: OnFailed) -> None:
        try:
            if isinstance(question, Lookup):
                if self._library is None:
                    raise UserError("bug", "There is nobody here who could look this up.")
                result = question.work(self._library)
            else:
                result = question.work()
        except UserError as error:
            failed(error)
        else:
            done(result)
