"""The short list of models that are recommended, with what one has to know of each."""

from __future__ import annotations

from typing import Literal

import msgspec

CatalogueUse = Literal[
    "chat", "multilingual", "translation", "coding", "embedding", "vision", "reasoning"
]


class CatalogueVariant(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One quantisation: `pattern` is a glob that fits its files (all parts) and no others."""

    quantisation: str
    pattern: str
    size: int


class CatalogueModel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A model that was chosen for the list. `size`s in bytes, `context_length` in tokens.

    `good_at` and `quirks` are English sentences. `languages` are codes. `thinking` says how its
    reasoning is switched: "none" it has none, "switch" by the template, "always" it cannot be
    switched off. `active_parameters` differ from `parameters` in mixtures of experts.
    """

    id: str
    name: str
    repo: str
    uses: tuple[CatalogueUse, ...]
    parameters: int
    context_length: int
    license: str
    languages: tuple[str, ...]
    variants: tuple[CatalogueVariant, ...]
    good_at: str
    active_parameters: int = 0
    license_url: str = ""
    thinking: Literal["none", "switch", "always"] = "none"
    projector: str = ""
    quirks: str = ""
    gated: bool = False


class Catalogue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All of them; `revised` is a date (YYYY-MM-DD), `serial` grows with every edition."""

    revised: str
    serial: int
    models: tuple[CatalogueModel, ...] = ()
