"""Scores of answers, against values worked out by hand, and their intervals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cli.evaluating import bootstrap
from assistant.cli.evaluating.cases import Case
from assistant.cli.evaluating.scores import Score, f1_score, mean, normalised, scores, words
from assistant.cli.evaluating.tasks import Answer


def test_exact_match_forgets_case_articles_and_punctuation_in_f1_alone() -> None:
    assert normalised("The  Cat, sat.") == "cat sat"
    assert f1_score("A cat sat", ["the cat sat!"]) == 1.0
    # given {blue, cat}, right {cat, sat, down}: one word in common, 2·1/(2+3)
    assert f1_score("the blue cat", ["cat sat down"]) == pytest.approx(0.4)
    assert f1_score("", ["x"]) == 0.0


def test_scripts_without_spaces_are_compared_by_character() -> None:
    assert words("猫坐在ok里。") == ["猫", "坐", "在", "ok", "里"]
    assert f1_score("猫坐", ["猫走"]) == pytest.approx(0.5)


def test_classes_are_weighed_alike() -> None:
    cases = [
        Case(task="classify", text="x", labels=("yes", "no"), reference=(right,))
        for right in ("yes", "yes", "yes", "no")
    ]
    answers = [Answer(text=said) for said in ("Yes.", "yes", "It is yes", "yes")]
    accuracy, macro = scores("classify", cases, answers)
    assert accuracy.value == 0.75
    # yes: 2·3/(4+3); no: 0
    assert macro.value == pytest.approx((6 / 7 + 0) / 2)


def test_no_label_in_an_answer_is_wrong() -> None:
    case = Case(task="classify", text="x", labels=("no", "yes"), reference=("no",))
    accuracy, _ = scores("classify", [case], [Answer(text="nothing of that, unknown")])
    assert accuracy.value == 0.0


def test_bleu_is_of_the_whole_as_sacrebleu_computes_it() -> None:
    import sacrebleu

    texts = ["the cat sat on the mat", "a dog ran away quickly today"]
    right = ["the cat sat on a mat", "a dog ran off quickly today"]
    cases = [Case(task="translate", text="x", to="en", reference=(each,)) for each in right]
    bleu = scores("translate", cases, [Answer(text=each) for each in texts])[0]
    assert bleu.value == pytest.approx(sacrebleu.corpus_bleu(texts, [right]).score / 100)


def test_chinese_is_cut_into_characters_for_bleu() -> None:
    case = Case(task="translate", text="x", to="zh-Hans", reference=("今天天气很好。",))
    bleu = scores("translate", [case], [Answer(text="今天天气非常好。")])[0]
    assert 0.3 < bleu.value < 1.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_value_of_a_mean_lies_within_its_interval(values: list[float]) -> None:
    score = Score("x", [(each,) for each in values], mean)
    sure = bootstrap.interval(score, draws=60)
    assert min(values) - 1e-9 <= sure.low <= sure.high <= max(values) + 1e-9


def test_the_same_cases_are_drawn_for_both_models() -> None:
    one = Score("x", [(float(n % 2),) for n in range(40)], mean)
    better = Score("x", [(float(n % 2) + 0.1,) for n in range(40)], mean)
    sure = bootstrap.difference(one, better)
    assert sure.low == pytest.approx(0.1)
    assert sure.high == pytest.approx(0.1)
