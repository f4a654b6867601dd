"""Markdown, HTML, subtitles, PO and plain text: what is taken out, and what comes back."""

from __future__ import annotations

import re

import pytest

from assistant.documents.translating.opened import Layout
from tests.documents.translating.made_texts import upper
from tests.documents.translating.test_round_trips import opened


def units(module: str, text: str) -> list[str]:
    return list(opened(module, text.encode()).units)


def put(module: str, text: str, *targets: str, layout: Layout = "", language: str = "") -> str:
    """`text` with these translations; of all units in upper case without any."""
    file = opened(module, text.encode())
    said = list(targets) or [upper(unit) for unit in file.units]
    return b"".join(file.rebuilt(said, layout, language).parts).decode()


def test_markdown_units_have_marks() -> None:
    text = (
        "# A *title*\n\nSee [the **page**](http://a.b), `code`,\n![a cat](c.png) and $x$.\n\n"
        "- [ ] to do\n\n| One | 2 |\n|---|---|\n| `x` | y\\|z |\n"
    )
    assert units("markdown", text) == [
        "A ⟦1⟧title⟦/1⟧",
        "See ⟦1⟧the ⟦2⟧page⟦/2⟧⟦/1⟧, ⟦3/⟧, ⟦4/⟧ and ⟦5/⟧.",
        "a cat",
        "to do",
        "One",
        "y|z",
    ]


def test_marks_around_everything_are_no_marks() -> None:
    assert units("markdown", "**All of it**\n") == ["All of it"]
    assert put("markdown", "> **All of it**\n", "Alles") == "> **Alles**\n"


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("Some text", "1. Punkt", "1\\. Punkt"),
        ("Some text", "- Punkt", "\\- Punkt"),
        ("Some text", "# Punkt", "\\# Punkt"),
        ("Some text", "ein*e* [x] `y` <z>", "ein\\*e\\* \\[x\\] \\`y\\` \\<z>"),
        ("A _very_ b", "这⟦1⟧很⟦/1⟧的", "这*很*的"),
        ("A **b (c)** d", "甲⟦1⟧乙（丙）⟦/1⟧丁", "甲**乙（丙）** 丁"),
        ("A *b* c", "A⟦1⟧ b ⟦/1⟧c", "A *b* c"),
        ("A *b* c", "A ⟦1⟧⟦/1⟧c", "A c"),
        ("A [b](x) c", "Ah!⟦1⟧B⟦/1⟧ c", "Ah\\![B](x) c"),
        ("A *b* c", "A b c", "A b c"),
        ("A `b` c", "A c", "A c`b`"),
        ("A *b* c", "A ⟦1⟧b c", "A b c"),
        ("A *b* c", "⟦7⟧A⟦/7⟧ ⟦9/⟧c ⟦1⟧b⟦/1⟧ ⟦1⟧d⟦/1⟧", "A c *b* d"),
        ("A *b* and **c** d", "⟦1⟧x ⟦2⟧y⟦/1⟧ z⟦/2⟧", "*x **y*** z"),
        ("See [Note] here", "Siehe ⟦1⟧Notiz⟦/1⟧", "Siehe [Notiz][Note]"),
        ("See [note] here", "Siehe ⟦1⟧Note⟦/1⟧", "Siehe [Note]"),
        ("One\ntwo words", "Eins und zwei", "Eins\nund zwei"),
        ("One\ntwo words", "Eins und zwei drei", "Eins und\nzwei drei"),
        ("Head\n====", "Zeile\n- noch", "Zeile - noch\n===="),
        ("Some text", "  ", "Some text"),
    ],
)
def test_markdown_stays_markdown(source: str, target: str, wanted: str) -> None:
    reference = "\n\n[note]: http://a.b\n"
    assert put("markdown", source + reference, target) == wanted + reference


def test_lines_are_wrapped_as_wide_as_they_were() -> None:
    text = "> " + "\n> ".join(["many words here", "and more words", "- no, not yet"][:2]) + "\n"
    made = put("markdown", text, "eins zwei drei vier fünf sechs - sieben acht neun # zehn")
    lines = made.splitlines()
    assert all(line.startswith("> ") and len(line) <= 22 for line in lines)
    assert not any(line.startswith(("> -", "> #")) for line in lines)


def test_markdown_in_two_languages() -> None:
    text = "# One\n\nTwo *words*\nhere.\n\n- item\n\n| A b |\n|---|\n| c d |\n\n```\ncode\n```\n"
    assert put("markdown", text, layout="below") == (
        "# One\n\n# ONE\n\nTwo *words*\nhere.\n\nTWO *WORDS*\nHERE.\n\n- item\n\n  ITEM\n\n"
        "| A b<br>A B |\n|---|\n| c d<br>C D |\n\n```\ncode\n```\n"
    )
    assert put("markdown", text, layout="table").startswith(
        "|  |  |\n| --- | --- |\n| One | ONE |\n| Two *words* here. | TWO *WORDS* HERE. |\n\n- item"
    )


def test_a_bar_in_two_columns() -> None:
    made = put("markdown", "One | two\n", layout="table")
    assert "| One \\| two | ONE \\| TWO |" in made


def test_blocks_of_html_are_noted() -> None:
    file = opened("markdown", b"Words\n\n<div>\nkept\n</div>\n")
    assert list(file.units) == ["Words"]
    assert file.notes == ("Blocks of HTML in the Markdown stay as they are.",)


def test_front_matter_and_whole_pages() -> None:
    assert units("markdown", "+++\ntitle = 'a b'\n+++\n\nWords\n") == ["Words"]
    assert units("markdown", "---\ntitle: a b\n---\n\nWords\n") == ["Words"]
    assert units("html", "<html class='notranslate'><p>Words</p>") == ["Words"]
    assert units("html", "<div class='notranslate'><p>Words</p></div><p>More") == ["More"]


def test_html_says_its_language() -> None:
    page = "<html lang='en' dir=ltr><p>Hello <b>you</b></p></html>"
    assert put("html", page, language="de").startswith("<html lang='de' dir=ltr><p>HELLO")
    assert put("html", page, language="ar").startswith("<html lang='ar' dir=rtl><p>")
    assert put("html", "<html><p>Hello</p>", language="fr") == '<html lang="fr"><p>HELLO</p>'


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("<p>a &amp; b</p>", "x & y < z", "<p>x &amp; y &lt; z</p>"),
        ("<p>5 < 6 yes</p>", "5 < 6 a<b", "<p>5 < 6 a&lt;b</p>"),
        ("<img alt=cat>", "die Katze", "<img alt=die&#32;Katze>"),
        ("<img alt='cat'>", "l'animal", "<img alt='l&#39;animal'>"),
        ('<img alt="cat">', 'die "Katze"', '<img alt="die &quot;Katze&quot;">'),
        ("<p>a <b>b</b> c</p>", "⟦1⟧b⟦/1⟧ zuerst", "<p><b>b</b> zuerst</p>"),
        ("<p>caf&eacute; one</p>", "ein Café é", "<p>ein Caf&eacute; &eacute;</p>"),
        ("<p>x<br>y</p>", "x y", "<p>x y<br></p>"),
    ],
)
def test_html_stays_html(source: str, target: str, wanted: str) -> None:
    assert put("html", source, target) == wanted


def test_an_old_encoding_is_kept_where_it_can_be() -> None:
    page = '<meta charset="iso-8859-1"><p>déjà <i>vu</i></p>'.encode("latin-1")
    file = opened("html", page)
    rebuilt = file.rebuilt(["ночь ⟦1⟧vü⟦/1⟧"], "")
    assert b"".join(rebuilt.parts) == (
        b'<meta charset="iso-8859-1"><p>&#1085;&#1086;&#1095;&#1100; <i>v\xfc</i></p>'
    )
    text = opened("plain_text", "Grüße an alle Leute, schöne Woche!\r\n".encode("cp1252"))
    kept = text.rebuilt(["Äpfel für alle"], "")
    assert (b"".join(kept.parts), kept.notes) == ("Äpfel für alle\r\n".encode("cp1252"), ())
    changed = text.rebuilt(["яблоки"], "")
    assert b"".join(changed.parts) == "яблоки\r\n".encode()
    assert "UTF-8" in changed.notes[0]


def test_bytes_that_make_no_sense_stay() -> None:
    data = b"\xef\xbb\xbfWords \xff\xfe here.\n"
    file = opened("plain_text", data)
    made = b"".join(file.rebuilt([upper(unit) for unit in file.units], "").parts)
    assert made == b"\xef\xbb\xbfWORDS \xff\xfe HERE.\n"


def test_cues_are_wrapped_anew() -> None:
    cue = "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n"
    made = put(
        "subtitles",
        cue.format("I think that <i>we should</i>\ngo home now."),
        "Ich glaube wirklich, dass ⟦1⟧wir jetzt lieber⟦/1⟧ langsam nach Hause gehen sollten.",
    )
    lines = [re.sub("<.*?>", "", line) for line in made.splitlines()[2:-1]]
    assert len(lines) == 2
    assert all(len(line) <= 42 for line in lines)
    made = put("subtitles", cue.format("One two\nthree"), "我们现在应该回家了" * 6)
    assert all(len(line) <= 21 for line in made.splitlines()[2:])
    one = cue.format("Short.")
    assert (
        put("subtitles", one, "Ein sehr langer Satz, der in einer Zeile bleibt, weil er eine war.")[
            :-2
        ].count("\n")
        == 2
    )


def test_who_speaks_keeps_the_line() -> None:
    cue = "1\n00:00:01,000 --> 00:00:02,000\n- Yes?\n- No.\n"
    assert units("subtitles", cue) == ["Yes?", "No."]
    assert put("subtitles", cue, "Ja?", "Nein.").endswith("\n- Ja?\n- Nein.\n")


PO = """# A translator
msgid ""
msgstr ""
"Language: \\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"

#. Said to the person
#: window.c:10
#, c-format
msgctxt "menu"
msgid "Open %s in \\"<b>the folder</b>\\""
msgstr ""

#, python-format
msgid "%(n)d file"
msgid_plural "%(n)d files"
msgstr[0] ""
msgstr[1] ""

#, fuzzy
msgid "Old words"
msgstr "Alte Worte"

msgid "Done"
msgstr "Fertig"

msgid ""
"First line\\n"
"second {name} line\\n"
msgstr ""

#~ msgid "Gone"
#~ msgstr ""
"""


def test_po_fills_what_is_empty() -> None:
    assert units("gettext", PO) == [
        'Open ⟦1/⟧ in "⟦2⟧the folder⟦/2⟧"',
        "⟦1/⟧ file",
        "⟦1/⟧ files",
        "First line\nsecond ⟦1/⟧ line\n",
    ]
    made = put("gettext", PO, language="pt-BR")
    wanted = PO.replace("Language: \\n", "Language: pt_BR\\n")
    for before, after in (
        (
            'folder</b>\\""\nmsgstr ""',
            'folder</b>\\""\nmsgstr "OPEN %s IN \\"<b>THE FOLDER</b>\\""',
        ),
        (
            'msgstr[0] ""\nmsgstr[1] ""',
            'msgstr[0] "%(n)d FILE"\nmsgstr[1] "%(n)d FILES"\nmsgstr[2] "%(n)d FILES"',
        ),
        (
            'line\\n"\nmsgstr ""',
            'line\\n"\nmsgstr ""\n"FIRST LINE\\n"\n"SECOND {name} LINE\\n"',
        ),
    ):
        assert before in wanted
        wanted = wanted.replace(before, after)
    assert made == wanted
    assert opened("gettext", PO.encode()).notes


def test_po_wraps_as_the_file_does() -> None:
    long = "word " * 30
    made = put("gettext", f'msgid "{long[:70]}"\nmsgstr ""\n', long + "end")
    lines = made.splitlines()[1:]
    assert lines[0] == 'msgstr ""'
    assert all(len(line) <= 79 for line in lines)
    assert "".join(line[1:-1] for line in lines[1:]) == long + "end"
    unwrapped = put("gettext", f'msgid "{long}"\nmsgstr ""\n', long + 'e"nd\t')
    assert unwrapped.splitlines()[1] == f'msgstr "{long}e\\"nd\\t"'


def test_po_with_one_plural_form() -> None:
    text = 'msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    text += 'msgid "one"\nmsgid_plural "many"\nmsgstr[0] ""\n'
    assert put("gettext", text).endswith('\nmsgstr[0] "MANY"\n')


def test_plain_text_in_two_languages() -> None:
    text = "One two\n\nthree\n"
    assert put("plain_text", text, layout="below") == "One two\n\nONE TWO\n\nthree\n\nTHREE\n"
    assert put("plain_text", text, layout="table").splitlines()[0] == (
        "One two" + " " * 31 + " | ONE TWO"
    )


def test_a_wrapped_paragraph_is_one_unit_and_a_poem_is_not() -> None:
    wide = "A long line of words that goes on until the editor has broken it there\n" * 2
    assert len(units("plain_text", wide + "and ends.\n")) == 1
    assert len(units("plain_text", "Roses are red\nviolets are blue\n")) == 2
