"""Glossaries: kept, deleted and brought back, imported and exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from assistant.controllers.glossaries import GlossaryShelf, merged
from assistant.core.translation.glossary import Glossary, Term
from tests.translating_parts import Parts


@pytest.fixture
def parts(qtbot: QtBot, tmp_path: Path) -> Iterator[Parts]:
    parts = Parts(qtbot, tmp_path / "home")
    yield parts
    parts.stop()


@pytest.fixture
def shelf(parts: Parts) -> GlossaryShelf:
    with parts.qtbot.waitSignal(parts.glossaries.changed):
        parts.glossaries.load()
    return parts.glossaries


def kept(parts: Parts, glossary: Glossary) -> Glossary:
    made: list[Glossary] = []
    parts.glossaries.keep(glossary, made.append)
    parts.until(lambda: made)
    return made[0]


def stored(parts: Parts) -> list[Glossary]:
    return parts.from_library(lambda library: library.desk.list_glossaries())


HARBOUR = Glossary(
    name="Harbour",
    source_language="en",
    target_language="de",
    terms=(Term(source="harbour", target="Hafen"), Term(source="Lumo", keep=True, note="a town")),
)


def test_a_glossary_is_kept_and_changed_in_its_place(parts: Parts, shelf: GlossaryShelf) -> None:
    first = kept(parts, HARBOUR)
    assert first.id > 0
    assert shelf.glossary(first.id) == first
    other = kept(parts, Glossary(name="Another"))
    assert [each.name for each in shelf.glossaries] == ["Another", "Harbour"]
    changed = msgspec.structs.replace(other, name="Zebra", terms=(Term(source="a", target="b"),))
    kept(parts, changed)
    assert [each.name for each in stored(parts)] == ["Harbour", "Zebra"]
    assert [each.name for each in shelf.glossaries] == ["Harbour", "Zebra"]


def test_a_deleted_glossary_comes_back_whole(parts: Parts, shelf: GlossaryShelf) -> None:
    made = kept(parts, HARBOUR)
    with parts.qtbot.waitSignal(shelf.deleted) as deleted:
        shelf.delete(made.id)
    assert stored(parts) == [] and shelf.glossaries == []
    with parts.qtbot.waitSignal(shelf.changed):
        shelf.restore(deleted.args[0])
    assert stored(parts)[0].terms == HARBOUR.terms


def test_an_import_says_what_became_of_the_rows(
    parts: Parts, shelf: GlossaryShelf, tmp_path: Path
) -> None:
    made = kept(parts, HARBOUR)
    path = tmp_path / "more terms.csv"
    path.write_text("en,de\nharbour,Seehafen\nmole,Mole\nmole,Mole\n,\nquay,Kai\n")
    with parts.qtbot.waitSignal(shelf.imported) as imported:
        shelf.import_file(str(path), made)
    report = imported.args[0]
    assert (report.added, report.replaced) == (2, 1)
    assert report.duplicates >= 1 and report.empty >= 1
    terms = {term.source: term.target for term in stored(parts)[0].terms}
    assert terms == {"harbour": "Seehafen", "Lumo": "", "mole": "Mole", "quay": "Kai"}


@pytest.mark.parametrize("ending", ["csv", "tbx"])
def test_what_is_exported_can_be_imported(
    parts: Parts, shelf: GlossaryShelf, tmp_path: Path, ending: str
) -> None:
    made = kept(parts, HARBOUR)
    path = tmp_path / f"terms.{ending}"
    with parts.qtbot.waitSignal(shelf.exported):
        shelf.export_file(made, str(path))
    with parts.qtbot.waitSignal(shelf.imported) as imported:
        shelf.import_file(str(path), Glossary())
    again = imported.args[0].glossary
    assert {term.source for term in again.terms} == {"harbour", "Lumo"}
    assert (again.source_language, again.target_language) == ("en", "de")
    assert next(term for term in again.terms if term.source == "Lumo").keep


def test_a_file_without_terms_is_refused(
    parts: Parts, shelf: GlossaryShelf, tmp_path: Path
) -> None:
    path = tmp_path / "nothing.csv"
    path.write_text("")
    with parts.qtbot.waitSignal(shelf.failed) as failed:
        shelf.import_file(str(path), Glossary())
    assert failed.args[0].kind == "empty_document"
    assert stored(parts) == []


def test_ten_thousand_terms_are_kept(parts: Parts, shelf: GlossaryShelf) -> None:
    terms = tuple(Term(source=f"term {n}", target=f"Wort {n}") for n in range(10_000))
    made = kept(parts, Glossary(name="Large", terms=terms))
    assert stored(parts)[0].terms == terms
    assert shelf.glossary(made.id) == made


def test_merging_keeps_the_name_and_fills_in_the_languages() -> None:
    class Read:
        glossary = Glossary(
            name="from file",
            source_language="en",
            target_language="fr",
            terms=(Term(source="a", target="x"),),
        )
        duplicates = 0
        empty = 0

    named = merged(Glossary(name="Mine", target_language="de"), Read(), "t.csv").glossary
    assert (named.name, named.source_language, named.target_language) == ("Mine", "en", "de")
