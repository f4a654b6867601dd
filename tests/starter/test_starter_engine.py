"""Learned weights show what random ones cannot: nothing around an answer makes it another one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from random import Random
from statistics import mean

import pytest

from assistant.core.messages import (
    Delta,
    Failed,
    Finished,
    Generate,
    RestoreState,
    SaveState,
    StatesKept,
    TokenProbability,
    Turn,
)
from assistant.engine.supervisor import EngineCommand, Supervisor
from tests.conftest import ROOT
from tests.engine.conftest import GREEDY, Driver, user

sys.path.insert(0, str(ROOT))

from models.starter.recipe import evaluation
from models.starter.recipe.sample import Sample

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

EACH = 20
COUNT = 64
AT_ONCE = 4
ROOM = 2048
SURE = 0.5
"""Between the two likeliest tokens, in natural logarithms; rounding moves them by up to 0.2."""
COMPARED = 0.7
"""Of the conversations that go on: these begin with a token the model is sure of."""
TASKS = ("answer", "summarise", "proofread", "translate")
Turns = tuple[Turn, ...]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "engine.log"


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("states")


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    """Held out, of every task that has long prompts."""
    held_out = evaluation.held_out(EACH // len(TASKS))
    return [sample for task in TASKS for sample in held_out[task]]


def started(model: Path, log: Path, states: Path | None = None) -> Driver:
    driver = Driver(Supervisor(EngineCommand.for_this_python(log, states)))
    driver.load(model, context_length=AT_ONCE * ROOM, sequences=AT_ONCE)
    return driver


@pytest.fixture(scope="module")
def engine(either: Path, log: Path) -> Iterator[Driver]:
    driver = started(either, log)
    yield driver
    driver.engine.close()


def ask(turns: Turns, **options: object) -> Generate:
    return Generate(turns=turns, sampling=GREEDY, max_tokens=COUNT, **options)  # type: ignore[arg-type]


def plain(engine: Driver, turns: Turns) -> str:
    """Alone, token by token, from a memory that holds nothing of it."""
    text, last = engine.answer(ask(turns, keep=False, speculate=False))
    assert last.usage.completion_tokens <= COUNT
    return text


@pytest.fixture(scope="module")
def expected(engine: Driver, samples: list[Sample]) -> list[str]:
    return [plain(engine, sample.turns) for sample in samples]


def longer(sample: Sample, answer: str) -> Turns:
    return (*sample.turns, Turn(role="assistant", content=answer), user("Thank you!"))


def drawn(engine: Driver, command: Generate) -> list[TokenProbability]:
    engine.answer(command)
    return [
        token
        for event in engine.seen
        if isinstance(event, Delta) and event.request_id == command.request_id
        for token in event.logprobs
    ]


def is_sure(token: TokenProbability) -> bool:
    return token.top[0].logprob - token.top[1].logprob >= SURE


def goes_on(engine: Driver, plainly: Driver, turns: Turns, talk: str) -> bool:
    """Whether anything could be compared: what `engine` says from its memory of the conversation
    with what `plainly` says without one, up to where two tokens are almost as likely. What was
    read in pieces of another size rounds otherwise, and may turn the one into the other there."""
    wanted = drawn(plainly, ask(turns, keep=False, speculate=False, logprobs=2))
    sure = [token.text for token in takewhile(is_sure, wanted)]
    said = drawn(engine, ask(turns, conversation=talk, logprobs=1))
    last = engine.seen[-1]
    assert isinstance(last, Finished)
    assert last.usage.cached_tokens > 0
    assert [token.text for token in said[: len(sure)]] == sure
    return bool(sure)


def test_a_prompt_that_memory_holds(
    engine: Driver, samples: list[Sample], expected: list[str]
) -> None:
    compared = []
    for number, (sample, wanted) in enumerate(zip(samples, expected, strict=True)):
        talk = f"reuse {number}"
        first, _ = engine.answer(ask(sample.turns, conversation=talk))
        again, last = engine.answer(ask(sample.turns, conversation=talk))
        assert (first, again) == (wanted, wanted)
        assert last.usage.cached_tokens == last.usage.prompt_tokens - 1
        compared.append(goes_on(engine, engine, longer(sample, wanted), talk))
    assert mean(compared) >= COMPARED


def test_a_state_from_the_disk(
    either: Path,
    log: Path,
    states: Path,
    engine: Driver,
    samples: list[Sample],
    expected: list[str],
) -> None:
    before = started(either, log, states)
    for number, (sample, wanted) in enumerate(zip(samples, expected, strict=True)):
        talk = f"disk {number}"
        text, _ = before.answer(ask(sample.turns, conversation=talk))
        assert text == wanted
        assert isinstance(before.run(SaveState(conversation=talk)), StatesKept)
    before.engine.close()
    after = started(either, log, states)
    compared = []
    for number, (sample, wanted) in enumerate(zip(samples, expected, strict=True)):
        talk = f"disk {number}"
        after.run(RestoreState(conversation=talk))
        again, last = after.answer(ask(sample.turns, conversation=talk))
        assert again == wanted
        assert last.usage.cached_tokens == last.usage.prompt_tokens - 1
        compared.append(goes_on(after, engine, longer(sample, wanted), talk))
    assert mean(compared) >= COMPARED
    after.engine.close()


def test_guessed_ahead(engine: Driver, samples: list[Sample], expected: list[str]) -> None:
    for sample, wanted in zip(samples, expected, strict=True):
        text, _ = engine.answer(ask(sample.turns, keep=False))
        assert text == wanted


def test_several_at_once(engine: Driver, samples: list[Sample], expected: list[str]) -> None:
    commands = [
        ask(sample.turns, priority=number % 3, keep=False) for number, sample in enumerate(samples)
    ]
    for command in commands:
        engine.engine.submit(command)
    _wait_for(engine, commands)
    assert [engine.text(command.request_id) for command in commands] == expected


# --- bad input

PROMPTS = 500
MOST = 400
STOPS = 0.99


def random_prompts(count: int) -> list[str]:
    """Text of every script, code, marks that look like control tokens, nothing, far too much.

    Its scripts, lines and marks are mostly others than those of the noise in the recipe.
    """
    chance = Random("random prompts")
    makers = (_letters, _letters, _letters, _code, _control, _spoken, _blank)
    prompts = [chance.choice(makers)(chance) for _ in range(count - 4)]
    return [*prompts, *("word " * 10_000, "字" * 10_000, "🙂" * 5_000, "")]


_RANGES = (
    (0x4E00, 0x9FA5), (0x600, 0x6FF), (0x1F300, 0x1F64F), (0x590, 0x5F4), (0xE01, 0xE5B),
    (0x370, 0x3FF), (0x30A0, 0x30FF), (0x10A0, 0x10FF), (0xB80, 0xBFF), (0x2200, 0x22FF),
    (0x2500, 0x257F), (0x30, 0x39), (0x21, 0x2F),
)  # fmt: skip


def _letters(chance: Random) -> str:
    first, last = chance.choice(_RANGES)
    length = chance.choice((1, 3, 8, 33, 120, 400))
    return "".join(chr(chance.randint(first, last)) for _ in range(length))


def _code(chance: Random) -> str:
    lines = (
        "fn main() -> Result<(), Error> {",
        "    let mut found = Vec::new();",
        "for (;;) {}",
        "SELECT name, count(*) FROM users GROUP BY 1;",
        '{"name": null, "sizes": [1, 2.5e-3]}',
        "\\begin{x}",
        "#!/bin/sh -e",
        "  - run: make test",
        "}",
        "https://example.org/a?b=c&d=%20",
    )
    return "\n".join(chance.choices(lines, k=chance.randint(1, 40)))


def _control(chance: Random) -> str:
    marks = ("<|im_start|>", "<|im_end|>", "<|eot_id|>", "<s>", "<<SYS>>", "### Instruction:", "\n")
    return "".join(chance.choices((*marks, "assistant", "[/INST]"), k=chance.randint(1, 25)))


def _spoken(chance: Random) -> str:
    """Words without sense, as often as somebody leans on a key."""
    said = ("the", "and", "ok", "blah", "no", "why", "aaaaaaaa", "asdf", "ha", "...", "test")
    return " ".join(chance.choices(said, k=chance.choice((1, 4, 20, 100))))


def _blank(chance: Random) -> str:
    return chance.choice((" ", "\n\n\n", "\t", ".", "\u200b", "\ufeff", "\x00"))


def _stopped(engine: Driver, prompts: list[str]) -> int:
    """How many answers ended by themselves, or were refused because nothing fits."""
    stopped = 0
    for start in range(0, len(prompts), AT_ONCE):
        commands = [
            Generate(turns=(user(text),), sampling=GREEDY, max_tokens=MOST, keep=False)
            for text in prompts[start : start + AT_ONCE]
        ]
        for command in commands:
            engine.engine.submit(command)
        for ended in _wait_for(engine, commands):
            if isinstance(ended, Failed):
                assert ended.kind in ("context_full", "empty_prompt"), ended
            else:
                assert ended.reason in ("stop", "length"), ended
            stopped += isinstance(ended, Failed) or ended.reason == "stop"
    return stopped


def _wait_for(engine: Driver, commands: list[Generate]) -> list[Finished | Failed]:
    waiting = {command.request_id for command in commands}
    ended: list[Finished | Failed] = []
    while waiting:
        event = engine.next()
        if event.request_id in waiting and isinstance(event, Finished | Failed):
            waiting.discard(event.request_id)
            ended.append(event)
    return ended


def test_nothing_that_is_said_makes_it_run_away(starter: Path, log: Path) -> None:
    engine = started(starter, log)
    prompts = random_prompts(PROMPTS)
    stopped = _stopped(engine, prompts)
    engine.engine.close()
    assert stopped >= STOPS * len(prompts), f"{stopped} of {len(prompts)} stopped by themselves"


def test_nothing_that_is_said_ends_the_engine(made: Path, log: Path) -> None:
    """The toy has learned too little to stop; it must only survive what it is told."""
    engine = started(made / "starter.gguf", log)
    _stopped(engine, random_prompts(24))
    assert isinstance(engine.answer(ask((user("Hello"),)))[1], Finished)
    engine.engine.close()
