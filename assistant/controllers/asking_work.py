"""The reply to a question that is answered from documents."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject

from assistant.controllers import asking_words as words
from assistant.controllers.engine_steps import Errand
from assistant.controllers.reply_work import Cell, CellState, ReplyWork, WorkEnd, WorkOrder
from assistant.controllers.reply_work import WorkProgress as Progress
from assistant.controllers.work_tools import WorkTools
from assistant.core.answer import Source, checked
from assistant.core.asked_scope import ScopeDocuments, documents_of
from assistant.core.asking import Asked, AskOrder, Listener
from assistant.core.entities import Message, MessageState
from assistant.core.errors import UserError
from assistant.core.grounding import AskTask, DocumentRef, Sources
from assistant.core.messages import Turn
from assistant.core.remote.consent import conversation_place
from assistant.core.scanning import answered
from assistant.core.steps import Call, Steps

MOST_EMBEDDED = 400
"""Passages of a document that get vectors before the answer: some seconds' work."""
_MOST_LISTED = 12
"""Documents that an answer names as asked; of more, those it cites."""


class AskWork(ReplyWork):
    """Looks the question up, or reads every section for it, and writes the answer.

    Documents that are not indexed yet are indexed first. Earlier turns of the branch are what
    the question goes on from. `tools.steps` must be served by `tools.library` and `tools.pool`.
    """

    def __init__(self, order: WorkOrder, tools: WorkTools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order = order
        self._tools = tools
        self._errand: Errand | None = None
        self._documents = ScopeDocuments()
        self._hearing = _Hearing(self)
        self._over = False

    def start(self) -> None:
        self._errand = self._tools.steps.run(
            self._steps(),
            self._on_asked,
            self._on_failed,
            place=conversation_place(self._order.reply.conversation_id),
        )

    def stop(self) -> None:
        self._tools.steps.cancel(self._errand)
        self._end(self._hearing.so_far_kept(), MessageState.STOPPED)

    # --- the course ------------------------------------------------------------------------

    def _steps(self) -> Steps[Asked]:
        task = self._order.task
        assert isinstance(task, AskTask)  # noqa: S101 - whoever makes works knows which
        preparing = self._hearing.preparing
        self._documents = yield from documents_of(task.scope, preparing)
        if not self._documents.asked:
            raise words.nothing_read_yet() if self._documents.waiting else words.nothing_to_ask()
        self._hearing.tell(words.looking(len(self._documents.asked)))
        embedding = self._tools.embedding
        key = "" if embedding is None else (yield Call(embedding.ensure))
        question = self._order.branch[-1]
        order = AskOrder(
            question=question.text,
            documents=self._documents.asked,
            scan=task.scan,
            earlier=earlier_turns(self._order.branch[:-1]),
            model_key=key,
            most_embedded=MOST_EMBEDDED,
            passages=self._tools.preferences.settings.documents.passages,
            beginnings=True,
        )
        return (yield from answered(order, self._hearing))

    def _on_asked(self, asked: Asked) -> None:
        self._end(asked, MessageState.LENGTH if asked.cut else MessageState.COMPLETE)

    def _on_failed(self, error: UserError) -> None:
        loading = self._tools.models.state.error
        if error.kind == "no_model" and loading is not None:
            error = loading
        asked = self._hearing.so_far_kept()
        state = MessageState.INTERRUPTED if asked.text else MessageState.FAILED
        self._end(asked, state, error)

    def _end(self, asked: Asked, state: MessageState, error: UserError | None = None) -> None:
        if self._over:
            return
        self._over = True
        silent = state is MessageState.COMPLETE and not asked.found
        self.finished.emit(
            WorkEnd(
                text=words.not_said() if silent else asked.text,
                state=state,
                sources=self._sources(asked) if asked.found or silent else None,
                usage=asked.usage,
                timings=asked.timings,
                error=error,
            )
        )

    # --- what it stands on -----------------------------------------------------------------

    def _sources(self, asked: Asked) -> Sources:
        coverage = asked.coverage
        return Sources(
            documents=self._named(asked),
            citations=asked.places,
            coverage=None if coverage is None else coverage.fraction,
            sections_read=0 if coverage is None else coverage.read,
            sections=0 if coverage is None else coverage.total,
            found=asked.found,
            warnings=self._warnings(asked),
        )

    def _named(self, asked: Asked) -> tuple[DocumentRef, ...]:
        refs = self._documents.refs
        if len(refs) <= _MOST_LISTED:
            return refs
        cited = {citation.path for citation in asked.places}
        return tuple(ref for ref in refs if ref.place in cited)

    def _warnings(self, asked: Asked) -> tuple[str, ...]:
        found = [words.gone(name) for name in self._documents.gone]
        if self._documents.waiting:
            found.append(words.not_read_yet(self._documents.waiting))
        if self._hearing.failed:
            found.append(words.sections_failed(self._hearing.failed))
        if asked.cut:
            found.append(words.answer_cut())
        return tuple(found)


class _Hearing(Listener):
    """Turns what is heard of a question into what is told of the work."""

    def __init__(self, work: AskWork) -> None:
        self._work = work
        self._sources: Sequence[Source] = ()
        self._text: list[str] = []
        self._asked: Asked | None = None
        self._cells: list[Cell] = []
        self._began = 0.0
        self._done = 0
        self.failed = 0

    def tell(self, stage: str, done: int = 0, total: int = 0) -> None:
        self._work.progressed.emit(Progress(stage=stage, done=done, total=total))

    def so_far_kept(self) -> Asked:
        """What there is when it ends early."""
        if self._text:
            text = "".join(self._text)
            places = checked(text, self._sources).citations
            return Asked(text=text, found=bool(text.strip()), citations=places, places=places)
        return self._asked or Asked(text="", found=False)

    def preparing(self, name: str) -> None:
        self.tell(words.preparing(name))

    def embedding(self, done: int, total: int) -> None:
        self.tell(words.embedding(done, total), done, total)

    def searching(self) -> None:
        self.tell(words.looking(len(self._work._documents.asked)))

    def chosen(self, sources: Sequence[Source]) -> None:
        self._sources = sources

    def prompted(self, done: int, total: int) -> None:
        if not self._cells:
            self.tell(words.reading_prompt(done, total), done, total)

    def extended(self, text: str, tokens: int) -> None:
        self._text.append(text)
        self._work.extended.emit(text, tokens)

    # every section

    def planned(self, sections: Sequence[Source]) -> None:
        self._sources = sections
        places: dict[str, int] = {}
        for section in sections:
            places.setdefault(section.path, len(places))
        self._cells = [Cell(places[each.path], len(each.passage.text)) for each in sections]
        self._began = time.monotonic()
        self._tell_cells()

    def reading(self, place: int) -> None:
        self._set_cell(place, "working")

    def read(self, place: int, *, failed: bool) -> None:
        self._done += 1
        self.failed += failed
        self._set_cell(place, "failed" if failed else "done")

    def so_far(self, asked: Asked) -> None:
        self._asked = asked
        self._work.replaced.emit(asked.text)

    def _set_cell(self, place: int, state: CellState) -> None:
        cell = self._cells[place]
        self._cells[place] = Cell(cell.document, cell.weight, state)
        self._tell_cells()

    def _tell_cells(self) -> None:
        done, total = self._done, len(self._cells)
        whole = sum(cell.weight for cell in self._cells) or 1
        read = sum(cell.weight for cell in self._cells if cell.state == "done")
        spent = time.monotonic() - self._began
        section = words.reading_section(min(done + 1, total), total)
        self._work.progressed.emit(
            Progress(
                stage=section if done < total else words.writing(),
                done=done,
                total=total,
                coverage=read / whole,
                cells=tuple(self._cells),
                seconds_left=spent / done * (total - done) if done else None,
            )
        )


def earlier_turns(branch: Sequence[Message]) -> tuple[Turn, ...]:
    """What was said before, without replies that came to nothing."""
    return tuple(
        Turn(message.role, message.text)
        for message in branch
        if message.role in ("user", "assistant")
        and message.text.strip()
        and (message.sources is None or message.sources.found)
    )
