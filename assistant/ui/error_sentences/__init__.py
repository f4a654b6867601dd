"""Every English sentence that the parts below the window can send up.

A numbered gap takes a name or a number, which stays as it is; a named one takes a phrase or
another sentence, which is translated too. `tests/qt/test_error_sentences.py` reads the code of
those parts and fails where a sentence of theirs is missing here, or one here is said by nobody.
"""

from __future__ import annotations

from assistant.ui.error_sentences import (
    documents,
    downloads,
    engine,
    grammars,
    hub,
    model_files,
    models,
    phrases,
    servers,
    storage,
    templates,
    translation,
    writing,
)

SENTENCES: tuple[str, ...] = tuple(
    map(
        str,
        (
            *documents.SENTENCES,
            *downloads.SENTENCES,
            *engine.SENTENCES,
            *grammars.SENTENCES,
            *hub.SENTENCES,
            *model_files.SENTENCES,
            *models.SENTENCES,
            *servers.SENTENCES,
            *storage.SENTENCES,
            *templates.SENTENCES,
            *translation.SENTENCES,
            *writing.SENTENCES,
        ),
    )
)
PHRASES: tuple[str, ...] = tuple(
    map(
        str,
        (
            *phrases.PHRASES,
            *model_files.PHRASES,
            *servers.PHRASES,
            *templates.PHRASES,
            *grammars.PHRASES,
            *phrases.SYSTEM,
        ),
    )
)
