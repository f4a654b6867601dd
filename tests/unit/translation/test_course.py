"""A translation with a scripted model: what is asked, what is checked, what comes of it."""

from __future__ import annotations

import pytest

from assistant.core.errors import UserError
from assistant.core.translation.course import alternatives, retranslated
from assistant.core.translation.glossary import Glossary, Term, TermUse
from tests.unit.translation.translating import Desk, Hearing, Silent, flags, german, said

SHOUTED = "Hello there. How are you?\n\n- All is well.\n- 42\n"


def test_every_sentence_is_asked_and_put_in_its_place(desk: Desk) -> None:
    desk.detector = Silent()
    result = desk.translate(SHOUTED, to="fr")
    assert result.text == SHOUTED.upper()
    assert desk.asked == ["Hello there.", "How are you?", "All is well."]
    assert [(each.source, each.target, each.origin) for each in result.segments][2:] == [
        ("All is well.", "ALL IS WELL.", "model"),
        ("42", "42", "same"),
    ]
    assert sorted(desk.hearing.done) == [0, 1, 2]
    assert desk.hearing.texts[1] == "HOW ARE YOU?"
    assert result.usage.completion_tokens > 0


def test_the_source_language_is_told(desk: Desk) -> None:
    desk.script(german)
    result = desk.translate("Where were you when the lights went out last night?")
    assert (result.source_language, desk.hearing.language) == ("en", "en")
    assert "from English into German" in desk.prompts[0][0].content


@pytest.mark.parametrize("text", ["", "   \n\n", "12,5 %", "https://example.org", "🙂"])
def test_nothing_to_translate_asks_nothing(desk: Desk, text: str) -> None:
    result = desk.translate(text)
    assert result.text == text
    assert desk.asked == []
    assert all(each.origin == "same" for each in result.segments)


def test_how_it_is_asked(desk: Desk) -> None:
    desk.script(german)
    desk.translate(
        "It was late.", tone="formal", instruction="Keep it short.", source="en", priority=3
    )
    (request,) = desk.requests
    system = request.turns[0].content
    assert "formally (Sie)" in system
    assert "Keep it short." in system
    assert "⟦" not in system
    assert (request.thinking, request.keep, request.priority) == (False, False, 3)
    assert request.max_tokens > 0


def test_a_run_goes_on_as_one_conversation(desk: Desk) -> None:
    desk.detector = Silent()
    desk.translate("One is here. Two is here. Three is here. Four is here. Five is here.", to="fr")
    by_text = {turns[-1].content.rpartition("\n")[2]: turns for turns in desk.prompts}
    third = by_text["Three is here."]
    assert [turn.role for turn in third] == ["system", *["user", "assistant"] * 2, "user"]
    assert [turn.content for turn in third][2::2] == ["ONE IS HERE.", "TWO IS HERE."]
    assert third[:5] == (*by_text["Two is here."], third[4])
    assert len({turns[0].content for turns in desk.prompts}) == 1
    assert len(by_text["Five is here."]) <= 4


def test_marks_do_not_break_the_beginning_that_is_shared(desk: Desk) -> None:
    desk.detector = Silent()
    desk.translate("See ⟦4⟧one⟦/4⟧ here. And ⟦5⟧two⟦/5⟧ there.", to="fr")
    first, second = desk.prompts
    assert second[:2] == first
    assert second[2].content == "SEE ⟦1⟧ONE⟦/1⟧ HERE."
    assert second[3].content.endswith("And ⟦1⟧two⟦/1⟧ there.")


def test_four_paragraphs_at_once(desk: Desk) -> None:
    desk.detector = Silent()
    text = "\n\n".join(
        f"Part {n} has words. More of them. And more. And the last." for n in "abcdefgh"
    )
    units = tuple(text.split("\n\n"))
    result = desk.translate(*units, to="fr")
    assert result.units == tuple(unit.upper() for unit in units)


# what the model does wrong


def test_what_it_says_around_the_translation_goes(desk: Desk) -> None:
    desk.script(lambda text: f"Sure, here is the translation:\n\n{german(text)}")
    (segment,) = desk.translate("What a day it was.").segments
    assert (segment.target, segment.flags) == (german(""), ())


def test_the_wrong_language_is_asked_again(desk: Desk) -> None:
    answers = iter(["This is a perfectly ordinary English sentence, sorry.", german("")])
    desk.by_turns(lambda _turns: next(answers))
    (segment,) = desk.translate("What a day it was, when we saw the sea.").segments
    assert (segment.target, segment.flags) == (german(""), ())
    assert "German only" in said(desk.prompts[1])


def test_the_wrong_language_twice_is_flagged(desk: Desk) -> None:
    desk.script(lambda _text: "C'est une phrase tout à fait ordinaire en français.")
    (segment,) = desk.translate("What a day it was, when we saw the sea.").segments
    assert flags(segment) == [("language", "changed")]
    assert segment.flags[0].became == "French"
    assert len(desk.asked) == 2


def test_an_echo_is_asked_again_and_flagged(desk: Desk) -> None:
    desk.script(lambda text: text)
    (segment,) = desk.translate("What a day it was, when we saw the sea.").segments
    assert flags(segment) == [("echoed", "doubtful")]
    assert len(desk.asked) == 2


def test_a_name_may_stay_after_a_second_try(desk: Desk) -> None:
    desk.script(lambda text: text)
    (segment,) = desk.translate("New York", source="en").segments
    assert (segment.target, segment.flags, len(desk.asked)) == ("New York", (), 2)


def test_a_sentence_in_the_target_language_may_stay(desk: Desk) -> None:
    desk.script(lambda text: text if "Satz" in text else german(""))
    result = desk.translate(
        "He wrote a long letter to his friends. Das ist ein ganz gewöhnlicher deutscher Satz."
    )
    assert [each.flags for each in result.segments] == [(), ()]
    assert len(desk.asked) == 2


def test_the_wrong_script_is_seen_in_short_texts(desk: Desk) -> None:
    desk.script(lambda _text: "no idea")
    (segment,) = desk.translate("Sit down.", to="zh-Hans").segments
    assert flags(segment) == [("language", "changed")]


def test_a_refusal_keeps_the_source(desk: Desk) -> None:
    desk.script(lambda _text: "")
    result = desk.translate("What a day it was.")
    assert result.text == "What a day it was."
    assert flags(result.segments[0]) == [("refused", "missing")]


def test_a_loop_is_stopped(desk: Desk) -> None:
    desk.script(lambda _text: "und dann noch einmal von vorne " * 400)
    (segment,) = desk.translate("And then it began anew.").segments
    assert ("repeated", "doubtful") in flags(segment)
    assert len(segment.target) < 2500


def test_a_loop_is_asked_again(desk: Desk) -> None:
    answers = iter(["und dann noch einmal von vorne " * 400, "Und dann begann es von vorne."])
    desk.by_turns(lambda _turns: next(answers))
    (segment,) = desk.translate("And then it began anew.").segments
    assert (segment.target, segment.flags) == ("Und dann begann es von vorne.", ())


def test_an_answer_without_end_is_flagged(desk: Desk) -> None:
    words = " ".join(f"Wort{n}" for n in range(3000))
    desk.script(lambda _text: words)
    (segment,) = desk.translate("And then it began.").segments
    assert ("cut", "doubtful") in flags(segment)


def test_a_full_context_forgets_what_was_said_before(desk: Desk) -> None:
    desk.detector = Silent()
    desk.by_turns(lambda turns: turns[-1].content.rpartition("\n")[2].upper(), context_length=150)
    result = desk.translate("One is here. Two is here. Three is here. Four is here.", to="fr")
    assert result.text == "ONE IS HERE. TWO IS HERE. THREE IS HERE. FOUR IS HERE."


def test_a_context_that_is_too_small_says_so(desk: Desk) -> None:
    desk.by_turns(lambda _turns: "x", context_length=20)
    with pytest.raises(UserError) as caught:
        desk.translate("One is here.")
    assert caught.value.kind == "context_full"


def test_characters_that_no_file_takes_go(desk: Desk) -> None:
    desk.script(lambda _text: "Das war ein\x00 lan\x1bger Tag\u200f.")
    assert desk.translate("What a day it was.").text == "Das war ein langer Tag\u200f."


@pytest.mark.parametrize(
    "text",
    [
        "שלום עולם. מה שלומך?",
        "🙂🙂 Look at 🚀 this! 👩‍👩‍👧‍👦 Good.",
        "Say 你好 to مرحبا and Привет. Then go.",
        "a",
        "\u202eabc def\u202c. Ghi.",
        "Line one\r\nLine two\r\n",
        "⟦ not a mark ⟧ here. ⟦x⟧",
        "word " * 3000,
        "。！？" * 50,
    ],
)
def test_strange_texts_keep_everything_but_the_words(desk: Desk, text: str) -> None:
    desk.detector = Silent()
    desk.script(lambda asked: "".join(chr(0x444) if one.isalpha() else one for one in asked))
    result = desk.translate(text, to="ru", source="en", use_memory=False)
    kept = [one for one in text if not one.isalpha()]
    assert [one for one in result.text if not one.isalpha()] == kept


def test_half_a_character_is_asked_as_none(desk: Desk) -> None:
    desk.script(german)
    desk.translate("One \ud800 lone half.")
    assert desk.asked == ["One \ufffd lone half."]


# marks, numbers, links


MARKED = "Read ⟦1⟧this book⟦/1⟧ now and see ⟦2/⟧ for more."


def test_marks_stay(desk: Desk) -> None:
    desk.script(lambda text: text.replace("Read", "Lies").replace("now and see", "jetzt, siehe"))
    (segment,) = desk.translate(MARKED).segments
    assert segment.flags == ()
    assert "⟦1⟧this book⟦/1⟧" in segment.target


def test_lost_marks_are_asked_for_again(desk: Desk) -> None:
    answers = iter(["Lies dieses Buch jetzt.", "Lies ⟦1⟧dieses Buch⟦/1⟧ jetzt, siehe ⟦2/⟧ dort."])
    desk.by_turns(lambda _turns: next(answers))
    (segment,) = desk.translate(MARKED).segments
    assert (segment.target, segment.flags) == (
        "Lies ⟦1⟧dieses Buch⟦/1⟧ jetzt, siehe ⟦2/⟧ dort.",
        (),
    )
    assert "exactly once" in said(desk.prompts[1])


def test_marks_that_are_lost_twice_are_put_where_they_were_and_flagged(desk: Desk) -> None:
    desk.script(lambda _text: "Lies dieses Buch jetzt und siehe dort für mehr davon.")
    (segment,) = desk.translate(MARKED).segments
    assert flags(segment) == [("markdown", "changed")]
    assert segment.target == "Lies ⟦1⟧dieses Buch jetzt⟦/1⟧ und siehe dort ⟦2/⟧ für mehr davon."


def test_marks_are_counted_anew_for_the_model_and_the_memory(desk: Desk) -> None:
    desk.script(german)
    desk.translate("Read ⟦7⟧this book⟦/7⟧ now.")
    assert desk.asked == ["Read ⟦1⟧this book⟦/1⟧ now."]
    (again,) = desk.translate("Read ⟦3⟧this book⟦/3⟧ now.").segments
    assert again.origin == "memory"
    assert again.target.count("⟦3⟧") == again.target.count("⟦/3⟧") == 1


@pytest.mark.parametrize(
    ("source", "answer", "expected"),
    [
        ("Pay 1,234.50 euros by 12/31/2026.", "Zahle 1.234,50 Euro bis 31.12.2026.", []),
        ("Pay 1,234.50 euros.", "Zahle 1.243,50 Euro.", [("number", "changed")]),
        ("Pay 1,234.50 euros.", "Zahle Euro.", [("number", "missing")]),
        ("There are 3 of them.", "Es gibt drei davon.", [("number", "doubtful")]),
        ("Pay them.", "Zahle ihnen 75 Euro.", [("number", "added")]),
        ("See https://a.org/x now.", "Siehe https://a.org/y jetzt.", [("url", "changed")]),
        ("See https://a.org/x. Now.", "Siehe https://a.org/x, jetzt.", []),
        ("Hello {name}!", "Hallo {Name}!", [("placeholder", "changed")]),
        ("You have %d items in %(place)s.", "Du hast Dinge.", [("placeholder", "missing")] * 2),
        ("Run `make all` now.", "Starte `mache alles` jetzt.", [("code", "changed")]),
        ("Write to me@x.org today.", "Schreib heute.", [("email", "missing")]),
    ],
)
def test_what_has_to_stay(
    desk: Desk, source: str, answer: str, expected: list[tuple[str, str]]
) -> None:
    desk.detector = Silent()
    desk.script(lambda _text: answer)
    result = desk.translate(source)
    assert flags(result.segments[0]) == expected


# terms


GLOSSARY = Glossary(
    source_language="en",
    target_language="de",
    terms=(
        Term(source="invoice", target="Rechnung"),
        Term(source="Inkstone", keep=True),
        Term(source="ledger", target="Hauptbuch"),
    ),
)


def test_terms_that_occur_are_named_and_found(desk: Desk) -> None:
    desk.script(lambda _text: "Die Rechnungen kommen aus Inkstone, wie immer am Montag.")
    result = desk.translate("The invoices come from Inkstone.", glossary=GLOSSARY)
    system = desk.prompts[0][0].content
    assert "invoice → Rechnung" in system
    assert "Do not translate: Inkstone" in system
    assert "ledger" not in system
    assert result.terms == (
        TermUse(term="invoice", wanted="Rechnung", found=True),
        TermUse(term="Inkstone", wanted="Inkstone", found=True),
    )
    assert result.segments[0].flags == ()


def test_a_missing_term_is_asked_for_once_more_then_flagged(desk: Desk) -> None:
    desk.script(lambda _text: "Die Faktura kommt aus Inkstone, wie immer am Montag.")
    result = desk.translate("The invoice comes from Inkstone.", glossary=GLOSSARY)
    assert len(desk.asked) == 2
    assert "invoice → Rechnung" in said(desk.prompts[1])
    assert flags(result.segments[0]) == [("term", "missing")]
    assert (result.segments[0].flags[0].item, result.segments[0].flags[0].became) == (
        "invoice",
        "Rechnung",
    )
    assert not result.terms[0].found


def test_a_glossary_for_other_languages_does_not_count(desk: Desk) -> None:
    desk.detector = Silent()
    result = desk.translate("The invoice.", to="fr", source="en", glossary=GLOSSARY)
    assert result.terms == ()
    assert "Rechnung" not in desk.prompts[0][0].content


def test_many_terms_are_named_by_the_sentences_they_are_in(desk: Desk) -> None:
    desk.detector = Silent()
    terms = tuple(Term(source=f"word{n}x", target=f"WORD{n}X") for n in range(60))
    text = " ".join(f"Here is word{n}x now." for n in range(60))
    desk.translate(text, to="fr", glossary=Glossary(terms=terms))
    assert all("WORD" not in turns[0].content for turns in desk.prompts)
    assert "word7x → WORD7X" in next(said(t) for t in desk.prompts if "word7x" in t[-1].content)


# memory


def test_a_sentence_is_asked_once_and_remembered(desk: Desk) -> None:
    desk.script(german)
    first = desk.translate("It was late. It was dark. It was late.", source="en")
    assert desk.asked == ["It was late.", "It was dark."]
    assert [each.origin for each in first.segments] == ["model", "model", "memory"]
    desk.script(german)
    again = desk.translate("It was dark.", source="en")
    assert desk.asked == []
    assert again.segments[0].origin == "memory"
    assert desk.hearing.begun[0].target == german("")


def test_another_tone_or_wish_or_term_is_another_sentence(desk: Desk) -> None:
    desk.detector = Silent()
    desk.script(lambda text: "RECHNUNG " + text.upper())
    for fields in (
        {},
        {"tone": "formal"},
        {"instruction": "x"},
        {"glossary": Glossary(terms=(Term(source="invoice", target="Rechnung"),))},
    ):
        before = len(desk.asked)
        desk.translate("The invoice.", source="en", **fields)
        assert len(desk.asked) == before + 1
    before = len(desk.asked)
    desk.translate(
        "The invoice.", source="en", glossary=Glossary(terms=(Term(source="x", target="y"),))
    )
    assert len(desk.asked) == before


def test_what_is_flagged_is_not_remembered(desk: Desk) -> None:
    desk.script(lambda text: text)
    desk.translate("It was a dark and stormy night.", source="en")
    assert desk.library.desk.memory_size() == 0


def test_without_memory_nothing_is_read_nor_kept(desk: Desk) -> None:
    desk.script(german)
    desk.translate("It was late.", source="en", use_memory=False)
    assert desk.library.desk.memory_size() == 0


# one sentence


def test_a_sentence_is_translated_anew_with_a_wish(desk: Desk) -> None:
    desk.script(german)
    order = desk.order("It was late. It was dark.", source="en")
    result = desk.translate(*order.units, source="en")
    desk.script(lambda _text: "Es war schon ziemlich finster draußen.")
    hearing = Hearing()
    steps = retranslated(
        order, result.segments, 1, hearing, desk.detector, instruction="Say finster."
    )
    segment = desk.run(steps)
    assert segment.target == "Es war schon ziemlich finster draußen."
    assert hearing.done == {1: segment}
    (prompt,) = desk.prompts
    assert "Say finster." in prompt[0].content
    assert [turn.content for turn in prompt if turn.role == "assistant"] == [german("")]


def test_alternatives_are_different_and_not_what_stands_there(desk: Desk) -> None:
    desk.script(german)
    order = desk.order("It was late.", source="en")
    result = desk.translate(*order.units, source="en")
    answers = iter(
        [german(""), "Es war spät.", "es war spät.", "Spät war es.", "Es war schon spät."]
    )
    desk.by_turns(lambda _turns: next(answers))
    found = desk.run(alternatives(order, result.segments, 0, desk.detector))
    assert found == ("Es war spät.", "Spät war es.", "Es war schon spät.")
    assert len({each.sampling.seed for each in desk.requests}) == 5


def test_a_model_without_other_words_gives_fewer_alternatives(desk: Desk) -> None:
    desk.script(german)
    order = desk.order("It was late.", source="en")
    result = desk.translate(*order.units, source="en")
    assert desk.run(alternatives(order, result.segments, 0, desk.detector)) == ()


# scripts without spaces


def test_sentences_are_joined_as_the_language_does(desk: Desk) -> None:
    desk.detector = Silent()
    desk.script(lambda text: {"你好。": "Hello.", "世界很大。": "The world is big."}[text])
    assert desk.translate("你好。世界很大。", to="en", source="zh-Hans").text == (
        "Hello. The world is big."
    )
    desk.script(lambda text: {"Hello.": "你好。", "Go.": "走。"}[text])
    text = desk.translate("Hello. Go.\n\nHello.", to="zh-Hans", source="en").text
    assert text == "你好。走。\n\n你好。"
