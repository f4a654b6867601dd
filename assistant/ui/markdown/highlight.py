"""Code as runs of text with the palette role that colours each."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_ROLES = (
    ("Comment", "code_comment"),
    ("Keyword.Constant", "code_constant"),
    ("Keyword.Type", "code_type"),
    ("Keyword", "code_keyword"),
    ("Literal.String", "code_string"),
    ("Literal.Number", "code_number"),
    ("Name.Function", "code_function"),
    ("Name.Class", "code_type"),
    ("Name.Builtin", "code_function"),
    ("Name.Tag", "code_keyword"),
    ("Name.Attribute", "code_type"),
    ("Name.Decorator", "code_function"),
    ("Name.Constant", "code_constant"),
    ("Name.Exception", "code_type"),
    ("Operator.Word", "code_keyword"),
    ("Operator", "code_operator"),
    ("Punctuation", "code_operator"),
    ("Generic.Deleted", "danger"),
    ("Generic.Inserted", "good"),
    ("Generic.Heading", "code_function"),
    ("Generic.Subheading", "code_function"),
)
_PLAIN = frozenset({"", "text", "txt", "plain", "plaintext", "output", "none"})


def coloured(code: str, language: str, context: str = "") -> list[tuple[str, str]]:
    """(text, role of the palette) runs that join to `code`.

    `context` is the code just before it, so that a string or comment that began there goes on.
    An unknown language, or a lexer that fails, gives one run of `code_text`.
    """
    lexer = _lexer(language)
    if lexer is None:
        return [(code, "code_text")]
    before = f"{context}\n" if context else ""
    try:
        return _runs(lexer, before + code, len(before))
    except Exception:  # noqa: BLE001 - third-party lexers on hostile text: never fatal
        return [(code, "code_text")]


def _runs(lexer: Any, text: str, skip: int) -> list[tuple[str, str]]:
    runs: list[tuple[str, str]] = []
    at = 0
    for _, token, whole in lexer.get_tokens_unprocessed(text):
        start, at = at, at + len(whole)
        value = whole[max(0, skip - start) :]
        if not value:
            continue
        role = _role(token)
        if runs and (runs[-1][1] == role or value.isspace()):
            runs[-1] = (runs[-1][0] + value, runs[-1][1])
        else:
            runs.append((value, role))
    if at != len(text):
        return [(text[skip:], "code_text")]
    return runs


@cache
def _role(token: Any) -> str:
    name = str(token).removeprefix("Token.")
    for prefix, role in _ROLES:
        if name.startswith(prefix):
            return role
    return "code_text"


@cache
def _lexer(language: str) -> Lexer | None:
    if language in _PLAIN:
        return None
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
