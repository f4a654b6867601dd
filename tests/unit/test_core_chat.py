"""From a branch of messages to what the engine is asked."""

from __future__ import annotations

from assistant.core.chat import STATE_OF_REASON, build_generate, build_turns
from assistant.core.entities import ChatParameters, Message, MessageState
from assistant.core.messages import Turn


def message(number: int, role: str, text: str, **more: object) -> Message:
    return Message(
        id=number,
        conversation_id=1,
        parent_id=number - 1 or None,
        sequence=number,
        role=role,
        text=text,
        **more,
    )


def test_system_prompt_comes_first_and_only_when_it_says_something() -> None:
    branch = [message(1, "user", "Hello")]
    with_prompt = build_turns(ChatParameters(system_prompt="Be brief."), branch)
    assert with_prompt == (Turn("system", "Be brief."), Turn("user", "Hello"))
    assert build_turns(ChatParameters(system_prompt=" \n"), branch) == (Turn("user", "Hello"),)


def test_replies_without_text_and_reasoning_are_not_sent_back() -> None:
    branch = [
        message(1, "user", "One"),
        message(2, "assistant", "", state=MessageState.FAILED),
        message(3, "user", "Two"),
        message(4, "assistant", "Answer", reasoning="secret steps"),
    ]
    assert build_turns(ChatParameters(), branch) == (
        Turn("user", "One"),
        Turn("user", "Two"),
        Turn("assistant", "Answer"),
    )


def test_parameters_reach_the_sampler() -> None:
    parameters = ChatParameters(
        temperature=0.0, top_p=0.5, top_k=7, min_p=0.2, repeat_penalty=1.3, max_tokens=9, seed=4
    )
    request = build_generate(parameters, [message(1, "user", "x")], conversation="12")
    sampling = request.sampling
    assert (sampling.temperature, sampling.top_p, sampling.top_k) == (0.0, 0.5, 7)
    assert (sampling.min_p, sampling.repeat_penalty, sampling.seed) == (0.2, 1.3, 4)
    assert (request.max_tokens, request.conversation) == (9, "12")


def test_every_reason_to_finish_is_kept_as_a_state() -> None:
    assert set(STATE_OF_REASON) == {"stop", "length", "context_full", "cancelled"}
    assert STATE_OF_REASON["cancelled"] is MessageState.STOPPED
