"""Model cards: HTML becomes Markdown, nothing can be loaded, hostile ones take no time."""

from __future__ import annotations

import pytest

from assistant.core.hub.card_reading import LONGEST, readable_card


@pytest.mark.parametrize(
    ("card", "read"),
    [
        ("<div align='center'>\n  <img src='http://x/y.png' alt='Logo'>\n</div>", "Logo"),
        ('<img\n  src=x\n  alt="Two &amp; three"\n/>', "Two & three"),
        ("<h2>Use</h2>", "## Use"),
        ("a<br/>b <b>c</b> <i>d</i>", "a b **c** *d*"),
        ("<a href='https://a.b/c'>words</a>", "[words](<https://a.b/c>)"),
        ("<a href='javascript:alert(1)'>words</a>", "words"),
        ("<a href='file:///etc'><img src=x alt=A></a>", "A"),
        ("![Chart](http://x/y.png 'title') and ![Two][ref]", "Chart and Two"),
        ("[![badge](https://a/b.svg)](https://c.d)", "[badge](https://c.d)"),
        ("[![](https://a/b.svg)](https://c.d) text", "text"),
        ("<!-- not shown -->shown", "shown"),
        ("<!-- never closed", "<!-- never closed"),
        ("it says <think> and <|im_start|>", "it says <think> and <|im_start|>"),
        ("use `<br>` and `![a](b)`", "use `<br>` and `![a](b)`"),
        ("```html\n<div>stays</div>\n```", "```html\n<div>stays</div>\n```"),
        ("~~~\n```\n<p>\n~~~\n<p>gone</p>", "~~~\n```\n<p>\n~~~\n\n\ngone"),
        ("<script>x</script>", "<script>x</script>"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ],
)
def test_html_becomes_markdown(card: str, read: str) -> None:
    assert readable_card(card).strip() == read


def test_a_list_and_a_table_of_html_can_be_read() -> None:
    read = readable_card("<ul><li>one</li><li>two</li></ul><table><tr><td>a</td></tr></table>")
    assert "- one\n- two" in read
    assert "<" not in read


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<",
        "<a href='",
        "`",
        "<!--",
        "<a href=x>",
        "![",
        "![a](",
        "[](",
        "<img alt='",
        "~~~\n",
    ],
)
def test_hostile_cards_are_cut_and_read_in_no_time(piece: str) -> None:
    card = piece * (2 * LONGEST // len(piece))
    assert len(readable_card(card)) <= 2 * LONGEST
