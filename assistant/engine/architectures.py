"""What a model's architecture says about its use."""

from __future__ import annotations

from pathlib import Path

from assistant.engine.gguf import GgufHeader, Metadata, read_leading

EMBEDDING_ARCHITECTURES = frozenset(
    {
        "bert",
        "eurobert",
        "gemma-embedding",
        "jina-bert-v2",
        "jina-bert-v3",
        "llama-embed",
        "modern-bert",
        "neo-bert",
        "nomic-bert",
        "nomic-bert-moe",
        "t5encoder",
    }
)


def is_embedding_model(header: GgufHeader) -> bool:
    """Whether the model finds texts and cannot write."""
    return _embeds(header.metadata)


def is_embedding_file(path: Path) -> bool:
    """The same of the model file at `path`, without its vocabulary. Raises `UserError`.

    What a model is comes before its vocabulary, as converters write it.
    """

    def enough(key: str, read: Metadata) -> bool:
        family = f"{read.get('general.architecture')}."
        return key.startswith("tokenizer.") and any(known.startswith(family) for known in read)

    return _embeds(read_leading(path, enough))


def _embeds(metadata: Metadata) -> bool:
    architecture = metadata.get("general.architecture")
    pooling = metadata.get(f"{architecture}.pooling_type", 0)
    return architecture in EMBEDDING_ARCHITECTURES or (isinstance(pooling, int) and pooling > 0)
