"""Decisions about changes: what the text is after any of them, and the way back."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.writing.action import Action
from assistant.core.writing.change import Change, Flag
from assistant.core.writing.order import Piece, WriteOrder
from assistant.core.writing.review import Review
from assistant.core.writing.session import KeptSession, WritingSession, kept, moved, restored
from assistant.core.writing.text_form import TextForm, decoded, encoded

PROOFREAD = Action(id="proofread", name="proofread", instruction="Correct it.")
_TEXT = st.text(alphabet="abc é😀\n", max_size=6)


@st.composite
def changed_texts(draw: st.DrawFn) -> tuple[str, list[Change], list[bool]]:
    """A source with changes that stand apart; and which of them were taken back."""
    parts = draw(st.lists(st.tuples(_TEXT.filter(bool), _TEXT, _TEXT), max_size=6))
    source, changes, taken = "", [], []
    for same, before, after in parts:
        source += same
        if before == after:
            source += before
            continue
        changes.append(
            Change(start=len(source), end=len(source) + len(before), before=before, after=after)
        )
        taken.append(draw(st.booleans()))
        source += before
    return source + "end", changes, taken


def expected(source: str, changes: list[Change], verdicts: list[str]) -> str:
    """By hand: letter after letter."""
    text, at = "", 0
    for change, verdict in zip(changes, verdicts, strict=True):
        text += source[at : change.start]
        text += change.before if verdict == "rejected" else change.after
        at = change.end
    return text + source[at:]


_STEP = st.one_of(
    st.tuples(st.sampled_from(["accept", "reject"]), st.sets(st.integers(0, 5), max_size=4)),
    st.tuples(st.sampled_from(["undo", "redo", "accept_all", "reject_all"]), st.just(set())),
)


@given(changed_texts(), st.lists(_STEP, max_size=20))
def test_any_sequence_of_decisions_gives_the_text_that_it_should(made, steps) -> None:
    source, changes, taken = made
    review = Review(source)
    mine = [each for each, back in zip(changes, taken, strict=True) if not back]
    back = [each for each, back in zip(changes, taken, strict=True) if back]
    assert review.add(mine, back) == []
    assert review.changes == changes
    past = [["rejected" if each else "open" for each in taken]]
    future: list[list[str]] = []
    assert review.text() == expected(source, changes, past[-1])
    for name, numbers in steps:
        now = list(past[-1])
        inside = sorted(number for number in numbers if number < len(changes))
        if name in ("undo", "redo"):
            changed = getattr(review, name)()
            taken_from, given_to = (past, future) if name == "undo" else (future, past)
            if len(taken_from) > (1 if name == "undo" else 0):
                given_to.append(taken_from.pop())
                assert changed
            else:
                assert changed == ()
        else:
            verdict = "accepted" if name.startswith("accept") else "rejected"
            if name.endswith("all"):
                inside = [n for n, each in enumerate(now) if each == "open"]
                changed = getattr(review, name)()
            else:
                changed = getattr(review, name)(inside)
            for number in inside:
                now[number] = verdict
            assert changed == tuple(n for n in range(len(now)) if now[n] != past[-1][n])
            if now != past[-1]:
                past.append(now)
                future.clear()
        assert review.verdicts == past[-1]
        assert review.text() == expected(source, changes, past[-1])
        assert (review.can_undo, review.can_redo) == (len(past) > 1, bool(future))
        assert 0 <= review.decided() <= review.total() <= len(changes)


def test_changes_come_piece_by_piece_and_keep_their_numbers() -> None:
    review = Review("one two three")
    review.add([Change(start=0, end=3, before="one", after="1")])
    review.reject([0])
    review.add([Change(start=4, end=7, before="two", after="2")])
    assert review.text() == "one 2 three"
    assert review.undo() == (0,)
    assert review.text() == "1 2 three"


def test_what_was_taken_back_can_be_accepted_all_the_same_but_not_with_all_others() -> None:
    review = Review("It costs 10 euro now")
    price = Change(
        start=9, end=11, before="10", after="12",
        flags=(Flag(kind="number", problem="changed", item="10", became="12"),),
    )  # fmt: skip
    assert review.add([Change(start=12, end=16, before="euro", after="euros")], [price]) == []
    assert review.flagged() == [0]
    assert (review.decided(), review.total()) == (0, 1)
    review.accept_all()
    assert review.text() == "It costs 10 euros now"
    assert (review.decided(), review.total()) == (1, 1)
    review.accept([0])
    assert review.text() == "It costs 12 euros now"
    assert (review.decided(), review.total()) == (2, 2)


def test_what_was_taken_back_where_something_else_changed_is_handed_back() -> None:
    review = Review("10 apples")
    back = Change(start=0, end=2, before="10", after="12")
    assert review.add([Change(start=2, end=9, before=" apples", after=" pears")], [back]) == [back]
    assert len(review.changes) == 1


# --- sessions --------------------------------------------------------------------------------


def _session() -> WritingSession:
    session = WritingSession(WriteOrder(text="teh cat\n\nteh dog\n\nteh end", action=PROOFREAD))
    session.plan([(0, 7), (9, 16), (18, 25)])
    return session


def _piece(start: int, source: str, *flags: Flag) -> Piece:
    change = Change(start=start, end=start + 3, before="teh", after="the")
    return Piece(
        start=start, end=start + 7, text=source.replace("teh", "the"), changes=(change,),
        flags=flags,
    )  # fmt: skip


def test_a_session_goes_on_where_it_was_stopped() -> None:
    session = _session()
    session.finish(_piece(0, "teh cat"))
    assert session.unfinished
    rest = session.rest
    assert session.order.text[rest:] == "\n\nteh dog\n\nteh end"
    session.plan([(start + rest, end + rest) for start, end in [(2, 9), (11, 18)]])
    assert session.spans == [(0, 7), (9, 16), (18, 25)]
    session.finish(moved(_piece(2, "teh dog"), rest))
    session.finish(moved(_piece(11, "teh end"), rest))
    assert not session.unfinished
    assert session.text() == "the cat\n\nthe dog\n\nthe end"
    assert [session.piece_of(number) for number in range(3)] == [0, 1, 2]


def test_a_piece_that_is_done_again_leaves_decisions_about_others() -> None:
    session = _session()
    session.finish(_piece(0, "teh cat"))
    session.finish(_piece(9, "teh dog", Flag(kind="cut", problem="doubtful")))
    session.finish(_piece(18, "teh end"))
    session.review.reject([0, 1])
    assert session.unusable() == [1]
    session.replace_piece(1, _piece(9, "teh dog"))
    assert session.unusable() == []
    assert session.text() == "teh cat\n\nthe dog\n\nthe end"


def test_what_was_taken_back_beside_a_change_is_not_forgotten() -> None:
    session = WritingSession(WriteOrder(text="10 apples", action=PROOFREAD))
    session.plan([(0, 9)])
    back = Change(start=0, end=2, before="10", after="12")
    change = Change(start=2, end=9, before=" apples", after=" pears")
    session.finish(Piece(start=0, end=9, text="10 pears", changes=(change,), rejected=(back,)))
    assert session.left_out == [(0, back)]
    assert session.text() == "10 pears"


def test_a_session_can_be_written_down() -> None:
    session = _session()
    session.finish(_piece(0, "teh cat"))
    session.review.reject([0])
    data = msgspec.json.encode(kept(session))
    again = restored(msgspec.json.decode(data, type=KeptSession))
    assert again.phase == "stopped"
    assert again.unfinished
    assert again.text() == "teh cat\n\nteh dog\n\nteh end"
    assert again.order == session.order


# --- files -----------------------------------------------------------------------------------


@given(
    st.text(alphabet="aé😀中\n \t", max_size=40),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([("utf-8", False), ("utf-8", True), ("utf-16-le", True), ("utf-16-be", True)]),
)
def test_a_text_file_can_be_written_as_it_was(text: str, newline, how) -> None:
    form = TextForm(encoding=how[0], mark=how[1], newline=newline)
    data = encoded(text, form)
    found = decoded(data)
    assert found is not None
    assert found[0] == text
    assert encoded(*found) == data


def test_a_file_that_would_not_come_out_the_same_is_left_to_others() -> None:
    assert decoded(b"one\r\ntwo\nthree") is None
    assert decoded("Grüße".encode("latin-1")) is None
    assert decoded(b"\x00\x01") is None
