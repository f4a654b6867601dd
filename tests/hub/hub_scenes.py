"""A small hub that many tests look into."""

from __future__ import annotations

from tests.hub.loopback_api import LoopbackApi
from tests.hub.loopback_content import Content, gguf
from tests.hub.loopback_hub import LoopbackHub

TINY = "org/tiny-GGUF"
CARD = """---
license: mit
language:
- de
tags: [gguf]
---

# Tiny

Writes **little**.
"""


def small_hub() -> tuple[LoopbackHub, LoopbackApi]:
    """Three models: a tiny one with variants, a gated one, a split one that sees."""
    hub = LoopbackHub()
    api = LoopbackApi(hub)
    for seed, kind in enumerate(("Q4_K_M", "Q8_0", "F16")):
        hub.add(TINY, f"tiny-{kind}.gguf", gguf(40_000 + 40_000 * seed, seed))
    hub.add(TINY, "config.json", Content(300, 9), small=True)
    api.card(TINY, CARD)
    facts = {"total": 15_000_000, "architecture": "llama", "context_length": 2048}
    api.describe(
        TINY, downloads=900, likes=3, trending=1, license="mit", languages=("de",), gguf=facts
    )
    hub.add("acme/Gated-7B-GGUF", "gated-7b.Q4_K_M.gguf", gguf(50_000, 7))
    hub.repositories["acme/Gated-7B-GGUF"].gated = True
    api.describe(
        "acme/Gated-7B-GGUF",
        downloads=5000,
        likes=70,
        trending=9,
        license="other",
        card={"license_name": "acme-community"},
        gguf={"total": 7_000_000_000},
    )
    for part in (1, 2, 3):
        path = f"Q6_K/big-Q6_K-0000{part}-of-00003.gguf"
        hub.add("org/big-vision-GGUF", path, gguf(30_000, 20 + part))
    hub.add("org/big-vision-GGUF", "mmproj-big-F16.gguf", gguf(9_000, 30))
    api.describe(
        "org/big-vision-GGUF",
        downloads=70,
        likes=8,
        trending=4,
        license="apache-2.0",
        languages=("en", "de"),
        task="image-text-to-text",
        gguf={"total": 70_000_000_000},
    )
    return hub, api
