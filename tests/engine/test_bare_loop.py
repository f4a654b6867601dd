"""The bare loop computes what it says that it computes: a model that copies, copies in it, too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.cli.interrupt import Interrupt
from assistant.cli.speed.bare_process import BareProcess
from assistant.core.errors import Cancelled, UserError
from assistant.engine.reference import (
    FetchState,
    KeepState,
    Reference,
    Write,
    WriteSeveral,
)
from tests import copying_model

COUNT = 12


@pytest.fixture(scope="module")
def copying(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copying_model.write_copying_model(tmp_path_factory.mktemp("bare") / "copying.gguf")


@pytest.fixture(scope="module")
def known() -> dict[str, int]:
    """The token of each word."""
    tokens = copying_model.vocabulary().tokens
    return {token.decode().removeprefix("Ġ"): number for number, token in enumerate(tokens)}


def reference(path: Path, sequences: int = 1) -> Reference:
    """Batches of 32 tokens, so that a page takes several."""
    return Reference(
        path=str(path), context_length=1024, batch_tokens=32, threads=1, sequences=sequences
    )


@pytest.fixture
def bare(copying: Path) -> Iterator[BareProcess]:
    with closing(BareProcess(reference(copying), Interrupt())) as process:
        yield process


def begun(seed: int, known: dict[str, int]) -> tuple[str, tuple[int, ...]]:
    """A page followed by one of its words, and the tokens that must follow that."""
    words = copying_model.page(50 + seed, seed=seed).split()
    follows = tuple(known[word] for word in words[8 : 8 + COUNT])
    return " ".join([*words, words[7]]), follows


def test_it_writes_what_the_model_says(bare: BareProcess, known: dict[str, int]) -> None:
    for seed in (1, 2):  # what was there before is forgotten
        text, follows = begun(seed, known)
        measured = bare.measure(Write(text=text, count=COUNT))
        assert measured.drawn == (follows,)
        assert measured.read == len(text.split())
        assert measured.written == COUNT - 1
        assert measured.read_rate > 0 < measured.write_rate


@pytest.mark.parametrize("together", [True, False])
def test_it_writes_several(together: bool, copying: Path, known: dict[str, int]) -> None:
    texts, follows = zip(*[begun(seed, known) for seed in range(1, 5)], strict=True)
    with closing(BareProcess(reference(copying, 4), Interrupt())) as process:
        work = WriteSeveral(texts=texts, count=COUNT, together=together)
        for _ in range(2):
            measured = process.measure(work)
            assert measured.drawn == follows
            assert measured.written == 4 * COUNT


def test_a_state_is_fetched_by_another_process(
    bare: BareProcess, copying: Path, known: dict[str, int], tmp_path: Path
) -> None:
    text, follows = begun(3, known)
    file = str(tmp_path / "state")
    assert bare.measure(KeepState(text=text, file=file)).drawn == (follows[:1],)
    with closing(BareProcess(reference(copying), Interrupt())) as other:
        fetched = other.measure(FetchState(text=text, file=file))
    assert fetched.drawn == (follows[:1],)


def test_what_llama_refuses_is_said(bare: BareProcess, tmp_path: Path) -> None:
    with pytest.raises(UserError) as missing:
        BareProcess(reference(tmp_path / "missing.gguf"), Interrupt())
    assert missing.value.kind == "load_failed"
    with pytest.raises(UserError) as nothing:
        bare.measure(FetchState(text="# a", file=str(tmp_path / "nothing")))
    assert nothing.value.kind == "load_failed"
    assert bare.measure(Write(text="# a", count=2)).written == 1  # it goes on


def test_a_loop_that_dies_is_reported(bare: BareProcess) -> None:
    bare._process.kill()
    with pytest.raises(UserError) as died:
        bare.measure(Write(text="# a", count=2))
    assert died.value.kind == "engine_died"


def test_the_person_can_stop_it(copying: Path) -> None:
    interrupt = Interrupt()
    with closing(BareProcess(reference(copying), interrupt)) as process:
        interrupt.request()
        with pytest.raises(Cancelled):
            process.measure(Write(text=copying_model.page(600), count=400))
