"""`inkstone summarize`: what documents say, with the pages, and how they compare."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.answer import speed_fields
from assistant.cli.engine_session import EngineSession, open_session
from assistant.cli.input_files import Documents, find_files, read_documents
from assistant.cli.interrupt import Interrupt
from assistant.cli.model_choice import choose_engine_model
from assistant.cli.summary_fields import part_fields, plan_fields, point_fields
from assistant.cli.summary_file import output_path, write_summary
from assistant.cli.summary_work import SummaryWork, duration_text
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.core.document_ports import DocumentStore
from assistant.core.entities import ModelInfo
from assistant.core.errors import Cancelled, UserError
from assistant.core.kept_summary import KeptSummary
from assistant.core.messages import CountTokens, TokenCount
from assistant.core.summary_options import FORMS, LENGTHS, SummaryOptions
from assistant.core.summary_plan import Limits, Plan, plan_summary
from assistant.core.summary_progress import model_identity
from assistant.core.summary_report import summary_markdown
from assistant.core.summary_result import SummaryResult
from assistant.core.summary_run import SummaryRun


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone summarize`."""
    add = parser.add_argument
    add("files", nargs="+", metavar="FILE", help="a document, or a folder of documents")
    add("-m", "--model", default="", help="a GGUF file, or the name of a known model or a part")
    add("--length", choices=LENGTHS, default="medium", help="how long the summary shall be")
    add("--form", choices=FORMS, default="prose", help="what it shall look like")
    add("--language", default="", metavar="L", help="its language; else that of the document")
    add("--instructions", default="", metavar="T", help="what to look for, and for whom")
    add("-o", "--output", metavar="OUT", help="write it to OUT.md, OUT.html, OUT.docx or OUT.pdf")
    add("--plan", action="store_true", help="say what would be done, and do not begin")
    add("--ocr", action="store_true", help="recognise pages that are only pictures")
    add("--again", action="store_true", help="do not use what is kept of an earlier run")
    add("--json", action="store_true", help="print one JSON document")
    parser.epilog = (
        "What is finished is kept: after Ctrl+C or a crash the same command goes on where it "
        "was. The password of a protected file is asked for."
    )


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Summarise as `options` say; the exit code. Raises `UserError` and `Cancelled`."""
    output = output_path(options.output)
    files = find_files(options.files, surroundings.terminal)
    if output is not None and any(_same(output, file) for file in files):
        raise UserError(
            "usage",
            "The summary would be written over a document that it is made of.",
            "Choose another name with -o.",
        )
    settings = surroundings.settings()
    models = settings.models
    model = choose_engine_model(
        typed_text(options.model),
        surroundings.paths,
        settings,
        compose.make_shelf(),
        surroundings.terminal.note,
    )
    terminal, interrupt = surroundings.terminal, Interrupt()
    with (
        open_session(surroundings, settings, interrupt) as session,
        interrupt,
        closing(compose.make_extractor()) as extractor,
        surroundings.store() as store,
    ):
        session.begin_load(model, models)
        documents = read_documents(files, extractor, terminal, interrupt, ocr=options.ocr)
        info = session.ensure_loaded(
            model,
            models,
            lambda part: terminal.progress(f"Loading {part:.0%}".replace("%", " %")),
        )
        command = _Command(options, session, store.documents, terminal, documents, info, output)
        return command.run()


class _Command:
    """One run, once the documents are read and the model is in memory."""

    def __init__(
        self,
        options: argparse.Namespace,
        session: EngineSession,
        store: DocumentStore,
        terminal: Terminal,
        documents: Documents,
        info: ModelInfo,
        output: Path | None,
    ) -> None:
        self._asked = options
        self._options = SummaryOptions(
            length=options.length,
            form=options.form,
            language=typed_text(options.language).strip(),
            instructions=typed_text(options.instructions).strip(),
        )
        self._session = session
        self._store = store
        self._terminal = terminal
        self._documents = documents
        self._info = info
        self._model = model_identity(info)
        self._output = output

    def run(self) -> int:
        plan = self._plan()
        self._tell_failures()
        if self._asked.plan:
            self._print_plan(plan)
            return self._code
        summary = SummaryRun(plan, self._documents.texts, self._options, self._model)
        work, result = self._perform(summary)
        if not result.text:
            raise UserError(
                "no_answer",
                "The model gave no answer, twice.",
                "Choose another model, or another length or form.",
            )
        self._hand_over(summary, work, result)
        return self._code

    @property
    def _code(self) -> int:
        return exit_codes.ACTIONABLE if self._documents.failed else exit_codes.DONE

    # work

    def _plan(self) -> Plan:
        self._terminal.progress("Counting the tokens")
        plan = plan_summary(
            self._documents.texts,
            self._options,
            Limits(self._info.context_length, self._info.sequences),
            self._count,
            self._store.speeds(self._model),
        )
        self._terminal.clear_progress()
        return plan

    def _count(self, texts: Sequence[str]) -> Sequence[int]:
        count = self._session.ask(CountTokens(texts=tuple(texts)))
        if not isinstance(count, TokenCount) or len(count.each) != len(texts):
            raise UserError("protocol", "The engine answered something that was not asked.")
        return count.each

    def _perform(self, summary: SummaryRun) -> tuple[SummaryWork, SummaryResult]:
        store = self._store
        for path, text in zip(self._documents.paths, self._documents.texts, strict=True):
            store.keep_document(text, os.path.abspath(path))  # noqa: PTH100 - links stay
        shas = [text.sha256 for text in self._documents.texts]
        job = store.begin_job(self._options, shas, self._model)
        if self._asked.again:
            store.forget_passes(job.id)
        work = SummaryWork(KeptSummary(summary, job), self._session, store, self._terminal)
        try:
            work.perform()
        except (Cancelled, UserError):
            with suppress(UserError):  # the first error is the one to tell
                store.end_job(job.id, "stopped")
            self._tell_kept(summary)
            raise
        result = summary.result()
        store.end_job(job.id, "done", result)
        speeds = work.progress.speeds()
        if speeds is not None:
            store.keep_speeds(self._model, speeds)
        return work, result

    def _tell_kept(self, summary: SummaryRun) -> None:
        done = summary.finished_passes
        if done and not self._asked.json:
            noun = "pass is" if done == 1 else "passes are"
            self._terminal.note(
                f"[{done} finished {noun} kept; the same command goes on from there.]"
            )

    # what the person gets

    def _tell_failures(self) -> None:
        if self._asked.json:
            return  # they are in the document
        for path, error in self._documents.failed:
            shown = one_line(typed_text(str(path)))
            self._terminal.note(f"{shown}: {error.text} {error.hint}".strip())
        for text in self._documents.texts:
            for note in text.notes:
                self._terminal.note(f"{text.name}: {note}")

    def _hand_over(self, summary: SummaryRun, work: SummaryWork, result: SummaryResult) -> None:
        markdown = summary_markdown(result)
        if self._output is not None:
            names = ", ".join(text.name for text in self._documents.texts)
            write_summary(self._output, markdown, names)
        if self._asked.json:
            self._terminal.json(self._document(summary, work, result))
        elif self._output is not None:
            self._terminal.note(f"[Written to {one_line(typed_text(str(self._output)))}.]")
        else:
            self._terminal.write(markdown)

    def _print_plan(self, plan: Plan) -> None:
        if self._asked.json:
            self._terminal.json(
                {
                    "model": self._info.name,
                    "sent_to": self._session.sent_to,
                    "documents": self._document_fields(),
                    "plan": plan_fields(plan),
                    "errors": self._error_fields(),
                    "notes": self._terminal.notes,
                }
            )
            return
        for text, part in zip(self._documents.texts, plan.documents, strict=True):
            number = len(part.sections)
            pages = f"{text.pages:,} pages, " if text.pages else ""
            self._terminal.line(
                f"{one_line(text.name)}: {pages}{part.tokens:,} tokens, "
                + ("one pass" if number == 1 else f"{number:,} sections")
            )
        noun = "pass" if plan.passes == 1 else "passes"
        time = "" if plan.seconds is None else f", about {duration_text(plan.seconds)}"
        self._terminal.line(f"{plan.tokens:,} tokens, {plan.passes:,} {noun}{time}")

    def _document(
        self, summary: SummaryRun, work: SummaryWork, result: SummaryResult
    ) -> dict[str, Any]:
        """The JSON document of the contract, and more."""
        documents = self._document_fields()
        for fields, part in zip(documents, result.documents, strict=True):
            fields.update(part_fields(part))
        comparison = result.comparison
        return {
            "model": self._info.name,
            "model_path": self._info.path,
            "sent_to": self._session.sent_to,
            "summary": result.text,
            "points": [point_fields(point) for point in result.points],
            "documents": documents,
            "comparison": None if comparison is None else part_fields(comparison),
            "plan": plan_fields(summary.plan),
            "coverage": result.coverage,
            "sections": [
                {
                    "document": notes.document,
                    "number": notes.number,
                    "start": notes.section.start,
                    "end": notes.section.end,
                    "pages": [notes.section.first_page, notes.section.last_page],
                    "text": notes.text,
                    "cut": notes.cut,
                }
                for notes in summary.sections()
            ],
            "computed": work.kept.computed,
            "resumed": work.kept.resumed,
            **speed_fields(work.progress.usage, work.progress.timings),
            "errors": self._error_fields(),
            "notes": [*self._terminal.notes, *result.warnings],
        }

    def _document_fields(self) -> list[dict[str, Any]]:
        return [
            {
                "path": typed_text(str(path)),
                "sha256": text.sha256,
                "pages": text.pages,
                "characters": len(text.text),
                "name": text.name,
                "format": text.format,
                "title": text.title,
                "notes": list(text.notes),
            }
            for path, text in zip(self._documents.paths, self._documents.texts, strict=True)
        ]

    def _error_fields(self) -> list[dict[str, str]]:
        return [
            {
                "path": typed_text(str(path)),
                "kind": error.kind,
                "message": error.text,
                "hint": error.hint,
            }
            for path, error in self._documents.failed
        ]


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them does not exist
        return False
