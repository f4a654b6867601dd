"""Templates by strangers: limits of time, memory and size, and what takes their place."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from assistant.core.messages import Generate
from assistant.engine.prompt import TemplateBroken, TemplateRefused
from assistant.engine.template import ChatTemplate, TemplateProcess
from tests import tiny_models
from tests.engine.conftest import GREEDY, Driver, user

ENDLESS = (
    "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}"
    "{% endfor %}{% endfor %}{% endfor %}"
)
HOSTILE = {
    "does not parse": "{% for message in messages %}{{ message.content }",
    "unknown tag": "{% import os %}",
    "nested loops": ENDLESS,
    "huge power": "{{ 10 ** (10 ** 9) }}",
    "huge power of variables": "{% set a = messages | length * 10 %}{{ a ** (a ** 9) }}",
    "huge text": "{{ 'x' * 2000000000 }}",
    "long output": "{% for a in range(99999) %}{{ 'x' * 1000 }}{% endfor %}",
    "endless text": "{% set ns = namespace(t='x') %}{% for a in range(99) %}"
    "{% set ns.t = ns.t + ns.t %}{% endfor %}{{ ns.t }}",
    "deep nesting": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
}
REFUSED = {
    "attributes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "functions": "{{ raise_exception.__globals__['sys'] }}",
    "format": "{{ '{0.__class__}'.format(messages) }}{{ messages.nothing.more }}",
    "changing": "{{ messages.append(1) }}",
    "own words": "{{ raise_exception('not like this') }}",
    "lorem": "{{ lipsum(n=100000) }}",
    "files": "{% include '/etc/passwd' %}",
}


@pytest.fixture(scope="module")
def process() -> Iterator[TemplateProcess]:
    renderer = TemplateProcess(render_s=0.5)
    yield renderer
    renderer.close()


def _render(process: TemplateProcess, source: str, **variables: Any) -> str:
    return process.render(
        source, {"messages": [{"role": "user", "content": "Q"}], **variables}, 4096
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_is_given_up_in_time(name: str, process: TemplateProcess) -> None:
    _render(process, "")
    began = time.monotonic()
    with pytest.raises(TemplateBroken) as caught:
        _render(process, HOSTILE[name])
    assert time.monotonic() - began < 5.0
    assert str(caught.value)
    assert _render(process, "{{ messages[0].content }}") == "Q"


@pytest.mark.parametrize("name", REFUSED)
def test_the_sandbox_holds(name: str, process: TemplateProcess) -> None:
    with pytest.raises(TemplateRefused):
        _render(process, REFUSED[name])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% if true %}\n  a\n{% endif %}\nb", "  a\nb"),
        ("{% for i in range(9) %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% endfor %}", "01"),
        ("{{ {'a': 'ü', 'b': [1]} | tojson }}", '{"a": "ü", "b": [1]}'),
        ("{{ [1] | tojson(indent=1) }}", "[\n 1\n]"),
        ("{% generation %}x{% endgeneration %}", "x"),
        ("{{ strftime_now('%Y') | length }}", "4"),
        ("{{ tools is defined }}{{ bos_token }}", "False"),
        ("{% set ns = namespace(x=1) %}{% set ns.x = 2 %}{{ ns.x }}", "2"),
        ("{%- for m in messages -%} {{ m['role'] }} {%- endfor -%}", "user"),
    ],
)
def test_what_templates_of_this_kind_expect(
    source: str, expected: str, process: TemplateProcess
) -> None:
    assert _render(process, source) == expected


def test_tokens_and_thinking_are_passed_on(process: TemplateProcess) -> None:
    source = (
        "{{ bos_token }}|{{ eos_token }}|{{ enable_thinking is defined }}|{{ enable_thinking }}"
    )
    template = ChatTemplate(process, source, bos="<s>", eos="</s>")
    assert template([], None) == "<s>|</s>|False|"
    assert template([], False) == "<s>|</s>|True|False"


def test_a_template_that_is_too_long(process: TemplateProcess) -> None:
    template = ChatTemplate(process, "x" * (1 << 21), bos="", eos="")
    with pytest.raises(TemplateBroken):
        template([], None)


def test_the_process_stays_and_ends_with_close() -> None:
    before = set(psutil.Process().children())
    renderer = TemplateProcess()
    _render(renderer, "a")
    started = set(psutil.Process().children()) - before
    assert len(started) == 1
    _render(renderer, "b")
    assert set(psutil.Process().children()) - before == started
    renderer.close()
    _, alive = psutil.wait_procs(started, timeout=10.0)
    assert not alive


def test_a_renderer_that_is_not_there() -> None:
    renderer = TemplateProcess(["/no/such/program"])
    with pytest.raises(TemplateBroken):
        _render(renderer, "a")
    renderer.close()


@pytest.mark.parametrize("name", ["does not parse", "nested loops", "long output"])
def test_a_model_with_a_hostile_template_chats_and_says_so(
    name: str, supervised: Driver, tmp_path: Path
) -> None:
    path = tiny_models.write_model(tmp_path / "hostile.gguf", template=HOSTILE[name])
    began = time.monotonic()
    ready = supervised.load(path)
    assert time.monotonic() - began < 10.0
    assert "simple one takes its place" in ready.info.template_note
    assert ready.info.has_template
    text, last = supervised.answer(Generate(turns=(user("hello"),), sampling=GREEDY, max_tokens=8))
    assert text
    good = tiny_models.write_model(tmp_path / "good.gguf")
    assert supervised.load(good).info.template_note == ""
    same = supervised.answer(Generate(turns=(user("hello"),), sampling=GREEDY, max_tokens=8))
    assert same[0] == text  # the vocabulary knows ChatML, so the fallback is the same
    assert same[1].usage.prompt_tokens == last.usage.prompt_tokens


def test_a_model_without_a_template(supervised: Driver, models: dict[str, Path]) -> None:
    ready = supervised.load(models["plain"], context_length=256)
    assert not ready.info.has_template
    assert ready.info.template_note
    assert ready.info.context_length == 256
    text, _ = supervised.answer(Generate(turns=(user("hi"),), sampling=GREEDY, max_tokens=8))
    assert text
