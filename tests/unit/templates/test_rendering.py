"""A template that is filled in: values are data, whatever stands in them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.entities import ChatParameters
from assistant.core.errors import UserError
from assistant.core.messages import Turn
from assistant.core.templates.rendering import merged, rendered
from assistant.core.templates.template import Example, Template
from assistant.engine.llama.gbnf import parse_grammar

SHORT = settings(deadline=None, max_examples=60)
VALUES = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from(r"{}{}\"#/=:()|"), max_size=40
).filter(lambda text: text.strip())


def template(text: str, **fields: Any) -> Template:
    return Template(name="x", title="X", text=text, **fields)


def test_everything_becomes_turns() -> None:
    filled = rendered(
        template(
            "\nIs “{{text}}” good?\n",
            system="Answer in {{language:language=English}}.\n",
            examples=(Example(question="Is “fine” good?", answer="yes, in {{language}}"),),
            parameters=ChatParameters(temperature=0.0),
        ),
        {"text": "bad"},
    )
    assert filled.turns == (
        Turn("system", "Answer in English."),
        Turn("user", "Is “fine” good?"),
        Turn("assistant", "yes, in English"),
        Turn("user", "Is “bad” good?"),
    )
    assert filled.sampling == ChatParameters(temperature=0.0)


@SHORT
@given(VALUES, VALUES)
def test_values_are_never_read_as_variables(first: str, second: str) -> None:
    filled = rendered(
        template("<{{a}}|{{b}}|{{#a}}{{a}}{{/a}}>", system="<{{a}}>"), {"a": first, "b": second}
    )
    assert filled.text == f"<{first}|{second}|{first}>"
    assert filled.system == f"<{first}>"


@SHORT
@given(st.lists(VALUES.filter(lambda text: "\0" not in text), min_size=1, max_size=5))
def test_labels_are_literals_of_a_grammar(labels: list[str]) -> None:
    value = "\n".join(labels)
    source = template("{{labels:list}}", grammar="root ::= {{labels}}")
    try:
        filled = rendered(source, {"labels": value})
    except UserError as error:
        assert "no items" in error.text
        return
    rules = parse_grammar(filled.grammar)
    wanted = {item.strip() for item in value.splitlines() if item.strip()}
    [[inner]] = rules["root"]
    assert isinstance(inner, str)
    spelled = {
        "".join(chr(symbol[0][0]) for symbol in alternative if not isinstance(symbol, str))
        for alternative in rules[inner]
    }
    assert spelled == wanted or "," in value or len(labels) == 1


@SHORT
@given(VALUES)
def test_values_are_literals_of_a_schema(value: str) -> None:
    source = template(
        "{{a}} {{n:number}} {{l:list}}",
        json_schema='{"const": {{a}}, "minimum": {{n}}, "enum": {{l}}}',
    )
    filled = rendered(source, {"a": value, "n": "7", "l": "x, “y”, x"})
    assert json.loads(filled.json_schema) == {"const": value, "minimum": 7, "enum": ["x", "“y”"]}


def test_the_spaces_of_a_value_stay() -> None:
    assert rendered(template("{{a}}\n"), {"a": "    indented\n  "}).text == "    indented\n  "


def test_optional_parts_go_with_their_lines() -> None:
    source = template("One\n{{#more}}\nMore: {{more}}\n{{/more}}\nTwo{{#more}} ({{more}}){{/more}}")
    assert rendered(source, {}).text == "One\nTwo"
    either = template("A{{#b}} with {{b}}{{/b}}{{^b}} alone{{/b}}")
    assert rendered(either, {}).text == "A alone"
    assert rendered(either, {"b": "b"}).text == "A with b"
    assert rendered(source, {"more": "x"}).text == "One\nMore: x\nTwo (x)"


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("line", " a\n b ", "a b"),
        ("list", "a, b，c、 a", "a, b, c"),
        ("list", "a, b\nc", "a, b, c"),
        ("number", " 7 ", "7"),
        ("text", "a\n b", "a\n b"),
        ("selection", "{{x}}", "{{x}}"),
    ],
)
def test_values_stand_as_their_type_has_them(kind: str, value: str, shown: str) -> None:
    assert rendered(template(f"<{{{{x:{kind}}}}}>"), {"x": value}).text == f"<{shown}>"


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("{{due_date:date}}", {}, "“Due date” is not filled in."),
        ("{{due_date:date}}", {"due_date": " \n"}, "“Due date” is not filled in."),
        ("{{n:number(1,5)}}", {"n": "x"}, "“N” cannot be used: “x” is not a number."),
        ("{{n:number(1,5)}}", {"n": "0.5"}, "“N” cannot be used: 0.5 is less than 1."),
        ("{{n:number(1,5)}}", {"n": "1e3"}, "“N” cannot be used: “1e3” is not a number."),
        ("{{t:choice(a,b)}}", {"t": "c"}, "“T” cannot be used: “c” is none of its choices."),
        ("{{l:list}}", {"l": " , ,"}, "“L” cannot be used: “, ,” has no items."),
        ("{{a}}", {"a": "x", "b": "y"}, "The template has no variable “b”."),
        ("{{#a}}{{a}}{{/a}}", {}, "The prompt is empty."),
    ],
)
def test_what_cannot_be_filled_in_is_refused(text: str, values: dict[str, str], said: str) -> None:
    with pytest.raises(UserError) as caught:
        rendered(template(text), values)
    assert caught.value.text == said


def test_a_schema_that_is_no_json_is_refused() -> None:
    with pytest.raises(UserError, match="line 2 of “json_schema”"):
        rendered(template("a", json_schema='{"a":\n}'), {})


def test_a_template_sets_its_parameters_and_leaves_the_others() -> None:
    own = ChatParameters(temperature=1.5, top_k=5, system_prompt="Mine.", on_overflow="refuse")
    both = merged(own, ChatParameters(temperature=0.0, stop=("x",)))
    assert both == ChatParameters(
        temperature=0.0, top_k=5, system_prompt="Mine.", on_overflow="refuse", stop=("x",)
    )
    assert merged(own, ChatParameters(), "Its.").system_prompt == "Its."
