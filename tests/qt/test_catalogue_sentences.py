"""What the list of models says can be said in the window's language."""

from __future__ import annotations

from assistant.core.hub.quantising import COPY_TYPES
from assistant.hub.catalogue_file import read_catalogue
from assistant.paths import resources
from assistant.ui.models.catalogue_sentences import SENTENCES, catalogue_text


def test_every_sentence_of_the_list_is_there_and_no_other() -> None:
    models = read_catalogue(resources() / "models.toml").models
    said = {text for model in models for text in (model.good_at, model.quirks) if text}
    said |= {kind.loss for kind in COPY_TYPES}
    assert said == set(map(str, SENTENCES))


def test_a_sentence_that_nobody_translated_stays() -> None:
    assert catalogue_text("Good at chess.") == "Good at chess."
    assert catalogue_text("") == ""
