"""A draft model beside the one that writes: the text is the same, a wrong one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.core.messages import Failed, Generate, LoadModel, ModelParameters, Ready
from tests import tiny_models
from tests.engine.conftest import GREEDY, Driver, load_command, user


def loaded_with(driver: Driver, model: Path, draft: Path) -> Ready | Failed:
    command = load_command(model)
    parameters = ModelParameters(
        threads=1, kv_type="f32", flash_attention="off", draft_path=str(draft)
    )
    event = driver.run(LoadModel(path=command.path, parameters=parameters))
    assert isinstance(event, Ready | Failed)
    return event


@pytest.mark.parametrize("draft", ["the same", "another"])
def test_the_text_is_the_same_with_a_draft_model(
    draft: str, models: dict[str, Path], supervised: Driver, tmp_path: Path
) -> None:
    """One whose guesses are all right, and one whose guesses are mostly wrong."""
    asked = [(user("hello world"),), (user("what is it? tell me more"),)]
    supervised.load(models["llama"])
    plain = [
        supervised.answer(Generate(turns=turns, sampling=GREEDY, max_tokens=60))[0]
        for turns in asked
    ]
    other = tiny_models.write_model(tmp_path / "draft.gguf", seed=7)
    ready = loaded_with(
        supervised, models["llama"], models["llama"] if draft == "the same" else other
    )
    assert isinstance(ready, Ready)
    assert ready.info.draft_model
    drafted = [
        supervised.answer(Generate(turns=turns, sampling=GREEDY, max_tokens=60))[0]
        for turns in asked
    ]
    assert drafted == plain


def test_a_draft_model_with_another_vocabulary_is_refused(
    models: dict[str, Path], supervised: Driver
) -> None:
    failed = loaded_with(supervised, models["llama"], models["bpe"])
    assert isinstance(failed, Failed)
    assert "vocabulary" in failed.text
    assert isinstance(loaded_with(supervised, models["llama"], models["llama"]), Ready)


def test_a_draft_model_that_is_not_there(models: dict[str, Path], supervised: Driver) -> None:
    failed = loaded_with(supervised, models["llama"], Path("/nowhere/draft.gguf"))
    assert isinstance(failed, Failed)
    assert failed.kind == "load_failed"
    assert "draft.gguf" in failed.text
