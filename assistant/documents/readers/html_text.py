"""The text of an HTML tree as blocks, in the order of the source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from assistant.core.document_text import BlockKind
from assistant.documents.readers.table_text import cell_text, table_text
from assistant.documents.reading import TextBuilder

_LEFT_OUT = frozenset(
    {"script", "style", "template", "noscript", "head", "svg", "iframe", "object", "embed"}
    | {"select", "option", "datalist", "canvas", "audio", "video", "map", "rp"}
)
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"}
    | {"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr"}
    | {"html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "ul"}
    | {"caption", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "nav", "listing", "xmp"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
)
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "list_item"),
    **dict.fromkeys(("pre", "listing", "xmp"), "code"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "blockquote": "quote",
}
_LISTS = frozenset({"ul", "ol", "menu", "dl"})
_PREFORMATTED = frozenset({"pre", "listing", "xmp", "textarea"})
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BLOCKS_BETWEEN_REPORTS = 500
_LARGEST_LAYOUT_CELL = 1000
"""Characters of a cell from which a table is taken for a frame around text."""


@dataclass(slots=True)
class _Inside:
    """What the node that is being read stands in, counted by element."""

    depths: dict[str, int] = field(default_factory=dict)
    kinds: list[BlockKind] = field(default_factory=list)

    def enter(self, tag: str) -> None:
        self.depths[tag] = self.depths.get(tag, 0) + 1
        if tag in _KINDS:
            self.kinds.append(_KINDS[tag])

    def leave(self, tag: str) -> None:
        self.depths[tag] -= 1
        if tag in _KINDS:
            self.kinds.pop()

    def any_of(self, tags: frozenset[str]) -> bool:
        return any(self.depths.get(tag) for tag in tags)

    @property
    def list_depth(self) -> int:
        return sum(self.depths.get(tag, 0) for tag in _LISTS)

    @property
    def heading_level(self) -> int:
        return next((n for n in range(1, 7) if self.depths.get(f"h{n}")), 0)


class _Writer:
    """Gathers inline text and adds a block whenever one ends."""

    def __init__(self, builder: TextBuilder, alive: Callable[[], None]) -> None:
        self.builder = builder
        self.inside = _Inside()
        self._alive = alive
        self._parts: list[str] = []

    def text(self, text: str) -> None:
        self._parts.append(text if self.inside.any_of(_PREFORMATTED) else _SPACE.sub(" ", text))

    def line_break(self) -> None:
        self._parts.append("\n")

    def end_block(self) -> None:
        text = "".join(self._parts)
        self._parts.clear()
        inside = self.inside
        kind: BlockKind = inside.kinds[-1] if inside.kinds else "paragraph"
        if kind != "code":
            text = _tidy(text)
        level = 0
        if kind == "heading":
            level = inside.heading_level
        elif kind == "list_item":
            level = max(1, inside.list_depth)
        self.builder.add(text, kind, level)
        if len(self.builder.blocks) % _BLOCKS_BETWEEN_REPORTS == 0:
            self._alive()


def _tidy(text: str) -> str:
    lines = [re.sub(" {2,}", " ", line).strip(" ") for line in text.split("\n")]
    return "\n".join(lines).strip()


def add_html(html: str, builder: TextBuilder, alive: Callable[[], None] = lambda: None) -> str:
    """Add the blocks of a page and return its title; `alive` is called now and then.

    Scripts, styles and navigation are left out; a page that has nothing else is read with its
    navigation.
    """
    tree = LexborHTMLParser(html)
    root = tree.root
    if root is None:
        return ""
    before = len(builder.blocks)
    _walk(root, _Writer(builder, alive), with_navigation=False)
    if len(builder.blocks) == before:
        _walk(root, _Writer(builder, alive), with_navigation=True)
    title = tree.css_first("head title", default=None)
    return cell_text(title.text()) if title is not None else ""


def _steps(root: LexborNode, enters: set[int]) -> Iterator[tuple[LexborNode, bool]]:
    """Every node under `root` on the way in (True) and out (False), without recursion.

    The caller puts the `mem_id` of an element into `enters` to have its children visited.
    """
    node: LexborNode | None = root
    while node is not None:
        yield node, True
        below = node.child if node.mem_id in enters else None
        if below is not None:
            node = below
            continue
        while node is not None:
            if node.is_element_node:
                yield node, False
            if node.mem_id == root.mem_id:
                return
            following = node.next
            if following is not None:
                node = following
                break
            node = node.parent


def _walk(root: LexborNode, writer: _Writer, *, with_navigation: bool) -> None:
    enters: set[int] = set()
    entered: set[int] = set()
    for node, way_in in _steps(root, enters):
        if node.is_text_node:
            writer.text(node.text_content or "")
            continue
        if not node.is_element_node:
            continue
        tag = node.tag or ""
        if not way_in:
            if node.mem_id in entered:
                entered.discard(node.mem_id)
                if tag in _BLOCKS:
                    writer.end_block()
                writer.inside.leave(tag)
                _after(tag, writer)
            continue
        if tag in _LEFT_OUT or (not with_navigation and _is_navigation(node, tag)):
            continue
        if _is_leaf(node, tag, writer):
            continue
        if tag in _BLOCKS:
            writer.end_block()
        _before(tag, writer)
        writer.inside.enter(tag)
        enters.add(node.mem_id)
        entered.add(node.mem_id)
    writer.end_block()


def _before(tag: str, writer: _Writer) -> None:
    if tag == "rt":
        writer.text("(")


def _after(tag: str, writer: _Writer) -> None:
    if tag == "rt":
        writer.text(")")


def _is_navigation(node: LexborNode, tag: str) -> bool:
    return tag == "nav" or node.attributes.get("role") == "navigation"


def _is_leaf(node: LexborNode, tag: str, writer: _Writer) -> bool:
    """Write an element that needs no look inside, or a table that holds data."""
    if tag == "br":
        writer.line_break()
    elif tag == "img":
        writer.text(node.attributes.get("alt") or "")
    elif tag == "table":
        return _data_table(node, writer)
    else:
        return False
    return True


def _data_table(node: LexborNode, writer: _Writer) -> bool:
    """Whether `node` is a table of data, which is then written; others only frame text."""
    if node.css_first("table table", default=None) is not None and len(node.css("table")) > 1:
        return False
    rows: list[list[str]] = []
    for row in node.css("tr"):
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        texts = [cell_text(_cell(cell)) for cell in cells]
        if any(len(text) > _LARGEST_LAYOUT_CELL for text in texts):
            return False
        rows.append(texts)
    if all(len(cells) < 2 for cells in rows):
        return False
    writer.end_block()
    for caption in node.css("caption"):
        writer.builder.add(cell_text(_cell(caption)), "caption")
    writer.builder.add(table_text(rows), "table")
    return True


def _cell(node: LexborNode) -> str:
    parts: list[str] = []
    enters: set[int] = set()
    for inner, way_in in _steps(node, enters):
        if inner.is_text_node:
            parts.append(inner.text_content or "")
        elif inner.is_element_node:
            tag = inner.tag or ""
            if tag in _BLOCKS or tag == "br":
                parts.append(" ")
            if way_in and tag == "img":
                parts.append(inner.attributes.get("alt") or "")
            if way_in and tag not in _LEFT_OUT:
                enters.add(inner.mem_id)
    return "".join(parts)
