"""Does the cases with the very steps that the window and the other commands use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle

import msgspec

from assistant import compose
from assistant.cli.asking.driver import Driver
from assistant.cli.engine_session import EngineSession
from assistant.cli.evaluating.cases import Case
from assistant.cli.evaluating.prompts import classify_prompt
from assistant.cli.summary_work import SummaryWork
from assistant.cli.terminal import Terminal
from assistant.core.answer import NOT_IN_DOCUMENTS
from assistant.core.asking import AskedDocument, AskOrder, Listener
from assistant.core.chat import build_generate
from assistant.core.chat_parameters import ChatParameters
from assistant.core.document_ports import LibraryStore
from assistant.core.document_text import ExtractedText
from assistant.core.entities import Message, ModelInfo, Timings, Usage
from assistant.core.errors import UserError
from assistant.core.kept_summary import KeptSummary
from assistant.core.messages import (
    AnyCommand,
    AnyEvent,
    CountTokens,
    Generate,
    Role,
    TokenCount,
    Turn,
)
from assistant.core.passage import passages_of
from assistant.core.ports import Engine
from assistant.core.scanning import answered
from assistant.core.steps import Steps, Write, Written
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_plan import Limits, plan_summary
from assistant.core.summary_progress import model_identity
from assistant.core.summary_run import SummaryRun
from assistant.core.translation.course import translated
from assistant.core.translation.order import Languages, TranslateHearing, TranslateOrder
from assistant.core.writing.actions import built_in
from assistant.core.writing.course import written
from assistant.core.writing.order import WriteHearing, WriteOrder


class _NoTranslateHearing(TranslateHearing):
    """Nobody hears how it goes on."""


class _NoWriteHearing(WriteHearing):
    """Nobody hears how it goes on."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came out of a case; `error` says why nothing did. `verified` quotations of `quoted`."""

    text: str
    usage: Usage = Usage()
    timings: Timings = Timings()
    verified: int = 0
    quoted: int = 0
    error: str = ""


class GreedyEngine:
    """An engine that draws the likeliest token, whatever a task asks for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.poll: Callable[[float], AnyEvent | None] = engine.poll
        self.wake: Callable[[], None] = engine.wake
        self.close: Callable[[], None] = engine.close

    def submit(self, command: AnyCommand) -> None:
        if isinstance(command, Generate):
            sampling = msgspec.structs.replace(command.sampling, temperature=0.0, inherits=())
            command = msgspec.structs.replace(command, sampling=sampling)
        self._engine.submit(command)


class Tasks:
    """Does cases one after another with the model in memory. Main thread.

    `library` is empty and goes away afterwards: documents of cases are kept in it.
    """

    def __init__(
        self, session: EngineSession, library: LibraryStore, terminal: Terminal, info: ModelInfo
    ) -> None:
        self._session = session
        self._library = library
        self._terminal = terminal
        self._info = info
        self._driver = Driver(session, library)
        self._differ = compose.make_differ()
        self._detector = compose.make_detector()

    def done(self, case: Case) -> Answer:
        """The answer to `case`. Raises `Cancelled`, and `UserError` where the engine is gone."""
        work = {
            "translate": self._translate,
            "summarise": self._summarise,
            "answer": self._answer,
            "classify": self._classify,
            "proofread": self._proofread,
            "chat": self._chat,
        }[case.task]
        try:
            return work(case)
        except UserError as error:
            if error.kind in ("engine_died", "engine_start", "no_model", "bug"):
                raise
            return Answer(text="", error=error.text)

    def _translate(self, case: Case) -> Answer:
        order = TranslateOrder(
            units=(case.text,),
            languages=Languages(source=case.source, target=case.to),
            use_memory=False,
        )
        done = self._driver.run(translated(order, _NoTranslateHearing(), self._detector))
        return Answer(text=done.text, usage=done.usage, timings=done.timings)

    def _proofread(self, case: Case) -> Answer:
        action = built_in("proofread")
        assert action is not None  # noqa: S101 - it ships with the application
        order = WriteOrder(text=case.text, action=action)
        done = self._driver.run(written(order, _NoWriteHearing(), self._differ, self._detector))
        return Answer(text=done.text, usage=done.usage, timings=done.timings)

    def _answer(self, case: Case) -> Answer:
        documents = tuple(self._kept(number, each) for number, each in enumerate(case.documents, 1))
        order = AskOrder(
            question=case.question,
            documents=documents,
            scan=False,
            earlier=tuple(_turns(case.earlier)),
            beginnings=True,
        )
        asked = self._driver.run(answered(order, Listener()))
        checked = [each for each in asked.citations if each.by_model]
        return Answer(
            text=asked.text if asked.found else NOT_IN_DOCUMENTS,
            usage=asked.usage,
            timings=asked.timings,
            verified=sum(each.verified for each in checked),
            quoted=len(checked),
        )

    def _kept(self, number: int, words: str) -> AskedDocument:
        text = _document(f"document {number}.txt", words)
        self._library.documents.keep_document(text, text.name)
        if not self._library.passages.has_current(text.sha256):
            self._library.passages.index_document(text.sha256, passages_of(text))
        known = self._library.passages.document_id(text.sha256)
        assert known is not None  # noqa: S101 - it was indexed above
        return AskedDocument(known, text.name, len(text.text))

    def _summarise(self, case: Case) -> Answer:
        text = _document("document.txt", case.text)
        options = SummaryOptions(length=case.length, form=case.form)
        limits = Limits(self._info.context_length, self._info.sequences)
        model = model_identity(self._info)
        plan = plan_summary([text], options, limits, self._counted, None)
        store = self._library.documents
        store.keep_document(text, text.name)
        job = store.begin_job(options, [text.sha256], model)
        store.forget_passes(job.id)
        run = SummaryRun(plan, [text], options, model)
        work = SummaryWork(KeptSummary(run, job), self._session, store, self._terminal)
        work.perform()
        progress = work.progress
        return Answer(text=run.result().text, usage=progress.usage, timings=progress.timings)

    def _counted(self, texts: Sequence[str]) -> Sequence[int]:
        count = self._session.ask(CountTokens(texts=tuple(texts)))
        if not isinstance(count, TokenCount):
            raise UserError("protocol", "The engine answered something that was not asked.")
        return count.each

    def _classify(self, case: Case) -> Answer:
        return self._driver.run(_said(classify_prompt(case.text, case.labels), case.system))

    def _chat(self, case: Case) -> Answer:
        return self._driver.run(_said(case.text, case.system, case.earlier))


def _turns(said: Sequence[str]) -> Iterator[Turn]:
    """The person begins."""
    roles: tuple[Role, Role] = ("user", "assistant")
    return map(Turn, cycle(roles), said)


def _said(text: str, system: str, earlier: Sequence[str] = ()) -> Steps[Answer]:
    parameters = ChatParameters(system_prompt=system)
    branch = [
        Message(
            role=turn.role,
            text=turn.content,
            id=number,
            conversation_id=1,
            parent_id=number - 1 or None,
            sequence=number,
        )
        for number, turn in enumerate(_turns((*earlier, text)), 1)
    ]
    request = msgspec.structs.replace(build_generate(parameters, branch), keep=False)
    done: Written = yield Write(request, None, None)
    return Answer(text=done.text, usage=done.usage, timings=done.timings)


def _document(name: str, words: str) -> ExtractedText:
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    return ExtractedText(name=name, format="text", sha256=digest, text=words)
