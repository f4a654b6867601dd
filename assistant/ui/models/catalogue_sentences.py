"""Sentences of the list of models and of smaller copies, for whoever translates the window.

A test compares them with `resources/models.toml`: what is said there stands here, too.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

SENTENCES = (
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Short answers, summaries and simple rewriting on machines with little memory.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Reasoning is switched by the template; it is off while writing and translating.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Writing, summarising and questions about documents; answers at once, without reasoning.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "The best all-rounder for a computer with 16 GB: long texts, careful rewriting, pictures.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Reasoning is switched by the template. Most of its layers keep a running state, so a "
        "long context costs little memory.",
    ),
    QT_TRANSLATE_NOOP("Catalogue", "Many languages, natural style; small for what it can do."),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Wants a temperature of 1.0. Its file is larger than what is computed for each word.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Reasoning and structured answers in English; as fast as a model of 4B.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Always reasons before it answers, in a channel of its own (Harmony); shipped in four "
        "bits, there is no better version.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Style and languages on a computer with 32 GB; a mixture, so it is fast without a GPU, "
        "too.",
    ),
    QT_TRANSLATE_NOOP("Catalogue", "Wants a temperature of 1.0."),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Long documents and careful writing on a computer with 32 GB; answers at once, without "
        "reasoning.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "The strongest of this list; for a computer with 48 GB, or a graphics card with 24.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Reasoning is switched by the template, and long where it is on.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Translating between some 33 languages on a small machine; made for nothing else.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Not for conversation. Follows glossaries and instructions on style; 0.7 is the "
        "maker's temperature.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "The better translation of long passages and of special subjects.",
    ),
    QT_TRANSLATE_NOOP("Catalogue", "Code on a computer with 8 to 16 GB."),
    QT_TRANSLATE_NOOP("Catalogue", "The repository also holds the same files cut into parts."),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Code and long files on a computer with 32 GB; a mixture, so it is fast without a GPU, "
        "too.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Reading pictures, screens and scanned pages; from the maker's own repository.",
    ),
    QT_TRANSLATE_NOOP(
        "Catalogue",
        "Needs its projector beside it; without one it only reads text.",
    ),
    QT_TRANSLATE_NOOP("Catalogue", "Finding passages by meaning, across languages."),
    QT_TRANSLATE_NOOP("Catalogue", "Finding passages by meaning on the smallest machines."),
    QT_TRANSLATE_NOOP("Catalogue", "no loss that one notices"),
    QT_TRANSLATE_NOOP("Catalogue", "hardly any loss"),
    QT_TRANSLATE_NOOP("Catalogue", "little loss"),
    QT_TRANSLATE_NOOP("Catalogue", "the usual balance"),
    QT_TRANSLATE_NOOP("Catalogue", "a little more loss"),
    QT_TRANSLATE_NOOP("Catalogue", "fast on processors"),
    QT_TRANSLATE_NOOP("Catalogue", "one notices it"),
    QT_TRANSLATE_NOOP("Catalogue", "much loss"),
)


def catalogue_text(sentence: str) -> str:
    """`sentence` in the window's language; one of a newer list stays as it is."""
    return QCoreApplication.translate("Catalogue", sentence) if sentence else ""
