"""Who publishes this build: whoever does changes these lines and no others."""

from __future__ import annotations

RELEASES = ""
"""The address of the page with all releases; "" where there is none."""
