"""How far leaves stand apart, and how high one is as long as it is not laid out."""

from __future__ import annotations

from assistant.ui.markdown.leaves import Kind, Leaf
from assistant.ui.markdown.segment import CODE_BOTTOM, indent_of
from assistant.ui.markdown.style import Style


def space_above(leaf: Leaf, before: Leaf | None, style: Style) -> float:
    """Pixels between `leaf` and the one before it, None for the first."""
    if before is None or leaf.part > 0 or leaf.joined:
        return 0.0
    if leaf.kind is Kind.HEADING:
        space = 24 if leaf.level <= 2 else 18
    elif before.kind is Kind.HEADING:
        space = 8
    elif Kind.RULE in (leaf.kind, before.kind):
        space = 18
    elif leaf.marker and leaf.shared and leaf.kind is Kind.PARAGRAPH:
        space = 5
    else:
        space = 8 if leaf.containers and leaf.shared else 12
    return space * style.scale


def estimated_height(leaf: Leaf, style: Style, width: int, *, last: bool) -> float:
    """About how many pixels `leaf` takes at `width`; `last` of its group it has a lower edge."""
    if leaf.kind is Kind.RULE:
        return 1.0
    if leaf.kind is Kind.CODE:
        lines = leaf.text.count("\n") + 1
        extra = style.caption_height if leaf.part == 0 else 0
        extra += CODE_BOTTOM if last else 0
        return round(lines * style.code_line_height) + float(extra)
    if leaf.kind is Kind.TABLE:
        return len(leaf.rows) * (style.body_px * 1.25 + 16)
    if leaf.kind is Kind.FORMULA:
        return style.body_px * 3.0
    room = max(60, width - indent_of(leaf.containers, style))
    characters = max(8, room / (style.average_width * 1.05))
    lines = leaf.text.count("\n") * 0.8 + 1 + int(len(leaf.text) / characters)
    return round(lines * style.line_height)
