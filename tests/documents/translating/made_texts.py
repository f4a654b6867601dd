"""Documents made by chance: what is written, and what is to come of it when words are upper case.

Each is a list of parts: words, which a translation changes, and everything else, which it must
not. So what is expected is known without asking the code that is tested.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

LETTERS = "abcdefghijklmnopqrstuvwxyzäéñøžβδжящ中文字語한"
_MARK = re.compile(r"(⟦/?\d+/?⟧)")


class Parts:
    """The parts of a document, in order."""

    def __init__(self) -> None:
        self._said: list[tuple[str, str]] = []

    def kept(self, text: str) -> Parts:
        return self.becomes(text, text)

    def words(self, text: str) -> Parts:
        return self.becomes(text, text.upper())

    def becomes(self, before: str, after: str) -> Parts:
        self._said.append((before, after))
        return self

    @property
    def source(self) -> str:
        return "".join(before for before, _after in self._said)

    @property
    def expected(self) -> str:
        return "".join(after for _before, after in self._said)


def upper(unit: str) -> str:
    """The engine of these tests: what stands between marks in upper case."""
    return "".join(
        part if number % 2 else part.upper() for number, part in enumerate(_MARK.split(unit))
    )


def word(random: Random) -> str:
    """A word of some script."""
    return "".join(random.choice(LETTERS) for _ in range(random.randint(2, 7)))


def markdown(random: Random) -> Parts:
    """Blocks of all kinds, with line ends of one kind."""
    parts = Parts()
    newline = random.choice(("\n", "\n", "\r\n"))
    if random.random() < 0.2:
        parts.kept(f"---{newline}title: some words{newline}---{newline}{newline}")
    for _ in range(random.randint(1, 5)):
        random.choice(_BLOCKS)(random, parts, newline)
        parts.kept(newline)
    parts.kept(f'[refer]: http://example.org/a_b "a title"{newline}')
    return parts


def _line(random: Random, parts: Parts, broken: str = "", table: bool = False) -> None:
    """Words and inline markup; `broken` is how a line ends and the next one begins."""
    for number in range(random.randint(1, 6)):
        if number:
            parts.kept(random.choice((" ", " ", broken, f"  {broken}") if broken else (" ",)))
        random.choice(_INLINE)(random, parts, table)


def _plain(random: Random, parts: Parts, _table: bool) -> None:
    parts.words(word(random))
    if random.random() < 0.3:
        parts.words(random.choice((",", ".", " -- ", " + ", "!", ": 5 < 6 ", " 3 * 4 ", "'s")))
        parts.words(word(random))


def _around(before: str, after: str) -> Callable[[Random, Parts, bool], None]:
    def write(random: Random, parts: Parts, _table: bool) -> None:
        parts.words(word(random)).kept(f" {before}").words(word(random))
        if random.random() < 0.3:
            parts.kept(" ").words(word(random))
        parts.kept(f"{after} ").words(word(random))

    return write


def _alone(text: str) -> Callable[[Random, Parts, bool], None]:
    def write(random: Random, parts: Parts, table: bool) -> None:
        parts.words(word(random)).kept(f" {text.replace('|', ',') if table else text} ")
        parts.words(word(random))

    return write


def _nested(random: Random, parts: Parts, _table: bool) -> None:
    parts.kept("**").words(word(random)).kept(" [").words(word(random)).kept(" _")
    parts.words(word(random)).kept('_](http://x.y/z_a "T t") ').words(word(random)).kept("**")


def _picture(random: Random, parts: Parts, _table: bool) -> None:
    parts.words(word(random)).kept(" ![").words(f"{word(random)} {word(random)}")
    parts.kept("](a_b.png) ").words(word(random))


_INLINE = (
    *(_plain, _plain, _plain, _nested, _picture),
    *(_around("*", "*"), _around("__", "__"), _around("~~", "~~"), _around("<b>", "</b>")),
    *(_around("[", "](http://example.org/?q=a&b)"), _around("[", "][refer]")),
    *map(_alone, ("`code *x* | y`", r"\*", "&amp;", "&copy;", "$x_1^2 + y$", "<br>", "⟦1⟧", "⟧")),
    *map(_alone, (r"\_", "<https://a.b/c_d>", "https://example.org/x_y", "[^1]", "<!-- c c -->")),
    *map(_alone, ("{{ name }}", "me.you@example.org", r"\[", "&#x4e2d;", "``a ` b``")),
)


def _paragraph(random: Random, parts: Parts, newline: str) -> None:
    _line(random, parts, newline)
    parts.kept(newline)


def _heading(random: Random, parts: Parts, newline: str) -> None:
    kind = random.randint(0, 2)
    if kind == 0:
        parts.kept("#" * random.randint(1, 6) + " ")
        _line(random, parts)
        parts.kept(f" ##{newline}")
    elif kind == 1:
        parts.kept("## ")
        _line(random, parts)
        parts.kept(newline)
    else:
        _line(random, parts)
        parts.kept(f"{newline}====={newline}")


def _list(random: Random, parts: Parts, newline: str) -> None:
    marker = random.choice(("- ", "* ", "1. ", "- [ ] ", "+   "))
    width = " " * len(marker.replace("[ ] ", ""))
    for _ in range(random.randint(1, 3)):
        parts.kept(marker)
        _line(random, parts, newline + width)
        parts.kept(newline)
        if random.random() < 0.4:
            parts.kept(f"{width}* ")
            _line(random, parts, f"{newline}{width}  ")
            parts.kept(newline)


def _quote(random: Random, parts: Parts, newline: str) -> None:
    parts.kept("> ")
    _line(random, parts, f"{newline}> ")
    parts.kept(f"{newline}>{newline}> - ")
    _line(random, parts, f"{newline}>   ")
    parts.kept(newline)


def _table(random: Random, parts: Parts, newline: str) -> None:
    columns = random.randint(1, 3)
    for row in range(random.randint(2, 4)):
        if row == 1:
            parts.kept("|" + " :-- |" * columns + newline)
            continue
        for _ in range(columns):
            parts.kept("| ")
            _line(random, parts, table=True)
            parts.kept(random.choice((" ", "", "  ")))
        parts.kept(f"|{newline}")


def _untouched(random: Random, parts: Parts, newline: str) -> None:
    kept = (
        "```py\n# some code\n\nx = `y`\n```",
        "***\n\n    indented code",
        "<div class='a b'>\n<p>html block</p>\n</div>",
        "$$\na + b\n$$",
        "***",
        "~~~\n⟦1⟧ here\n~~~",
    )
    parts.kept(random.choice(kept).replace("\n", newline) + newline)


def _footnote(random: Random, parts: Parts, newline: str) -> None:
    parts.kept("[^1]: ")
    _line(random, parts, f"{newline}    ")
    parts.kept(newline)


_BLOCKS = (*(_paragraph, _paragraph, _heading, _list, _quote, _table, _untouched, _footnote),)


def html(random: Random) -> Parts:
    """A page with nested blocks, inline elements and everything that is skipped."""
    parts = Parts()
    parts.kept("<!DOCTYPE html>\n<html lang=en>\n<head><title>").words(word(random))
    parts.kept("</title><style>p { color: red }</style>\n")
    parts.kept("<meta name='description' content='").words(word(random)).kept("'></head>\n<body>")
    for _ in range(random.randint(1, 5)):
        _html_block(random, parts, 0)
    parts.kept("\n</body></html>\n")
    return parts


def _html_block(random: Random, parts: Parts, depth: int) -> None:
    kind = random.randint(0, 5 if depth < 3 else 2)
    if kind <= 2:
        name = random.choice(("p", "h1", "li", "td class=a", "P", "div\n  id='x' ", "blockquote"))
        parts.kept(f"<{name}>")
        _html_line(random, parts)
        parts.kept(random.choice((f"</{name.split()[0]}>\n", f"</{name.split()[0]} >")))
    elif kind == 3:
        parts.kept(random.choice(_HTML_KEPT))
    else:
        parts.kept(random.choice(("<div>", "<ul>\n  ", "<section data-a='<p>'>")))
        for _ in range(random.randint(1, 3)):
            _html_block(random, parts, depth + 1)
        parts.kept("</section>")


def _html_line(random: Random, parts: Parts) -> None:
    for number in range(random.randint(1, 6)):
        if number:
            parts.kept(random.choice((" ", " ", "\n   ", "  ", "\t", "\r\n")))
        random.choice(_HTML_INLINE)(random, parts, False)


def _link(random: Random, parts: Parts, _table: bool) -> None:
    parts.words(word(random)).kept(' <a href="?a=1&amp;b=2" title="').words(word(random))
    parts.kept('" class=c>').words(word(random)).kept("</a> ").words(word(random))


def _image(random: Random, parts: Parts, _table: bool) -> None:
    parts.words(word(random)).kept("<img src='a b.png' alt=").words(word(random)).kept(">")
    parts.words(word(random))


_HTML_KEPT = (
    "<script>var a = '<p>text</p>';</script>",
    "<pre>kept\n  <code>x = 1</code></pre>",
    "<!-- a <p> comment -->",
    "<p translate=no>Brand <b>name</b></p>",
    "<svg><text>drawn</text></svg>",
    "<hr/>",
    "<textarea>kept</textarea>",
)
_HTML_INLINE = (
    *(_plain, _plain, _link, _image),
    *(_around("<b>", "</b>"), _around("<EM class='x'>", "</em>"), _around("<span>", "</span>")),
    *map(_alone, ("&amp;", "&lt;", "&nbsp;", "&hellip;", "&#8212;", "&", "⟦3⟧", "<br>", "<br />")),
    *map(_alone, ("<code>a b</code>", "<span translate='no'>Name</span>", "https://a.b/c")),
)


def subtitles(random: Random, vtt: bool) -> Parts:
    """Cues with tags, in one or two lines."""
    parts = Parts()
    newline = random.choice(("\n", "\r\n"))
    if vtt:
        parts.kept(f"WEBVTT some title{newline}{newline}NOTE a note{newline}not said{newline}")
        parts.kept(f"{newline}STYLE{newline}::cue {{ color: red }}{newline}{newline}")
    dot = "." if vtt else ","
    for number in range(random.randint(1, 5)):
        parts.kept(f"{number + 1}{newline}00:00:0{number}{dot}000 --> 00:00:0{number}{dot}900")
        parts.kept(random.choice((" align:start", "")) if vtt else "").kept(newline)
        lines = random.randint(1, 2)
        dash = "- " if random.random() < 0.3 else ""
        for _ in range(lines):
            parts.kept(random.choice(("", "", "<v Ann Lee>" if vtt else r"{\an8}")) + dash)
            _cue_line(random, parts, vtt)
            parts.kept(newline)
        parts.kept(newline)
    return parts


def _cue_line(random: Random, parts: Parts, vtt: bool) -> None:
    tags = [("<i>", "</i>"), ("<c.red>", "</c>") if vtt else ('<font color="#fff">', "</font>")]
    special = ("&amp;", "&nbsp;", "⟦1⟧", "<00:00:01.000>") if vtt else ("&", "⟦1⟧", "♪", "5 < 6")
    choices = [_plain, *(_around(*pair) for pair in tags), *map(_alone, special)]
    for number in range(random.randint(1, 3)):
        if number:
            parts.kept(" ")
        random.choice(choices)(random, parts, False)


def plain_text(random: Random) -> Parts:
    """Paragraphs: wrapped, in single lines, and lists."""
    parts = Parts()
    newline = random.choice(("\n", "\r\n", "\r"))
    for _ in range(random.randint(1, 4)):
        for _ in range(random.randint(1, 4)):
            parts.kept(random.choice(("", "  ", "- ", "\t")))
            for number in range(random.randint(1, 14)):
                if number:
                    parts.kept(random.choice((" ", " ", "  ", " https://a.b/c ", " ⟦7⟧ ", " 12 ")))
                parts.words(word(random))
            parts.kept(newline)
        parts.kept(newline * random.randint(1, 2))
    return parts


def catalogue(random: Random) -> Parts:
    """A PO file: entries of all states; those without a translation get one."""
    parts = Parts()
    newline = random.choice(("\n", "\r\n"))
    forms = random.randint(1, 4)
    parts.kept(f'msgid ""{newline}msgstr ""{newline}"Content-Type: text/plain; charset=UTF-8\\n"')
    parts.kept(f'{newline}"Plural-Forms: nplurals={forms}; plural=0;\\n"{newline}{newline}')
    for _ in range(random.randint(1, 6)):
        random.choice((_message, _message, _plural, _lines, _done))(random, parts, newline, forms)
        parts.kept(newline)
    return parts


_ESCAPED = ("%s", "%(name)d", "{}", '\\"', "\\t", "&", "<b>", "</b>", "⟦1⟧", "100%")


def _said(random: Random) -> tuple[str, str]:
    """What a string says, and what its translation does."""
    parts = Parts().words(word(random))
    for _ in range(random.randint(0, 4)):
        parts.kept(" ")
        if random.random() < 0.3:
            parts.kept(random.choice(_ESCAPED)).kept(" ")
        parts.words(word(random))
    return parts.source, parts.expected


def _message(random: Random, parts: Parts, newline: str, _forms: int) -> None:
    parts.kept(random.choice((f"# comment{newline}", f"#, c-format{newline}#: a.c:1{newline}", "")))
    parts.kept(random.choice((f'msgctxt "menu"{newline}', "")))
    said, made = _said(random)
    parts.kept(f'msgid "{said}"{newline}').becomes('msgstr ""', f'msgstr "{made}"').kept(newline)


def _plural(random: Random, parts: Parts, newline: str, forms: int) -> None:
    (one, one_made), (many, many_made) = _said(random), _said(random)
    parts.kept(f'msgid "{one}"{newline}msgid_plural "{many}"{newline}')
    made = [one_made if not form and forms > 1 else many_made for form in range(forms)]
    parts.becomes(
        f'msgstr[0] ""{newline}msgstr[1] ""',
        newline.join(f'msgstr[{form}] "{text}"' for form, text in enumerate(made)),
    ).kept(newline)


def _lines(random: Random, parts: Parts, newline: str, _forms: int) -> None:
    said = [_said(random) for _ in range(random.randint(2, 3))]
    lines = [newline.join(f'"{line[side]}\\n"' for line in said) for side in range(2)]
    parts.kept(f'msgid ""{newline}{lines[0]}{newline}')
    parts.becomes('msgstr ""', f'msgstr ""{newline}{lines[1]}').kept(newline)


def _done(random: Random, parts: Parts, newline: str, _forms: int) -> None:
    said = _said(random)[0]
    entry = random.choice(
        (
            'msgid "{}"\nmsgstr "done"\n',
            '#, fuzzy\nmsgid "{}"\nmsgstr ""\n',
            '#~ msgid "{}"\n#~ msgstr ""\n',
            'msgid "1 %s"\nmsgstr ""\n',
        )
    )
    parts.kept(entry.replace("{}", said, 1).replace("\n", newline))
