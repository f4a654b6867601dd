"""What a leaf looks like as a document, and that it loads nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextCursor, QTextDocument

from assistant.ui.markdown.documents import FORMULA_MARK, QuietDocument
from assistant.ui.markdown.flow import Flow, Place
from assistant.ui.markdown.highlight import coloured
from assistant.ui.markdown.links import is_clickable
from assistant.ui.markdown.rendering import Rendering
from assistant.ui.markdown.safe_text import displayable, encodable
from assistant.ui.markdown.stream import MarkdownStream
from assistant.ui.theme.theme import Theme


@pytest.fixture
def rendering(qtbot):
    rendering = Rendering(Theme(mode="light"))
    yield rendering
    rendering.close()


def documents(rendering: Rendering, text: str) -> list[QuietDocument]:
    stream = MarkdownStream.of(text)
    return [rendering.workshop.build(leaf, stream.environment) for leaf in stream.leaves]


def flow_of(rendering: Rendering, text: str, width: int = 600) -> Flow:
    stream = MarkdownStream.of(text)
    flow = Flow(rendering.workshop)
    flow.set_width(width)
    flow.update(stream.leaves, stream.environment, 0)
    flow.prepare(0, 1e9)
    return flow


def anchors(document: QTextDocument) -> dict[str, str]:
    found = {}
    block = document.begin()
    while block.isValid():
        for run in block:
            form = run.fragment().charFormat()
            if form.isAnchor():
                found[run.fragment().text()] = form.anchorHref()
        block = block.next()
    return found


def font_at(document: QTextDocument, position: int):
    cursor = QTextCursor(document)
    cursor.setPosition(position + 1)
    return cursor.charFormat().font()


def test_headings_have_their_sizes(rendering) -> None:
    made = documents(rendering, "# a\n\n## b\n\n### c\n\n###### d\n")
    assert [font_at(document, 0).pixelSize() for document in made] == [20, 17, 15, 15]


def test_emphasis_and_code(rendering) -> None:
    (document,) = documents(rendering, "a **b** *c* ~~d~~ `e`")
    assert document.toPlainText() == "a b c d e"
    assert font_at(document, 2).bold()
    assert font_at(document, 4).italic()
    assert font_at(document, 6).strikeOut()
    assert font_at(document, 8).pixelSize() == 13


def test_emphasis_next_to_chinese(rendering) -> None:
    (document,) = documents(rendering, "**注意：**请看")
    assert document.toPlainText() == "注意：请看"
    assert font_at(document, 1).bold()
    assert not font_at(document, 4).bold()


def test_only_web_and_mail_links_can_be_clicked(rendering) -> None:
    (document,) = documents(
        rendering,
        "[w](https://a.b/c) [m](mailto:x@y.z) [f](ftp://a/b) [h](//host/share) [r](../x)"
        " [j](javascript:alert(1)) [d](data:text/html,x) [l](file:///etc/passwd) https://e.f/(g).",
    )
    assert anchors(document) == {
        "w": "https://a.b/c",
        "m": "mailto:x@y.z",
        "https://e.f/(g)": "https://e.f/(g)",
    }
    text = document.toPlainText()
    for shown in ("f (ftp://a/b)", "h (//host/share)", "r (../x)", "javascript:alert(1)"):
        assert shown in text


@pytest.mark.parametrize(
    ("target", "clickable"),
    [
        ("http://a.b", True),
        ("HTTPS://a.b/c", True),
        ("mailto:a@b.c", True),
        ("mailto:", False),
        ("http:", False),
        ("https:///x", False),
        ("file:///etc/passwd", False),
        ("//host/share", False),
        ("javascript:x", False),
        ("data:text/html,x", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_clickable_targets(target: str, clickable: bool) -> None:
    assert is_clickable(target) is clickable


def test_images_are_words_and_nothing_is_loaded(rendering, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(
        QuietDocument, "loadResource", lambda self, kind, name: asked.append(name) or None
    )
    text = (
        "![a cat](https://cats.example/c.png) ![x](file:///etc/passwd) ![r][ref]\n\n"
        '<img src="https://evil.example/x.png"> <style>@import url(http://evil)</style>\n\n'
        "[ref]: https://evil.example/leak?q=1\n"
    )
    made = documents(rendering, text)
    for document in made:
        document.setTextWidth(400)
        document.size()
    shown = "\n".join(document.toPlainText() for document in made)
    assert "image: a cat (https://cats.example/c.png)" in shown
    assert '<img src="' in shown
    assert not any("\ufffc" in document.toPlainText() for document in made)
    assert asked == []


def test_a_document_denies_resources(rendering) -> None:
    document = QuietDocument()
    kind = QTextDocument.ResourceType.ImageResource
    document.setHtml('<img src="file:///etc/hostname">')
    assert document.resource(kind.value, QUrl("file:///etc/hostname")) is None


def test_unsafe_characters_become_visible() -> None:
    assert displayable("a\x00b\ud800c\ufdd0") == "a\ufffdb\ufffdc\ufffd"
    assert "\u202e" not in displayable("x\u202ey")
    assert displayable("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert displayable("tab\tkept 中文 العربية\n") == "tab\tkept 中文 العربية\n"
    encodable("\ud800x").encode()


def test_code_is_coloured_and_unknown_languages_are_not() -> None:
    code = 'def f(x):\n    return "é𝄞" # hi\n'
    runs = coloured(code, "python")
    assert "".join(text for text, _ in runs) == code
    assert {"code_keyword", "code_string", "code_comment"} <= {role for _, role in runs}
    assert coloured(code, "no-such-language") == [(code, "code_text")]


def test_colours_go_on_from_the_part_before() -> None:
    (run,) = coloured("still inside", "python", '"""begun')
    assert run == ("still inside", "code_string")


def test_table_cells_and_their_alignment(rendering) -> None:
    flow = flow_of(rendering, "| a | b |\n|:--|--:|\n| **x** | 1 |\n| y | `2` |\n")
    assert flow.text_between(Place(0, 0), flow.end()) == "a\tb\nx\t1\ny\t2"


def test_a_long_table_shares_its_columns(rendering) -> None:
    rows = "".join(f"| {n} | text {n} |\n" for n in range(100))
    flow = flow_of(rendering, f"| number | text |\n|--|--|\n{rows}")
    assert len(flow.leaves) > 3
    widths = [flow.segment(index).content_width for index in range(len(flow.leaves))]
    assert max(widths) - min(widths) <= 2
    assert flow.text_between(Place(0, 0), flow.end()).count("\n") == 100


def test_a_wide_table_scrolls_sideways_and_does_not_overflow(rendering) -> None:
    flow = flow_of(rendering, "|" + " something |" * 20 + "\n|" + "--|" * 20 + "\n", 400)
    segment = flow.segment(0)
    assert segment.width == 400
    assert flow.overflows(0)
    assert flow.scroll_sideways(0, 100)
    assert flow.scrolled(0) == 100
    flow.scroll_sideways(0, 1e6)
    assert flow.scrolled(0) == pytest.approx(flow.extent(0) - segment.width)


def test_a_formula_is_drawn_later_and_copied_as_its_source(rendering, qtbot) -> None:
    flow = flow_of(rendering, "so $x^2$ and\n\n$$\n\\frac{a}{b}\n$$\n")
    assert "x^2" in flow.segment(0).document.toPlainText()
    for _ in range(2):
        if any(flow.segment(index).document.pending for index in range(2)):
            with qtbot.waitSignal(rendering.formulas.ready):
                pass
            flow.forget_pending()
            flow.prepare(0, 1e9)
    assert flow.segment(0).document.toPlainText() == f"so {FORMULA_MARK} and"
    assert flow.segment(1).document.formulas[0][0].height > 20
    text = flow.text_between(Place(0, 0), flow.end())
    assert text == "so $x^2$ and\n\n$$\n\\frac{a}{b}\n$$"


@pytest.mark.parametrize("latex", ["\\frac{", "\\undefined{", "x" * 5000, "}", "\\left("])
def test_a_bad_formula_stays_source(rendering, qtbot, latex: str) -> None:
    flow = flow_of(rendering, f"$$\n{latex}\n$$\n")
    if flow.segment(0).document.pending:
        with qtbot.waitSignal(rendering.formulas.ready):
            pass
        flow.forget_pending()
    flow.prepare(0, 1e9)
    assert not flow.segment(0).document.pending
    assert flow.height > 0


def test_copied_text_reads_like_what_is_shown(rendering) -> None:
    flow = flow_of(rendering, "# T\n\n- a\n- [x] b\n\n1. c\n\n---\n\n```py\nx\ny\n```\n")
    shown = flow.text_between(Place(0, 0), flow.end())
    assert shown == "T\n\n• a\n[x] b\n\n1. c\n\n---\n\nx\ny"


def test_a_line_without_an_end_is_copied_whole(rendering) -> None:
    line = "x" * 100_000
    flow = flow_of(rendering, line)
    assert len(flow.leaves) > 10
    assert max(segment.content_width for segment in map(flow.segment, range(20))) <= 600
    assert flow.text_between(Place(0, 0), flow.end()) == line


def test_heights_are_whole_pixels_and_add_up(rendering) -> None:
    flow = flow_of(rendering, "a\n\nb\n\n- c\n\n```\nd\n```\n\n| e |\n|--|\n")
    tops = [flow.top_of(index) for index in range(len(flow.leaves) + 1)]
    assert tops == sorted(tops)
    assert all(top == int(top) for top in tops)
    assert flow.height == tops[-1]


@pytest.mark.parametrize("scale", [80, 100, 180])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_every_scale_lays_out(qtbot, scale: int, ratio: float) -> None:
    rendering = Rendering(Theme(mode="dark", reading_scale=scale))
    rendering.set_ratio(ratio)
    flow = flow_of(rendering, "# a\n\nb *c* `d`\n\n> e\n\n```\nf\n```\n\n| g |\n|--|\n| h |\n")
    assert flow.height > 100 * scale / 100
    rendering.close()
