"""What else the writing desk keeps, in a real database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.core.templates.template import Template
from assistant.core.translation.glossary import Glossary, Term
from assistant.core.translation.order import Languages, Segment
from assistant.core.writing.action import Action
from assistant.core.writing.change import Flag
from assistant.storage import desk_memory
from assistant.storage.desk import SqliteDesk
from assistant.storage.library import SqliteLibrary, open_library
from tests.unit.storage.conftest import Clock

replace = msgspec.structs.replace
TO_GERMAN = Languages(source="en", target="de")
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)


@pytest.fixture
def library(path: Path, backups_dir: Path, clock: Clock) -> Iterator[SqliteLibrary]:
    library = open_library(path, backups_dir, clock=clock)
    yield library
    library.close()


@pytest.fixture
def desk(library: SqliteLibrary) -> SqliteDesk:
    return library.desk


def test_own_actions_are_kept_in_their_order(desk: SqliteDesk) -> None:
    first = desk.keep_action(Action(id="", name="Pirate", instruction="Like a pirate."))
    second = desk.keep_action(Action(id="", name="Haiku", instruction="A haiku.", kind="compose"))
    assert first.own
    assert first.id != second.id
    first = desk.keep_action(replace(first, name="Buccaneer", shortcut="Ctrl+B"))
    assert desk.list_actions() == [first, second]
    desk.delete_action(first.id)
    desk.delete_action("nothing")
    assert desk.list_actions() == [second]
    third = desk.keep_action(Action(id="", name="New", instruction="x"))
    assert third.id not in (first.id, second.id)
    assert desk.keep_action(first) == first
    assert desk.list_actions() == [first, second, third]
    foreign = desk.keep_action(Action(id="from a file", name="F", instruction="f"))
    assert desk.list_actions()[-1] == foreign


def test_glossaries_are_kept_with_their_terms(desk: SqliteDesk) -> None:
    terms = (
        Term(source="model", target="Modell", note="n"),
        Term(source="Inkstone", keep=True),
        Term(source="model", target="Vorbild"),
    )
    law = desk.keep_glossary(Glossary(name="law", source_language="en", terms=terms))
    art = desk.keep_glossary(Glossary(name="Art", target_language="zh-Hans"))
    assert law.id != 0
    assert desk.list_glossaries() == [art, law]
    law = desk.keep_glossary(replace(law, name="a law", terms=terms[:1]))
    assert desk.list_glossaries() == [law, art]
    desk.delete_glossary(law.id)
    assert desk.list_glossaries() == [art]
    assert desk.keep_glossary(law) == law  # a deletion is undone
    assert desk.list_glossaries() == [law, art]


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=6), ANY_TEXT, ANY_TEXT)
def test_any_sentence_is_remembered_exactly(
    desk: SqliteDesk, pairs: dict[str, str], variant: str, other: str
) -> None:
    desk.forget_memory()
    desk.remember(TO_GERMAN, pairs, variant)
    assert desk.remembered(TO_GERMAN, [*pairs, "unknown sentence of this test"], variant) == pairs
    assert desk.memory_size() == len(pairs)
    if other != variant:
        assert desk.remembered(TO_GERMAN, list(pairs), other) == {}
    assert desk.remembered(Languages(source="en", target="fr"), list(pairs), variant) == {}


def test_what_a_person_wrote_is_not_replaced_by_a_model(desk: SqliteDesk) -> None:
    desk.remember(TO_GERMAN, {"a": "model 1", "b": "model 1"})
    desk.remember(TO_GERMAN, {"a": "person"}, by_person=True)
    desk.remember(TO_GERMAN, {"a": "model 2", "b": "model 2"})
    assert desk.remembered(TO_GERMAN, ["a", "b"]) == {"a": "person", "b": "model 2"}
    desk.remember(TO_GERMAN, {"a": "person again"}, by_person=True)
    assert desk.remembered(TO_GERMAN, ["a", "a"]) == {"a": "person again"}
    assert desk.remembered(TO_GERMAN, []) == {}


def test_the_memory_forgets_what_was_not_used_for_the_longest_time(
    desk: SqliteDesk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_memory, "MOST_SENTENCES", 20)
    monkeypatch.setattr(desk_memory, "_COUNTED_EVERY", 1)
    desk.remember(TO_GERMAN, {"own": "eigen"}, by_person=True)
    for number in range(20):
        clock.pass_days(2)
        desk.remembered(TO_GERMAN, ["0"])
        desk.remember(TO_GERMAN, {str(number): "x"})
    left = desk.remembered(TO_GERMAN, ["own", *map(str, range(20))])
    assert set(left) == {"own", "0", *map(str, range(4, 20))}


def test_a_thousand_of_a_hundred_thousand_sentences_are_found_quickly(desk: SqliteDesk) -> None:
    for start in range(0, 100_000, 10_000):
        numbers = range(start, start + 10_000)
        desk.remember(TO_GERMAN, {f"Sentence number {n} of them.": f"Satz {n}." for n in numbers})
    assert desk.memory_size() == 100_000
    wanted = [f"Sentence number {n * 97} of them." for n in range(1000)]
    began = time.perf_counter()
    found = desk.remembered(TO_GERMAN, wanted)
    took = time.perf_counter() - began
    assert len(found) == 1000
    assert took < 0.5  # 15 ms where nothing else runs; reading all takes a second


def test_a_file_goes_on_where_it_was(
    library: SqliteLibrary, path: Path, backups_dir: Path, clock: Clock
) -> None:
    one = Segment(unit=0, start=0, end=2, source="Hi", target="Hallo \ud800")
    two = Segment(
        unit=1, start=3, end=5, source="No", target="Nein", origin="memory",
        flags=(Flag(kind="number", problem="missing", item="7"),),
    )  # fmt: skip
    library.desk.keep_segment("k", 3, two)
    library.desk.keep_segments("k", {3: one, 1: two})
    library.desk.keep_segments("other", {})
    library.desk.keep_segment("other", 0, two)
    library.close()
    again = open_library(path, backups_dir, clock=clock)
    assert again.desk.finished_segments("k") == {1: two, 3: one}
    again.desk.forget_job("k")
    assert again.desk.finished_segments("k") == {}
    assert again.desk.finished_segments("other") == {0: two}
    clock.pass_days(80)
    again.desk.keep_segment("other", 1, one)
    clock.pass_days(80)
    again.desk.keep_segment("new", 0, one)
    assert len(again.desk.finished_segments("other")) == 2
    clock.pass_days(20)
    again.desk.keep_segment("newest", 0, one)  # nobody goes on with "other" any more
    assert again.desk.finished_segments("other") == {}
    assert again.desk.finished_segments("new") == {0: one}
    again.close()


def keep_one(desk: SqliteDesk, what: str, word: str) -> Callable[[], None]:
    """Keep something of these words; the function that deletes it is returned."""
    if what == "action":
        action = desk.keep_action(Action(id="", name=word, instruction=word))
        return lambda: desk.delete_action(action.id)
    if what == "template":
        template = desk.keep_template(Template(name=word, title=word, text=word))
        return lambda: desk.delete_template(template.id)
    if what == "glossary":
        terms = (Term(source=word, target=word, note=word),)
        glossary = desk.keep_glossary(Glossary(name=word, terms=terms))
        return lambda: desk.delete_glossary(glossary.id)
    if what == "memory":
        desk.remember(TO_GERMAN, {f"{word} {n}": word for n in range(2000)}, word)
        return desk.forget_memory
    segment = Segment(unit=0, start=0, end=1, source=word, target=word)
    desk.keep_segment(word, 0, segment)
    return lambda: desk.forget_job(word)


@pytest.mark.parametrize("what", ["action", "template", "glossary", "memory", "job"])
def test_what_is_deleted_leaves_no_word_behind(
    library: SqliteLibrary, path: Path, what: str
) -> None:
    delete = keep_one(library.desk, what, "zymurgyvortex")
    library._database.truncate_journal()

    def on_disk() -> list[Path]:
        files = [file for file in path.parent.iterdir() if file.is_file()]
        return [file for file in files if b"zymurgyvortex" in file.read_bytes()]

    assert on_disk()
    delete()
    assert on_disk() == []
