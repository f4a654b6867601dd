"""Where the moving end of a selection goes."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QTextCursor

from assistant.ui.markdown.flow import Flow, Place

START = Place(0, 0)

_KEY = QKeySequence.StandardKey
_MOVE = QTextCursor.MoveOperation
EXTENDING = (
    (_KEY.SelectNextChar, _MOVE.NextCharacter),
    (_KEY.SelectPreviousChar, _MOVE.PreviousCharacter),
    (_KEY.SelectNextWord, _MOVE.NextWord),
    (_KEY.SelectPreviousWord, _MOVE.PreviousWord),
    (_KEY.SelectNextLine, _MOVE.Down),
    (_KEY.SelectPreviousLine, _MOVE.Up),
    (_KEY.SelectStartOfLine, _MOVE.StartOfLine),
    (_KEY.SelectEndOfLine, _MOVE.EndOfLine),
    (_KEY.SelectStartOfDocument, _MOVE.Start),
    (_KEY.SelectEndOfDocument, _MOVE.End),
)
_FORWARD = (_MOVE.NextCharacter, _MOVE.NextWord, _MOVE.Down)


def moved(flow: Flow, place: Place, move: QTextCursor.MoveOperation) -> Place:
    """Where a caret at `place` comes to; from leaf to leaf at the ends."""
    if move in (_MOVE.Start, _MOVE.End):
        return START if move == _MOVE.Start else flow.end()
    index = min(place.leaf, len(flow.leaves) - 1)
    segment = flow.segment(index)
    cursor = QTextCursor(segment.document)
    cursor.setPosition(min(place.position, segment.length()))
    if cursor.movePosition(move) or move in (_MOVE.StartOfLine, _MOVE.EndOfLine):
        return Place(index, min(cursor.position(), segment.length()))
    if move in _FORWARD:
        following = index + 1 < len(flow.leaves)
        return Place(index + 1, 0) if following else Place(index, segment.length())
    return Place(index - 1, flow.segment(index - 1).length()) if index > 0 else START
