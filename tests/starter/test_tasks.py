"""The task files of the recipe ask exactly what the generator teaches."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant import compose
from assistant.cli.engine_session import EngineSession
from assistant.cli.evaluating.cases import Case, of_tasks, read_cases
from assistant.cli.evaluating.prompts import classify_prompt
from assistant.cli.evaluating.scores import scores
from assistant.cli.evaluating.tasks import Tasks
from assistant.cli.interrupt import Interrupt
from assistant.cli.terminal import Terminal
from assistant.core.answer import prompt
from assistant.core.document_text import ExtractedText
from assistant.core.messages import Turn
from assistant.core.segmentation import Section
from assistant.core.settings import Models
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_prompts import section_material, summary_turns
from assistant.core.translation.prompts import conversation, sentence_turn, system_prompt
from assistant.engine.scripted import ScriptedEngine
from assistant.paths import app_paths
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT))

from models.starter.recipe import proofreading, tasks


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Case]]:
    written = tasks.write(tmp_path_factory.mktemp("tasks"), 12)
    names = ["tasks.jsonl", "product.jsonl", "fallback.jsonl", "going_on.jsonl"]
    assert [path.name for path in written] == names
    assert all(read_cases(path) for path in written)
    return {**of_tasks(read_cases(written[0])), "going on": read_cases(written[3])}


class Recording:
    """Does one case and knows what the model was asked."""

    def __init__(self, tmp_path: Path) -> None:
        self.asked: list[tuple[Turn, ...]] = []
        self.knows: Callable[[tuple[Turn, ...]], str] = lambda _turns: "Nothing."
        self.engine = ScriptedEngine(self._answer, background=self._answer)
        self.session = EngineSession(self.engine, Interrupt())
        info = self.session.ensure_loaded("scripted.gguf", Models(), lambda _part: None)
        paths = app_paths(tmp_path / "home")
        paths.create()
        self.library = compose.make_library(paths)
        self.tasks = Tasks(self.session, self.library, Terminal(), info)

    def _answer(self, turns: tuple[Turn, ...]) -> str:
        self.asked.append(turns)
        return self.knows(turns)

    def first(self, case: Case) -> tuple[Turn, ...]:
        self.asked.clear()
        self.tasks.done(case)
        return self.asked[0]


@pytest.fixture
def recording(tmp_path: Path) -> Iterator[Recording]:
    made = Recording(tmp_path)
    yield made
    made.library.close()
    made.engine.close()


def test_each_task_has_its_cases_and_the_same_again(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in tasks.write(tmp_path / "one", 3)]
    assert first == [path.read_bytes() for path in tasks.write(tmp_path / "two", 3)]
    count: dict[str, int] = {}
    for line in first[0].splitlines():
        task = json.loads(line)["task"]
        count[task] = count.get(task, 0) + 1
    assert count == dict.fromkeys(("answer", "summarise", "classify", "translate", "proofread"), 3)


def test_texts_are_proofread_with_the_prompt_that_is_learned(
    cases: dict[str, list[Case]], recording: Recording
) -> None:
    for case in cases["proofread"]:
        sample = proofreading.proofread(case.reference[0], case.text)
        assert recording.first(case) == sample.turns


def test_labels_are_asked_for_as_learned(
    cases: dict[str, list[Case]], recording: Recording
) -> None:
    for case in cases["classify"]:
        said = classify_prompt(case.text, case.labels)
        assert recording.first(case) == (Turn("user", said),)


def test_sentences_are_translated_with_the_prompt_that_is_learned(
    cases: dict[str, list[Case]], recording: Recording
) -> None:
    for case in cases["translate"]:
        system = system_prompt(case.source, case.to)
        last = sentence_turn(case.text, case.to)
        assert recording.first(case) == conversation(system, [], case.to, last)


def test_texts_are_summarised_with_the_prompt_that_is_learned(
    cases: dict[str, list[Case]], recording: Recording
) -> None:
    for case in cases["summarise"]:
        options = SummaryOptions(length=case.length, form=case.form)
        text = ExtractedText(name="document.txt", format="text", sha256="0", text=case.text)
        section = Section(0, len(text.text), 0, (), 0, 0)
        material = section_material(text, section, 1, 1)
        asked = recording.first(case)
        mark = asked[-1].content.partition("<<<MATERIAL ")[2][:8]  # of more than the material
        assert asked == summary_turns(options, mark, material, "", whole=True)


def test_questions_are_asked_with_the_prompt_that_is_learned(
    cases: dict[str, list[Case]], recording: Recording
) -> None:
    for case in cases["answer"]:
        learned = prompt(case.question, [])
        asked = recording.first(case)
        assert asked[0] == learned[0]
        assert asked[-1].content.endswith(f"Question: {case.question}")
        assert all(text in asked[-1].content for text in case.documents)


def test_what_goes_on_is_asked_as_learned(
    cases: dict[str, list[Case]], recording: Recording
) -> None:
    """Of documents the application shows so much of what was said before, and no more."""
    for case in cases["going on"]:
        roles = ("user", "assistant") * (len(case.earlier) // 2)
        earlier = tuple(map(Turn, roles, case.earlier))
        assert earlier
        asked = recording.first(case)
        if case.task == "chat":
            assert asked == (*earlier, Turn("user", case.text))
        else:
            assert asked[0] == prompt(case.question, [], earlier)[0]
            assert asked[1:-1] == earlier
            assert asked[-1].content.endswith(f"Question: {case.question}")


@pytest.mark.parametrize("task", ["answer", "summarise", "classify", "proofread", "translate"])
def test_what_is_learned_is_what_counts_as_right(
    task: str, cases: dict[str, list[Case]], recording: Recording
) -> None:
    """A model that says exactly what the generator expects gets every point."""
    done = []
    for case in cases[task]:
        recording.knows = lambda turns, case=case: _expected(turns, case)
        done.append(recording.tasks.done(case))
    first = scores(task, cases[task], done)
    worth = {score.name: score.value for score in first}
    wanted = {"summarise": "ROUGE-L", "classify": "accuracy"}.get(task, "exact")
    wrong = [
        (answer.text, case.reference)
        for answer, case in zip(done, cases[task], strict=True)
        if answer.text not in case.reference
    ]
    assert worth[wanted] == pytest.approx(1.0), wrong


def _expected(turns: tuple[Turn, ...], case: Case) -> str:
    """What is learned; of an answer the one with the number under which its source is shown."""
    if case.task == "summarise":
        return case.reference[0].replace(" [s. 1]", "")
    if case.task != "answer" or len(case.reference) == 1:
        return case.reference[0]
    asked = turns[-1].content
    sentence = case.reference[0].partition("“")[2].partition("”")[0]
    number = re.findall(r"^\[(\d+)\]", asked[: asked.index(sentence)], re.MULTILINE)[-1]
    return next(text for text in case.reference if text.endswith(f"[{number}]"))
