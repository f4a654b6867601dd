"""The templates that come with the application."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.compose import builtin_templates
from assistant.core.templates.rendering import rendered
from assistant.core.templates.template import Template
from assistant.core.templates.variable import Variable
from assistant.core.templates.variables import variables
from assistant.engine.llama.gbnf import parse_grammar
from assistant.engine.llama.json_schema import grammar_of_schema
from assistant.paths import resources
from assistant.storage.template_files import TomlTemplates
from tests.template_values import sample_values

BUILTINS = {template.name: template for template in builtin_templates()}
WANTED = {
    *("email", "article", "report", "story", "product-copy", "meeting-minutes"),
    *("literature-overview", "contract-clause", "medical-facts", "legal-facts"),
    *("financial-report", "customer-reply", "lesson-plan", "quiz", "explain-code", "review-code"),
    *("sentiment", "topic", "entities", "keywords", "recommend", "interviewer"),
}
NOT_ADVICE = ("contract-clause", "medical-facts", "legal-facts", "financial-report")


def test_they_cover_what_people_use_models_for() -> None:
    assert not WANTED - BUILTINS.keys()
    assert len(builtin_templates()) == len(BUILTINS) >= 60
    assert all(template.builtin and template.id == 0 for template in BUILTINS.values())


@pytest.mark.parametrize("template", BUILTINS.values(), ids=list(BUILTINS))
def test_each_is_rendered(template: Template) -> None:
    filled = rendered(template, sample_values(template))
    said = "\n".join(turn.content for turn in filled.turns)
    assert "{{" not in said
    assert "\n\n\n" not in said, "an optional part leaves a gap"
    assert filled.turns[-1].role == "user"
    if filled.grammar:
        parse_grammar(filled.grammar)
    if filled.json_schema:
        parse_grammar(grammar_of_schema(filled.json_schema))


@pytest.mark.parametrize("template", BUILTINS.values(), ids=list(BUILTINS))
def test_each_is_rendered_without_what_is_optional(template: Template) -> None:
    required = {each.name for each in variables(template) if each.required and not each.default}
    values = sample_values(template)
    filled = rendered(template, {name: values[name] for name in required})
    said = "\n".join(turn.content for turn in filled.turns)
    assert "\n\n\n" not in said
    assert not [line for line in said.splitlines() if line != line.rstrip()]


@pytest.mark.parametrize("template", BUILTINS.values(), ids=list(BUILTINS))
def test_each_speaks_english_and_chinese(template: Template) -> None:
    assert template.title.isascii()
    assert template.description
    for text in (template.title_for("zh_CN"), template.description_for("zh_CN")):
        assert any("\u4e00" <= each <= "\u9fff" for each in text)
    assert len(template.title) <= 40
    names = [each.name for each in variables(template)]
    missing = [name for name in names if not template.word_for(name, "zh_CN")]
    assert not missing
    words = {word for each in variables(template) for word in (each.name, *each.choices)}
    assert not template.words_in.get("zh_CN", {}).keys() - words, "a word of no variable"


@pytest.mark.parametrize("name", NOT_ADVICE)
def test_what_could_be_taken_for_advice_says_that_it_is_none(name: str) -> None:
    assert "advice" in BUILTINS[name].system


def test_classifications_take_their_labels_from_a_grammar() -> None:
    for template in BUILTINS.values():
        if "classification" in template.tags:
            assert template.grammar or template.json_schema
            assert template.parameters.temperature == 0.0
    filled = rendered(BUILTINS["topic"], {"text": "a", "labels": 'x "y"\nz'})
    schema = json.loads(filled.json_schema)
    assert schema["properties"]["topic"]["enum"] == ['x "y"', "z"]
    filled = rendered(BUILTINS["classify"], {"text": "a", "labels": 'x "y"\nz'})
    assert filled.grammar == r'root ::= ("x \"y\"" | "z")'


def test_examples_of_an_answer_in_a_shape_have_that_shape() -> None:
    for template in BUILTINS.values():
        for example in template.examples if template.json_schema else ():
            json.loads(example.answer)


def test_no_tag_is_spelled_in_two_ways() -> None:
    tags = Counter(tag for template in BUILTINS.values() for tag in template.tags)
    assert len({tag.casefold().rstrip("s") for tag in tags}) == len(tags)


def test_each_file_is_written_and_read_again(tmp_path: Path) -> None:
    files = TomlTemplates()
    for path in sorted((resources() / "templates").glob("*.toml")):
        read = files.read(path)
        files.write(tmp_path / "again.toml", read)
        assert files.read(tmp_path / "again.toml") == read


def test_a_sample_value_is_there_for_each_kind() -> None:
    template = Template(name="a", title="A", text="{{x:number(3,)}}")
    assert sample_values(template) == {"x": "3"}
    assert Variable(name="x").label == "X"
