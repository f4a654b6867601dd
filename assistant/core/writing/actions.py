"""The actions that come with the program.

The instructions are written for small models: one task, what stays as it is, and what the answer
is. What all of them share (the fences around the text, the answer alone) is said once, by
`core.writing.prompts`.
"""

from __future__ import annotations

from assistant.core.writing.action import Action

_KEPT = (
    "Keep every fact, number, date, name, quotation, link and placeholder exactly as it is. "
    "Keep the formatting (headings, lists, bold, line breaks)."
)

BUILT_IN: tuple[Action, ...] = (
    Action(
        id="proofread",
        name="proofread",
        instruction=(
            "Correct the spelling, grammar and punctuation of the text. Change only what is wrong: "
            "keep the wording, the style and the order of everything that is right. If nothing is "
            "wrong, give the text back unchanged. " + _KEPT
        ),
        task="proofread",
    ),
    Action(
        id="rewrite",
        name="rewrite",
        instruction=(
            "Rewrite the text so that it reads clearly and naturally. Say the same in better "
            "words, in about the same length. " + _KEPT
        ),
    ),
    Action(
        id="shorten",
        name="shorten",
        instruction=(
            "Shorten the text to about half of its length. Take out repetitions, filler and "
            "asides; keep every important point. " + _KEPT
        ),
    ),
    Action(
        id="expand",
        name="expand",
        instruction=(
            "Expand the text to about twice its length: explain more fully what it already says. "
            "Do not invent facts, numbers or names. " + _KEPT
        ),
    ),
    Action(
        id="simplify",
        name="simplify",
        instruction=(
            "Rewrite the text in plain language that a twelve-year-old understands: short "
            "sentences, common words, the active voice. Leave nothing important out. " + _KEPT
        ),
    ),
    Action(
        id="formal",
        name="formal",
        instruction=(
            "Rewrite the text in a formal tone: no contractions, no slang, complete sentences, "
            "polite forms of address. " + _KEPT
        ),
    ),
    Action(
        id="friendly",
        name="friendly",
        instruction=(
            "Rewrite the text in a warm and friendly tone, as to a colleague you like. Stay "
            "natural, without flattery or exclamation marks in a row. " + _KEPT
        ),
    ),
    Action(
        id="professional",
        name="professional",
        instruction=(
            "Rewrite the text in a professional tone for work: confident, polite, to the point, "
            "without jargon. " + _KEPT
        ),
    ),
    Action(
        id="continue",
        name="continue",
        instruction=(
            "Continue the text where it ends, in the same language, style and tense, for one or "
            "two paragraphs. Write only what comes next: do not repeat what is there."
        ),
        kind="compose",
        by_paragraph=False,
        task="write",
        guarded=False,
    ),
    Action(
        id="outline",
        name="outline",
        instruction=(
            "Write an outline of the text as a nested Markdown list: the main points in order, "
            "under each its supporting points, a few words each."
        ),
        kind="compose",
        by_paragraph=False,
        guarded=False,
    ),
    Action(
        id="reply",
        name="reply",
        instruction=(
            "The text is a message that somebody received. Write the reply to it, from the "
            "receiver to the sender, in the language and the tone of the message. Answer every "
            "question. Where you do not know what the receiver wants to say, leave a gap in square "
            "brackets, such as [date]. No subject line."
        ),
        kind="compose",
        by_paragraph=False,
        task="write",
        guarded=False,
    ),
    Action(
        id="explain",
        name="explain",
        instruction=(
            "Explain the text to somebody who is new to its subject: what it says, what its "
            "difficult terms mean, why it matters. Use the language of the text."
        ),
        kind="compose",
        by_paragraph=False,
        guarded=False,
    ),
    Action(
        id="bullets",
        name="bullets",
        instruction=(
            "Turn the text into a flat Markdown list that begins each line with “- ”: one line "
            "for each point, in the order of the text, as short as the point allows. Keep every "
            "number, date, name and link exactly."
        ),
        kind="compose",
    ),
    Action(
        id="table",
        name="table",
        instruction=(
            "Turn the text into one Markdown table: a header row with fitting column names, then "
            "one row for each thing that the text describes. Leave a cell empty where the text "
            "says nothing. Keep every number, date, name and link exactly."
        ),
        kind="compose",
        by_paragraph=False,
    ),
    Action(
        id="title",
        name="title",
        instruction=(
            "Write one title for the text: at most ten words, in its language, without a full stop."
        ),
        kind="compose",
        by_paragraph=False,
        guarded=False,
    ),
)

_BY_ID = {action.id: action for action in BUILT_IN}


def built_in(action_id: str) -> Action | None:
    """The built-in action of that id."""
    return _BY_ID.get(action_id)
