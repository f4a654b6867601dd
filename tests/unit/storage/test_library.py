"""The library beside the conversations: what is deleted is gone, what is damaged is mended."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.core.passage import passages_of
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_result import PartSummary, SummaryResult
from assistant.core.summary_run import FinishedPass
from assistant.storage.backups import set_aside_and_restore
from assistant.storage.driver import load_driver
from assistant.storage.facts import storage_facts
from assistant.storage.library import SqliteLibrary, open_library
from assistant.storage.store import SqliteStore
from tests.unit.storage.conftest import Clock

Opener = Callable[[], SqliteStore]


@pytest.fixture
def open_beside(
    path: Path, backups_dir: Path, clock: Clock
) -> Iterator[Callable[[], SqliteLibrary]]:
    opened: list[SqliteLibrary] = []

    def open_beside() -> SqliteLibrary:
        opened.append(open_library(path, backups_dir, busy_timeout_ms=200, clock=clock))
        return opened[-1]

    yield open_beside
    for library in opened:
        library.close()


@pytest.fixture
def library(open_beside: Callable[[], SqliteLibrary]) -> SqliteLibrary:
    return open_beside()


def keep(library: SqliteLibrary, sha256: str, words: str) -> None:
    """Everything that can be kept of a document."""
    text = ExtractedText(name=f"{words}.txt", format="text", sha256=sha256, text=f"{words} " * 300)
    library.documents.keep_document(text, f"/home/{words}.txt")
    kept = library.passages.index_document(sha256, passages_of(text))
    library.passages.add_vectors("m", [each.id for each in kept], [(1.0, 0.5)] * len(kept))
    library.passages.remember_file(f"/home/{words}.txt", 7, 8, kept[0].document_id)
    options = SummaryOptions(instructions=f"about {words}")
    job = library.documents.begin_job(options, [sha256], "m")
    passed = FinishedPass(node="0.1", input_hash=f"hash {sha256}", text=f"- {words}")
    library.documents.keep_pass(job.id, passed)
    result = SummaryResult(documents=(PartSummary(name=words, text=words),))
    library.documents.end_job(job.id, "done", result)


def traces(library: SqliteLibrary, sha256: str, words: str) -> list[bool]:
    return [
        sha256 in [each.sha256 for each in library.documents.list_documents()],
        bool(library.passages.search_text(words, 5)),
        library.passages.document_id(sha256) is not None,
        library.passages.unchanged_file(f"/home/{words}.txt", 7, 8) == sha256,
        any(sha256 in job.documents for job in library.documents.list_jobs()),
        library.documents.kept_pass(f"hash {sha256}") is not None,
    ]


def on_disk(folder: Path, word: bytes) -> list[Path]:
    return [file for file in folder.iterdir() if file.is_file() and word in file.read_bytes()]


@pytest.mark.parametrize("through", ["library", "store"])
def test_a_deleted_document_leaves_no_word_behind(
    store: SqliteStore, library: SqliteLibrary, path: Path, through: str
) -> None:
    keep(library, "gone", "zymurgyvortex")
    keep(library, "kept", "xylophonequartz")
    library._database.truncate_journal()
    assert on_disk(path.parent, b"zymurgyvortex")
    assert all(traces(library, "gone", "zymurgyvortex"))
    documents = library.documents if through == "library" else store.documents
    documents.delete_document("gone")
    assert not any(traces(library, "gone", "zymurgyvortex"))
    assert (
        len(library.passages.search_vectors("m", (1.0, 0.0), 99))
        == library.passages.count([library.passages.document_id("kept") or 0])[0]
    )
    assert all(traces(library, "kept", "xylophonequartz"))
    assert on_disk(path.parent, b"zymurgy") == []
    documents.delete_document("gone")  # there is nothing to say about it


def test_words_that_are_deleted_by_an_old_sqlite_are_gone_too(
    path: Path, backups_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It cannot overwrite single words, so it merges them away."""
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    for module in ("passage_rows", "index_care", "opening", "tables"):
        monkeypatch.setattr(f"assistant.storage.{module}.has_fts_secure_delete", lambda _: False)
    library = open_library(path, backups_dir)
    keep(library, "gone", "zymurgyvortex")
    keep(library, "kept", "xylophonequartz")
    library.documents.delete_document("gone")
    assert on_disk(path.parent, b"zymurgy") == []
    assert library.passages.search_text("xylophonequartz", 5)
    library.close()


def test_passages_work_in_both_drivers(
    open_beside: Callable[[], SqliteLibrary], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a newer SQLite wrote with secure-delete an older one makes anew before it reads."""
    library = open_beside()
    keep(library, "a", "alpha")
    keep(library, "b", "beta")
    library.documents.delete_document("b")
    library.close()
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "sqlcipher3", None)
        library = open_beside()
        assert library.passages.search_text("alpha", 5)
        keep(library, "c", "gamma")
        library.close()
    library = open_beside()
    assert library.passages.search_text("alpha", 5)
    library.documents.delete_document("c")
    assert library.passages.search_text("gamma", 5) == []
    library.close()
    assert storage_facts(path).problem == ""


def test_a_damaged_index_of_passages_is_mended(
    open_it: Opener, open_beside: Callable[[], SqliteLibrary], path: Path
) -> None:
    open_it().close()
    library = open_beside()
    keep(library, "a", "alpha")
    library.close()
    connection = load_driver().connect(str(path), isolation_level=None)
    connection.execute("UPDATE passage_index_data SET block = x'0102030405060708' WHERE id > 10")
    connection.close()
    open_it()
    library = open_beside()
    assert library.passages.search_text("alpha", 5)
    library.documents.delete_document("a")
    assert library.passages.search_text("alpha", 5) == []


def test_what_cannot_be_read_of_a_document_is_said(library: SqliteLibrary) -> None:
    keep(library, "a", "alpha")
    for content in (b"", b"nonsense", zlib.compress(b"{"), zlib.compress(b"[]")):
        with library._database.writing() as connection:
            connection.exec_driver_sql("UPDATE document SET content = ?", (content,))
        with pytest.raises(UserError) as refusal:
            library.documents.document("a")
        assert (refusal.value.kind, refusal.value.hint) == ("not_found", "Add it again.")


@pytest.mark.parametrize("stored", ["", "{", "[]", "null", '{"documents": 7}', '{"form": "later"}'])
def test_a_summary_of_another_version_is_still_listed(library: SqliteLibrary, stored: str) -> None:
    keep(library, "a", "alpha")
    with library._database.writing() as connection:
        connection.exec_driver_sql("UPDATE summary_job SET result = ?, options = ?", (stored,) * 2)
    (job,) = library.documents.list_jobs()
    assert (job.result, job.documents) == (None, ("a",))


def test_passes_are_looked_up_at_once(library: SqliteLibrary, clock: Clock) -> None:
    documents = library.documents
    one = documents.begin_job(SummaryOptions(), ["a"], "m")
    two = documents.begin_job(SummaryOptions(), ["a", "b"], "m")
    for number in range(400):
        passed = FinishedPass(node=f"0.{number}", input_hash=f"h{number}", text="old", cut=True)
        documents.keep_pass(one.id, passed)
    clock.pass_days(1)
    newer = FinishedPass(node="1.7", input_hash="h7", text="new")
    documents.keep_pass(two.id, newer)
    hashes = [f"h{number}" for number in range(1, 500)]
    kept = documents.kept_passes(hashes)
    assert sorted(kept) == sorted(hashes[:399])
    assert all(kept[each] == documents.kept_pass(each) for each in hashes[:399])
    assert kept["h7"] == newer
    assert documents.kept_passes([]) == {}


def test_both_are_closed_before_a_backup_takes_their_place(
    open_it: Opener, open_beside: Callable[[], SqliteLibrary], path: Path, backups_dir: Path
) -> None:
    store, library = open_it(), open_beside()
    store.add_message(store.create_conversation().id, None, "user", "kept")
    keep(library, "a", "alpha")
    assert store.backup_if_due() is not None
    keep(library, "b", "beta")
    library.close()
    store.close()
    set_aside_and_restore(path, backups_dir)
    store, library = open_it(), open_beside()
    assert len(store.search("kept")) == 2
    assert all(traces(library, "a", "alpha"))
    assert not any(traces(library, "b", "beta"))
    keep(library, "b", "beta")
    store.close()
    library.close()
    assert all(traces(open_beside(), "b", "beta"))


def test_a_library_that_is_closed_twice(library: SqliteLibrary) -> None:
    library.passages.search_text("words", 1)
    library.close()
    library.close()
