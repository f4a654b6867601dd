"""`inkstone evaluate` as a shell sees it: real tasks and scores, a model that knows a little."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.terminal_runner import Inkstone

CASES: list[dict[str, Any]] = [
    {
        "task": "translate",
        "text": "The house is red.",
        "to": "de",
        "reference": "Das Haus ist rot.",
    },
    {"task": "translate", "text": "Good night.", "to": "German", "reference": ["Gute Nacht."]},
    {"task": "proofread", "text": "Teh cat sat.", "reference": "The cat sat."},
    {
        "task": "answer",
        "documents": ["The rent is 900 euros. The flat is in Ulm."],
        "question": "How much is the rent?",
        "reference": "900 euros",
    },
    {
        "task": "classify",
        "text": "I love it.",
        "labels": ["positive", "negative"],
        "reference": "positive",
    },
    {"task": "summarise", "text": "Ada lives in Ulm. It rained.", "reference": "Ada lives in Ulm."},
    {"task": "chat", "text": "Who are you?", "reference": "Nobody."},
]
GOOD = [
    ["The house is red.", "Das Haus ist rot."],
    ["Good night.", "Gute Nacht."],
    ["Teh cat sat.", "The cat sat."],
    ["How much is the rent?", "900 euros “The rent is 900 euros.” [1]"],
    ["I love it.", "Positive."],
    ["Ada lives", "Ada lives in Ulm."],
    ["Who are you?", "Nobody."],
]
BAD = [[piece, answer if "Haus" in answer else "Something else."] for piece, answer in GOOD]


class Evaluating(Inkstone):
    """The command with the engine of `evaluating_terminal`."""

    def command(self, *arguments: str) -> list[str]:
        driver = [sys.executable, "-W", "error", "-m", "tests.e2e.evaluating_terminal"]
        return [*driver, json.dumps(self.scripted), "evaluate", *arguments]


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(map(json.dumps, CASES)) + "\n", "utf-8")
    return path


def inkstone(home: Path, **options: Any) -> Evaluating:
    return Evaluating(home, {"knows": {"good": GOOD, "bad": BAD}, **options})


def value(document: dict[str, Any], task: str, score: str, model: int = 0) -> float:
    found = [result for result in document["results"] if result["task"] == task]
    return float(found[model]["scores"][score]["value"])


def test_every_task_is_done_and_scored(tmp_path: Path, cases: Path) -> None:
    temperatures = tmp_path / "temperatures"
    command = inkstone(tmp_path / "home", temperatures=str(temperatures))
    ended = command.run(str(cases), "-m", "good.gguf", "--json")
    assert ended.code == 0, ended.err
    document = ended.json
    assert value(document, "translate", "BLEU") == pytest.approx(1.0)
    assert value(document, "translate", "chrF") == pytest.approx(1.0)
    assert value(document, "translate", "exact") == 1.0
    assert value(document, "proofread", "exact") == 1.0
    assert value(document, "answer", "F1") < 1.0  # the quotation stands in the answer as well
    assert value(document, "answer", "quotes verified") == 1.0
    assert value(document, "classify", "accuracy") == 1.0
    assert value(document, "summarise", "ROUGE-L") == 1.0
    assert value(document, "chat", "exact") == 1.0
    assert set(temperatures.read_text().split()) == {"0.0"}


def test_models_are_compared_side_by_side(tmp_path: Path, cases: Path) -> None:
    chart = tmp_path / "chart.svg"
    command = inkstone(tmp_path / "home")
    ended = command.run(
        str(cases), "-m", "good.gguf", "-m", "bad.gguf", "--json", "--chart", str(chart)
    )
    assert ended.code == 0, ended.err
    document = ended.json
    assert value(document, "translate", "exact", model=1) == 0.5
    (row,) = (
        each
        for each in document["comparisons"]
        if (each["task"], each["score"]) == ("translate", "exact")
    )
    assert row["difference"] == -0.5
    assert row["low"] <= -0.5 <= row["high"]
    assert not row["sure"]  # two cases prove nothing
    assert chart.read_text("utf-8").count("<rect") > 10


def test_the_table_for_people(tmp_path: Path, cases: Path) -> None:
    ended = inkstone(tmp_path / "home").run(str(cases), "-m", "good.gguf", "--limit", "1")
    assert ended.code == 0, ended.err
    assert "translate  exact             100.0 %  [100.0 to 100.0]      1 cases" in ended.out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no json", "Line 1 of the task file is no JSON object."),
        ('{"task": "sing", "text": "x", "reference": "y"}', "Line 1 of the task file cannot"),
        ('{"task": "translate", "text": "x", "reference": "y"}', "“translate” needs to."),
        ('{"task": "translate", "text": "x", "to": "qqq", "reference": "y"}', "is no language"),
        ('{"task": "chat", "text": "x", "reference": []}', "It has no reference"),
        (
            '{"task": "chat", "text": "x", "earlier": ["a"], "reference": "y"}',
            "Each of the earlier messages needs its answer.",
        ),
        (
            '{"task": "proofread", "text": "x", "earlier": ["a", "b"], "reference": "y"}',
            "“proofread” has no earlier messages.",
        ),
        ("", "holds no cases"),
    ],
)
def test_what_is_wrong_with_a_task_file_is_said(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(line, "utf-8")
    ended = inkstone(tmp_path / "home").run(str(path), "-m", "good.gguf")
    assert ended.code == 2
    assert said in ended.err


def test_a_table_with_tabs(tmp_path: Path) -> None:
    path = tmp_path / "cases.tsv"
    path.write_text(
        "task\ttext\tto\tlabels\treference\n"
        "translate\tGood night.\tde\t\tGute Nacht.\n"
        "classify\tI love it.\t\tpositive|||negative\tpositive\n",
        "utf-8",
    )
    ended = inkstone(tmp_path / "home").run(str(path), "-m", "good.gguf", "--json")
    assert ended.code == 0, ended.err
    assert value(ended.json, "translate", "exact") == 1.0
    assert value(ended.json, "classify", "accuracy") == 1.0
