"""Templates as TOML: what was written is read again, and what is wrong is named with its line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assistant.core.entities import ChatParameters
from assistant.core.errors import UserError
from assistant.core.templates.template import Example, Template
from assistant.storage.template_files import TomlTemplates
from assistant.storage.toml_lines import key_places

PROPERTY = settings(
    deadline=None,
    max_examples=40,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ANY = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\"'\\\n\r\t#[]=\0\x7f"),
    max_size=30,
)
FILLED = ANY.filter(str.strip)
PLAIN = ANY.map(lambda text: text.replace("{", "("))
PLAIN_FILLED = PLAIN.filter(str.strip)
PARAMETERS = st.builds(
    ChatParameters,
    temperature=st.none() | st.floats(0, 100),
    top_k=st.none() | st.integers(0, 100),
    top_p=st.none() | st.floats(0, 1),
    max_tokens=st.integers(0, 9000),
    seed=st.none() | st.integers(0, 2**32 - 1),
    stop=st.lists(ANY, max_size=2).map(tuple),
)
TEMPLATES = st.builds(
    Template,
    name=st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True),
    title=FILLED,
    description=ANY,
    mode=st.sampled_from(["chat", "write", "translate", "documents"]),
    text=PLAIN_FILLED | st.just("{{a:choice(x,y)}}\n\\{{b}}\n"),
    system=PLAIN,
    examples=st.lists(
        st.builds(Example, question=PLAIN_FILLED, answer=PLAIN_FILLED), max_size=2
    ).map(tuple),
    parameters=PARAMETERS,
    grammar=st.just("") | st.just('root ::= {{labels:list="a", b}}'),
    tags=st.lists(ANY, max_size=3).map(tuple),
    favourite=st.booleans(),
    shortcut=ANY,
    title_in=st.dictionaries(ANY, ANY, max_size=2),
    description_in=st.dictionaries(st.just("zh_CN"), ANY, max_size=1),
    words_in=st.dictionaries(
        st.just("zh_CN"), st.dictionaries(ANY, ANY, min_size=1, max_size=3), max_size=1
    ),
)

SIMPLE = """\
# a comment
name = "letter"
title = "Letter"
text = \"\"\"
Dear {{who}},
{{tone:choice(a,b)}}
[not.a.table]
\"\"\"

[parameters]
temperature = 1

[[examples]]
question = "One"
answer = "Two"
"""


def read(tmp_path: Path, text: str) -> list[Template]:
    path = tmp_path / "t.toml"
    path.write_bytes(text.encode())
    return TomlTemplates().read(path)


@PROPERTY
@given(st.lists(TEMPLATES, min_size=1, max_size=3, unique_by=lambda each: each.name))
def test_what_is_written_is_read_again(tmp_path: Path, templates: list[Template]) -> None:
    path = tmp_path / "t.toml"
    TomlTemplates().write(path, templates)
    assert TomlTemplates().read(path) == templates
    assert [each.name for each in tmp_path.iterdir()] == ["t.toml"]


def test_a_file_of_a_person_is_read(tmp_path: Path) -> None:
    [template] = read(tmp_path, SIMPLE)
    assert template == Template(
        name="letter",
        title="Letter",
        text="Dear {{who}},\n{{tone:choice(a,b)}}\n[not.a.table]\n",
        parameters=ChatParameters(temperature=1.0),
        examples=(Example(question="One", answer="Two"),),
    )


def test_what_belongs_to_this_machine_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    template = Template(id=7, name="a", title="A", text="a", builtin=True, changed=True)
    TomlTemplates().write(path, [template])
    assert TomlTemplates().read(path) == [Template(name="a", title="A", text="a")]


def test_windows_lines_and_a_mark_at_the_start(tmp_path: Path) -> None:
    text = "\ufeff" + SIMPLE.replace("\n", "\r\n")
    assert read(tmp_path, text) == read(tmp_path, SIMPLE)


def many(*bodies: str) -> str:
    return "\n".join(f"[[template]]\n{body}" for body in bodies)


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (SIMPLE.replace("title", "titel"), 3, "“titel” is no key of a template"),
        (SIMPLE.replace("temperature", "temprature"), 11, "“temprature” is no key of a template"),
        (SIMPLE.replace("answer", "anwser"), 15, "“anwser” is no key of a template"),
        (SIMPLE + "[extra]\nx = 1\n", 16, "“extra” is no key of a template"),
        (SIMPLE.replace("= 1", '= "hot"'), 11, "“temperature” must be a number"),
        (SIMPLE.replace("= 1", "= 1000"), 11, "1000.0 is not from 0 to 100"),
        (SIMPLE.replace("temperature = 1", "top_k = 1.5"), 11, "“top_k” must be a whole number"),
        (SIMPLE.replace('"Letter"', "3"), 3, "“title” must be a text"),
        (SIMPLE.replace('"Letter"', '""'), 3, "it is empty"),
        (SIMPLE.replace('"letter"', '"My Letter"'), 2, "“My Letter” is not lower case words"),
        (SIMPLE.replace("(a,b)", "()"), 6, "“tone” has nothing to choose from"),
        (SIMPLE.replace("{{who}}", "{{who:name}}"), 5, "“name” is no type of a variable"),
        (SIMPLE.replace('"Two"', '"{{"'), 15, "“{{” has no “}}”"),
        ("tags = [1,\n2]\n" + SIMPLE, 1, "“tags” must be a text"),
        ("tags = 1\n" + SIMPLE, 1, "“tags” must be a list"),
        ('mode = "poem"\n' + SIMPLE, 1, "“mode” must be chat, write, translate or documents"),
        ("favourite = 1\n" + SIMPLE, 1, "“favourite” must be true or false"),
        ("parameters.x = 1\n" + SIMPLE.replace("[parameters]", "[title_in]"), 1, "“x” is no key"),
        ('grammar = "a"\njson_schema = "1"\n' + SIMPLE, 1, "a grammar or a JSON schema, not both"),
        (SIMPLE.replace('name = "letter"\n', ""), 1, "“name” is missing"),
        (SIMPLE + "x = \n", 16, "this is not TOML"),
        (SIMPLE + SIMPLE, 25, "this is not TOML"),
        ("", 1, "“name” is missing"),
        (many('name="a"\ntitle="A"\ntext="a"') + "\n[[template]]\nname='b'\n", 5, "is missing"),
        (
            many('name="a"\ntitle="A"\ntext="a"', 'name="a"\ntitle="B"\ntext="b"'),
            6,
            "“a” is there twice",
        ),
        ("x = 1\n" + many('name="a"\ntitle="A"\ntext="a"'), 1, "“x” is no key of a template"),
        ("template = 1\n", 1, "“template” must be a list of tables"),
        ("template = [1]\n", 1, "“template” must be a table"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, why: str
) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path, text)
    assert caught.value.text.startswith(f"“t.toml” was not used (line {line}): ")
    assert why in caught.value.text
    assert caught.value.kind == "usage"


def test_what_is_no_text_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    path.write_bytes(b"name = 'a'\n\xff")
    with pytest.raises(UserError, match=r"line 2\): this is not UTF-8"):
        TomlTemplates().read(path)


@pytest.mark.parametrize(
    ("name", "kind"), [("none.toml", "no_such_file"), (".", "is_directory"), ("a\0", "no_perm")]
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, kind: str) -> None:
    with pytest.raises(UserError) as caught:
        TomlTemplates().read(tmp_path / name)
    assert caught.value.kind.startswith(kind)


def test_a_file_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    path.write_text("mine")
    template = Template(name="a", title="A", text="\ud800")
    with pytest.raises(UserError):
        TomlTemplates().write(path, [template])
    with pytest.raises(UserError):
        TomlTemplates().write(tmp_path / "no" / "t.toml", [])
    assert path.read_text() == "mine"


def test_none_are_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    TomlTemplates().write(path, [])
    assert path.read_text() == ""


@PROPERTY
@given(st.lists(TEMPLATES, min_size=2, max_size=3, unique_by=lambda each: each.name))
def test_each_key_is_found_on_its_line(tmp_path: Path, templates: list[Template]) -> None:
    path = tmp_path / "t.toml"
    TomlTemplates().write(path, templates)
    text = path.read_bytes().decode()
    lines = text.split("\n")
    places = key_places(text)
    for number, table in enumerate(tomllib.loads(text)["template"]):
        for key in table:
            line = lines[places["template", number, key].key - 1]
            assert line.startswith((f"{key} =", f"[template.{key}", f"[[template.{key}"))
    assert msgspec.convert(places["template", 0], tuple[int, int]) == (1, 1)
