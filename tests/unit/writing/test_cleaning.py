"""What models say around their text goes; the text itself never does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.writing.cleaning import cleaned
from assistant.core.writing.repetition import loops, repeats, without_loop
from tests.unit.writing.clean_pairs import PAIRS

SOURCE = "The cat sits on the mat and looks at the dog."
TEXT = "The cat is sitting on the mat, looking at the dog."


@pytest.mark.parametrize(
    "preamble",
    [
        "Sure, here is the corrected text:\n\n",
        "Sure! Here's the corrected version of your text:\n",
        "Certainly! Here is a more formal version:\n\n",
        "Here is the text:\n\n",
        "Here's a shorter version:\n\n",
        "Here you go:\n",
        "Of course. Here is the rewritten text:\n\n",
        "Corrected text:\n",
        "**Corrected text:**\n\n",
        "Corrected: ",
        "Rewritten version: ",
        "The corrected text is as follows:\n\n",
        "Below is the revised paragraph:\n\n",
        "Revised version:\n\n",
        "I have corrected the text for you:\n\n",
        "I've rewritten the text to be clearer:\n\n",
        "Sure thing!\n\n",
        "Absolutely!\n\nHere is the result:\n\n",
        "Output: ",
        "Translation:\n",
        "当然，以下是修改后的文本：\n\n",
        "当然可以！以下是润色后的版本：\n",
        "好的，以下是改写后的内容：\n\n",
        "以下是修改后的文字：\n",
        "修改后的文本：\n",
        "好的。\n\n",
        "<think>The user wants a fix.</think>\n\n",
        "I should fix this.\n</think>\n\n",
        "<think>\nlong\n\nthought\n</think>\nSure, here it is:\n\n",
    ],
)
def test_a_preamble_goes(preamble: str) -> None:
    assert cleaned(preamble + TEXT, SOURCE).text == TEXT


@pytest.mark.parametrize(
    "closing",
    [
        "\n\nLet me know if you need anything else!",
        "\n\nI hope this helps!",
        "\n\nNote: I corrected the tense.",
        "\n\n**Changes made:**\n- tense\n- comma",
        "\n\n(Note: the meaning is unchanged.)",
        "\n\nIs there anything else I can help with?",
        "\n\nI corrected the verb and added a comma.",
        "\n\nChanges:\n1. is sitting",
        "\n\nExplanation: the tense was wrong.",
        "\n\n说明：改正了时态。",
        "\n\n希望对您有所帮助！",
        "\n\n如果您还有其他问题，请告诉我。",
        "<|im_end|>",
        "</s>",
    ],
)
def test_closing_chatter_goes(closing: str) -> None:
    assert cleaned(TEXT + closing, SOURCE).text == TEXT


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ('"', '"'),
        ("“", "”"),
        ("「", "」"),
        ("```\n", "\n```"),
        ("```text\n", "\n```"),
        ("<text>\n", "\n</text>"),
        ("<text>", "</text>"),
        ("Here is the text:\n\n```markdown\n", "\n```\n\nLet me know if this works."),
        ('Here is the corrected text:\n\n"', '"'),
        ("", "\n</text>"),
        ("<text>\n", "\n</text>\n\nI hope this helps."),
        ("\n\n  ", "  \n"),
    ],
)
def test_what_is_wrapped_around_it_goes(left: str, right: str) -> None:
    assert cleaned(left + TEXT + right, SOURCE).text == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "Here is the plan: we meet at noon.",
        "Sure, I will come.",
        "Note: the office is closed.",
        '"To be or not to be"',
        "“A quotation” and “another one”",
        "```\ncode\n```",
        "Dear Ann,\n\nthe report is done.\n\nLet me know if you need anything else.",
        "以下是今天的安排：开会，吃饭。",
        "I'm sorry, but I cannot come to the party on Friday.",
        "抱歉，我不能参加明天的会议。",
        "<text>of the law</text>",
        "The answer is short.\n\nChanges in the law are rare.",
        "Translation: a short history",
    ],
)
def test_what_the_source_has_stays(text: str) -> None:
    assert cleaned(text, text).text == text
    edited = text.replace("the", "this").replace("a ", "one ")
    assert cleaned(edited, text).text == edited


@pytest.mark.parametrize(
    "text",
    [
        "Once upon a time: that is how tales begin.",
        "The results are clear: it works.",
        "Three things matter: time, place and money.",
        "“No”, she said, and he answered “yes”",
        "Okay, we can do that tomorrow.",
    ],
)
def test_a_text_that_only_looks_like_a_preamble_stays(text: str) -> None:
    assert cleaned(text, "Something else that was there before.").text == text


@pytest.mark.parametrize(
    "answer",
    [
        "I'm sorry, but I can't assist with that request.",
        "I cannot help with that.",
        "I’m unable to provide this.",
        "As an AI language model, I cannot edit this text.",
        "Sorry, I can't do that as it would be harmful.",
        "Unfortunately, I am not able to comply with this.",
        "抱歉，我无法协助处理这个请求。",
        "对不起，我不能提供这类内容。",
        "作为一个AI语言模型，我不能这样做。",
        "我无法协助您。",
    ],
)
def test_a_refusal_is_no_text(answer: str) -> None:
    result = cleaned(answer, SOURCE)
    assert (result.text, result.refused) == ("", True)
    assert result.flags[0].became == answer


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Can't make it friday, sorry", "I apologise, but I am unable to make it on Friday."),
        (
            "sorry cant give you report til friday",
            "I am sorry, but I am unable to provide you with the report until Friday.",
        ),
        ("Dear Tom, I cannot come. Ann", "Dear Tom,\n\nI am unable to attend.\n\nAnn"),
        ("抱歉，明天来不了了", "非常抱歉，我明天无法前来。"),
        ("Questions? Call us.", "If you have any questions, please call us."),
    ],
)
def test_an_apology_is_no_refusal_and_an_offer_no_chatter(source: str, text: str) -> None:
    result = cleaned(text, source)
    assert (result.text, result.flags) == (text, ())


@pytest.mark.parametrize(
    "text",
    [
        "Sure!\n\nI will come at five.\n\nTom",
        "I'm sorry, but I cannot come on Friday.\n\nTom",
        "Dear Ann,\n\nit is done.\n\nLet me know if you need anything else.\n\nTom",
        "Dear Ann,\n\nit is done.\n\nLet me know if you need anything else.",
        "好的！\n\n我五点来。",
        "抱歉，我明天不能来。",
    ],
)
def test_a_reply_may_say_what_a_model_says(text: str) -> None:
    result = cleaned(text, "Dear Tom, is it done? Ann", speaks=True)
    assert (result.text, result.flags) == (text, ())


@pytest.mark.parametrize(
    "answer",
    [
        "I'm sorry, but I can't assist with that request.",
        "As an AI language model, I cannot write this.",
        "I cannot help with that.",
        "作为一个AI语言模型，我不能这样做。",
    ],
)
def test_a_reply_of_a_machine_is_a_refusal(answer: str) -> None:
    assert cleaned(answer, "Dear Tom, is it done? Ann", speaks=True).refused
    named = f"Sure, here is the reply:\n\n{TEXT}"
    assert cleaned(named, "Dear Tom, is it done? Ann", speaks=True).text == TEXT


def test_an_echo_of_the_instruction_goes() -> None:
    said = ("Correct the spelling of the text.",)
    result = cleaned(f"Correct the spelling of the text.\n\n{TEXT}", SOURCE, said)
    assert result.text == TEXT
    assert [flag.kind for flag in result.flags] == ["echoed"]
    alone = cleaned("Correct the spelling of the text.", SOURCE, said)
    assert (alone.text, [flag.kind for flag in alone.flags]) == ("", ["echoed"])


@pytest.mark.parametrize("answer", ["", " ", "\n", "<think>only thoughts", '""', "```\n```"])
def test_hardly_anything(answer: str) -> None:
    assert len(cleaned(answer, SOURCE).text) <= len(answer)


# --- repetition -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("beginning", "unit"),
    [
        ("It begins well. ", "And then it loops. "),
        ("", "ha"),
        ("第一句。", "这句话说了又说。"),
        ("x ", "a long sentence that goes on for a while, with a comma, or two, "),
        ("List:\n", "- the same point\n"),
    ],
)
def test_a_loop_is_seen_and_said_once(beginning: str, unit: str) -> None:
    text = beginning + unit * 60
    at = next(end for end in range(1, len(text)) if repeats(text[:end]))
    assert at <= len(beginning) + max(4 * len(unit) + 1, 110)
    assert not repeats(beginning + unit * 2)
    once = without_loop(text)
    assert once.startswith((beginning + unit).rstrip()[:60])
    assert len(once) < len(beginning) + 2 * len(unit) + 60


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "-" * 500,
        "| --- | --- |\n" * 40,
        "A normal text that says many things, one after the other, and none of them twice. " * 1,
        "\n".join(f"{number}. point number {number}" for number in range(200)),
        "\n".join(f"| {number} | 0 | 0 |" for number in range(200)),
    ],
)
def test_what_is_no_loop(text: str) -> None:
    assert not any(repeats(text[:end]) for end in range(len(text)))


def test_a_loop_of_the_source_is_none() -> None:
    song = "la la la, " * 30
    assert repeats(song)
    assert not loops(song, song)
    assert loops(song, "la la la, " * 4)


@pytest.mark.parametrize("speaks", [False, True])
def test_an_honest_edit_stays_whole(speaks: bool) -> None:
    for before, after in PAIRS:
        for source, answer in ((before, after), (after, before), (before, before)):
            result = cleaned(answer, source, speaks=speaks)
            assert (result.text, result.flags) == (answer.strip(), ()), answer


@given(st.text(alphabet="aA \n*#\"'“”`<>/:.(text)ThinkSureHere你好以下是：", max_size=80))
def test_a_text_that_comes_back_stays_whole(text: str) -> None:
    assert cleaned(text, text).text == text.strip()
