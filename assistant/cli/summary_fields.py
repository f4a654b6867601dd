"""Parts of a summary as the JSON of the terminal contract has them."""

from __future__ import annotations

from typing import Any

from assistant.core.summary_plan import Plan
from assistant.core.summary_point import Point
from assistant.core.summary_result import PartSummary


def plan_fields(plan: Plan) -> dict[str, Any]:
    """The `plan` of the contract."""
    return {
        "tokens": plan.tokens,
        "passes": plan.passes,
        "seconds": plan.seconds,
        "read": plan.read,
        "written": plan.written,
        "sections": [len(document.sections) for document in plan.documents],
    }


def part_fields(part: PartSummary) -> dict[str, Any]:
    return {
        "summary": part.text,
        "points": [point_fields(point) for point in part.points],
        "coverage": part.coverage,
    }


def point_fields(point: Point) -> dict[str, Any]:
    """One of the `points` of the contract."""
    return {name: getattr(point, name) for name in ("text", "pages", "sections", "documents")}
