"""Documents and summaries in a real database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.core.document_text import Block, ExtractedText
from assistant.core.errors import UserError
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_plan import Speeds
from assistant.core.summary_point import Point
from assistant.core.summary_result import PartSummary, SummaryResult
from assistant.core.summary_run import FinishedPass
from assistant.storage.store import SqliteStore
from tests.unit.storage.conftest import Clock

TEXT = ExtractedText(
    name="a.pdf",
    format="pdf",
    sha256="a" * 64,
    text="One page.\n\nAnother page.",
    blocks=(Block(0, 9, page=1), Block(11, 24, "heading", page=2, level=1)),
    page_starts=(0, 11),
    title="A title",
    notes=("A picture was left out.",),
)
RESULT = SummaryResult(
    documents=(PartSummary(name="a.pdf", text="T", points=(Point(text="T", pages=(1, 2)),)),),
    coverage=0.5,
    warnings=("W",),
)


def finished(node: str = "0.1", input_hash: str = "h", text: str = "- A.") -> FinishedPass:
    return FinishedPass(node=node, input_hash=input_hash, text=text, cut=True)


def test_a_document_is_kept_whole(store: SqliteStore, clock: Clock) -> None:
    kept = store.documents.keep_document(TEXT, "/home/a.pdf")
    assert (kept.pages, kept.characters, kept.added_at) == (2, 24, clock.now)
    assert (kept.name, kept.path, kept.title) == ("a.pdf", "/home/a.pdf", "A title")
    assert store.documents.document(TEXT.sha256) == TEXT
    assert store.documents.list_documents() == [kept]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters()), st.text(st.characters(), max_size=20))
def test_any_text_is_kept(store: SqliteStore, text: str, name: str) -> None:
    document = ExtractedText(name=name, format="text", sha256="s", text=text, title=name)
    store.documents.keep_document(document, name)
    assert store.documents.document("s") == document


def test_the_same_document_is_kept_once(store: SqliteStore, clock: Clock) -> None:
    store.documents.keep_document(TEXT, "/old")
    clock.pass_days(1)
    store.documents.keep_document(TEXT, "/new")
    (kept,) = store.documents.list_documents()
    assert (kept.path, kept.added_at) == ("/new", clock.now)


def test_a_job_is_found_again_by_what_was_asked(
    store: SqliteStore, open_it: Callable[[], SqliteStore]
) -> None:
    options = SummaryOptions(length="long", instructions="for a child")
    job = store.documents.begin_job(options, ["a", "b"], "model")
    store.documents.keep_pass(job.id, finished())
    store.close()
    again = open_it().documents
    found = again.begin_job(options, ["a", "b"], "model")
    assert (found.id, found.state, found.options, found.documents) == (
        job.id,
        "running",
        options,
        ("a", "b"),
    )
    assert again.kept_pass("h") == finished()
    assert again.begin_job(options, ["b", "a"], "model").id != job.id
    assert again.begin_job(options, ["a", "b"], "other").id != job.id
    assert again.begin_job(SummaryOptions(), ["a", "b"], "model").id != job.id


def test_a_finished_job_has_its_result(store: SqliteStore, clock: Clock) -> None:
    jobs = store.documents
    job = jobs.begin_job(SummaryOptions(), ["a"], "model")
    jobs.end_job(job.id, "done", RESULT)
    clock.pass_days(1)
    jobs.begin_job(SummaryOptions(), ["a"], "model")
    jobs.end_job(job.id, "stopped")
    (kept,) = jobs.list_jobs()
    assert (kept.state, kept.result) == ("stopped", RESULT)
    assert kept.updated_at > kept.created_at


def test_passes_are_found_in_any_job_until_they_are_forgotten(store: SqliteStore) -> None:
    jobs = store.documents
    one = jobs.begin_job(SummaryOptions(), ["a"], "m")
    two = jobs.begin_job(SummaryOptions(), ["a", "b"], "m")
    jobs.keep_pass(one.id, finished("0.1", "h"))
    jobs.keep_pass(two.id, finished("1.1", "h", "- B."))
    jobs.keep_pass(two.id, finished("1.2", "k", "- C."))
    assert {job.id: job.passes_kept for job in jobs.list_jobs()} == {one.id: 1, two.id: 2}
    assert jobs.kept_pass("nothing") is None
    jobs.forget_passes(one.id)
    assert jobs.kept_pass("h") is None
    assert jobs.kept_pass("k") is not None
    jobs.delete_job(two.id)
    assert jobs.kept_pass("k") is None


def test_a_pass_is_replaced_by_a_later_one(store: SqliteStore) -> None:
    job = store.documents.begin_job(SummaryOptions(), ["a"], "m")
    store.documents.keep_pass(job.id, finished(text="- old"))
    store.documents.keep_pass(job.id, finished(text="- new"))
    kept = store.documents.kept_pass("h")
    assert kept is not None
    assert kept.text == "- new"


def test_deleting_a_document_takes_its_summaries_along(store: SqliteStore) -> None:
    jobs = store.documents
    jobs.keep_document(TEXT, "/a")
    gone = jobs.begin_job(SummaryOptions(), ["b", TEXT.sha256], "m")
    stays = jobs.begin_job(SummaryOptions(), ["b"], "m")
    jobs.keep_pass(gone.id, finished())
    jobs.delete_document(TEXT.sha256)
    assert [job.id for job in jobs.list_jobs()] == [stays.id]
    assert jobs.kept_pass("h") is None
    assert jobs.list_documents() == []


def test_what_is_not_there_is_said(store: SqliteStore) -> None:
    for call in (
        lambda: store.documents.document("x"),
        lambda: store.documents.delete_job(7),
        lambda: store.documents.end_job(7, "done"),
        lambda: store.documents.keep_pass(7, finished()),
    ):
        with pytest.raises(UserError) as caught:
            call()
        assert caught.value.kind == "not_found"


def test_speeds_are_kept_for_each_model(store: SqliteStore) -> None:
    store.documents.keep_speeds("m", Speeds(1.0, 2.0))
    store.documents.keep_speeds("m", Speeds(3.0, 4.0))
    assert store.documents.speeds("m") == Speeds(3.0, 4.0)
    assert store.documents.speeds("n") is None


def test_a_kept_pass_is_on_the_disk(store: SqliteStore) -> None:
    """What a crash may not lose is written through before it counts."""
    assert store._database.pragma("synchronous") == "2"
