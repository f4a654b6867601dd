"""The copying model copies, through the real engine: whatever it says wrong, the engine broke."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.core.messages import Generate, Turn
from tests import copying_model
from tests.engine.conftest import GREEDY, Driver, user


@pytest.fixture(scope="module")
def copying(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copying_model.write_copying_model(tmp_path_factory.mktemp("copying") / "copying.gguf")


def test_a_page_is_one_token_a_word() -> None:
    page = copying_model.page(300, seed=4)
    assert len(page.split()) == len(set(page.split())) == 300


@pytest.mark.parametrize("length", [2, 40, 1500])
def test_a_page_is_copied_to_its_end(length: int, copying: Path, supervised: Driver) -> None:
    supervised.load(copying, context_length=4096)
    page = copying_model.page(length, seed=length)
    answer, last = supervised.answer(Generate(turns=(user(page),), sampling=GREEDY))
    assert answer == page
    assert last.reason == "stop"
    assert last.usage.prompt_tokens == length + 4  # a mark before, two around and one after
    assert last.usage.completion_tokens == length


def test_of_several_pages_the_last_one_is_copied(copying: Path, supervised: Driver) -> None:
    supervised.load(copying, context_length=4096)
    turns: tuple[Turn, ...] = (Turn(role="system", content=copying_model.page(200, seed=9)),)
    for seed in range(4):
        page = copying_model.page(150, seed=seed)
        turns += (user(page),)
        answer, _ = supervised.answer(Generate(turns=turns, sampling=GREEDY))
        assert answer == page
        turns += (Turn(role="assistant", content=answer),)
