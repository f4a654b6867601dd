"""`inkstone ask`: a question answered from documents, with the places it was found in."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.answer import speed_fields
from assistant.cli.asking.driver import Driver
from assistant.cli.asking.embedder import embedding_model, load_embedding_model
from assistant.cli.asking.hearing import Hearing
from assistant.cli.asking.library import Library
from assistant.cli.engine_session import EngineSession, open_session
from assistant.cli.input_files import find_files
from assistant.cli.interrupt import Interrupt
from assistant.cli.model_choice import choose_engine_model
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.core.asking import Asked, AskOrder
from assistant.core.citation import Citation
from assistant.core.errors import UserError
from assistant.core.remote.server import is_remote, server_and_model
from assistant.core.scanning import answered
from assistant.core.settings import Models
from assistant.paths import app_paths

_SHOWN_QUOTE = 90


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone ask`."""
    add = parser.add_argument
    add("files", nargs="+", metavar="FILE", help="a document, or a folder of documents")
    add("-q", "--question", required=True, help="what you want to know")
    add("-m", "--model", default="", help="a GGUF file, or the name of a known model or a part")
    add("--embedding", default="", metavar="M", help="the embedding model; “none” for words alone")
    add("--scan", action="store_true", help="read the whole text, not only the best passages")
    add("--no-keep", action="store_true", help="forget the documents afterwards")
    add("--json", action="store_true", help="print one JSON document")
    parser.epilog = (
        "Each quotation is checked against the text. Questions that need all of it (list all, "
        "how many, summarise chapter 3) read every section. Documents are read once and again "
        "when they have changed."
    )


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Answer as `options` say; the exit code. Raises `UserError` and `Cancelled`."""
    question = typed_text(options.question).strip()
    if not question:
        raise UserError("empty_prompt", "The question is empty.", "Write it after -q.")
    files = find_files(options.files)
    settings, terminal = surroundings.settings(), surroundings.terminal
    models = settings.models
    shelf = compose.make_shelf()
    model = choose_engine_model(
        typed_text(options.model), surroundings.paths, settings, shelf, terminal.note
    )
    embedding = embedding_model(typed_text(options.embedding), surroundings.paths, settings, shelf)
    interrupt = Interrupt()
    with (
        open_session(surroundings, settings, interrupt) as session,
        interrupt,
        _places(surroundings, keep=not options.no_keep) as places,
        closing(compose.make_extractor()) as extractor,
        places.library() as store,
    ):
        session.begin_load(model, models)
        library = Library(store, extractor, terminal, interrupt)
        library.take(files)
        if not options.json:
            _tell_failures(library, terminal)
        _load(session, model, models, terminal)
        order = AskOrder(
            question=question,
            documents=library.asked(),
            scan=options.scan or None,
            model_key=_embedding(embedding, session, terminal),
        )
        hearing = Hearing(terminal, shows=not options.json)
        asked = Driver(session, store).run(answered(order, hearing))
    terminal.clear_progress()
    _tell_shortcomings(asked, terminal)
    if options.json:
        found = _document(asked, library, model, embedding, terminal)
        terminal.json({**found, "sent_to": session.sent_to})
    else:
        _show(asked, terminal, told=hearing.told)
    return exit_codes.ACTIONABLE if library.failed else exit_codes.DONE


@contextmanager
def _places(surroundings: Surroundings, *, keep: bool) -> Iterator[Surroundings]:
    """Where documents are kept: with everything else, or in a folder that goes away."""
    if keep:
        yield surroundings
        return
    with tempfile.TemporaryDirectory(prefix="inkstone-ask-") as folder:
        yield Surroundings(app_paths(Path(folder)), surroundings.terminal)


def _load(session: EngineSession, model: str, models: Models, terminal: Terminal) -> None:
    session.ensure_loaded(
        model,
        models,
        lambda part: terminal.progress(f"Loading {part:.0%}".replace("%", " %")),
    )


def _embedding(path: str, session: EngineSession, terminal: Terminal) -> str:
    """The key of the embedding model, which is in memory; "", and a sentence why, without one."""
    if not path:
        terminal.note("[No embedding model here: the documents are searched by words alone.]")
        return ""
    try:
        return load_embedding_model(path, session)
    except UserError as error:
        terminal.note(f"[The documents are searched by words alone. {error.text}]")
        return ""


def _tell_failures(library: Library, terminal: Terminal) -> None:
    for path, error in library.failed:
        terminal.note(f"{one_line(typed_text(str(path)))}: {error.text} {error.hint}".strip())


def _tell_shortcomings(asked: Asked, terminal: Terminal) -> None:
    if asked.by_words is not None:
        terminal.note(f"[The documents are searched by words alone. {asked.by_words.text}]")
    if asked.cut:
        terminal.note("[An answer was cut: it had no more room.]")


# what the person gets


def _show(asked: Asked, terminal: Terminal, *, told: bool) -> None:
    if told:
        terminal.line()
    elif asked.text:
        terminal.line(asked.text)
    if not asked.found:
        terminal.line("The documents do not answer this question.")
    if asked.coverage is not None:
        read, total = asked.coverage.read, asked.coverage.total
        noun = "section" if total == 1 else "sections"
        terminal.note(f"[{read:,} of {total:,} {noun} read.]")
    if not asked.citations:
        return
    terminal.line()
    terminal.line("Sources")
    for citation in asked.citations:
        terminal.line(_source_line(citation))


def _source_line(citation: Citation) -> str:
    quote = one_line(citation.quote)
    quote = quote[: _SHOWN_QUOTE - 1] + "…" if len(quote) > _SHOWN_QUOTE else quote
    if not citation.verified:
        where = f" (named as [{citation.n}])" if citation.n else ""
        return f"  not found: “{quote}”{where}"
    page = f", page {citation.page}" if citation.page else ""
    name = one_line(typed_text(Path(citation.path).name))
    kind = "verified" if citation.by_model else "see"
    return f"  [{citation.n}] {name}{page}, {kind}: “{quote}”"


def _document(
    asked: Asked, library: Library, model: str, embedding: str, terminal: Terminal
) -> dict[str, Any]:
    document: dict[str, Any] = {
        "answer": asked.text,
        "found": asked.found,
        "citations": [msgspec.structs.asdict(citation) for citation in asked.citations],
        "documents": [
            {
                "path": path,
                "sha256": document.sha256,
                "pages": document.pages,
                "characters": document.characters,
            }
            for path, document in library.documents.items()
        ],
        "failed": [
            {"path": str(path), "kind": error.kind, "message": error.text, "hint": error.hint}
            for path, error in library.failed
        ],
        "model": _stem(model),
        "embedding_model": _stem(embedding),
        **speed_fields(asked.usage, asked.timings),
        "notes": list(terminal.notes),
    }
    if asked.coverage is not None:
        document["coverage"] = asked.coverage.fraction
        document["items"] = list(asked.items)
    return document


def _stem(path: str) -> str:
    return server_and_model(path)[1] if is_remote(path) else Path(path).stem
