"""What a model's architecture says about its use."""

from __future__ import annotations

from assistant.engine.gguf import GgufHeader

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
    return header.architecture in EMBEDDING_ARCHITECTURES or header.integer("pooling_type") > 0
