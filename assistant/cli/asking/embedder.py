"""The embedding model of a command: which one, and that it is in memory."""

from __future__ import annotations

from pathlib import Path

from assistant import compose
from assistant.cli.engine_session import EngineSession
from assistant.cli.model_choice import choose_engine_model, known_models
from assistant.core.embedding import model_key
from assistant.core.errors import UserError
from assistant.core.messages import LoadModel, Ready
from assistant.core.ports import ModelShelf
from assistant.core.settings import Settings
from assistant.paths import Paths

_NONE = "none"


def embedding_model(wanted: str, paths: Paths, settings: Settings, shelf: ModelShelf) -> str:
    """The path of the embedding model: the one named, else the smallest on the shelf.

    "" with "none", or when there is none. Raises `UserError` as `choose_engine_model`.
    """
    if wanted.lower() == _NONE or (not wanted and compose.engine_kind() == "scripted"):
        return ""
    if wanted:
        return choose_engine_model(wanted, paths, settings, shelf)
    known = known_models(paths, settings.models, shelf)
    found = [file for file in known if compose.embeds(Path(file.path))]
    return min(found, key=lambda file: file.size).path if found else ""


def load_embedding_model(path: str, session: EngineSession) -> str:
    """Have the model at `path` in memory beside the one that writes; the key of its vectors.

    Raises `UserError`.
    """
    ready = session.ask(LoadModel(path=path, purpose="embedding"))
    if not isinstance(ready, Ready):
        raise UserError("protocol", "The engine answered something that was not asked.")
    return model_key(ready.info)
