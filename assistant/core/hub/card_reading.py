"""A model card for reading: the HTML that people put into Markdown becomes Markdown. Pure.

Nothing is loaded whatever stands in it: images become their words, and everything that is no
known tag stays as it is, for cards speak of tags like <think>.
"""

from __future__ import annotations

import html
import re

LONGEST = 100_000
"""Characters that are shown; who wants more reads it on the hub."""

_TAG = re.compile(r"(?P<code>`[^`\n]{1,1000}`)"
                  r"|!\[(?P<alt>[^\[\]\n]{0,500})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])"
                  r"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,11})"
                  r"(?P<rest>(?:\s[^<>]{0,2000})?)/?>")  # fmt: skip
_BROKEN_TAG = re.compile(r"<[A-Za-z][^<>`]{0,2000}>")
_ATTRIBUTE = r"""\b{name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_ALT = re.compile(_ATTRIBUTE.format(name="alt"), re.IGNORECASE)
_HREF = re.compile(_ATTRIBUTE.format(name="href"), re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_GAPS = re.compile(r"\n{3,}")
_NO_WORDS = re.compile(r"(?<!\!)\[\s{0,9}\]\([^()\n]{0,2000}\)")
"""A link around an image that had no words."""
_CLICKABLE = ("http://", "https://", "mailto:")
_HEADINGS = {f"h{level}": f"\n\n{'#' * level} " for level in range(1, 7)}
_OPEN = {**_HEADINGS, "li": "\n- ", "hr": "\n\n---\n\n", "br": " ", "p": "\n\n", "tr": "\n\n"}
_CLOSE = {**dict.fromkeys(_HEADINGS, "\n\n"), "p": "\n\n", "tr": "\n\n"}
_BOTH = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em"), "*"),
    "code": "`",
    **dict.fromkeys(("div", "center", "details", "summary", "table", "ul", "ol"), "\n\n"),
    **dict.fromkeys(("td", "th", "picture"), " "),
    **dict.fromkeys(
        ("span", "font", "sub", "sup", "u", "s", "small", "big", "source", "tbody", "thead",
         "kbd", "section", "figure", "figcaption", "svg", "path", "video", "audio", "iframe"),
        "",
    ),
}  # fmt: skip


def readable_card(markdown: str) -> str:
    """`markdown` without HTML, at most `LONGEST` characters of it; code stays as it is."""
    text = markdown[:LONGEST]
    parts: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if fence:
            parts.append(line)
            if found and found[1].startswith(fence):
                fence = ""
        elif found:
            parts += [_prose("\n".join(prose)), line]
            prose, fence = [], found[1]
        else:
            prose.append(line)
    parts.append(_prose("\n".join(prose)))
    return "\n".join(parts).strip("\n")


def _prose(text: str) -> str:
    if "<" not in text and "![" not in text:
        return text
    text = _without_comments(text)
    text = _BROKEN_TAG.sub(lambda tag: tag[0].replace("\n", " "), text)
    links: list[str] = []
    lines = []
    for line in text.split("\n"):
        changed = _TAG.sub(lambda tag: _tag(tag, links), line)
        if changed != line:
            changed = _NO_WORDS.sub("", changed).strip(" \t")
        lines.append(changed)
    return _GAPS.sub("\n\n", "\n".join(lines))


def _without_comments(text: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        kept.append(text[at:start])
        at = end + 3
    return "".join(kept) + text[at:]


def _tag(tag: re.Match[str], links: list[str]) -> str:
    if tag["code"]:
        return tag[0]
    if tag["alt"] is not None:
        return str(tag["alt"]).strip()
    name, ends = tag["name"].lower(), bool(tag["end"])
    if name == "a":
        return _link(tag["rest"], links, ends=ends)
    if name == "img":
        return _attribute(_ALT, tag["rest"]).replace("[", "(").replace("]", ")")
    opened = _BOTH.get(name, _OPEN.get(name, tag[0]))
    return _CLOSE.get(name, "") if ends and name in _OPEN else opened


def _link(rest: str, links: list[str], *, ends: bool) -> str:
    if ends:
        target = links.pop() if links else ""
        return f"](<{target}>)" if target else ""
    target = _attribute(_HREF, rest)
    if not target.lower().startswith(_CLICKABLE) or any(c in target for c in "<> \\"):
        target = ""
    links.append(target)
    return "[" if target else ""


def _attribute(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    if found is None:
        return ""
    value = next((group for group in found.groups() if group is not None), "")
    return " ".join(html.unescape(value).split())
