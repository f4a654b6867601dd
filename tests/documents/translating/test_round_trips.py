"""Whatever a document holds, a translation changes its words and nothing else.

The engine makes upper case of what it is given. `INKSTONE_DOCUMENTS` is the number of documents
for each format (default: 1,000 in all).
"""

from __future__ import annotations

import importlib
import io
import os
import re
import zipfile
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from assistant.documents.translating.opened import Opened
from tests.documents.translating import made_office, made_texts
from tests.documents.translating.made_texts import Parts, upper

DOCUMENTS = int(os.environ.get("INKSTONE_DOCUMENTS", "125"))
many = settings(max_examples=DOCUMENTS, deadline=None)
pytestmark = pytest.mark.timeout(900)
seeds = st.integers(0, 2**40)
_ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16")


def opened(module: str, data: bytes) -> Opened:
    found = importlib.import_module(f"assistant.documents.translating.{module}")
    made: Opened = found.opened(data, lambda _part: None)
    return made


def rebuilt(module: str, data: bytes, targets: Sequence[str], layout: str = "") -> bytes:
    parts = opened(module, data).rebuilt(targets, layout).parts  # type: ignore[arg-type]
    return b"".join(parts)


def check(module: str, parts: Parts, encoding: str = "utf-8") -> None:
    data = parts.source.encode(encoding)
    file = opened(module, data)
    assert b"".join(file.rebuilt(file.units, "").parts) == data
    made = b"".join(file.rebuilt([upper(unit) for unit in file.units], "").parts)
    assert made.decode(encoding) == parts.expected
    assert made == parts.expected.encode(encoding)


@given(seeds, st.sampled_from(_ENCODINGS))
@many
def test_markdown(seed: int, encoding: str) -> None:
    check("markdown", made_texts.markdown(Random(seed)), encoding)


@given(seeds)
@many
def test_html(seed: int) -> None:
    check("html", made_texts.html(Random(seed)))


@given(seeds, st.sampled_from(_ENCODINGS))
@many
def test_srt(seed: int, encoding: str) -> None:
    check("subtitles", made_texts.subtitles(Random(seed), vtt=False), encoding)


@given(seeds)
@many
def test_vtt(seed: int) -> None:
    check("subtitles", made_texts.subtitles(Random(seed), vtt=True))


@given(seeds)
@many
def test_po(seed: int) -> None:
    parts = made_texts.catalogue(Random(seed))
    file = opened("gettext", parts.source.encode())
    made = b"".join(file.rebuilt([upper(unit) for unit in file.units], "").parts)
    assert made == parts.expected.encode()


@given(seeds, st.sampled_from(_ENCODINGS))
@many
def test_plain_text(seed: int, encoding: str) -> None:
    check("plain_text", made_texts.plain_text(Random(seed)), encoding)


def members(data: bytes) -> list[tuple[str, int, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return [(one.filename, one.compress_type, archive.read(one)) for one in archive.infolist()]


def check_office(module: str, data: bytes, expected: dict[str, str]) -> None:
    units = opened(module, data).units
    assert rebuilt(module, data, units) == data
    made = rebuilt(module, data, [upper(unit) for unit in units])
    before, after = members(data), members(made)
    assert [one[:2] for one in before] == [one[:2] for one in after]
    for (name, _method, old), (_name, _same, new) in zip(before, after, strict=True):
        if name in expected:
            wanted = etree.canonicalize(expected[name], with_comments=True)
            assert etree.canonicalize(new.decode(), with_comments=True) == wanted, name
        else:
            assert old == new, name


@given(seeds)
@many
def test_docx(seed: int) -> None:
    check_office("docx", *made_office.docx(Random(seed)))


@given(seeds)
@many
def test_pptx(seed: int) -> None:
    check_office("pptx", *made_office.pptx(Random(seed)))


_W = f"{{{made_office.W}}}"
_THINGS = [_W + name for name in ("tab", "br", "sym", "footnoteReference", "fldChar", "del")]


def shuffled(unit: str, random: Random) -> str:
    """The marks and words of a unit in any order."""
    parts = re.split(r"(⟦/?\d+/?⟧| )", unit)
    random.shuffle(parts)
    return "".join(parts)


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_marks_may_come_back_in_any_order(seed: int) -> None:
    data, expected = made_office.docx(Random(seed))
    units = opened("docx", data).units
    targets = [shuffled(unit, Random(seed)) for unit in units]
    made = rebuilt("docx", data, targets)
    before, after = members(data), members(made)
    for (name, _method, old), (_name, _same, new) in zip(before, after, strict=True):
        if name not in expected:
            continue
        old_root, new_root = etree.fromstring(old), etree.fromstring(new)
        for tag in _THINGS:
            assert len(list(old_root.iter(tag))) == len(list(new_root.iter(tag))), tag
        assert sorted(_letters(old_root)) == sorted(_letters(new_root))


def _letters(root: etree._Element) -> str:
    return "".join("".join(one.text or "" for one in root.iter(_W + "t")).split())


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_shuffled_markdown_keeps_its_targets(seed: int) -> None:
    parts = made_texts.markdown(Random(seed))
    data = parts.source.encode()
    units = opened("markdown", data).units
    made = rebuilt("markdown", data, [shuffled(unit, Random(seed)) for unit in units]).decode()
    for kept in ("`code *x* | y`", "$x_1^2 + y$", "a_b.png", "{{ name }}", "https://a.b/c_d"):
        assert made.count(kept) == parts.source.count(kept)


NASTY = (
    *("*", "_", "**", "__x__", "`", "[", "]", "(", ")", "<b>", "&amp;", "&", "<", ">", "#", "##"),
    *(
        "1.",
        "1)",
        "-",
        "+",
        "=",
        "---",
        "~~",
        "~",
        "|",
        "a|b",
        "$",
        "$5",
        "\\",
        "\\*",
        "!",
        "![x](y)",
    ),
    *('"', "'", "{", "}", "snake_case", "*bold*", "[x](y)", "重点", "（真的）", "。", "é", "€"),
    *(
        "<!--",
        "-->",
        "&#65;",
        "%s",
        "\t",
        ":",
        ": x",
        "```",
        "“x”",
        "…",
        "&lt;",
        "a&b",
        "x<y",
        "x_",
    ),
)


def nasty(unit: str, random: Random) -> str:
    """A translation with the marks of the unit, and words that mean something to formats."""
    said: list[str] = []
    for part in re.split(r"(⟦/?\d+/?⟧)", unit):
        if part.startswith("⟦"):
            said.append(part)
        elif part.strip():
            words = [
                random.choice(NASTY) if random.random() < 0.5 else made_texts.word(random)
                for _ in range(random.randint(1, 4))
            ]
            middle = random.choice((" ", " ", "")).join([made_texts.word(random), *words])
            before, after = part[:1].isspace(), part[-1:].isspace()
            said.append(" " * before + middle + made_texts.word(random) + " " * after)
        else:
            said.append(part)
    return "".join(said)


def made(kind: str, random: Random) -> bytes:
    """A document of this kind."""
    if kind == "docx":
        return made_office.docx(random)[0]
    if kind == "pptx":
        return made_office.pptx(random)[0]
    if kind in ("srt", "vtt"):
        return made_texts.subtitles(random, vtt=kind == "vtt").source.encode()
    parts = made_texts.markdown(random) if kind == "markdown" else made_texts.html(random)
    return parts.source.encode()


def plain(module: str, text: str) -> str:
    if module in ("docx", "pptx"):  # what is marked depends on what formatting most of it has
        text = re.sub(r"⟦/?\d+/?⟧", "", text)
    # lines of a cue may be broken between characters that take no space
    return ("" if module in ("srt", "vtt") else " ").join(text.split())


@pytest.mark.parametrize("module", ["markdown", "html", "vtt", "srt", "docx", "pptx"])
@example(seed=487622)
@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_what_was_put_in_is_read_again(module: str, seed: int) -> None:
    random = Random(seed)
    data = made(module, random)
    name = {"vtt": "subtitles", "srt": "subtitles"}.get(module, module)
    targets = [nasty(unit, random) for unit in opened(name, data).units]
    if module == "srt":  # it has no way to write these as text
        targets = [re.sub(r"[<>{}\\]", "", target) for target in targets]
    again = [plain(module, unit) for unit in opened(name, rebuilt(name, data, targets)).units]
    assert again == [plain(module, target) for target in targets]
