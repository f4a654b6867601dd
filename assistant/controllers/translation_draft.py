"""What stands on the translation page, kept so that a restart finds it again."""

from __future__ import annotations

import logging

import msgspec

from assistant.core.translation.order import Segment, Tone

SETTING = "translation.draft"
MOST_RECENT = 6

_log = logging.getLogger(__name__)


class TranslateOptions(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How is translated. `source` "" is detected; `glossary` is an id, 0 for none."""

    source: str = ""
    target: str = ""
    tone: Tone = ""
    glossary: int = 0
    instruction: str = ""

    def asks_the_same(self, other: TranslateOptions) -> bool:
        """Whether both want the same of a translation, whatever the languages."""
        return (self.tone, self.glossary, self.instruction.strip()) == (
            other.tone,
            other.glossary,
            other.instruction.strip(),
        )


class TranslationDraft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`segments` are of `translated_text`, the text as it was when it was translated.

    `source_language` and `target_language` are those that `segments` are in, `made_with` the
    options of then. `recent` are codes of target languages, the latest first. `file` is the path
    of a file that is being translated.
    """

    text: str = ""
    options: TranslateOptions = TranslateOptions()
    translated_text: str = ""
    segments: tuple[Segment, ...] = ()
    source_language: str = ""
    target_language: str = ""
    made_with: TranslateOptions = TranslateOptions()
    recent: tuple[str, ...] = ()
    file: str = ""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(TranslationDraft)


def encode(draft: TranslationDraft) -> str:
    """As JSON; the texts are `storable`."""
    return _encoder.encode(draft).decode()


def decode(kept: str) -> TranslationDraft:
    """What `encode` made; an empty draft of anything else, which is logged."""
    if not kept:
        return TranslationDraft()
    try:
        return _decoder.decode(kept)
    except msgspec.MsgspecError as error:
        _log.warning("the kept translation cannot be read: %s", type(error).__name__)
        return TranslationDraft()


def with_recent(recent: tuple[str, ...], code: str) -> tuple[str, ...]:
    """`recent` with `code` in front."""
    others = tuple(other for other in recent if other != code)
    return (code, *others)[:MOST_RECENT] if code else recent
