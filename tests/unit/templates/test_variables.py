"""The variables of templates: what the syntax means and what is refused, with its line."""

from __future__ import annotations

import contextlib
import time

import pytest

from assistant.core.templates.parsing import Block, TemplateError, Use, parse
from assistant.core.templates.template import Example, Template
from assistant.core.templates.variables import Variable, variables


def template(text: str, **fields: object) -> Template:
    return Template(name="x", title="X", text=text, **fields)  # type: ignore[arg-type]


def only(text: str) -> Variable:
    [variable] = variables(template(text))
    return variable


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{topic}}", Variable(name="topic")),
        ("{{ topic }}", Variable(name="topic")),
        ("{{topic:line}}", Variable(name="topic", kind="line")),
        ("{{topic=the sea}}", Variable(name="topic", default="the sea")),
        ("{{topic:text=a = b}}", Variable(name="topic", default="a = b")),
        ("{{n:number}}", Variable(name="n", kind="number")),
        (
            "{{n:number(1,10)=5}}",
            Variable(name="n", kind="number", least=1.0, most=10.0, default="5"),
        ),
        ("{{n:number(-2.5, )}}", Variable(name="n", kind="number", least=-2.5)),
        ("{{n:number(,3)}}", Variable(name="n", kind="number", most=3.0)),
        (
            "{{tone:choice(formal, friendly)}}",
            Variable(name="tone", kind="choice", choices=("formal", "friendly"), default="formal"),
        ),
        (
            "{{tone:choice(formal,friendly)=friendly}}",
            Variable(
                name="tone", kind="choice", choices=("formal", "friendly"), default="friendly"
            ),
        ),
        (
            r"{{x:choice(a\, b,c \(d\))}}",
            Variable(name="x", kind="choice", choices=("a, b", "c (d)"), default="a, b"),
        ),
        ("{{a:list=x, y}}", Variable(name="a", kind="list", default="x, y")),
        ("{{a:file}}", Variable(name="a", kind="file")),
        ("{{a:file(many)}}", Variable(name="a", kind="file", many=True)),
        ("{{a:language}}", Variable(name="a", kind="language")),
        ("{{a:selection}}", Variable(name="a", kind="selection")),
        ("{{a:clipboard}}", Variable(name="a", kind="clipboard")),
        ("{{a:date}}", Variable(name="a", kind="date")),
        ("{{主题:line}}", Variable(name="主题", kind="line")),
    ],
)
def test_what_a_variable_says(text: str, wanted: Variable) -> None:
    assert only(text) == wanted


@pytest.mark.parametrize(
    ("name", "label"),
    [("due_date", "Due date"), ("x", "X"), ("__a__b_", "A b"), ("主题", "主题"), ("CEO", "CEO")],
)
def test_labels_come_from_names(name: str, label: str) -> None:
    assert Variable(name=name).label == label


def test_one_place_names_the_type_for_all() -> None:
    found = variables(
        template(
            "{{tone}} {{n=3}}",
            system="{{tone:choice(a,b)=b}}",
            examples=(Example(question="{{n:number(1,5)}}", answer="{{tone}}"),),
        )
    )
    assert [each.name for each in found] == ["tone", "n"]
    assert found[0] == Variable(name="tone", kind="choice", choices=("a", "b"), default="b")
    assert found[1] == Variable(name="n", kind="number", least=1.0, most=5.0, default="3")


def test_a_variable_inside_its_own_block_may_stay_empty() -> None:
    found = variables(template("{{#a}}{{a}} and {{b}}{{/a}} {{#c}}{{c}}{{/c}}{{c}}"))
    assert {each.name: each.required for each in found} == {"a": False, "b": True, "c": True}
    found = variables(template("{{^a}}{{b}}{{/a}}{{^c}}{{c}}{{/c}}"))
    assert {each.name: each.required for each in found} == {"a": False, "b": True, "c": True}


def test_blocks_and_literals_are_divided() -> None:
    parsed = parse("one {{a}}\n{{#b}}\ntwo\n{{/b}}\nthree {{#b}}in{{/b}} line")
    assert parsed.parts == (
        "one ",
        Use("a"),
        "\n",
        Block("b", ("two\n",)),
        "three ",
        Block("b", ("in",)),
        " line",
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (r"\{{a}}", ("{{a}}",)),
        (r"\\{{a}}", ("\\", Use("a"))),
        (r"\\\{{a}}", ("\\{{a}}",)),
        ("{a} }} {", ("{a} }} {",)),
        (r"C:\new", (r"C:\new",)),
        ("{{{a}}}", ("{", Use("a"), "}")),
        ("", ()),
    ],
)
def test_braces_can_be_meant(text: str, parts: tuple[object, ...]) -> None:
    assert parse(text).parts == parts


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("a\nb {{x:colour}}", 2, "“colour” is no type of a variable"),
        ("a\n\n{{x", 3, "“{{” has no “}}”"),
        ("{{}}", 1, "“” is no variable"),
        ("{{a b}}", 1, "“a b” is no variable"),
        ("{{1a}}", 1, "“1a” is no variable"),
        ("{{x:}}", 1, "“x:” is no variable"),
        ("{{x:line}}\n{{x:number}}", 2, "“x” has another type than before"),
        ("{{x:text}}\n{{x:line}}", 2, "“x” has another type than before"),
        ("{{x:choice(a,b)}}\n{{x:choice(a,c)}}", 2, "“x” has another type than before"),
        ("{{x=a}}\n{{x=b}}", 2, "“x” has another default than before"),
        ("{{x:choice()}}", 1, "“x” has nothing to choose from"),
        ("{{x:choice}}", 1, "“x” has nothing to choose from"),
        ("\n{{x:choice(a,b)=c}}", 2, "the default of “x”: “c” is none of its choices"),
        ("{{x:number(5,1)}}", 1, "“(5,1)” is no smallest and largest number"),
        ("{{x:number(a,1)}}", 1, "“(a,1)” is no smallest and largest number"),
        ("{{x:number(1)}}", 1, "“(1)” is no smallest and largest number"),
        ("{{x:number(1,5)=9}}", 1, "the default of “x”: 9 is more than 5"),
        ("{{x:number=nine}}", 1, "the default of “x”: “nine” is not a number"),
        ("{{x:line(a)}}", 1, "“a” means nothing for the type “line”"),
        ("{{x:file(all)}}", 1, "“all” means nothing for the type “file”"),
        ("{{#x}}\na", 1, "the block “x” has no end"),
        ("{{#x}}{{#y}}{{/x}}{{/y}}", 1, "the block “x” ends and did not begin"),
        ("a\n{{/x}}", 2, "the block “x” ends and did not begin"),
        ("{{#a b}}{{/a b}}", 1, "“a b” is no name of a variable"),
        ("{{#x}}" * 11, 1, "its blocks are nested too deep"),
        ("".join(f"{{{{v{n}}}}}" for n in range(51)), 0, "it has more than 50 variables"),
        ("x" * 200_001, 0, "it has more than 200000 characters"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, why: str) -> None:
    with pytest.raises(TemplateError) as caught:
        variables(template(text))
    assert (caught.value.line, caught.value.why, caught.value.place) == (line, why, "text")
    assert why in caught.value.text


def test_the_place_is_named() -> None:
    with pytest.raises(TemplateError) as caught:
        variables(template("a", examples=(Example(question="a", answer="b\n{{x"),)))
    assert caught.value.text == (
        "The template cannot be used (line 2 of “answer 1”): “{{” has no “}}”."
    )


@pytest.mark.parametrize("text", ["\\" * 199_000, "{" * 199_000, "{{#a}}{{/a}}" * 10_000])
def test_a_long_text_is_divided_in_a_moment(text: str) -> None:
    begun = time.perf_counter()
    with contextlib.suppress(TemplateError):
        parse(text)
    assert time.perf_counter() - begun < 10.0  # a second; squared, it would be minutes
