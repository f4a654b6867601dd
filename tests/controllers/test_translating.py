"""Translating a text: sentence by sentence, kept, changed, asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assistant.controllers.segment_places import SegmentPlaces
from assistant.controllers.translation_pace import Pace
from assistant.controllers.translation_result import still_there
from assistant.core.errors import UserError
from assistant.core.messages import Turn
from assistant.core.translation.order import Segment
from tests.translating_parts import Parts, in_capitals, sentence_of

TEXT = "The house is red. The garden is green.\n\nNobody lives there now."
MakeParts = Callable[..., Parts]


@pytest.fixture
def make_parts(qtbot: QtBot, tmp_path: Path) -> Iterator[MakeParts]:
    made: list[Parts] = []

    def make(*arguments: object, **options: object) -> Parts:
        while made:
            made.pop().stop()
        parts = Parts(qtbot, tmp_path / "home", *arguments, **options)
        made.append(parts)
        parts.load()
        return parts

    yield make
    while made:
        made.pop().stop()


@pytest.fixture
def parts(make_parts: MakeParts) -> Parts:
    parts = make_parts()
    parts.choose_model()
    return parts


def targets(parts: Parts) -> list[str]:
    return [segment.target for segment in parts.desk.segments]


# a whole text


def test_every_sentence_is_translated_and_the_gaps_stay(parts: Parts) -> None:
    parts.translate(TEXT)
    assert parts.desk.phase == "done"
    assert parts.desk.result.translation == TEXT.upper()
    assert parts.desk.progress.done == parts.desk.progress.total == 3
    assert parts.desk.up_to_date


def test_only_a_changed_sentence_is_asked_again(parts: Parts) -> None:
    parts.translate(TEXT)
    before = len(parts.asked())
    parts.translate(TEXT.replace("green", "blue"))
    assert parts.asked()[before:] == ["The garden is blue."]
    assert parts.desk.result.translation == TEXT.replace("green", "blue").upper()
    assert [each.origin for each in parts.desk.segments] == ["model", "model", "model"]


def test_a_flagged_sentence_is_not_asked_again_because_another_changed(parts: Parts) -> None:
    text = "There were 17 of them. All is well."
    parts.engine._script = lambda turns: sentence_of(turns).upper().replace("17", "71")
    parts.translate(text)
    assert [flag.kind for flag in parts.desk.segments[0].flags] == ["number", "number"] or [
        flag.kind for flag in parts.desk.segments[0].flags
    ] == ["number"]
    before = len(parts.asked())
    parts.translate(text + " It rains.")
    assert parts.asked()[before:] == ["It rains."]
    assert parts.desk.segments[0].flags


def test_another_tone_asks_for_all_of_it_but_not_for_what_a_person_wrote(parts: Parts) -> None:
    parts.translate(TEXT)
    parts.desk.sentences.set_target(1, "Der Garten ist grün.")
    before = len(parts.asked())
    parts.desk.wish.set_options(tone="formal")
    assert not parts.desk.up_to_date
    parts.translate(TEXT)
    assert sorted(parts.asked()[before:]) == ["Nobody lives there now.", "The house is red."]
    assert targets(parts)[1] == "Der Garten ist grün."


def test_what_is_remembered_is_not_asked_and_is_shown_as_remembered(parts: Parts) -> None:
    parts.translate(TEXT)
    parts.translate("Something else.")
    before = len(parts.asked())
    parts.translate("The house is red. It is old.")
    assert parts.asked()[before:] == ["It is old."]
    assert parts.desk.segments[0].origin == "memory"


def test_anew_asks_what_is_remembered_too(parts: Parts) -> None:
    parts.translate(TEXT)
    before = len(parts.asked())
    parts.translate(TEXT, anew=True)
    assert sorted(parts.asked()[before:]) == sorted(
        ["The house is red.", "The garden is green.", "Nobody lives there now."]
    )


@pytest.mark.parametrize("text", ["", "   \n\t "])
def test_no_text_is_said(parts: Parts, text: str) -> None:
    parts.desk.wish.set_options(source="en", target="de")
    parts.desk.wish.set_text(text)
    parts.desk.translate()
    assert parts.desk.phase == "failed"
    assert parts.desk.error is not None and parts.desk.error.kind == "empty_prompt"


@pytest.mark.parametrize(
    "text", ["a", "🙂", "שלום עולם", "混合 mixed текст 👩‍👩‍👧 end.", "x" * 5000]
)
def test_odd_texts_come_through(parts: Parts, text: str) -> None:
    parts.translate(text, source="", target="fr", anyway=True)
    assert parts.desk.phase == "done"
    assert parts.desk.result.translation.strip()


def test_both_languages_the_same_is_said(parts: Parts) -> None:
    parts.translate("Hello there.", source="de", target="de")
    assert parts.desk.phase == "failed"
    assert parts.asked() == []


def test_a_text_in_the_target_language_is_said_and_can_be_translated_anyway(parts: Parts) -> None:
    parts.desk.wish.set_options(source="", target="de")
    parts.desk.wish.set_text("Die Tür ist zu.")
    parts.until(lambda: parts.desk.wish.detected == "de")
    parts.desk.translate()
    assert parts.desk.error is not None and parts.desk.error.kind == "same_language"
    parts.desk.translate(anyway=True)
    parts.until(lambda: parts.desk.phase == "done")


def test_without_a_model_it_says_so(make_parts: MakeParts) -> None:
    parts = make_parts()
    parts.translate(TEXT)
    assert parts.desk.phase == "failed"
    assert parts.desk.error is not None and parts.desk.error.kind == "no_model"


def test_stop_keeps_what_is_done_and_going_on_asks_the_rest(make_parts: MakeParts) -> None:
    parts = make_parts(tokens_per_s=200.0)
    parts.choose_model()
    text = " ".join(f"Sentence number {'abcdefghij'[n]} is here." for n in range(10))
    parts.desk.wish.set_options(source="en", target="de")
    parts.desk.wish.set_text(text)
    parts.desk.translate()
    parts.until(lambda: parts.desk.result.done >= 2)
    parts.desk.stop()
    done = parts.desk.result.done
    assert parts.desk.phase == "stopped" and 2 <= done < 10
    finished = {each.source for each in parts.desk.segments if each.target}
    before = len(parts.asked())
    parts.translate(text)
    assert parts.desk.result.translation == text.upper()
    assert not finished & set(parts.asked()[before:])


def test_an_engine_that_dies_leaves_the_finished_sentences(make_parts: MakeParts) -> None:
    parts = make_parts()
    parts.choose_model()
    parts.translate("The house is red.")
    parts.engine.die_after = 1
    parts.translate(TEXT)
    assert parts.desk.phase == "failed"
    assert parts.desk.error is not None and parts.desk.error.kind == "engine_died"
    assert targets(parts)[0] == "THE HOUSE IS RED."
    parts.engine.die_after = None
    parts.translate(TEXT)
    assert parts.desk.result.translation == TEXT.upper()


def test_a_glossary_that_changed_asks_again(parts: Parts) -> None:
    from assistant.core.translation.glossary import Glossary, Term

    kept: list[Glossary] = []
    parts.glossaries.keep(
        Glossary(name="g", terms=(Term(source="house", target="HAUS"),)), kept.append
    )
    parts.until(lambda: kept)
    parts.desk.wish.set_options(glossary=kept[0].id)
    parts.translate(TEXT)
    assert [flag.kind for flag in parts.desk.segments[0].flags] == ["term"]
    assert parts.desk.terms[0].term == "house" and not parts.desk.terms[0].found


# one sentence


def test_alternatives_are_asked_on_demand(parts: Parts, qtbot: QtBot) -> None:
    parts.translate(TEXT)
    answers = iter(["One way.", "Another way.", "A third way.", "x", "y", "z"])
    parts.engine._script = lambda _turns: next(answers)
    with qtbot.waitSignal(parts.desk.sentences.alternatives_found) as found:
        parts.desk.sentences.ask_alternatives(0)
        assert parts.desk.sentences.is_asked(0)
    assert found.args == [0, ("One way.", "Another way.", "A third way.")]
    assert not parts.desk.sentences.is_asked(0)


def test_a_sentence_is_translated_again_as_a_person_wants_it(parts: Parts, qtbot: QtBot) -> None:
    parts.translate(TEXT)
    said: list[str] = []

    def script(turns: tuple[Turn, ...]) -> str:
        said.append(turns[0].content)
        return "Rot ist das Haus."

    parts.engine._script = script
    parts.desk.sentences.retranslate(0, "put the colour first")
    parts.until(lambda: not parts.desk.sentences.is_asked(0))
    assert targets(parts)[0] == "Rot ist das Haus."
    assert "put the colour first" in said[0]
    assert parts.desk.can_go_back
    parts.desk.go_back()
    assert targets(parts)[0] == "THE HOUSE IS RED."


def test_what_a_person_writes_is_remembered_and_wins(make_parts: MakeParts) -> None:
    parts = make_parts()
    parts.choose_model()
    parts.translate(TEXT)
    parts.desk.sentences.set_target(0, "Das Haus ist rot.")
    assert parts.desk.segments[0].origin == "person"
    parts.settle()
    again = make_parts()
    again.choose_model()
    again.desk.wish.set_text("")
    again.translate("The house is red. New words.")
    assert targets(again) == ["Das Haus ist rot.", "NEW WORDS."]


# kept


def test_text_and_translation_survive_a_restart(make_parts: MakeParts) -> None:
    parts = make_parts()
    parts.choose_model()
    parts.translate(TEXT)
    parts.desk.wish.set_text(TEXT + " More.")
    parts = make_parts()
    assert parts.desk.wish.text == TEXT + " More."
    assert parts.desk.result.translation == TEXT.upper()
    assert parts.desk.wish.options.target == "de"
    assert parts.desk.wish.recent[0] == "de"


def test_a_damaged_draft_is_left_behind(make_parts: MakeParts) -> None:
    parts = make_parts()
    parts.from_store(lambda store: store.set_setting("translation.draft", "{broken"))
    parts.desk.is_loaded = False
    parts.stop()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.controllers.translation_draft._log.warning", lambda *_: None)
        parts = make_parts()
    assert parts.desk.wish.text == ""


def test_swap_turns_the_pairs_round(parts: Parts) -> None:
    parts.translate(TEXT)
    assert parts.desk.can_swap
    parts.desk.swap()
    assert parts.desk.wish.text == TEXT.upper()
    assert parts.desk.wish.options.source == "de" and parts.desk.wish.options.target == "en"
    assert parts.desk.result.translation == TEXT
    parts.desk.go_back()
    assert parts.desk.result.translation == TEXT.upper()


def test_the_memory_is_measured_and_forgotten(parts: Parts, qtbot: QtBot) -> None:
    parts.translate(TEXT)
    parts.settle()
    with qtbot.waitSignal(parts.desk.memory.measured) as measured:
        parts.desk.memory.measure()
    assert measured.args == [3]
    with qtbot.waitSignal(parts.desk.memory.measured) as measured:
        parts.desk.memory.forget()
    assert measured.args == [0]


# a file


def test_a_file_is_translated_and_saved_beside_it(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("One is here. Two is there.\n12345\nThree is far.")
    file = parts.desk.file
    parts.desk.wish.set_options(source="en", target="de")
    file.open(str(path))
    parts.until(lambda: file.phase == "ready")
    assert (file.sentences, file.done) == (3, 0)
    file.start()
    parts.until(lambda: file.phase == "done")
    assert file.done == 3
    out = file.suggested_path()
    assert out == str(tmp_path / "notes.de.txt")
    file.save(out, "below")
    parts.until(lambda: not file.saving)
    assert Path(out).read_text() == "ONE IS HERE. TWO IS THERE.\n12345\nTHREE IS FAR."
    assert parts.files.written == [(out, "below")]


def test_a_stopped_file_goes_on_after_a_restart(make_parts: MakeParts, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("\n".join(f"Line {'abcdefghijklmnop'[n]} has words." for n in range(16)))
    parts = make_parts(tokens_per_s=150.0)
    parts.choose_model()
    parts.desk.wish.set_options(source="en", target="de")
    parts.desk.file.open(str(path))
    parts.until(lambda: parts.desk.file.phase == "ready")
    parts.desk.file.start()
    parts.until(lambda: parts.desk.file.done >= 3)
    parts.desk.file.stop()
    assert parts.desk.file.phase == "stopped"
    finished = {each.source for each in parts.desk.file.segments if each.target}
    parts = make_parts()
    parts.until(lambda: parts.desk.file.phase == "ready")
    assert parts.desk.file.path == str(path)
    parts.choose_model()
    parts.until(lambda: parts.desk.file.done >= len(finished))
    parts.desk.file.start()
    parts.until(lambda: parts.desk.file.phase == "done")
    assert not finished & set(parts.asked())
    assert parts.desk.file.done == 16


def test_a_file_that_changed_meanwhile_is_refused(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("One is here.")
    parts.desk.wish.set_options(source="en", target="de")
    file = parts.desk.file
    file.open(str(path))
    parts.until(lambda: file.phase == "ready")
    file.start()
    parts.until(lambda: file.phase == "done")
    path.write_text("Other words.")
    file.save(file.suggested_path())
    parts.until(lambda: not file.saving)
    assert file.error is not None and file.error.kind == "document_changed"
    assert file.done == 1


def test_a_file_of_another_kind_is_refused(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"x")
    parts.desk.file.open(str(path))
    parts.until(lambda: parts.desk.file.phase == "failed")
    assert parts.desk.file.error is not None
    parts.desk.file.close()
    assert parts.desk.file.phase == "none" and parts.desk.file.path == ""


def test_an_engine_that_dies_in_a_file_leaves_what_is_done(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("One is here.\nTwo is there.")
    file = parts.desk.file
    parts.desk.wish.set_options(source="en", target="de")
    file.open(str(path))
    parts.until(lambda: file.phase == "ready")
    parts.engine.die_after = 1
    file.start()
    parts.until(lambda: file.phase == "failed")
    assert isinstance(file.error, UserError)
    parts.engine.die_after = None
    file.start()
    parts.until(lambda: file.phase == "done")


# places


def test_places_are_in_utf16() -> None:
    text = "🙂 One. 👩‍👩‍👧 Two."
    places = SegmentPlaces.of(text, [(2, 6), (13, 17)])
    units = text.encode("utf-16-le")
    found = [
        units[2 * a : 2 * b].decode("utf-16-le")
        for a, b in zip(places.starts, places.ends, strict=True)
    ]
    assert found == [text[2:6], text[13:17]]


@pytest.mark.parametrize(
    ("edit", "spans", "intact"),
    [
        ((0, 0, 2), [(2, 7), (8, 13), (14, 19)], [True, True, True]),
        ((5, 0, 3), [(0, 5), (9, 14), (15, 20)], [True, True, True]),
        ((6, 0, 3), [(0, 5), (9, 14), (15, 20)], [True, True, True]),
        ((8, 0, 3), [(0, 5), (6, 14), (15, 20)], [True, False, True]),
        ((7, 2, 0), [(0, 5), (6, 9), (10, 15)], [True, False, True]),
        ((3, 5, 1), [(0, 4), (4, 7), (8, 13)], [False, False, True]),
        ((0, 17, 4), [(0, 4), (4, 4), (4, 4)], [False, False, False]),
    ],
)
def test_places_follow_edits(
    edit: tuple[int, int, int], spans: list[tuple[int, int]], intact: list[bool]
) -> None:
    places = SegmentPlaces([0, 6, 12], [5, 11, 17])
    places.edited(*edit)
    assert list(zip(places.starts, places.ends, strict=True)) == spans
    assert places.intact == intact


def test_earlier_sentences_are_found_wherever_they_are_now() -> None:
    def segment(number: int, source: str, target: str = "") -> Segment:
        return Segment(unit=0, start=number, end=number + 1, source=source, target=target)

    earlier = [segment(0, "a", "A1"), segment(1, "a", "A2"), segment(2, "b", "B")]
    now = [segment(5, "b"), segment(6, "a"), segment(7, "c"), segment(8, "a"), segment(9, "a")]
    taken = still_there(now, earlier)
    assert {number: each.target for number, each in taken.items()} == {
        0: "B",
        1: "A1",
        3: "A2",
        4: "A2",
    }
    assert taken[0].start == 5


def test_the_time_left_follows_what_was_measured() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    segments = [
        Segment(unit=0, start=n, end=n + 1, source="x" * 100, target="done" if n == 0 else "")
        for n in range(11)
    ]
    pace.begin(segments)
    assert pace.progress().seconds_left is None
    now[0] = 4.0
    for segment in segments[1:3]:
        pace.finish(segment)
    progress = pace.progress()
    assert (progress.done, progress.total) == (3, 11)
    assert progress.seconds_left == pytest.approx(16.0)


def test_capitals_are_what_the_script_says() -> None:
    assert in_capitals((Turn("user", "Translate into German.\n\nHello."),)) == "HELLO."


def test_other_options_begin_a_file_anew_and_find_what_is_kept(
    parts: Parts, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("One is here.\nTwo is there.")
    file, wish = parts.desk.file, parts.desk.wish
    wish.set_options(source="en", target="de")
    file.open(str(path))
    parts.until(lambda: file.phase == "ready")
    file.start()
    parts.until(lambda: file.phase == "done")
    wish.set_options(target="fr")
    assert (file.phase, file.done) == ("ready", 0)
    wish.set_options(target="de")
    parts.until(lambda: file.done == 2)


def test_a_flagged_sentence_of_a_file_is_corrected_by_hand(
    make_parts: MakeParts, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("There were 17 ⟦1⟧of them⟦/1⟧.\nAll is well.")
    parts = make_parts(lambda turns: sentence_of(turns).upper().replace("17", "71"))
    parts.choose_model()
    file = parts.desk.file
    parts.desk.wish.set_options(source="en", target="de")
    file.open(str(path))
    parts.until(lambda: file.phase == "ready")
    file.start()
    parts.until(lambda: file.phase == "done")
    number = next(n for n, each in enumerate(file.segments) if each.flags)
    file.set_target(number, "Es waren 17.")
    assert file.error is not None and file.segments[number].flags
    file.set_target(number, "Es waren 17 ⟦1⟧davon⟦/1⟧.")
    assert file.error is None and not file.segments[number].flags
    parts.settle()
    parts = make_parts()
    parts.choose_model()
    file = parts.desk.file
    parts.until(lambda: file.done == 2)
    assert file.segments[number].target == "Es waren 17 ⟦1⟧davon⟦/1⟧."
