"""A short list of models that exist nowhere else."""

from __future__ import annotations

from assistant.core.hub.catalogue import Catalogue, CatalogueModel, CatalogueVariant
from tests.hub_fakes import GB


def _model(name: str, billions: float, good_at: str, *uses: str) -> CatalogueModel:
    parameters = int(billions * GB)
    variants = tuple(
        CatalogueVariant(
            quantisation=kind, pattern=f"*{kind}.gguf", size=int(parameters * bytes_per_weight)
        )
        for kind, bytes_per_weight in (("Q4_K_M", 0.6), ("Q8_0", 1.06))
    )
    return CatalogueModel(
        id=name.lower(),
        name=name,
        repo=f"lumo/{name}-GGUF",
        uses=uses or ("chat",),
        parameters=parameters,
        context_length=32_768,
        license="apache-2.0",
        languages=("en",),
        variants=variants,
        good_at=good_at,
    )


CATALOGUE = Catalogue(
    revised="2026-11-01",
    serial=1,
    models=(
        _model("Harbour-4B", 4, "Chat and writing in many languages."),
        _model("Mole-1B", 1, "Short texts on small computers."),
        _model("Granite-32B", 32, "Hard questions, with patience."),
    ),
)
