"""What an evaluation found, as a table, as JSON and as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import msgspec

from assistant.cli.evaluating.bootstrap import Interval, difference, interval
from assistant.cli.evaluating.cases import Case
from assistant.cli.evaluating.scores import Score, scores
from assistant.cli.evaluating.tasks import Answer
from assistant.cli.terminal import one_line

_COLOURS = ("#2B5C8A", "#1F7A45", "#8A5A00", "#B3261E", "#57606A", "#86B6E3")
_INK, _GRID = "#1F2328", "#DFDBD2"


class Evaluated(msgspec.Struct, frozen=True, kw_only=True):
    """One model's answers to one task, and what they are worth."""

    model: str
    task: str
    answers: list[Answer]
    scores: list[Any]

    @property
    def failed(self) -> int:
        return sum(bool(answer.error) for answer in self.answers)

    @property
    def tokens_per_s(self) -> float:
        """Written tokens over the time they took, of all cases."""
        tokens = seconds = 0.0
        for answer in self.answers:
            if answer.timings.decode_tokens_per_s:
                tokens += answer.usage.completion_tokens
                seconds += answer.usage.completion_tokens / answer.timings.decode_tokens_per_s
        return tokens / seconds if seconds else 0.0


def evaluated(model: str, task: str, cases: Sequence[Case], answers: list[Answer]) -> Evaluated:
    """Judge `answers`. Raises `UserError` when a library is missing."""
    return Evaluated(model=model, task=task, answers=answers, scores=scores(task, cases, answers))


def document(found: Sequence[Evaluated], cases: dict[str, list[Case]]) -> dict[str, Any]:
    """The JSON document."""
    return {
        "results": [
            {
                "model": each.model,
                "task": each.task,
                "cases": len(each.answers),
                "failed": each.failed,
                "tokens_per_s": each.tokens_per_s,
                "scores": {score.name: _fields(score) for score in each.scores},
                "answers": [
                    {
                        "answer": answer.text,
                        "reference": list(case.reference),
                        "error": answer.error,
                    }
                    for answer, case in zip(each.answers, cases[each.task], strict=True)
                ],
            }
            for each in found
        ],
        "comparisons": comparisons(found),
    }


def _fields(score: Score) -> dict[str, float]:
    sure = interval(score)
    return {"value": score.value, "low": sure.low, "high": sure.high}


def comparisons(found: Sequence[Evaluated]) -> list[dict[str, Any]]:
    """Every later model against the first one, task by task."""
    first = found[0].model if found else ""
    known = {each.task: each for each in found if each.model == first}
    rows = []
    for each in found:
        if each.model == first:
            continue
        for one, other in zip(known[each.task].scores, each.scores, strict=True):
            sure = difference(one, other)
            rows.append(
                {
                    "task": each.task,
                    "score": one.name,
                    "model": each.model,
                    "against": first,
                    "difference": other.value - one.value,
                    "low": sure.low,
                    "high": sure.high,
                    "sure": sure.low > 0 or sure.high < 0,
                }
            )
    return rows


def table(found: Sequence[Evaluated]) -> list[str]:
    """Lines for the terminal; scores in per cent, the interval behind."""
    lines = []
    width = max((len(one_line(each.model)) for each in found), default=0)
    for each in found:
        name = one_line(each.model)
        for score in each.scores:
            sure = interval(score)
            lines.append(
                f"{name:<{width}}  {each.task:<10} {score.name:<16} {100 * score.value:6.1f} %"
                f"  [{_span(sure)}]  {len(each.answers):>5} cases"
            )
        failed = f", {each.failed} failed" if each.failed else ""
        lines.append(f"{name:<{width}}  {each.task:<10} {each.tokens_per_s:.1f} tokens/s{failed}")
    for row in comparisons(found):
        verdict = "" if row["sure"] else "  (could be chance)"
        lines.append(
            f"{one_line(row['model'])} against {one_line(row['against'])}: {row['task']} "
            f"{row['score']} {100 * row['difference']:+.1f}"
            f"  [{100 * row['low']:+.1f} to {100 * row['high']:+.1f}]{verdict}"
        )
    return lines


def _span(sure: Interval) -> str:
    return f"{100 * sure.low:.1f} to {100 * sure.high:.1f}"


def chart(found: Sequence[Evaluated]) -> str:
    """All scores as bars with their intervals (SVG)."""
    models = list(dict.fromkeys(each.model for each in found))
    rows = [(each, score) for each in found for score in each.scores]
    rows.sort(key=lambda row: (row[0].task, row[1].name, models.index(row[0].model)))
    left, right, line, top = 190, 560, 20, 28 + 16 * len(models)
    height = top + line * len(rows) + 36
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height}" '
        f'font-family="sans-serif" font-size="12" fill="{_INK}">',
        f'<rect width="640" height="{height}" fill="#FFFFFF"/>',
    ]
    for number, model in enumerate(models):
        colour = _COLOURS[number % len(_COLOURS)]
        at = 20 + 16 * number
        parts.append(f'<rect x="16" y="{at - 9}" width="10" height="10" fill="{colour}"/>')
        parts.append(f'<text x="32" y="{at}">{escape(one_line(model))}</text>')
    for tenth in range(0, 11, 2):
        x = left + (right - left) * tenth / 10
        bottom = top + line * len(rows)
        parts.append(f'<path d="M{x:.0f} {top}V{bottom}" stroke="{_GRID}"/>')
        parts.append(
            f'<text x="{x:.0f}" y="{bottom + 16}" text-anchor="middle">{10 * tenth}</text>'
        )
    for number, (each, score) in enumerate(rows):
        parts.append(_bar(each, score, top + line * number, (left, right), models))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _bar(
    each: Evaluated, score: Score, top: int, span: tuple[int, int], models: Sequence[str]
) -> str:
    left, right = span
    colour = _COLOURS[models.index(each.model) % len(_COLOURS)]
    sure = interval(score)
    low, high = (left + (right - left) * value for value in (sure.low, sure.high))
    width = (right - left) * score.value
    label = escape(f"{each.task} · {score.name}")
    return (
        f'<text x="{left - 8}" y="{top + 14}" text-anchor="end">{label}</text>'
        f'<rect x="{left}" y="{top + 4}" width="{width:.1f}" height="12" fill="{colour}"/>'
        f'<path d="M{low:.1f} {top + 10}H{high:.1f}" stroke="{_INK}"/>'
        f'<text x="{right + 8}" y="{top + 14}">{100 * score.value:.1f}</text>'
    )
