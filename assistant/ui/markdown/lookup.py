"""What can be looked up in a flow: links, places that match, whole pieces of code."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor

from assistant.ui.markdown.flow import Flow


def links(flow: Flow) -> list[str]:
    """The targets of the links in what is laid out, in order, each once."""
    found: dict[str, None] = {}
    for segment in flow.laid_out():
        block = segment.document.begin()
        while block.isValid():
            formats = (run.format for run in block.textFormats())
            found.update((form.anchorHref(), None) for form in formats if form.isAnchor())
            block = block.next()
    return list(found)


def matches(flow: Flow, index: int, query: str) -> list[tuple[int, int]]:
    """(start, end) of each place in leaf `index` that reads like `query`, any case."""
    document = flow.segment(index).document
    found = []
    cursor = document.find(query, 0)
    while not cursor.isNull() and cursor.hasSelection():
        found.append((cursor.selectionStart(), cursor.selectionEnd()))
        cursor = document.find(query, QTextCursor(cursor))
    return found


def whole_code(flow: Flow, index: int) -> str:
    """The code of the whole group that leaf `index` belongs to."""
    group = index - flow.leaves[index].part
    pieces = [flow.leaves[group].text]
    for leaf in flow.leaves[group + 1 :]:
        if leaf.part == 0:
            break
        pieces.append(leaf.text if leaf.joined else "\n" + leaf.text)
    return "".join(pieces)
