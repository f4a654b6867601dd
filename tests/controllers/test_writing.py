"""The writing desk below its page: works, decisions, what is kept, files, own actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.controllers.writing import WritingDesk
from assistant.controllers.writing_draft import WritingDraft
from assistant.controllers.writing_files import OpenedText, read, replace, save
from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.core.messages import Generate
from assistant.core.writing.action import Action
from assistant.core.writing.actions import built_in
from tests.controllers.conftest import Desk, MakeDesk
from tests.controllers.writing_desk import corrects, make_writing, no_reader, text_asked

PROOFREAD, REPLY = built_in("proofread"), built_in("reply")
LONG = "\n\n".join(
    f"This is teh paragraph number {n}, wich says {'words ' * 60}." for n in range(8)
)


@pytest.fixture
def make_it(make_desk: MakeDesk) -> Iterator[Callable[..., tuple[Desk, WritingDesk]]]:
    made: list[WritingDesk] = []

    def make(script: object = corrects, **options: object) -> tuple[Desk, WritingDesk]:
        desk = make_desk(script, background=script, **options)
        desk.choose_model()
        writing = make_writing(desk)
        made.append(writing)
        return desk, writing

    yield make
    for writing in made:
        writing.shut_down()
        writing.pool.stop()


def run(
    desk: Desk, writing: WritingDesk, text: str, action: Action | None = PROOFREAD, **how
) -> None:
    with desk.qtbot.waitSignal(writing.finished):
        assert writing.start(text, action, **how)


def test_a_text_is_proofread_and_every_change_decided(make_it) -> None:
    desk, writing = make_it()
    run(desk, writing, "I recieve teh cat.", reasons=True)
    review = writing.session.review
    assert [(each.before, each.after) for each in review.changes] == [
        ("recieve", "receive"),
        ("teh", "the"),
    ]
    assert review.changes[0].reason == "spelling"
    assert writing.session.text() == "I receive the cat."
    with desk.qtbot.waitSignal(writing.decided) as told:
        writing.reject([1])
    assert told.args[0] == (1,)
    assert writing.session.text() == "I receive teh cat."
    writing.undo()
    assert writing.session.text() == "I receive the cat."
    writing.redo()
    writing.accept_all()
    assert writing.session.text() == "I receive teh cat."
    assert review.decided() == review.total() == 2


def test_a_long_text_goes_piece_by_piece_in_order(make_it) -> None:
    desk, writing = make_it(context_length=1024)
    seen: list[int] = []
    writing.piece_finished.connect(seen.append)
    run(desk, writing, LONG)
    assert len(writing.session.spans) > 3
    assert seen == list(range(len(writing.session.spans)))
    assert writing.session.text() == LONG.replace("teh", "the").replace("wich", "which")


def test_stopping_keeps_what_is_finished_and_going_on_asks_for_the_rest_alone(make_it) -> None:
    desk, writing = make_it(context_length=1024, tokens_per_s=400.0)
    with desk.qtbot.waitSignal(writing.piece_finished):
        writing.start(LONG, PROOFREAD)
    with desk.qtbot.waitSignal(writing.stopped):
        writing.stop()
    done = len(writing.session.done)
    assert 0 < done < len(writing.session.spans)
    assert writing.session.phase == "stopped"
    text = writing.session.text()
    assert text.startswith("This is the paragraph")
    assert text.endswith(LONG[writing.session.rest :])
    writing.reject([0])
    before = len(desk.asked(Generate))
    first = writing.session.done[0].text
    with desk.qtbot.waitSignal(writing.finished):
        writing.resume()
    asked = [text_asked(one.turns) for one in desk.asked(Generate)[before:]]
    assert all(first[20:60] not in text for text in asked)
    expected = LONG.replace("teh", "the").replace("wich", "which").replace("the", "teh", 1)
    assert writing.session.text() == expected
    assert writing.session.phase == "done"


def test_the_engine_dies_midway_and_retry_goes_on_with_the_rest(make_it) -> None:
    count = 0

    def dies_later(turns) -> str:
        nonlocal count
        count += 1
        if count == 4:
            desk.engine.die_after = 2
        return corrects(turns)

    desk, writing = make_it(dies_later, context_length=1024)
    with desk.qtbot.waitSignal(writing.failed) as failed:
        writing.start(LONG, PROOFREAD)
    assert failed.args[0].kind in ("engine_died", "no_model")
    done = len(writing.session.done)
    assert writing.session.phase == "failed"
    assert writing.session.unfinished
    desk.engine.die_after = None
    with desk.qtbot.waitSignal(writing.finished):
        writing.resume()
    assert len(writing.session.done) > done
    assert writing.session.text() == LONG.replace("teh", "the").replace("wich", "which")


def test_without_a_text_nothing_is_begun(make_it) -> None:
    desk, writing = make_it()
    for text in ("", "   \n\t"):
        with desk.qtbot.waitSignal(writing.refused) as refused:
            assert not writing.start(text, PROOFREAD)
        assert refused.args[0].kind == "empty_prompt"
    assert writing.session is None


def test_without_a_model_nothing_is_begun(make_desk: MakeDesk) -> None:
    desk = make_desk()
    writing = make_writing(desk)
    with desk.qtbot.waitSignal(writing.refused) as refused:
        assert not writing.start("One word", PROOFREAD)
    assert refused.args[0].kind == "no_model"
    writing.shut_down()
    writing.pool.stop()


@pytest.mark.parametrize("text", ["x", "😀", "שלום teh", "teh 😀😀 wich\n", "一二三 teh"])
def test_small_and_foreign_texts(make_it, text: str) -> None:
    desk, writing = make_it()
    run(desk, writing, text)
    assert writing.session.text() == text.replace("teh", "the").replace("wich", "which")


def test_a_reply_is_written_and_what_is_written_can_be_changed(make_it) -> None:
    desk, writing = make_it("Dear Ada, yes.")
    heard: list[str] = []
    writing.extended.connect(lambda _piece, text: heard.append(text))
    run(desk, writing, "Can you come?", REPLY, note="say yes")
    assert "".join(heard) == writing.session.composed == "Dear Ada, yes."
    assert "say yes" in desk.asked(Generate)[-1].turns[0].content
    writing.set_composed("Dear Ada, no.")
    assert writing.session.text() == "Dear Ada, no."


def test_an_answer_that_was_cut_is_continued(make_it) -> None:
    def answer(turns) -> str:
        going_on = "Continue the text" in turns[0].content
        return "and comes to its end." if going_on else " ".join(f"word{n}" for n in range(900))

    desk, writing = make_it(answer, context_length=700)
    run(desk, writing, "Can you come?", REPLY)
    assert writing.session.cut
    before = writing.session.composed
    with desk.qtbot.waitSignal(writing.finished):
        writing.write_on()
    assert writing.session.composed == before.rstrip() + " and comes to its end."
    assert not writing.session.cut


def test_a_refused_piece_is_asked_again_and_decisions_stay(make_it) -> None:
    refuses = True

    def answer(turns) -> str:
        if refuses and "number 7," in turns[-1].content:
            return "I'm sorry, but I can't help with that request."
        return corrects(turns)

    desk, writing = make_it(answer, context_length=1024)
    run(desk, writing, LONG)
    bad = writing.session.unusable()
    assert len(bad) == 1
    writing.reject([0])
    refuses = False
    with desk.qtbot.waitSignal(writing.session_changed, check_params_cb=None):
        writing.redo_unusable()
    desk.qtbot.waitUntil(lambda: not writing.working)
    assert writing.session.unusable() == []
    expected = LONG.replace("teh", "the").replace("wich", "which").replace("the", "teh", 1)
    assert writing.session.text() == expected


def test_an_earlier_result_comes_back(make_it) -> None:
    desk, writing = make_it()
    run(desk, writing, "teh one")
    writing.reject([0])
    run(desk, writing, "teh two")
    assert writing.session.text() == "the two"
    writing.go_back()
    assert writing.session.text() == "teh one"
    writing.go_back()
    assert writing.session.text() == "the two"


def test_what_stands_on_the_desk_survives_a_restart(make_it) -> None:
    desk, writing = make_it()
    writing.set_draft(WritingDraft(text="I recieve teh cat.", note="short"))
    run(desk, writing, "I recieve teh cat.")
    writing.reject([1])
    writing.shut_down()
    desk.settle()
    again = make_writing(desk)
    assert again.draft.text == "I recieve teh cat."
    assert again.draft.note == "short"
    assert again.session.text() == "I receive teh cat."
    assert again.session.phase == "done"
    again.shut_down()
    again.pool.stop()


def test_what_is_typed_before_the_store_is_open_stands_behind_the_draft(make_it) -> None:
    desk, writing = make_it()
    writing.set_draft(WritingDraft(text="kept"))
    desk.settle()
    writing.memory.known = False
    writing.draft = WritingDraft(text="typed meanwhile")
    with desk.qtbot.waitSignal(writing.draft_restored):
        writing.memory.load()
    assert writing.draft.text == "kept\ntyped meanwhile"


def test_own_actions_are_kept_changed_deleted_and_brought_back(make_it) -> None:
    desk, writing = make_it(lambda turns: text_asked(turns).upper())
    actions = writing.actions

    def own() -> list[str]:
        return [action.name for action in actions.own]

    actions.keep(Action(id="", name=" Shout ", instruction="Write in capitals.", guarded=False))
    desk.qtbot.waitUntil(lambda: own() == ["Shout"])
    shout = actions.own[0]
    assert shout.id
    assert shout.own
    run(desk, writing, "hello", actions.find(shout.id))
    assert writing.session.text() == "HELLO"
    actions.keep(Action(id=shout.id, name="Cry", instruction="Write in capitals.", own=True))
    desk.qtbot.waitUntil(lambda: own() == ["Cry"])
    with desk.qtbot.waitSignal(actions.deleted) as deleted:
        actions.delete(shout.id)
    desk.qtbot.waitUntil(lambda: own() == [])
    actions.restore(deleted.args[0])
    desk.qtbot.waitUntil(lambda: own() == ["Cry"])
    assert actions.own[0].id == shout.id


# --- files -----------------------------------------------------------------------------------


class Reader:
    def read(self, path: Path) -> ExtractedText:
        return ExtractedText(name=path.name, format="docx", sha256="", text="Read by the reader")


def test_a_file_is_replaced_as_it_was_written_and_a_backup_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    before = b"\xef\xbb\xbfteh first\r\n\r\nline\r\n"
    path.write_bytes(before)
    path.chmod(0o640)
    opened = read(path, no_reader)
    assert opened.text == "teh first\n\nline\n"
    backup, now = replace(opened, "the first\n\nline\n")
    assert path.read_bytes() == before.replace(b"teh", b"the")
    assert path.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / backup).read_bytes() == before
    assert backup == "letter.md~1.bak"
    second, _now = replace(now, "another\n")
    assert second == "letter.md~2.bak"
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "letter.md",
        "letter.md~1.bak",
        "letter.md~2.bak",
    ]


def test_a_file_that_changed_on_the_disk_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("one")
    opened = read(path, no_reader)
    path.write_text("two")
    with pytest.raises(UserError) as error:
        replace(opened, "three")
    assert error.value.kind == "document_changed"
    assert path.read_text() == "two"
    path.unlink()
    with pytest.raises(UserError) as error:
        replace(opened, "three")
    assert error.value.kind == "document_changed"
    assert list(tmp_path.iterdir()) == []


def test_documents_are_read_by_the_reader_and_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"PK")
    opened = read(path, Reader)
    assert opened == OpenedText(str(path), "Read by the reader")
    with pytest.raises(UserError):
        replace(opened, "text")
    latin = tmp_path / "old.txt"
    latin.write_bytes("Grüße".encode("latin-1"))
    assert read(latin, Reader).form is None


def test_what_cannot_be_opened_says_why(tmp_path: Path) -> None:
    for path, kind in ((tmp_path / "gone.txt", "no_such_file"), (tmp_path, "is_directory")):
        with pytest.raises(UserError) as error:
            read(path, no_reader)
        assert error.value.kind == kind


def test_a_folder_that_cannot_be_written_leaves_everything(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        save(tmp_path / "nowhere" / "a.txt", "text")
    save(tmp_path / "a.txt", "text ü\n")
    assert (tmp_path / "a.txt").read_bytes() == "text ü\n".encode()
