"""Whether a model fits this computer, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.core.hub.verdict import Verdict
from assistant.ui.words import decimal_text, size_text

translate = QCoreApplication.translate


def fit_text(verdict: Verdict) -> str:
    """One or two words of where it would be."""
    match verdict.room:
        case "gpu":
            return translate("Fit", "Fits the graphics card")
        case "partly":
            return translate("Fit", "Fits the graphics card in part")
        case "memory":
            return translate("Fit", "Fits in memory")
    return translate("Fit", "Too big")


def fit_tone(verdict: Verdict) -> str:
    """The role of the colour, never the only sign."""
    if verdict.room == "too_big":
        return "danger"
    return "caution" if verdict.tight or verdict.room == "partly" else "good"


def speed_text(verdict: Verdict) -> str:
    """What is expected when it writes; "" where nothing is known."""
    speed = verdict.tokens_per_s
    if speed <= 0:
        return ""
    return translate("Fit", "about {speed} tokens/s").format(
        speed=decimal_text(speed, 0 if speed >= 10 else 1)
    )


def fit_line(verdict: Verdict) -> str:
    """Where, how fast, and what stands in the way, on one line."""
    parts = [fit_text(verdict)]
    if verdict.tight:
        parts.append(translate("Fit", "tight right now"))
    if verdict.room != "too_big" and (speed := speed_text(verdict)):
        parts.append(speed)
    return "  ·  ".join(parts)


def fit_reason(verdict: Verdict) -> str:
    """The sentence behind it, for a tooltip."""
    if not verdict.needs:
        return fit_text(verdict)
    needs = translate("Fit", "It needs about {size} of memory.").format(
        size=size_text(verdict.needs)
    )
    if verdict.room == "too_big":
        return needs + " " + translate("Fit", "That is more than this computer has.")
    if verdict.tight:
        return needs + " " + translate("Fit", "Less is free right now: close other programs first.")
    return needs
