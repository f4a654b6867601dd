"""What is shown of a piece of the source: what stays, what comes in, what goes out."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from PySide6.QtGui import QTextCharFormat

from assistant.core.writing.session import WritingSession
from assistant.ui.theme.theme import Theme
from assistant.ui.writing.words import flag_text

Kind: TypeAlias = Literal[
    "same", "inserted", "deleted", "accepted", "rejected", "protected", "flagged", "rest", "note",
    "doubtful", "lost",
]  # fmt: skip
_LONGEST_LINE = 6_000
"""Letters after which a line is broken for the eye: an editor that wraps longer ones stalls."""
_AS_SHOWN = str.maketrans({"\r": " ", "\u2029": "\n", "\ufdd0": " ", "\ufdd1": " ", "\0": "\ufffd"})
"""What an editor would take for something else; one letter for one, so that places hold."""


class Run(NamedTuple):
    """`number` is the change that the text belongs to, -1 for none."""

    text: str
    kind: Kind
    number: int = -1


def shown(text: str) -> str:
    """`text` as an editor shows it, as long as it is."""
    return text.translate(_AS_SHOWN)


def length16(text: str) -> int:
    """How long an editor takes `text` to be: it counts UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def piece_runs(session: WritingSession, piece: int, *, final: bool) -> list[Run]:
    """A finished piece with the space before it. `final`: as it is when the open ones stay."""
    source, done = session.order.text, session.done[piece]
    at = session.done[piece - 1].end if piece else 0
    runs: list[Run] = []
    for number in session.numbers(piece):
        change = session.review.changes[number]
        if change.start > at:
            runs.append(Run(shown(source[at : change.start]), "same"))
        runs += _change_runs(session, number, final)
        at = change.end
    if done.end > at:
        runs.append(Run(shown(source[at : done.end]), "same"))
    if done.flags and not final:
        runs.append(Run(" \u2691 " + " ".join(map(flag_text, done.flags)), "note"))
    return [run for run in runs if run.text]


def _change_runs(session: WritingSession, number: int, final: bool) -> list[Run]:
    review = session.review
    change, verdict = review.changes[number], review.verdicts[number]
    before, after = shown(change.before), shown(change.after)
    if final:
        kept = after if review.is_in(number) else before
        return [Run(kept, "flagged" if _in_doubt(session, number) else "same", number)]
    if verdict == "open":
        gone: Kind = "lost" if change.flags and not after else "deleted"
        new: Kind = "doubtful" if change.flags else "inserted"
        return [Run(before, gone, number), Run(after, new, number)]
    if verdict == "accepted":
        return [Run(after, "accepted", number)]
    return [Run(before, "protected" if number in review.protected else "rejected", number)]


def _in_doubt(session: WritingSession, number: int) -> bool:
    review = session.review
    return bool(review.changes[number].flags) and review.verdicts[number] == "open"


def broken(runs: list[Run], column: int) -> tuple[list[Run], int]:
    """The runs with a break where a line would be too long, and how long the last line is.

    `column` is how long the line before them is already.
    """
    made: list[Run] = []
    for run in runs:
        parts = run.text.split("\n")
        if column + max(map(len, parts)) <= _LONGEST_LINE:
            made.append(run)
            column = len(parts[-1]) + (column if len(parts) == 1 else 0)
            continue
        text = ""
        for number, part in enumerate(parts):
            if number:
                text, column = text + "\n", 0
            left = part
            while column + len(left) > _LONGEST_LINE:
                room = max(1, _LONGEST_LINE - column)
                cut = (left.rfind(" ", 0, room) + 1) or room
                text, left, column = text + left[:cut] + "\n", left[cut:], 0
            text, column = text + left, column + len(left)
        made.append(Run(text, run.kind, run.number))
    return made, column


def chunks(text: str, size: int = 4_000) -> list[str]:
    """`text` in parts of about `size` letters, cut at line ends or spaces."""
    parts, at = [], 0
    while at < len(text):
        end = at + size
        if end < len(text):
            line, space = text.rfind("\n", at, end), text.rfind(" ", at, end)
            end = max(line if line > at + size // 2 else space, at) + 1
            end = end if end > at + 1 else at + size
        parts.append(text[at:end])
        at = end
    return parts


def formats(theme: Theme) -> dict[Kind, QTextCharFormat]:
    """How each kind looks: never by colour alone."""
    made: dict[Kind, QTextCharFormat] = {}
    kinds: tuple[Kind, ...] = (
        "same", "inserted", "deleted", "accepted", "rejected", "protected", "flagged", "rest",
        "note",
        "doubtful",
    )  # fmt: skip
    line = QTextCharFormat.UnderlineStyle
    for kind in kinds:
        form = QTextCharFormat()
        form.setForeground(theme.colour("ink"))
        made[kind] = form
    made["inserted"].setBackground(theme.colour("inserted"))
    _underline(made["inserted"], line.SingleUnderline, theme, "good")
    made["deleted"].setBackground(theme.colour("deleted"))
    made["deleted"].setForeground(theme.colour("secondary"))
    made["deleted"].setFontStrikeOut(True)
    made["doubtful"].setBackground(theme.colour("inserted"))
    _underline(made["doubtful"], line.WaveUnderline, theme, "caution")
    made["lost"] = QTextCharFormat(made["deleted"])
    _underline(made["lost"], line.WaveUnderline, theme, "caution")
    _underline(made["accepted"], line.DotLine, theme, "good")
    _underline(made["rejected"], line.DotLine, theme, "control")
    _underline(made["protected"], line.WaveUnderline, theme, "caution")
    _underline(made["flagged"], line.WaveUnderline, theme, "caution")
    made["rest"].setForeground(theme.colour("faint"))
    made["note"].setForeground(theme.colour("caution"))
    made["note"].setFontItalic(True)
    return made


def _underline(
    form: QTextCharFormat, style: QTextCharFormat.UnderlineStyle, theme: Theme, role: str
) -> None:
    form.setUnderlineStyle(style)
    form.setUnderlineColor(theme.colour(role))
