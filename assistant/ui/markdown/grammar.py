r"""The grammar: CommonMark with tables, strikethrough, tasks and LaTeX; no HTML, no fetching.

Formulas are `$…$`, `$$…$$`, `\(…\)` and `\[…\]`. Emphasis next to Chinese, Japanese and Korean
characters follows what the writer means, not the rule for words with spaces.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.parser_block import RuleFuncBlockType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

MAX_NESTING = 30
OPEN_FORMULA = "open_formula"
"""Set in the environment when a display formula was not closed before the end of the text."""
_TABLE_LEVEL = "table_level"
"""In the environment: in how many containers the table stands that is being read."""

_PAIRS = (("$$", "$$"), ("\\[", "\\]"))


@cache
def _grammar() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import table
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    grammar = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    grammar.enable(["table", "strikethrough"])
    grammar.core.ruler.disable(["inline", "text_join"])
    grammar.block.ruler.at("table", partial(_table, table), {"alt": ["paragraph", "reference"]})
    dollarmath_plugin(
        grammar, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True
    )
    grammar.block.ruler.at(
        "math_block", _formula_block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    grammar.inline.ruler.before("escape", "bracket_formula", _bracket_formula)
    return grammar


@cache
def _inline_state() -> type[StateInline]:
    from markdown_it.rules_inline.state_inline import Scanned, StateInline

    class EastAsianState(StateInline):
        """Lets emphasis open and close between characters that are written without spaces."""

        def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
            scanned = super().scanDelims(start, canSplitWord)
            if not canSplitWord:
                return scanned
            end = start + scanned.length
            before = self.src[start - 1] if start > 0 else " "
            after = self.src[end] if end < self.posMax else " "
            if not (_is_east_asian(before) or _is_east_asian(after)):
                return scanned
            return Scanned(
                scanned.can_open or not after.isspace(),
                scanned.can_close or not before.isspace(),
                scanned.length,
            )

    return EastAsianState


def parse_blocks(text: str, environment: dict[str, Any]) -> list[Token]:
    """The block tokens of `text`; what is inside paragraphs stays unparsed.

    `environment["references"]` receives the link reference definitions.
    """
    return _grammar().parse(text, environment)


def parse_inline(text: str, environment: dict[str, Any]) -> list[Token]:
    """The inline tokens of one paragraph, heading or cell."""
    grammar = _grammar()
    tokens: list[Token] = []
    state = _inline_state()(text, grammar, environment, tokens)
    grammar.inline.tokenize(state)
    for rule in grammar.inline.ruler2.getRules(""):
        rule(state)
    return tokens


def _is_east_asian(character: str) -> bool:
    code = ord(character)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xAC00 <= code <= 0xD7AF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
        or code in (0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x2014)
    )


def _table(usual: RuleFuncBlockType, state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The `usual` rule; the formula that may end a table has to know where the table stands."""
    state.env[_TABLE_LEVEL] = state.level
    return usual(state, start, end, silent)


def _formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""A display formula: `$$ … $$` or `\[ … \]` without an empty line inside.

    One that is still open at the end of the text counts, so that a streaming formula does not
    flash as a paragraph first.
    """
    if state.is_code_block(start):
        return False
    first = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    pair = next((pair for pair in _PAIRS if first.startswith(pair[0])), None)
    if pair is None:
        return False
    opening, closing = pair
    found = _formula_lines(state, first[len(opening) :], closing, start, end)
    if found is None:
        return False
    content, following, closed = found
    if silent:
        return True
    if not closed:
        state.env[OPEN_FORMULA] = True
    state.line = following
    token = state.push("math_block", "math", 0)
    token.block = True
    token.content = content
    token.markup = opening
    token.map = [start, following]
    return True


def _formula_lines(
    state: StateBlock, first: str, closing: str, start: int, end: int
) -> tuple[str, int, bool] | None:
    """(content, line after it, closed), or None when this is no display formula."""
    stripped = first.rstrip()
    if stripped.endswith(closing):
        inner = stripped.removesuffix(closing).strip()
        return (inner, start + 1, True) if inner else None
    if closing in stripped:
        return None
    lines = [stripped]
    line = start + 1
    while line < end:
        if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return None
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
        if text.endswith(closing):
            lines.append(text.removesuffix(closing))
            return "\n".join(lines).strip(), line + 1, True
        lines.append(text)
        line += 1
    # A container's end is not the end of the text: more may only come at the latter.
    level = state.env[_TABLE_LEVEL] if state.parentType == "table" else state.level
    if end < state.lineMax or level > 0:
        return None
    return "\n".join(lines).strip(), line, False


def _bracket_formula(state: StateInline, silent: bool) -> bool:
    r"""`\( … \)` and, inside a paragraph, `\[ … \]`."""
    source, at = state.src, state.pos
    if not source.startswith(("\\(", "\\["), at):
        return False
    closing = "\\)" if source[at + 1] == "(" else "\\]"
    end = source.find(closing, at + 2, state.posMax)
    inner = source[at + 2 : end].strip() if end >= 0 else ""
    if not inner or "\\(" in inner or "\\[" in inner:
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content = inner
        token.markup = source[at : at + 2]
    state.pos = end + 2
    return True
