"""The embedding model of a command: which one, and texts as vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from assistant import compose
from assistant.cli.engine_session import EngineSession
from assistant.cli.model_choice import choose_model, embeds, known_models
from assistant.core.errors import UserError
from assistant.core.messages import Embed, Embedded, LoadModel, Ready
from assistant.core.passage import Passage
from assistant.core.ports import ModelShelf
from assistant.core.settings import Models
from assistant.paths import Paths

BATCH = 32
_SHORTEST = 16
_NONE = "none"


def embedding_model(wanted: str, paths: Paths, models: Models, shelf: ModelShelf) -> Path | None:
    """The file of the embedding model: the one named, else the smallest on the shelf.

    None with "none", or when there is none. Raises `UserError` as `choose_model`.
    """
    if wanted.lower() == _NONE or (not wanted and compose.engine_kind() == "scripted"):
        return None
    if wanted:
        return choose_model(wanted, paths, models, shelf)
    found = [file for file in known_models(paths, models, shelf) if embeds(Path(file.path))]
    return Path(min(found, key=lambda file: file.size).path) if found else None


class Embedder:
    """Texts as vectors, by the model at `path`, beside the model that writes. Main thread."""

    def __init__(self, path: Path, session: EngineSession) -> None:
        """Load it. Raises `UserError`."""
        self._session = session
        ready = session.ask(LoadModel(path=str(path), purpose="embedding"))
        if not isinstance(ready, Ready):
            raise UserError("protocol", "The engine answered something that was not asked.")
        info = ready.info
        self.model_key = f"{info.architecture}:{info.name}:{info.file_size}"

    def question(self, text: str) -> tuple[float, ...]:
        """The vector of a question."""
        return self._vectors([text], priority=0)[0]

    def passages(
        self, passages: Sequence[Passage], keep: Callable[[Sequence[Passage], Vectors], None]
    ) -> None:
        """Embed `passages` in batches, each handed to `keep` when it is done."""
        for at in range(0, len(passages), BATCH):
            batch = passages[at : at + BATCH]
            keep(batch, self._vectors([embedded_text(each) for each in batch], priority=1))

    def _vectors(self, texts: Sequence[str], priority: int) -> Vectors:
        """One vector each; of a text that is too long for the model, its beginning counts."""
        try:
            embedded = self._session.ask(Embed(texts=tuple(texts), priority=priority))
        except UserError as error:
            if error.kind != "context_full" or (len(texts) == 1 and len(texts[0]) <= _SHORTEST):
                raise
            if len(texts) == 1:
                return self._vectors([texts[0][: len(texts[0]) // 2]], priority)
            return tuple(self._vectors([text], priority)[0] for text in texts)
        if not isinstance(embedded, Embedded) or len(embedded.vectors) != len(texts):
            raise UserError("protocol", "The engine answered something that was not asked.")
        return embedded.vectors


Vectors = tuple[tuple[float, ...], ...]


def embedded_text(passage: Passage) -> str:
    """What is embedded of a passage: its headings say what the rest is about."""
    return f"{passage.heading}\n{passage.text}".strip()
