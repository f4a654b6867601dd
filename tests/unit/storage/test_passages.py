"""Passages on disk: found by words of any script and by vectors, replaced, forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.core.passage import Passage
from assistant.storage import passage_rows
from assistant.storage.database import Database
from assistant.storage.library import SqliteLibrary, open_library
from assistant.storage.passages import PassageIndex

TEXTS = {
    "a": ["The lease begins in March.", "Deposits are repaid within six weeks."],
    "b": ["违约金为三千元，押金另计。", "图书馆周一闭馆整理。"],
    "c": ["The museum opens at nine.", "Dogs are welcome in the garden."],
}


def cut(texts: list[str]) -> list[Passage]:
    found, at = [], 0
    for text in texts:
        found.append(Passage(start=at, end=at + len(text), text=text, page=1, page_breaks=(3,)))
        at += len(text)
    return found


@pytest.fixture
def library(path: Path, backups_dir: Path) -> Iterator[SqliteLibrary]:
    library = open_library(path, backups_dir)
    yield library
    library.close()


@pytest.fixture
def index(library: SqliteLibrary) -> PassageIndex:
    return library.passages


def keep(library: SqliteLibrary, sha256: str) -> None:
    text = ExtractedText(name=sha256, format="text", sha256=sha256, text="")
    library.documents.keep_document(text, f"/{sha256}")


@pytest.fixture
def full(library: SqliteLibrary) -> PassageIndex:
    for sha256, texts in TEXTS.items():
        keep(library, sha256)
        library.passages.index_document(sha256, cut(texts))
    return library.passages


def best(index: PassageIndex, question: str, sha256: str = "") -> list[str]:
    number = index.document_id(sha256) if sha256 else None
    hits = index.search_text(question, 10, None if number is None else [number])
    return [passage.text for passage in index.passages(hits)]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When does the lease begin?", TEXTS["a"][0]),
        ("How is a deposit repaid?", TEXTS["a"][1]),
        ("押金", TEXTS["b"][0]),  # two characters
        ("违约金是多少？", TEXTS["b"][0]),
        ("图书馆星期几闭馆", TEXTS["b"][1]),
        ("opening of the museum", TEXTS["c"][0]),
    ],
)
def test_a_question_finds_its_passage(full: PassageIndex, question: str, text: str) -> None:
    assert best(full, question)[:1] == [text]


def test_marks_alone_find_nothing(full: PassageIndex) -> None:
    for question in ("", "?!", '" OR NEAR(', "…"):
        assert best(full, question) == []


def test_a_search_stays_within_its_documents(full: PassageIndex) -> None:
    assert best(full, "dog lease deposit", "c") == [TEXTS["c"][1]]


def test_a_heading_counts_as_words_of_its_passage(index: PassageIndex) -> None:
    index.index_document("d", [Passage(start=0, end=4, text="Four.", heading="Parking › Guests")])
    assert best(index, "guest parking") == ["Four."]


def test_what_is_stored_comes_back_the_same(full: PassageIndex) -> None:
    number = full.document_id("b")
    assert number is not None
    found = full.document_passages(number)
    assert "".join(each.text for each in found) == "".join(TEXTS["b"])
    assert [(each.start, each.page, each.page_breaks) for each in found] == [
        (0, 1, (3,)),
        (len(TEXTS["b"][0]), 1, (3,)),
    ]
    assert found[0].page_at(2) == 1
    assert found[0].page_at(3) == 2


def test_a_document_is_replaced_and_forgotten(full: PassageIndex) -> None:
    full.index_document("a", cut(["Something else."]))
    assert TEXTS["a"][0] not in best(full, "lease begin")
    assert best(full, "else something") == ["Something else."]
    full.remove("a")
    assert best(full, "else something") == []
    assert not full.has_current("a")
    with full._database.reading() as connection:
        left = connection.exec_driver_sql(
            "SELECT count(*) FROM passage_index WHERE passage_index MATCH 'lease OR something'"
        ).scalar()
    assert left == 0


def test_vectors_are_found_and_kept_per_model(full: PassageIndex) -> None:
    numbers = [full.document_id(sha256) or 0 for sha256 in TEXTS]
    for place, number in enumerate(numbers):
        ids = [each.id for each in full.without_vectors(number, "m")]
        full.add_vectors("m", ids, [(1.0, place), (0.0, 5.0 + place)])
    assert full.has_current("a", "m")
    assert not full.has_current("a", "other")
    hits = full.search_vectors("m", (2.0, 0.0), 2)
    assert [p.text for p in full.passages([n for n, _ in hits])] == [TEXTS["a"][0], TEXTS["b"][0]]
    assert hits[0][1] == pytest.approx(1.0)
    only = full.search_vectors("m", (2.0, 0.0), 5, [numbers[2]])
    assert [p.text for p in full.passages([n for n, _ in only])] == TEXTS["c"]
    assert full.search_vectors("other", (1.0, 0.0), 5) == []


def test_vectors_in_memory_follow_what_another_connection_writes(
    full: PassageIndex, path: Path, backups_dir: Path
) -> None:
    ids = [each.id for each in full.without_vectors(full.document_id("a") or 0, "m")]
    full.add_vectors("m", ids, [(1.0, 0.0), (0.0, 1.0)])
    assert len(full.search_vectors("m", (1.0, 0.0), 9)) == 2
    library = open_library(path, backups_dir)
    other = library.passages
    kept = other.index_document("e", cut(["New."]))
    other.add_vectors("m", [kept[0].id], [(1.0, 1.0)])
    assert len(full.search_vectors("m", (1.0, 0.0), 9)) == 3
    other.remove("a")
    library.close()
    assert [hit for hit, _ in full.search_vectors("m", (1.0, 0.0), 9)] == [kept[0].id]


def test_a_vector_of_another_width_is_refused(full: PassageIndex) -> None:
    ids = [each.id for each in full.without_vectors(full.document_id("a") or 0, "m")]
    full.add_vectors("m", ids[:1], [(1.0, 0.0)])
    with pytest.raises(ValueError, match="2 numbers"):
        full.search_vectors("m", (1.0, 0.0, 0.0), 3)


def test_a_file_is_known_until_its_size_or_time_changes(full: PassageIndex) -> None:
    number = full.document_id("a") or 0
    full.remember_file("/x/a.md", 10, 99, number)
    assert full.unchanged_file("/x/a.md", 10, 99) == "a"
    assert full.unchanged_file("/x/a.md", 11, 99) == ""
    assert full.unchanged_file("/x/a.md", 10, 98) == ""
    full.remove("a")
    assert full.unchanged_file("/x/a.md", 10, 99) == ""


def test_a_replaced_document_is_still_that_file(full: PassageIndex) -> None:
    full.remember_file("/x/a.md", 10, 99, full.document_id("a") or 0)
    full.index_document("a", cut(["Something else."]))
    assert full.unchanged_file("/x/a.md", 10, 99) == "a"


def test_many_are_looked_up_at_once(full: PassageIndex) -> None:
    numbers = full.document_ids(["a", "c", "nothing", "a"])
    assert numbers == {"a": full.document_id("a"), "c": full.document_id("c")}
    first = full.document_passages(numbers["a"])[0]
    full.add_vectors("m", [first.id], [(1.0, 0.0)])
    assert full.count(list(numbers.values()), "m") == (4, 1)
    assert full.count(list(numbers.values())) == (4, 0)
    assert full.count([]) == (0, 0)
    many = full.index_document("many", cut([f"number {n}" for n in range(1500)]))
    ids = [each.id for each in reversed(many)]
    assert [each.id for each in full.passages([*ids, 10**9])] == ids


@pytest.fixture
def short_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passage_rows, "BATCH", 4)
    monkeypatch.setattr(passage_rows, "_REMOVED_AT_ONCE", 3)


def left_in(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        return {
            table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in ("indexed_document", "passage", "passage_vector", "indexed_file")
        } | {
            "words": connection.exec_driver_sql(
                "SELECT count(*) FROM passage_index WHERE passage_index MATCH 'growing'"
            ).scalar_one()
        }


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(0, 9), max_size=3), st.integers(0, 2))
def test_nothing_is_found_of_a_document_until_all_of_it_is(
    index: PassageIndex, short_batches: None, pieces: list[int], old: int
) -> None:
    """Whatever was there before, and in whatever pieces it is written."""
    texts = [f"growing {number}" for number in range(sum(pieces))]
    before = index.index_document("a", cut(["growing before"] * old)) if old else []
    new = index.begin_document("a")
    written: list[Passage] = []
    for size in pieces:
        some = cut(texts)[len(written) : len(written) + size]
        written += index.add_passages(new, some)
        index.add_vectors("m", [each.id for each in written[-2:]], [(1.0, 0.0)] * len(written[-2:]))
        found = set(index.search_text("growing", 1000))
        assert found == {each.id for each in before}
        assert index.search_vectors("m", (1.0, 0.0), 1000) == []
        assert index.passages([each.id for each in written]) == []
        assert index.has_current("a") == bool(old)
    index.finish_document(new)
    assert index.document_id("a") == new
    assert index.document_passages(new) == written
    assert set(index.search_text("growing", 1000)) == {each.id for each in written}
    index.remove("a")
    assert set(left_in(index._database).values()) == {0}


class FullError(Exception):
    pass


def test_a_document_that_fails_half_way_leaves_nothing(
    full: PassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = passage_rows.index_passage

    def failing(connection: Connection, number: int, heading: str, words: str) -> None:
        if "150" in words:
            raise FullError
        real(connection, number, heading, words)

    before = left_in(full._database)
    with monkeypatch.context() as patch:
        patch.setattr(passage_rows, "index_passage", failing)
        with pytest.raises(FullError):
            full.index_document("a", cut([f"growing {n}" for n in range(200)]))
    assert left_in(full._database) == before
    assert best(full, "lease begin")[:1] == [TEXTS["a"][0]]


def test_what_a_dead_process_left_is_removed_at_the_next_start(
    full: PassageIndex, path: Path, backups_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = left_in(full._database)
    with monkeypatch.context() as patch:
        patch.setattr(passage_rows, "own_writer", lambda: "1:0.0")  # as if that one had died
        growing = full.begin_document("d")
        full.add_passages(growing, cut([f"growing {n}" for n in range(100)]))
        with full._database.writing() as connection:
            going = passage_rows.begin_removal(connection, "c")
    assert going
    mine = full.begin_document("e")  # of a process that lives: nobody touches it
    full.add_passages(mine, cut(["growing too"]))
    assert best(full, "museum garden growing") == []
    open_library(path, backups_dir).close()
    left = left_in(full._database)
    assert left["words"] == 1
    assert left["passage"] == before["passage"] - 2 + 1
    full.finish_document(mine)
    assert best(full, "growing") == ["growing too"]


def test_words_of_a_document_that_is_not_kept_are_removed_at_the_next_start(
    full: PassageIndex, path: Path, backups_dir: Path
) -> None:
    """An earlier version deleted documents without them."""
    full.index_document("not kept", cut(["growing"]))
    before = left_in(full._database)
    open_library(path, backups_dir).close()
    assert not full.has_current("not kept")
    assert full.has_current("a")
    after = left_in(full._database)
    assert (before["words"], after["words"]) == (1, 0)
    assert after["passage"] == before["passage"] - 1


def test_a_document_that_is_deleted_while_it_is_indexed_stays_deleted(
    library: SqliteLibrary,
) -> None:
    keep(library, "d")
    index = library.passages
    growing = index.begin_document("d")
    index.add_passages(growing, cut(["growing"]))
    library.documents.delete_document("d")
    for attempt in (
        lambda: index.add_passages(growing, cut(["growing"])),
        lambda: index.finish_document(growing),
    ):
        with pytest.raises(UserError) as refusal:
            attempt()
        assert refusal.value.kind == "not_found"
    assert set(left_in(library._database).values()) == {0}


def test_a_document_that_is_gone_does_not_grow(full: PassageIndex) -> None:
    for attempt in (
        lambda: full.add_passages(999, cut(["growing"])),
        lambda: full.finish_document(999),
        lambda: full.remember_file("/x", 1, 1, 999),
    ):
        with pytest.raises(UserError) as refusal:
            attempt()
        assert refusal.value.kind == "not_found"
