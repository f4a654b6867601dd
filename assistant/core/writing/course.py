"""An action done with a text, from its division to the checked changes.

Whoever drives the steps has to give them a `failed` (see `core.steps`): failures are raised here.
"""

from __future__ import annotations

from assistant.core.errors import UserError
from assistant.core.messages import CountTokens, TokenCount
from assistant.core.steps import AT_ONCE, Beside, Compute, Steps
from assistant.core.translation.order import LanguageDetector
from assistant.core.writing.change import Change, Flag
from assistant.core.writing.judging import Judge
from assistant.core.writing.order import Differ, Piece, WriteHearing, WriteOrder, WriteResult
from assistant.core.writing.piece_course import Asker, PieceDone
from assistant.core.writing.pieces import TARGET_TOKENS, Span, divided, prose
from assistant.core.writing.prompts import fence_for, piece_turns, system_prompt
from assistant.core.writing.tally import Tally

_LEAST_ANSWER = 64
_MOST_SHARE = 3
"""A piece, its answer and a little more have to fit beside the instruction."""
_BETWEEN = "\n\n"


def written(
    order: WriteOrder,
    hearing: WriteHearing,
    differ: Differ,
    detector: LanguageDetector | None = None,
) -> Steps[WriteResult]:
    """Do `order.action` with `order.text`; `hearing` is told on the driver's thread.

    Without a `detector` only an answer in another script is seen to be in another language.
    Raises `UserError`: "empty_prompt" where there is no text, "context_full" where a text that
    is done as a whole is too long for the model, and what the engine says.
    """
    if not order.text.strip():
        raise UserError("empty_prompt", "There is no text to work on.", "Write or paste one first.")
    return (yield from _Course(order, hearing, Judge(order, differ, detector)).run())


class _Course:
    def __init__(self, order: WriteOrder, hearing: WriteHearing, judge: Judge) -> None:
        self._order = order
        self._hearing = hearing
        self._fence = fence_for(order.text)
        self._system = system_prompt(order.action, order.note, self._fence)
        self._asker = Asker(order, self._system, self._fence, judge)
        self._finished: dict[int, PieceDone] = {}
        self._told = 0

    def run(self) -> Steps[WriteResult]:
        """The result of all pieces."""
        spans, limits = yield from self._pieces()
        self._hearing.began(tuple(spans))
        steps = tuple(
            self._piece(number, span, limit)
            for number, (span, limit) in enumerate(zip(spans, limits, strict=True))
        )
        if steps:
            yield Beside(steps, AT_ONCE)
        done = [self._finished[number] for number in range(len(spans))]
        result: WriteResult = yield Compute(lambda: _together(self._order, done))
        return result

    def _piece(self, number: int, span: Span, limit: int) -> Steps[None]:
        def extended(text: str, _tokens: int) -> None:
            self._hearing.extended(number, text)

        self._finished[number] = yield from self._asker.piece(span, limit, extended)
        while self._told in self._finished:  # in their order, however they end
            place, self._told = self._told, self._told + 1
            self._hearing.finished(place, self._finished[place].piece)

    # --- division --------------------------------------------------------------------------

    def _pieces(self) -> Steps[tuple[list[Span], list[int]]]:
        """The pieces, and how many tokens the answer to each may have."""
        order = self._order
        empty = CountTokens(turns=piece_turns(self._system, "", self._fence))
        if not order.action.by_paragraph:
            return (yield from self._as_a_whole(empty))
        paragraphs = yield Compute(lambda: prose(order.text))
        if not paragraphs and order.action.kind == "compose":
            return (yield from self._as_a_whole(empty))
        if not paragraphs:
            return [], []
        texts = tuple(order.text[each.start : each.end] for each in paragraphs)
        count = yield from _counted(CountTokens(texts=texts))
        base = yield from _counted(empty)
        room = base.limit - base.n - _LEAST_ANSWER
        if room < _MOST_SHARE * _LEAST_ANSWER:
            raise _too_long(base.n, base.limit)
        target = min(TARGET_TOKENS, room // (_MOST_SHARE + 1))
        spans: list[Span] = yield Compute(
            lambda: divided(order.text, paragraphs, count.each, target)
        )
        sizes = yield from _counted(
            CountTokens(texts=tuple(order.text[start:end] for start, end in spans))
        )
        return spans, [self._room(n, base) for n in sizes.each]

    def _as_a_whole(self, empty: CountTokens) -> Steps[tuple[list[Span], list[int]]]:
        """One piece; where the model only goes on, the end of a long text is enough."""
        text = self._order.text
        start = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        base = yield from _counted(empty)
        size = yield from _counted(CountTokens(texts=(text[start:end],)))
        answer = min(base.limit // 4, _LEAST_ANSWER * 8)
        if self._order.action.kind == "revise":
            answer = size.n + size.n // 4 + _LEAST_ANSWER
        room = base.limit - base.n - answer
        if size.n > room:
            if self._order.action.id != "continue" or room < _LEAST_ANSWER:
                raise _too_long(base.n + size.n, base.limit)
            start = _word_start(text, end - (end - start) * room * 9 // (size.n * 10), end)
            return [(start, end)], [answer]
        return [(start, end)], [max(_LEAST_ANSWER, base.limit - base.n - size.n - 8)]

    def _room(self, tokens: int, base: TokenCount) -> int:
        """Tokens of the answer to a piece: enough for any honest one, not for a ramble."""
        factor = 4 if self._order.action.id == "expand" else 2
        room = base.limit - base.n - tokens - 8
        return max(_LEAST_ANSWER, min(room, tokens * factor + 2 * _LEAST_ANSWER))


def _counted(command: CountTokens) -> Steps[TokenCount]:
    count = yield command
    if not isinstance(count, TokenCount) or len(count.each) != len(command.texts):
        raise UserError("protocol", "The engine answered something that was not asked.")
    return count


def _too_long(needed: int, limit: int) -> UserError:
    return UserError(
        "context_full",
        f"This text needs {needed:,} tokens and the model's context holds {limit:,}.",
        "Mark a part of it, or summarise it first.",
    )


def _word_start(text: str, at: int, end: int) -> int:
    """The first beginning of a word from `at` on."""
    space = next((place for place in range(at, min(end, at + 200)) if text[place].isspace()), at)
    return space + 1 if space > at else at


def _together(order: WriteOrder, done: list[PieceDone]) -> WriteResult:
    """All pieces in their places; what lies between them stays as it is."""
    tally = Tally()
    changes: list[Change] = []
    rejected: list[Change] = []
    flags: list[Flag] = []
    for each in done:
        tally.add(each.tally)
        changes += each.piece.changes
        rejected += each.piece.rejected
        flags += each.piece.flags
    return WriteResult(
        text=_text(order, [each.piece for each in done]),
        changes=tuple(changes),
        rejected=tuple(rejected),
        flags=tuple(flags),
        cut=any(flag.kind == "cut" for flag in flags),
        usage=tally.usage(),
        timings=tally.timings(),
    )


def _text(order: WriteOrder, pieces: list[Piece]) -> str:
    if order.action.kind == "compose":
        return _BETWEEN.join(piece.text for piece in pieces if piece.text)
    parts: list[str] = []
    at = 0
    for piece in pieces:
        parts += (order.text[at : piece.start], piece.text)
        at = piece.end
    parts.append(order.text[at:])
    return "".join(parts)
