"""Prompts of evaluation for which the application has no task of its own."""

from __future__ import annotations

from collections.abc import Sequence

_CLASSIFY = (
    "Classify the text. Answer with exactly one of these labels and nothing else: {labels}.\n\n"
    "{text}"
)


def classify_prompt(text: str, labels: Sequence[str]) -> str:
    """Asks for one of `labels`."""
    return _CLASSIFY.format(labels=", ".join(labels), text=text)
