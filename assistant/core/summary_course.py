"""A summary in the window: what of it lives with the library, and what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.core.document_ports import DocumentStore
from assistant.core.document_text import ExtractedText
from assistant.core.grounding import DocumentRef, Sources, SummaryTask
from assistant.core.kept_summary import KeptSummary, begun_job
from assistant.core.messages import FinishReason
from assistant.core.summary_message import (
    InterimText,
    SummaryWords,
    joined,
    message_text,
    sources_of,
)
from assistant.core.summary_plan import Plan, Speeds
from assistant.core.summary_run import Pass, PassState, SummaryRun


@dataclass(frozen=True)
class Standing:
    """Where a summary stands. `due` are passes to be asked of the model now.

    `texts` is what there is of each document. Safe to hand to another thread.
    """

    due: tuple[Pass, ...]
    done: bool
    finished: int
    waiting: tuple[str, ...]
    coverage: float
    states: dict[str, PassState]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Ending:
    """What stays of a summary; `answered` is false when the model gave none."""

    text: str
    sources: Sources
    answered: bool = True


@dataclass
class SummaryCourse:
    """A `KeptSummary` with its texts; every method on the thread that owns the given store."""

    kept: KeptSummary
    documents: tuple[DocumentRef, ...]
    words: SummaryWords
    interim: InterimText = field(init=False)

    def __post_init__(self) -> None:
        self.interim = InterimText(self.kept.run, self.words)

    @property
    def plan(self) -> Plan:
        return self.kept.run.plan

    def standing(self, store: DocumentStore) -> Standing:
        """Where it stands, after what is kept has been taken."""
        due = tuple(self.kept.due(store))
        run = self.kept.run
        states = {node.id: run.state(node.id) for node in run.plan.nodes}
        return Standing(
            due=due,
            done=run.done,
            finished=run.finished_passes,
            waiting=tuple(node for node, state in states.items() if state == "waiting"),
            coverage=run.coverage,
            states=states,
            texts=self.interim.documents(in_order=True),
        )

    def finish(
        self, passed: Pass, text: str, reason: FinishReason, store: DocumentStore
    ) -> Standing:
        """Take and keep what the model answered."""
        self.kept.finish(passed, text, reason, store)
        return self.standing(store)

    def shorten(self, passed: Pass, store: DocumentStore) -> Standing | None:
        """The context did not hold a pass; None where nothing of it can be left out."""
        return self.standing(store) if self.kept.run.too_long(passed) else None

    def end(self, store: DocumentStore, speeds: Speeds | None) -> Ending:
        """Keep how it ended; one that is not done can be gone on with."""
        run, job = self.kept.run, self.kept.job
        result = run.result() if run.done else None
        store.end_job(job.id, "stopped" if result is None else "done", result)
        if speeds is not None and result is not None:
            store.keep_speeds(job.model, speeds)
        sources = sources_of(run, self.documents, result)
        if result is None:
            names = [document.name for document in self.documents]
            return Ending(joined(self.interim.documents(in_order=False), names), sources)
        text = message_text(result, self.words) if result.text else ""
        return Ending(text, sources, answered=bool(result.text))


def begin_course(
    store: DocumentStore,
    task: SummaryTask,
    plan: Plan,
    texts: Sequence[ExtractedText],
    model: str,
    *,
    anew: bool,
) -> SummaryCourse:
    """Begin the job, or take up the one that was begun before.

    With `anew` a summary that was finished is made again rather than repeated.
    """
    sums = tuple(text.sha256 for text in texts)
    before = begun_job(store, task.options, sums, model)
    job = store.begin_job(task.options, sums, model)
    if anew and before is not None and before.state == "done":
        store.forget_passes(job.id)
    run = SummaryRun(plan, texts, task.options, model)
    kept = KeptSummary(run, job, begun_before=before is not None)
    return SummaryCourse(kept, task.documents, SummaryWords(task.options, texts))
