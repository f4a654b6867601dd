"""A summary of which nothing is made twice: a finished pass is kept before it counts."""

from __future__ import annotations

from assistant.core.document_ports import DocumentStore
from assistant.core.messages import FinishReason
from assistant.core.summary_job import SummaryJob
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_run import Pass, SummaryRun


class KeptSummary:
    """Carries a `SummaryRun` forward, always on the thread that owns the given store.

    `computed` passes were asked of the model, `resumed` ones were there already.
    """

    def __init__(self, run: SummaryRun, job: SummaryJob, *, begun_before: bool = False) -> None:
        """With `begun_before`, passes of this very job are looked up, and not kept again."""
        self.run = run
        self.job = job
        self.computed = 0
        self.resumed = 0
        self._begun_before = begun_before

    def due(self, documents: DocumentStore) -> list[Pass]:
        """The passes that the model has to make now; those that are kept are taken instead."""
        found: list[Pass] = []
        while due := self.run.due():
            new = [passed for passed in due if not self._take_kept(passed, documents)]
            found += new
            if len(new) == len(due):
                break
        return found

    def finish(
        self, passed: Pass, text: str, reason: FinishReason, documents: DocumentStore
    ) -> None:
        """Keep what the model answered; an empty answer makes the pass due once more."""
        self.computed += 1
        finished = self.run.take(passed, text, reason)
        if finished is not None:
            documents.keep_pass(self.job.id, finished)

    def _take_kept(self, passed: Pass, documents: DocumentStore) -> bool:
        kept = documents.kept_pass(passed.input_hash)
        if kept is None:
            return False
        again = self.run.take(passed, kept.text, "length" if kept.cut else "stop")
        if again is not None:
            self.resumed += 1
            if not (self._begun_before and kept.node == passed.node.id):
                documents.keep_pass(self.job.id, again)
        return True


def begun_job(
    documents: DocumentStore, options: SummaryOptions, sums: tuple[str, ...], model: str
) -> SummaryJob | None:
    """The job for this work as it was left, if it was begun before. Owner's thread."""
    wanted = (options, sums, model)
    jobs = documents.list_jobs()
    return next((job for job in jobs if (job.options, job.documents, job.model) == wanted), None)
