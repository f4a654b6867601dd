"""A template in the terminal's conversation: asked for as it wants, and again in the same way."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant import compose
from assistant.cli.answer import PlainView
from assistant.cli.dialogue import AnswerShape, Dialogue
from assistant.cli.engine_session import EngineSession
from assistant.cli.interrupt import Interrupt
from assistant.cli.terminal import Terminal
from assistant.core.entities import ChatParameters
from assistant.core.grounding import TemplateTask
from assistant.core.messages import Generate, Turn
from assistant.core.settings import Models
from assistant.core.templates.template import Example
from assistant.engine.scripted import ScriptedEngine
from assistant.paths import app_paths
from assistant.storage.store import SqliteStore

GRAMMAR = 'root ::= "good" | "bad"'
TASK = TemplateTask(
    name="judge",
    system="You judge.",
    examples=(Example(question="Fine.", answer="good"),),
    sampling=ChatParameters(temperature=0.0),
    grammar=GRAMMAR,
)
SHOT = (Turn("user", "Fine."), Turn("assistant", "good"))


@dataclass
class Talk:
    store: SqliteStore
    engine: ScriptedEngine
    session: EngineSession
    terminal: Terminal

    def dialogue(self, **options: object) -> Dialogue:
        made = Dialogue(
            self.store,
            self.session,
            self.terminal,
            Models(),
            new_parameters=ChatParameters(temperature=1.0, system_prompt="Mine."),
            **options,  # type: ignore[arg-type]
        )
        made.use_model("/models/scripted.gguf", "scripted")
        return made

    def asked(self) -> list[Generate]:
        return [each for each in self.engine.commands if isinstance(each, Generate)]


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    paths = app_paths(tmp_path)
    paths.create()
    engine = ScriptedEngine(
        "word " * 60, load_s=0.0, tokens_per_s=0.0, prompt_tokens_per_s=0.0, context_length=512
    )
    terminal = Terminal(io.StringIO(), io.StringIO())
    with (
        closing(compose.make_store(paths)) as store,
        EngineSession(engine, Interrupt()) as session,
    ):
        yield Talk(store, engine, session, terminal)


def test_a_template_is_asked_for_as_it_wants_and_again_in_the_same_way(talk: Talk) -> None:
    dialogue, view = talk.dialogue(), PlainView(talk.terminal)
    dialogue.say("It works.", view, TASK)
    dialogue.say_again(view)
    dialogue.say("Why?", view)
    first, again, plain = talk.asked()
    assert first.turns == (Turn("system", "You judge."), *SHOT, Turn("user", "It works."))
    assert (first.sampling.grammar, first.sampling.temperature) == (GRAMMAR, 0.0)
    assert first.thinking is False
    assert (again.turns, again.sampling.grammar) == (first.turns, GRAMMAR)
    assert plain.turns[0] == Turn("system", "Mine.")
    assert plain.turns[-1] == Turn("user", "Why?")
    assert plain.sampling.grammar == ""


def test_what_the_command_line_wants_of_an_answer_counts_more(talk: Talk) -> None:
    shape = AnswerShape(json_schema='{"type": "integer"}')
    talk.dialogue(shape=shape).say("It works.", PlainView(talk.terminal), TASK)
    [asked] = talk.asked()
    assert (asked.sampling.grammar, asked.sampling.json_schema) == ("", shape.json_schema)


@pytest.mark.parametrize(("length", "examples"), [(60, True), (235, False)])
def test_older_turns_make_room_for_a_template(talk: Talk, length: int, examples: bool) -> None:
    dialogue, view = talk.dialogue(), PlainView(talk.terminal)
    dialogue.say("First. " * 60, view)
    dialogue.say("Second. " * 60, view)
    dialogue.say("Third. " * length, view, TASK)
    turns = talk.asked()[-1].turns
    assert turns[0] == Turn("system", "You judge.")
    assert not any(turn.content.startswith("First.") for turn in turns)
    assert turns[-1].content.startswith("Third.")
    assert (SHOT[0] in turns) == examples
    assert dialogue.conversation is not None
    messages = {message.id for message in talk.store.branch(dialogue.conversation.id)}
    assert talk.store.folds(dialogue.conversation.id)
    assert all(fold.message_id in messages for fold in talk.store.folds(dialogue.conversation.id))
