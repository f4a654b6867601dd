"""Collections in a real database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.core.collection import CollectionFile
from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.storage.library import SqliteLibrary, open_library
from tests.unit.storage.conftest import Clock

PATHS = st.lists(st.text(st.characters(), min_size=1, max_size=12), max_size=8)


@pytest.fixture
def library(path: Path, backups_dir: Path, clock: Clock) -> Iterator[SqliteLibrary]:
    library = open_library(path, backups_dir, clock=clock)
    yield library
    library.close()


def sum_of(path: str) -> str:
    return path.encode("utf-8", "surrogatepass").hex()


def read_file(library: SqliteLibrary, number: int, path: str, sha256: str) -> None:
    text = ExtractedText(name=path, format="text", sha256=sha256, text=f"text of {sha256}")
    library.documents.keep_document(text, f"/elsewhere/{path}")
    library.collections.keep_file(
        CollectionFile(collection_id=number, path=path, state="read", sha256=sha256)
    )


def test_a_collection_is_kept(library: SqliteLibrary, path: Path, backups_dir: Path) -> None:
    collections = library.collections
    made = collections.create("Leases", ["/b", "/a", "/b"])
    assert (made.name, made.roots, made.paused) == ("Leases", ("/b", "/a"), False)
    assert made.created_at == 1_790_000_000
    changed = collections.set_paused(made.id, True)
    changed = collections.rename(made.id, "Contracts")
    changed = collections.set_roots(made.id, ["/c"])
    assert (changed.name, changed.roots, changed.paused) == ("Contracts", ("/c",), True)
    collections.create("art", [])
    library.close()
    again = open_library(path, backups_dir)
    assert [each.name for each in again.collections.list_collections()] == ["art", "Contracts"]
    assert again.collections.list_collections()[1] == changed
    again.close()


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PATHS, PATHS, PATHS)
def test_files_are_exactly_those_that_were_set(
    library: SqliteLibrary, before: list[str], after: list[str], roots: list[str]
) -> None:
    collections = library.collections
    number = collections.create("c", roots).id
    assert collections.list_collections()[-1].roots == tuple(dict.fromkeys(roots))
    other = collections.create("d", []).id
    collections.set_files(other, before)
    collections.set_files(number, before)
    for path in set(before):
        collections.keep_file(
            CollectionFile(collection_id=number, path=path, state="read", sha256=sum_of(path))
        )
    files = collections.set_files(number, after)
    assert files == collections.files(number)
    assert [file.path for file in files] == sorted(set(after))
    for file in files:
        known = file.path in before
        expected = ("read", sum_of(file.path)) if known else ("waiting", "")
        assert (file.state, file.sha256) == expected
    assert [file.path for file in collections.files(other)] == sorted(set(before))
    collections.delete(number)
    collections.delete(other)


def test_what_became_of_a_file_is_kept_while_it_is_in_the_collection(
    library: SqliteLibrary,
) -> None:
    number = library.collections.create("c", []).id
    library.collections.set_files(number, ["/a", "/b"])
    failed = CollectionFile(
        collection_id=number, path="/a", state="failed", kind="scanned", error="E.", hint="H."
    )
    library.collections.keep_file(failed)
    library.collections.keep_file(CollectionFile(collection_id=number, path="/gone"))
    library.collections.keep_file(CollectionFile(collection_id=number + 1, path="/b"))
    assert library.collections.files(number) == [
        failed, CollectionFile(collection_id=number, path="/b")
    ]  # fmt: skip


def test_documents_of_collections_each_once_by_path(library: SqliteLibrary) -> None:
    collections = library.collections
    one, two = collections.create("one", []).id, collections.create("two", []).id
    collections.set_files(one, ["z.txt", "b.txt", "waiting.txt", "failed.txt"])
    collections.set_files(two, ["a.txt", "c.txt"])
    read_file(library, one, "z.txt", "same")
    read_file(library, one, "b.txt", "b")
    read_file(library, two, "a.txt", "same")
    read_file(library, two, "c.txt", "c")
    collections.keep_file(
        CollectionFile(collection_id=two, path="c.txt", state="missing", sha256="c")
    )
    collections.keep_file(
        CollectionFile(collection_id=one, path="failed.txt", state="failed", sha256="b")
    )

    def found(*numbers: int) -> list[tuple[str, str]]:
        return [(each.path, each.sha256) for each in collections.documents(numbers)]

    assert found(one, two) == [("a.txt", "same"), ("b.txt", "b"), ("c.txt", "c")]
    assert found(one) == [("b.txt", "b"), ("z.txt", "same")]
    assert found() == []
    assert found(99) == []


def test_deleting_a_document_lets_its_files_wait(library: SqliteLibrary) -> None:
    collections = library.collections
    number = collections.create("c", []).id
    collections.set_files(number, ["a", "b", "c"])
    for path in ("a", "b", "c"):
        read_file(library, number, path, "other" if path == "c" else "gone")
    missing = CollectionFile(collection_id=number, path="b", state="missing", sha256="gone")
    collections.keep_file(missing)
    library.documents.delete_document("gone")
    assert [(file.state, file.sha256) for file in collections.files(number)] == [
        ("waiting", ""), ("missing", ""), ("read", "other")
    ]  # fmt: skip


def test_deleting_a_collection_keeps_its_documents(library: SqliteLibrary) -> None:
    collections = library.collections
    number = collections.create("c", ["/r"]).id
    collections.set_files(number, ["a"])
    read_file(library, number, "a", "a")
    collections.delete(number)
    assert collections.list_collections() == []
    assert [each.sha256 for each in library.documents.list_documents()] == ["a"]
    with library._database.reading() as connection:
        for table in ("collection_root", "collection_file"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
    # A number is not given twice: a conversation may still name the collection.
    assert collections.create("d", []).id != number


def test_a_collection_that_is_gone_is_said(library: SqliteLibrary) -> None:
    collections = library.collections
    attempts: list[Callable[[], object]] = [
        lambda: collections.rename(7, "x"),
        lambda: collections.set_paused(7, True),
        lambda: collections.set_roots(7, ["/a"]),
        lambda: collections.set_files(7, ["/a"]),
        lambda: collections.files(7),
        lambda: collections.delete(7),
    ]
    for attempt in attempts:
        with pytest.raises(UserError) as refusal:
            attempt()
        assert refusal.value.kind == "not_found"
