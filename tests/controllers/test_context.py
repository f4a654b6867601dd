"""When the context is full: what goes, what is refused, what is told."""

from __future__ import annotations

import msgspec
import pytest

from assistant.controllers.shown import ShownFold
from assistant.core.context_fit import Fit
from assistant.core.context_policy import Rule
from assistant.core.entities import ChatParameters, MessageState
from assistant.core.messages import CountTokens, Generate, Turn
from tests.controllers.conftest import Desk, MakeDesk

SHORT = 300
"""Tokens of a context that is soon full: half of it is the reserve."""
SYSTEM = "Be brief."


def question(number: int = 0, length: int = 20) -> str:
    """So many tokens, and so many more that do not fit into any context here."""
    return " ".join([f"word{number}"] * length)


TOO_LONG = question(length=400)


def rule(desk: Desk, on_overflow: Rule) -> None:
    desk.chat.set_parameters(ChatParameters(system_prompt=SYSTEM, on_overflow=on_overflow))


@pytest.fixture
def small(make_desk: MakeDesk) -> Desk:
    """A model with a short context, and the rule to drop."""
    desk = make_desk(context_length=SHORT, background="They spoke of words.")
    desk.choose_model()
    desk.open_new()
    rule(desk, "drop")
    return desk


def fill(desk: Desk) -> ShownFold:
    """Say so much that the oldest turns go; where the cut is."""
    shown: list[ShownFold | None] = []
    desk.chat.fold_changed.connect(shown.append)
    for number in range(6):
        desk.say(question(number))
        if shown[-1] is not None:
            return shown[-1]
    raise AssertionError("nothing was cut")


def last_turns(desk: Desk) -> tuple[Turn, ...]:
    return [each for each in desk.asked(Generate) if each.keep][-1].turns


def test_the_oldest_turns_go_and_the_cut_is_told(small: Desk) -> None:
    shown = fill(small)
    turns = last_turns(small)
    assert turns[0] == Turn("system", SYSTEM)
    assert turns[-1] == Turn("user", small.chat.messages[-2].text)
    sent = len(turns) - 1
    messages = small.chat.messages[:-1]
    assert shown.messages == len(messages) - sent > 0
    assert shown.fold.message_id == messages[shown.messages - 1].id
    assert (shown.fold.rule, shown.fold.context_length) == ("drop", SHORT)
    assert small.chat.messages[-1].state is MessageState.COMPLETE


def test_the_cut_stays_so_that_the_engine_knows_what_follows(small: Desk) -> None:
    shown = fill(small)
    cut = small.chat.messages[-1].usage
    again: list[ShownFold | None] = []
    small.chat.fold_changed.connect(again.append)
    message = small.say("And now?")
    assert again[-1] == shown
    assert message.usage.cached_tokens >= cut.prompt_tokens
    assert cut.cached_tokens < cut.prompt_tokens // 4  # it had to be read anew at the cut


def test_the_cut_survives_a_restart(small: Desk, make_desk: MakeDesk) -> None:
    shown = fill(small)
    conversation_id = small.chat.conversation_id
    assert conversation_id is not None
    small.store.stop()
    other = make_desk(context_length=SHORT)
    with other.qtbot.waitSignal(
        other.chat.fold_changed, check_params_cb=lambda found: found is not None
    ) as found:
        other.chat.open(conversation_id)
    assert msgspec.structs.replace(found.args[0].fold, created_at=0.0) == msgspec.structs.replace(
        shown.fold, created_at=0.0
    )
    other.choose_model()
    other.say("Still there?")
    assert len(last_turns(other)) < len(other.chat.messages)


def test_a_longer_context_needs_no_cut(small: Desk, make_desk: MakeDesk) -> None:
    fill(small)
    conversation_id = small.chat.conversation_id
    small.store.stop()
    other = make_desk(context_length=8192)
    other.choose_model()
    shown: list[ShownFold | None] = []
    other.chat.fold_changed.connect(shown.append)
    other.open(conversation_id or 0)
    other.say("All of it?")
    assert shown[-1] is None
    assert len(last_turns(other)) == len(other.chat.messages)


def test_another_branch_has_its_own_cut(small: Desk) -> None:
    fill(small)
    shown: list[ShownFold | None] = []
    small.chat.fold_changed.connect(shown.append)
    first = small.chat.messages[0]
    with small.qtbot.waitSignal(small.chat.reply_finished):
        small.chat.edit(first.id, "Another beginning")
    small.settle()
    assert shown[-1] is None
    with small.qtbot.waitSignal(small.chat.branch_changed):
        small.chat.select_sibling(small.chat.messages[0].id, -1)
    assert shown[-1] is not None


def test_the_oldest_turns_are_folded_into_a_summary(small: Desk) -> None:
    rule(small, "summarise")
    stages: list[tuple[int, str]] = []
    small.chat.reply_staged.connect(lambda *stage: stages.append(stage))
    shown = fill(small)
    reply = small.chat.messages[-1]
    assert stages == [(reply.id, "summarising"), (reply.id, "")]
    assert (shown.fold.rule, shown.fold.summary) == ("summarise", "They spoke of words.")
    system = last_turns(small)[0]
    assert system.role == "system"
    assert system.content.startswith(SYSTEM)
    assert system.content.endswith("They spoke of words.")
    asked = [each for each in small.asked(Generate) if not each.keep and not each.priority]
    assert len(asked) == 1
    assert asked[0].conversation == str(small.chat.conversation_id)


def test_without_a_summary_the_turns_go_and_it_is_told(make_desk: MakeDesk) -> None:
    desk = make_desk(context_length=SHORT, background="")
    desk.choose_model()
    desk.open_new()
    rule(desk, "summarise")
    shown = fill(desk)
    assert (shown.fold.rule, shown.fold.summary) == ("unsummarised", "")
    assert desk.chat.messages[-1].state is MessageState.COMPLETE


def test_stop_while_summarising_keeps_the_turn_and_cuts_nothing(make_desk: MakeDesk) -> None:
    desk = make_desk(context_length=SHORT, background="word " * 30)
    desk.choose_model()
    desk.open_new()
    rule(desk, "summarise")
    for number in range(3):
        desk.say(question(number))
    desk.engine._token_s = 0.5  # slow enough to be stopped
    with desk.qtbot.waitSignal(desk.chat.reply_staged):
        desk.chat.send(question(9, 70))
    with desk.qtbot.waitSignal(desk.chat.reply_finished) as finished:
        desk.chat.stop()
    assert finished.args[0].state is MessageState.STOPPED
    assert not desk.chat.answering
    desk.settle()
    assert desk.chat.folds == []


def test_a_message_that_cannot_fit_is_refused_with_the_numbers(small: Desk) -> None:
    small.say("Hello")
    before = list(small.chat.messages)
    with small.qtbot.waitSignal(small.chat.send_refused) as refused:
        small.chat.send(TOO_LONG)
    error = refused.args[0]
    assert error.kind == "context_full"
    assert "400" in error.text
    small.settle()
    assert small.chat.messages == before
    small.say("Shorter")  # nothing is stuck


def test_the_rule_to_refuse(small: Desk) -> None:
    rule(small, "refuse")
    for number in range(3):
        small.say(question(number))
    with small.qtbot.waitSignal(small.chat.send_refused) as refused:
        small.chat.send(question(9, 70))
    assert refused.args[0].kind == "context_full"
    small.settle()
    assert len(small.chat.messages) == 6
    assert small.chat.folds == []


def test_what_was_said_while_the_model_loaded_is_refused_in_its_place(make_desk: MakeDesk) -> None:
    desk = make_desk(context_length=SHORT, load_s=0.3)
    desk.open_new()
    desk.models.choose("/models/scripted.gguf")
    with desk.qtbot.waitSignal(desk.chat.reply_failed) as failed:
        desk.chat.send(TOO_LONG)
    assert failed.args[1].kind == "context_full"
    assert "400" in failed.args[1].text
    assert desk.chat.messages[0].text == TOO_LONG
    assert desk.chat.messages[1].state is MessageState.FAILED


def test_what_was_said_while_the_model_loaded_is_fitted(small: Desk, make_desk: MakeDesk) -> None:
    for number in range(2):
        small.say(question(number))
    conversation_id = small.chat.conversation_id
    small.store.stop()
    other = make_desk(context_length=SHORT // 2, load_s=0.3)
    other.open(conversation_id or 0)
    other.models.choose("/models/scripted.gguf")
    message = other.say(question(2))
    assert message.state is MessageState.COMPLETE
    assert len(last_turns(other)) < len(other.chat.messages)


def test_what_the_engine_refuses_is_fitted_once_more(
    small: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        small.say(question(number))
    counted = small.engine._counted
    wrong = iter([True])

    def miscounted(command: CountTokens) -> object:
        """The first count is of a longer context, as after a change of the model."""
        found = counted(command)
        return msgspec.structs.replace(found, limit=9000) if next(wrong, False) else found

    monkeypatch.setattr(small.engine, "_counted", miscounted)
    small.engine._context_length = 90
    message = small.say(question(2))
    assert message.state is MessageState.COMPLETE
    asked = [each for each in small.asked(Generate) if each.keep][-2:]
    assert len(asked[1].turns) < len(asked[0].turns)


def test_the_forecast_says_what_sending_would_do(small: Desk) -> None:
    def forecast(text: str) -> Fit:
        with small.qtbot.waitSignal(small.chat.context_forecast) as told:
            small.chat.count_draft(text)
        fit: Fit = told.args[0]
        return fit

    for number in range(3):
        small.say(question(number))
    fits = forecast("Short.")
    assert (fits.limit, fits.reserve, fits.cut) == (SHORT, SHORT // 2, False)
    cut = forecast(question(9, 70))
    assert cut.cut
    assert cut.folded > 0
    assert cut.kept <= SHORT // 2 < cut.used
    refused = forecast(TOO_LONG)
    assert refused.refused is not None
    assert refused.refused.tokens == 400


def test_what_was_counted_is_not_counted_again(small: Desk) -> None:
    with small.qtbot.waitSignal(small.chat.context_forecast):
        small.chat.count_draft("Hello there")
    before = len(small.asked(CountTokens))
    small.chat.send("Hello there")
    with small.qtbot.waitSignal(small.chat.reply_finished):
        pass
    between = small.engine.commands[: small.engine.commands.index(small.asked(Generate)[0])]
    assert len([each for each in between if isinstance(each, CountTokens)]) == before
