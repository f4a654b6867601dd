"""The numbers and choices of the inspector: their names, ranges and what they do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True)
class NumberSpec:
    """`name` is the field of `ChatParameters`; `zero` are the words for the lowest value, if it
    has its own. `slider_high` is where the slider ends, if not at `high`."""

    name: str
    label: str
    explanation: str
    low: float
    high: float
    step: float
    digits: int
    zero: str = ""
    slider_high: float = 0.0


@dataclass(frozen=True)
class ChoiceSpec:
    """`choices` are (value, words) pairs."""

    name: str
    label: str
    explanation: str
    choices: tuple[tuple[object, str], ...]


def common_numbers() -> tuple[NumberSpec, ...]:
    """What most people change."""
    translate = QCoreApplication.translate
    off = translate("Parameters", "off")
    return (
        NumberSpec(
            "temperature",
            translate("Parameters", "Temperature"),
            translate(
                "Parameters",
                "Low is exact and repeatable, high is varied. 0 always takes the most likely word.",
            ),
            0.0,
            2.0,
            0.05,
            2,
        ),
        NumberSpec(
            "top_p",
            translate("Parameters", "Top-p"),
            translate(
                "Parameters", "Only the most likely tokens that make up this share. 1 is off."
            ),
            0.01,
            1.0,
            0.01,
            2,
        ),
        NumberSpec(
            "top_k",
            translate("Parameters", "Top-k"),
            translate("Parameters", "Only this many of the most likely tokens. 0 is off."),
            0,
            1000,
            1,
            0,
            off,
            200,
        ),
        NumberSpec(
            "min_p",
            translate("Parameters", "Min-p"),
            translate(
                "Parameters",
                "Leaves out tokens less likely than this share of the best one. 0 is off.",
            ),
            0.0,
            1.0,
            0.01,
            2,
        ),
        NumberSpec(
            "max_tokens",
            translate("Parameters", "Longest answer"),
            translate("Parameters", "In tokens. 0 goes on to the end of the context."),
            0,
            1_000_000,
            64,
            0,
            translate("Parameters", "no limit"),
            8192,
        ),
    )


def further_numbers() -> tuple[NumberSpec, ...]:
    """What is folded away: penalties and the rarer truncations."""
    return (*_penalties(), *_truncations())


def _penalties() -> tuple[NumberSpec, ...]:
    translate = QCoreApplication.translate
    off = translate("Parameters", "off")
    return (
        NumberSpec(
            "repeat_penalty",
            translate("Parameters", "Repeat penalty"),
            translate(
                "Parameters", "Above 1, words that were just used become less likely. 1 is off."
            ),
            0.5,
            2.0,
            0.05,
            2,
        ),
        NumberSpec(
            "frequency_penalty",
            translate("Parameters", "Frequency penalty"),
            translate("Parameters", "The more often a word was used, the less likely. 0 is off."),
            -2.0,
            2.0,
            0.05,
            2,
        ),
        NumberSpec(
            "presence_penalty",
            translate("Parameters", "Presence penalty"),
            translate("Parameters", "Words that were used at all become less likely. 0 is off."),
            -2.0,
            2.0,
            0.05,
            2,
        ),
        NumberSpec(
            "dry_multiplier",
            translate("Parameters", "DRY"),
            translate(
                "Parameters",
                "Breaks loops: whole phrases are not repeated. 0.8 is usual, 0 is off.",
            ),
            0.0,
            5.0,
            0.05,
            2,
            off,
        ),
    )


def _truncations() -> tuple[NumberSpec, ...]:
    translate = QCoreApplication.translate
    off = translate("Parameters", "off")
    return (
        NumberSpec(
            "typical_p",
            translate("Parameters", "Typical-p"),
            translate(
                "Parameters", "Only tokens about as surprising as usual, to this share. 1 is off."
            ),
            0.01,
            1.0,
            0.01,
            2,
        ),
        NumberSpec(
            "xtc_probability",
            translate("Parameters", "XTC probability"),
            translate(
                "Parameters",
                "How often the most likely choices are left out, for more unusual words. 0 is off.",
            ),
            0.0,
            1.0,
            0.05,
            2,
            off,
        ),
        NumberSpec(
            "xtc_threshold",
            translate("Parameters", "XTC threshold"),
            translate("Parameters", "Only choices at least this likely are left out."),
            0.01,
            0.5,
            0.01,
            2,
        ),
    )


def overflow_choice() -> ChoiceSpec:
    """What happens to older messages when the context is full."""
    translate = QCoreApplication.translate
    return ChoiceSpec(
        "on_overflow",
        translate("Parameters", "Full context"),
        translate(
            "Parameters",
            "What happens to older messages when the context is full. The system prompt and your "
            "latest message always stay, and the transcript shows what is no longer sent.",
        ),
        (
            ("drop", translate("Parameters", "leave out")),
            ("summarise", translate("Parameters", "summarise")),
            ("refuse", translate("Parameters", "do not send")),
        ),
    )


def mirostat_choice() -> ChoiceSpec:
    """Which mirostat, if any."""
    translate = QCoreApplication.translate
    return ChoiceSpec(
        "mirostat",
        translate("Parameters", "Mirostat"),
        translate(
            "Parameters",
            "Keeps the text equally surprising throughout, in place of top-k, top-p and min-p.",
        ),
        (
            (0, translate("Parameters", "off")),
            (1, translate("Parameters", "version 1")),
            (2, translate("Parameters", "version 2")),
        ),
    )


def mirostat_numbers() -> tuple[NumberSpec, ...]:
    """What mirostat aims at, and how fast."""
    translate = QCoreApplication.translate
    return (
        NumberSpec(
            "mirostat_tau",
            translate("Parameters", "Mirostat target"),
            translate("Parameters", "How surprising the text shall be, in bits per token."),
            0.0,
            10.0,
            0.1,
            1,
        ),
        NumberSpec(
            "mirostat_eta",
            translate("Parameters", "Mirostat rate"),
            translate("Parameters", "How fast it is brought back to the target."),
            0.01,
            1.0,
            0.01,
            2,
        ),
    )
