"""`inkstone translate`: a text or a file in another language, sentence by sentence."""

from __future__ import annotations

import argparse
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.asking.driver import Driver
from assistant.cli.engine_session import EngineSession, open_session
from assistant.cli.interrupt import Interrupt
from assistant.cli.model_choice import choose_engine_model
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.cli.translating import material as materials
from assistant.cli.translating.hearing import Hearing
from assistant.cli.translating.material import Material
from assistant.cli.translating.report import document, notes_on
from assistant.core.document_ports import LibraryStore
from assistant.core.errors import Cancelled, UserError
from assistant.core.settings import Models
from assistant.core.summary_progress import model_identity
from assistant.core.translation.course import translated
from assistant.core.translation.file_course import forgotten, translated_file
from assistant.core.translation.glossary import Glossary
from assistant.core.translation.languages import english_name, find_language
from assistant.core.translation.marks import without_marks
from assistant.core.translation.order import Languages, TranslateOrder, Translation

if TYPE_CHECKING:
    from assistant.core.entities import ModelInfo
    from assistant.documents.translating.file_translator import ProcessFileTranslator


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone translate`."""
    add = parser.add_argument
    add("material", nargs="?", default="-", metavar="TEXT | FILE | -", help="what to translate")
    add("--to", required=True, metavar="LANG", help="into which language: a code or English name")
    add("--from", dest="source", default="", metavar="LANG", help="from which; else it is detected")
    add("--tone", choices=("formal", "informal"), default="", help="how the reader is addressed")
    add("--glossary", metavar="CSV", help="terms: a CSV or TBX file, or the name of a kept one")
    add("--instruction", default="", metavar="T", help="what else to mind")
    add("--bilingual", choices=("below", "table"), default="", help="with the source, for files")
    add("-m", "--model", default="", help="a GGUF file, or the name of a known model or a part")
    add("-o", "--output", metavar="OUT", help="write it to OUT; a file keeps its format")
    add("--no-memory", action="store_true", help="neither use nor keep remembered sentences")
    add("--json", action="store_true", help="print one JSON document")
    parser.epilog = (
        "Markdown, HTML, DOCX, PPTX, SRT, VTT, PO and plain text keep their structure. Finished "
        "sentences are kept: after Ctrl+C or a crash the same command goes on where it was."
    )


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Translate as `options` say; the exit code. Raises `UserError` and `Cancelled`."""
    languages = _languages(options)
    given = typed_text(options.material)
    named = materials.file_named(options.material) if given != "-" else None
    output = materials.output_path(options.output, named)
    if options.bilingual and (named is None or output is None):
        raise UserError(
            "usage", "--bilingual needs a file to translate and -o.", "Name both of them."
        )
    settings, terminal = surroundings.settings(), surroundings.terminal
    models = settings.models
    shelf = compose.make_shelf()
    model = choose_engine_model(
        typed_text(options.model), surroundings.paths, settings, shelf, terminal.note
    )
    interrupt = Interrupt()
    with (
        open_session(surroundings, settings, interrupt) as session,
        closing(compose.make_extractor()) as extractor,
        surroundings.library() as library,
    ):
        translator = compose.make_file_translator(extractor)
        if named is None:
            # Ctrl+C while a person types is not ours
            material = (
                materials.typed_material() if given == "-" else materials.text_material(given)
            )
        with interrupt:
            session.begin_load(model, models)
            if named is not None:
                terminal.progress(f"Opening {one_line(typed_text(named.name))}")
                material = materials.file_material(
                    named, translator, extractor, lambda: interrupt.count > 0, terminal.note
                )
            materials.check_output(output, material)
            glossary = _glossary(options.glossary, languages, library, terminal)
            info = _load(session, model, models, terminal)
            work = _Work(options, session, library, terminal, info, translator, output)
            return work.run(material, languages, glossary)


class _Work:
    """One translation, once everything is in memory. Main thread."""

    def __init__(
        self,
        options: argparse.Namespace,
        session: EngineSession,
        library: LibraryStore,
        terminal: Terminal,
        info: ModelInfo,
        translator: ProcessFileTranslator,
        output: Path | None,
    ) -> None:
        self._options = options
        self._session = session
        self._driver = Driver(session, library)
        self._terminal = terminal
        self._info = info
        self._model = model_identity(info)
        self._translator = translator
        self._output = output

    def run(self, material: Material, languages: Languages, glossary: Glossary) -> int:
        options = self._options
        order = TranslateOrder(
            units=material.units.units,
            languages=languages,
            tone=options.tone,
            glossary=glossary,
            instruction=typed_text(options.instruction),
            use_memory=not options.no_memory,
        )
        shows = material.path is None and self._output is None and not options.json
        shown = material.units.units[0] if shows else None
        hearing = Hearing(self._terminal, languages.target, shown)
        translation = self._translated(material, order, hearing)
        hearing.closed()
        if translation.source_language == languages.target:
            self._terminal.note(f"[The text is in {english_name(languages.target)} already.]")
        text = self._hand_over(material, translation)
        if options.json:
            notes = [*self._terminal.notes, *notes_on(translation.segments)]
            found = document(translation, text, self._info.name, notes)
            found["sent_to"] = self._session.sent_to
            if self._output is not None:
                found["output"] = typed_text(str(self._output))
            self._terminal.json(found)
        else:
            for line in notes_on(translation.segments):
                self._terminal.note(line)
        if not options.no_memory:
            self._driver.run(forgotten(material.units, order, self._model))
        return exit_codes.DONE

    def _translated(
        self, material: Material, order: TranslateOrder, hearing: Hearing
    ) -> Translation:
        detector = compose.make_detector()
        if self._options.no_memory:
            return self._driver.run(translated(order, hearing, detector))
        steps = translated_file(material.units, order, hearing, detector, self._model)
        try:
            return self._driver.run(steps)
        except (Cancelled, UserError):
            hearing.broken_off()
            if hearing.done:
                noun = "sentence is" if hearing.done == 1 else "sentences are"
                self._terminal.note(
                    f"[{hearing.done:,} finished {noun} kept; the same command goes on from there.]"
                )
            raise

    def _hand_over(self, material: Material, translation: Translation) -> str:
        """Write or print it; the whole text."""
        output, path = self._output, material.path
        plain = "\n\n".join(map(without_marks, translation.units))
        prints = output is None and not self._options.json
        if path is None:
            if output is not None:
                _write_text(output, translation.text)
            return translation.text
        if output is not None and output.suffix.lower() == path.suffix.lower():
            self._write(material, translation, output)
        elif output is not None:
            _write_text(output, f"{plain}\n")
        elif prints and material.units.kind in materials.TEXT_KINDS:
            from assistant.documents.encodings import decode

            with tempfile.TemporaryDirectory(prefix="inkstone-translate-") as folder:
                made = Path(folder) / path.name
                self._write(material, translation, made)
                self._terminal.write(decode(made.read_bytes()).text)
        elif prints:
            self._terminal.line(plain)
        if output is not None and not self._options.json:
            self._terminal.note(f"[Written to {one_line(typed_text(str(output)))}.]")
        return plain

    def _write(self, material: Material, translation: Translation, out: Path) -> None:
        assert material.path is not None  # noqa: S101 - only files are written in their format
        self._terminal.progress(f"Writing {one_line(typed_text(out.name))}")
        notes = self._translator.write(
            material.path,
            material.units.sha256,
            translation.units,
            out,
            bilingual=self._options.bilingual,
            language=translation.target_language,
            cancelled=lambda: self._session.interrupt.count > 0,
        )
        for note in notes:
            self._terminal.note(f"{one_line(typed_text(out.name))}: {note}")


def _languages(options: argparse.Namespace) -> Languages:
    target = _language(typed_text(options.to))
    source = _language(typed_text(options.source)) if options.source else ""
    if source == target:
        raise UserError(
            "usage",
            f"The text would be translated from {english_name(target)} into itself.",
            "Choose two languages with --from and --to.",
        )
    return Languages(source=source, target=target)


def _language(named: str) -> str:
    code = find_language(named)
    if not code:
        raise UserError(
            "usage",
            f"“{one_line(named)}” is no language that is known here.",
            "Use a code such as de, pt-BR or zh-Hans, or the English name.",
        )
    return code


def _glossary(
    given: str | None, languages: Languages, library: LibraryStore, terminal: Terminal
) -> Glossary:
    """The terms in a file, or those of a kept glossary of that name."""
    if not given:
        return Glossary()
    from assistant.language.term_files import TermFiles

    path = Path(given).expanduser()
    if not path.exists():
        name = typed_text(given).casefold()
        for kept in library.desk.list_glossaries():
            if kept.name.casefold() == name:
                return kept
    into = Glossary(source_language=languages.source, target_language=languages.target)
    read = TermFiles().read(path, into)
    unused = [
        f"{count:,} {rows}"
        for count, rows in (
            (read.duplicates, "more of a term that stands there already"),
            (read.empty, "without a term or its translation"),
        )
        if count
    ]
    if unused:
        name = one_line(typed_text(path.name))
        terminal.note(f"[{name}: rows that are not used: {', '.join(unused)}.]")
    return read.glossary


def _load(session: EngineSession, model: str, models: Models, terminal: Terminal) -> ModelInfo:
    return session.ensure_loaded(
        model,
        models,
        lambda part: terminal.progress(f"Loading {part:.0%}".replace("%", " %")),
    )


def _write_text(path: Path, text: str) -> None:
    from assistant.documents.answer_files import failure
    from assistant.whole_files import write_whole

    try:
        write_whole(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise failure(error, one_line(typed_text(path.name))) from error
