"""Whatever happens around an answer, its greedy text is that of a bare llama.cpp loop."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.core.messages import (
    Cancel,
    Delta,
    Failed,
    Finished,
    Generate,
    PromptProgress,
    RestoreState,
    SaveState,
    StatesKept,
    Turn,
)
from assistant.engine import llama
from assistant.engine.supervisor import EngineCommand, Supervisor
from tests.engine.bare import Bare, same
from tests.engine.conftest import ARCHITECTURES, GREEDY, Driver, user

COUNT = 40
NAMES = [*ARCHITECTURES, "bpe"]
SYSTEM = Turn(role="system", content="one day the big dog said yes and the cat went home")
ASKED = (SYSTEM, user("what is it? tell me more of the little tree in the sun"))


@pytest.fixture(scope="module", autouse=True)
def _quiet_llama() -> Iterator[None]:
    log = llama.start(None)
    yield
    log.close()


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("states")


@pytest.fixture(scope="module")
def engine(engine_log: Path, states: Path) -> Iterator[Driver]:
    supervisor = Supervisor(EngineCommand.for_this_python(engine_log, states))
    yield Driver(supervisor)
    supervisor.close()


@pytest.fixture(scope="module")
def bares(models: dict[str, Path]) -> Iterator[Callable[[str], Bare]]:
    kept: dict[str, Bare] = {}

    def of(name: str) -> Bare:
        if name not in kept:
            kept[name] = Bare(models[name])
        return kept[name]

    yield of
    for bare in kept.values():
        bare.close()


def ask(turns: tuple[Turn, ...] = ASKED, **options: object) -> Generate:
    return Generate(turns=turns, sampling=GREEDY, max_tokens=COUNT, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_plain_and_reused(
    name: str, models: dict[str, Path], engine: Driver, bares: Callable[[str], Bare]
) -> None:
    engine.load(models[name])
    expected = bares(name).answer(ASKED, COUNT)
    plain, first = engine.answer(ask(conversation="plain"))
    assert first.usage.cached_tokens == 0
    assert same(plain, expected)
    bares(name).remember(plain, first.usage.completion_tokens)
    longer = (*ASKED, Turn(role="assistant", content=plain), user("and then?"))
    reused, second = engine.answer(ask(longer, conversation="plain"))
    assert second.usage.cached_tokens >= first.usage.prompt_tokens
    assert same(reused, bares(name).answer(longer, COUNT))
    title, third = engine.answer(ask((*longer, user("a title?")), conversation="plain", keep=False))
    assert third.usage.cached_tokens >= first.usage.prompt_tokens
    assert same(title, bares(name).answer((*longer, user("a title?")), COUNT))
    _, fourth = engine.answer(ask(longer, conversation="plain"))
    assert fourth.usage.cached_tokens == fourth.usage.prompt_tokens - 1


@pytest.mark.parametrize("name", NAMES)
def test_restored_from_disk(
    name: str,
    models: dict[str, Path],
    states: Path,
    engine_log: Path,
    bares: Callable[[str], Bare],
) -> None:
    command = EngineCommand.for_this_python(engine_log, states)
    turns = ASKED
    held = 0
    for number in range(3):
        supervisor = Supervisor(command)
        driver = Driver(supervisor)
        driver.load(models[name])
        if number == 2:
            driver.run(RestoreState(conversation=f"disk {name}"))
        text, last = driver.answer(ask(turns, conversation=f"disk {name}"))
        assert same(text, bares(name).answer(turns, COUNT))
        bares(name).remember(text, last.usage.completion_tokens)
        assert last.usage.cached_tokens == held
        if number == 0:
            kept = driver.run(SaveState(conversation=f"disk {name}"))
            assert isinstance(kept, StatesKept)
            assert kept.bytes > 0
        supervisor.close()  # the others are saved by the shutdown
        drawn = last.usage.completion_tokens - (1 if last.reason == "length" else 0)
        held = last.usage.prompt_tokens + drawn
        turns = (*turns, Turn(role="assistant", content=text), user("and then?"))


@pytest.mark.parametrize("name", NAMES)
def test_speculated(
    name: str, models: dict[str, Path], engine: Driver, bares: Callable[[str], Bare]
) -> None:
    """A random model soon repeats itself, so that drafts are made, taken and refused."""
    engine.load(models[name])
    turns = (user("the dog went home and the dog went home and the dog " * 4),)
    expected = bares(name).answer(turns, 200)
    command = Generate(turns=turns, sampling=GREEDY, max_tokens=200)
    drafted, last = engine.answer(command)
    assert same(drafted, expected)
    plain, without = engine.answer(
        Generate(turns=turns, sampling=GREEDY, max_tokens=200, speculate=False)
    )
    assert plain == drafted
    assert without.usage.completion_tokens == last.usage.completion_tokens


@pytest.mark.parametrize("name", NAMES)
def test_batched_with_three_others(
    name: str, models: dict[str, Path], engine: Driver, bares: Callable[[str], Bare]
) -> None:
    engine.load(models[name])
    prompts = [(SYSTEM, user(text)) for text in ("hello", "what?", "the tree " * 20, "we play")]
    commands = [ask(turns, priority=index % 3) for index, turns in enumerate(prompts)]
    for command in commands:
        engine.engine.submit(command)
    waiting = {command.request_id for command in commands}
    while waiting:
        event = engine.next()
        assert not isinstance(event, Failed)
        if isinstance(event, Finished):
            waiting.discard(event.request_id)
    for command, turns in zip(commands, prompts, strict=True):
        assert same(engine.text(command.request_id), bares(name).answer(turns, COUNT))


@pytest.mark.parametrize("name", NAMES)
def test_after_cancels(
    name: str, models: dict[str, Path], engine: Driver, bares: Callable[[str], Bare]
) -> None:
    """Cancelled while it was read, and while it was written; alone and beside another."""
    engine.load(models[name])
    long = (SYSTEM, user("we said the cat and the dog play " * 8))
    for wanted in (PromptProgress, Delta):
        for company in (False, True):
            beside = ask((SYSTEM, user("hello")), priority=1)
            command = ask(long, conversation="cancelled")
            if company:
                engine.engine.submit(beside)
            engine.engine.submit(command)
            engine.until(
                lambda event, kind=wanted, of=command.request_id: (
                    isinstance(event, kind) and event.request_id == of
                )
            )
            engine.engine.submit(Cancel(target=command.request_id))
            ended = engine.last(command.request_id)
            assert isinstance(ended, Finished)
            text, _ = engine.answer(ask(long, conversation="cancelled"))
            assert same(text, bares(name).answer(long, COUNT))
            if company:
                other = [e for e in engine.seen if e.request_id == beside.request_id]
                if not any(isinstance(e, Finished) for e in other):
                    engine.last(beside.request_id)
                expected = bares(name).answer((SYSTEM, user("hello")), COUNT)
                assert same(engine.text(beside.request_id), expected)


@pytest.mark.parametrize("name", NAMES)
def test_after_overflow(
    name: str, models: dict[str, Path], engine: Driver, bares: Callable[[str], Bare]
) -> None:
    """A prompt that is too long, an answer to the end of the context, then something new."""
    engine.load(models[name])
    refused = engine.run(ask((user("the dog went home " * 200),), conversation="full"))
    assert isinstance(refused, Failed)
    assert refused.kind == "context_full"
    nearly = (user("x " * 215),)
    full = Generate(turns=nearly, sampling=GREEDY, conversation="full")
    text, last = engine.answer(full)
    if last.reason == "context_full":
        assert last.usage.prompt_tokens + last.usage.completion_tokens == 512 + 1
    assert same(text, bares(name).answer(nearly, last.usage.completion_tokens))
    after, _ = engine.answer(ask(conversation="full"))
    assert same(after, bares(name).answer(ASKED, COUNT))


def test_more_jobs_than_there_is_room(
    models: dict[str, Path], engine: Driver, bares: Callable[[str], Bare]
) -> None:
    """Twelve long texts for eight sequences and a memory that holds three of them."""
    engine.load(models["llama"])
    prompts = [
        (user(f"{number} " + "we went home and the sun is big " * 5),) for number in range(12)
    ]
    commands = [
        Generate(turns=turns, sampling=GREEDY, max_tokens=60, priority=index % 4)
        for index, turns in enumerate(prompts)
    ]
    for command in commands:
        engine.engine.submit(command)
    waiting = {command.request_id for command in commands}
    while waiting:
        event = engine.next()
        assert not isinstance(event, Failed), event
        if isinstance(event, Finished):
            waiting.discard(event.request_id)
    for command, turns in zip(commands, prompts, strict=True):
        assert same(engine.text(command.request_id), bares("llama").answer(turns, 60))


class Talk:
    """A conversation that a random person has: says, edits, regenerates, stops."""

    def __init__(self, number: int, draw: random.Random) -> None:
        self.id = f"talk {number}"
        self._draw = draw
        self.turns: tuple[Turn, ...] = ()

    def next_turns(self) -> tuple[Turn, ...]:
        words = ["hello", "what", "the dog", "went home", "yes", "and you said", "the big tree"]
        said = user(" ".join(self._draw.choices(words, k=self._draw.randrange(1, 6))))
        action = self._draw.choice(["say", "say", "edit", "again"])
        if len(self.turns) > 6:
            self.turns = ()
        if action == "again" and self.turns:
            return self.turns[:-1]
        if action == "edit" and self.turns:
            keep = self._draw.randrange(0, len(self.turns), 2)
            return (*self.turns[:keep], said)
        return (*self.turns, said)


@pytest.mark.parametrize("name", ["llama", "gemma3", "mamba", "jamba"])
@pytest.mark.parametrize("part", range(5))
def test_random_schedules_say_what_each_says_alone(
    name: str, part: int, models: dict[str, Path], engine: Driver, bares: Callable[[str], Bare]
) -> None:
    """200 schedules in all (10 for each of 4 models in 5 parts) of send, stop, edit,
    regenerate and switch."""
    engine.load(models[name])
    for number in range(10):
        draw = random.Random(f"{name} {part} {number}")
        talks = [Talk(index, draw) for index in range(3)]
        for _ in range(4):
            _one_round(engine, bares(name), talks, draw)


def _one_round(engine: Driver, bare: Bare, talks: list[Talk], draw: random.Random) -> None:
    """Some of the talks ask at the same time; one of them may be stopped."""
    asked: list[tuple[Talk, Generate]] = []
    for talk in draw.sample(talks, draw.randrange(1, 4)):
        count = draw.randrange(1, 24)
        command = Generate(
            turns=talk.next_turns(),
            sampling=GREEDY,
            max_tokens=count,
            conversation=talk.id,
            priority=draw.randrange(3),
            keep=draw.random() < 0.8,
        )
        engine.engine.submit(command)
        asked.append((talk, command))
    stopped = draw.choice(asked)[1] if draw.random() < 0.4 else None
    ended: list[Finished] = []
    while len(ended) < len(asked):
        event = engine.next()
        assert not isinstance(event, Failed), event
        if stopped is not None and event.request_id == stopped.request_id:
            engine.engine.submit(Cancel(target=stopped.request_id))
            stopped = None
        if isinstance(event, Finished):
            ended.append(event)
    found = {command.request_id: (talk, command) for talk, command in asked}
    written = dict(bare.written)
    for event in ended:
        talk, command = found[event.request_id]
        text = engine.text(command.request_id)
        remembered, bare.written = bare.written, written
        expected = bare.answer(command.turns, command.max_tokens).lstrip()
        bare.written = remembered
        if not expected.startswith(text.rstrip("\ufffd")) and bare.first_tie is not None:
            common = bare.spell(bare.last[: bare.first_tie]).lstrip().rstrip("\ufffd")
            assert text.startswith(common), (command.turns, text, expected)
            continue  # from the tie on both are right
        assert expected.startswith(text.rstrip("\ufffd")), (command.turns, text, expected)
        bare.remember(text, event.usage.completion_tokens)
        if text:
            talk.turns = (*command.turns, Turn(role="assistant", content=text))
