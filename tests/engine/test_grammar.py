"""Grammars and schemas: what is written follows them, and what cannot be used is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assistant.core.errors import UserError
from assistant.core.messages import Sampling
from assistant.engine.llama.gbnf import parse_grammar
from assistant.engine.llama.json_schema import grammar_of_schema
from assistant.engine.llama.matching import Matcher, State
from assistant.engine.llama.number_ranges import Bounds, integer_range, number_range
from tests import tiny_models
from tests.engine.sampling_bench import CONTEXT, Bench
from tests.engine.schema_check import follows

LOOSE = Sampling(temperature=1.5, top_k=0, top_p=1.0, min_p=0.0)
ROOM = CONTEXT - 20


@pytest.fixture(scope="module", params=["spm", "bpe"])
def bench(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    path = tiny_models.write_model(
        tmp_path_factory.mktemp("grammar") / "tiny.gguf", vocabulary=request.param
    )
    bench = Bench(path)
    yield bench
    bench.close()


def refused(sampling: Sampling, bench: Bench) -> UserError:
    with pytest.raises(UserError) as caught:
        bench.sampler(sampling).close()
    assert caught.value.kind == "usage"
    assert caught.value.hint
    return caught.value


# grammars


@st.composite
def patterns(draw: st.DrawFn, depth: int = 3) -> tuple[str, str]:
    """A piece of GBNF and the regular expression that means the same."""
    kind = draw(
        st.sampled_from(["literal", "class", "either", "row", "times"][: 5 if depth else 2])
    )
    if kind == "literal":
        text = draw(st.text("abc xyz.é語", min_size=1, max_size=3))
        return f'"{text}"', re.escape(text)
    if kind == "class":
        return draw(st.sampled_from([("[a-f]", "[a-f]"), ("[^a-z]", "[^a-z]"), ("[é-ü]", "[é-ü]")]))
    if kind == "times":
        gbnf, expression = draw(patterns(depth - 1))
        assume(not re.fullmatch(expression, ""))
        times = draw(st.sampled_from(["?", "*", "+", "{2}", "{0,3}", "{1,}"]))
        return f"({gbnf}){times}", f"(?:{expression}){times}"
    parts = draw(st.lists(patterns(depth - 1), min_size=1, max_size=3))
    join, mark = (" | ", "|") if kind == "either" else (" ", "")
    gbnf = join.join(f"({part})" for part, _ in parts)
    return f"({gbnf})", "(?:" + mark.join(f"(?:{part})" for _, part in parts) + ")"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pattern=patterns(), seed=st.integers(0, 2**31), greedy=st.booleans())
def test_every_answer_follows_its_grammar(
    bench: Bench, pattern: tuple[str, str], seed: int, greedy: bool
) -> None:
    gbnf, expression = pattern
    wanted = msgspec.structs.replace(
        LOOSE, grammar=f"root ::= {gbnf}", seed=seed, temperature=0.0 if greedy else 1.5
    )
    tokens, ended = bench.write(wanted, 60)
    if ended:
        text = bench.text(tokens)
        assert re.fullmatch(expression, text, re.DOTALL), text


def test_rules_comments_and_recursion(bench: Bench) -> None:
    grammar = """
# nested parentheses
root ::= pair  # that is all
pair ::= "(" inner ")"
inner ::= pair | [a-c]{1,2} |
  "-"
"""
    for seed in range(8):
        sampling = msgspec.structs.replace(LOOSE, grammar=grammar, seed=seed)
        tokens, ended = bench.write(sampling, ROOM)
        text = bench.text(tokens)
        assert ended
        assert re.fullmatch(r"\(+([a-c]{1,2}|-)\)+", text)
        assert text.count("(") == text.count(")")


def test_a_finished_grammar_ends_the_answer(bench: Bench) -> None:
    tokens, ended = bench.write(Sampling(grammar='root ::= "yes"', temperature=0.0), 20)
    assert (bench.text(tokens), ended) == ("yes", True)


def test_penalties_and_bias_still_count(bench: Bench) -> None:
    grammar = 'root ::= ("a" | "b"){6}'
    biased = Sampling(grammar=grammar, temperature=0.0, repeat_penalty=1.0)
    text = bench.text(bench.write(biased, 20)[0])
    wanted = "b" if text[0] == "a" else "a"
    turned = msgspec.structs.replace(biased, logit_bias=((wanted, 50.0),))
    tokens = bench.vocabulary.tokenize(wanted.encode())
    biased_alone = [bench.vocabulary.piece(token) for token in tokens] == [wanted.encode()]
    written = bench.text(bench.write(turned, 20)[0])
    assert written == (wanted * 6 if biased_alone else text)


def test_control_tokens_are_no_text(bench: Bench) -> None:
    marks = [token.id for token in bench.vocabulary.special if token.control]
    sampler = bench.sampler(Sampling(grammar="root ::= .*", temperature=0.0))
    index = bench.evaluate([5])
    bench.set_logits(index, dict.fromkeys(marks, 50.0), others=0.0)
    token = sampler.sample(bench.context.pointer, index)
    sampler.close()
    assert token not in marks or bench.vocabulary.ends_generation(token)


def test_a_grammar_that_waits_is_not_asked(bench: Bench) -> None:
    sampler = bench.sampler(Sampling(grammar='root ::= "0"', temperature=0.0))
    index = bench.evaluate([5])
    free = bench.draws(Sampling(temperature=0.0), index, 1)
    sampler.grammar_waits = True
    assert [sampler.sample(bench.context.pointer, index)] == free
    sampler.grammar_waits = False
    assert bench.vocabulary.piece(sampler.sample(bench.context.pointer, index)) == b"0"
    sampler.close()


def test_what_no_token_can_write_is_an_error_and_no_crash(bench: Bench) -> None:
    every = {bench.vocabulary.piece(token) for token in range(bench.size)}
    sampler = bench.sampler(Sampling(grammar='root ::= "a" "b"', temperature=0.0))
    index = bench.evaluate([5])
    bench.set_logits(index, {}, others=float("-inf"))
    assert b"a" in every
    with pytest.raises(UserError) as caught:
        sampler.sample(bench.context.pointer, index)
    sampler.close()
    assert "grammar allows nothing" in caught.value.text


@pytest.mark.parametrize(
    ("grammar", "words"),
    [
        ("nonsense", "“::=” is missing"),
        ('start ::= "a"', "root"),
        ("root ::= other", "other"),
        ('root ::= "a', "inside quotes"),
        ("root ::= [a", "inside quotes"),
        ("root ::= (", "is missing"),
        ("root ::= *", "was not expected|nothing to repeat"),
        ('root ::= ""*', "nothing to repeat"),
        ('root ::= "a" ]', "was not expected"),
        ('root ::= "a"{3,2}', "ends before"),
        ('root ::= "a"{99999999999999999999}', "too large"),
        ('root ::= "a"{0,100000}', "too many"),
        (r'root ::= "\q"', "not known"),
        (r'root ::= "\x1"', "hexadecimal"),
        (r'root ::= "\U00110000"', "no character"),
        ("root ::= [z-a]", "ends before"),
        ("root ::= <[5]>", "tokens"),
        ("root ::= !<x>", "tokens"),
        ("root ::= root", "ever ends"),
        ('root ::= "a" root', "ever ends"),
        ('root ::= "' + "a" * 3000 + '"{2000}', "too large"),
        ("root ::= " + "(" * 5000 + '"a"' + ")" * 5000, "nested"),
        ('root ::= "\ud800"', "Unicode"),
        ('root ::= "a\0"', "value 0"),
        ("root ::= " + "x" * (1 << 21), "too long"),
    ],
)
def test_a_bad_grammar_is_refused_with_the_reason(grammar: str, words: str, bench: Bench) -> None:
    assert re.search(words, refused(Sampling(grammar=grammar), bench).text)


def stand(grammar: str, text: str) -> bool | None:
    """Whether `text` follows the grammar; None if it does so far and is not at an end."""
    matcher = Matcher(parse_grammar(grammar))
    state: State | None = matcher.start
    for character in text:
        if state is not None:
            matcher.renew()
            state = matcher.after(state, ord(character))
    return False if state is None else state.complete or None


@pytest.mark.parametrize(
    ("grammar", "whole", "begun", "wrong"),
    [
        ('root ::= root "a" | "b"', "baaa", "", "ab"),
        ('root ::= a root "x" | "y"\na ::= b\nb ::= "" | "z"', "zzyxx", "zzyx", "yyx"),
        ('root ::= ("a"?)* "b"', "aab", "aa", "ba"),
        ('root ::= ("a" | )* "b"', "aab", "aa", "ba"),
        ('root ::= root root | "a" | ""', "aaaaaa", None, "b"),
        ('root ::= "a" root "b" | "a" root "c" | "."', "a" * 30 + "." + "bc" * 15, "aa.b", "a.bb"),
        ('root ::= "a" root "a" | "a"', "aaaaa", "aaaa", "b"),
        ('root ::= ("a"?){40} "b"', "a" * 40 + "b", "a" * 40, "a" * 41),
        ("root ::= [a-c-]{2,4} [^a] .", "a-b!?", "ab-", "a"),
        ('root ::= x{2} x{0} x{0,2}\nx ::= "é" | "語"', "é語é", "é", "é語é語é"),
        (r'root ::= "\"\\\x41\u00e9\U0001F600\n\t" [\]\[]', '"\\Aé😀\n\t]', '"\\A', "A"),
    ],
)  # fmt: skip
def test_where_a_text_stands(grammar: str, whole: str, begun: str | None, wrong: str) -> None:
    assert stand(grammar, whole) is True
    assert begun is None or stand(grammar, begun) is None
    assert stand(grammar, wrong) is (None if wrong == "a" else False)


@settings(max_examples=300, deadline=None)
@given(pattern=patterns(), text=st.text("abcxyz. é語", max_size=6))
def test_texts_stand_where_the_same_expression_says(pattern: tuple[str, str], text: str) -> None:
    gbnf, expression = pattern
    assert (stand(f"root ::= {gbnf}", text) is True) is bool(re.fullmatch(expression, text))


def test_rules_that_lead_to_themselves_in_many_ways_are_quick() -> None:
    doubling = "\n".join(f"r{n} ::= r{n + 1} | r{n + 1}" for n in range(60))
    assert stand(f'root ::= r0\n{doubling}\nr60 ::= "a"', "a")
    chain = "\n".join(f'r{n} ::= r{n + 1} "b"?' for n in range(5000))
    assert stand(f'root ::= r0\n{chain}\nr5000 ::= "a"', "abbb")
    definitions: dict[str, Any] = {"r0": {"type": "null"}}
    for number in range(1, 28):
        part = {"$ref": f"#/$defs/r{number - 1}"}
        definitions[f"r{number}"] = {"anyOf": [part, part]}
    schema = json.dumps({"$ref": "#/$defs/r27", "$defs": definitions})
    assert stand(grammar_of_schema(schema), "null")
    twice = {"anyOf": [{"items": {"$ref": "#"}}, {"items": {"$ref": "#"}, "minItems": 1}]}
    assert stand(grammar_of_schema(json.dumps(twice)), "[" * 40 + "]" * 40)


def test_work_is_bounded(bench: Bench) -> None:
    wild = 'root ::= root{0,3} ((root root [a-z])* | "aba" root{5,40}){2}'
    matcher = Matcher(parse_grammar(wild))
    state: State | None = matcher.start
    with pytest.raises(UserError, match="too many ways"):
        for _ in range(1000):
            assert state is not None
            state = matcher.after(state, ord("a"))
    matcher.renew()
    assert state is not None
    assert matcher.after(state, ord("a")) is not None
    try:
        bench.write(Sampling(grammar=wild, seed=1), 30)
    except UserError as error:
        assert error.kind == "usage"


@settings(max_examples=300, deadline=None)
@given(st.text('root:=" |()[]*+?{},1a\\x\n#<.', max_size=40))
def test_any_text_is_taken_or_refused(text: str) -> None:
    try:
        parse_grammar("root ::= " + text)
    except UserError as error:
        assert error.kind == "usage"


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text('ab"|()[]*+?{},12 \n', max_size=25))
def test_what_is_taken_can_be_followed(bench: Bench, text: str) -> None:
    try:
        tokens, ended = bench.write(Sampling(grammar='root ::= "x" ' + text, seed=1), 30)
    except UserError:
        return
    assert tokens or ended


def test_only_one_form_can_be_given(bench: Bench) -> None:
    assert "not both" in refused(Sampling(grammar='root ::= "a"', json_schema="{}"), bench).text


# schemas

NAMES = st.sampled_from(["a", "name", 'quo"te', "back\\slash", "sp ace", "日本", "x-y"])
CONSTANTS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-999, 999),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=4),
    st.just('\n\t"\\'),
    st.just([1, {"b": None}]),
)


@st.composite
def number_schemas(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["integer", "number"]))
    bound = st.integers(-1200, 1200)
    if kind == "number":
        bound = bound | st.integers(-99999, 99999).map(lambda value: value / 1000)
    low, high = sorted((draw(bound), draw(bound)))
    assume(high - low > 1)
    schema: dict[str, Any] = {"type": kind}
    if draw(st.booleans()):
        schema[draw(st.sampled_from(["minimum", "exclusiveMinimum"]))] = low
    if draw(st.booleans()):
        schema[draw(st.sampled_from(["maximum", "exclusiveMaximum"]))] = high
    return schema


@st.composite
def string_schemas(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.booleans()):
        return {"type": "string", "format": draw(st.sampled_from(["date", "uuid", "date-time"]))}
    low = draw(st.integers(0, 5))
    return {"type": "string", "minLength": low, "maxLength": low + draw(st.integers(0, 6))}


LEAVES: st.SearchStrategy[Any] = st.one_of(
    number_schemas(),
    string_schemas(),
    st.sampled_from([{"type": "boolean"}, {"type": "null"}, {"type": ["integer", "null"]}]),
    st.builds(lambda value: {"const": value}, CONSTANTS),
    st.builds(lambda values: {"enum": values}, st.lists(CONSTANTS, min_size=1, max_size=3)),
)


def inner_schemas(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    properties = st.dictionaries(NAMES, parts, min_size=1, max_size=3)
    return st.one_of(
        st.builds(
            lambda members, wanted: {
                "type": "object",
                "properties": members,
                "required": sorted(members)[:wanted],
            },
            properties,
            st.integers(0, 3),
        ),
        st.builds(
            lambda item, low, more: {"items": item, "minItems": low, "maxItems": low + more},
            parts,
            st.integers(0, 2),
            st.integers(0, 2),
        ),
        st.builds(
            lambda first, last: {"prefixItems": first, "items": last},
            st.lists(parts, min_size=1, max_size=2),
            st.just(False),
        ),
        st.builds(lambda choices: {"anyOf": choices}, st.lists(parts, min_size=1, max_size=3)),
        st.builds(
            lambda first, second: {
                "allOf": [
                    {"type": "object", "properties": {"one": first}, "required": ["one"]},
                    {"properties": {"two": second}},
                ]
            },
            parts,
            parts,
        ),
    )


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(schema=st.recursive(LEAVES, inner_schemas, max_leaves=5), seed=st.integers(0, 2**31))
def test_every_document_follows_its_schema(bench: Bench, schema: Any, seed: int) -> None:
    wanted = msgspec.structs.replace(LOOSE, json_schema=json.dumps(schema), seed=seed)
    tokens, ended = bench.write(wanted, ROOM)
    if not ended:
        return
    text = bench.text(tokens)
    assert follows(json.loads(text), schema), text


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/$defs/list", "$defs": {"list": {"type": "object", "properties": {
            "value": {"type": "integer", "minimum": 0, "maximum": 9},
            "next": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/list"}]}},
            "required": ["value", "next"]}}},
        {"type": "object", "additionalProperties": {"enum": [1, 2]}},
        {"type": "object", "additionalProperties": False},
        {"title": "T", "description": "D", "properties": {"a": {"default": 1, "const": 1}},
         "required": ["a", "b"], "additionalProperties": {"type": "null"}},
        {"oneOf": [{"const": "x"}, {"const": "y"}], "type": "string"},
        {"type": ["string", "null"], "enum": ["x", 5, None]},
        {"type": "array", "prefixItems": [{"const": 1}, {"const": 2}], "maxItems": 1},
        {"type": "array", "prefixItems": [{"const": 1}], "items": {"const": 3},
         "minItems": 3, "maxItems": 4},
        {"allOf": [{"$ref": "#/$defs/a"}, {"required": ["p"]}],
         "$defs": {"a": {"type": "object", "properties": {"p": {"const": 0}}}}},
    ],
)  # fmt: skip
def test_what_schemas_of_programs_look_like(bench: Bench, schema: dict[str, Any]) -> None:
    for seed in range(4):
        wanted = msgspec.structs.replace(
            LOOSE, json_schema=json.dumps(schema), seed=seed, min_p=0.02
        )
        tokens, ended = bench.write(wanted, ROOM)
        if ended:
            text = bench.text(tokens)
            assert follows(json.loads(text), schema), text


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ("{", "not JSON"),
        ("5", "is not a schema"),
        ("false", "allows nothing"),
        ('{"const": NaN}', "not JSON"),
        ('{"type": "thing"}', "not a type"),
        ('{"$ref": "https://example.org/schema.json"}', "lies outside"),
        ('{"$ref": "http://127.0.0.1:9/x#/a"}', "lies outside"),
        ('{"$ref": "file:///etc/passwd"}', "lies outside"),
        ('{"$ref": "#/$defs/missing"}', "leads nowhere"),
        ('{"$ref": "#"}', "ever ends"),
        ('{"allOf": [{"$ref": "#"}]}', "nested|itself"),
        ('{"properties": {"a": {"$ref": "#"}}, "required": ["a"]}', "ever ends"),
        ('{"type": "string", "pattern": "^a$"}', "pattern"),
        ('{"not": {}}', "not"),
        ('{"type": "array", "uniqueItems": true}', "uniqueItems"),
        ('{"type": "string", "minLength": 1000000000}', "minLength"),
        ('{"type": "array", "minItems": 5, "maxItems": 4}', "less than"),
        ('{"type": "array", "items": false, "minItems": 1}', "no array"),
        ('{"type": "integer", "minimum": 5, "maximum": 4}', "no number"),
        ('{"type": "integer", "exclusiveMinimum": 4, "exclusiveMaximum": 5}', "no number"),
        ('{"type": "number", "minimum": 1e300}', "digits"),
        ('{"enum": []}', "empty"),
        ('{"anyOf": []}', "empty"),
        ('{"type": "string", "enum": [1]}', "empty"),
        ("[" * 100_000, "not JSON|deep"),
        ('{"items":' * 500 + "{}" + "}" * 500, "deep"),
        ('{"type": "string", "const": "\\ud800"}', "Unicode"),
        ('{"anyOf": [' + "{}," * 100_000 + "{}]}", "too long"),
    ],
)  # fmt: skip
def test_a_bad_schema_is_refused_with_the_reason(schema: str, words: str, bench: Bench) -> None:
    error = refused(Sampling(json_schema=schema), bench)
    assert re.search(words, error.text), error.text
    assert "schema" in error.text


# ranges of numbers


def expression_of(rule: str) -> str:
    """The regular expression of a rule that has only literals, classes and groups."""
    pieces = re.findall(r'"([^"]*)"|(\[[^\]]*\])|([()|?]|\{[^}]*\})|\s+', rule)
    return "".join(
        re.escape(text) or kind or mark.replace("(", "(?:") for text, kind, mark in pieces
    )


@settings(max_examples=200, deadline=None)
@given(low=st.integers(-2000, 2000), width=st.integers(0, 3000), data=st.data())
def test_whole_numbers_in_a_range(low: int, width: int, data: st.DataObject) -> None:
    expression = expression_of(integer_range(Bounds(low=low, high=low + width)))
    for value in (low, low + width, data.draw(st.integers(low, low + width))):
        assert re.fullmatch(expression, str(value))
    for value in (low - 1, low + width + 1, data.draw(st.integers(-9999, 9999))):
        inside = low <= value <= low + width
        assert bool(re.fullmatch(expression, str(value))) is inside
    assert not re.fullmatch(expression, f"0{low + width}")


@settings(max_examples=300, deadline=None)
@given(
    low=st.integers(-3000, 3000).map(lambda value: value / 100),
    width=st.integers(1, 3000).map(lambda value: value / 100),
    opened=st.tuples(st.booleans(), st.booleans()),
    value=st.integers(-70_000, 70_000).map(lambda value: value / 1000),
)
def test_decimal_numbers_in_a_range(
    low: float, width: float, opened: tuple[bool, bool], value: float
) -> None:
    high = round(low + width, 2)
    bounds = Bounds(low=low, high=high, low_open=opened[0], high_open=opened[1])
    expression = expression_of(number_range(bounds))
    for each in (value, low, high, round((low + high) / 2, 4)):
        above = each > low if opened[0] else each >= low
        below = each < high if opened[1] else each <= high
        written = re.sub(r"\.0$", "", repr(each))
        assert bool(re.fullmatch(expression, written)) is (above and below), (written, expression)
