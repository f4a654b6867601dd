"""From a branch to the turns that are sent, counted by a stand-in for the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.context_fit import Basis, Fit, fold_of, measured, turns_of, under_fold
from assistant.core.context_policy import Rule
from assistant.core.entities import ChatParameters, ContextFold, Message, Role
from assistant.core.messages import CountTokens, Generate, TokenCount, Turn
from assistant.core.steps import Question, Reply, Steps, T
from assistant.core.summaries import (
    LEFT_OUT,
    MOST_PIECES,
    clean_summary,
    pieces,
    summarised,
)

LIMIT = 1000
MARKS = 4


@dataclass
class Counter:
    """Counts words, and `MARKS` for each turn; writes `summary`."""

    limit: int = LIMIT
    summary: Callable[[Generate], str | None] = lambda _request: "What was said."
    tells_each: bool = True
    counts: bool = True
    asked: list[Question] = field(default_factory=list)

    def run(self, steps: Steps[T]) -> T:
        try:
            question = next(steps)
            while True:
                self.asked.append(question)
                question = steps.send(self.reply(question))
        except StopIteration as end:
            result: T = end.value
            return result

    def reply(self, question: Question) -> Reply:
        if isinstance(question, Generate):
            return self.summary(question)
        if not self.counts:
            return None
        each = tuple(len(turn.content.split()) for turn in question.turns)
        total = sum(each) + MARKS * len(each)
        told = each if question.each and self.tells_each else ()
        return TokenCount(n=total, limit=self.limit, each=told)

    def tokens(self, turns: tuple[Turn, ...]) -> int:
        counted = self.reply(CountTokens(turns=turns))
        assert isinstance(counted, TokenCount)
        return counted.n


def words(count: int, word: str = "word") -> str:
    return " ".join([word] * count)


def conversation(*lengths: int) -> tuple[Message, ...]:
    """Messages of so many words, the person's first."""
    roles: tuple[Role, Role] = ("user", "assistant")
    return tuple(
        Message(
            id=10 * (n + 1), conversation_id=3, parent_id=10 * n or None, sequence=n,
            role=roles[n % 2], text=words(length, f"m{n}"),
        )
        for n, length in enumerate(lengths)
    )  # fmt: skip


def basis(*lengths: int, text: int = 0, rule: Rule = "drop", **more: object) -> Basis:
    parameters = ChatParameters(system_prompt="Be brief.", on_overflow=rule)
    return Basis(
        parameters=parameters, branch=conversation(*lengths), text=words(text, "now"), **more
    )  # type: ignore[arg-type]


def kept_words(turns: tuple[Turn, ...]) -> list[str]:
    return [turn.content.split()[0] for turn in turns if turn.role != "system"]


def test_what_fits_is_sent_as_it_is() -> None:
    asked = basis(50, 50, text=20)
    counter = Counter()
    fit = counter.run(measured(asked, LIMIT))
    assert (fit.used, fit.kept, fit.limit, fit.reserve) == (138, 138, LIMIT, 256)
    assert (fit.fold, fit.cut, fit.refused) == (None, False, None)
    assert len(counter.asked) == 1


def test_the_oldest_exchanges_go() -> None:
    asked = basis(*[90] * 10, text=20)
    fit = Counter().run(measured(asked, LIMIT))
    assert fit.cut
    assert fit.fold is not None
    turns = turns_of(asked, fit.fold)
    assert turns[0] == Turn("system", "Be brief.")
    assert kept_words(turns) == ["m6", "m7", "m8", "m9", "now"]
    assert fit.fold.message_id == asked.branch[5].id
    assert (fit.folded, fit.fold.context_length, fit.fold.rule) == (6, LIMIT, "drop")
    assert fit.kept == Counter().tokens(turns) <= LIMIT - fit.reserve
    assert fit.used == Counter().tokens(turns_of(asked, None))


def test_the_next_turn_begins_at_the_same_cut() -> None:
    asked = basis(*[90] * 10, text=20)
    first = Counter().run(measured(asked, LIMIT))
    assert first.fold is not None
    longer = basis(*[90] * 10, 20, 40, text=20, folds=(first.fold,))
    second = Counter().run(measured(longer, LIMIT))
    assert (second.fold, second.cut) == (first.fold, False)
    before, after = turns_of(asked, first.fold), turns_of(longer, second.fold)
    assert after[: len(before) - 1] == before[:-1]


def test_a_fold_belongs_to_the_branches_through_it() -> None:
    branch = conversation(10, 10, 10, 10)
    shallow = ContextFold(conversation_id=3, message_id=20, context_length=LIMIT)
    deep = ContextFold(conversation_id=3, message_id=40, context_length=LIMIT // 2)
    elsewhere = ContextFold(conversation_id=3, message_id=99, context_length=LIMIT)
    folds = (deep, elsewhere, shallow)
    assert fold_of(folds, branch) == deep
    assert fold_of(folds, branch, LIMIT // 2) == deep
    assert fold_of(folds, branch, LIMIT) == shallow  # the other was made for a shorter context
    assert fold_of(folds, branch, LIMIT * 2) is None
    assert fold_of(folds, branch[:2]) == shallow
    assert fold_of(folds, branch[:1]) is None


def test_an_unknown_context_is_measured_again_when_it_is_longer() -> None:
    fold = ContextFold(conversation_id=3, message_id=20, context_length=LIMIT // 2)
    fit = Counter().run(measured(basis(10, 10, 10, 10, folds=(fold,)), 0))
    assert fit.fold is None
    assert fit.used == 2 + 40 + 5 * MARKS


@pytest.mark.parametrize("tells_each", [True, False])
def test_a_message_too_long_is_refused_with_its_tokens(tells_each: bool) -> None:
    asked = basis(20, 20, text=900)
    fit = Counter(tells_each=tells_each).run(measured(asked, LIMIT))
    assert fit.refused is not None
    assert fit.refused.what == "message"
    if tells_each:
        system = 2 + MARKS
        assert (fit.refused.tokens, fit.refused.room) == (900, 744 - system - MARKS)


def test_the_rule_can_be_to_refuse() -> None:
    fit = Counter().run(measured(basis(*[90] * 10, text=20, rule="refuse"), LIMIT))
    assert fit.refused is not None
    assert (fit.refused.what, fit.refused.tokens) == ("conversation", fit.used)
    assert not fit.cut


def test_without_a_count_nothing_is_known() -> None:
    fold = ContextFold(conversation_id=3, message_id=20, context_length=LIMIT)
    fit = Counter(counts=False).run(measured(basis(9, 9, 9, folds=(fold,)), LIMIT))
    assert fit == Fit(fold=fold, folded=2)


def test_system_messages_of_a_branch_are_never_left_out() -> None:
    system = Message(
        id=1, conversation_id=3, parent_id=None, sequence=0, role="system", text="Old rule."
    )
    branch = (system, *conversation(*[150] * 6))
    asked = Basis(parameters=ChatParameters(), branch=branch, text="now")
    fit = Counter().run(measured(asked, LIMIT))
    turns = turns_of(asked, fit.fold)
    assert fit.cut
    assert turns[0] == Turn("system", "Old rule.")
    assert kept_words(turns) == ["m4", "m5", "now"]


lengths = st.lists(st.integers(0, 300), max_size=12)


@given(lengths, st.integers(1, 900), st.sampled_from(["drop", "summarise"]), st.booleans())
def test_what_is_sent_fits_or_is_refused(
    said: list[int], text: int, rule: Rule, tells_each: bool
) -> None:
    asked = basis(*said, text=text, rule=rule)
    counter = Counter(tells_each=tells_each)
    fit = counter.run(measured(asked, LIMIT))
    if fit.cut and rule == "summarise" and fit.refused is None:
        fit = counter.run(summarised(asked, fit))
    turns = turns_of(asked, fit.fold)
    if fit.refused is None:
        assert counter.tokens(turns) <= LIMIT - fit.reserve
        assert turns[0].content.startswith("Be brief.")
        assert turns[-1] == Turn("user", asked.text)
    spoken = [turn for turn in turns_of(asked, None) if turn.role != "system"]
    kept = [turn for turn in turns if turn.role != "system"]
    assert spoken[len(spoken) - len(kept) :] == kept


def test_a_summary_stands_behind_the_system_prompt() -> None:
    asked = basis(*[90] * 10, text=20, rule="summarise")
    counter = Counter()
    planned = counter.run(measured(asked, LIMIT))
    counter.asked.clear()
    fit = counter.run(summarised(asked, planned))
    assert fit.fold is not None
    assert (fit.fold.rule, fit.fold.summary) == ("summarise", "What was said.")
    turns = turns_of(asked, fit.fold)
    assert turns[0].content == ("Be brief.\n\nSummary of the earlier conversation:\nWhat was said.")
    request = counter.asked[0]
    assert isinstance(request, Generate)
    assert (request.keep, request.conversation, request.thinking) == (False, "3", False)
    # What is summarised continues what the conversation has sent before: little is read again.
    sent = turns_of(asked, None)
    assert request.turns[:2] == sent[:2]
    assert kept_words(request.turns)[:2] == ["m0", "m1"]


def test_an_earlier_summary_is_folded_again() -> None:
    fold = ContextFold(
        conversation_id=3, message_id=20, rule="summarise", summary="A clock was bought.",
        context_length=LIMIT,
    )  # fmt: skip
    asked = basis(*[90] * 12, text=20, rule="summarise", folds=(fold,))
    counter = Counter()
    fit = counter.run(summarised(asked, counter.run(measured(asked, LIMIT))))
    requests = [each for each in counter.asked if isinstance(each, Generate)]
    assert "A clock was bought." in requests[0].turns[0].content
    assert kept_words(requests[0].turns)[0] == "m2"
    assert fit.fold is not None
    assert fit.fold.summary == "What was said."
    assert fit.folded > 2


@pytest.mark.parametrize("answer", [None, "", "  \n"])
def test_without_a_summary_the_turns_are_dropped_and_the_fold_says_so(answer: str | None) -> None:
    asked = basis(*[90] * 10, text=20, rule="summarise")
    counter = Counter(summary=lambda _request: answer)
    fit = counter.run(summarised(asked, counter.run(measured(asked, LIMIT))))
    assert fit.fold is not None
    assert (fit.fold.rule, fit.fold.summary, fit.refused) == ("unsummarised", "", None)


def test_a_summary_that_is_too_long_gives_way() -> None:
    asked = basis(400, 200, text=700, rule="summarise")
    counter = Counter(summary=lambda _request: words(200))
    fit = counter.run(summarised(asked, counter.run(measured(asked, LIMIT))))
    assert fit.fold is not None
    assert (fit.fold.rule, fit.fold.summary, fit.refused) == ("unsummarised", "", None)
    assert counter.tokens(turns_of(asked, fit.fold)) <= LIMIT - fit.reserve


def test_what_is_longer_than_a_context_is_summarised_in_pieces() -> None:
    asked = basis(*[300] * 10, text=20, rule="summarise")
    written = iter(f"Summary {n}." for n in range(1, 20))
    counter = Counter(summary=lambda _request: next(written))
    fit = counter.run(summarised(asked, counter.run(measured(asked, LIMIT))))
    requests = [each for each in counter.asked if isinstance(each, Generate)]
    assert len(requests) > 2
    assert all(counter.tokens(request.turns) < LIMIT for request in requests)
    assert "Summary 1." in requests[1].turns[0].content
    assert fit.fold is not None
    assert fit.fold.summary == f"Summary {len(requests)}."


@given(st.lists(st.text(max_size=400), max_size=40), st.integers(60, 500))
def test_pieces_hold_everything_that_has_room(texts: list[str], room: int) -> None:
    turns = [Turn("user", text) for text in texts]
    found = pieces(turns, room)
    assert len(found) <= MOST_PIECES * 2
    flat = [turn.content for piece in found for turn in piece]
    assert len(flat) == len(texts)
    for text, kept in zip(texts, flat, strict=True):
        assert kept == text or LEFT_OUT in kept
    assert all(sum(len(t.content) for t in p) <= room + len(LEFT_OUT) + 2 for p in found)


def test_summaries_lose_their_heading() -> None:
    assert clean_summary("**Summary:** They met.\nTwice.") == "They met.\nTwice."
    assert clean_summary("摘要：他们见过面。") == "他们见过面。"
    assert clean_summary("They met: twice.") == "They met: twice."


def test_under_a_fold_parameters_and_branch_are_what_is_sent() -> None:
    branch = conversation(5, 5, 5)
    fold = ContextFold(conversation_id=3, message_id=20, summary="S.", context_length=9)
    parameters, kept = under_fold(ChatParameters(temperature=0.1), branch, fold)
    assert parameters.system_prompt == "Summary of the earlier conversation:\nS."
    assert parameters.temperature == 0.1
    assert list(kept) == [branch[2]]
    unchanged = under_fold(ChatParameters(), branch, msgspec.structs.replace(fold, message_id=7))
    assert list(unchanged[1]) == list(branch)
