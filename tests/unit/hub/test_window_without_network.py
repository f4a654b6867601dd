"""The window's process never loads what opens connections to hubs."""

from __future__ import annotations

import subprocess
import sys

_LOADED = """
import sys
import assistant.controllers.hub, assistant.ui.hub.attach, assistant.ui.hub.find_page
import assistant.ui.hub.downloads_page, assistant.ui.settings.hub_page
import assistant.hub.supervisor, assistant.hub.downloads.waiting
print({"httpx2", "huggingface_hub", "requests", "httpcore2"} & set(sys.modules))
"""


def test_the_hub_s_pages_load_no_client() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "set()"
