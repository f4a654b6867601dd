"""The small model that ships with the application: its name and what it says at its limits.

The training recipe takes these sentences from here, so that the window recognises exactly what
the model has learned to say.
"""

from __future__ import annotations

from typing import Literal

from assistant.core.entities import Message, MessageState

NAME = "Inkstone starter"
"""What the model file calls itself and the list of models shows."""

FALLBACK = (
    "I am the small starter model and cannot answer that. "
    "A bigger model can: open Models (Ctrl+5) and choose one for this computer."
)
FALLBACK_ZH = (
    "我是自带的小模型，回答不了这个问题。"
    "更大的模型可以：打开“模型”（Ctrl+5），选一个适合这台电脑的。"
)
BEGINNINGS = (
    "What can you do?",
    "How do I summarise a document?",
    "Tell me a short story.",
    "How do I get a bigger model?",
)
"""What is offered to begin with: what the model has learned to answer, in the language in which
it has learned it."""
FALLBACKS = frozenset((FALLBACK, FALLBACK_ZH))


def is_fallback(text: str) -> bool:
    """Whether an answer is the honest "I cannot", in any language, and nothing else."""
    return text.strip() in FALLBACKS


Offer = Literal["", "limit", "hint"]
"""Why a bigger model is offered under an answer: this one could not give it, or gave what a
bigger one gives better."""


def offer(message: Message, *, hints: bool) -> Offer:
    """What is offered under `message`; `hints`: the person wants to hear of bigger models."""
    if message.role != "assistant" or message.state is MessageState.STREAMING:
        return ""
    if is_fallback(message.text):
        return "limit"
    from_documents = message.sources is not None and bool(message.text.strip())
    return "hint" if hints and from_documents and wrote(message.model) else ""


def wrote(model: str) -> bool:
    """Whether an answer that names `model` as its writer is the starter's."""
    return model == NAME
