"""The window's process never loads what opens connections to hubs."""

from __future__ import annotations

import subprocess
import sys

from assistant.hub.downloads.queue import JOURNAL_FOLDER
from assistant.hub.downloads.waiting import FOLDER

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


def test_the_journal_is_looked_for_where_it_is_kept() -> None:
    assert FOLDER == JOURNAL_FOLDER
